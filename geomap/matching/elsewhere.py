"""A name that no place has in the unit or parent that is given: what may be meant all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.matching.candidates import best_of_each, contained, find_candidates, find_similar
from geomap.matching.context import families, fits_settlement, in_unit, level, lies_in, within_parents
from geomap.matching.meanings import PAIR
from geomap.models import Candidate, Mention, Phrase, Place, Resolution, Status
from geomap.names import fold, shortened

if TYPE_CHECKING:
    from geomap.matching.decide import Decider

SHOWN = 10  # candidates kept where a unit contradicts the name
# Where no name inside the unit that is given is spelled so: what the likeness (see alike.worth) of the best one there
# must be, if no place elsewhere is spelled so either, and if one is. Of 100 rows of the tables of docs/accuracy.md
# with 0.24 half are right, of those with 0.45 two thirds.
_MIN_INSIDE = 0.24
_MIN_AGAINST = 0.45
# What the place that an unknown one is said to lie in is worth as an answer, and what is too wide for one.
HOLDER = 0.4
_TOO_WIDE = ("governorate", "region", "desert", "valley", "plain", "mountain", "river", "country")
# Below this, less than one answer in twenty is right: nearest names for a reviewer, and no places for a map.
_HOPELESS = 0.05


def elsewhere(
    report: Decider,
    mention: Mention,
    candidates: list[Candidate],
    matches: list[Candidate],
    parents: list[list[Place]],
) -> Resolution:
    """Decide on a name that no place has in the unit or parent that is given: what sounds like it there, the
    places of this name elsewhere, and the parent itself. Never more than ambiguous.
    """
    names = [n for n in PAIR.split(mention.full_name or mention.toponym) if fold(n)]
    similar = best_of_each([c for n in names for c in find_similar(n, report.gazetteer)])
    for shorter in shortened(names[0]) if len(names) == 1 else ():
        similar = (
            *similar,
            *(c for c in find_candidates(shorter, report.gazetteer, limit=40) if c not in similar),
        )
    enough = _MIN_AGAINST if matches else _MIN_INSIDE
    inside = report.inside([c for c in similar if c.score >= enough], parents)
    holder = report.within.name_en if report.within is not None else "the parent that is named with it"
    if report.within is not None and parents and not _inside_unit(report, parents):
        parents = []
    contenders = [
        *report.weighed(mention, families(inside), "inside"),
        *report.weighed(mention, families(matches), "elsewhere"),
        *_holders(report, mention, parents),
    ]
    if not inside:
        held = report.inside(contained(names, report.gazetteer, least=1), parents)
        contenders += [replace(c, score=HOLDER) for c in held]
    contenders = sorted(contenders, key=lambda c: -c.score)[:SHOWN]
    if not contenders:
        return unmatched(mention, candidates)
    if not matches and contenders[0].score < _HOPELESS:
        return unmatched(mention, contenders)
    if inside:
        reason = f"no place in {holder} is spelled so; {inside[0].evidence}"
    elif matches:
        reason = f"the name is known, but not in {holder}"
    else:
        reason = f"the name is not known; it may lie in or near {contenders[0].place.name_en}"
    return Resolution(mention, Status.AMBIGUOUS, candidates=tuple(contenders), reason=reason)


def _inside_unit(report: Decider, parents: list[list[Place]]) -> bool:
    assert report.within is not None
    return all(any(lies_in(p, report.within) for p in options) for options in parents if options)


def _holders(report: Decider, mention: Mention, parents: list[list[Place]]) -> list[Candidate]:
    """Return the smallest parent that is named, where it is small enough to be an answer."""
    found: list[Candidate] = []
    part = not fits_settlement(
        mention.phrase.kinds
    )  # a quarter, a camp: of the city, where a city has the name
    for options in parents:
        if not part and any(p.kind in _TOO_WIDE for p in options):
            continue
        held = within_parents([_as_parent(p) for p in options if p.kind not in _TOO_WIDE], [options])
        if report.within is not None:
            held = in_unit(held, report.within, report.gazetteer)
        found += [level(g, Phrase(), coarse=False) for g in families(held)[:1]]
    return found[:1]


def _as_parent(place: Place) -> Candidate:
    return Candidate(place, place.name_en, "exact", HOLDER, "named as the place that it lies in")


def unmatched(mention: Mention, candidates: list[Candidate]) -> Resolution:
    """Return that no name is close enough, with the three nearest as suggestions."""
    reason = "no name in the gazetteer is close enough" if candidates else "no similar name in the gazetteer"
    return Resolution(mention, Status.UNMATCHED, candidates=tuple(candidates[:3]), reason=reason)
