"""How alike two names sound, 0–1, across scripts: the cheapest way to turn one into the other.

>>> similarity("دير الزور", "Dayr az Zawr") > 0.95
True
>>> similarity("Zorgon", "Zirgan") < 0.9 < similarity("Membij", "منبج")
True

Consonants count in full, vowels little: Arabic writes the long ones only, and romanisations disagree on all.
What one sound costs for another stands in `alignment`.
"""

from __future__ import annotations

import csv
import functools
import itertools
import re
from collections.abc import Sequence
from importlib.resources import files

from geomap.names.alignment import LETTER_OF, Voice, align, align_all, code
from geomap.names.fold import bare, fold, is_arabic
from geomap.names.key import readings

_NUMBERS = re.compile(r"\d+")
_NISBA = {"ar": re.compile("يه$"), "la": re.compile("(?:iyy?[ae]h?|i[ae]h|ia)$")}


@functools.cache
def _table() -> dict[str, dict[str, tuple[str, str]]]:
    tables: dict[str, dict[str, tuple[str, str]]] = {"ar": {}, "la": {}}
    with files("geomap.names").joinpath("data/sounds.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            tables[row["script"]][row["letters"]] = (row["sound"], row["kind"])
    return tables


@functools.cache
def _letter_groups(script: str) -> re.Pattern[str]:
    """Return what finds the groups of letters that are one sound, the longest at each place."""
    groups = sorted(_table()[script], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, groups)))


@functools.lru_cache(maxsize=65536)
def _sounds(folded: str) -> str:
    """Return the sounds of a folded name (see `alignment.code`), doubled ones once, without articles and spaces."""
    words = bare(folded).split()
    script = "ar" if words and is_arabic(words[0]) else "la"
    table, letter_groups = _table()[script], _letter_groups(script)
    sounds: list[tuple[str, str]] = []
    for word in words:
        letters, ending = _ending(word, script)
        for group in letter_groups.findall(letters):
            sound = table[group]
            if not sounds or sounds[-1] != sound:
                sounds.append(sound)
        sounds += ending
        if ending and script == "ar" and word is not words[-1]:
            sounds.append(("t", "silent"))  # معرة is Maarra by itself, but Maarat al-Numan
    return "".join(code(*sound) for sound in _spoken(sounds))


@functools.lru_cache(maxsize=65536)
def outline(name: str) -> str:
    """Return the sounds of a name as a string: to sort out, cheaply, which of many names are worth comparing.

    >>> outline("دير الزور"), outline("Dayr az Zawr")
    ('dirzur', 'dairzaur')
    """
    return _sounds(fold(name)).translate(LETTER_OF)


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
    for i, ((sound, _), after) in enumerate(itertools.pairwise(sounds)):
        if sound == "m" and after == ("b", "consonant"):
            spoken[i] = ("n", "consonant")
        elif sound == "i" and after[1] == "vowel" and i and sounds[i - 1][1] == "vowel":
            spoken[i] = ("i", "glide")
    return spoken


def similarity(a: str, b: str) -> float:
    """Return 0–1: the likeness of two names, in any two scripts; 1 for spellings of one name.

    One minus the cost of the cheapest alignment (edit distance with weights, see `alignment`), over the mean length.
    """
    return likeness(heard(a), heard(b))


@functools.lru_cache(maxsize=65536)
def heard(name: str) -> str:
    """Return all that likeness needs of a name, as one string: script and numbers, then script and sounds of each reading.

    The script (A or L), the numbers and the readings stand between tabs. An index keeps it for each of its names.
    """
    readings_of = (f"{_script(reading)}{_sounds(reading)}" for reading in readings(name))
    return "\t".join([_script(name) + ",".join(_NUMBERS.findall(fold(name))), *readings_of])


def _script(text: str) -> str:
    return "A" if is_arabic(text) else "L"


def likeness(a: str, b: str) -> float:
    """Return the `similarity` of two names by how they are heard."""
    (own, voices_a), (other, voices_b) = _voices(a), _voices(b)
    if own != other:
        return 0.0  # Regiment 46 is not Regiment 111
    return max([align(x, y) for x in voices_a for y in voices_b], default=0.0)


@functools.lru_cache(maxsize=65536)
def _voices(heard: str) -> tuple[str, tuple[Voice, ...]]:
    """Return the numbers in a name, and its readings."""
    own, *voices = heard.split("\t")
    return own[1:], tuple(voices)


def likenesses(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Return the `likeness` of each of many pairs, all at once: for more than a few some fifty times as fast."""
    asked: list[tuple[Voice, Voice]] = []
    counts: list[int] = []
    for a, b in pairs:
        (own, voices_a), (other, voices_b) = _voices(a), _voices(b)
        both = [(x, y) for x in voices_a for y in voices_b] if own == other else []
        asked += both
        counts.append(len(both))
    found = iter(align_all(asked))
    return [max(itertools.islice(found, count), default=0.0) for count in counts]
