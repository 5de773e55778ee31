"""The cheapest way to turn the sounds of one name into those of another: an edit distance with weights.

A sound is one character (see `code`); a voice is a script, A or L, and the sounds of a name in it. One pair is aligned
in plain Python, many at once in numpy, by the same sums in the same order: the results are equal.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import Any

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
_PLAIN = ("q", "w")  # two letters that are in no such pair
_VOWEL_WEIGHT = 0.35  # what a vowel counts in the length of a name, a consonant counting 1

_KINDS = ("consonant", "vowel", "silent", "ending", "glide")
_LETTERS = 128  # a sound's letter is ASCII; above it stands its kind
_VOWEL = range(_LETTERS, 2 * _LETTERS)
# Fewer pairs than this are aligned one by one: numpy has its own price
_FEW = 12
# Pairs that are aligned at a time: their tables stay in the processor's cache
_AT_ONCE = 2048

#: A script (A or L), and the sounds of a name that is written in it.
Voice = str


@functools.cache
def code(sound: str, kind: str) -> str:
    """Return a sound as one character: its letter, and beyond ASCII what kind of sound it is.

    >>> code("b", "consonant"), letter(code("a", "vowel"))
    ('b', 'a')
    """
    return chr(ord(sound) + _LETTERS * _KINDS.index(kind))


#: The letter of each sound, for `str.translate`.
LETTER_OF = {sound: sound % _LETTERS for sound in range(_LETTERS, _LETTERS * len(_KINDS))}


def letter(sound: str) -> str:
    """Return the letter of a sound."""
    return chr(ord(sound) % _LETTERS)


def _kind(sound: str) -> str:
    return _KINDS[ord(sound) // _LETTERS]


@functools.cache
def _missing(sound: str, own_arabic: bool, other_arabic: bool, final: bool) -> float:
    """Return the cost of a sound that the other spelling lacks."""
    kind = _kind(sound)
    if kind == "silent":
        return _SILENT
    if kind == "ending":
        return _ENDING
    if kind == "glide":
        return _GLIDE
    if kind == "consonant":
        return _NEAR_CONSONANT if letter(sound) == "h" else _CONSONANT
    if final:
        return _FINAL_VOWEL
    if own_arabic == other_arabic:
        return _SAME_SCRIPT_VOWEL
    return _LONG_VOWEL if own_arabic else _SHORT_VOWEL


@functools.cache
def _instead(a: str, b: str) -> float:
    """Return the cost of one sound for another."""
    if letter(a) == letter(b):
        return 0.0
    kinds = {_kind(a), _kind(b)}
    pair = frozenset((letter(a), letter(b)))
    if kinds == {"consonant"}:
        return _NEAR_CONSONANT if pair in _NEAR else _CONSONANT
    if len(kinds) == 1 or kinds <= {"vowel", "glide"}:
        return _VOWELS.get(pair, 0.3)
    if "vowel" in kinds:
        if "silent" in kinds:
            return _SILENT
        if "ending" in kinds:
            return _LONG_VOWEL
    return _CONSONANT + _VOWEL_WEIGHT


def _length(sounds: str) -> float:
    """Return the length of a name in consonants."""
    consonants = sum(ord(sound) < _LETTERS for sound in sounds)
    return consonants + _VOWEL_WEIGHT * (len(sounds) - consonants)


# What one sound costs for another, for each pair that was met: there are some 40 sounds.
_COSTS: dict[str, dict[str, float]] = {}


def align(a: Voice, b: Voice) -> float:
    """Return the likeness of two voices, 0–1."""
    ax, ay = a[:1] == "A", b[:1] == "A"
    x, y = a[1:], b[1:]
    if x == y:
        return 1.0 if x else 0.0
    if not x or not y:
        return 0.0
    drop_x = [_missing(s, ax, ay, False) for s in x[:-1]] + [_missing(x[-1], ax, ay, True)]
    drop_y = [_missing(s, ay, ax, False) for s in y[:-1]] + [_missing(y[-1], ay, ax, True)]
    vowels = ord(x[0]) in _VOWEL, ord(y[0]) in _VOWEL
    # A first alef carries any vowel: إدلب, Idlib
    first = _SILENT if ax != ay and all(vowels) else _instead(x[0], y[0])
    # Arabic writes a vowel that begins a word: Ahmad is not حماد
    for is_vowel, costs, arabic in ((vowels[0], drop_x, ax), (vowels[1], drop_y, ay)):
        if ax != ay and not arabic and is_vowel:
            costs[0] = _FIRST_VOWEL
    row = [0.0]
    for cost in drop_y:
        row.append(row[-1] + cost)
    for i, sound in enumerate(x):
        above, drop = row, drop_x[i]
        left = above[0] + drop
        row = [left]
        costs_of = _COSTS.setdefault(sound, {})
        for j, other in enumerate(y):
            if sound == other:
                instead = 0.0
            elif i == j == 0:
                instead = first
            else:
                known = costs_of.get(other)
                instead = known if known is not None else costs_of.setdefault(other, _instead(sound, other))
            # The cheapest of another sound, one left out, one put in; written out, as this is the innermost loop
            best = above[j] + instead
            out = above[j + 1] + drop
            if out < best:
                best = out
            left += drop_y[j]
            if best < left:
                left = best
            row.append(left)
    return max(0.0, 1 - row[-1] / ((_length(x) + _length(y)) / 2))


def align_all(pairs: Sequence[tuple[Voice, Voice]]) -> list[float]:
    """Return the likeness of each pair of voices, 0–1."""
    if len(pairs) < _FEW:
        return [align(a, b) for a, b in pairs]
    # The longest first: when a pair is done, so are all behind it
    order = sorted(range(len(pairs)), key=lambda k: -len(pairs[k][0]))
    found = [0.0] * len(pairs)
    for first in range(0, len(order), _AT_ONCE):
        part = order[first : first + _AT_ONCE]
        for k, likeness in zip(part, _aligned([pairs[k] for k in part]), strict=True):
            found[k] = likeness
    return found


class _Tables:
    """The costs as arrays, by the numbers of the sounds; 0 is no sound."""

    def __init__(self) -> None:
        import numpy as np

        letters = "abcdefghijklmnopqrstuvwxyzY'"
        sounds = "\0" + "".join(code(s, kind) for kind in _KINDS for s in letters)
        self.number = np.zeros(_LETTERS * len(_KINDS), np.int16)
        self.number[[ord(s) for s in sounds]] = range(len(sounds))
        real = sounds[1:]
        # Kind by kind: most letters cost the same for one another, some pairs less (all, one by one, take 50 ms)
        pairs = {(a, b) for pair in (*_NEAR, *_VOWELS) for a, b in itertools.permutations(pair)}
        kinds = len(_KINDS)
        instead = np.zeros((kinds, len(letters), kinds, len(letters)))
        for i, kind in enumerate(_KINDS):
            for j, second in enumerate(_KINDS):
                instead[i, :, j] = _instead(code(_PLAIN[0], kind), code(_PLAIN[1], second))
                for a, b in pairs:
                    cost = _instead(code(a, kind), code(b, second))
                    instead[i, letters.index(a), j, letters.index(b)] = cost
                np.fill_diagonal(instead[i, :, j], 0.0)
        self.instead = np.zeros((len(sounds), len(sounds)))
        self.instead[1:, 1:] = instead.reshape(len(real), len(real))
        # By own script and other script, Arabic or not
        self.missing = np.zeros((2, 2, len(sounds)))
        for own in (False, True):
            for other in (False, True):
                self.missing[int(own), int(other), 1:] = [_missing(s, own, other, False) for s in real]
        self.consonant = np.array([False, *(ord(s) < _LETTERS for s in real)])
        self.vowel = np.array([ord(s) in _VOWEL for s in sounds])


_tables = functools.cache(_Tables)


def _aligned(pairs: Sequence[tuple[Voice, Voice]]) -> list[float]:
    """Align pairs of which none has a longer first voice than the one before: one column a pair."""
    import numpy as np

    tables = _tables()
    (ax, x, lx), (ay, y, ly) = (_numbered([pair[side] for pair in pairs]) for side in (0, 1))
    columns = np.arange(len(pairs))
    drop_x, drop_y = _dropped(ax, x, lx, ay), _dropped(ay, y, ly, ax)
    both = tables.vowel[x[0]] & tables.vowel[y[0]] & (ax != ay)
    first = np.where(both & (x[0] != y[0]), _SILENT, tables.instead[x[0], y[0]])
    row = np.zeros((len(y) + 1, len(pairs)))
    for j, drop in enumerate(drop_y):
        row[j + 1] = row[j] + drop
    cost = row[ly, columns]  # of a first voice without a sound
    # Where in the flat table of costs those of each sound of the first voice begin
    costs, rows = tables.instead.ravel(), x.astype(np.intp) * len(tables.instead)
    going = len(pairs)
    for i in range(len(x)):
        going = int(np.searchsorted(-lx[:going], -i, side="left"))  # those longer than i sounds
        above, drop = row[:, :going], drop_x[i, :going]
        instead = costs.take(rows[i, :going] + y[:, :going])
        if i == 0:
            instead[0] = first[:going]
        best = np.minimum(above[:-1] + instead, above[1:] + drop)
        row = np.empty_like(above)
        row[0] = above[0] + drop
        for j, one in enumerate(best):
            np.minimum(row[j] + drop_y[j, :going], one, out=row[j + 1])
        ended = int(np.searchsorted(-lx[:going], -(i + 1), side="left"))
        cost[ended:going] = row[ly[ended:going], columns[: going - ended] + ended]
    length = _lengths(x, lx) + _lengths(y, ly)
    likeness = np.maximum(0.0, 1 - cost / np.where(length == 0, 1.0, length / 2))
    likeness[(lx == 0) | (ly == 0)] = 0.0
    found: list[float] = likeness.tolist()
    return found


def _numbered(voices: Sequence[Voice]) -> tuple[Any, Any, Any]:
    """Return whether each voice is Arabic, the numbers of its sounds (one column a voice, 0 below), and how many."""
    import numpy as np

    lengths = np.array([len(v) - 1 for v in voices])
    longest = max(int(lengths.max()), 1) + 1
    text = "".join([v.ljust(longest, "\0") for v in voices]).encode("utf-16-le")
    letters = np.frombuffer(text, np.uint16).reshape(len(voices), longest).T
    return letters[0] == ord("A"), _tables().number[letters[1:]], lengths


def _lengths(sounds: Any, count: Any) -> Any:
    consonants = _tables().consonant[sounds].sum(axis=0)
    return consonants + _VOWEL_WEIGHT * (count - consonants)


def _dropped(own: Any, sounds: Any, lengths: Any, other: Any) -> Any:
    """Return what each sound costs that the other voice lacks."""
    import numpy as np

    tables = _tables()
    costs = tables.missing[own.astype(int), other.astype(int), sounds]
    columns = np.arange(len(lengths))
    last = np.maximum(lengths - 1, 0)
    final = tables.vowel[sounds[last, columns]]
    costs[last[final], columns[final]] = _FINAL_VOWEL
    written = tables.vowel[sounds[0]] & (own != other) & ~own
    costs[0, written] = _FIRST_VOWEL
    return costs
