"""Of several places of one name, the one that lies near the places that a report names beside it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from geomap.matching.context import distance_km, lies_in, nearer, rank
from geomap.matching.score import LARGE
from geomap.models import ADMIN, Candidate, Place

# Villages that one sentence lists lie about a sub-district's breadth apart: the country's 272 are 26 km across.
_NEAR_KM = 25.0
# The next of its namesakes must lie this many times as far from all of them, and beyond the next sub-district.
_CLEARLY, _NEXT_KM = 2.5, 40.0
# One that lies so many times nearer speaks against a governorate.
_NEARER = 1.4
# A namesake elsewhere that is this much better known (see context.rank: a town beside a village) is meant, unless this
# share of the report's places lie in the governorate of the lesser one.
_MUCH_BETTER, _MOST = 2, 0.75
# One that is a little better known (a village on the official list beside a hamlet of maps), unless half of them do.
_HALF = 0.5
# Of namesakes as well known, one is meant in a governorate of which the report speaks: not of one place in five.
_QUARTER = 0.25
# With two places named right beside it, the next of its namesakes may be this near: a village beside the next town.
_NEXT_TOWN_KM = 20.0
# So much better known a namesake (a city beside a village) is meant wherever the rest of the report lies.
_FAR_BETTER = 4
# Lands that lie in no one governorate, or are one: from Afrin to the Jazira, whatever hamlet of Aleppo bears that name.
_WIDE = frozenset({"governorate", "region"})
# Across the largest city, Aleppo, from quarter to quarter.
_TOWN_KM = 12.0
# So near as the next village but one; of 15 labelled names that only this told, 14 were right.
_BESIDE_KM = 10.0
# With two villages of one valley named beside it, a third is meant before a town in another part of the country.
_TWO, _FAR_KM = 2, 100.0
# Of these, so near: Basima and Husayniya of the Barada valley, whatever town bears that name beyond the next hills.
_VALLEY_KM = 6.0
# Two sources may put one place this far apart.
_SAME_KM = 5.0


def in_unit_beside(candidates: list[Candidate], units: Sequence[Place]) -> list[Candidate]:
    """Return the candidates in a district that the sentence names; all where there are none."""
    return [c for c in candidates if any(lies_in(c.place, unit) for unit in units)] or candidates


def in_governorate_beside(candidates: list[Candidate], governorate: Place, *, town: bool) -> list[Candidate]:
    """Return the candidates in a governorate that the sentence names; all where a far better known one lies elsewhere.

    `town`: it is named right before, as a town is before its quarter: in Damascus, at Marjeh.
    """
    inside = [c for c in candidates if c.place.admin1_pcode == governorate.pcode]
    outside = [c for c in candidates if c.place.admin1_pcode != governorate.pcode]
    if not inside or not outside:
        return candidates
    if _are_quarters(inside) and not _are_quarters(outside) and not town:
        return candidates
    better = max(rank(c.place) for c in outside) - max(rank(c.place) for c in inside)
    return candidates if better >= _MUCH_BETTER else inside


def nearest(
    candidates: list[Candidate], beside: Sequence[Place], known: Counter[str]
) -> tuple[list[Candidate], str]:
    """Return the candidates at the one ground that is clearly the nearest to the neighbours, and which one that is.

    All the candidates and "" where nearness does not tell. `known`: as for `in_its_governorate`.
    """
    if not beside or len(candidates) < 2 or any(c.place.kind == ADMIN[0] for c in candidates):
        return candidates, ""
    if not any(nearer(c.place, p, _NEAR_KM) for c in candidates for p in beside):
        return candidates, ""
    best = min(candidates, key=lambda c: _distance(c.place, beside))
    districts = [c.place for c in candidates if c.place.kind == ADMIN[1]]
    seat = any(_apart(best.place, district) <= _SAME_KM for district in districts)
    if districts and not seat and not _is_amid(best, candidates, beside):
        return candidates, ""
    near = _distance(best.place, beside)
    # One that is spelled a little otherwise is no rival
    others = [c for c in candidates if _apart(c.place, best.place) > _SAME_KM]
    rivals = [c for c in others if c.score >= best.score]
    next_km = min((_distance(c.place, beside) for c in rivals), default=math.inf if others else 0.0)
    among = sum(_apart(best.place, p) < _TOWN_KM for p in beside) >= _TWO
    right_among = sum(_apart(best.place, p) < _VALLEY_KM for p in beside) >= _TWO
    better = [c for c in rivals if rank(c.place) - rank(best.place) >= _MUCH_BETTER]
    amid = among and (not better or (right_among and all(c.place.kind == "town" for c in better)))
    # Right beside it, and no better known one: Mashta al-Helou and al-Kafrun
    joined = near < _BESIDE_KM and all(rank(c.place) <= rank(best.place) for c in others)
    if next_km < max(_CLEARLY * near, _NEXT_TOWN_KM if amid or joined else _NEXT_KM):
        return candidates, ""
    if near > _TOWN_KM and _is_overshadowed(best.place, [c.place for c in others], known):
        return candidates, ""
    neighbour = min(beside, key=lambda p: _apart(best.place, p))
    return [c for c in candidates if _apart(c.place, best.place) <= _SAME_KM], neighbour.name_en


def _is_overshadowed(place: Place, rivals: Iterable[Place], known: Counter[str]) -> bool:
    """Whether a much better known namesake is meant before a place that lies but in the neighbourhood of another.

    In a report on all the country, Madaya is the town, not the village 19 km from Qalaat al-Madiq; and in Idlib Dana
    is the town, not the village 14 km from Ariha.
    """
    better = [r for r in rivals if rank(r) - rank(place) >= _MUCH_BETTER]
    here = known[place.admin1_pcode]
    return any(r.admin1_pcode == place.admin1_pcode or here < _HALF * known.total() for r in better)


def _is_amid(best: Candidate, candidates: Iterable[Candidate], beside: Sequence[Place]) -> bool:
    """Whether a place lies right among those named beside it, and the district's seat of that name far from all of them.

    Near Yabroud and Flita, Ras al-Ain is the village there, not the city on the Turkish border.
    """
    seats = [c.place for c in candidates if _apart(c.place, best.place) > _SAME_KM]
    around = {p.place_id for p in beside if _apart(p, best.place) < _TOWN_KM}
    return len(around) >= _TWO and all(_distance(seat, beside) > _FAR_KM for seat in seats)


def is_town_beside(candidates: Iterable[Candidate], adjacent: Sequence[Place]) -> bool:
    """Whether villages stand right beside a name in its list, and one of the candidates is no quarter and near them."""
    if not adjacent or any(p.kind == "neighbourhood" for p in adjacent):
        return False
    return any(
        c.place.kind != "neighbourhood" and _distance(c.place, adjacent) < _TOWN_KM for c in candidates
    )


def beside_quarters(candidates: list[Candidate], beside: Sequence[Place]) -> list[Candidate]:
    """Return what `quarters_beside` does; all candidates where it returns none."""
    return quarters_beside(candidates, beside) or candidates


def amid_quarters(candidates: list[Candidate], beside: Sequence[Place]) -> list[Candidate]:
    """Return the quarters of the town of which two others are named beside them; none where there is no such town."""
    return [
        c
        for c in quarters_beside(candidates, beside)
        if len({p.place_id for p in beside if _is_quarter_by(p, c.place)} - {c.place.place_id}) >= _TWO
    ]


def not_lesser_quarters(
    candidates: list[Candidate], beside: Sequence[Place], adjacent: Sequence[Place]
) -> list[Candidate]:
    """Leave out the quarters of which a river or a place as large as a city bears the name: Yarmouk is the camp.

    Those amid two other quarters of their town are left in.
    """
    river = any(c.place.kind == "river" for c in candidates)
    if not river and not any(c.place.population >= LARGE for c in candidates):
        return candidates
    if river and not quarters_beside(candidates, adjacent):
        # The bridges between a city's quarters are on its river
        return [c for c in candidates if c.place.kind != "neighbourhood"]
    amid = {c.place.place_id for c in amid_quarters(candidates, beside)}
    return [c for c in candidates if c.place.kind != "neighbourhood" or c.place.place_id in amid]


def quarters_beside(candidates: list[Candidate], beside: Sequence[Place]) -> list[Candidate]:
    """Return the quarters of the town of which another quarter is named beside them."""
    return [
        c
        for c in candidates
        if c.place.kind == "neighbourhood" and any(_is_quarter_by(p, c.place) for p in beside)
    ]


def _is_quarter_by(place: Place, other: Place) -> bool:
    """Whether a place is a quarter in one town with another."""
    return place.kind == "neighbourhood" and _apart(place, other) < _TOWN_KM


def in_its_governorate(candidates: list[Candidate], known: Counter[str]) -> list[Candidate]:
    """Return the candidates in the governorate that most places of a report lie in; all where that tells too little.

    `known`: how many places of the report lie in each governorate. The better known a namesake elsewhere is, the more
    of the report must speak for the lesser one: in a list of towns all over the country, Suwayda is the city.
    """
    most = max(known[c.place.admin1_pcode] for c in candidates)
    near = [c for c in candidates if known[c.place.admin1_pcode] == most]
    far = [c for c in candidates if known[c.place.admin1_pcode] < most]
    if not far:
        return candidates
    better = max(rank(c.place) for c in far) - max(rank(c.place) for c in near)
    if better >= _FAR_BETTER or (better > 0 and any(c.place.kind in _WIDE for c in far)):
        return candidates
    if _are_quarters(near) and not _are_quarters(far):
        return candidates  # a quarter is spoken of beside its town, which is nearer than its governorate
    needed = _MOST if better >= _MUCH_BETTER else _HALF if better > 0 else _QUARTER
    return candidates if most < needed * known.total() else near


def nearer_elsewhere(
    near: Sequence[Candidate], candidates: Iterable[Candidate], beside: Sequence[Place]
) -> bool:
    """Whether one of the other candidates lies clearly nearer to the places named beside it than those in `near`.

    Ithriya is in Hama, but Resafa in Raqqa is nearer to it than the Resafa near Masyaf.
    """
    others = [c for c in candidates if c not in near]
    if not beside or not near or not others:
        return False
    here = min(_distance(c.place, beside) for c in near)
    best = max(rank(c.place) for c in near)
    # A much better known one need not be nearer by as much
    return any(
        (1.0 if rank(c.place) - best >= _MUCH_BETTER else _NEARER) * _distance(c.place, beside) < here
        for c in others
    )


def _are_quarters(candidates: Iterable[Candidate]) -> bool:
    return all(c.place.kind == "neighbourhood" for c in candidates)


def _distance(place: Place, others: Iterable[Place]) -> float:
    return min(_apart(place, other) for other in others)


def _apart(a: Place, b: Place) -> float:
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
