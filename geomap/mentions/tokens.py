"""A text as words with their places in it. Offsets are code points, half-open."""

from __future__ import annotations

import re
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
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|{_AYN}|{_BREAK})*")


@dataclass(frozen=True, slots=True)
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
    for match in _WORD.finditer(text):
        raw = match[0].rstrip(_INVISIBLE)
        folded = fold(raw)
        if not folded:  # a lone tatweel or mark stays part of the gap
            continue
        start = match.start()
        gap = _OPENING_AYN.sub("", text[end:start].strip(_INVISIBLE))
        tokens.append(Token(start, start + len(raw), raw, folded, gap, is_arabic(raw)))
        end = start + len(raw)
    return tokens
