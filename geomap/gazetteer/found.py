"""What look-ups in a gazetteer return beside places."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from geomap.models import NameVariant


class NameHit(NamedTuple):
    """A name that was found: whose it is, and by which form (exact, joined, split, bare) or its key."""

    place_id: str
    name: str
    lang: str
    kind: str
    how: str


#: Names of one consonant key by their sounds (`geomap.names.outline`), as numbers (see `Gazetteer.name`): groups of
#: names that are as like as each other to any name, of each place the first.
AlikeNames = dict[str, list[Sequence[int]]]


@dataclass(frozen=True, slots=True)
class ForeignName:
    """A place outside Syria, or Syria itself (country SY)."""

    name_en: str
    kind: str
    country: str


class Site(NamedTuple):
    """Where a place lies: its units, and its position in degrees."""

    kind: str
    pcode: str
    admin1_pcode: str
    admin2_pcode: str
    admin3_pcode: str
    longitude: float
    latitude: float


#: How wide the cells of the map are that tell roughly where a name's places lie: some 30 km.
CELL_DEGREES = 0.3


def cell_of(longitude: float, latitude: float) -> tuple[int, int]:
    """Return the cell of the map that a point (degrees) lies in."""
    return math.floor(longitude / CELL_DEGREES), math.floor(latitude / CELL_DEGREES)


class Names(Sequence[NameVariant]):
    """The names of a place, read when they are asked for: matching makes thousands of places and asks for none."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Callable[[], Iterable[tuple[str, str, str]]]) -> None:
        self._rows = rows

    def _read(self) -> tuple[NameVariant, ...]:
        return tuple(NameVariant(*row) for row in self._rows())

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[NameVariant]:
        return iter(self._read())

    @overload
    def __getitem__(self, i: int) -> NameVariant: ...

    @overload
    def __getitem__(self, i: slice) -> tuple[NameVariant, ...]: ...

    def __getitem__(self, i: int | slice) -> NameVariant | tuple[NameVariant, ...]:
        return self._read()[i]

    def __repr__(self) -> str:
        return repr(self._read())

    def __reduce__(self) -> tuple[type, tuple[tuple[NameVariant, ...]]]:
        return tuple, (self._read(),)
