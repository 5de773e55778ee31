"""The cross-script key: the consonants that survive every way of writing a name.

>>> keys("دير الزور") & keys("Dayr az Zawr") & keys("Deir Ezzor") & keys("Dêrazor")
frozenset({'drzr'})
>>> keys("المالكية") & keys("Al-Mālikīyah") & keys("Malkieh")
frozenset({'mlk'})

Keys propose, the score decides: قصر and كسر share one too.
"""

from __future__ import annotations

import functools
import operator
import re

from geomap.names.fold import bare, fold, is_arabic

# One letter per class of sounds that romanisations do not tell apart. c is sh/ش, x is kh/خ.
# Vowels, ayn, hamza, w and y are written in too many ways to count: dropped.
_ARABIC = str.maketrans(
    "بتثجحخدذرزسشصضطظعغفقكلمنهوياءئؤ",
    "bttjhxddrzscsdtz\0gfkklmnh\0\0\0\0\0\0",
)
_INVISIBLE = re.compile("[\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_PLAIN_C = re.compile(r"c(?!h)")
_FINAL_H = re.compile(r"ه\b")

# Letter groups first, each to its class; then single letters.
_DIGRAPHS = [("tch", "c"), ("sh", "c"), ("ch", "c"), ("kh", "x"), ("gh", "g"), ("th", "t"), ("dh", "d"),
             ("dj", "j"), ("zh", "j"), ("ph", "f")]  # fmt: skip
_LATIN = str.maketrans("pvq", "bfk")
_LATIN_VOWELS = re.compile(r"(?<=[aeiou])h\b|[^bdfgjhklmnrstxzc]")
_DOUBLED = re.compile(r"(.)\1+")
_ONE = operator.itemgetter(1)  # of a match: a template, r"\1", is read anew each time
# ş, ç and c are sh, ch and j in Turkish and Kurdish letters, but s-cedilla is ص in BGN/PCGN's romanisation.
_TURKIC = str.maketrans({"ş": "sh", "Ş": "sh", "ç": "sh", "Ç": "sh", "c": "j", "C": "j", "v": "w", "V": "w"})
_TURKIC_LETTERS = re.compile(r"[şŞçÇvV]|c(?![hk])|C(?![hk])")


def _squeeze(consonants: str) -> str:
    # mb is written for nb as it is spoken: Membij, Manbij
    return _DOUBLED.sub(_ONE, consonants.replace("mb", "nb"))


def _arabic_keys(folded: str) -> set[str]:
    text = bare(folded)
    # A feminine ending is silent at the end of a name, but may be spoken before another word:
    # Maarat and Maarrat, but also Maarra al-Numan
    spoken = _FINAL_H.sub("ت", text)
    if text.endswith("ه"):
        text, spoken = text[:-1], spoken[:-1]
    silent = _FINAL_H.sub("", text)
    return {_squeeze(t.translate(_ARABIC).replace("\0", "").replace(" ", "")) for t in (silent, spoken)}


def _latin_key(folded: str) -> str:
    text = _PLAIN_C.sub("k", bare(folded))  # before c comes to stand for sh
    for group, letter in _DIGRAPHS:
        text = text.replace(group, letter)
    return _squeeze(_LATIN_VOWELS.sub("", text.translate(_LATIN)))


def readings(name: str) -> list[str]:
    """Return the folds of a Latin name: as a romanisation of Arabic, and as Turkish or Kurdish where it may be that."""
    name = _INVISIBLE.sub("", name)  # one may stand inside a letter group: s, joiner, h
    found = [fold(name)]
    if _TURKIC_LETTERS.search(name):
        found.append(fold(name.translate(_TURKIC)))
    return found


@functools.lru_cache(maxsize=65536)
def keys(name: str) -> frozenset[str]:
    """Return the consonant keys of a name: up to two for Arabic script, up to four for Latin script.

    Latin script is read both as a romanisation of Arabic and as Turkish or Kurdish; an article that is
    written as one word with the name (Alhasakah) is read both ways too.
    """
    if is_arabic(name):
        return frozenset(_arabic_keys(fold(name)) - {""})
    found = set()
    for reading in readings(name):
        found.add(_latin_key(reading))
        first, *rest = reading.split() or [""]
        if first[:2] in ("al", "el") and len(first) > 6:
            found.add(_latin_key(" ".join([first[2:], *rest])))
    return frozenset(found - {""})


#: Of two consonants, one typing error leaves too little to go by.
MIN_KEY = 3


def deletions(key: str) -> set[str]:
    """Return a key and what is left of it without one of its letters: keys one error apart have one in common.

    None of a key that is too short to be told with an error.

    >>> sorted(deletions("drzr"))
    ['drr', 'drz', 'drzr', 'dzr', 'rzr']
    """
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))} if len(key) >= MIN_KEY else set()
