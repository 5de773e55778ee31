"""Rows of a delimited text file, with its delimiter found and unclosed quotes survived."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from geomap.errors import ReadError
from geomap.readers.encoding import open_text
from geomap.readers.source import OnProblem, Source

DELIMITERS = (",", ";", "\t", "|")
NO_DELIMITER = "\x1f"  # a table of one column, in whose texts commas are commas
SAMPLE_LINES = 20
# The csv module refuses fields above 131,072 characters by default; the largest that a C long holds everywhere.
LARGEST_FIELD = 2**31 - 1


def find_delimiter(lines: list[str]) -> str:
    """The delimiter by which the first lines split most often and most evenly.

    >>> find_delimiter(["id;text\\n", "1;Shelling, again\\n"])
    ';'
    """
    best, best_score = NO_DELIMITER, (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 0
        if width < 2:
            continue
        same = Counter(len(row) for row in rows)[width] / len(rows)
        if (same, width) > best_score:
            best, best_score = delimiter, (same, width)
    return best


class _Lines:
    """Lines for the csv module, that remembers those of the row being read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.of_row: list[str] = []
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.of_row.append(line)
        return line


def rows_of_csv(source: Source, on_problem: OnProblem, delimiter: str = "") -> Iterator[list[str]]:
    """The rows as lists of cells, blank lines as empty lists.

    A quotation mark that is never closed would swallow the rest of the file: that is reported, and the
    lines from there on are split without regard to quotes.
    """
    csv.field_size_limit(LARGEST_FIELD)
    with open_text(source, on_problem) as stream:
        first = list(islice(stream, SAMPLE_LINES))
        if first and first[0].lower().startswith("sep=") and len(first[0].strip()) == 5:  # Excel's own hint
            delimiter = delimiter or first.pop(0)[4]
        delimiter = delimiter or find_delimiter(first)
        lines = _Lines(chain(first, stream))
        reader = csv.reader(lines, delimiter=delimiter)
        number = 0
        while True:
            lines.of_row.clear()
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise ReadError(
                    f"{source.name} row {number}",
                    f"the row cannot be read ({error})",
                    "Correct it and retry.",
                ) from error
            if lines.ended and len(lines.of_row) > 1 and sum(line.count('"') for line in lines.of_row) % 2:
                on_problem(
                    ReadError(
                        f"{source.name} row {number}",
                        "a quotation mark is opened in it and never closed",
                        "Close it; the rows from there on were read as if it had no meaning.",
                    )
                )
                yield from csv.reader(lines.of_row, delimiter=delimiter, quoting=csv.QUOTE_NONE)
                return
            yield row
            number += 1
