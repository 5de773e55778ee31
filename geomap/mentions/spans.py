"""Spotting names: which runs of words are a name of a place, a foreign place, an organisation, the country."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.before_lists import with_heads_of_lists
from geomap.mentions.beginnings import beginnings_of
from geomap.mentions.glued import glued_name
from geomap.mentions.guesses import guess_at
from geomap.mentions.guesses_in_lists import guess_in_list, unlisted
from geomap.mentions.lexicon import Lexicon, Span, What, lexicon_of, place_ids
from geomap.mentions.longest import longest_at
from geomap.mentions.respelled import respelled_at
from geomap.mentions.tokens import Token, after_and
from geomap.mentions.whole import whole
from geomap.mentions.words import cities_abroad, word_at, word_before
from geomap.names import fold

__all__ = ["Span", "What", "find_spans", "merged", "place_ids"]


# Type words that two names share, and what they are before each of them; shorter words than this are rather others.
_SHARED = {
    "حقل": "حقل",
    "حقلي": "حقل",
    "حقول": "حقل",
    "سد": "سد",
    "سدي": "سد",
    "سدود": "سد",
    "مطار": "مطار",
    "مطاري": "مطار",
    "محطه": "محطه",
    "محطتي": "محطه",
    "محطات": "محطه",
}
_SHORTEST = 4
# Of so few words each may as well be looked at.
_FEW_TOKENS = 40
# So few words without a capital are no habit yet.
_FEW_WORDS = 8
# English that is written with capitals has one in ten words or more.
_ONE_CAPITAL_IN = 30


def find_spans(tokens: list[Token], gazetteer: Gazetteer, *, by_sound: bool = True) -> list[Span]:
    """Return the names in a text, in order, none overlapping: the longest at each word.

    `by_sound`: also names in spellings that no list has (see `geomap.mentions.respelled`).
    """
    lexicon = lexicon_of(gazetteer)
    spans: list[Span] = []
    in_list = typed_list = False  # in a list of places; in one under a head as قرى, "villages of"
    caseless = _is_caseless(tokens)
    i = 0
    count = len(tokens)
    # Nine in ten words begin no name and are not looked at twice; for a few words that does not pay
    beginnings = beginnings_of(lexicon).of(tokens) if count > _FEW_TOKENS else range(count)
    at = 0
    while True:
        # What goes on with a list of places may be any word
        if not (in_list and spans[-1].last == i):
            at = bisect.bisect_left(beginnings, i, at)
            if at == len(beginnings):
                break
            i = beginnings[at]
        if i >= count:
            break
        after_name = bool(spans) and (spans[-1].last == i or _is_counted(tokens, spans[-1].last, i))
        span = known_at(tokens, i, lexicon, after_name=after_name, caseless=caseless)
        if span is None and in_list and spans[-1].last == i:
            span = guess_in_list(tokens, i, lexicon)
            if span is not None and not typed_list and not unlisted(tokens, span):
                span = None
        if span is None or span.what is not What.PLACE or span.last - span.first == 1:
            span = (
                _of_same_type(tokens, i, spans, lexicon) or span
            )  # محطتي محردة والزارة, and no village Zara
        span = (
            span
            or guess_at(tokens, i, lexicon)
            or (by_sound and respelled_at(tokens, i, lexicon, after_name=bool(spans) and spans[-1].last == i))
            or _glued_at(tokens, i, lexicon)
            or None
        )
        if span is None:
            i += 1
            continue
        if by_sound and span.what is What.GUESS and not tokens[span.first].arabic:
            # Reimat Hazem, though there is a Hazem too
            respelled = respelled_at(tokens, span.first, lexicon, after_name=False)
            span = respelled if respelled is not None and respelled.last > span.last else span
        if span.what is What.GUESS and span.forms[0] in lexicon.places:
            span = replace(span, what=What.PLACE)
        elif span.what is What.GUESS and _is_city_abroad(tokens, span):
            span = replace(span, what=What.FOREIGN)
        span = whole(tokens, span, lexicon)
        goes_on = bool(spans) and _goes_on_with(tokens, spans[-1], span)
        typed_list = _opens_list(tokens, span) or (goes_on and typed_list)
        in_list = (
            typed_list
            or (goes_on and (in_list or _two_of_a_list(tokens, spans[-1], span)))
            or _and_another(tokens, span)
        )
        spans.append(span)
        i = max(span.last, i + 1)
    return with_heads_of_lists(tokens, _without_overlaps(spans))


def _is_counted(tokens: list[Token], last: int, i: int) -> bool:
    """Whether but a number in brackets stands from a name's end to token i: أطمة (17) وقاح."""
    return i == last + 1 and tokens[last].fold.isdigit() and tokens[i].gap.strip() == ")"


def _is_city_abroad(tokens: list[Token], span: Span) -> bool:
    """Whether a name that no gazetteer has is that of a city of Europe, and no village's or quarter's: lived in Pirmasens."""
    if span.forms[0] not in cities_abroad():
        return False
    of = span.first > 0 and tokens[span.first - 1].fold == "of"
    before = word_before(tokens, span.first - of)
    return before is None or "village" not in before.value


def _glued_at(tokens: list[Token], i: int, lexicon: Lexicon) -> Span | None:
    token = tokens[i]
    cut = glued_name(token, lexicon.well_known)
    if not cut:
        return None
    return Span(i, i + 1, token.start, token.start + cut, What.PLACE, "", (fold(token.raw[:cut]),))


def _of_same_type(tokens: list[Token], i: int, spans: list[Span], lexicon: Lexicon) -> Span | None:
    """Return one of several facilities that share their type word: حقلي الهيل والتنك, where حقل التنك is on the list."""
    token = tokens[i]
    if not i or not token.arabic or token.gap != " ":
        return None
    before = spans[-1] if spans and spans[-1].last == i else None
    joined = before is not None and token.fold.startswith("و")
    word = _SHARED.get(tokens[i - 1].fold.removeprefix("و"))
    if joined and before is not None:
        heads = (
            before.full,
            tokens[before.first].fold,
            tokens[before.first - 1].fold if before.first else "",
        )
        word = next(filter(None, (_SHARED.get(h.split(" ")[0].removeprefix("و")) for h in heads)), None)
    name = token.fold[joined:]
    form = f"{word} {name}"
    if word is None or len(name) < _SHORTEST or not lexicon.is_spelled(form):
        return None
    start = token.start + (after_and(token) if joined else 0)
    return Span(i, i + 1, start, token.end, What.PLACE, "و" if joined else "", (form,), full=form)


def _is_caseless(tokens: list[Token]) -> bool:
    """Whether a text in Latin letters is typed without capitals, as posts are."""
    latin = [t for t in tokens if not t.arabic and t.raw[0].isalpha()]
    if len(latin) < _FEW_WORDS or 2 * len(latin) < len(tokens):
        return False
    return sum(t.capital for t in latin) * _ONE_CAPITAL_IN < len(latin)


def known_at(
    tokens: list[Token], i: int, lexicon: Lexicon, *, after_name: bool, caseless: bool = False
) -> Span | None:
    """Return the known name at token i, the likelier one where a word can be read in two ways."""
    span = longest_at(tokens, i, lexicon, caseless=caseless)
    if span is not None and span.what is What.ORGANISATION and _is_today(tokens, span):
        town = " ".join(t.fold for t in tokens[i : span.last - 1])
        if town in lexicon.places:  # أحياء حلب اليوم are no outlet
            end = tokens[span.last - 2].end
            return Span(i, span.last - 1, span.start, end, What.PLACE, span.particle, (town,))
    if span is not None and span.what is What.ORGANISATION:
        # The area that an operation took: منطقة درع الفرات, منطقتي «درع الفرات» و«غصن الزيتون»
        area = word_before(tokens, i)
        form = f"منطقه {span.forms[0]}"
        if area is not None and "area" in area.value and form in lexicon.places:
            return replace(span, what=What.PLACE, forms=(form,))
    if span is None or span.what is not What.PLACE:
        return span
    # أطمة وقاح: right after a name, a first waw is "and" before it is the name's
    if after_name and not span.particle and tokens[i].fold.startswith("و") and tokens[i].gap in (" ", ") "):
        span = longest_at(tokens, i, lexicon, joined="و") or span
    # eastern Deir ez-Zor holds no village Eastern Deir
    word = word_at(tokens, i) if span.last - i > 1 else None
    if word is not None and word.cls == "direction":
        measured = _measured(tokens, i, i + word.length, lexicon)
        if measured is not None:
            return measured
        inner = longest_at(tokens, i + word.length, lexicon)
        if inner is not None and inner.last > span.last:
            return inner
    return span


def _measured(tokens: list[Token], i: int, after: int, lexicon: Lexicon) -> Span | None:
    """Return the name after a direction that a distance stands before: 5 km east of the Euphrates is no region."""
    before = word_before(tokens, i)
    if before is None or before.cls != "unit":
        return None
    while (word := word_at(tokens, after)) is not None and word.cls in ("of", "the"):
        after += word.length
    inner = longest_at(tokens, after, lexicon) if after < len(tokens) else None
    return inner if inner is not None and inner.what is What.PLACE else None


def _is_today(tokens: list[Token], span: Span) -> bool:
    """Whether the last word of an outlet's name rather tells the time: the town's name follows a type word or "in".

    Or the number in it is a day: Deir Ezzor 24/8/2023.
    """
    if tokens[span.last - 1].fold.isdigit():
        after = tokens[span.last] if span.last < len(tokens) else None
        return after is not None and after.gap in ("/", "-", ".") and after.fold.isdigit()
    if tokens[span.last - 1].fold not in ("اليوم", "today", "الان", "now") or span.last - span.first < 2:
        return False
    before = word_before(tokens, span.first)
    in_it = span.particle.endswith("ب") or (span.first > 0 and tokens[span.first - 1].fold in ("في", "in"))
    return in_it or (
        before is not None and before.cls in ("type", "types", "countryside", "near", "outskirts")
    )


def _opens_list(tokens: list[Token], span: Span) -> bool:
    """Whether a word that more than one name follows stands before a name: قرى X, the towns of X, between X, محاور X."""
    at = (
        span.first - 1
        if not tokens[span.first].arabic and tokens[span.first - 1].fold == "of"
        else span.first
    )
    word = word_before(tokens, at)
    return word is not None and word.cls in ("types", "between", "axis")


def _two_of_a_list(tokens: list[Token], before: Span, span: Span) -> bool:
    """Whether two known places side by side begin a list: مارع وصوران و…, Menagh, Maraanaz and …."""
    known = What.PLACE in (before.what, span.what) and {before.what, span.what} <= {What.PLACE, What.GUESS}
    if not known or before.doubtful or span.doubtful:
        return False
    return span.particle == "و" or tokens[before.last].gap.strip() in (",", "،") or before.last < span.first


def _and_another(tokens: list[Token], span: Span) -> bool:
    """English: whether "and" and a capitalised word follow a known place: Hawik and Jarmash."""
    if span.what is not What.PLACE or span.doubtful or span.last + 1 >= len(tokens):
        return False
    return tokens[span.last].fold == "and" and not tokens[span.last].gap.strip()


def _goes_on_with(tokens: list[Token], before: Span, span: Span) -> bool:
    """Whether a name follows another in one list."""
    between = tokens[before.last : span.first]
    return not between or [t.fold for t in between] == ["and"]


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.first >= kept[-1].last:
            kept.append(span)
    return kept


def merged(a: Span, b: Span, *, closing: bool) -> Span:
    """Return two names of one place as one span (المالكية/ ديريك), with the bracket that closes the second."""
    names = (*(a.names or ((a.start, a.end),)), (b.start, b.end))
    return replace(a, last=b.last, end=b.end + closing, forms=(*a.forms, *b.forms), names=names)
