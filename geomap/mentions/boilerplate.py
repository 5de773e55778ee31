"""The parts of a page copied as text that are not the report: tags, related stories, comments, share buttons."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from geomap.mentions.tokens import Token
from geomap.readers.page_markers import LONGEST, Marker, markers

# A marker follows a break: the text's begin, a line's end, or a sign that ends a sentence or part of a page.
_BREAKS = frozenset("\n.!؟?|•:،")
# What follows a marker that is one only where it stands alone: the label's own sign, or a number of comments.
_ENDS = "\n:|•›»>/([—–"
# What parts the steps of the path to a page, so many words of which are looked at, and the shortest headline after it.
_CRUMBS, _PATH, _HEADLINE = frozenset("»›>"), 12, 6
# A marker alone on its line heads the lines after it, until one of so many words: a headline is shorter than a
# paragraph, a reader's comment than three, a button or an entry of a menu than a headline.
_UNTIL = {"stories": 20, "tags": 20, "comments": 60, "buttons": 4, "menu": 4, "notice": 0}


def without_boilerplate(tokens: list[Token]) -> list[bool]:
    """Return, for each token, whether it belongs to the report.

    What a marker begins lasts to the end of its line, or, where it is a line of its own, as long as such lines follow.
    """
    kept = [True] * len(tokens)
    firsts = _firsts()
    if not any(_may_begin(tokens, i) for i in [i for i, t in enumerate(tokens) if t.fold in firsts]):
        return kept
    until = 0
    for first, last in _lines(tokens):
        if last - first >= until:
            until = 0
        skipping = bool(until)
        crumbs = first
        begin = first + (tokens[first].fold.isdecimal() and last - first > 1)  # 3 Comments
        for i in range(first, last):
            token = tokens[i]
            if not skipping and token.fold in firsts and (i == begin or not _BREAKS.isdisjoint(token.gap)):
                marker, length = _marker_at(tokens, i, last)
                if marker is not None and i == begin and marker.kind == "menu":
                    crumbs = _after_crumbs(tokens, i, last)
                if marker is not None and crumbs <= i:
                    skipping = True
                    if i == begin and all(t.fold.isdecimal() for t in tokens[i + length : last]):
                        until = _UNTIL[marker.kind]
            kept[i] = not skipping and i >= crumbs
    return kept


def _after_crumbs(tokens: list[Token], i: int, last: int) -> int:
    """Return where a headline begins that runs on after the page's path: الرئيسية » محليات » طرطوس انقطاع التيار عن; else i."""
    crumbs = [k for k in range(i + 1, min(i + _PATH, last)) if not _CRUMBS.isdisjoint(tokens[k].gap)]
    if not crumbs or last - crumbs[-1] < _HEADLINE:
        return i
    return crumbs[-1]


def _may_begin(tokens: list[Token], i: int) -> bool:
    """Whether a marker may begin at token i: after a break, or a number."""
    return not i or not _BREAKS.isdisjoint(tokens[i].gap) or tokens[i - 1].fold.isdecimal()


@functools.cache
def _firsts() -> frozenset[str]:
    return frozenset(marker.partition(" ")[0] for marker in markers())


def _lines(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for i, token in enumerate(tokens):
        if i and "\n" in token.gap:
            yield first, i
            first = i
    if tokens:
        yield first, len(tokens)


def _stands_alone(tokens: list[Token], end: int, last: int) -> bool:
    """Whether a marker ends a line before token `end`, or a headline follows it: "Related: extortion in Shuhayl" has none."""
    if end >= last:
        return True
    return bool(set(tokens[end].gap) & set(_ENDS)) and not (
        ":" in tokens[end].gap and tokens[end].raw.islower()
    )


def _marker_at(tokens: list[Token], i: int, last: int) -> tuple[Marker | None, int]:
    """Return the longest marker at token i and how many words it has."""
    for length in range(min(LONGEST, last - i), 0, -1):
        marker = markers().get(" ".join(t.fold for t in tokens[i : i + length]))
        end = i + length
        if marker is not None and (not marker.alone or _stands_alone(tokens, end, last)):
            return marker, length
    return None, 0
