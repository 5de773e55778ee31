"""Text that leaves geomap: no character that a format cannot carry, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# The same at the beginning of a line of CSV, and of another cell of it.
_FIRST = tuple(f"{quote}{sign}" for quote in ("", '"') for sign in _FORMULA)
_NEXT = re.compile(r',"?[=+\-@\t\r]')
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def clean_text(text: str) -> str:
    """Return `text` with what no file format carries replaced by U+FFFD; line ends, tabs and bidi marks stay."""
    return _FORBIDDEN.sub("\ufffd", text)


def guard_formula(text: str) -> str:
    """Return `text` for a spreadsheet: an apostrophe before what a spreadsheet would run as a formula.

    >>> guard_formula("=HYPERLINK(1)"), guard_formula("حلب"), guard_formula("- قصف"), guard_formula("-1.5")
    ("'=HYPERLINK(1)", 'حلب', "'- قصف", '-1.5')
    """
    return "'" + text if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> list[str]:
    """Return each row as CSV, its line end included; text cells that a spreadsheet would run are guarded.

    >>> csv_lines([["a,b", 1], ["=1", ""]])
    ['"a,b",1\\n', "'=1,\\n"]
    """
    rows = [row if isinstance(row, list) else list(row) for row in rows]
    lines = _csv_lines(rows)
    for i, line in enumerate(lines):
        if line.startswith(_FIRST) or _NEXT.search(line):  # half the price of a look at each cell
            (lines[i],) = _csv_lines([[guard_formula(c) if isinstance(c, str) else c for c in rows[i]]])
    return lines


def _csv_lines(rows: Iterable[Iterable[Any]]) -> list[str]:
    lines: list[str] = []
    csv.writer(_Pieces(lines), lineterminator="\n").writerows(rows)
    return lines


class _Pieces:
    """What the csv module writes to, a row at a time."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV with a header; text cells that a spreadsheet would run are guarded."""
    cells = ([row.get(name, "") for name in columns] for row in rows)
    return "".join(csv_lines(itertools.chain([columns], cells)))
