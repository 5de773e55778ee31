"""Days and months that are spelled as places are: 6 تشرين الأول is no village, nor is الرابع من نيسان, nor شباط 2012."""

from __future__ import annotations

import functools

from geomap.mentions.spans import Span
from geomap.mentions.tokens import Token
from geomap.mentions.words import listed

_DAYS = range(1, 32)
_YEAR = 4  # digits


@functools.cache
def _months() -> frozenset[str]:
    from geomap.events.dates import month_names  # few names ask for it

    return frozenset(month_names("ar"))


@functools.cache
def _begin_dates() -> frozenset[str]:
    """Return the first words of months, and the words for days."""
    return frozenset(month.partition(" ")[0] for month in _months()) | listed("ordinals")


def is_month(form: str) -> bool:
    """Whether a name is that of a month of one word: في آذار, whatever hamlet is called so."""
    return " " not in form and form in _months()


def is_date(tokens: list[Token], span: Span) -> bool:
    """Whether a name is a day, or the number of one, with its month after it, or a month with its year."""
    first, last = tokens[span.first], tokens[span.last - 1]
    if not (first.fold in _begin_dates() or last.fold in _begin_dates() or first.fold.isdigit()):
        return False
    after = [t.fold for t in tokens[span.last : span.last + 3]]
    if after and f"{last.fold} {after[0]}" in _months() and tokens[span.last].gap == " ":
        return True  # في تشرين الثاني
    if first.arabic and " ".join(t.fold for t in tokens[span.first : span.last]) in _months():
        return bool(after) and after[0].isdigit() and len(after[0]) == _YEAR  # في شباط 2012
    number = first.fold.isdigit()
    if not number and first.fold not in listed("ordinals"):
        return False
    if number:
        return int(first.fold) in _DAYS and bool(after) and f"{last.fold} {after[0]}" in _months()
    return after[:1] == ["من"] and not _months().isdisjoint((*after[1:2], " ".join(after[1:3])))
