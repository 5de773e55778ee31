"""Of several places of one name, the one that lies near the places that a report names beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geomap.matching.context import ADMIN, SETTLEMENTS, distance_km
from geomap.models import Candidate, Mention, Place, Resolution, Role

# Villages that one sentence lists lie about a sub-district's breadth apart: the country's 272 are 26 km across.
_NEAR_KM = 25.0
# The next of its namesakes must lie this many times as far from all of them, and beyond the next sub-district.
_CLEARLY, _NEXT_KM = 2.5, 40.0
# In characters: two sentences before or after. A long page goes from one front to the next.
_BESIDE = 300
# Places small enough that "near" them means something.
_POINTS = frozenset(
    {*SETTLEMENTS, "subdistrict", "neighbourhood", "camp", "crossing", "airbase", "dam", "bridge"}
)
# Two sources may put one place this far apart.
_SAME_KM = 5.0


def neighbours(mention: Mention, settled: Iterable[Resolution]) -> list[Place]:
    """Return the places that are named without doubt in the sentence of a mention, else within two sentences of it."""
    beside = [
        r
        for r in settled
        if r.chosen is not None and r.mention.role is Role.LOCATIVE and r.chosen.place.kind in _POINTS
        and abs(r.mention.start - mention.start) <= _BESIDE
    ]  # fmt: skip
    same = [r for r in beside if r.mention.context_start == mention.context_start]
    return [r.chosen.place for r in same or beside if r.chosen is not None]


def nearest(candidates: list[Candidate], beside: Sequence[Place]) -> tuple[list[Candidate], str]:
    """Return the candidates at the one ground that is clearly the nearest to the neighbours, and which one that is.

    All the candidates and "" where nearness does not tell.
    """
    if not beside or len(candidates) < 2 or any(c.place.kind in ADMIN[:2] for c in candidates):
        return candidates, ""
    best = min(candidates, key=lambda c: _distance(c.place, beside))
    near = _distance(best.place, beside)
    others = [c for c in candidates if _apart(c.place, best.place) > _SAME_KM]
    next_km = min((_distance(c.place, beside) for c in others), default=0.0)
    if near > _NEAR_KM or next_km < max(_CLEARLY * near, _NEXT_KM):
        return candidates, ""
    neighbour = min(beside, key=lambda p: _apart(best.place, p))
    return [c for c in candidates if c not in others], neighbour.name_en


def _distance(place: Place, others: Iterable[Place]) -> float:
    return min(_apart(place, other) for other in others)


def _apart(a: Place, b: Place) -> float:
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
