"""A village far from everything else that a report names is rather a namesake that no gazetteer has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.matching.context import ADMIN, distance_km, lies_in
from geomap.models import Part, Place, Resolution, Role, Status

# Kinds of which hundreds share their names, and which no report speaks of from afar.
_SMALL = frozenset({"village", "settlement", "neighbourhood"})
# Of the labelled passages' small places, 96 in 100 are right where the next place of the report lies within 25 km,
# and 2 of 7 beyond 100 km.
_REMOTE_KM = 100.0
# One other place is no context.
_LEAST = 2


def without_remote(settled: Sequence[Resolution], parented: frozenset[int]) -> list[Resolution]:
    """Make small places ambiguous that lie far from all others of the report; not those that a parent vouches for."""
    chosen = [r.chosen.place for r in settled if r.chosen is not None and r.mention.role is Role.LOCATIVE]
    places = {p.place_id: p for p in chosen}
    return [
        _doubted(r, places) if _is_place(r) and r.mention.expression_id not in parented else r
        for r in settled
    ]


def _is_place(resolution: Resolution) -> bool:
    return resolution.chosen is not None and resolution.mention.role is Role.LOCATIVE


def _doubted(resolution: Resolution, places: dict[str, Place]) -> Resolution:
    assert resolution.chosen is not None
    place = resolution.chosen.place
    others = [p for p in places.values() if p.place_id != place.place_id]
    if (
        place.kind not in _SMALL
        or resolution.mention.part is not Part.HEAD
        or len(others) < _LEAST
        or any(p.kind in ADMIN and lies_in(place, p) for p in others)
    ):
        return resolution
    nearest = min(_distance_km(place, p) for p in others)
    if nearest <= _REMOTE_KM:
        return resolution
    reason = f"the only place of this name that is known lies {nearest:.0f} km from every other place that the report names"
    return replace(resolution, status=Status.AMBIGUOUS, chosen=None, reason=reason)


def _distance_km(place: Place, other: Place) -> float:
    """Return how far a place is from another, from the edge of one that is an area or a road."""
    if not other.wkb or other.kind in ADMIN:
        return distance_km(place.latitude, place.longitude, other.latitude, other.longitude)
    from shapely import Point
    from shapely.ops import nearest_points

    edge = nearest_points(other.geometry, Point(place.longitude, place.latitude))[0]
    return distance_km(place.latitude, place.longitude, edge.y, edge.x)
