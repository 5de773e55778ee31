"""The areas behind the relations, in metres (UTM 37N): lens, quarters of a city, badia, border."""

from __future__ import annotations

import functools
import math

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import parameters as size
from geomap.grounding import shapes
from geomap.models import Place

#: The regions that the rule for بادية X needs; their definitions stand in the gazetteer.
BADIA, VALLEY = "region-badia", "region-euphrates-valley"
_BORDERS = "region-border-"
# Quarters farther from their city than this are towns of their own.
_CITY_REACH = 12_000.0


@functools.lru_cache(maxsize=512)
def polygon_m(gazetteer: Gazetteer, place_id: str) -> BaseGeometry:
    """Return the polygon or line of a place in metres, valid."""
    found = shapely.make_valid(shapes.to_metres(gazetteer.place(place_id).geometry))
    shapely.prepare(found)
    return found


def country_m(gazetteer: Gazetteer) -> BaseGeometry | None:
    """Return the country in metres, None where the gazetteer has no polygon of it."""
    country = gazetteer.get("SY")
    return polygon_m(gazetteer, "SY") if country is not None and country.wkb else None


def is_border(place_id: str) -> bool:
    """Whether a region is the strip along a border."""
    return place_id.startswith(_BORDERS)


@functools.lru_cache(maxsize=64)
def edge_m(gazetteer: Gazetteer, place_id: str) -> BaseGeometry:
    """Return what distances to a place are measured from: for the strip along a border the country's own line."""
    area, country = polygon_m(gazetteer, place_id), country_m(gazetteer)
    if country is None or not is_border(place_id):
        return area
    line = country.boundary.intersection(shapely.buffer(area, size.BORDER_ACCURACY))
    return area if line.is_empty else line


def ellipse(a: shapely.Point, b: shapely.Point, half_length_m: float, half_width_m: float) -> BaseGeometry:
    """Return the ellipse in the middle of two points that lies along the line between them."""
    turn = math.atan2(b.y - a.y, b.x - a.x)
    around = np.linspace(0, 2 * math.pi, 64, endpoint=False)
    along, across = half_length_m * np.cos(around), half_width_m * np.sin(around)
    x = (a.x + b.x) / 2 + along * math.cos(turn) - across * math.sin(turn)
    y = (a.y + b.y) / 2 + along * math.sin(turn) + across * math.cos(turn)
    return shapely.Polygon(np.column_stack([x, y]))


@functools.lru_cache(maxsize=8)
def _quarters(gazetteer: Gazetteer) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for quarter in gazetteer.places("neighbourhood"):
        found.setdefault(quarter.admin3_pcode or quarter.admin2_pcode or quarter.admin1_pcode, []).append(
            quarter
        )
    return found


@functools.lru_cache(maxsize=512)
def city_m(gazetteer: Gazetteer, place_id: str) -> tuple[BaseGeometry, str]:
    """Return the ground that a settlement's streets and quarters lie on, and how that was found out."""
    place = gazetteer.place(place_id)
    centre = shapes.point_m(place)
    if place.wkb:
        return polygon_m(gazetteer, place_id), "its own ground"
    built = shapes.disc(centre, size.built_up_m(place))
    found = _quarters(gazetteer)
    quarters = found.get(place.admin3_pcode, []) + found.get(place.admin1_pcode, [])
    grounds = [
        polygon_m(gazetteer, q.place_id) if q.wkb else shapes.point_m(q)
        for q in quarters
        if shapes.point_m(q).distance(centre) < _CITY_REACH
    ]
    # Two quarters tell nothing of a city's extent
    if len(grounds) < 3:
        return built, f"{size.built_up_m(place) / 1000:.1f} km around its middle"
    hull = shapely.buffer(shapely.union_all(grounds).convex_hull, size.QUARTER_MARGIN)
    return hull.union(
        shapes.disc(centre, size.built_up_m(place) / 2)
    ), f"the ground of its {len(grounds)} known quarters"


@functools.lru_cache(maxsize=64)
def badia_m(gazetteer: Gazetteer, unit_id: str) -> tuple[BaseGeometry, str] | None:
    """Return the part of the Badia in a unit, less the valley, and its derivation; None where there is none."""
    unit, badia = gazetteer.get(unit_id), gazetteer.get(BADIA)
    if unit is None or badia is None or not badia.wkb or not unit.wkb:
        return None
    steppe = shapely.buffer(polygon_m(gazetteer, BADIA), size.BADIA_EDGE)
    area = polygon_m(gazetteer, unit_id).intersection(steppe)
    cut = "" if unit.kind == "country" else f"{unit.name_en} {unit.kind} ∩ "
    words = f"{cut}{badia.name_en} (its edge is known to {size.BADIA_EDGE / 1000:.0f} km)"
    valley = gazetteer.get(VALLEY)
    if valley is not None and valley.wkb:
        area = area.difference(polygon_m(gazetteer, VALLEY))
        # What lies beyond the river is Jazira, however near the steppe's drawn edge
        area = on_the_side_of(area, polygon_m(gazetteer, BADIA))
        words += ", less the Euphrates valley"
    return (area, words) if not area.is_empty else None


def on_the_side_of(area: BaseGeometry, core: BaseGeometry) -> BaseGeometry:
    """Return the parts of an area that touch its core."""
    kept = [part for part in shapely.get_parts(area) if part.intersects(core)]
    return shapely.union_all(kept) if kept else area
