"""Countryside, sector, distance, near, between, badia: each relation drawn from its anchor."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import parameters as size
from geomap.grounding import shapes
from geomap.grounding.ground import Anchor, as_grounding, in_words, point_wkb
from geomap.models import Grounding, Phrase, Place, Relation

#: The regions that the rule for بادية X needs; their definitions stand in the gazetteer.
BADIA, VALLEY = "region-badia", "region-euphrates-valley"
_FAR = 500_000.0  # metres: beyond every border, for sectors that a unit's polygon cuts


@functools.lru_cache(maxsize=512)
def _polygon_m(gazetteer: Gazetteer, place_id: str) -> BaseGeometry:
    return shapely.make_valid(shapes.to_metres(gazetteer.place(place_id).geometry))


def _country_m(gazetteer: Gazetteer) -> BaseGeometry | None:
    return _polygon_m(gazetteer, "SY") if gazetteer.get("SY") else None


def unit_disc(place: Place, gazetteer: Gazetteer) -> Grounding:
    """Ground a district or sub-district that has no polygon: a disc around its seat, inside its governorate."""
    radius = size.SUBDISTRICT if place.kind == "subdistrict" else size.DISTRICT
    area = shapes.disc(shapes.point_m(place), radius)
    unit = gazetteer.get(place.admin1_pcode)
    if unit is not None and unit.wkb:
        inside = area.intersection(_polygon_m(gazetteer, unit.place_id))
        # Natural Earth's desert borders err by tens of kilometres: a seat may lie outside its governorate there
        area = inside if inside.area > area.area / 4 else area
    words = f"{place.name_en} ({place.kind}), no official polygon here: about {radius / 1000:.0f} km around its seat"
    found = as_grounding(shapes.to_degrees(area), words, geo_precision=2, where_prec=3)
    # The seat stands for the unit, as for units that have a polygon
    return Grounding(
        found.wkb, place.latitude, place.longitude,
        shapes.reach_m(place.longitude, place.latitude, found.geometry), 2, 3, words,
    )  # fmt: skip


def line_in_country(place: Place, gazetteer: Gazetteer) -> Grounding:
    """Ground a river or road: its course inside the country."""
    line = place.geometry
    country = gazetteer.get("SY")
    if country is not None and country.wkb:
        # A river along the border belongs to both sides: 0.02° is some 2 km, the accuracy of its line
        inside = line.intersection(shapely.buffer(country.geometry, 0.02))
        line = line if inside.is_empty else inside
    point = line.interpolate(0.5, normalized=True)
    return Grounding(
        shapely.to_wkb(line), point.y, point.x, shapes.reach_m(point.x, point.y, line), 3, 5,
        f"{place.name_en} ({place.kind}), its course in Syria",
    )  # fmt: skip


def clipped(place: Place, regions: Sequence[Place]) -> Grounding:
    """Ground an area inside named regions; where they do not meet, the area itself, and say so."""
    area = place.geometry
    for region in regions:
        area = area.intersection(region.geometry)
    names = " ∩ ".join(r.name_en for r in regions)
    if area.is_empty or not area.area:
        area, names = place.geometry, f"does not meet {names}"
    words = (
        f"{place.name_en} ({place.kind}) ∩ {names}"
        if area is not place.geometry
        else f"{place.name_en}: {names}"
    )
    return as_grounding(shapely.make_valid(area), words, geo_precision=3, where_prec=5)


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

    def grounding(self) -> Grounding:
        if self.relation is Relation.DISTANCE and self.phrase.distance_m and len(self.phrase.directions) == 1:
            return self._offset_point()
        area, words, where_prec = self._area()
        area, words = self._within(area, words)
        if area.is_empty or not area.area:
            # Nothing is left of it (a direction that leads out of the unit): the place itself, and what was not used
            self.unused += [*self.phrase.directions, str(self.relation)]
            area, words = self._own()
        degrees = shapes.to_degrees(area)
        precision = 3 if shapes.area_km2(degrees) >= size.LARGE_AREA_KM2 else 2
        return as_grounding(
            degrees, words, geo_precision=precision, where_prec=where_prec, unused=self.unused
        )

    def _area(self) -> tuple[BaseGeometry, str, int]:
        draw = {
            Relation.AT: self._part, Relation.AREA_OF: self._area_of, Relation.COUNTRYSIDE: self._countryside,
            Relation.DIRECTION: self._direction, Relation.DISTANCE: self._ring, Relation.NEAR: self._near,
            Relation.OUTSKIRTS: self._outskirts, Relation.BETWEEN: self._between, Relation.BADIA: self._badia,
            Relation.BANK: self._bank,
        }  # fmt: skip
        return draw[self.relation]()

    @property
    def _name(self) -> str:
        return self.place.name_en

    def _unit(self) -> Place | None:
        """Return the unit that the place heads, or is: the largest that has a polygon."""
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
            return _polygon_m(self.gazetteer, self.place.place_id), f"{self._name} ({self.place.kind})"
        if self.place.kind in ("district", "subdistrict"):
            found = unit_disc(self.place, self.gazetteer)
            return shapes.to_metres(found.geometry), found.derivation
        return shapes.disc(self.centre, size.built_up_m(self.place)), f"{self._name} ({self.place.kind})"

    def _sectors(self, centre: shapely.Point, reach: float = _FAR) -> BaseGeometry:
        return shapes.sectors(centre, self.phrase.directions, size.SECTOR_HALF_WIDTH, reach)

    def _part(self) -> tuple[BaseGeometry, str, int]:
        area, words = self._own()
        seat = shapes.point_m(self._seat())
        if self.place.kind in ("region", "desert", "valley", "plain", "mountain", "lake"):
            seat = area.centroid
        part = area.intersection(self._sectors(seat))
        if part.is_empty:
            self.unused += list(self.phrase.directions)
            return area, words, 5
        return part, f"{words} ∩ its {in_words(self.phrase.directions)}", 5 if self.place.wkb else 1

    def _area_of(self) -> tuple[BaseGeometry, str, int]:
        return shapes.disc(self.centre, size.AREA), f"about {size.AREA / 1000:.0f} km around {self._name}", 2

    def _countryside(self) -> tuple[BaseGeometry, str, int]:
        unit = self._unit()
        seat = self._seat()
        centre = shapes.point_m(seat)
        town = size.built_up_m(seat)
        if unit is not None:
            area, words = _polygon_m(self.gazetteer, unit.place_id), f"{unit.name_en} {unit.kind}"
            where_prec = 4 if unit.kind == "governorate" else 3
        elif self.place.kind in ("district", "subdistrict"):
            area, words = self._own()
            where_prec = 3
        else:
            area, where_prec = shapes.disc(centre, size.COUNTRYSIDE), 2
            words = f"about {size.COUNTRYSIDE / 1000:.0f} km around {self._name}"
        if self.phrase.directions:
            part = area.intersection(self._sectors(centre))
            if part.is_empty:
                self.unused += list(self.phrase.directions)
            else:
                area, where_prec = part, 5
                words += f" ∩ the sector {in_words(self.phrase.directions)} of {seat.name_en}"
        rest = area.difference(shapes.disc(centre, town))
        return rest, f"{words}, less {town / 1000:.1f} km of built-up town", where_prec

    def _direction(self) -> tuple[BaseGeometry, str, int]:
        if self.place.wkb and self.place.kind not in ("governorate", "district"):
            # East of a river or region: the strip beside it on that side
            area = _polygon_m(self.gazetteer, self.place.place_id)
            around = shapely.buffer(area, size.REACH_OF_TOWN).difference(area)
            beside = around.intersection(self._sectors(area.centroid))
            return (
                beside,
                f"{in_words(self.phrase.directions)} of {self._name}, up to {size.REACH_OF_TOWN / 1000:.0f} km",
                5,
            )
        seat = self._seat()
        reach = size.REACH_OF_CITY if seat.kind == "city" else size.REACH_OF_TOWN
        area = self._sectors(shapes.point_m(seat), reach)
        return area, f"{in_words(self.phrase.directions)} of {seat.name_en}, up to {reach / 1000:.0f} km", 2

    def _offset_point(self) -> Grounding:
        distance = float(self.phrase.distance_m or 0)
        (direction,) = self.phrase.directions
        seat = self._seat()
        longitude, latitude = shapes.offset(seat, direction, distance)
        sideways = distance * math.tan(math.radians(size.BEARING_HALF_WIDTH))
        uncertainty = math.hypot(max(self.phrase.distance_rounding_m, size.built_up_m(seat) / 2), sideways)
        words = f"{distance / 1000:g} km {in_words([direction])} of {seat.name_en}, within {uncertainty / 1000:.0f} km"
        country = _country_m(self.gazetteer)
        point = shapes.to_metres(shapely.Point(longitude, latitude))
        if country is not None and point.distance(country) > uncertainty:
            words += "; this is outside Syria: check the text"
            self.unused.append("outside Syria")
        return Grounding(
            point_wkb(longitude, latitude), latitude, longitude, uncertainty, 2, 2, words, tuple(self.unused)
        )

    def _ring(self) -> tuple[BaseGeometry, str, int]:
        distance = float(self.phrase.distance_m or size.NEAR)
        centre = shapes.point_m(self._seat())
        slack = self.phrase.distance_rounding_m + size.built_up_m(self._seat()) / 2
        ring = shapes.disc(centre, distance + slack).difference(shapes.disc(centre, max(distance - slack, 0)))
        words = f"about {distance / 1000:g} km from {self._name}"
        if self.phrase.directions:
            ring = ring.intersection(self._sectors(centre))
            words += f", {in_words(self.phrase.directions)}"
        return ring, words, 2

    def _near(self) -> tuple[BaseGeometry, str, int]:
        own, _ = self._own()
        return shapely.buffer(own, size.NEAR), f"within {size.NEAR / 1000:.0f} km of {self._name}", 2

    def _outskirts(self) -> tuple[BaseGeometry, str, int]:
        own, _ = self._own()
        # A ring: the middle half of the town is not its outskirts, but people do say so of its edge
        inner = shapes.disc(self.centre, size.built_up_m(self.place) / 2) if not self.place.wkb else own
        ring = shapely.buffer(own, size.OUTSKIRTS).difference(inner)
        return ring, f"outskirts of {self._name}, {size.OUTSKIRTS / 1000:.0f} km around it", 2

    def _between(self) -> tuple[BaseGeometry, str, int]:
        if not self.ends:
            area = shapes.disc(self.centre, size.AREA)
            return (
                area,
                f"about {size.AREA / 1000:.0f} km around {self._name} (the other end is not placed)",
                2,
            )
        end = self.ends[0]
        other = shapes.point_m(end)
        half_width = min(
            max(self.centre.distance(other) * size.CORRIDOR_SHARE, size.CORRIDOR_MIN), size.CORRIDOR_MAX
        )
        area = shapes.corridor(self.centre, other, half_width)
        return area, f"between {self._name} and {end.name_en}, {half_width / 1000:.0f} km to each side", 5

    def _badia(self) -> tuple[BaseGeometry, str, int]:
        unit = self.gazetteer.get(self.place.admin1_pcode or self.place.pcode) or self.place
        badia = self.gazetteer.get(BADIA)
        if badia is None or not unit.wkb:
            self.unused.append("badia")
            area, words = self._own()
            return area, words, 5
        area = _polygon_m(self.gazetteer, unit.place_id).intersection(_polygon_m(self.gazetteer, BADIA))
        words = f"{unit.name_en} governorate ∩ {badia.name_en}"
        if self.gazetteer.get(VALLEY):
            area = area.difference(_polygon_m(self.gazetteer, VALLEY))
            words += ", less the Euphrates valley"
        if self.place.kind not in ("governorate", "city"):
            near = area.intersection(shapes.disc(self.centre, size.REACH_OF_CITY))
            if not near.is_empty:
                area, words = near, f"{words}, within {size.REACH_OF_CITY / 1000:.0f} km of {self._name}"
        if area.is_empty:
            self.unused.append("badia")
            area, words = self._own()
        return area, words, 5

    def _bank(self) -> tuple[BaseGeometry, str, int]:
        own, _ = self._own()
        # Which side a bank is on needs the river's course: the side is reported as unused, not guessed
        self.unused += list(self.phrase.directions)
        return shapely.buffer(own, size.BANK), f"within {size.BANK / 1000:.0f} km of {self._name}", 5

    def _within(self, area: BaseGeometry, words: str) -> tuple[BaseGeometry, str]:
        """Cut an area by the parents named with it, and by the border."""
        for anchor, bound in self.bounds:
            if bound.geometry.geom_type not in ("Polygon", "MultiPolygon"):
                continue
            part = area.intersection(shapely.make_valid(shapes.to_metres(bound.geometry)))
            if part.is_empty or part.area < 1:
                self.unused.append(anchor.toponym)
                words += f"; does not meet {self.gazetteer.place(anchor.place_id).name_en}"
            else:
                area, words = part, f"{words} ∩ {bound.derivation}"
        country = _country_m(self.gazetteer)
        if country is not None:
            inside = area.intersection(country)
            area = inside if not inside.is_empty else area
        polygons = [g for g in shapely.get_parts(area) if g.geom_type == "Polygon"]
        return (shapely.union_all(polygons) if polygons else area), words
