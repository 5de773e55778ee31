"""Names in, places out: the table behind `geomap match`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from geomap.errors import GeomapError, ReadError
from geomap.gazetteer import Gazetteer
from geomap.models import Place
from geomap.pipeline import locate_name, unit_named
from geomap.tabular import Row, match_row


class Cell(NamedTuple):
    """One name to match: the row it stands in, the name, the unit it lies in (may be empty), where it was read."""

    row: dict[str, Any]
    name: str
    within: str
    where: str = ""


def read_names(
    path: str, name_column: str, within_column: str | None, on_problem: Callable[[ReadError], None]
) -> tuple[list[str], list[Cell]]:
    """Return the header and the names of a table. Raises ReadError where a column is missing."""
    from geomap.readers import read_table

    header, rows = read_table(path, on_problem=on_problem)
    for column in (name_column, within_column):
        if column and column not in header:
            raise ReadError(path, f"no column {column!r}", f"Its columns are: {', '.join(header)}.")
    cells = [
        Cell(
            row,
            str(row.get(name_column) or ""),
            str(row.get(within_column) or "") if within_column else "",
            f"{path} row {n}",
        )
        for n, row in enumerate(rows, start=1)
    ]
    return header, cells


def match_cells(
    cells: Sequence[Cell], gazetteer: Gazetteer, *, within: str = "", limit: int = 10,
    on_problem: Callable[[ReadError], None],
) -> list[Row]:  # fmt: skip
    """Return one row per cell, in order: the cell's own columns, then the result. Each distinct name is matched once."""
    known: dict[tuple[str, str], Row] = {}
    rows = []
    for cell in cells:
        key = (cell.name, cell.within or within)
        if key not in known:
            known[key] = _match(cell, key[1], gazetteer, limit, on_problem)
        own = cell.row
        rows.append(own | {result_column(column, own): value for column, value in known[key].items()})
    return rows


def result_column(column: str, own: Iterable[str]) -> str:
    """Return the name of a result column: the contract's, unless the input has a column of that name itself."""
    return f"geomap_{column}" if column in own else column


def _match(
    cell: Cell, within: str, gazetteer: Gazetteer, limit: int, on_problem: Callable[[ReadError], None]
) -> Row:
    unit: Place | None = None
    if within:
        unit = unit_named(within, gazetteer)
        if unit is None and not cell.within:
            raise GeomapError(
                f"--within {within!r} is no governorate, district or sub-district of this gazetteer."
            )
        if unit is None:
            on_problem(ReadError(
                cell.where, f"{within!r} is no governorate, district or sub-district of this gazetteer",
                "The name was matched without it. Use a P-code such as SY07, or the unit's usual name.",
            ))  # fmt: skip
    return match_row(locate_name(cell.name, gazetteer, within=unit), limit=limit)
