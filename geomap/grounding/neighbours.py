"""How thickly the land around a place is settled: "near" reaches farther where the next village is far."""

from __future__ import annotations

import functools

import numpy as np
import shapely

from geomap.gazetteer import Gazetteer
from geomap.grounding import parameters as size
from geomap.grounding import shapes
from geomap.models import Place

_SETTLEMENTS = ("city", "town", "village", "settlement")
# Two sources may put one village so far apart: a point as near as this is the place itself.
_ITSELF = 300.0


@functools.lru_cache(maxsize=8)
def _tree(gazetteer: Gazetteer) -> shapely.STRtree:
    points = np.array(gazetteer.points(_SETTLEMENTS), dtype=float).reshape(-1, 2)
    return shapely.STRtree(np.asarray(shapely.points(shapes.xy_in_metres(points))))


@functools.lru_cache(maxsize=16384)
def neighbour_m(gazetteer: Gazetteer, longitude: float, latitude: float, nth: int, farthest: float) -> float:
    """Return the distance in metres from a point (degrees) to its n-th nearest settlement, `farthest` at most."""
    point = shapely.Point(*shapes.xy_in_metres(np.array([[longitude, latitude]]))[0])
    tree = _tree(gazetteer)
    around = tree.geometries.take(tree.query(point, "dwithin", farthest))
    apart = np.sort(shapely.distance(point, around))
    others = apart[apart > _ITSELF]
    return float(others[nth - 1]) if len(others) >= nth else farthest


def near_m(gazetteer: Gazetteer, place: Place) -> float:
    """Return how far in metres "near" reaches from the edge of a settlement."""
    times = size.NEAR_NEIGHBOURS_TOWN if place.kind in ("city", "town") else size.NEAR_NEIGHBOURS
    lonely = times * neighbour_m(
        gazetteer, place.longitude, place.latitude, size.NEAR_NTH, size.NEAR_FARTHEST
    )
    return max(size.NEAR, min(lonely, size.NEAR_FARTHEST) - size.built_up_m(place))
