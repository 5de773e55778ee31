"""A delimited table read as it stands: its header and its rows, for commands that add columns to it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from geomap.errors import ReadError
from geomap.readers.columns import distinct
from geomap.readers.delimited import rows_of_csv
from geomap.readers.source import OnProblem, Source

EXTRA_CELLS = "extra_cells"


def read_rows(path: str | Path, *, on_problem: OnProblem) -> tuple[list[str], list[list[str]]]:
    """Return the header (names made distinct) and the cells of each row of a CSV or TSV; "-" is standard input.

    Every row is as long as the header: cells beyond it are kept in `extra_cells`; missing ones are empty; an empty row
    is kept, so that row numbers are the user's. Raises ReadError where the file cannot be read.
    """
    name = "standard input" if str(path) == "-" else str(path)
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except OSError as error:
        problem = (
            "there is no such file"
            if isinstance(error, FileNotFoundError)
            else f"it cannot be opened ({error.strerror})"
        )
        raise ReadError(name, problem, "Check the path.") from error
    if not data:
        raise ReadError(name, "the file is empty", "Check that it was saved completely.")
    rows = iter(rows_of_csv(Source(name, Path(name).stem, io.BytesIO(data)), on_problem))
    header = distinct(next(rows, []))
    table = list(rows)
    width = len(header)
    lengths = set(map(len, table))
    longer = max(lengths, default=0) > width
    for cells in table if lengths - {width} else ():
        extra = " | ".join(cells[width:])
        cells[width:] = [""] * (width - len(cells))
        if longer:
            cells.append(extra)
    return ([*header, EXTRA_CELLS] if longer else header), table
