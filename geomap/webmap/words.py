"""Sentences as numbers of words: a third smaller once deflated (measured on made-up text), and searched without reading each of them.

Each distinct word (what stands between two spaces, its punctuation included) is stored once, the most frequent
first, and a sentence is the numbers of its words, written as `CODES` says and ended by number 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

# A number of a word takes one byte below 192, two below 12,480 and three below 995,520: the first byte says how
# many. With more words than that (some ten million sentences) the texts are stored as they are.
ONE, TWO, THREE = 192, 48, 15
MAX_WORDS = ONE + TWO * 256 + THREE * 65536

# Words are counted in this many sentences at a time: a list of all of them would fill the memory.
CHUNK = 50_000

# Where words hardly repeat, their numbers cost more than the letters.
MIN_REPEATS = 2.0

# The matcher takes a word that lines stretch across a space for one (geomap/names/fold.py), so it stays one here.
_STRETCHED = re.compile("(?<=ـ)[ ]{1,2}(?=ـ)")
_HELD_SPACE = "\ue000"


def word_codes(texts: Sequence[str]) -> dict[str, Any] | None:
    """{vocabulary, bytes} of the texts, or None where their words hardly repeat or are too many."""
    import numpy as np
    import pandas as pd

    numbers: dict[str, int] = {}
    chunks: list[np.ndarray[Any, Any]] = []
    lengths = np.empty(len(texts), dtype="int64")
    for start in range(0, len(texts), CHUNK):
        words, lengths[start : start + CHUNK] = _split(texts[start : start + CHUNK])
        codes, found = pd.factorize(np.array(words, dtype=object))
        number = [numbers.setdefault(word, len(numbers)) for word in found]
        if len(numbers) >= MAX_WORDS:
            return None
        chunks.append(np.array(number, dtype="int64")[codes])
    total = int(lengths.sum())
    if not chunks or total < MIN_REPEATS * len(numbers):
        return None
    codes = np.concatenate(chunks)
    order = np.argsort(-np.bincount(codes, minlength=len(numbers)), kind="stable")
    rank = np.empty(len(numbers), dtype="int64")
    rank[order] = np.arange(1, len(numbers) + 1)  # 0 ends a sentence
    vocabulary = np.array(list(numbers), dtype=object)[order].tolist()
    ends = np.cumsum(lengths)
    stream = np.insert(rank[codes], ends, 0)
    return {"vocabulary": vocabulary, "bytes": _bytes_of_codes(stream)}


def _split(texts: Sequence[str]) -> tuple[list[str], list[int]]:
    """The words of all texts, and how many each has (at least one, an empty one)."""
    joined = " ".join(texts)
    if "ـ" in joined and _HELD_SPACE not in joined and _STRETCHED.search(joined):
        held = [_STRETCHED.sub(lambda found: _HELD_SPACE * len(found[0]), text) for text in texts]
        words = [word.replace(_HELD_SPACE, " ") for word in " ".join(held).split(" ")]
        return words, [text.count(" ") + 1 for text in held]
    return joined.split(" "), [text.count(" ") + 1 for text in texts]


def _bytes_of_codes(codes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    two, three = codes - ONE, codes - ONE - TWO * 256
    width = 1 + (two >= 0).astype("int64") + (three >= 0)
    at = np.cumsum(width) - width
    out = np.empty(int(width.sum()), dtype="uint8")
    one_byte, two_bytes, three_bytes = width == 1, width == 2, width == 3
    out[at[one_byte]] = codes[one_byte]
    out[at[two_bytes]] = ONE + (two[two_bytes] >> 8)
    out[at[two_bytes] + 1] = two[two_bytes] & 255
    out[at[three_bytes]] = ONE + TWO + (three[three_bytes] >> 16)
    out[at[three_bytes] + 1] = (three[three_bytes] >> 8) & 255
    out[at[three_bytes] + 2] = three[three_bytes] & 255
    return out
