"""Tables: CSV, TSV, XLSX and Parquet. A row is a report with a text, a location, or both."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from geomap.errors import ReadError
from geomap.models import Locator, Report
from geomap.readers.columns import ColumnNames, distinct, find_columns
from geomap.readers.delimited import rows_of_csv
from geomap.readers.fields import make_report
from geomap.readers.source import LARGEST_WORKBOOK, OnProblem, Source, refuse_archive_bomb

Row = Sequence[Any]

# Sheets of organisations often begin with a title and a date above the column names.
ROWS_ABOVE_HEADER = 10
PARQUET_BATCH = 1000
EXTRA_CELLS = "extra_cells"
# HXL tags stand in a row of their own below the column names: #adm1+name.
_HXL = re.compile(r"#[a-z0-9_]+( ?\+[a-z0-9_]+)*")
NOTHING_TO_MAP = ("text", "location", "title")


@dataclass(frozen=True, slots=True)
class _Header:
    names: tuple[str, ...]
    columns: dict[str, int]

    def usable(self) -> bool:
        return any(field in self.columns for field in NOTHING_TO_MAP)


def _header(row: Row, wanted: ColumnNames) -> _Header:
    """Column names made distinct; an empty one is named by its number. KeyError as in find_columns."""
    names = distinct(row)
    return _Header(tuple(names), find_columns(names, wanted))


def _no_column(source: Source, first: Row) -> ReadError:
    names = [str(cell).strip() for cell in first if cell is not None and str(cell).strip()]
    shown = ", ".join(f"'{name[:40]}'" for name in names[:20]) + (" …" if len(names) > 20 else "")
    return ReadError(
        source.name,
        f"no column with a text or a location was found; the columns are {shown or 'unnamed'}",
        "Name it with --text-column or --location-column.",
    )


def _wanted_missing(source: Source, wanted: str, first: Row) -> ReadError:
    names = ", ".join(f"'{str(cell)[:40]}'" for cell in list(first)[:20] if cell is not None)
    return ReadError(
        source.name,
        f"there is no column '{wanted}'; the columns are {names}",
        "Correct the name after the option.",
    )


def _reports(source: Source, header: _Header, rows: Iterator[Row], on_problem: OnProblem) -> Iterator[Report]:
    """Rows below the header. Empty rows are passed over but counted, as the table's user counts them."""
    width, used = len(header.names), set(header.columns.values())
    found = False
    for number, row in enumerate(rows, start=1):
        filled = [cell for cell in row if cell is not None and str(cell).strip()]
        if not filled:
            continue
        if number == 1 and len(filled) > 1 and all(_HXL.fullmatch(str(cell).strip()) for cell in filled):
            continue
        found = True
        fields = {field: row[at] for field, at in header.columns.items() if at < len(row)}
        attributes: dict[str, object] = {
            name: row[at] if at < len(row) else None for at, name in enumerate(header.names) if at not in used
        }
        extra = [cell for cell in row[width:] if cell is not None]
        if extra:
            attributes[EXTRA_CELLS] = extra
        locator = Locator(source.name, number)
        try:
            yield make_report(fields, attributes, locator=locator, default_id=f"{source.stem}-{number}")
        except ReadError as error:
            on_problem(error)
    if not found:
        raise ReadError(
            source.name, "the table has column names but no rows", "Check that it was saved completely."
        )


def read_csv(
    source: Source, on_problem: OnProblem, columns: ColumnNames, *, delimiter: str = ""
) -> Iterator[Report]:
    """CSV with any of the usual delimiters, or the given one."""
    rows = rows_of_csv(source, on_problem, delimiter)
    yield from _table(source, rows, on_problem, columns)


def _table(
    source: Source, rows: Iterator[Row], on_problem: OnProblem, columns: ColumnNames
) -> Iterator[Report]:
    first = next((row for row in rows if any(str(cell or "").strip() for cell in row)), None)
    if first is None:
        raise ReadError(source.name, "the table is empty", "Check that it was saved completely.")
    try:
        header = _header(first, columns)
    except KeyError as error:
        raise _wanted_missing(source, error.args[0], first) from error
    if not header.usable():
        raise _no_column(source, first)
    yield from _reports(source, header, rows, on_problem)


def read_xlsx(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    """Every sheet that has a text or location column; its header may stand a few rows down."""
    import openpyxl

    refuse_archive_bomb(source, LARGEST_WORKBOOK)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and validations that do not concern the cells
        try:
            book = openpyxl.load_workbook(source.file, read_only=True, data_only=True)
        except Exception as error:  # openpyxl lets many kinds of error through on damaged files
            raise ReadError(
                source.name,
                "the workbook is damaged or no Excel workbook",
                "Open it and save it again as .xlsx.",
            ) from error
    try:
        found = 0
        refusal: ReadError | None = None
        for sheet in book.worksheets:
            part = source
            if len(book.worksheets) > 1:
                part = replace(
                    source, name=f"{source.name} sheet '{sheet.title}'", stem=f"{source.stem}-{sheet.title}"
                )
            rows = _cells(sheet, part)
            head = list(islice(rows, ROWS_ABOVE_HEADER))
            at = _header_row(head, columns)
            if at is None:
                filled = [row for row in head if any(cell is not None for cell in row)]
                if filled and refusal is None:
                    refusal = _refusal(part, max(filled, key=_width), columns)
                continue
            found += 1
            header = _header(head[at], columns)
            try:
                yield from _reports(part, header, chain(head[at + 1 :], rows), on_problem)
            except ReadError as error:
                on_problem(error)
        if not found:
            raise refusal or ReadError(
                source.name, "the workbook is empty", "Check that it was saved completely."
            )
    finally:
        book.close()


def _cells(sheet: Any, source: Source) -> Iterator[Row]:
    sheet.reset_dimensions()  # many programs write wrong ones, which would hide rows
    rows = sheet.iter_rows(values_only=True)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dates out of range; the cell then says #VALUE!
            try:
                row = next(rows, None)
            except Exception as error:
                raise ReadError(
                    source.name,
                    "the sheet is damaged",
                    "Open it and save it again; the rows so far were read.",
                ) from error
        if row is None:
            return
        yield row


def _width(row: Row) -> int:
    return sum(cell is not None for cell in row)


def _header_row(head: Sequence[Row], columns: ColumnNames) -> int | None:
    """The first row that names a text or location column."""
    for at, row in enumerate(head):
        try:
            if _header(row, columns).usable():
                return at
        except KeyError:
            continue
    return None


def _refusal(source: Source, row: Row, columns: ColumnNames) -> ReadError:
    try:
        _header(row, columns)
    except KeyError as error:
        return _wanted_missing(source, error.args[0], row)
    return _no_column(source, row)


def read_parquet(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    """Parquet, batch by batch. Needs the extra geomap[parquet]."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped]
        import pyarrow.parquet as pq  # type: ignore[import-untyped]
    except ImportError as error:
        raise ReadError(
            source.name,
            "reading Parquet needs the package pyarrow",
            "Install it with: pip install 'geomap[parquet]'",
        ) from error
    try:
        table = pq.ParquetFile(source.file)
        names = table.schema_arrow.names
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ReadError(source.name, "the Parquet file is damaged", "Write it again.") from error

    def rows() -> Iterator[Row]:
        yield names
        try:
            for batch in table.iter_batches(batch_size=PARQUET_BATCH):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise ReadError(source.name, "the Parquet file is damaged", "Write it again.") from error

    yield from _table(source, rows(), on_problem, columns)
