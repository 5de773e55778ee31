"""The sides of a river or road: its banks by compass or by the flow, and what lies beyond on one side."""

from __future__ import annotations

import csv
import functools
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import parameters as size
from geomap.grounding import shapes
from geomap.grounding.areas import country_m, polygon_m
from geomap.models import Place

#: Sides that the flow tells, beside the compass's: the left and the right bank, looking downstream.
LEFT, RIGHT = "L", "R"
# Pieces of a course shorter than this are accidents of how it was cut.
_LEAST_PIECE = 1_000.0
# How much closer than right angles a direction must lie to the sides of a course to tell one: within 78°.
_LEAST_COSINE = 0.2


@functools.cache
def _flows() -> dict[str, tuple[float, float]]:
    with files("geomap.grounding").joinpath("data/rivers.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {r["place_id"]: (float(r["longitude"]), float(r["latitude"])) for r in rows}


@functools.lru_cache(maxsize=256)
def course(gazetteer: Gazetteer, place_id: str) -> tuple[shapely.LineString, ...]:
    """Return the pieces of a line in the country, in metres, each in the direction of flow where that is known."""
    line = polygon_m(gazetteer, place_id)
    country = _country_and_border(gazetteer)
    if country is not None:
        inside = line.intersection(country)
        line = line if inside.is_empty else inside
    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    pieces = [g for g in shapely.get_parts(merged) if g.geom_type == "LineString" and g.length > _LEAST_PIECE]
    mouth = _flows().get(place_id)
    if mouth is None:
        return tuple(pieces)
    end = shapely.Point(*shapes.xy_in_metres(np.array([mouth]))[0])
    return tuple(
        p if _first(p).distance(end) > _last(p).distance(end) else shapely.reverse(p) for p in pieces
    )


@functools.lru_cache(maxsize=4)
def _country_and_border(gazetteer: Gazetteer) -> BaseGeometry | None:
    """Return the country with the rivers and roads along its border, in metres; None where it has no polygon."""
    country = country_m(gazetteer)
    return shapely.buffer(country, size.RIVER_ACCURACY) if country is not None else None


def _first(line: shapely.LineString) -> shapely.Point:
    return shapely.get_point(line, 0)


def _last(line: shapely.LineString) -> shapely.Point:
    return shapely.get_point(line, -1)


def beside(gazetteer: Gazetteer, place: Place, sides: Sequence[str], width_m: float) -> BaseGeometry | None:
    """Return the strip along a line on its side in these directions (or `LEFT`, `RIGHT`); None where it has none.

    The side that a compass direction means is told by the whole course, so that a bend does not change its name.
    """
    return _beside(gazetteer, place.place_id, tuple(sides), width_m)


@functools.lru_cache(maxsize=256)
def _beside(
    gazetteer: Gazetteer, place_id: str, sides: tuple[str, ...], width_m: float
) -> BaseGeometry | None:
    pieces = course(gazetteer, place_id)
    if not pieces:
        return None
    left = _is_left(pieces, sides, flows=place_id in _flows())
    if left is None:
        return None
    strips = [part for piece in pieces for part in _strip(piece, left=left, width_m=width_m)]
    near = shapely.buffer(shapely.union_all(list(pieces)), size.RIVER_ACCURACY)
    return shapely.union_all([*strips, near])


def _is_left(pieces: Sequence[shapely.LineString], sides: Sequence[str], *, flows: bool) -> bool | None:
    if set(sides) & {LEFT, RIGHT}:
        return LEFT in sides if len(sides) == 1 and flows else None
    longest = max(pieces, key=lambda p: p.length)
    xy = shapely.get_coordinates(longest)
    along = xy[-1] - xy[0]
    turn = np.radians([shapes.BEARINGS[d] for d in sides])
    wanted = np.array([np.sin(turn).sum(), np.cos(turn).sum()])
    lengths = float(np.hypot(*along) * np.hypot(*wanted))
    # North and south together mean nothing; nor has a river that flows south a south bank
    cosine = float(-along[1] * wanted[0] + along[0] * wanted[1]) / lengths if lengths > 1 else 0.0
    return cosine > 0 if abs(cosine) >= _LEAST_COSINE else None


def _strip(line: shapely.LineString, *, left: bool, width_m: float) -> list[BaseGeometry]:
    """Return the parts of the strip around a line that lie to its left, or right."""
    # Bends smaller than a twentieth of the strip would only make the cut ragged
    course = shapely.LineString(shapely.get_coordinates(line.simplify(width_m / 20)))
    strip = shapely.buffer(course, width_m, cap_style="flat")
    parts: list[BaseGeometry] = [strip]
    # Where a line bends back at its end, that lies within the strip: lengthened, the line cuts it all the same
    for more in (1.0, width_m, 2 * width_m):
        cut = _lengthened(course, more, width_m)
        parts = list(shapely.ops.split(strip, cut).geoms)
        if len(parts) > 1:
            return [part for part in parts if _lies_left(part, cut) == left]
    return parts


def _lengthened(line: shapely.LineString, more_m: float, over_m: float) -> shapely.LineString:
    """Return a line with so many metres more at both ends, in the direction of its last `over_m`."""
    over = min(over_m, line.length / 2)
    xy = shapely.get_coordinates(line)
    start = xy[0] - shapely.get_coordinates(line.interpolate(over))[0]
    end = xy[-1] - shapely.get_coordinates(line.interpolate(-over))[0]
    before, after = xy[0] + more_m * start / np.hypot(*start), xy[-1] + more_m * end / np.hypot(*end)
    return shapely.LineString([before, *xy, after])


def _lies_left(part: BaseGeometry, line: shapely.LineString) -> bool:
    point = part.representative_point()
    at = line.project(point)
    a, b = line.interpolate(max(at - 10, 0)), line.interpolate(min(at + 10, line.length))
    return bool((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0)
