"""The unit after a place, in brackets or after a comma, as registers of events write.

Sarmin (Idlib); Tah village (Ma'arra, Idlib); al-Hamidiyah, Quneitra.
"""

from __future__ import annotations

import itertools

from geomap.gazetteer import Gazetteer
from geomap.mentions.name import Name
from geomap.mentions.spans import What, place_ids
from geomap.mentions.ties import AYNS
from geomap.mentions.tokens import Token
from geomap.models import ADMIN, Part, Relation, Role

_NO_UNIT = len(ADMIN)


def tie_brackets(tokens: list[Token], names: list[Name], gazetteer: Gazetteer) -> None:
    """Make the units in brackets after a place its parents; called after `geomap.mentions.ties.tie`.

    A bracket lists parts of a place as well (Homs (Khalidiya, Bab Sbaa)): a parent is a wider unit than what it holds.
    """
    chain = 0  # units read so far in this bracket
    for k, (before, name) in enumerate(itertools.pairwise(names), start=1):
        if chain == 0 and _after_comma(tokens, before, name, names[k + 1 : k + 2], gazetteer):
            name.part, name.group = Part.WITHIN, before.group
            continue
        gap = tokens[name.around.first].gap.strip(AYNS)
        beside = gap == ("," if chain else "(") and name.around.first in (
            before.around.last,
            before.span.last,
        )
        held = before.role is Role.LOCATIVE and (chain > 0 or before.part is Part.HEAD)
        # (Dar'a, Dar'a): the governorate after its district
        seat = chain == 1 and name.span.forms[0] == before.span.forms[0] and _level(name, gazetteer) == 0
        wider = seat or _level(name, gazetteer) < _level(before, gazetteer)
        if not (beside and held and _plain(name) and wider):
            chain = 0
            continue
        chain += 1
        name.part, name.group = Part.WITHIN, before.group
        if chain == 2 and _level(name, gazetteer) == 0 and not before.around.kinds:
            # Between a village and its governorate stands its district, not the town of that name
            before.around.type_word, before.around.kinds = ADMIN[1], ADMIN[1:]


def _after_comma(
    tokens: list[Token], before: Name, name: Name, after: list[Name], gazetteer: Gazetteer
) -> bool:
    """Whether a name is the governorate of the place before its comma, and not the next of a list."""
    first = name.around.first
    if tokens[first].gap.strip() not in (",", "،") or first != before.around.last or not _plain(name):
        return False
    if before.role is not Role.LOCATIVE or before.part is not Part.HEAD or before.follows or before.listed:
        return False
    if any(n.follows or n.around.first == name.around.last for n in after):
        return False  # Daraa, Quneitra and Suwayda
    if _level(name, gazetteer) != 0 or _level(before, gazetteer) == 0:
        return False
    units = {gazetteer.place(i).admin1_pcode for i in place_ids(name.span, gazetteer)}
    return any(gazetteer.place(i).admin1_pcode in units for i in place_ids(before.span, gazetteer))


def _plain(name: Name) -> bool:
    at = name.around.relation is Relation.AT and not name.around.pair
    return name.role is Role.LOCATIVE and name.part is Part.HEAD and at and name.span.what is What.PLACE


def _level(name: Name, gazetteer: Gazetteer) -> int:
    """Return the widest kind of unit that a name may mean, as an index of ADMIN; their number where it means none."""
    kinds = {gazetteer.place(place_id).kind for place_id in place_ids(name.span, gazetteer)}
    return next((n for n, kind in enumerate(ADMIN) if kind in kinds), _NO_UNIT)
