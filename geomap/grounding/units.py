"""Areas of places themselves that the gazetteer knows only in part: discs of units, the desert, cut regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import areas, shapes
from geomap.grounding import parameters as size
from geomap.grounding.areas import country_m, polygon_m
from geomap.grounding.ground import as_grounding
from geomap.models import Grounding, Place


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
