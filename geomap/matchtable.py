"""Names in, places out: the table behind `geomap match`."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from geomap.errors import GeomapError, ReadError
from geomap.gazetteer import Gazetteer
from geomap.matching.candidates import forget
from geomap.pipeline import get_ready, locate_names, unit_named
from geomap.processes import in_processes, without_collecting
from geomap.safetext import csv_lines
from geomap.tabular import MATCH_COLUMNS, Row, match_row

# Another process takes a tenth of a second to get going: as long as so many names take.
_WORTH_A_PROCESS = 500
_CHUNK = 200  # names given to a process at a time: a fraction of a second's work
_ROWS_WRITTEN = 5_000  # rows that are put together at a time: some megabytes

T = TypeVar("T")
Question = tuple[str, str]  # a name, and the unit that it lies in, as they are written


class Cell(NamedTuple):
    """One name to match: the row it stands in, the name, the unit it lies in (may be empty), where it was read."""

    row: dict[str, Any]
    name: str
    within: str
    where: str = ""


class Table(NamedTuple):
    """A table of names as it was read: its columns, its rows as long as these, and the names and units in them."""

    path: str
    header: list[str]
    rows: list[list[str]]
    names: list[str]
    withins: list[str]

    def cells(self) -> list[Cell]:
        """Return one cell a row, with the row by its columns' names."""
        return [
            Cell(dict(zip(self.header, row, strict=True)), name, within, self.where(i))
            for i, (row, name, within) in enumerate(zip(self.rows, self.names, self.withins, strict=True))
        ]

    def where(self, i: int) -> str:
        return f"{self.path} row {i + 1}"


def read_names(
    path: str, name_column: str, within_column: str | None, on_problem: Callable[[ReadError], None]
) -> Table:
    """Return a table of names. Raises ReadError where a column is missing."""
    from geomap.readers import read_rows

    header, rows = read_rows(path, on_problem=on_problem)
    for column in (name_column, within_column):
        if column and column not in header:
            raise ReadError(path, f"no column {column!r}", f"Its columns are: {', '.join(header)}.")
    at = header.index(name_column)
    withins = [""] * len(rows)
    if within_column:
        unit_at = header.index(within_column)
        withins = [row[unit_at] for row in rows]
    return Table(path, header, rows, [row[at] for row in rows], withins)


def match_cells(
    cells: Sequence[Cell], gazetteer: Gazetteer, *, within: str = "", limit: int = 10, workers: int = 1,
    on_problem: Callable[[ReadError], None],
) -> list[Row]:  # fmt: skip
    """Return one row per cell, in order: the cell's own columns, then the result. Each distinct name is matched once.

    `workers` processes share many distinct names (see `geomap.processes`).
    """
    if not cells:
        return []
    asked = [(cell.name, cell.within or within) for cell in cells]
    answers = _by_question(
        asked, lambda i: cells[i].where, gazetteer, within, limit, workers, on_problem, _match
    )
    own = cells[0].row
    results = {
        key: {result_column(column, own): value for column, value in row.items()}
        for key, row in answers.items()
    }
    return [cell.row | results[key] for cell, key in zip(cells, asked, strict=True)]


def match_to_csv(
    table: Table, gazetteer: Gazetteer, *, within: str = "", limit: int = 10, workers: int = 1,
    on_problem: Callable[[ReadError], None],
) -> Iterator[bytes]:  # fmt: skip
    """Yield a table with the results beside its own columns, as CSV in UTF-8, piece by piece.

    What `match_cells` and `csv_text` give together; but the result of a name is written out and encoded once, however
    many rows it has: a row's candidates are half a kilobyte.
    """
    asked = [(name, unit or within) for name, unit in zip(table.names, table.withins, strict=True)]
    ends = _by_question(asked, table.where, gazetteer, within, limit, workers, on_problem, _match_to_ends)
    header = csv_lines([[*table.header, *(result_column(c, table.header) for c in MATCH_COLUMNS)]])
    yield header[0].encode()
    for first in range(0, len(asked), _ROWS_WRITTEN):
        part = slice(first, first + _ROWS_WRITTEN)
        pieces = [b""] * (2 * len(asked[part]))
        pieces[0::2] = [line[:-1].encode() for line in csv_lines(table.rows[part])]
        pieces[1::2] = map(ends.__getitem__, asked[part])
        yield b"".join(pieces)


def _by_question(
    asked: Sequence[Question], where: Callable[[int], str], gazetteer: Gazetteer, within: str, limit: int,
    workers: int, on_problem: Callable[[ReadError], None], match: Callable[..., list[T]],
) -> dict[Question, T]:  # fmt: skip
    """Return what `match` makes of each distinct question."""
    first: dict[Question, int] = {}
    for i, key in enumerate(asked):
        first.setdefault(key, i)
    units = [_unit_id(unit, within, where(i), gazetteer, on_problem) for (_, unit), i in first.items()]
    questions = [(name, unit_id) for (name, _), unit_id in zip(first, units, strict=True)]
    # Neighbours in the alphabet sound alike, and share look-ups
    order = sorted(range(len(questions)), key=questions.__getitem__)
    chunks = [[questions[i] for i in order[at : at + _CHUNK]] for at in range(0, len(order), _CHUNK)]
    with without_collecting():
        if len(questions) < _WORTH_A_PROCESS:
            workers = 1
        else:
            get_ready(gazetteer)
        found = in_processes(functools.partial(match, limit=limit), chunks, gazetteer, workers)
    answers = dict(zip(order, itertools.chain.from_iterable(found), strict=True))
    return {question: answers[i] for i, question in enumerate(first)}


def result_column(column: str, own: Iterable[str]) -> str:
    """Return the name of a result column: the contract's, unless the input has a column of that name itself."""
    return f"geomap_{column}" if column in own else column


def _match(asked: Sequence[Question], gazetteer: Gazetteer, limit: int) -> list[Row]:
    names = ((name, gazetteer.place(unit_id) if unit_id else None) for name, unit_id in asked)
    rows = [match_row(located, limit=limit) for located in locate_names(names, gazetteer)]
    forget(gazetteer)  # each name is asked for once
    return rows


def _match_to_ends(asked: Sequence[Question], gazetteer: Gazetteer, limit: int) -> list[bytes]:
    """Return what follows a row's own cells, for each question."""
    lines = csv_lines([row[c] for c in MATCH_COLUMNS] for row in _match(asked, gazetteer, limit))
    return [f",{line}".encode() for line in lines]


def _unit_id(
    unit_name: str, for_all: str, where: str, gazetteer: Gazetteer, on_problem: Callable[[ReadError], None]
) -> str:
    """Return the place_id of a unit as it is written; `for_all` is the one that was given for all names."""
    unit = unit_named(unit_name, gazetteer) if unit_name else None
    if unit is None and unit_name:
        if unit_name == for_all:
            raise GeomapError(
                f"--within {unit_name!r} is no governorate, district or sub-district of this gazetteer."
            )
        on_problem(ReadError(
            where, f"{unit_name!r} is no governorate, district or sub-district of this gazetteer",
            "The name was matched without it. Use a P-code such as SY07, or the unit's usual name.",
        ))  # fmt: skip
    return unit.place_id if unit else ""
