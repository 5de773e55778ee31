"""A village far from everything else that a report names is rather a namesake: one spelled otherwise, or an unknown one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.matching.alike import is_like_any
from geomap.matching.candidates import MIN_SCORE, best_of_each, find_similar_of
from geomap.matching.context import SPELLED_METHODS, distance_km, families, lies_in
from geomap.matching.named import Named
from geomap.matching.nearby import Nearby
from geomap.matching.nearness import (
    beside_quarters,
    in_unit_beside,
    nearest,
    quarters_beside,
)
from geomap.models import ADMIN, SETTLEMENTS, Candidate, Part, Place, Resolution, Role, Status

# Kinds of which hundreds share their names, and which no report speaks of from afar.
_SMALL = frozenset({"village", "settlement", "neighbourhood"})
# Of the labelled passages' small places, 96 in 100 are right where the next place of the report lies within 25 km,
# and 2 of 7 beyond 100 km.
_REMOTE_KM = 100.0
# A namesake that only sounds alike, beside the places that the sentence names, is meant before one spelled so that is
# as far from them as the next governorate.
_AWAY_KM = 50.0
# At most 44 km, north and east together, in the south of the country.
_RIGHT_BY_DEGREES = 0.3
# No namesake farther than this counts in `nearest`: 62.5 km of longitude.
_BESIDE_DEGREES = 0.7
# Across the largest cities and their suburbs.
_OUT_OF_TOWN_KM = 25.0
# One other place is no context.
_LEAST = 2


def without_remote(
    settled: Sequence[Resolution], parented: frozenset[int], gazetteer: Gazetteer
) -> list[Resolution]:
    """Doubt small places that lie far from all others of the report; not those that a parent vouches for.

    A namesake beside the others is chosen instead, where there is one; else the place is ambiguous.
    """
    chosen = [r.chosen.place for r in settled if r.chosen is not None and r.mention.role is Role.LOCATIVE]
    places = {p.place_id: p for p in chosen if p.kind != "river"}  # one runs by half the country
    units = [p for p in places.values() if p.kind in ADMIN]
    named = Named(settled)
    return [
        _doubted(r, places, units, named, gazetteer)
        if _is_place(r) and r.mention.expression_id not in parented
        else r
        for r in settled
    ]


def _is_place(resolution: Resolution) -> bool:
    return resolution.chosen is not None and resolution.mention.role is Role.LOCATIVE


def _doubted(
    resolution: Resolution,
    places: dict[str, Place],
    units: Sequence[Place],
    named: Named,
    gazetteer: Gazetteer,
) -> Resolution:
    assert resolution.chosen is not None
    place = resolution.chosen.place
    if place.kind not in _SMALL or resolution.mention.part is not Part.HEAD or len(places) <= _LEAST:
        return resolution
    quarter, beside = _quarter_of_a_list(resolution, named)
    if quarter is not None:
        return _instead(resolution, quarter, beside)
    if any(lies_in(place, unit) for unit in units):
        return resolution
    others = [other for other in places.values() if other.place_id != place.place_id]
    # One that is near says enough, and most have one
    if any(_is_right_by(place, other) for other in others):
        return resolution
    away = math.inf
    for other in others:
        away = min(away, _distance_km(place, other))
        if away <= _AWAY_KM:
            return resolution
    best, neighbour = _beside(resolution, named, gazetteer)
    if best is not None and best.place.place_id != place.place_id:
        return _instead(resolution, best, neighbour)
    if away <= _REMOTE_KM:
        return resolution
    reason = f"the only place of this name that is known lies {away:.0f} km from every other place that the report names"
    return replace(resolution, status=Status.AMBIGUOUS, chosen=None, reason=reason)


def _instead(resolution: Resolution, best: Candidate, neighbour: str) -> Resolution:
    """Choose another candidate, which is as sure as the first was, for its neighbour's sake."""
    assert resolution.chosen is not None
    rest = [c for c in resolution.candidates if c.place.place_id != best.place.place_id]
    reason = f"{best.evidence}; near {neighbour}, which is named beside it"
    best = replace(best, score=resolution.chosen.score)
    return replace(resolution, chosen=best, candidates=(best, *rest), reason=reason)


def _quarter_of_a_list(resolution: Resolution, named: Named) -> tuple[Candidate | None, str]:
    """Return the quarter meant where a village far from town is spelled just so, but quarters are named beside it."""
    assert resolution.chosen is not None
    place, mention = resolution.chosen.place, resolution.mention
    quarters = [c for c in resolution.candidates if c.place.kind == "neighbourhood"]
    if place.kind == "neighbourhood" or not quarters or mention.phrase.kinds:
        return None, ""
    beside = [p for p in named.neighbours(mention) if p.kind == "neighbourhood"]
    if not beside or any(_distance_km(place, p) < _OUT_OF_TOWN_KM for p in beside):
        return None, ""
    near = quarters_beside(quarters, beside)
    return (near[0], beside[0].name_en) if len(families(near)) == 1 else (None, "")


def _beside(resolution: Resolution, named: Named, gazetteer: Gazetteer) -> tuple[Candidate | None, str]:
    """Return the small place of that name, or of one that sounds so, beside those that the sentence names, and which."""
    mention = resolution.mention
    beside = named.neighbours(mention, itself=False)
    units = named.units(mention)
    if not beside and not units:
        return None, ""
    # The town al-Hisn beside Marmarita, before a village there that only sounds so
    spelled = [
        c for c in resolution.candidates if c.method in SPELLED_METHODS and c.place.kind in SETTLEMENTS
    ]
    close, neighbour = nearest(spelled, beside, Counter())
    if neighbour and len(families(close)) == 1:
        return close[0], neighbour
    name = mention.full_name or mention.toponym
    if not units and not _may_be_close(name, resolution.candidates, beside, gazetteer):
        return None, ""
    governorates = {unit.admin1_pcode for unit in units}

    def wanted(place_id: str) -> bool:
        site = gazetteer.sites[place_id]
        return site.kind in _SMALL and (
            site.admin1_pcode in governorates
            or any(
                abs(site.latitude - p.latitude) < _BESIDE_DEGREES
                and abs(site.longitude - p.longitude) < _BESIDE_DEGREES
                for p in beside
            )
        )

    similar = find_similar_of(name, gazetteer, wanted)
    matches = [*resolution.candidates, *(c for c in similar if c.score >= MIN_SCORE)]
    small = [c for c in best_of_each(matches) if c.place.kind in _SMALL]
    quarters = beside_quarters(small, beside)
    if len(quarters) < len(small):
        return quarters[0], next(p.name_en for p in beside if p.kind == "neighbourhood")
    inside = in_unit_beside(small, units)
    if units and len(families(inside)) == 1:
        return inside[0], units[0].name_en
    close, neighbour = nearest(inside, beside, Counter())
    return (close[0], neighbour) if neighbour else (None, "")


def _may_be_close(
    name: str, candidates: Sequence[Candidate], beside: Sequence[Place], gazetteer: Gazetteer
) -> bool:
    """Whether a candidate, or a small place with a name that sounds so, lies close enough to the neighbours to be meant.

    Nine times in ten none does, and what lies farther, and tells whether that is clearly the nearest, is not asked for.
    """
    close = Nearby(gazetteer, _SMALL, beside)
    return any(close.holds(c.place.latitude, c.place.longitude) for c in candidates) or is_like_any(
        name, gazetteer, close, least=MIN_SCORE
    )


def _is_right_by(place: Place, other: Place) -> bool:
    """Whether the points of two places are surely less than 50 km apart, told without the sines of a sphere."""
    north, east = place.latitude - other.latitude, place.longitude - other.longitude
    return abs(north) < _RIGHT_BY_DEGREES and abs(east) < _RIGHT_BY_DEGREES


def _distance_km(place: Place, other: Place) -> float:
    """Return how far a place is from another, from the edge of one that is an area or a road."""
    if not other.wkb or other.kind in ADMIN:
        return distance_km(place.latitude, place.longitude, other.latitude, other.longitude)
    from shapely import Point
    from shapely.ops import nearest_points

    edge = nearest_points(other.geometry, Point(place.longitude, place.latitude))[0]
    return distance_km(place.latitude, place.longitude, edge.y, edge.x)
