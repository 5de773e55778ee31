"""Which column of a table holds what: by the names in data/columns.csv, or as the caller says."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Columns that the caller names; None: found by name."""

    text: str | None = None
    location: str | None = None
    admin1: str | None = None
    date: str | None = None
    id: str | None = None

    def named(self) -> dict[str, str]:
        """field -> column, for those that the caller named."""
        pairs = {field: getattr(self, field) for field in ("text", "location", "admin1", "date", "id")}
        return {field: name for field, name in pairs.items() if name is not None}


_SAME_LETTER = str.maketrans("أإآىیکة", "ااايي" + "كه")
_NO_LETTER = re.compile(r"[\u064b-\u0652\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BETWEEN = re.compile(r"[\s_\-./]+")


def fold_header(name: str) -> str:
    """A column name in one spelling.

    >>> fold_header(" Place-Name ") == fold_header("place_name")
    True
    >>> fold_header("المُحافظة") == fold_header("المحافظه")
    True
    """
    plain = _NO_LETTER.sub("", unicodedata.normalize("NFKC", name)).casefold().translate(_SAME_LETTER)
    return _BETWEEN.sub(" ", plain).strip(" :*#")


@cache
def _known() -> tuple[tuple[str, str], ...]:
    """(field, folded name) in order of preference."""
    text = files("geomap.readers").joinpath("data", "columns.csv").read_text(encoding="utf-8")
    return tuple((row["field"], fold_header(row["name"])) for row in csv.DictReader(text.splitlines()))


def find_columns(header: Sequence[str], wanted: ColumnNames) -> dict[str, int]:
    """field -> index of its column. What the caller names comes first; a column serves one field.

    Raises KeyError with the name of a wanted column that the header lacks.
    """
    folded = [fold_header(name) for name in header]
    found: dict[str, int] = {}
    for field, name in wanted.named().items():
        if name in header:
            found[field] = list(header).index(name)
        elif fold_header(name) in folded:
            found[field] = folded.index(fold_header(name))
        else:
            raise KeyError(name)
    for field, name in _known():
        if field not in found and name in folded and folded.index(name) not in found.values():
            found[field] = folded.index(name)
    return found


def distinct(header: Sequence[object]) -> list[str]:
    """Return column names with no two alike; an empty one is named by its number.

    >>> distinct(["name", None, "name"])
    ['name', 'column_2', 'name_2']
    """
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = str(cell).strip().lstrip("\ufeff") if cell is not None else ""
        name = name or f"column_{number}"
        unique, again = name, 2
        while unique in names:
            unique, again = f"{name}_{again}", again + 1
        names.append(unique)
    return names
