"""Of several places of one name, the one that lies near the places that a report names beside it."""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Iterable, Sequence

from geomap.matching.context import distance_km, lies_in, nearer, rank
from geomap.matching.score import LARGE
from geomap.models import ADMIN, SETTLEMENTS, Candidate, Mention, Place, Relation, Resolution, Role

# Villages that one sentence lists lie about a sub-district's breadth apart: the country's 272 are 26 km across.
_NEAR_KM = 25.0
# The next of its namesakes must lie this many times as far from all of them, and beyond the next sub-district.
_CLEARLY, _NEXT_KM = 2.5, 40.0
# One that lies so many times nearer speaks against a governorate.
_NEARER = 1.4
# In characters: two sentences before or after. A long page goes from one front to the next.
_BESIDE = 300
# In characters: a comma, "and" and a type word, as stand between the names of a list.
_ADJACENT = 10
# Places small enough that "near" them means something.
_POINTS = frozenset(
    {*SETTLEMENTS, "subdistrict", "neighbourhood", "camp", "crossing", "airbase", "dam", "bridge"}
)
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
# Across the largest city, Aleppo, from quarter to quarter.
_TOWN_KM = 12.0
# How the name of a unit heads a line, and what may stand before it.
_ALONE, _BEFORE, _BULLETS = "alone", "before", " \n\t#*-–•▪️🔸🔹🔴⚡️📍\u200f"
# With two villages of one valley named beside it, a third is meant before a town in another part of the country.
_TWO, _FAR_KM = 2, 100.0
# Of these, so near: Basima and Husayniya of the Barada valley, whatever town bears that name beyond the next hills.
_VALLEY_KM = 6.0
# Two sources may put one place this far apart.
_SAME_KM = 5.0


class Named:
    """The places that a report names without doubt, by where it names them: each mention asks for a few of them."""

    def __init__(self, settled: Iterable[Resolution]) -> None:
        self._points: list[tuple[Mention, Place]] = []
        self._units: dict[int, list[tuple[Mention, Place]]] = {}
        self._governorates: dict[int, dict[str, Place]] = {}
        self._headings: list[tuple[Mention, Place, bool]] = []
        for r in settled:
            if r.chosen is None or r.mention.role is not Role.LOCATIVE:
                continue
            place = r.chosen.place
            # On the road to Damascus, however far that is
            if place.kind in _POINTS and r.mention.phrase.relation is not Relation.ROAD:
                self._points.append((r.mention, place))
            if place.kind == ADMIN[0] and (heads := _heads(r.mention)):
                self._headings.append((r.mention, place, heads == _ALONE))
            if place.kind == ADMIN[0]:
                self._governorates.setdefault(r.mention.context_start, {})[place.place_id] = place
            if place.kind in ADMIN[1:]:
                self._units.setdefault(r.mention.context_start, []).append((r.mention, place))
        # Those of a cell may stand in another order than in the text
        self._order = sorted(range(len(self._points)), key=lambda i: self._points[i][0].start)
        self._starts = [self._points[i][0].start for i in self._order]

    def neighbours(self, mention: Mention, *, itself: bool = True) -> list[Place]:
        """Return the places named in the sentence of a mention, else within two sentences of it."""
        first = bisect.bisect_left(self._starts, mention.start - _BESIDE)
        last = bisect.bisect_right(self._starts, mention.start + _BESIDE)
        beside = [self._points[i] for i in sorted(self._order[first:last])]
        beside = [(m, p) for m, p in beside if itself or m is not mention]
        same = [p for m, p in beside if m.context_start == mention.context_start]
        return same or [p for _, p in beside]

    def adjacent(self, mention: Mention) -> list[Place]:
        """Return the places named right before and after a mention in its sentence, as those of a list are."""
        at = bisect.bisect_left(self._starts, mention.start)
        beside = [self._points[i] for i in self._order[max(at - 1, 0) : at + 2]]
        return [
            p
            for m, p in beside
            if m is not mention
            and m.context_start == mention.context_start
            and max(m.start - mention.end, mention.start - m.end) <= _ADJACENT
        ]

    def units(self, mention: Mention) -> list[Place]:
        """Return the districts and sub-districts that are named in the sentence of a mention."""
        return [p for m, p in self._units.get(mention.context_start, ()) if m is not mention]

    def heading(self, mention: Mention) -> Place | None:
        """Return the governorate that heads the line of a mention, or that alone heads the lines before it.

        دير الزور: الجورة – القصور; "Daraa::" above what befell its villages.
        """
        before = [h for h in self._headings if h[0].start < mention.start]
        if not before:
            return None
        head, place, alone = before[-1]
        return place if alone or head.context_start == mention.context_start else None

    def governorate(self, mention: Mention) -> Place | None:
        """Return the governorate that the sentence of a mention names, where it names but one."""
        named = list(self._governorates.get(mention.context_start, {}).values())
        return named[0] if len(named) == 1 else None


def _heads(mention: Mention) -> str:
    """Return how a unit heads a line: _BEFORE what a colon parts from it, or _ALONE; "" where it does not."""
    start, end = (
        mention.expression_start - mention.context_start,
        mention.expression_end - mention.context_start,
    )
    before, after = mention.context[:start], mention.context[end:].lstrip(" \u200f")
    if before.strip(_BULLETS) or not after.startswith((":", "|")):
        return ""
    return _BEFORE if after.strip(" :|\n") else _ALONE


def in_unit_beside(candidates: list[Candidate], units: Sequence[Place]) -> list[Candidate]:
    """Return the candidates in a district that the sentence names; all where there are none."""
    return [c for c in candidates if any(lies_in(c.place, unit) for unit in units)] or candidates


def in_governorate_beside(candidates: list[Candidate], governorate: Place) -> list[Candidate]:
    """Return the candidates in a governorate that the sentence names; all where a far better known one lies elsewhere."""
    inside = [c for c in candidates if c.place.admin1_pcode == governorate.pcode]
    outside = [c for c in candidates if c.place.admin1_pcode != governorate.pcode]
    if not inside or not outside or (_are_quarters(inside) and not _are_quarters(outside)):
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
    better = [c.place for c in rivals if rank(c.place) - rank(best.place) >= _MUCH_BETTER]
    amid = among and (not better or (right_among and all(p.kind == "town" for p in better)))
    if next_km < max(_CLEARLY * near, _NEXT_TOWN_KM if amid else _NEXT_KM):
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


def not_lesser_quarters(candidates: list[Candidate], beside: Sequence[Place]) -> list[Candidate]:
    """Leave out the quarters of which a place as large as a city bears the name: Yarmouk is the camp, wherever else.

    Those amid two other quarters of their town are left in.
    """
    if not any(c.place.population >= LARGE for c in candidates):
        return candidates
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
    if better >= _FAR_BETTER or (better > 0 and any(c.place.kind == "governorate" for c in far)):
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
