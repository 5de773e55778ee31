"""What a capital does that stands in no list: governments do ever new things, towns a few dozen (dawn, fall, are shelled)."""

from __future__ import annotations

import functools

from geomap.mentions.lexicon import Span
from geomap.mentions.tokens import Token
from geomap.mentions.words import by_class, english_words, frequent_words, known_words

# Words after which a subject stands: he said that Damascus, فيما دمشق.
_BEFORE_SUBJECTS = frozenset(
    {
        "ان", "لان", "بان", "وان", "لكن", "ولكن", "بينما", "فيما", "كما", "حيث", "اذ", "غير", "بل",
        "that", "but", "while", "as", "because", "what", "which", "when", "since", "if", "whether", "although",
        "though", "until", "after", "before", "where", "why", "how",
    }
)  # fmt: skip
_CLAUSE = frozenset(".,:;!?،؛\n–—")
# Three letters are rather a noun: بيت, وقت, صوت. So is تاج; تقف is a verb.
_PAST, _PRESENT = 4, 3
_FUTURE = "ست"
_DETERMINERS = frozenset({"the", "a", "an", "their", "his", "her", "its", "this", "that", "be"})


def is_subject(tokens: list[Token], span: Span) -> bool:
    """Whether a name begins a clause, where what does something stands."""
    if not span.first or not _CLAUSE.isdisjoint(tokens[span.first].gap):
        return True
    before = tokens[span.first - 1]
    if before.fold == "and" and span.first > 1:
        return _is_abbreviation(tokens[span.first - 2])  # the SDF and Damascus extended
    return not span.particle and before.fold in _BEFORE_SUBJECTS


def is_demanded(tokens: list[Token], span: Span) -> bool:
    """Whether somebody demands that a government do something: demanded that Damascus recognise."""
    i, first = span.last, span.first
    if first < 2 or tokens[first - 1].fold != "that" or i >= len(tokens) or tokens[i].gap != " ":
        return False
    return tokens[first - 2].fold in by_class("governments")["demanding"] and tokens[i].raw.islower()


def _is_abbreviation(token: Token) -> bool:
    return len(token.raw) > 1 and token.raw.isupper() and token.raw.isascii()


@functools.lru_cache(maxsize=16_384)
def is_womans_verb(folded: str) -> bool:
    """Whether an Arabic word is a verb of the third person feminine, and none of those that are said of towns.

    It is one where the same word of a man is known: تقف by يقف, نجحت by نجح, اكتفت by اكتفى. تاريخ and توقيت have none.

    >>> is_womans_verb("نجحت"), is_womans_verb("تاريخ"), is_womans_verb("تقع")
    (True, False, False)
    """
    if folded.startswith(_FUTURE):
        folded = folded[1:]  # ماذا ستفعل دمشق
    if not by_class("governments")["town"].isdisjoint((folded, folded.removesuffix("ها"))):
        return False
    if folded.startswith("ت") and len(folded) >= _PRESENT and f"ي{folded[1:]}" in known_words():
        return True
    if not folded.endswith("ت") or folded.endswith("ات") or len(folded) < _PAST:
        return False
    stem = folded[:-1]
    return not {stem, f"{stem}ي", f"{stem}ا"}.isdisjoint(known_words())


def did(tokens: list[Token], span: Span) -> bool:
    """Whether what only governments do follows an English name that begins a clause: that Damascus extended a truce."""
    i = span.last
    if i >= len(tokens) or tokens[i].gap != " " or not is_subject(tokens, span):
        return False
    word = tokens[i]
    past = word.raw.islower() and word.fold.endswith("ed")
    known = word.fold in frequent_words() or word.fold in english_words()
    return past and known and word.fold not in by_class("governments")["town"]


def is_to_do(tokens: list[Token], span: Span) -> bool:
    """Whether something is for a government to do: Washington wants Damascus to recognise, for Damascus to agree.

    From Damascus to the coast is a way, and who left Damascus to study is gone.
    """
    i = span.last
    if not span.first or i + 1 >= len(tokens) or tokens[i].fold != "to" or tokens[span.first].gap != " ":
        return False
    verb = tokens[i + 1]
    if {tokens[i].gap, verb.gap} != {" "} or not verb.raw.islower() or verb.fold in _DETERMINERS:
        return False
    return tokens[span.first - 1].fold in by_class("governments")["causing"]
