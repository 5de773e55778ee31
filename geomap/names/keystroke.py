"""Spellings one keystroke apart: a letter too many, one too few, another, or two swapped.

What is left of a spelling without any one of its letters is marked by a number; two spellings one keystroke apart have
such a remainder in common, or one is the other's. So a list of marks finds all of them without trying every letter.
"""

from __future__ import annotations

import zlib

#: A spelling of four letters is one keystroke from a dozen others.
SHORTEST = 5


def marks(folded: str) -> set[int]:
    """Return the marks (unsigned 32-bit numbers) of a folded name and of what is left of it without one letter.

    None of a name too short to be told with an error. Few spellings share a mark by chance: see `one_apart`.

    >>> bool(marks("saraqib") & marks("sarqib")), bool(marks("saraqib") & marks("saraqip")), marks("hama")
    (True, True, set())
    """
    if len(folded.replace(" ", "")) < SHORTEST:
        return set()
    left = (folded[:i] + folded[i + 1 :] for i in range(len(folded)))
    return {zlib.crc32(spelling.encode()) for spelling in (folded, *left)}


def one_apart(one: str, other: str) -> bool:
    """Whether one keystroke makes one spelling of the other.

    >>> one_apart("jarmana", "jamrana"), one_apart("jarmana", "jarmana"), one_apart("hama", "homs")
    (True, False, False)
    """
    from rapidfuzz.distance import OSA

    return bool(OSA.distance(one, other, score_cutoff=1) == 1)
