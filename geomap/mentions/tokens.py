"""A text as words with their places in it. Offsets are code points, half-open."""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from geomap.names import fold, is_arabic
from geomap.names.fold import fold_plain

# Marks and invisible signs that writers put inside words (diacritics, harakat, joiners, bidi controls).
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad\ufeff"
# Of these, the ones that are no part of a word's spelling: directions and joiners at its end.
_INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff"
)
# Romanisations write ayn and hamza as a quotation mark inside a word (Ma'arrat); 's is a genitive, but in Ra's al-Ayn.
_AYN = (
    r"(?<=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])[’‘'`ʿʾʻʼ](?:(?!s\b)|(?<=\b[Rr]a.)(?=s[ -]+[ae]l\b))"
    r"(?=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])"
)
# Before a word it is a letter too: Nahiyat `Amuda, Nāḩiyat ‘Āmūdā, Ra's al-'Ayn. It parts no words.
_OPENING_AYN = re.compile(r"(?<=[\s-])[‘'`ʿ’]$")
# Letters pulled apart to get past filters: حـ ـلب, داعـ.ـش.
_BREAK = "(?<=ـ)[ .·•*]{1,2}(?=ـ)"
# A letter that a shout draws out: حلبببب, Alepppo. No name has one three times.
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_THRICE = 2  # letters of a word that stood in it before, at least, where one stands there three times
_ONE = operator.itemgetter(1)  # of a match
# No underscore: it joins words in hashtags.
_WORD = re.compile(rf"([^\W_]+(?:(?:[{_MARKS}]|{_AYN}|{_BREAK})[^\W_]*)*)")


# A scraped headline that runs into its date: إدلب14 آذار. Two letters are rather a code (ك14).
_GLUED = re.compile(r"([^\W\d_]{3,})(\d+)")
# A Latin name with an Arabic particle or article: بـM5, وT4, الـT4.
_PARTICLE_AND_LATIN = re.compile(r"([وفبلك]{1,2}ـ*|[وفبك]{0,2}الـ*)([A-Za-z]\w*)")
_LATIN = re.compile("[A-z]")


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


def after_and(token: Token) -> int:
    """Return where the word begins, in `token.raw`, that "and" is joined to: its letter may be any that folds to it.

    >>> after_and(Token(0, 4, "ؤحلب", "وحلب", "", True))
    1
    """
    return next((i for i, letter in enumerate(token.raw, 1) if fold(letter) == "و"), 0)


def tokenize(text: str) -> list[Token]:
    """Split a text into its words. Linear in the length of the text.

    >>> [t.raw for t in tokenize("#دير_الزور: S. Ma'arrat's edge")]
    ['دير', 'الزور', 'S', "Ma'arrat", 's', 'edge']
    """
    # Gap, word, gap, word …, gap: one call into C for the whole text
    parts = _WORD.split(text)
    ends = list(itertools.accumulate(map(len, parts)))
    words = list(map(_WORDS.__getitem__, parts[1::2]))
    gaps = map(_GAPS.__getitem__, parts[0::2])
    if not all(map(_FOLD, words)):
        return list(_one_by_one(text, zip(ends[0::2], parts[1::2], strict=False)))
    return [
        Token(start, start + len(raw), raw, folded, gap, arabic)
        for start, (raw, folded, arabic), gap in zip(ends[0::2], words, gaps, strict=False)
    ]


def _one_by_one(text: str, words: Iterable[tuple[int, str]]) -> Iterator[Token]:
    """Yield the tokens of a text some of whose words are none, or two.

    A lone tatweel or mark stays part of the gap; Arabic letters and a number run together are two words.
    """
    end = 0
    for start, word in words:
        glued = _glued(word)
        pieces = [(start, word)] if glued is None else [(start, glued[1]), (start + len(glued[1]), glued[2])]
        for at, piece in pieces:
            raw, folded, arabic = _read(piece)
            if folded:
                yield Token(at, at + len(raw), raw, folded, _GAPS[text[end:at]], arabic)
                end = at + len(raw)


def _glued(word: str) -> re.Match[str] | None:
    if word[0] <= "z":
        return None
    if _LATIN.search(word):
        return _PARTICLE_AND_LATIN.fullmatch(word)
    glued = _GLUED.fullmatch(word) if word[-1].isdigit() else None
    return None if glued is None or fold(glued[1]) == "ال" else glued  # الـ55


def _read(raw: str) -> _Word:
    raw = raw.rstrip(_INVISIBLE)
    return raw, fold(_DRAWN_OUT.sub(_ONE, raw)), is_arabic(raw)


# A word without the signs at its end, its fold, and whether it is Arabic.
_Word = tuple[str, str, bool]
_FOLD = operator.itemgetter(1)
# A language's vocabulary, not a hostile text's: words of 40 letters are not met twice.
_LONG, _REMEMBERED = 40, 200_000


class _Words(dict[str, _Word]):
    """Words as they are written, and what they are; a look-up is one step in C where a word was met before."""

    def __missing__(self, raw: str) -> _Word:
        plain = fold_plain(raw)
        if plain is not None and len(raw) - len(set(raw)) < _THRICE:
            found = raw, plain, True
        else:
            found = _read(raw) if _glued(raw) is None else (raw, "", True)  # to be read one by one
        if len(raw) < _LONG:
            if len(self) > _REMEMBERED:
                self.clear()
            self[raw] = found
        return found


class _Gaps(dict[str, str]):
    """What stands between two words, and the same without signs that nobody sees and ayns of the next word."""

    def __missing__(self, raw: str) -> str:
        gap = raw if raw == " " else _OPENING_AYN.sub("", raw.strip(_INVISIBLE))
        if len(raw) < _LONG:
            if len(self) > _REMEMBERED:
                self.clear()
            self[raw] = gap
        return gap


_WORDS, _GAPS = _Words(), _Gaps()
