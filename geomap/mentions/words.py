"""The word lists of the grammar: which words say what about the name beside them."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

from geomap.mentions.tokens import Token
from geomap.names import fold, is_arabic

# Particles that Arabic writes as one word with the next: and, so; in, to, as; and their pairs.
_PARTICLES = ("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ل", "ك")
# The same by their first letter, none of them first: a word that begins with another letter has one reading.
_PARTICLES_BY_LETTER = {
    letter: ("", *(p for p in _PARTICLES if p[0] == letter)) for letter in ("ا", *{p[0] for p in _PARTICLES})
}
_COMPASS = frozenset({"NE", "NW", "SE", "SW"})
_LONGEST = 4  # words of the longest phrase in the lists
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
def _phrases() -> dict[str, int]:
    """How many words the longest phrase has that begins with a word, for those that begin one."""
    lengths: dict[str, int] = {}
    for words in _words():
        first, *rest = words.split()
        if rest:
            lengths[first] = max(lengths.get(first, 1), 1 + len(rest))
    return lengths


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


@functools.cache
def known_words() -> frozenset[str]:
    """Folds of words that are met now and then, the frequent ones included: a village of such a name needs some."""
    return frequent_words() | _folds("known_words")


def english_words() -> frozenset[str]:
    """Folds of the rarer words of English, the everyday ones not included."""
    return _folds("english_words")


@functools.cache
def names_of(list_name: str) -> frozenset[str]:
    """Folds of the names in a one-column list (organisations, country)."""
    return frozenset(fold(row["name"]) for row in _read(f"{list_name}.csv"))


def _stems(folded: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each reading of a word as (stem, particle, definite), as it stands first."""
    yield folded, "", False
    for particle in _PARTICLES_BY_LETTER.get(folded[:1], ()):
        if not folded.startswith(particle):
            continue
        stem = folded[len(particle) :]
        if particle[-1:] == "ل" and stem.startswith("ل") and len(stem) > 3:
            stem = "ا" + stem  # لل is ل + ال
        if particle:
            yield stem, particle, False
        if stem.startswith("ال") and len(stem) > 4:
            yield stem[2:], particle, True


@functools.lru_cache(maxsize=65536)
def _look_up(folded: str) -> Word | None:
    table = _words()
    first, _, rest = folded.partition(" ")
    for stem, particle, definite in _stems(first):
        found = table.get(f"{stem} {rest}" if rest else stem)
        if found is not None:
            return Word(*found, particle=particle, definite=definite)
    return None


@functools.lru_cache(maxsize=65536)
def _reach(folded: str) -> int:
    """Return how many words a phrase that begins with this one may have."""
    return max(_phrases().get(stem, 1) for stem, _, _ in _stems(folded))


@functools.cache
def _seconds() -> dict[str, frozenset[str]]:
    """The second words of the phrases, by the first."""
    seconds: dict[str, set[str]] = {}
    for words in _words():
        first, *rest = words.split()
        if rest:
            seconds.setdefault(first, set()).add(rest[0])
    return {first: frozenset(words) for first, words in seconds.items()}


def after_word(folded: str, classes: frozenset[str]) -> frozenset[str]:
    """Return what must follow for a word to begin one of these classes, which ANY says that it is by itself."""
    word = _look_up(folded)
    if word is not None and word.cls in classes:
        return ANY
    seconds = _seconds()
    return frozenset().union(*(seconds.get(stem, ()) for stem, _, _ in _stems(folded)))


def _look_up_token(token: Token) -> Word | None:
    """Return the word that a token is; NE and SW in capitals are directions, "se" and "ne" words of other languages."""
    return Word("direction", token.raw) if token.raw in _COMPASS else _look_up(token.fold)


def word_at(tokens: list[Token], i: int) -> Word | None:
    """Return the longest word or phrase of the grammar that begins at token i."""
    if not 0 <= i < len(tokens):
        return None
    for length in range(min(_reach(tokens[i].fold), len(tokens) - i), 1, -1):
        parts = tokens[i : i + length]
        if any(t.gap.strip(" -_\t") for t in parts[1:]):
            continue
        word = _look_up(" ".join(t.fold for t in parts))
        if word is not None:
            return replace(word, length=length)
    return _look_up_token(tokens[i])


def single_word(folded: str) -> Word | None:
    """Return the word of the grammar that a word is by itself, a particle or article on it or not."""
    return _look_up(folded)


def is_grammar(folded: str) -> bool:
    """Whether a single word is one of the grammar's, a particle or article on it or not."""
    return _look_up(folded) is not None


def word_before(tokens: list[Token], i: int) -> Word | None:
    """Return the longest word or phrase of the grammar that ends just before token i."""
    for length in range(min(_LONGEST, i), 1, -1):
        if _reach(tokens[i - length].fold) >= length:
            word = word_at(tokens, i - length)
            if word is not None and word.length == length:
                return word
    return _look_up_token(tokens[i - 1]) if i > 0 else None


def number(token: Token) -> float | None:
    """Return the number that a token of digits is, else None."""
    try:
        return float(token.fold)
    except ValueError:
        return None
