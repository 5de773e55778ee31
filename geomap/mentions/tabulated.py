"""Tables in prose: names with their figures under a word for units. By sub-district: Kisreh 4,118; Karama 1,004."""

from __future__ import annotations

from geomap.mentions.name import Name
from geomap.mentions.tokens import Token
from geomap.mentions.words import number, word_at, word_before
from geomap.models import ADMIN, Relation, Role

# What joins a word for units and their names: the worst affected sub-districts are Harim, Salqin and Jandairis.
_ARE = frozenset(
    {"are", "were", "remain", "include", "included", "including", "namely", "هي", "وهي", "شملت", "تشمل"}
)
# Fewer names are no table.
_LEAST = 3
# Words between the heading's word for the unit and the first name: by sub-district, cumulative since 25 August.
_HEADING = 8
# Words of a figure: 4,118 HH.
_FIGURE = 4
_MEASURES = frozenset(
    {
        "hh",
        "households",
        "families",
        "people",
        "persons",
        "idps",
        "cases",
        "عائله",
        "اسره",
        "حاله",
        "شخص",
        "نازح",
    }
)


def name_units(tokens: list[Token], names: list[Name]) -> None:
    """Give the names of a table the kind of unit that its heading tells, and those of a list that "are" such units."""
    k = 0
    while k < len(names):
        row = _row(tokens, names, k)
        listing = _list(tokens, names, k)
        if len(listing) > max(len(row), 1):
            row = listing
        if len(row) >= _LEAST or row is listing:
            own = None if row is listing else _own_unit(row[0])
            kinds, type_word = own or _heading(tokens, row[0], listed=row is listing)
            for name in row if kinds else ():
                if not name.around.kinds and name.around.relation is Relation.AT:
                    name.around.kinds, name.around.type_word = kinds, type_word
                    name.around.evidence = True
        if len(row) >= _LEAST and row is not listing:
            for name in row:
                last = max(name.span.last, name.around.last)
                if last < len(tokens) and number(tokens[last]) is not None:
                    name.listed = True  # Areesheh 13,988; Newroz 4,276; Roj 2,644
        k += max(len(row), 1)


def _row(tokens: list[Token], names: list[Name], k: int) -> list[Name]:
    """Return the names from the k-th on between which only figures stand."""
    row = [names[k]] if names[k].role is Role.LOCATIVE else []
    while row and k + 1 < len(names):
        k += 1
        first, last = max(row[-1].span.last, row[-1].around.last), names[k].span.first
        between = tokens[first:last]
        if names[k].role is not Role.LOCATIVE or not 0 < len(between) <= _FIGURE:
            break
        if number(between[0]) is None or any(number(t) is None and t.fold not in _MEASURES for t in between):
            break
        row.append(names[k])
    return row


def _list(tokens: list[Token], names: list[Name], k: int) -> list[Name]:
    """Return the names of the list that begins with the k-th after "are" or "include"; none where no such word stands."""
    first = names[k].span.first
    if not first or tokens[first - 1].fold not in _ARE or names[k].role is not Role.LOCATIVE:
        return []
    last = k + 1
    while last < len(names) and names[last].follows and names[last].role is Role.LOCATIVE:
        last += 1
    return names[k:last]


def _own_unit(name: Name) -> tuple[tuple[str, ...], str] | None:
    """Return the kinds and the word of a unit that follow the first name of a table: Heish sub-district 9,870; Suran 8,112."""
    around = name.around
    if around.last <= name.span.last or around.kinds[:1] not in (("district",), ("subdistrict",)):
        return None
    return around.kinds[:1], around.type_word


def _heading(tokens: list[Token], name: Name, *, listed: bool) -> tuple[tuple[str, ...], str]:
    """Return the kinds that the last word for a unit before the first name means, and that word.

    Before a table a colon follows it; before a list (`listed`) the verb that joins them.
    """
    first = name.span.first
    for i in range(first - 1, max(first - _HEADING, 0) - 1, -1):
        if any(c in tokens[i + 1].gap for c in ".!?؟\n") and ":" not in tokens[i + 1].gap:
            break
        word = word_at(tokens, i)
        if word is not None and word.cls in ("type", "types") and set(word.value.split()) & set(ADMIN):
            end = i + word.length
            word = word_before(tokens, end) or word  # sub-districts are no districts
            headed = listed or any(":" in t.gap for t in tokens[end : first + 1])
            kinds = tuple(kind for kind in word.value.split() if kind in ADMIN)
            return (kinds, tokens[i].raw) if headed else ((), "")
    return (), ""
