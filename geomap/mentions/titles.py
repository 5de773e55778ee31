"""Names inside longer names: of a film or a book in quotation marks, of an authority, of a namesake town in America."""

from __future__ import annotations

from geomap.mentions.spans import Span
from geomap.mentions.tokens import Token
from geomap.mentions.words import by_class, frequent_words, listed

# What opens and closes a title; the straight sign does both.
_OPENS, _CLOSES = frozenset('"“«„'), frozenset('"”»“')
# The longest title in words.
_LONGEST = 8
# Words that titles write small.
_SMALL = frozenset({"of", "in", "to", "the", "and", "a", "an", "on", "for", "at", "from", "with", "is", "my"})
# Words between the word for films and a title: رواية, or الأفلام مثل; and before the second of two titles.
_BEFORE, _REACH = 3, 8
# So many words around a title without quotation marks, what it is a title of is spoken of.
_ABOUT = 40
# Films and books, and the words of their titles before a place's name.
_FILMS, _FILM = frozenset({"فيلم", "روايه", "مسلسل", "وثائقي", "مسرحيه"}), 3
# So many words may stand between the head of an authority's name and the place: the General Organisation for the
# Development of al-Ghab.
_AHEAD = 7
_JOINING = frozenset({"of", "for", "the", "and"})


def is_in_title(tokens: list[Token], span: Span) -> bool:
    """Whether a name stands in a quoted title: "Last Men in Aleppo", فيلم «العودة إلى حمص»."""
    ahead = range(span.first, max(span.first - _LONGEST, -1), -1)
    first = next((i for i in ahead if tokens[i].gap != " " and _opens(tokens, i)), None)
    if first is None:
        return _is_in_film(tokens, span) if tokens[span.first].arabic else _is_in_bare_title(tokens, span)
    last = next(
        (i for i in range(span.last, min(first + _LONGEST + 1, len(tokens))) if _closes(tokens, i)), None
    )
    if last is None or last - first <= span.last - span.first:
        return False
    if tokens[span.first].arabic:
        # روايتها الجديدة «ليالي حلب الأخيرة»
        reach = _REACH if _closes(tokens, first) else _BEFORE
        return any(
            t.fold.removeprefix("ال") in listed("titled") for t in tokens[max(first - reach, 0) : first]
        )
    inside = tokens[first:last]
    others = [t for t in inside if not span.start <= t.start < span.end and t.fold not in _SMALL]
    return inside[0].capital and bool(others) and all(t.capital and not t.raw.isupper() for t in others)


def _is_in_film(tokens: list[Token], span: Span) -> bool:
    """Whether a name ends a film's title without quotation marks: فيلم العودة إلى حمص, but not a film in or on it."""
    i = span.first
    if not tokens[i].arabic or span.particle.endswith("ب"):
        return False
    for k in range(i - 1, max(i - _FILM, 0) - 1, -1):
        if tokens[k + 1].gap != " " or tokens[k].fold in ("في", "عن", "داخل"):
            return False
        if tokens[k].fold.removeprefix("ال") in _FILMS:
            return True
    return False


def _is_in_bare_title(tokens: list[Token], span: Span) -> bool:
    """Whether a name ends a title without quotation marks: Return to Homs, Last Men in Aleppo, where films are spoken of.

    An everyday word with a capital inside a sentence begins it, and a preposition stands between.
    """
    i = span.first
    if i < 2 or tokens[i].gap != " " or tokens[i - 1].fold not in ("to", "in", "from"):
        return False
    word = tokens[i - 2]
    if (
        not word.capital
        or word.raw.isupper()
        or tokens[i - 1].gap != " "
        or word.fold not in frequent_words()
    ):
        return False
    k = i - 2
    while k and tokens[k].gap == " " and tokens[k - 1].capital:
        k -= 1
    if not k or tokens[k].gap.strip(' "“') or tokens[k - 1].capital:
        return False  # a sentence begins there
    near = {t.fold for t in tokens[max(i - _ABOUT, 0) : i + _ABOUT]}
    return not near.isdisjoint(listed("titled_en"))


def _opens(tokens: list[Token], i: int) -> bool:
    gap = tokens[i].gap
    return gap[-1:] in _OPENS and (len(gap) > 1 or i == 0)


def _closes(tokens: list[Token], i: int) -> bool:
    return tokens[i].gap[:1] in _CLOSES


def is_in_authority(tokens: list[Token], span: Span) -> bool:
    """Whether a name is part of an authority's, whose head stands some capitalised words before it.

    The General Organisation for the Development of al-Ghab, the Establishment of the Euphrates Dam.
    """
    i = span.first
    if tokens[i].arabic or i < 2 or tokens[i - 1].fold not in _JOINING | {"in"}:
        return False
    heads = by_class("authorities")["head"]
    for k in range(i - 1, max(i - _AHEAD, 0) - 1, -1):
        token = tokens[k]
        if tokens[k + 1].gap not in (" ", "-") or not (
            token.fold in _JOINING or token.fold == "in" or token.capital
        ):
            return False
        if token.fold in heads and token.capital:
            # Detainees in a prison are what their association is for; a company's office in Homs is there
            return token.fold == "association" or all(t.fold != "in" for t in tokens[k : span.first])
    return False


def is_american(tokens: list[Token], span: Span) -> bool:
    """Whether a state of the United States follows a name: Damascus, Maryland."""
    i = span.last
    if i >= len(tokens) or tokens[i].gap != ", ":
        return False
    states = by_class("authorities")["state"]
    words = [t.fold for t in tokens[i : i + 2]]
    return words[0] in states or " ".join(words) in states


def is_little(tokens: list[Token], span: Span) -> bool:
    """Whether emigrants' quarter is called after their town: Little Aleppo. Little Radda is a village of Syria."""
    i = span.first - 1
    if i < 0 or tokens[span.first].gap != " " or tokens[i].raw != "Little":
        return False
    return span.forms[0] in by_class("authorities")["city"]
