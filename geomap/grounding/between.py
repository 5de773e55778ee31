"""What lies between places, or along the way from one to the other."""

from __future__ import annotations

import shapely

from geomap.grounding import areas, shapes
from geomap.grounding import parameters as size
from geomap.grounding.expression import Drawn, Expression
from geomap.models import Place


def between(e: Expression) -> Drawn:
    """Draw the ellipse from one place to the other."""
    other = _other_end(e)
    if other is None:
        return _one_end(e)
    end, point = other
    apart = e.centre.distance(point)
    half_width = min(apart * size.BETWEEN_WIDTH, size.BETWEEN_MAX)
    area = areas.ellipse(e.centre, point, apart * size.BETWEEN_LENGTH, half_width)
    words = f"between {e.name} and {end.name_en}, up to {half_width / 1000:.1f} km to each side"
    return area, words, 5


def road(e: Expression) -> Drawn:
    """Draw the strip along the straight line from one place to the other."""
    other = _other_end(e)
    if other is None:
        return _one_end(e)
    end, point = other
    half_width = min(max(e.centre.distance(point) * size.ROAD_SHARE, size.ROAD_MIN), size.ROAD_MAX)
    area = shapes.corridor(e.centre, point, half_width)
    words = f"the road from {e.name} to {end.name_en}, its course not known: {half_width / 1000:.1f} km to each side of the straight line"
    return area, words, 5


def _other_end(e: Expression) -> tuple[Place, shapely.Point] | None:
    if not e.ends:
        return None
    return e.ends[0], shapes.point_m(e.ends[0])


def _one_end(e: Expression) -> Drawn:
    words = f"about {size.AREA / 1000:.0f} km around {e.name} (the other end is not placed)"
    return shapes.disc(e.centre, size.AREA), words, 2
