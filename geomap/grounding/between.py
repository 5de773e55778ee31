"""What lies between places, or along the way from one to the other."""

from __future__ import annotations

import functools
import itertools

import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import areas, shapes
from geomap.grounding import parameters as size
from geomap.grounding.expression import Drawn, Expression
from geomap.grounding.rivers import course
from geomap.models import Place


def between(e: Expression) -> Drawn:
    """Draw the ellipse from one place to the other, or what lies between three and more."""
    if len(e.ends) > 1:
        return _among(e)
    other = _other_end(e)
    if other is None:
        return _one_end(e)
    end, point = other
    apart = e.centre.distance(point)
    half_width = min(apart * size.BETWEEN_WIDTH, size.BETWEEN_MAX)
    area = areas.ellipse(e.centre, point, apart * size.BETWEEN_LENGTH, half_width)
    words = f"between {e.name} and {end.name_en}, up to {half_width / 1000:.1f} km to each side"
    return area, words, 5


def _among(e: Expression) -> Drawn:
    """Draw the figure with the places at its corners, and a little beyond its sides."""
    corners = shapely.MultiPoint([e.centre, *(shapes.point_m(end) for end in e.ends)])
    longest = max(a.distance(b) for a, b in itertools.combinations(corners.geoms, 2))
    margin = max(longest * size.AMONG_MARGIN, size.AMONG_LEAST)
    *names, last = [e.name, *(end.name_en for end in e.ends)]
    words = f"between {', '.join(names)} and {last}, {margin / 1000:.1f} km beyond the sides"
    return shapely.buffer(corners.convex_hull, margin), words, 5


def road(e: Expression) -> Drawn:
    """Draw the strip along the straight line from one place to the other."""
    other = _other_end(e)
    if other is None:
        return _one_end(e)
    end, point = other
    known = _stretch(e, point)
    if known is not None:
        road, line = known
        half_width = min(max(line.length * size.ROAD_SHARE, size.ALONG_ROAD), size.ALONG_ROAD_MAX)
        words = f"{road} from {e.name} to {end.name_en}, {half_width / 1000:.1f} km to each side"
        return shapely.buffer(line, half_width), words, 5
    half_width = min(max(e.centre.distance(point) * size.ROAD_SHARE, size.ROAD_MIN), size.ROAD_MAX)
    area = shapes.corridor(e.centre, point, half_width)
    words = f"the road from {e.name} to {end.name_en}, its course not known: {half_width / 1000:.1f} km to each side of the straight line"
    return area, words, 5


def _stretch(e: Expression, point: shapely.Point) -> tuple[str, BaseGeometry] | None:
    """Return the stretch of a road that the gazetteer has between the two ends, and its name; the shortest."""
    found: list[tuple[float, str, BaseGeometry]] = []
    if e.centre.distance(point) < size.ROAD_SHORTEST:
        return None
    for road in _roads(e.gazetteer):
        for line in course(e.gazetteer, road.place_id):
            ends = ((e.centre, e.place), (point, e.ends[0]))
            if any(line.distance(p) > _passes(place) for p, place in ends):
                continue
            at, to = sorted((line.project(e.centre), line.project(point)))
            if 0 < to - at <= size.ROAD_DETOUR * e.centre.distance(point):
                found.append((to - at, road.name_en, shapely.ops.substring(line, at, to)))
    if not found:
        return None
    _, name, stretch = min(found, key=lambda f: f[:2])
    return name, stretch


def _passes(place: Place) -> float:
    return size.ROAD_PASSES_CITY if place.kind == "city" else size.ROAD_PASSES + size.built_up_m(place)


@functools.lru_cache(maxsize=8)
def _roads(gazetteer: Gazetteer) -> tuple[Place, ...]:
    return tuple(p for p in gazetteer.places("road") if p.wkb and p.geometry.geom_type != "Point")


def _other_end(e: Expression) -> tuple[Place, shapely.Point] | None:
    if not e.ends:
        return None
    return e.ends[0], shapes.point_m(e.ends[0])


def _one_end(e: Expression) -> Drawn:
    words = f"about {size.AREA / 1000:.0f} km around {e.name} (the other end is not placed)"
    return shapes.disc(e.centre, size.AREA), words, 2
