"""The fold: every spelling of one name, in one script, becomes one string for looking up.

>>> fold("إدلب") == fold("ادلب") == fold("اِدلـب")
True
>>> fold("Al-Mālikīyah"), fold("Dêrik"), fold("Ra's al-‘Ayn")
('al malikiyah', 'derik', 'ras al ayn')
>>> fold("#دير_الزور") == fold("دير الزور")
True
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from importlib.resources import files

# Letters that one name is written with at will, or that Kurdish and Persian keyboards give for Arabic ones.
# NFKD has already taken hamza and madda off their seats, and undone presentation forms and ligatures.
_LETTERS = {
    "ى": "ي", "ی": "ي", "ې": "ي", "ێ": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    "ە": "ا",  # the Kurdish vowel e, which Arabic writes with alef or not at all
    "ک": "ك", "گ": "ك", "ڪ": "ك", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ڕ": "ر", "ڵ": "ل",
    "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف", "ٱ": "ا",
    "ı": "i", "ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e",
}  # fmt: skip
# Signs that stand for ayn and hamza in romanisations, or that are no sound at all: dropped, not spaced.
_DROPPED = "ءـʿʾʻʼ’‘'`´′ˈ\u00ad"
# Letters pulled apart to get past filters: حـ ـلب, داعـ.ـش.
_BROKEN = re.compile("ـ[ .·•*]{1,2}ـ")
_NOT_WORD = re.compile(r"[\W_]+")


@functools.cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of one of the name lists (data/, one word a line), folded."""
    lines = files("geomap.names").joinpath(f"data/{name}.txt").read_text("utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


def latin_articles() -> frozenset[str]:
    """The definite article as romanisations write it before sun and moon letters."""
    return words_of("articles")


@functools.cache
def _table() -> dict[int, str | None]:
    # Marks and format characters (harakat, bidi controls, joiners) of the scripts that reports are written in
    signs = itertools.chain(range(0x3000), range(0xFE00, 0xFE30), (0xFEFF,), range(0xE0000, 0xE0080))
    table: dict[int, str | None] = {c: None for c in signs if unicodedata.category(chr(c)) in ("Mn", "Cf")}
    table.update({ord(c): None for c in _DROPPED})
    table.update({ord(a): b for a, b in _LETTERS.items()})
    # Arabic-Indic and Persian digits
    table.update({base + d: str(d) for base in (0x0660, 0x06F0) for d in range(10)})
    return table


# The letters of Arabic alone, which fold one by one: nine in ten words of a text.
_PLAIN_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+")


@functools.cache
def _arabic_letters() -> dict[int, str]:
    return {c: _fold(chr(c)) for c in (*range(0x621, 0x63B), *range(0x641, 0x64B))}


def fold(text: str) -> str:
    """Return the look-up form: lower case, no diacritics, one letter for each set that writers mix.

    Idempotent. The text itself is never changed; only look-up keys are folded.
    """
    if text.isascii() and text.isalpha():
        return text.lower()
    return _fold_name(text) if len(text) <= _NAME else _fold(text)


def fold_plain(text: str) -> str | None:
    """Return the fold of a word of nothing but Arabic letters; None for any other."""
    return text.translate(_arabic_letters()) if _PLAIN_ARABIC.fullmatch(text) else None


def _fold(text: str) -> str:
    if "ـ" in text:
        text = _BROKEN.sub("", text)
    # Kurdish writes a first vowel, and so the Arabic article, with a seat before it: ئەلباب is الباب
    plain = unicodedata.normalize("NFKD", text.replace("ئە", "ا")).translate(_table())
    folded = plain.casefold()
    # casefold may bring back a combining mark (İ), and NFKD a letter of the table; Arabic has no case
    if folded != plain and not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded).translate(_table())
    return _NOT_WORD.sub(" ", folded).strip()


# A name is folded some ten times on its way: remembered, a twentieth of the time of matching. No longer text is.
_NAME = 60
_fold_name = functools.lru_cache(maxsize=16384)(_fold)


@functools.lru_cache(maxsize=16384)  # asked for by the forms, the key and the sounds of a name
def bare(folded: str) -> str:
    """Return a folded name without its definite articles.

    >>> bare("al malikiyah"), bare("المالكيه"), bare("دير الزور")
    ('malikiyah', 'مالكيه', 'دير زور')
    """
    words = folded.split()
    if len(words) > 1:
        # The last word is no article: Tall al-As
        words = [*(w for w in words[:-1] if w not in latin_articles()), words[-1]]
        # OCHA writes the article of a second word as one with it: Khan Elshih
        words[1:] = [
            w[2:] if w.startswith(("el", "al")) and len(w) > 4 and w.isascii() else w for w in words[1:]
        ]
    # Four letters at least: ال is part of the word in الب, الي
    return " ".join(w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words)


def is_arabic(text: str) -> bool:
    """Whether the first letter of the text is of the Arabic script.

    >>> is_arabic("3 قرى"), is_arabic("Idlib")
    (True, False)
    """
    for c in text:
        if c.isalpha():
            return "\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufefc"
    return False
