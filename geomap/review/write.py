"""The unmatched list as a table for the terminal, CSV, an HTML page or JSON."""

from __future__ import annotations

import html
import json
import os
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields

from geomap.atomic import atomic_path
from geomap.errors import WriteError
from geomap.review.unmatched import UnmatchedRow
from geomap.safetext import clean_text, csv_text

_COLUMNS = tuple(field.name for field in fields(UnmatchedRow))


def write_unmatched(
    rows: Sequence[UnmatchedRow], path: str | os.PathLike[str] | None, format: str
) -> str | None:
    """Write the list as table, csv, html or json to `path`; without a path return the text.

    In CSV a text cell that a spreadsheet would run as a formula has an apostrophe in front.
    Raises WriteError.
    """
    render = _FORMATS.get(format)
    if render is None:
        raise WriteError(f"format {format!r} is unknown. Use one of {' '.join(_FORMATS)}.")
    text = clean_text(render(rows))
    if path is None:
        return text
    with atomic_path(path) as temporary:
        temporary.write_text(text, "utf-8", newline="")
    return None


def _as_csv(rows: Sequence[UnmatchedRow]) -> str:
    return csv_text(_COLUMNS, (asdict(row) for row in rows))


def _as_json(rows: Sequence[UnmatchedRow]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


_HEADINGS = {
    "toponym": "Name · الاسم",
    "n_mentions": "Mentions · المرات",
    "n_reports": "Reports · التقارير",
    "reason": "Reason · السبب",
    "context": "Context · السياق",
    "suggestion_1": "Suggestion 1 · اقتراح ١",
    "suggestion_2": "Suggestion 2 · اقتراح ٢",
    "suggestion_3": "Suggestion 3 · اقتراح ٣",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>Unmatched names · أسماء لم تُطابَق</title>
<style>
body {{ font: 16px/1.5 "Noto Sans Arabic", "Segoe UI", Tahoma, sans-serif; margin: 1.5rem; color: #1b1b1b }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #bbb; padding: .3rem .6rem; text-align: start; vertical-align: top }}
th {{ background: #eee }}
td {{ overflow-wrap: anywhere; unicode-bidi: isolate }}
</style>
</head>
<body>
<h1>Unmatched names · <span lang="ar" dir="rtl">أسماء لم تُطابَق</span></h1>
<p>Names: {count} · <span lang="ar" dir="rtl">عدد الأسماء: {count}</span></p>
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
</table>
</body>
</html>
"""


def _as_html(rows: Sequence[UnmatchedRow]) -> str:
    head = "".join(f"<th>{label}</th>" for label in _HEADINGS.values())
    body = "\n".join(
        "<tr>{}</tr>".format(
            "".join(f'<td dir="auto">{html.escape(str(getattr(row, name)))}</td>' for name in _HEADINGS)
        )
        for row in rows
    )
    return _PAGE.format(count=len(rows), head=head, body=body)


# Column, heading and widest cell for a terminal of 100 columns: 26 + 8 + 7 + 24 + 27, and two blanks between
_TERMINAL = (
    ("toponym", "name", 26), ("n_mentions", "mentions", 8), ("n_reports", "reports", 7),
    ("reason", "reason", 24), ("suggestion_1", "best suggestion", 27),
)  # fmt: skip


def _as_table(rows: Sequence[UnmatchedRow]) -> str:
    if not rows:
        return "Every name was placed.\n"
    columns = []
    for name, heading, widest in _TERMINAL:
        cells = [heading, *(_fit(str(getattr(row, name)), widest) for row in rows)]
        width = max(map(_width, cells))
        columns.append([cell + " " * (width - _width(cell)) for cell in cells])
    return "".join("  ".join(cells).rstrip() + "\n" for cells in zip(*columns, strict=True))


def _fit(text: str, widest: int) -> str:
    """One line without control characters or bidi marks, cut to a terminal's `widest` cells."""
    text = " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())
    if _width(text) <= widest:
        return text
    while _width(text) >= widest:
        text = text[: min(len(text) - 1, 2 * widest)]
    return text + "…"


def _width(text: str) -> int:
    """How many cells of a terminal the text takes: none for a mark, two for a wide letter."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


_FORMATS: dict[str, Callable[[Sequence[UnmatchedRow]], str]] = {
    "table": _as_table,
    "csv": _as_csv,
    "html": _as_html,
    "json": _as_json,
}
