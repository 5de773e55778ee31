"""A text as words with their places in it. Offsets are code points, half-open."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.names import fold, is_arabic

# Marks and invisible signs that writers put inside words (diacritics, harakat, joiners, bidi controls).
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff"
# Of these, the ones that are no part of a word's spelling: directions and joiners at its end.
_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff"
)
# Romanisations write ayn and hamza as a quotation mark inside a word (Ma'arrat); 's is a genitive.
_AYN = r"(?<=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])[’‘'`ʿʾʻʼ](?!s\b)(?=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])"
# Before a word it is a letter too: Nahiyat `Amuda, Nāḩiyat ‘Āmūdā. It parts no words.
_OPENING_AYN = re.compile(r"(?<=\s)[‘'`]$")
# Letters pulled apart to get past filters: حـ ـلب, داعـ.ـش.
_BREAK = "(?<=ـ)[ .·•*]{1,2}(?=ـ)"
# No underscore: it joins words in hashtags.
_WORD = re.compile(rf"[^\W_]+(?:(?:[{_MARKS}]|{_AYN}|{_BREAK})[^\W_]*)*")


# A scraped headline that runs into its date: إدلب14 آذار. Two letters are rather a code (ك14).
_GLUED = re.compile(r"([^\W\d_]{3,})(\d+)")


@dataclass(slots=True)  # not frozen: that would double the time that reading takes
class Token:
    """One word: `text[start:end]`, its fold, and `gap`, what stands between the word before and it."""

    start: int
    end: int
    raw: str
    fold: str
    gap: str
    arabic: bool

    @property
    def capital(self) -> bool:
        """Whether it begins as names do: upper case, a script without case, or a digit."""
        return not self.raw[0].islower()


def tokenize(text: str) -> list[Token]:
    """Split a text into its words. Linear in the length of the text.

    >>> [t.raw for t in tokenize("#دير_الزور: S. Ma'arrat's edge")]
    ['دير', 'الزور', 'S', "Ma'arrat", 's', 'edge']
    """
    tokens: list[Token] = []
    end = 0
    for start, word in _words(text):
        raw, folded, arabic = _word(word)
        if not folded:  # a lone tatweel or mark stays part of the gap
            continue
        gap = text[end:start]
        if gap != " ":
            gap = _OPENING_AYN.sub("", gap.strip(_INVISIBLE))
        end = start + len(raw)
        tokens.append(Token(start, end, raw, folded, gap, arabic))
    return tokens


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield each run of letters and digits with its start; Arabic letters and a number run together are two."""
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        glued = _GLUED.fullmatch(word) if word[0] > "z" and word[-1].isdigit() else None
        if glued is None or fold(glued[1]) == "ال":  # الـ55
            yield start, word
        else:
            yield start, glued[1]
            yield start + len(glued[1]), glued[2]


def _word(raw: str) -> tuple[str, str, bool]:
    """Return a word without the signs at its end, its fold, and whether it is Arabic."""
    return _remembered(raw) if len(raw) < _LONG else _read(raw)


def _read(raw: str) -> tuple[str, str, bool]:
    raw = raw.rstrip(_INVISIBLE)
    return raw, fold(raw), is_arabic(raw)


# A language's vocabulary, not a hostile text's: words of 40 letters are not met twice.
_LONG = 40
_remembered = functools.lru_cache(maxsize=65536)(_read)
