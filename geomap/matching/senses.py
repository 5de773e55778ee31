"""One name, one place: what a report says best of a name holds for the other mentions of that name in it."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from geomap.matching.context import fits_settlement, same_ground
from geomap.models import Candidate, Mention, Place, Resolution, Role
from geomap.names import fold


def sense_key(mention: Mention) -> str:
    """What mentions of one name have in common: its folded spelling, in full where it was said in full before."""
    return _folded(mention.full_name or mention.toponym)


# Asked for each mention of a report several times
@functools.lru_cache(maxsize=16_384)
def _folded(name: str) -> str:
    return fold(name)


def senses(resolutions: Iterable[Resolution], parented: frozenset[int]) -> dict[str, Place]:
    """Return the place that each name means in a report, by `sense_key`.

    The mention that says most decides: one with the unit or town that the place lies in (the expressions
    `parented`), then one with a type word, then any that was resolved. Where two that say as much mean different
    places (صوران in Hama, صوران near Azaz), the report uses the name for both, and neither is its sense. A facility
    named after its town (مطار حماة) says nothing of the town.
    """
    said: dict[str, dict[int, list[Place]]] = {}
    for resolution in resolutions:
        mention, chosen = resolution.mention, resolution.chosen
        if chosen is None or mention.role is not Role.LOCATIVE or not fits_settlement(mention.phrase.kinds):
            continue
        weight = 2 * (mention.expression_id in parented) + bool(mention.phrase.kinds)
        said.setdefault(sense_key(mention), {}).setdefault(weight, []).append(chosen.place)
    found: dict[str, Place] = {}
    for key, weighed in said.items():
        first, *others = weighed[max(weighed)]
        if all(same_ground(first, other) for other in others):
            found[key] = first
    return found


def of_sense(groups: list[list[Candidate]], sense: Place | None) -> list[Candidate] | None:
    """Return the candidates on the ground of a name's sense; None where it is none of them."""
    if sense is None:
        return None
    return next((g for g in groups if any(same_ground(c.place, sense) for c in g)), None)
