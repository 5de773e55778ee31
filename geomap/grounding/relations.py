"""Countryside, sector, distance, near, between, badia: each relation drawn from its anchor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import areas, shapes
from geomap.grounding import parameters as size
from geomap.grounding.areas import country_m, polygon_m
from geomap.grounding.ground import Anchor, as_grounding, in_words, point_wkb
from geomap.models import Grounding, Phrase, Place, Relation

_FAR = 500_000.0  # metres: beyond every border, for sectors that a unit's polygon cuts
# A part of an area that is smaller than this is an accident of two borders drawn by different hands.
_LEAST_M2 = 10_000.0
# Relations that have no side: a direction said with them is not used.
_WITHOUT_SIDES = (Relation.AREA_OF, Relation.NEAR, Relation.BETWEEN, Relation.ROAD)
# Damascus is a city and a governorate; its countryside is the governorate around it.
_COUNTRYSIDE_OF = {"SY01": "SY03"}
_REGIONS = ("region", "desert", "valley", "plain", "mountain", "lake")


def unit_disc(place: Place, gazetteer: Gazetteer) -> Grounding:
    """Ground a district or sub-district that has no polygon: a disc around its seat, inside its governorate."""
    radius = size.SUBDISTRICT if place.kind == "subdistrict" else size.DISTRICT
    area = shapes.disc(shapes.point_m(place), radius)
    unit = gazetteer.get(place.admin1_pcode)
    if unit is not None and unit.wkb:
        inside = area.intersection(polygon_m(gazetteer, unit.place_id))
        # Natural Earth's desert borders err by tens of kilometres: a seat may lie outside its governorate there
        area = inside if inside.area > area.area / 4 else area
    words = f"{place.name_en} ({place.kind}), no official polygon here: about {radius / 1000:.0f} km around its seat"
    found = as_grounding(shapes.to_degrees(area), words, geo_precision=2, where_prec=3)
    # The seat stands for the unit, as for units that have a polygon
    return Grounding(
        found.wkb, place.latitude, place.longitude,
        shapes.reach_m(place.longitude, place.latitude, found.geometry), 2, 3, words,
    )  # fmt: skip


def desert(place: Place, gazetteer: Gazetteer) -> Grounding:
    """Ground a part of the Badia: its drawn polygon, and as far beyond as its edge may be off."""
    area: BaseGeometry = shapely.buffer(polygon_m(gazetteer, place.place_id), size.BADIA_EDGE)
    unit = gazetteer.get(place.admin1_pcode)
    inside = polygon_m(gazetteer, unit.place_id) if unit is not None and unit.wkb else country_m(gazetteer)
    if inside is not None:
        # Its own polygon stays whole: the borders of a governorate in the desert are known no better
        area = area.intersection(inside).union(polygon_m(gazetteer, place.place_id))
    valley = gazetteer.get(areas.VALLEY)
    if valley is not None and valley.wkb:
        area = area.difference(polygon_m(gazetteer, areas.VALLEY))
    area = areas.on_the_side_of(area, polygon_m(gazetteer, place.place_id))
    words = f"{place.name_en} ({place.kind}), approximate extent: its edge is known to {size.BADIA_EDGE / 1000:.0f} km"
    return as_grounding(shapes.to_degrees(area), words, geo_precision=3, where_prec=5)


def clipped(place: Place, regions: Sequence[Place]) -> Grounding:
    """Ground an area inside named regions; where they do not meet, the area itself, and say so."""
    area, words, missed = place.geometry, f"{place.name_en} ({place.kind})", []
    for region in regions:
        part = area.intersection(region.geometry)
        if part.is_empty or not part.area:
            missed.append(region.name_en)
        else:
            area, words = part, f"{words} ∩ {region.name_en}"
    conflict = f"{place.name_en} does not meet {', '.join(missed)}" if missed else ""
    if conflict:
        words = f"{words}; {conflict}"
    found = as_grounding(shapely.make_valid(area), words, geo_precision=3, where_prec=5, unused=missed)
    return replace(found, conflict=conflict)


def _drawn(
    area: BaseGeometry, words: str, *, geo_precision: int, where_prec: int, unused: Sequence[str]
) -> Grounding:
    """Return an area in metres as a grounding. Measured in metres: ten times faster than on the ellipsoid."""
    centroid = area.centroid
    point = centroid if area.contains(centroid) else area.representative_point()
    xy = shapely.get_coordinates(area)
    reach = float(np.hypot(xy[:, 0] - point.x, xy[:, 1] - point.y).max()) * shapes.WORST_SCALE
    longitude, latitude = shapes.point_in_degrees(point)
    return Grounding(
        shapely.to_wkb(shapes.to_degrees(area)), latitude, longitude, reach, geo_precision, where_prec, words,
        tuple(unused),
    )  # fmt: skip


class Drawing:
    """One expression being drawn, in metres, from its anchor."""

    def __init__(
        self, place: Place, phrase: Phrase, relation: Relation, gazetteer: Gazetteer,
        bounds: Sequence[tuple[Anchor, Grounding]], ends: Sequence[Place],
    ) -> None:  # fmt: skip
        self.place = place
        self.phrase = phrase
        self.relation = relation
        self.gazetteer = gazetteer
        self.bounds = bounds
        self.ends = ends
        self.centre = shapes.point_m(place)
        self.unused: list[str] = list(phrase.unused)
        self.conflict = ""

    def grounding(self) -> Grounding:
        """Return the geometry with its derivation; what could not be used is in `unused` and `conflict`."""
        if self.relation is Relation.DISTANCE and self.phrase.distance_m and len(self.phrase.directions) == 1:
            return self._offset_point()
        area, words, where_prec = self._area()
        if self.relation in _WITHOUT_SIDES:
            self.unused += list(self.phrase.directions)
        area, words = self._within(area, words)
        if area.is_empty or not area.area:
            # Nothing is left of it (a direction that leads out of the unit): the place itself, and what was not used
            self.unused += [*self.phrase.directions, str(self.relation)]
            self.conflict = self.conflict or f"nothing of Syria lies there: {words}"
            area, words = self._own()
        precision = 3 if area.area >= size.LARGE_AREA_KM2 * 1e6 else 2
        if self.relation is Relation.INSIDE:
            precision = 1
        found = _drawn(area, words, geo_precision=precision, where_prec=where_prec, unused=self.unused)
        return replace(found, conflict=self.conflict) if self.conflict else found

    def _area(self) -> tuple[BaseGeometry, str, int]:
        draw = {
            Relation.AT: self._part, Relation.AREA_OF: self._area_of, Relation.COUNTRYSIDE: self._countryside,
            Relation.DIRECTION: self._direction, Relation.DISTANCE: self._ring, Relation.NEAR: self._near,
            Relation.OUTSKIRTS: self._outskirts, Relation.BETWEEN: self._between, Relation.ROAD: self._road,
            Relation.BADIA: self._badia, Relation.BANK: self._bank, Relation.INSIDE: self._inside,
        }  # fmt: skip
        return draw[self.relation]()

    @property
    def _name(self) -> str:
        return self.place.name_en

    def _unit(self) -> Place | None:
        """Return the unit that the place heads, or is: the largest that has a polygon."""
        around = self.gazetteer.get(_COUNTRYSIDE_OF.get(self.place.admin1_pcode or self.place.pcode, ""))
        if around is not None and around.wkb and self.place.kind in ("governorate", "city"):
            return around
        if self.place.kind in ("governorate", "district", "subdistrict"):
            return self.place if self.place.wkb else None
        for code in (self.place.admin1_pcode, self.place.admin2_pcode, self.place.admin3_pcode):
            unit = self.gazetteer.get(code)
            if unit is not None and unit.seat_id == self.place.place_id and unit.wkb:
                return unit
        return None

    def _seat(self) -> Place:
        """Return the settlement from which directions are seen."""
        return self.gazetteer.get(self.place.seat_id) or self.place

    def _own(self) -> tuple[BaseGeometry, str]:
        """Return the ground of the place itself, in metres."""
        if self.place.wkb:
            return polygon_m(self.gazetteer, self.place.place_id), f"{self._name} ({self.place.kind})"
        if self.place.kind in ("district", "subdistrict"):
            found = unit_disc(self.place, self.gazetteer)
            return shapes.to_metres(found.geometry), found.derivation
        return shapes.disc(self.centre, size.built_up_m(self.place)), f"{self._name} ({self.place.kind})"

    def _sectors(self, centre: shapely.Point, reach: float = _FAR, back: float = 0.0) -> BaseGeometry:
        return shapely.union_all(
            [shapes.sector(centre, d, size.sector_half_width(d), reach, back) for d in self.phrase.directions]
        )

    def _part(self) -> tuple[BaseGeometry, str, int]:
        area, words = self._own()
        seat = shapes.point_m(self._seat())
        if self.place.kind in _REGIONS:
            seat = area.centroid
        if not self.phrase.directions:
            return area, words, 5
        part = area.intersection(self._sectors(seat))
        if part.is_empty:
            self.unused += list(self.phrase.directions)
            self.conflict = f"{self._name} has no {in_words(self.phrase.directions)}"
            return area, words, 5
        return part, f"{words} ∩ its {in_words(self.phrase.directions)}", 5 if self.place.wkb else 1

    def _area_of(self) -> tuple[BaseGeometry, str, int]:
        return shapes.disc(self.centre, size.AREA), f"about {size.AREA / 1000:.0f} km around {self._name}", 2

    def _inside(self) -> tuple[BaseGeometry, str, int]:
        area, how = areas.city_m(self.gazetteer, self.place.place_id)
        if self.phrase.directions:
            part = area.intersection(self._sectors(self.centre))
            return part, f"the {in_words(self.phrase.directions)} of {self._name}: {how}", 1
        return area, f"somewhere in {self._name}: {how}", 1

    def _countryside(self) -> tuple[BaseGeometry, str, int]:
        unit = self._unit()
        seat = self._seat()
        centre = shapes.point_m(seat)
        # Half of the built-up radius: a village at the edge of town is countryside to those who report from it
        town = size.built_up_m(seat) / 2
        if unit is not None:
            area, words = polygon_m(self.gazetteer, unit.place_id), f"{unit.name_en} {unit.kind}"
            where_prec = 4 if unit.kind == "governorate" else 3
        elif self.place.kind in ("district", "subdistrict"):
            area, words = self._own()
            where_prec = 3
        else:
            area, where_prec = shapes.disc(centre, size.COUNTRYSIDE), 2
            words = f"about {size.COUNTRYSIDE / 1000:.0f} km around {self._name}"
        if self.phrase.directions:
            part, width = self._side_of(area, centre)
            if part.is_empty:
                self.unused += list(self.phrase.directions)
                self.conflict = f"{words} has no {in_words(self.phrase.directions)}"
            else:
                area, where_prec = part, 5
                words += f" ∩ the sector {in_words(self.phrase.directions)} of {seat.name_en} (±{width:.0f}°)"
        rest = area.difference(shapes.disc(centre, town))
        return rest, f"{words}, less {town / 1000:.1f} km of built-up town", where_prec

    def _side_of(self, area: BaseGeometry, centre: shapely.Point) -> tuple[BaseGeometry, float]:
        """Return the part of a unit in the directions, as wide as people use them but not half the unit."""
        part, width = area, 0.0
        for width in size.COUNTRYSIDE_HALF_WIDTHS:
            widths = [min(width, size.sector_half_width(d)) for d in self.phrase.directions]
            sides = [
                shapes.sector(centre, d, w, _FAR) for d, w in zip(self.phrase.directions, widths, strict=True)
            ]
            part, width = area.intersection(shapely.union_all(sides)), max(widths)
            if part.area <= size.COUNTRYSIDE_SHARE * area.area:
                break
        return part, width

    def _direction(self) -> tuple[BaseGeometry, str, int]:
        if self.place.wkb and self.place.kind not in (
            "governorate",
            "district",
            "subdistrict",
            "neighbourhood",
        ):
            # East of a river or region: the strip beside it on that side
            area = polygon_m(self.gazetteer, self.place.place_id)
            around = shapely.buffer(area, size.REACH_OF_TOWN).difference(area)
            beside = around.intersection(self._sectors(area.centroid))
            return (
                beside,
                f"{in_words(self.phrase.directions)} of {self._name}, up to {size.REACH_OF_TOWN / 1000:.0f} km",
                5,
            )
        seat = self._seat()
        reach = size.REACH_OF_CITY if seat.kind == "city" else size.REACH_OF_TOWN
        # Seen from the far side of its middle: the next village lies beside the town, not behind a point
        area = self._sectors(shapes.point_m(seat), reach, size.built_up_m(seat) / 4)
        return area, f"{in_words(self.phrase.directions)} of {seat.name_en}, up to {reach / 1000:.0f} km", 2

    def _offset_point(self) -> Grounding:
        distance = float(self.phrase.distance_m or 0)
        (direction,) = self.phrase.directions
        seat = self._seat()
        longitude, latitude = shapes.offset(seat, direction, distance)
        uncertainty = size.offset_uncertainty_m(seat, distance, self.phrase.distance_rounding_m)
        words = f"{distance / 1000:g} km {in_words([direction])} of {seat.name_en}, within {uncertainty / 1000:.0f} km"
        point = shapes.to_metres(shapely.Point(longitude, latitude))
        plain = Grounding(
            point_wkb(longitude, latitude), latitude, longitude, uncertainty, 2, 2, words, tuple(self.unused)
        )
        country = country_m(self.gazetteer)
        if country is not None and point.distance(country) > uncertainty:
            words += "; this is outside Syria: check the text"
            conflict = f"{distance / 1000:g} km {in_words([direction])} of {seat.name_en} is outside Syria"
            return replace(
                plain,
                derivation=words,
                unused=(*self.unused, "outside Syria"),
                conflict=conflict,
                beyond=True,
            )
        disc = shapely.buffer(point, uncertainty, quad_segs=16)
        cut, words = self._within(disc, words)
        # A disc that a named parent or the border cuts is an area; one that they hold whole stays a point
        if disc.area - cut.area < disc.area / 100:
            return replace(plain, derivation=words, unused=tuple(self.unused), conflict=self.conflict)
        found = _drawn(cut, words, geo_precision=2, where_prec=2, unused=self.unused)
        return replace(found, conflict=self.conflict)

    def _ring(self) -> tuple[BaseGeometry, str, int]:
        distance = float(self.phrase.distance_m or size.NEAR)
        seat = self._seat()
        centre = shapes.point_m(seat)
        # Rounded, or told along the road: a quarter longer than on the map
        slack = self.phrase.distance_rounding_m + size.built_up_m(seat) / 2
        inner = max(0.8 * distance - slack, 0)
        ring = shapes.disc(centre, distance + slack).difference(shapes.disc(centre, inner))
        words = f"about {distance / 1000:g} km from {self._name}"
        if self.phrase.directions:
            ring = ring.intersection(self._sectors(centre))
            words += f", {in_words(self.phrase.directions)}"
        return ring, words, 2

    def _own_and(self, reach: float) -> BaseGeometry:
        """Return the place's own ground and as far around it."""
        if not self.place.wkb and self.place.kind not in ("district", "subdistrict"):
            return shapes.disc(self.centre, size.built_up_m(self.place) + reach)
        return shapely.buffer(self._own()[0], reach)

    def _near(self) -> tuple[BaseGeometry, str, int]:
        reach = size.near_m(self._seat())
        return self._own_and(reach), f"within {reach / 1000:.1f} km of {self._name}", 2

    def _outskirts(self) -> tuple[BaseGeometry, str, int]:
        # A ring: the middle of the town is not its outskirts, but people do say so of its edge
        inner = shapes.disc(self.centre, size.built_up_m(self.place) / 4)
        if self.place.wkb:
            inner = self._own()[0]
        ring = self._own_and(size.OUTSKIRTS).difference(inner)
        words = f"outskirts of {self._name}, {size.OUTSKIRTS / 1000:.0f} km around it"
        if self.phrase.directions:
            ring = ring.intersection(self._sectors(self.centre))
            words += f", {in_words(self.phrase.directions)}"
        return ring, words, 2

    def _other_end(self) -> tuple[Place, shapely.Point] | None:
        if not self.ends:
            return None
        return self.ends[0], shapes.point_m(self.ends[0])

    def _one_end(self) -> tuple[BaseGeometry, str, int]:
        words = f"about {size.AREA / 1000:.0f} km around {self._name} (the other end is not placed)"
        return shapes.disc(self.centre, size.AREA), words, 2

    def _between(self) -> tuple[BaseGeometry, str, int]:
        other = self._other_end()
        if other is None:
            return self._one_end()
        end, point = other
        apart = self.centre.distance(point)
        half_width = min(apart * size.BETWEEN_WIDTH, size.BETWEEN_MAX)
        area = areas.ellipse(self.centre, point, apart * size.BETWEEN_LENGTH, half_width)
        words = f"between {self._name} and {end.name_en}, up to {half_width / 1000:.1f} km to each side"
        return area, words, 5

    def _road(self) -> tuple[BaseGeometry, str, int]:
        other = self._other_end()
        if other is None:
            return self._one_end()
        end, point = other
        half_width = min(max(self.centre.distance(point) * size.ROAD_SHARE, size.ROAD_MIN), size.ROAD_MAX)
        area = shapes.corridor(self.centre, point, half_width)
        words = f"the road from {self._name} to {end.name_en}, its course not known: {half_width / 1000:.1f} km to each side of the straight line"
        return area, words, 5

    def _badia(self) -> tuple[BaseGeometry, str, int]:
        unit = self.gazetteer.get(self.place.admin1_pcode or self.place.pcode) or self.place
        # The badia of a town is the steppe around it, whichever governorate that lies in
        near = self.place.kind not in ("governorate", "city")
        found = areas.badia_m(self.gazetteer, "SY" if near else unit.place_id)
        if found is None:
            self.unused.append("badia")
            self.conflict = f"{unit.name_en} has no part in the Badia"
            return *self._own(), 5
        area, words = found
        if near:
            area = area.intersection(shapes.disc(self.centre, size.REACH_OF_CITY))
            if area.is_empty:
                self.unused.append("badia")
                self.conflict = f"{self._name} is more than {size.REACH_OF_CITY / 1000:.0f} km from the Badia"
                return *self._own(), 5
            words = f"{words}, within {size.REACH_OF_CITY / 1000:.0f} km of {self._name}"
        if self.phrase.directions:
            part = area.intersection(self._sectors(shapes.point_m(self._seat())))
            if part.is_empty:
                self.unused += list(self.phrase.directions)
            else:
                area, words = part, f"{words}, its {in_words(self.phrase.directions)}"
        return area, words, 5

    def _bank(self) -> tuple[BaseGeometry, str, int]:
        own, _ = self._own()
        country = country_m(self.gazetteer)
        if country is not None:
            inside = own.intersection(shapely.buffer(country, size.RIVER_ACCURACY))
            own = own if inside.is_empty else inside
        words = f"within {size.BANK / 1000:.0f} km of {self._name}"
        if not self.phrase.directions:
            return shapely.buffer(own, size.BANK), words, 5
        side = None
        if own.geom_type in ("LineString", "MultiLineString"):
            side = areas.bank(own, self.phrase.directions, size.BANK)
        if side is None:
            self.unused += list(self.phrase.directions)
            self.conflict = f"{self._name} has no {in_words(self.phrase.directions)} bank"
            return shapely.buffer(own, size.BANK), words, 5
        return side, f"{words}, on its {in_words(self.phrase.directions)} side", 5

    def _within(self, area: BaseGeometry, words: str) -> tuple[BaseGeometry, str]:
        """Cut an area by the parents named with it, and by the border."""
        for anchor, bound in self.bounds:
            if bound.geometry.geom_type not in ("Polygon", "MultiPolygon"):
                continue
            part = area.intersection(shapely.make_valid(shapes.to_metres(bound.geometry)))
            if part.is_empty or part.area < _LEAST_M2:
                name = self.gazetteer.place(anchor.place_id).name_en
                self.unused.append(anchor.toponym)
                self.conflict = f"{words} does not meet {name}"
                words += f"; does not meet {name}"
            else:
                area, words = part, f"{words} ∩ {bound.derivation}"
        country = country_m(self.gazetteer)
        # Most areas lie inside as a whole: a prepared look is ten times faster than a cut
        if country is not None and not country.contains(area):
            inside = area.intersection(country)
            area = inside if not inside.is_empty else area
        if area.geom_type == "Polygon":
            return area, words
        polygons = [g for g in shapely.get_parts(area) if g.geom_type == "Polygon"]
        return (shapely.union_all(polygons) if polygons else area), words
