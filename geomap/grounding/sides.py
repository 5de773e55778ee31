"""Sides of a place: a part of it, the countryside, a direction, the badia, a bank."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.grounding import areas, shapes
from geomap.grounding import parameters as size
from geomap.grounding.areas import polygon_m
from geomap.grounding.expression import FAR, Drawn, Expression
from geomap.grounding.ground import in_words
from geomap.grounding.lines import LINES
from geomap.grounding.rivers import LEFT, RIGHT, beside, course

# Seen from their seat or middle; other areas and lines have a strip beside them.
_SEATED = ("governorate", "district", "subdistrict", "neighbourhood")
_REGIONS = ("region", "desert", "valley", "plain", "mountain", "lake")


def part_of(e: Expression) -> Drawn:
    """Draw a part of a place: eastern Aleppo, the north of the Ghab."""
    area, words = e.own()
    seat = shapes.point_m(e.seat())
    if e.place.kind in _REGIONS:
        seat = area.centroid
    if not e.phrase.directions:
        return area, words, 5
    part = area.intersection(e.sectors(seat))
    if part.is_empty:
        e.unused += list(e.phrase.directions)
        e.conflict = f"{e.name} has no {in_words(e.phrase.directions)}"
        return area, words, 5
    return part, f"{words} ∩ its {in_words(e.phrase.directions)}", 5 if e.place.wkb else 1


def countryside(e: Expression) -> Drawn:
    """Draw the unit that a town heads, less the town; with directions that side of it."""
    unit = e.unit()
    seat = e.seat()
    centre = shapes.point_m(seat)
    # Half of the built-up radius: a village at the edge of town is countryside to those who report from it
    town = size.built_up_m(seat) / 2
    if unit is not None:
        area, words = polygon_m(e.gazetteer, unit.place_id), f"{unit.name_en} {unit.kind}"
        where_prec = 4 if unit.kind == "governorate" else 3
    elif e.place.kind in ("district", "subdistrict"):
        area, words = e.own()
        where_prec = 3
    else:
        area, where_prec = shapes.disc(centre, size.COUNTRYSIDE), 2
        words = f"about {size.COUNTRYSIDE / 1000:.0f} km around {e.name}"
    if e.phrase.directions:
        part, width = _side_of(e, area, centre)
        if part.is_empty:
            e.unused += list(e.phrase.directions)
            e.conflict = f"{words} has no {in_words(e.phrase.directions)}"
        else:
            area, where_prec = part, 5
            words += f" ∩ the sector {in_words(e.phrase.directions)} of {seat.name_en} (±{width:.0f}°)"
    rest = area.difference(shapes.disc(centre, town))
    return rest, f"{words}, less {town / 1000:.1f} km of built-up town", where_prec


def _side_of(e: Expression, area: BaseGeometry, centre: shapely.Point) -> tuple[BaseGeometry, float]:
    """Return the part of a unit in the directions, as wide as people use them but not half the unit."""
    part, width = area, 0.0
    for width in size.COUNTRYSIDE_HALF_WIDTHS:
        widths = [min(width, size.sector_half_width(d)) for d in e.phrase.directions]
        sides = [shapes.sector(centre, d, w, FAR) for d, w in zip(e.phrase.directions, widths, strict=True)]
        part, width = area.intersection(shapely.union_all(sides)), max(widths)
        if part.area <= size.COUNTRYSIDE_SHARE * area.area:
            break
    return part, width


def direction(e: Expression) -> Drawn:
    """Draw what lies in a direction of a place, as far as people say so."""
    if e.place.wkb and e.place.kind not in _SEATED:
        # East of a river, road or region: the strip beside it on that side
        area = polygon_m(e.gazetteer, e.place.place_id)
        around = shapely.buffer(area, size.REACH_OF_TOWN).difference(area)
        side = None
        if e.place.kind in LINES:
            side = beside(e.gazetteer, e.place, e.phrase.directions, size.REACH_OF_TOWN)
        return (
            around.intersection(e.sectors(area.centroid)) if side is None else side,
            f"{in_words(e.phrase.directions)} of {e.name}, up to {size.REACH_OF_TOWN / 1000:.0f} km",
            5,
        )
    seat = e.seat()
    reach = size.REACH_OF_CITY if seat.kind == "city" else size.REACH_OF_TOWN
    # Seen from the far side of its middle: the next village lies beside the town, not behind a point
    area = e.sectors(shapes.point_m(seat), reach, size.built_up_m(seat) / 4)
    return area, f"{in_words(e.phrase.directions)} of {seat.name_en}, up to {reach / 1000:.0f} km", 2


def badia(e: Expression) -> Drawn:
    """Draw the Badia's part in a governorate, or around a town."""
    unit = e.gazetteer.get(e.place.admin1_pcode or e.place.pcode) or e.place
    # The badia of a town is the steppe around it, whichever governorate that lies in
    near = e.place.kind not in ("governorate", "city")
    found = areas.badia_m(e.gazetteer, "SY" if near else unit.place_id)
    if found is None:
        e.unused.append("badia")
        e.conflict = f"{unit.name_en} has no part in the Badia"
        return *e.own(), 5
    area, words = found
    if near:
        area = area.intersection(shapes.disc(e.centre, size.REACH_OF_CITY))
        if area.is_empty:
            e.unused.append("badia")
            e.conflict = f"{e.name} is more than {size.REACH_OF_CITY / 1000:.0f} km from the Badia"
            return *e.own(), 5
        words = f"{words}, within {size.REACH_OF_CITY / 1000:.0f} km of {e.name}"
    if e.phrase.directions:
        part = area.intersection(e.sectors(shapes.point_m(e.seat())))
        if part.is_empty:
            e.unused += list(e.phrase.directions)
        else:
            area, words = part, f"{words}, its {in_words(e.phrase.directions)}"
    return area, words, 5


def bank(e: Expression) -> Drawn:
    """Draw the strip along a river, on one side of it where a side is named."""
    own, _ = e.own()
    words = f"within {size.BANK / 1000:.0f} km of {e.name}"
    if not e.phrase.directions:
        if e.place.kind in LINES and own.geom_type in ("LineString", "MultiLineString"):
            own = shapely.union_all(list(course(e.gazetteer, e.place.place_id)))
        return shapely.buffer(own, size.BANK), words, 5
    side = beside(e.gazetteer, e.place, e.phrase.directions, size.BANK) if e.place.wkb else None
    if side is None:
        e.unused += list(e.phrase.directions)
        e.conflict = f"{e.name} has no {in_words(e.phrase.directions)} bank"
        return shapely.buffer(own, size.BANK), words, 5
    flow = ", as it flows" if set(e.phrase.directions) & {LEFT, RIGHT} else ""
    return side, f"{words}, on its {in_words(e.phrase.directions)} side{flow}", 5
