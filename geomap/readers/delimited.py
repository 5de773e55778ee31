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
        of_row: list[str] = []  # the lines of the row that is being read
        ended = False

        def lines() -> Iterator[str]:
            nonlocal ended
            for line in chain(first, stream):
                of_row.append(line)
                yield line
            ended = True

        number = 0
        try:
            for row in csv.reader(lines(), delimiter=delimiter):
                if ended and len(of_row) > 1 and sum(line.count('"') for line in of_row) % 2:
                    on_problem(
                        ReadError(
                            f"{source.name} row {number}",
                            "a quotation mark is opened in it and never closed",
                            "Close it; the rows from there on were read as if it had no meaning.",
                        )
                    )
                    yield from csv.reader(of_row, delimiter=delimiter, quoting=csv.QUOTE_NONE)
                    return
                of_row.clear()
                yield row
                number += 1
        except csv.Error as error:
            raise ReadError(
                f"{source.name} row {number}", f"the row cannot be read ({error})", "Correct it and retry."
            ) from error
