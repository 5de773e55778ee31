"""How alike two names sound, 0–1, across scripts: consonants count in full, vowels a little.

>>> similarity("دير الزور", "Dayr az Zawr") > 0.8
True
>>> similarity("Idlib", "Ariha") < 0.5
True
"""

from __future__ import annotations

import functools

from geomap.names.fold import bare, fold, is_arabic

# Arabic writes long vowels only; romanisations write them a/aa, u/ou/w, i/ee/y.
_ARABIC_SOUNDS = str.maketrans("بتثجحخدذرزسشصضطظعغفقكلمنهويا", "bttjhxddrzscsdtzagfkklmnhuia")
_LATIN_SOUNDS = str.maketrans("bpdfvgjhklmnqrstxzcaeiouwy", "bbdffgjhklmnkrstxzkaiiuuui")
_GROUPS = [("tch", "c"), ("sh", "c"), ("ch", "c"), ("kh", "x"), ("gh", "g"), ("th", "t"), ("dh", "d"),
           ("dj", "j"), ("zh", "j"), ("ph", "f"), ("ou", "u"), ("oo", "u"), ("ee", "i")]  # fmt: skip


@functools.lru_cache(maxsize=65536)
def _sounds(name: str) -> str:
    text = bare(fold(name))
    if is_arabic(text):
        return " ".join(w.removesuffix("ه") for w in text.split()).translate(_ARABIC_SOUNDS)
    text = " ".join(w[:-1] if w[-2:] in ("ah", "eh", "ih") else w for w in text.split())
    for group, letter in _GROUPS:
        text = text.replace(group, letter.upper())  # upper case: not touched by the single letters
    # mb is written for nb as it is spoken: Membij, Manbij
    return text.translate(_LATIN_SOUNDS).lower().replace("mb", "nb")


def similarity(a: str, b: str) -> float:
    """Return 0–1: the likeness of two names, in any two scripts; 1 for names of one fold."""
    from rapidfuzz.distance import Indel

    x, y = _sounds(a), _sounds(b)
    spaced = Indel.normalized_similarity(x, y)
    joined = Indel.normalized_similarity(x.replace(" ", ""), y.replace(" ", ""))
    if is_arabic(a) == is_arabic(b):
        return max(spaced, joined)
    # Across scripts short vowels are missing on one side: compare the consonants as well
    no_vowels = str.maketrans("", "", "aiu ")
    consonants = Indel.normalized_similarity(x.translate(no_vowels), y.translate(no_vowels))
    return (max(spaced, joined) + consonants) / 2
