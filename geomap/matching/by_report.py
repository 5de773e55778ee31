"""What the rest of a report tells of a name that several places bear: its neighbours, districts and governorates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geomap.matching.context import SPELLED_METHODS, families, not_overshadowed, rank
from geomap.matching.named import Beside
from geomap.matching.nearness import (
    amid_quarters,
    beside_quarters,
    in_governorate_beside,
    in_its_governorate,
    in_unit_beside,
    is_town_beside,
    nearer_elsewhere,
    nearest,
    not_lesser_quarters,
)
from geomap.models import Candidate, Place

# See context.rank: a town on the official list beside a settlement that only maps know.
_BETTER = 2
# So many places of a governorate, and the report speaks of it.
_SPOKEN_OF = 2


def narrow(before: list[Candidate], after: list[Candidate], step: str, steps: list[str]) -> list[Candidate]:
    """Return those that a step leaves, and note the step where it leaves fewer; all of them where it leaves none."""
    if 0 < len(after) < len(before):
        steps.append(step)
    return after or before


def _is_town_of_report(chosen: Sequence[Candidate], known: Counter[str], adjacent: Sequence[Place]) -> bool:
    """Whether one of the candidates is a town in a governorate that the report speaks of, and no quarter stands in its list.

    Of Suwayda's troubles told with those of Damascus, Qanawat is the town.
    """
    if any(p.kind == "neighbourhood" for p in adjacent):
        return False
    return any(c.place.kind == "town" and known[c.place.admin1_pcode] >= _SPOKEN_OF for c in chosen)


def told_by_report(
    chosen: list[Candidate],
    known: Counter[str],
    beside: Beside,
    steps: list[str],
    *,
    coarse: bool,
    typed: bool,
) -> list[Candidate]:
    """Leave those of the candidates for which the report speaks; `steps` are told what spoke.

    `known`: how many places of the report lie in each governorate. `beside`: what it names beside the mention.
    `coarse`: the name stands in prose. `typed`: it has a type word.
    """
    spelled = [c for c in chosen if c.method in SPELLED_METHODS]
    if coarse and any(known[c.place.admin1_pcode] for c in spelled):
        # Ebla near Mare' is no Abla; but Dreikeesh is the town of that sound, not a hamlet on one map
        best = max(rank(c.place) for c in spelled)
        most = max(known[c.place.admin1_pcode] for c in spelled)
        known_better = [
            c
            for c in chosen
            if c.method not in SPELLED_METHODS
            and rank(c.place) - best >= _BETTER
            and known[c.place.admin1_pcode] >= most
        ]
        chosen = narrow(chosen, [*spelled, *known_better], "spelled so", steps)
        if len(families(chosen)) == 1:
            return chosen
    # Reports on Aleppo mean the city of Ras al-Ayn too, not the hamlet in Aleppo that only maps know
    chosen = narrow(chosen, not_overshadowed(chosen), "the only well-known place of this name", steps)
    if not typed:
        lesser = not_lesser_quarters(chosen, beside.places, beside.adjacent)
        chosen = narrow(chosen, lesser, "the largest place of this name", steps)
    close, neighbour = nearest(chosen, beside.adjacent, known)
    chosen = narrow(chosen, close, f"near {neighbour}, which is named beside it", steps)
    chosen = narrow(chosen, in_unit_beside(chosen, beside.units), "in the district named beside it", steps)
    quarters = typed and all(
        c.place.kind == "neighbourhood" for c in chosen
    )  # وفي حمص أصلحوا الصرف بحي القصور
    if beside.governorate is not None and (quarters or not amid_quarters(chosen, beside.places)):
        inside = in_governorate_beside(chosen, beside.governorate, town=beside.inside)
        chosen = narrow(chosen, inside, "in the governorate named beside it", steps)
    # In a list of villages, al-Mazraa is the town, though a quarter of the city bears its name
    if not is_town_beside(chosen, beside.adjacent) and not _is_town_of_report(chosen, known, beside.adjacent):
        chosen = narrow(
            chosen, beside_quarters(chosen, beside.places), "a quarter like those beside it", steps
        )
    for places in (beside.adjacent, beside.places):
        close, neighbour = nearest(chosen, places, known)
        chosen = narrow(chosen, close, f"near {neighbour}, which is named beside it", steps)
    near = in_its_governorate(chosen, known)
    if nearer_elsewhere(near, chosen, beside.places):
        return chosen
    if spelled and not any(c in near for c in spelled):
        return chosen  # Baghouz is spelled so, and what sounds like it in Hasakah is not
    return narrow(chosen, near, "in the governorate that the report speaks of", steps)
