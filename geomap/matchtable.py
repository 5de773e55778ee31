"""Names in, places out: the table behind `geomap match`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from geomap.errors import GeomapError, ReadError
from geomap.gazetteer import Gazetteer
from geomap.models import Place
from geomap.pipeline import locate_name, unit_named
from geomap.tabular import Row, match_row

# Another process takes half a second to start: as long as so many names take.
_WORTH_A_PROCESS = 800
_CHUNK = 200  # names given to a process at a time: a fraction of a second's work
_worker_gazetteer: Gazetteer | None = None  # of a worker process, opened once


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
    cells: Sequence[Cell], gazetteer: Gazetteer, *, within: str = "", limit: int = 10, workers: int = 1,
    on_problem: Callable[[ReadError], None],
) -> list[Row]:  # fmt: skip
    """Return one row per cell, in order: the cell's own columns, then the result. Each distinct name is matched once.

    `workers` processes share many distinct names; a script that asks for more than one needs the usual
    `if __name__ == "__main__"`.
    """
    questions: dict[tuple[str, str], str] = {}  # name and unit as written -> the unit's place_id
    for cell in cells:
        key = (cell.name, cell.within or within)
        if key not in questions:
            questions[key] = _unit_id(cell, key[1], gazetteer, on_problem)
    asked = [(name, unit_id) for (name, _), unit_id in questions.items()]
    answers = dict(zip(questions, _answers(asked, gazetteer, limit, workers), strict=True))
    if not cells:
        return []
    own = cells[0].row
    results = {
        key: {result_column(column, own): value for column, value in row.items()}
        for key, row in answers.items()
    }
    return [cell.row | results[cell.name, cell.within or within] for cell in cells]


def _answers(asked: list[tuple[str, str]], gazetteer: Gazetteer, limit: int, workers: int) -> list[Row]:
    if workers < 2 or len(asked) < _WORTH_A_PROCESS:
        return [_match(name, unit_id, gazetteer, limit) for name, unit_id in asked]
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Not forked: an open index must not be shared. Neighbours in the alphabet sound alike, and share look-ups
    order = sorted(range(len(asked)), key=lambda i: asked[i])
    chunks = [order[i : i + _CHUNK] for i in range(0, len(order), _CHUNK)]
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_open, initargs=(str(gazetteer.folder),)
    ) as pool:
        done = pool.map(_match_chunk, [[asked[i] for i in chunk] for chunk in chunks], [limit] * len(chunks))
        found = dict(zip(order, (row for rows in done for row in rows), strict=True))
    return [found[i] for i in range(len(asked))]


def _open(folder: str) -> None:
    global _worker_gazetteer
    from geomap.gazetteer import load_gazetteer

    _worker_gazetteer = load_gazetteer(folder)


def _match_chunk(asked: list[tuple[str, str]], limit: int) -> list[Row]:
    assert _worker_gazetteer is not None
    return [_match(name, unit_id, _worker_gazetteer, limit) for name, unit_id in asked]


def result_column(column: str, own: Iterable[str]) -> str:
    """Return the name of a result column: the contract's, unless the input has a column of that name itself."""
    return f"geomap_{column}" if column in own else column


def _match(name: str, unit_id: str, gazetteer: Gazetteer, limit: int) -> Row:
    unit = gazetteer.place(unit_id) if unit_id else None
    return match_row(locate_name(name, gazetteer, within=unit), limit=limit)


def _unit_id(cell: Cell, within: str, gazetteer: Gazetteer, on_problem: Callable[[ReadError], None]) -> str:
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
    return unit.place_id if unit else ""
