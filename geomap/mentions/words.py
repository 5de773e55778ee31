"""The word lists of the grammar: which words say what about the name beside them."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from importlib.resources import files

from geomap.mentions.tokens import Token
from geomap.names import fold

# Particles that Arabic writes as one word with the next: and, so; in, to, as; and their pairs.
_PARTICLES = ("وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ل", "ك")


@dataclass(frozen=True, slots=True)
class Word:
    """A word (or phrase of `length` words) of the grammar. `particle` is what was joined to it."""

    cls: str
    value: str
    length: int = 1
    particle: str = ""
    definite: bool = False


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
def _longest() -> int:
    return max(len(words.split()) for words in _words())


@functools.cache
def listed(name: str) -> frozenset[str]:
    """Return the folds of the words in a list with one word a line."""
    lines = files("geomap.mentions").joinpath(f"data/{name}.txt").read_text("utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


def common_words() -> frozenset[str]:
    """Folds of ordinary words that are names of places, even of towns: الباب, التل."""
    return listed("common_words")


def frequent_words() -> frozenset[str]:
    """Folds of words that are met every day: a village of such a name needs evidence."""
    return listed("frequent_words")


@functools.cache
def names_of(list_name: str) -> frozenset[str]:
    """Folds of the names in a one-column list (organisations, country)."""
    return frozenset(fold(row["name"]) for row in _read(f"{list_name}.csv"))


@functools.lru_cache(maxsize=65536)
def _look_up(folded: str) -> Word | None:
    table = _words()
    if folded in table:
        return Word(*table[folded])
    first, _, rest = folded.partition(" ")
    for particle in ("", *_PARTICLES):
        if not first.startswith(particle):
            continue
        stem = first[len(particle) :]
        if particle[-1:] == "ل" and stem.startswith("ل") and len(stem) > 3:
            stem = "ا" + stem  # لل is ل + ال
        for definite in (False, True):
            if definite and not (stem.startswith("ال") and len(stem) > 4):
                continue
            bare = f"{stem[2:] if definite else stem} {rest}".strip()
            if (particle or definite) and bare in table:
                return Word(*table[bare], particle=particle, definite=definite)
    return None


def word_at(tokens: list[Token], i: int) -> Word | None:
    """Return the longest word or phrase of the grammar that begins at token i."""
    if not 0 <= i < len(tokens):
        return None
    for length in range(min(_longest(), len(tokens) - i), 0, -1):
        parts = tokens[i : i + length]
        if any(t.gap.strip(" -_\t") for t in parts[1:]):
            continue
        word = _look_up(" ".join(t.fold for t in parts))
        if word is not None:
            return Word(word.cls, word.value, length, word.particle, word.definite)
    return None


def word_before(tokens: list[Token], i: int) -> Word | None:
    """Return the longest word or phrase of the grammar that ends just before token i."""
    for length in range(min(_longest(), i), 0, -1):
        word = word_at(tokens, i - length)
        if word is not None and word.length == length:
            return word
    return None


def number(token: Token) -> float | None:
    """Return the number that a token of digits is, else None."""
    try:
        return float(token.fold)
    except ValueError:
        return None
