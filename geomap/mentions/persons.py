"""Which spotted names are people's: by a title or a given name before them, or a father's name after them."""

from __future__ import annotations

import functools
from collections.abc import Container

from geomap.mentions.spans import Span
from geomap.mentions.tokens import Token
from geomap.mentions.words import known_words, listed, word_at

# Titles that end in a full stop.
_SHORT_TITLES = frozenset({"Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Col", "Lt", "Maj", "Sgt", "Capt", "MV"})
# What a family's name follows, which no place's does.
_FAMILIES = frozenset(
    {
        "ال",
        "عائله",
        "عشيره",
        "قبيله",
        "عائلتي",
        "عشيرتي",
        "قبيلتي",
        "بعشيره",
        "لعشيره",
        "وعشيره",
        "وعائله",
        "وال",
    }
)
_CALLED = frozenset(
    {"مدعو", "مدعوه", "مواطن", "شاب", "طفل", "محامي", "مهندس", "دكتور", "طبيب", "صحفي", "ناشط", "معتقل"}
)
# Letters of "for" and a short name, which is rather another word: لسعد, لعمر.
_SHORT_NAME = 4
_SHEIKHS = frozenset({"sheikh", "shaykh", "shekh", "sheik"})
_SHEIKH = frozenset({"Sheikh", "Shaykh", "Sheik"})
_KUNYAS = frozenset({"umm", "abu", "abou", "oum"})
_SONS = frozenset({"بن", "ابن", "bin", "ibn", "al", "el"})


def is_person(tokens: list[Token], span: Span, ends: Container[int]) -> bool:
    """Whether a title or a given name stands right before a name, or a father's name right after it.

    `ends`: the tokens before which a name of the text ends.
    """
    first, last = span.first, span.last
    if first and not span.particle:
        before, gap = tokens[first - 1], tokens[first].gap
        if gap == ". " and before.raw in _SHORT_TITLES:
            return True
        if gap in (" ", " al-"):
            # ابو خالد الرامي has a son, though there is a village of that name too
            father = first > 1 and before.gap == " " and tokens[first - 2].fold in ("ابو", "ام")
            servant = first > 1 and before.gap == " " and tokens[first - 2].fold == "عبد"  # عبد الكريم
            kunya = father and before.fold == "علي" and span.forms[0].endswith("ي")  # أبو علي اليبرودي
            apart = father or not before.arabic or first not in ends
            # محمد علي اليبرودي, where علي alone may be the preposition
            double = first > 1 and before.gap == " " and before.fold == "علي"
            double = double and (
                _is_in(tokens[first - 2].fold, _before_surnames())
                or tokens[first - 2].fold in listed("titles")
            )
            named = (
                servant
                or kunya
                or double
                or (_is_in(before.fold, _before_surnames()) and apart and before.capital)
                or _has_title(tokens, first)
                or (before.fold == "named" and tokens[first - 2].fold in listed("named_persons"))
            )
            # said Umm Ayyub: the mother of one, where the two words are no place
            mother = not before.arabic and before.capital and before.fold in _KUNYAS and gap == " "
            sheikh = (
                before.raw in _SHEIKH and span.forms[0].startswith("al ") and gap == " "
            )  # Sheikh al-Jarba
            if named or mother or sheikh or _is_in(before.fold, listed("titles")):
                return True
    # Omar al-Halabi, where the article is no part of the name that is known
    article = first > 1 and tokens[first].gap == "-" and tokens[first - 1].gap == " "
    if article and tokens[first - 2].fold in listed("given_names"):
        return True
    if _is_sheikh(tokens, span):
        return True
    if last < len(tokens) and tokens[last].gap == " " and is_given(span.forms[0]):
        after = tokens[last]
        if after.fold in listed("given_names") or after.fold in _SONS:
            return True
        return not after.arabic and after.capital and word_at(tokens, last) is None
    return False


def _is_sheikh(tokens: list[Token], span: Span) -> bool:
    """Whether a family's name follows a village's that is a sheikh's too: Sheikh Ibrahim al-Hifl."""
    head, _, rest = span.forms[0].partition(" ")
    last = span.last
    if head not in _SHEIKHS or not is_given(rest) or last + 1 >= len(tokens) or tokens[last].gap != " ":
        return False
    return tokens[last + 1].gap == "-" or (tokens[last].capital and word_at(tokens, last) is None)


def _has_title(tokens: list[Token], i: int) -> bool:
    """Whether a title and a capitalised word that no dictionary has stand before token i: Minister Hulusi Akar."""
    if i < 2 or tokens[i - 1].gap != " " or tokens[i - 2].fold not in listed("titles"):
        return False
    given = tokens[i - 1]
    return (
        not given.arabic
        and given.capital
        and given.fold not in known_words()
        and word_at(tokens, i - 1) is None
    )


def is_surname_only(tokens: list[Token], span: Span) -> bool:
    """Whether a person's name (see `is_person`) is surely no place: after a family's word, a title and a given name, or
    in Latin letters.

    An Arabic surname of a town's name may be the town after all: زارت أم علي حلب.
    """
    first = span.first
    before = tokens[first - 1].fold.removeprefix("و") if first else ""
    titled = first > 1 and _is_in(before, _before_surnames()) and _is_title(tokens, first - 2)
    father = first > 1 and tokens[first - 2].fold in ("ابو", "ام") and _is_in(before, _before_surnames())
    return before in _FAMILIES or titled or father or not tokens[first].arabic


def _is_title(tokens: list[Token], i: int) -> bool:
    """Whether a title stands at token i, right before a given name: المهندس خالد, بتعيين المدعو عمار."""
    word = tokens[i].fold.removeprefix("و")
    return tokens[i + 1].gap == " " and (word in listed("titles") or word.removeprefix("ال") in _CALLED)


def is_title(tokens: list[Token], span: Span) -> bool:
    """Whether a name is the title of the person that is named after it: دوار الشهيد عكيد."""
    last = span.last
    if span.forms[0] not in listed("titles") or last >= len(tokens):
        return False
    after = tokens[last]
    plain = after.arabic and after.gap == " " and not after.fold.startswith("ال")
    return plain and word_at(tokens, last) is None


@functools.lru_cache(maxsize=65_536)
def is_given(form: str) -> bool:
    """Whether a folded name is a given name, or made of given names."""
    return form in listed("given_names") or all(w in listed("given_names") for w in form.split())


def _is_in(word: str, words: frozenset[str]) -> bool:
    """Whether a word is in a list, with "and" or "for" joined to it or not: خلفاً لسامر حمص."""
    word = word if word in words else word.removeprefix("و")
    return word in words or (word[:1] == "ل" and len(word) > _SHORT_NAME and word[1:] in words)


@functools.cache
def _before_surnames() -> frozenset[str]:
    """The given names but علي, which folds to the preposition على."""
    return listed("given_names") - {"علي"}
