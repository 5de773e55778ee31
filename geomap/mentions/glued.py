"""Names that stand glued to the next word: #منبجعاجل, TaftanazTown, الأتاربأصيب."""

from __future__ import annotations

import re
from collections.abc import Collection

from geomap.mentions.tokens import Token
from geomap.mentions.words import frequent_words, known_words
from geomap.names import fold

# A capital after a small letter: TaftanazTown.
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Arabic letters without marks, tatweel and joined forms.
_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064a]+")
# Shorter names than this begin too many words; in a hashtag, three letters are enough (#حلبعاجل).
_SHORTEST = 4
# No two words are longer than this.
_LONGEST = 30


def glued_name(token: Token, well_known: Collection[str]) -> int:
    """Return how many letters of an unknown word are a well-known name, where an everyday word is left over; else 0."""
    if len(token.raw) > _LONGEST:
        return 0
    return _arabic_cut(token, well_known) if token.arabic else _latin_cut(token, well_known)


def _arabic_cut(token: Token, well_known: Collection[str]) -> int:
    in_hashtag = "#" in token.gap
    shortest = _SHORTEST - in_hashtag
    if len(token.fold) < shortest + 3 or token.fold in known_words():
        return 0
    # Where each letter folds by itself, the name's fold begins the word's
    plain = len(token.fold) == len(token.raw) and _PLAIN.fullmatch(token.raw)
    if plain and not any(
        token.fold[:cut] in well_known for cut in range(len(token.raw) - 3, shortest - 1, -1)
    ):
        return 0
    for cut in range(len(token.raw) - 3, shortest - 1, -1):
        name = fold(token.raw[:cut])
        if name in well_known:
            rest = fold(token.raw[cut:])
            if token.raw[cut - 1] == "ة" and len(rest) > 1:
                return cut  # الحسكةرتل: the letter ends words
            if len(rest) >= 3 and rest in (known_words() if in_hashtag else frequent_words()):
                return cut
    return 0


def _latin_cut(token: Token, well_known: Collection[str]) -> int:
    for hump in _HUMP.finditer(token.raw):
        name = fold(token.raw[: hump.start()])
        if len(name) >= _SHORTEST and name in well_known:
            return hump.start()
    return 0
