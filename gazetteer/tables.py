"""Read and write the gazetteer's tables; say which file and row is broken.

Numbers are rounded and rows sorted here, so that the same input gives the same bytes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

COORDINATE_DECIMALS = 5  # about a metre: finer than any source here


class TableError(Exception):
    """A row that cannot be used. The message names file and row and says what to do."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield ("file.csv row 3", row) for each data row; row 1 is the first below the header."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(path.name, f"is not UTF-8 (byte {error.start})", "Save it as UTF-8.") from error
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise TableError(
            path.name, f"has no column {', '.join(missing)}", f"The header must be {','.join(columns)}."
        )
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            where = f"{path.name} row {number}"
            if None in row or None in row.values():
                raise TableError(
                    where, "has more or fewer cells than the header", "Put cells with commas in quotes."
                )
            yield where, {key: value.strip() for key, value in row.items()}
    except csv.Error as error:
        raise TableError(f"{path.name} row {number + 1}", str(error), "Check the quotes.") from error


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a CSV: UTF-8, header, line feeds."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_features(path: Path, features: Iterable[Mapping[str, object]]) -> None:
    """Write a GeoJSON FeatureCollection with one feature a line, for diffs that can be read."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")


def read_features(path: Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON file."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise TableError(
            path.name, f"is not a GeoJSON FeatureCollection ({error})", "Repair the file."
        ) from error
    return list(features)


def number(value: float) -> str:
    """A coordinate as short text.

    >>> number(36.50), number(36.123456)
    ('36.5', '36.12346')
    """
    return f"{round(value, COORDINATE_DECIMALS):.{COORDINATE_DECIMALS}f}".rstrip("0").rstrip(".")


def parse_number(where: str, column: str, text: str, low: float, high: float) -> float:
    """A number of a hand-written row, or a TableError when it is none or out of range."""
    try:
        value = float(text)
    except ValueError:
        raise TableError(
            where, f"{column} is {text!r}", f"Write a number from {low:g} to {high:g}."
        ) from None
    if not low <= value <= high:
        raise TableError(
            where, f"{column} {text} is not between {low:g} and {high:g}", "Are the columns swapped?"
        )
    return value


def rounded(coordinates: Any) -> Any:
    """GeoJSON coordinates, however nested, as lists with five decimals."""
    if isinstance(coordinates, float | int):
        return round(float(coordinates), COORDINATE_DECIMALS)
    return [rounded(part) for part in coordinates]
