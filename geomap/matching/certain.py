"""How sure a choice is: by what is said beside the name, and by how well known a place is."""

from __future__ import annotations

from collections import Counter

from geomap.matching.candidates import with_score
from geomap.matching.context import SPELLED_METHODS, rank
from geomap.matching.score import LARGE
from geomap.models import Candidate, Mention, Part, Place
from geomap.names import bare, fold

# A namesake must be this many steps more prominent (see context.rank) to be meant when nothing else tells.
_PROMINENT = 2
# So many places tell which governorates a report speaks of; these kinds are named wherever it speaks of.
_SOME = 3
_WHEREVER = ("governorate", "city", "region", "crossing", "airport", "airbase")
# What a choice by prominence alone costs: a village may have been meant after all.
_BY_PROMINENCE = 0.9
_TOWNS, _LANDS = frozenset({"city", "town"}), frozenset({"river", "region"})
# Facilities that have one spot, unlike fields and mountains, which other points stand for as well.
_BUILT = frozenset(("airport", "airbase", "barracks", "camp", "checkpoint", "crossing", "dam", "facility", "hospital",
                    "port", "prison", "bridge"))  # fmt: skip
_SPELLED = 0.96  # the least score of a name that is spelled so, but for an article or a space


def is_certain(mention: Mention, chosen: list[Candidate], parents: list[list[Place]]) -> bool:
    """Whether the only place that is spelled so is meant by what is said beside its name, or is an area.

    Who names the kind or the parent with the name has said which place it is; an area says itself how wide it is.
    """
    if mention.part is not Part.HEAD:
        return True
    if chosen[0].method not in ("exact", "variant") or chosen[0].score < _SPELLED:
        return False
    place = chosen[0].place
    if bool(parents) or place.kind in mention.phrase.kinds or bool(place.wkb):
        return True
    # Rukban camp, سد الفرات: the name holds its kind
    return place.kind in _BUILT and " " in bare(fold(mention.toponym))


def far_better_known(best: list[Candidate]) -> bool:
    """Whether the best is a city, spelled so, and the others are far less known, or only sound so.

    Nobody says al-Bab and means a hamlet, or Hama and means al-Hamah.
    """
    first, *others = best
    large = first.place.population >= LARGE or first.place.kind in ("city", "governorate")
    known = large and first.method in SPELLED_METHODS
    return known and all(
        rank(first.place) - rank(c.place) >= _PROMINENT or c.method not in SPELLED_METHODS for c in others
    )


def by_prominence(groups: list[list[Candidate]], known: Counter[str], steps: list[str]) -> list[Candidate]:
    """Return the best known of several grounds, where it is by far; else all of them.

    `known`: how many places of the report lie in each governorate. A town in none of those, of a report that names
    some, is not surely meant: Karama is a square of Suwayda too.
    """
    groups = _without_lands(groups)
    if len(groups) == 1:
        return groups[0]
    ranked = sorted(groups, key=lambda g: -max(rank(c.place) for c in g))
    first, second = (max(rank(c.place) for c in g) for g in ranked[:2])
    if first - second < _PROMINENT:
        return [c for group in groups for c in group]
    if known.total() >= _SOME and not any(
        known[c.place.admin1_pcode] or c.place.kind in _WHEREVER for c in ranked[0]
    ):
        return [c for group in groups for c in group]
    steps.append("by far the best known of this name")
    return [with_score(c, c.score * _BY_PROMINENCE, "by prominence") for c in ranked[0]]


def _without_lands(groups: list[list[Candidate]]) -> list[list[Candidate]]:
    """Leave out rivers and regions where a town or a camp as large as one bears the name: Yarmouk, Shahba.

    Who means the land says so, or names what lies in it.
    """
    towns = [g for g in groups if any(c.place.kind in _TOWNS or c.place.population >= LARGE for c in g)]
    if not towns:
        return groups
    return [g for g in groups if g in towns or any(c.place.kind not in _LANDS for c in g)]
