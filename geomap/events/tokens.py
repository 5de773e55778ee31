"""Folded words of a sentence, and lists of phrases to find among them.

Every pattern here is tried once per word and never nests a repetition, so that hostile text
(a megabyte of one letter) costs linear time.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

T = TypeVar("T")

STOP = "."  # ends a sentence
COMMA = ","
DATE = "<date>"  # stands for a date that was recognised and taken out
YEAR = "<year>"  # in a phrase list: any year of 1900–2099
STAR = "*"  # in a phrase list: any ending of the word

# No real word is longer; of a longer token only the head is looked up, so that a megabyte costs nothing.
LONGEST_WORD = 40


@cache
def _translation() -> dict[int, int | str | None]:
    table: dict[int, int | str | None] = {}
    for code in [*range(0x064B, 0x0653), 0x0670, 0x0640, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]:
        table[code] = None  # vowel signs, tatweel, joiners, bidi controls
    for code in [*range(0x2060, 0x206A), 0xFEFF, 0x00AD, 0x061C]:
        table[code] = None
    table.update(str.maketrans("أإآٱىیکةھ’‘ʼ،؛؟٬٫–—‐‑−", "ااااييكهه''',;?,.-----"))
    for digit in range(10):
        table[0x0660 + digit] = table[0x06F0 + digit] = str(digit)
    return table


@cache
def _blank() -> re.Pattern[str]:
    return re.compile(r"[^\S\n]+")


@cache
def _broken_word() -> re.Pattern[str]:
    return re.compile(r"ـ[ .*]ـ")  # قـ ـصف, داعـ.ـش: words broken to get past filters


def fold(text: str) -> str:
    """The text in one spelling: lower case, no vowel signs, plain alef, Western digits, single blanks.

    >>> fold("مقتل  ٥ عناصر، وإصابةُ طفلة")
    'مقتل 5 عناصر, واصابه طفله'
    """
    joined = _broken_word().sub("", text)
    plain = unicodedata.normalize("NFKC", joined).translate(_translation()).lower()
    return _blank().sub(" ", plain)


@cache
def _token() -> re.Pattern[str]:
    return re.compile(
        r"<date>"
        r"|\d+(?:[.,]\d+)*(?:-(?:\d+|[a-z]+(?:-[a-z]+)*))?"  # 14, 1,200, 5-7, 5-year-old
        r"|[^\W\d_]+(?:[-'][^\W\d_]+)*"
        r"|[.,;:?!\n|()]"
    )


def tokenize(folded: str) -> list[str]:
    """Words, numbers and marks of a folded text. Colon and brackets are commas, the other marks stops.

    >>> tokenize(fold("قتل 14 عنصراً، و3 مدنيين."))
    ['قتل', '14', 'عنصرا', ',', 'و', '3', 'مدنيين', '.']
    """
    tokens = []
    for match in _token().finditer(folded):
        token = match.group()
        if token in ";?!\n|.":
            token = STOP
        elif token in ":(),":
            token = COMMA
        tokens.append(token)
    return tokens


@lru_cache(maxsize=65536)
def forms(token: str) -> tuple[str, ...]:
    """The word, then the word without attached Arabic particles, longest first.

    >>> forms("وبالقصف")
    ('وبالقصف', 'بالقصف', 'القصف', 'قصف')
    >>> forms("للاشتباكات")
    ('للاشتباكات', 'لاشتباكات', 'اشتباكات')
    """
    word = token[:LONGEST_WORD]
    found = [word]
    if not "\u0621" <= word[:1] <= "\u064a":
        return tuple(found)
    # و and ف come first, then one of ب ل ك, then the article; "لل" is ل with the article.
    for particles in (("و", "ف"), ("ب", "ل", "ك"), ("ال", "ل")):
        for form in tuple(found):
            for particle in particles:
                rest = form[len(particle) :]
                if form.startswith(particle) and len(rest) >= 2 and rest not in found:
                    found.append(rest)
    return tuple(found)


def is_year(token: str) -> bool:
    return len(token) == 4 and token.isdecimal() and token[:2] in ("19", "20")


class Phrases(Generic[T]):
    """Phrases of one or more words, each with a value; found at a position of a token list.

    A word that ends in * stands for all its endings; <year> for any year. Arabic particles before
    any word of a phrase are allowed.
    """

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in rows:
            words = tuple(fold(phrase).split())
            self._by_first.setdefault(words[0], []).append((words, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._star_lengths = sorted(
            {len(first) - 1 for first in self._by_first if first.endswith(STAR)}, reverse=True
        )
        self._entries_of = lru_cache(maxsize=65536)(self._entries)

    def _entries(self, token: str) -> tuple[tuple[tuple[str, ...], T], ...]:
        found = []
        for form in forms(token):
            found += self._by_first.get(form, [])
            for length in self._star_lengths:
                if length <= len(form):
                    found += self._by_first.get(form[:length] + STAR, [])
        if is_year(token):
            found += self._by_first.get(YEAR, [])
        return tuple(sorted(found, key=lambda entry: -len(entry[0])))

    def at(self, tokens: Sequence[str], index: int) -> tuple[T, int] | None:
        """The value and number of words of the longest phrase that starts at `index`."""
        for words, value in self._entries_of(tokens[index]):
            end = index + len(words)
            if end <= len(tokens) and all(
                _is_word(word, token) for word, token in zip(words[1:], tokens[index + 1 : end], strict=True)
            ):
                return value, len(words)
        return None

    def has_first(self, token: str) -> bool:
        """Whether a phrase begins with the token as it stands, without a particle taken off."""
        return token in self._by_first

    def find(self, tokens: Sequence[str]) -> Iterator[tuple[T, int, int]]:
        """Every phrase, longest first, without overlap: its value and its half-open span."""
        index = 0
        while index < len(tokens):
            hit = self.at(tokens, index)
            if hit is None:
                index += 1
                continue
            yield hit[0], index, index + hit[1]
            index += hit[1]


def _is_word(word: str, token: str) -> bool:
    if word == YEAR:
        return is_year(token)
    if word.endswith(STAR):
        return any(form.startswith(word[:-1]) for form in forms(token))
    return word in forms(token)


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a data file of this package."""
    text = files("geomap.events").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
