"""The word lists of the grammar: which words say what about the name beside them."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

from geomap.mentions.tokens import Token
from geomap.names import fold, is_arabic

# Particles that Arabic writes as one word with the next: and, so; in, to, as; and their pairs.
_PARTICLES = ("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ل", "ك")
# The same by their first letter, none of them first: a word that begins with another letter has one reading.
_PARTICLES_BY_LETTER = {
    letter: ("", *(p for p in _PARTICLES if p[0] == letter)) for letter in ("ا", *{p[0] for p in _PARTICLES})
}
# The only ones that "between" takes.
_BEFORE_BETWEEN = ("", "و", "ف")
_COMPASS = frozenset({"NE", "NW", "SE", "SW"})
# What may stand between the words of one phrase: كتيبة "شهداء
_WITHIN = ' -_\t"«»“”'
_LONGEST = 4  # words of the longest phrase in the lists
# Distinct words remembered while reading: a language's vocabulary, not a hostile text's.
_REMEMBERED = 200_000
#: Stands for every word, where a set of words says what may follow one.
ANY = frozenset({"any"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word (or phrase of `length` words) of the grammar. `particle` is what was joined to it."""

    cls: str
    value: str
    length: int = 1
    particle: str = ""
    definite: bool = False


def rows_of(list_name: str) -> list[dict[str, str]]:
    """Return the rows of a list with more than one column."""
    return _read(f"{list_name}.csv")


@functools.cache
def by_class(list_name: str) -> Mapping[str, frozenset[str]]:
    """Return the folds of the words of a list, by their class."""
    found: dict[str, set[str]] = {}
    for row in rows_of(list_name):
        found.setdefault(row["class"], set()).add(fold(row["word"]))
    return {name: frozenset(words) for name, words in found.items()}


def _read(name: str) -> list[dict[str, str]]:
    with files("geomap.mentions").joinpath(f"data/{name}").open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@functools.cache
def _words() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for name in ("words_ar.csv", "words_en.csv"):
        for row in _read(name):
            table[fold(row["word"])] = (row["class"], row["value"] or "")
    return table


@functools.cache
def type_words(kinds: tuple[str, ...], arabic: bool) -> tuple[str, ...]:
    """Return the folded words for any of these kinds of place, in Arabic or Latin letters.

    >>> type_words(("gasfield",), arabic=False)
    ('gas field', 'gas fields', 'field')
    """
    return tuple(
        word
        for word, (cls, value) in _words().items()
        if cls == "type" and is_arabic(word) == arabic and set(value.split()) & set(kinds)
    )


@functools.cache
def _phrases() -> dict[str, tuple[int, frozenset[str]]]:
    """For each word that begins a phrase: how many words the longest has, and what the second word may be."""
    found: dict[str, tuple[int, frozenset[str]]] = {}
    for words in _words():
        first, *rest = words.split()
        if rest:
            length, seconds = found.get(first, (1, frozenset()))
            found[first] = max(length, 1 + len(rest)), seconds | {rest[0]}
    return found


@functools.cache
def _ends() -> frozenset[str]:
    """The last words of the phrases."""
    return frozenset(words.rpartition(" ")[2] for words in _words() if " " in words)


@functools.cache
def listed(name: str) -> frozenset[str]:
    """Return the folds of the words in a list with one word a line."""
    lines = files("geomap.mentions").joinpath(f"data/{name}.txt").read_text("utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


def common_words() -> frozenset[str]:
    """Folds of ordinary words that are names of places, even of towns: الباب, التل."""
    return listed("common_words")


@functools.cache
def _folds(name: str) -> frozenset[str]:
    """Return the lines of a list that holds folds already."""
    lines = files("geomap.mentions").joinpath(f"data/{name}.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def frequent_words() -> frozenset[str]:
    """Folds of words that are met every day: a village of such a name needs evidence."""
    return _folds("frequent_words")


def everyday_words() -> frozenset[str]:
    """Folds of Arabic words that stand in every text: a village of such a name is hardly ever meant."""
    return _folds("everyday_words")


@functools.cache
def known_words() -> frozenset[str]:
    """Folds of words that are met now and then, the frequent ones included: a village of such a name needs some."""
    return frequent_words() | _folds("known_words")


def english_words() -> frozenset[str]:
    """Folds of the rarer words of English, the everyday ones not included."""
    return _folds("english_words")


def cities_abroad() -> frozenset[str]:
    """Folds of cities of Europe, Canada and Australia that no dictionary has, nor the gazetteer."""
    return _folds("cities_abroad")


@functools.cache
def names_of(list_name: str) -> frozenset[str]:
    """Folds of the names in a one-column list (organisations, country)."""
    return frozenset(fold(row["name"]) for row in _read(f"{list_name}.csv"))


def _stems(folded: str) -> list[tuple[str, str, bool]]:
    """Return each reading of a word as (stem, particle, definite), as it stands first."""
    stems = [(folded, "", False)]
    for particle in _PARTICLES_BY_LETTER.get(folded[:1], ()):
        if not folded.startswith(particle):
            continue
        stem = folded[len(particle) :]
        if particle[-1:] == "ل" and stem.startswith("ل") and len(stem) > 3:
            stem = "ا" + stem  # لل is ل + ال
        if particle:
            stems.append((stem, particle, False))
        if stem.startswith("ال") and len(stem) > 4:
            stems.append((stem[2:], particle, True))
    return stems


class _Reading(NamedTuple):
    """What a word of a text may be: a word of the grammar by itself, and the beginning of phrases."""

    word: Word | None
    stems: tuple[tuple[str, str, bool], ...] = ()  # the readings that begin phrases
    reach: int = 1  # words of the longest of them
    seconds: frozenset[str] = frozenset()  # what may follow in them


_NOTHING = _Reading(None)


class _Readings(dict[str, _Reading]):
    """Words by their folds; a look-up is one step in C where a word was met before."""

    def __missing__(self, folded: str) -> _Reading:
        table, phrases = _words(), _phrases()
        first, _, rest = folded.partition(" ")
        word, stems = None, []
        for stem, particle, definite in _stems(first):
            found = table.get(f"{stem} {rest}" if rest else stem)
            if found is not None and found[0] == "between" and particle not in _BEFORE_BETWEEN:
                continue  # لبين is a village
            if found is not None and word is None:
                word = Word(*found, particle=particle, definite=definite)
            if stem in phrases and not rest:
                stems.append((stem, particle, definite))
        reading = _NOTHING
        if stems:
            lengths, seconds = zip(*(phrases[stem] for stem, _, _ in stems), strict=True)
            reading = _Reading(word, tuple(stems), max(lengths), frozenset().union(*seconds))
        elif word is not None:
            reading = _Reading(word)
        if len(self) > _REMEMBERED:
            self.clear()
        self[folded] = reading
        return reading


_READINGS = _Readings()


def _phrase(reading: _Reading, rest: str, length: int) -> Word | None:
    for stem, particle, definite in reading.stems:
        found = _words().get(f"{stem} {rest}")
        if found is not None:
            return Word(*found, length, particle, definite)
    return None


def after_word(folded: str, classes: frozenset[str]) -> frozenset[str]:
    """Return what must follow for a word to begin one of these classes, which ANY says that it is by itself."""
    reading = _READINGS[folded]
    return ANY if reading.word is not None and reading.word.cls in classes else reading.seconds


def begins_phrase(folded: str) -> bool:
    """Whether a word may begin a phrase of several words of the grammar."""
    return bool(_READINGS[folded].seconds)


def _word_of(token: Token) -> Word | None:
    """Return the word that a token is; NE and SW in capitals are directions, "se" and "ne" words of other languages."""
    return Word("direction", token.raw) if token.raw in _COMPASS else _READINGS[token.fold].word


def word_at(tokens: list[Token], i: int) -> Word | None:
    """Return the longest word or phrase of the grammar that begins at token i."""
    if not 0 <= i < len(tokens):
        return None
    reading = _READINGS[tokens[i].fold]
    if reading.reach > 1 and i + 1 < len(tokens) and tokens[i + 1].fold in reading.seconds:
        for length in range(min(reading.reach, len(tokens) - i), 1, -1):
            rest = tokens[i + 1 : i + length]
            if any(t.gap.strip(_WITHIN) for t in rest):
                continue
            word = _phrase(reading, " ".join([t.fold for t in rest]), length)
            if word is not None:
                return word
    return _word_of(tokens[i])


def single_word(folded: str) -> Word | None:
    """Return the word of the grammar that a word is by itself, a particle or article on it or not."""
    return _READINGS[folded].word


def is_grammar(folded: str) -> bool:
    """Whether a single word is one of the grammar's, a particle or article on it or not."""
    return _READINGS[folded].word is not None


def word_before(tokens: list[Token], i: int) -> Word | None:
    """Return the longest word or phrase of the grammar that ends just before token i."""
    if i <= 0:
        return None
    if tokens[i - 1].fold in _ends():
        for length in range(min(_LONGEST, i), 1, -1):
            if _READINGS[tokens[i - length].fold].reach >= length:
                word = word_at(tokens, i - length)
                if word is not None and word.length == length:
                    return word
    return _word_of(tokens[i - 1])


def number(token: Token) -> float | None:
    """Return the number that a token of digits is, else None."""
    try:
        return float(token.fold)
    except ValueError:
        return None
