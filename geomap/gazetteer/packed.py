"""What many look-ups need of an index, packed into a few blobs: read in milliseconds, instead of row by row.

A single look-up is cheaper by SQL; a table of names, or a long text, asks for tens of thousands of rows.
"""

from __future__ import annotations

import functools
import itertools
import sqlite3
from array import array
from collections.abc import Iterator, Sequence


class Texts:
    """Many strings in one, cut when they are asked for."""

    def __init__(self, text: str, ends: Sequence[int]) -> None:
        self._text = text
        self._ends = ends  # with a 0 before the first

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, i: int) -> str:
        return self._text[self._ends[i] : self._ends[i + 1]]

    def __iter__(self) -> Iterator[str]:
        text = self._text
        return (text[a:b] for a, b in itertools.pairwise(self._ends))


class Lists:
    """Many lists of numbers in one."""

    def __init__(self, items: Sequence[int], ends: Sequence[int]) -> None:
        self._items = items
        self._ends = ends

    def __getitem__(self, i: int) -> Sequence[int]:
        return self._items[self._ends[i] : self._ends[i + 1]]


class Packed:
    """The packed parts of an index, each read when it is first used. Names have the numbers of the table `name`."""

    def __init__(self, index: sqlite3.Connection) -> None:
        self._db = index

    def reopen(self, index: sqlite3.Connection) -> None:
        """Read what has not been read yet from another connection to the same index."""
        self._db = index

    def read(self) -> None:
        """Read all parts now."""
        for part, value in vars(type(self)).items():
            if isinstance(value, functools.cached_property):
                getattr(self, part)

    def _blob(self, part: str) -> bytes:
        row = self._db.execute("SELECT data FROM packed WHERE part = ?", (part,)).fetchone()
        return bytes(row[0])

    def _numbers(self, part: str) -> array[int]:
        numbers = array("i")
        numbers.frombytes(self._blob(part))
        return numbers

    def _texts(self, part: str) -> Texts:
        return Texts(self._blob(part).decode("utf-8"), self._numbers(f"{part} ends"))

    def _lists(self, part: str) -> Lists:
        return Lists(self._numbers(part), self._numbers(f"{part} ends"))

    @functools.cached_property
    def forms(self) -> dict[str, int]:
        """The number of each look-up form."""
        return {form: i for i, form in enumerate(self.form_list)}

    @functools.cached_property
    def form_list(self) -> Texts:
        """The look-up forms, by their numbers."""
        return self._texts("forms")

    @functools.cached_property
    def marks(self) -> array[int]:
        """The marks of the forms that are names as they are written (`geomap.names.keystroke`), sorted."""
        found = array("I")
        found.frombytes(self._blob("marks"))
        return found

    @functools.cached_property
    def marked_forms(self) -> array[int]:
        """The number of the form that each mark is of."""
        return self._numbers("marked forms")

    @functools.cached_property
    def form_names(self) -> Lists:
        """The names of each form, the closest first."""
        return self._lists("form names")

    @functools.cached_property
    def form_hows(self) -> Lists:
        """How each of them came about (index of ORDER)."""
        return self._lists("form hows")

    @functools.cached_property
    def closest(self) -> array[int]:
        """The closest way in which each form came about."""
        return self._numbers("closest")

    @functools.cached_property
    def first_words(self) -> dict[str, int]:
        """The first words of the forms, each with how many words the longest form has that begins with it."""
        return dict(zip(self._texts("first words"), self._numbers("longest"), strict=True))

    @functools.cached_property
    def settled(self) -> frozenset[str]:
        """The forms of towns, units and regions."""
        return frozenset(self._texts("settled"))

    @functools.cached_property
    def keys(self) -> dict[str, int]:
        """The number of each consonant key, in their order."""
        return {key: i for i, key in enumerate(self._texts("keys"))}

    @functools.cached_property
    def key_names(self) -> Lists:
        """The names of each key."""
        return self._lists("key names")

    @functools.cached_property
    def key_groups(self) -> array[int]:
        """The number of the first group of each key, and of none: the groups of one key follow one another."""
        return self._numbers("key groups")

    @functools.cached_property
    def group_names(self) -> Lists:
        """The names of each group (see `grouped`)."""
        return self._lists("group names")

    @functools.cached_property
    def shortened(self) -> dict[str, int]:
        """The number of each key and of what is left of it without one letter (`geomap.names.key.deletions`)."""
        return {key: i for i, key in enumerate(self._texts("shortened"))}

    @functools.cached_property
    def shortened_keys(self) -> Lists:
        """The keys that each of them is left of."""
        return self._lists("shortened keys")

    @functools.cached_property
    def key_list(self) -> tuple[str, ...]:
        """Every consonant key, in order."""
        return tuple(self.keys)

    @functools.cached_property
    def place_ids(self) -> tuple[str, ...]:
        return tuple(self._texts("place ids"))

    @functools.cached_property
    def place_of(self) -> array[int]:
        """The number in `place_ids` of each name's place."""
        return self._numbers("place of")

    @functools.cached_property
    def place_names(self) -> dict[str, Sequence[int]]:
        """The names of each place, by its id."""
        found = self._lists("place names")
        return {place_id: found[i] for i, place_id in enumerate(self.place_ids)}

    @functools.cached_property
    def names(self) -> Texts:
        """Each name as it is written."""
        return self._texts("name")

    @functools.cached_property
    def outlines(self) -> Texts:
        """The sounds of each name (`geomap.names.outline`)."""
        return self._texts("sounds")

    @functools.cached_property
    def heard(self) -> Texts:
        """How each name is heard (`geomap.names.heard`)."""
        return self._texts("heard")

    @functools.cached_property
    def _tags(self) -> tuple[list[tuple[str, str]], array[int]]:
        pairs = [tuple(line.split("\t")) for line in self._blob("tags").decode("utf-8").split("\n")]
        return [(lang, kind) for lang, kind in pairs], self._numbers("tag of")

    def name(self, i: int) -> tuple[str, str, str, str]:
        """Return a name: place_id, name, lang, kind."""
        tags, tag_of = self._tags
        return (self.place_ids[self.place_of[i]], self.names[i], *tags[tag_of[i]])

    def groups(self, key: str) -> list[tuple[str, Sequence[int]]]:
        """Return the groups of names of a consonant key, each with its outline."""
        i = self.keys.get(key)
        first, last = self.key_groups[i : i + 2] if i is not None else (0, 0)
        outlines = self.outlines
        return [
            (outlines[numbers[0]], numbers)
            for numbers in map(self.group_names.__getitem__, range(first, last))
        ]
