"""Unknown names at the head of an English list, told by the known one that ends it: on Dada Abdal, Nuwayhat and Abu Rasin."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.mentions.guesses import is_unlisted_name
from geomap.mentions.lexicon import Span, What
from geomap.mentions.tokens import Token
from geomap.mentions.words import by_class, listed
from geomap.names.fold import latin_articles

_LONGEST = 4  # words of a name, articles counted
# What joins the names of a list, and the last of them.
_COMMA, _AND = ",", ("and", "&", "+")


def with_heads_of_lists(tokens: list[Token], spans: Sequence[Span]) -> list[Span]:
    """Add the unknown names that stand before a known place in one list after a preposition of place, or a verb.

    Each must be of words that no dictionary has: "statements from Berlin, Airwars and Idlib" is the price of none other.
    """
    if all(tokens[span.first].arabic for span in spans):
        return list(spans)
    taken = {i for span in spans for i in range(span.first, span.last)}
    found: list[Span] = []
    for span in spans:
        if span.what is not What.PLACE or tokens[span.first].arabic:
            continue
        heads: list[Span] = []
        first = span.first
        while (head := _before(tokens, first, taken)) is not None:
            heads.append(head)
            first = head.first
        if heads and first and tokens[first].gap == " " and _takes_places(tokens[first - 1].fold):
            found += heads
            taken.update(i for head in heads for i in range(head.first, head.last))
    return sorted([*spans, *found], key=lambda s: s.first) if found else list(spans)


def _takes_places(word: str) -> bool:
    """Whether a preposition of place, or a verb that armies do to places, stands before a list: after taking X and Y."""
    return word in listed("place_prepositions") or word in by_class("grounds_before")["object"]


def _before(tokens: list[Token], first: int, taken: set[int]) -> Span | None:
    """Return the unknown name that a list has before token `first`."""
    last = first
    if first and tokens[first - 1].fold in _AND and not tokens[first].gap.strip():
        last = first - 1
    elif tokens[first].gap.strip() != _COMMA:
        return None
    start = last
    while start > 0 and last - start < _LONGEST and start - 1 not in taken:
        token = tokens[start - 1]
        article = token.fold in latin_articles() and start < last and tokens[start].gap == "-"
        if not article and not is_unlisted_name(tokens, start - 1):
            break
        start -= 1
        if tokens[start].gap not in (" ", "-"):
            break
    if start == last or start - 1 in taken:
        return None
    form = " ".join(t.fold for t in tokens[start:last])
    return Span(start, last, tokens[start].start, tokens[last - 1].end, What.GUESS, "", (form,))
