"""The shapes of the grammar, drawn in metres (UTM 37N, EPSG:32637) and given back in degrees (EPSG:4326).

UTM zone 37 holds the middle of Syria; at both ends of the country its scale is off by less than 0.1 %.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

from geomap.models import Place

#: Compass bearings in degrees, clockwise from north.
BEARINGS = {"N": 0.0, "NE": 45.0, "E": 90.0, "SE": 135.0, "S": 180.0, "SW": 225.0, "W": 270.0, "NW": 315.0}
_METRIC = "EPSG:32637"
#: By how much a length may be longer than UTM 37N says, in the middle of the zone (0.04 %) as at its edges.
WORST_SCALE = 1.001


@functools.cache
def _transformers() -> tuple[Any, Any]:
    return (
        Transformer.from_crs("EPSG:4326", _METRIC, always_xy=True),
        Transformer.from_crs(_METRIC, "EPSG:4326", always_xy=True),
    )


def xy_in_metres(lonlat: np.ndarray) -> np.ndarray:
    """Return rows of longitude and latitude as rows of easting and northing."""
    return np.column_stack(_transformers()[0].transform(lonlat[:, 0], lonlat[:, 1]))


def to_metres(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry of degrees in metres of UTM 37N."""
    return shapely.transform(geometry, xy_in_metres)


def to_degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry of metres of UTM 37N in degrees, valid and with rings as RFC 7946 wants them."""
    degrees = shapely.transform(
        geometry, lambda xy: np.column_stack(_transformers()[1].transform(xy[:, 0], xy[:, 1]))
    )
    # Looking is cheaper than mending, and few shapes need it
    return shapely.orient_polygons(degrees if shapely.is_valid(degrees) else shapely.make_valid(degrees))


class Drawn:
    """An area in metres of UTM 37N that becomes WKB of degrees when it is called."""

    __slots__ = ("_area", "_wkb")

    def __init__(self, area: BaseGeometry) -> None:
        self._area: BaseGeometry | None = area
        self._wkb = b""

    def __call__(self) -> bytes:
        if self._area is not None:
            self._wkb = shapely.to_wkb(to_degrees(self._area))
            self._area = None
        return self._wkb

    def __reduce__(self) -> tuple[Callable[[bytes], Drawn], tuple[bytes]]:
        # What is compiled has no way of its own to be pickled
        return _drawn, (self(),)


def _drawn(wkb: bytes) -> Drawn:
    drawn = Drawn(shapely.Point())
    drawn._area, drawn._wkb = None, wkb
    return drawn


def point_m(place: Place) -> shapely.Point:
    """Return the point of a place, in metres."""
    return _point_m(place.longitude, place.latitude)


@functools.lru_cache(maxsize=16384)
def _point_m(longitude: float, latitude: float) -> shapely.Point:
    return shapely.Point(*_transformers()[0].transform(longitude, latitude))


def point_in_degrees(point: shapely.Point) -> tuple[float, float]:
    """Return longitude and latitude of a point in metres."""
    longitude, latitude = _transformers()[1].transform(point.x, point.y)
    return float(longitude), float(latitude)


def disc(centre: shapely.Point, radius_m: float) -> BaseGeometry:
    """Return a circle (64 corners: 0.5 % of the radius too small at most)."""
    return shapely.buffer(centre, radius_m, quad_segs=16)


def sector(
    centre: shapely.Point, direction: str, half_width: float, reach_m: float, back_m: float = 0.0
) -> BaseGeometry:
    """Return the part of a disc that lies in a direction, seen from `back_m` behind its centre."""
    middle = BEARINGS[direction]
    steps = np.radians(np.linspace(middle - half_width, middle + half_width, 25))
    arc = np.column_stack([centre.x + reach_m * np.sin(steps), centre.y + reach_m * np.cos(steps)])
    turn = math.radians(middle)
    tip = (centre.x - back_m * math.sin(turn), centre.y - back_m * math.cos(turn))
    return shapely.Polygon([tip, *arc])


def moved(geometry: BaseGeometry, direction: str, distance_m: float) -> BaseGeometry:
    """Return a geometry in metres, moved so far in a direction."""
    turn = math.radians(BEARINGS[direction])
    step = np.array([math.sin(turn), math.cos(turn)]) * distance_m
    return shapely.transform(geometry, lambda xy: xy + step)


def corridor(a: shapely.Point, b: shapely.Point, half_width_m: float) -> BaseGeometry:
    """Return the strip between two points."""
    return shapely.buffer(shapely.LineString([a, b]), half_width_m, quad_segs=8)


def offset(place: Place, direction: str, distance_m: float) -> tuple[float, float]:
    """Return longitude and latitude of the point at a distance and bearing from a place (geodesic)."""
    longitude, latitude, _ = Geod(ellps="WGS84").fwd(
        place.longitude, place.latitude, BEARINGS[direction], distance_m
    )
    return float(longitude), float(latitude)


def off_bearing(seen_from: tuple[float, float], place: tuple[float, float], wind: str) -> float:
    """Return by how many degrees the bearing between two points (longitude, latitude) is off a wind (0–180)."""
    bearing = Geod(ellps="WGS84").inv(*seen_from, *place)[0]
    return abs((float(bearing) - BEARINGS[wind] + 180) % 360 - 180)


def reach_m(longitude: float, latitude: float, geometry: BaseGeometry) -> float:
    """Return the distance in metres from a point to the farthest corner of a geometry (both in degrees)."""
    corners = shapely.get_coordinates(geometry)
    _, _, metres = Geod(ellps="WGS84").inv(
        np.full(len(corners), longitude), np.full(len(corners), latitude), corners[:, 0], corners[:, 1]
    )
    return float(np.max(metres))


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a geometry in degrees, in square kilometres (geodesic)."""
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(geometry)[0]) / 1e6
