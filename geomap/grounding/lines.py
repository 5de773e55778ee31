"""Rivers and roads: their course in the country, and the parts of it that an expression names."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import shapes
from geomap.models import Grounding, Place

#: Kinds that are lines.
LINES = ("river", "road")


def line_in_country(
    place: Place, gazetteer: Gazetteer, bounds: Sequence[tuple[str, Grounding]] = ()
) -> Grounding:
    """Ground a river or road: its course inside the country, cut by the areas that the expression names.

    `bounds` are the toponyms of the parents with their areas. One that the line does not meet is said in `unused`.
    """
    line = place.geometry
    country = _country_and_border(gazetteer)
    if country is not None:
        inside = line.intersection(country)
        line = line if inside.is_empty else inside
    words, unused, conflict = f"{place.name_en} ({place.kind})", [], ""
    for toponym, bound in bounds:
        area = bound.geometry
        if area.geom_type not in ("Polygon", "MultiPolygon"):
            # A place on the road: the stretch beside it
            area = shapes.to_degrees(shapely.buffer(shapes.to_metres(area), bound.uncertainty_m))
        part = line.intersection(area)
        if part.is_empty:
            unused.append(toponym)
            conflict = f"{place.name_en} does not pass through {toponym}"
        else:
            line, words = part, f"{words} ∩ {bound.derivation}"
    if not bounds:
        words += ", its course in Syria"
    elif conflict:
        words += f"; {conflict}"
    if line.geom_type in ("GeometryCollection", "MultiLineString"):
        pieces = [g for g in shapely.get_parts(line) if g.geom_type == "LineString"]
        line = shapely.line_merge(shapely.MultiLineString(pieces)) if pieces else line
    longest = max(shapely.get_parts(line), key=lambda g: g.length)
    point = longest.interpolate(0.5, normalized=True)
    reach = shapes.reach_m(point.x, point.y, line)
    precision = 3 if not bounds or reach > _NEAR_M else 2
    return Grounding(
        shapely.to_wkb(line), point.y, point.x, reach, precision, 5, words, tuple(unused), conflict
    )


@functools.lru_cache(maxsize=4)
def _country_and_border(gazetteer: Gazetteer) -> BaseGeometry | None:
    """Return the country with both banks of the rivers along its border, in degrees; None where it has no polygon."""
    country = gazetteer.get("SY")
    # 0.02° is some 2 km, the accuracy of a river's line
    return shapely.buffer(country.geometry, 0.02) if country is not None and country.wkb else None


# ACLED's 2 is part of a region near a named town: as far as "east of a town" reaches.
_NEAR_M = 40_000.0
