"""How alike two names sound, 0–1, across scripts: the cheapest way to turn one into the other.

>>> similarity("دير الزور", "Dayr az Zawr") > 0.95
True
>>> similarity("Zorgon", "Zirgan") < 0.9 < similarity("Membij", "منبج")
True

Consonants count in full, vowels little: Arabic writes the long ones only, and romanisations disagree on all.
"""

from __future__ import annotations

import csv
import functools
import re
from importlib.resources import files

from geomap.names.fold import bare, fold, is_arabic
from geomap.names.key import readings

# The costs, in consonants. A vowel that one spelling leaves out costs little where the other script does not
# write short vowels, more where both could have written it.
_CONSONANT = 1.0
_NEAR_CONSONANT = 0.5  # sounds that typists and dialects mix
_LONG_VOWEL = 0.35  # written in Arabic, missing in the other spelling
_SHORT_VOWEL = 0.08  # written in Latin letters, unwritten in Arabic as short vowels are
_SAME_SCRIPT_VOWEL = 0.25
_SILENT = 0.05  # ayn: romanisations drop it
_ENDING = 0.6  # -iyah makes another name of the same root
_GLIDE = 0.5  # a y between vowels is heard: Jazraya is not Jazra
_FIRST_VOWEL = 0.5
_FINAL_VOWEL = 0.15  # Hama, Hamah; Sweida, Suwayda: endings are the least stable part of a name
_NEAR = {frozenset(p) for p in ("td", "sz", "dz", "kg", "gj", "kj", "hx", "cs", "cj", "bf", "mn", "ts")}
# Vowels by how often one is written for the other.
_VOWELS = {frozenset(p): cost for p, cost in (
    ("ae", 0.1), ("ei", 0.1), ("ou", 0.05), ("ai", 0.25), ("ao", 0.25), ("au", 0.3),
    ("eo", 0.35), ("eu", 0.35), ("io", 0.45), ("iu", 0.45),
)}  # fmt: skip
_VOWEL_WEIGHT = 0.35  # what a vowel counts in the length of a name, a consonant counting 1

_NUMBERS = re.compile(r"\d+")
_NISBA = {"ar": re.compile("يه$"), "la": re.compile("(?:iyy?[ae]h?|i[ae]h|ia)$")}

Sounds = tuple[tuple[str, str], ...]


@functools.cache
def _table() -> dict[str, dict[str, tuple[str, str]]]:
    tables: dict[str, dict[str, tuple[str, str]]] = {"ar": {}, "la": {}}
    with files("geomap.names").joinpath("data/sounds.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            tables[row["script"]][row["letters"]] = (row["sound"], row["kind"])
    return tables


@functools.lru_cache(maxsize=131072)
def _sounds(folded: str) -> Sounds:
    """Return the sounds of a folded name as (class, kind), doubled ones once, without articles and spaces."""
    words = bare(folded).split()
    script = "ar" if words and is_arabic(words[0]) else "la"
    table = _table()[script]
    sounds: list[tuple[str, str]] = []
    for word in words:
        letters, ending = _ending(word, script)
        at = 0
        while at < len(letters):
            length = next((n for n in (3, 2) if letters[at : at + n] in table), 1)
            sound = table.get(letters[at : at + length])
            if sound is not None and (not sounds or sounds[-1] != sound):
                sounds.append(sound)
            at += length
        sounds += ending
        if ending and script == "ar" and word is not words[-1]:
            sounds.append(("t", "silent"))  # معرة is Maarra by itself, but Maarat al-Numan
    return tuple(_spoken(sounds))


@functools.lru_cache(maxsize=131072)
def outline(name: str) -> str:
    """Return the sounds of a name as a string: to sort out, cheaply, which of many names are worth comparing.

    >>> outline("دير الزور"), outline("Dayr az Zawr")
    ('dirzur', 'dairzaur')
    """
    return "".join(sound for sound, _ in _sounds(fold(name)))


def _ending(word: str, script: str) -> tuple[str, list[tuple[str, str]]]:
    """Split off the feminine ending (a vowel) and the ending -iyah (a sound of its own: Sukkar, Sukkariyah)."""
    nisba = _NISBA[script].search(word)
    if nisba and nisba.start() > 1:
        return word[: nisba.start()], [("Y", "ending")]
    if script == "ar" and word.endswith("ه") and len(word) > 2:
        return word[:-1], [("a", "vowel")]
    if script == "la" and len(word) > 3 and word[-2:] in ("ah", "eh"):
        return word[:-1], []
    return word, []


def _spoken(sounds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Write n for m before b, as Manbij is spoken; tell a y between vowels (Jazraya) from the vowel i."""
    spoken = list(sounds)
    for i, (sound, _) in enumerate(sounds):
        after = sounds[i + 1] if i + 1 < len(sounds) else ("", "")
        if sound == "m" and after == ("b", "consonant"):
            spoken[i] = ("n", "consonant")
        elif sound == "i" and after[1] == "vowel" and i and sounds[i - 1][1] == "vowel":
            spoken[i] = ("i", "glide")
    return spoken


def _missing(sound: tuple[str, str], *, own_arabic: bool, other_arabic: bool, final: bool) -> float:
    """Return the cost of a sound that the other spelling lacks."""
    kind = sound[1]
    if kind == "silent":
        return _SILENT
    if kind == "ending":
        return _ENDING
    if kind == "glide":
        return _GLIDE
    if kind == "consonant":
        return _NEAR_CONSONANT if sound[0] == "h" else _CONSONANT
    if final:
        return _FINAL_VOWEL
    if own_arabic == other_arabic:
        return _SAME_SCRIPT_VOWEL
    return _LONG_VOWEL if own_arabic else _SHORT_VOWEL


def _instead(a: tuple[str, str], b: tuple[str, str]) -> float:
    """Return the cost of one sound for another."""
    if a[0] == b[0]:
        return 0.0
    pair = frozenset((a[0], b[0]))
    if a[1] == b[1] == "consonant":
        return _NEAR_CONSONANT if pair in _NEAR else _CONSONANT
    if a[1] == b[1] or {a[1], b[1]} <= {"vowel", "glide"}:
        return _VOWELS.get(pair, 0.3)
    if "vowel" in (a[1], b[1]):
        if "silent" in (a[1], b[1]):
            return _SILENT
        if "ending" in (a[1], b[1]):
            return _LONG_VOWEL
    return _CONSONANT + _VOWEL_WEIGHT


def _weight(sounds: Sounds) -> float:
    return sum(1.0 if kind == "consonant" else _VOWEL_WEIGHT for _, kind in sounds)


# Costs of one sound for another, worked out once for each pair: there are some 40 sounds.
_COSTS: dict[tuple[tuple[str, str], tuple[str, str]], float] = {}


def similarity(a: str, b: str) -> float:
    """Return 0–1: the likeness of two names, in any two scripts; 1 for spellings of one name.

    One minus the cost of the cheapest alignment (edit distance with the weights above), over the mean length.
    """
    if numbers(a) != numbers(b):
        return 0.0  # Regiment 46 is not Regiment 111
    best = 0.0
    for x in _voices(a):
        for y in _voices(b):
            best = max(best, _alignment(*x, *y))
    return best


@functools.lru_cache(maxsize=131072)
def numbers(name: str) -> tuple[str, ...]:
    """Return the numbers that a name holds, in order: T4 and T3 are two places."""
    return tuple(_NUMBERS.findall(fold(name)))


@functools.lru_cache(maxsize=131072)
def _voices(name: str) -> tuple[tuple[Sounds, bool], ...]:
    """Return the sounds of each reading of a name, and whether it is in Arabic letters."""
    return tuple((_sounds(reading), is_arabic(reading)) for reading in readings(name))


@functools.lru_cache(maxsize=131072)
def _alignment(x: Sounds, ax: bool, y: Sounds, ay: bool) -> float:
    if x == y:
        return 1.0 if x else 0.0
    if not x or not y:
        return 0.0
    drop_x = [_missing(s, own_arabic=ax, other_arabic=ay, final=i == len(x) - 1) for i, s in enumerate(x)]
    drop_y = [_missing(s, own_arabic=ay, other_arabic=ax, final=j == len(y) - 1) for j, s in enumerate(y)]
    # A first alef carries any vowel: إدلب, Idlib
    first = _SILENT if ax != ay and x[0][1] == y[0][1] == "vowel" else _instead(x[0], y[0])
    # Arabic writes a vowel that begins a word: Ahmad is not حماد
    for sounds, costs, arabic in ((x, drop_x, ax), (y, drop_y, ay)):
        if ax != ay and not arabic and sounds[0][1] == "vowel":
            costs[0] = _FIRST_VOWEL
    row = [0.0]
    for cost in drop_y:
        row.append(row[-1] + cost)
    between = _COSTS
    for i, sound in enumerate(x):
        above, drop = row, drop_x[i]
        left = above[0] + drop
        row = [left]
        for j, other in enumerate(y):
            if sound == other:
                instead = 0.0
            elif i == j == 0:
                instead = first
            else:
                pair = (sound, other)
                known = between.get(pair)
                instead = known if known is not None else between.setdefault(pair, _instead(sound, other))
            # The cheapest of another sound, one left out, one put in; written out, as this is the innermost loop
            best = above[j] + instead
            out = above[j + 1] + drop
            if out < best:
                best = out
            left += drop_y[j]
            if best < left:
                left = best
            row.append(left)
    return max(0.0, 1 - row[-1] / ((_weight(x) + _weight(y)) / 2))
