"""Cells that name a place with its units: "سرمدا - حارم - إدلب", "حلب : السكري", "Syria, Aleppo, Azaz".

Tables write the widest unit last or first. The narrowest end is the place, the others are its parents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.models import Mention, Part, Phrase, Relation, Role
from geomap.names import fold

# From wide to narrow. What no list knows is taken for a village.
_BREADTH = {
    kind: breadth
    for breadth, kinds in enumerate((
        ("country", "region", "desert"), ("governorate",), ("district",), ("subdistrict",), ("city", "town"), ("village", "settlement"),
        ("neighbourhood", "camp", "checkpoint", "hospital", "prison", "bridge", "facility"),
    ))
    for kind in kinds
}  # fmt: skip
_VILLAGE = _BREADTH["village"]
# ريف حلب الشمالي - قرية X: a countryside holds places as its unit does
_SIDE_BY_SIDE = (Relation.AT, Relation.COUNTRYSIDE)
_SLASH = re.compile(r"[/\\]")
_DASH = re.compile(r"(?<=\s)([-–—])(?=\s)")


def place_first(mentions: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Put the narrowest name first, as the head, and the wider ones after it, as its parents.

    Only names side by side are turned round: in "10 km north of Raqqa" the grammar has said which is which.
    """
    if len(mentions) < 2 or any(
        m.part is Part.END or m.phrase.relation not in _SIDE_BY_SIDE for m in mentions
    ):
        return mentions
    if any(m.role in (Role.ORGANISATION, Role.FOREIGN) for m in mentions):
        return mentions
    names = sorted((m for m in mentions if m.role is not Role.COUNTRY), key=lambda m: m.start)
    if len(names) < 2:
        return names or mentions
    first, last = (_breadth(m.toponym, m.phrase, gazetteer) for m in (names[0], names[-1]))
    if first < last and names[-1].phrase.relation is Relation.AT:
        names.reverse()
    elif mentions[0].part is Part.HEAD and mentions[0] is not names[0]:
        return mentions
    head, *parents = names
    return [
        replace(head, part=Part.HEAD),
        *(replace(p, part=Part.WITHIN, expression_id=head.expression_id) for p in parents),
    ]


def with_commas(text: str, gazetteer: Gazetteer) -> str:
    """Write a comma for each separator that parts a place from its units: إدلب / سرمدا; A - B - C; A - A.

    One slash or dash may also stand between two names of one place (المالكية / ديريك): that is left as it is.
    The text keeps its length, so that offsets into it hold.
    """
    dashes = [m.start(1) for m in _DASH.finditer(text)]
    slashes = [m.start() for m in _SLASH.finditer(text)]
    if len(dashes) == 1 and len({fold(side) for side in _DASH.split(text)[::2]}) == 1:
        return _comma(text, dashes)
    if len(dashes) > 1:
        return _comma(text, dashes)
    if len(slashes) != 1 or gazetteer.knows(fold(text)):
        return text
    sides = (text[: slashes[0]], text[slashes[0] + 1 :])
    places = [{hit.place_id for hit in gazetteer.by_form(fold(side))} for side in sides]
    if not all(places) or places[0] & places[1]:
        return text
    widths = [_breadth(side, Phrase(), gazetteer) for side in sides]
    if widths[0] == widths[1] or min(widths) > _BREADTH["district"]:
        return text
    return _comma(text, slashes)


def _comma(text: str, at: list[int]) -> str:
    characters = list(text)
    for i in at:
        characters[i] = ","
    return "".join(characters)


def _breadth(name: str, phrase: Phrase, gazetteer: Gazetteer) -> int:
    kinds: Iterable[str] = {gazetteer.place(hit.place_id).kind for hit in gazetteer.by_form(fold(name))}
    if phrase.kinds:  # its type word says what it is: مدينة حلب is not the governorate
        kinds = {k for k in kinds if k in phrase.kinds} or phrase.kinds[:1]
    return min((_BREADTH.get(kind, _VILLAGE) for kind in kinds), default=_VILLAGE)
