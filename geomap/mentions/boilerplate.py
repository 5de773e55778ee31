"""The parts of a web page that are not the report: tags, related stories, share buttons."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from geomap.mentions.tokens import Token
from geomap.mentions.words import listed

# The longest marker has four words.
_LONGEST = 4
# A marker follows a break: the text's begin, a line's end, or a sign that ends a sentence or part of a page.
_BREAKS = "\n.!؟?|•:،"


# A marker alone on its line heads the lines after it, until one that is as long as prose: a headline has fewer words.
_PROSE = 20


def without_boilerplate(tokens: list[Token]) -> list[bool]:
    """Return, for each token, whether it belongs to the report.

    What a marker begins lasts to the end of its line, or, where it is a line of its own, as long as headlines follow.
    """
    kept = [True] * len(tokens)
    firsts = _firsts()
    heading = False
    for first, last in _lines(tokens):
        skipping = heading and last - first < _PROSE
        heading = skipping
        for i in range(first, last):
            token = tokens[i]
            if not skipping and token.fold in firsts and (i == first or set(token.gap) & set(_BREAKS)):
                length = _marker_at(tokens, i, last)
                if length:
                    skipping = True
                    heading = i == first and i + length >= last
            kept[i] = not skipping
    return kept


@functools.cache
def _firsts() -> frozenset[str]:
    return frozenset(marker.partition(" ")[0] for marker in listed("boilerplate"))


def _lines(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    first = 0
    for i, token in enumerate(tokens):
        if i and "\n" in token.gap:
            yield first, i
            first = i
    if tokens:
        yield first, len(tokens)


def _marker_at(tokens: list[Token], i: int, last: int) -> int:
    """Return how many words the marker at token i has, 0 where there is none."""
    for length in range(min(_LONGEST, last - i), 0, -1):
        if " ".join(t.fold for t in tokens[i : i + length]) in listed("boilerplate"):
            return length
    return 0
