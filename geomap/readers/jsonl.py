"""JSON Lines, JSON arrays and single JSON objects."""

from __future__ import annotations

import json
from collections.abc import Iterator

from geomap.errors import ReadError
from geomap.models import Locator, Report
from geomap.readers.columns import ColumnNames
from geomap.readers.encoding import open_text
from geomap.readers.fields import FIELDS, make_report
from geomap.readers.source import OnProblem, Source
from geomap.readers.telegram import is_telegram, read_export

REMEDY = "Correct it or remove it; the other rows were read."
# Objects nested deeper than this are no report; Python's own parser gives up near 1,000.
TOO_DEEP = "it is nested too deeply"


def read_json_lines(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    """One object a line; a file that begins with [ is read as an array."""
    with open_text(source, on_problem, newline="\n") as stream:
        found = False
        for row, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            if not found and line.lstrip().startswith("["):
                yield from _array(line + stream.read(), source, on_problem, columns)
                return
            found = True
            try:
                value = _parse(line)
            except ValueError as error:
                on_problem(_broken(Locator(source.name, row), error))
                continue
            yield from _record(value, row, source, on_problem, columns)
        if not found:
            raise ReadError(source.name, "the file is empty", "Check that it was saved completely.")


def read_json(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    """An array of objects, one object, Telegram's export, or JSON Lines under the name .json."""
    with open_text(source, on_problem) as stream:
        text = stream.read()
    if not text.strip():
        raise ReadError(source.name, "the file is empty", "Check that it was saved completely.")
    if text.lstrip().startswith("["):
        yield from _array(text, source, on_problem, columns)
        return
    lines = text.strip().split("\n")
    try:
        value = _parse(text)
    except ValueError as error:
        if len(lines) == 1 or not _is_object(lines[0]):
            raise _broken(Locator(source.name), error) from error
        for row, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                try:
                    item = _parse(line)
                except ValueError as line_error:
                    on_problem(_broken(Locator(source.name, row), line_error))
                else:
                    yield from _record(item, row, source, on_problem, columns)
        return
    if is_telegram(value):
        yield from read_export(value, source, on_problem)
    else:
        yield from _record(value, 1, source, on_problem, columns)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError(TOO_DEEP) from error


def _is_object(line: str) -> bool:
    try:
        return isinstance(_parse(line), dict)
    except ValueError:
        return False


def _broken(locator: Locator, error: ValueError) -> ReadError:
    if isinstance(error, json.JSONDecodeError):
        at = (
            f"column {error.colno}"
            if locator.row is not None
            else f"line {error.lineno}, column {error.colno}"
        )
        problem = f"it is not valid JSON ({error.msg} at {at})"
    else:
        problem = f"it is not valid JSON ({error})"
    return ReadError(str(locator), problem, REMEDY if locator.row is not None else "Correct the file.")


def _array(text: str, source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    """The items one by one, so that all before a broken one are read. A row is an item."""
    decoder = json.JSONDecoder()
    at, row = text.index("[") + 1, 0
    while True:
        at = _skip(text, at, " \t\r\n")
        if text[at : at + 1] == "]" or (row and at >= len(text)):
            if row == 0:
                raise ReadError(source.name, "the list is empty", "Check that it was saved completely.")
            if at >= len(text):
                on_problem(_cut_short(source, row))
            return
        row += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            detail = getattr(error, "msg", TOO_DEEP)
            on_problem(
                ReadError(
                    str(Locator(source.name, row)),
                    f"it is not valid JSON ({detail} at line {line})",
                    "Correct it; the rows before it were read, those after it were not.",
                )
            )
            return
        yield from _record(value, row, source, on_problem, columns)
        at = _skip(text, at, " \t\r\n")
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] != "]":
            on_problem(_cut_short(source, row))
            return


def _skip(text: str, at: int, blanks: str) -> int:
    while at < len(text) and text[at] in blanks:
        at += 1
    return at


def _cut_short(source: Source, row: int) -> ReadError:
    return ReadError(
        str(Locator(source.name, row)),
        "the list breaks off after it, without a comma or a closing bracket",
        "Check that the file is complete; the rows up to this one were read.",
    )


def _record(
    value: object, row: int, source: Source, on_problem: OnProblem, columns: ColumnNames
) -> Iterator[Report]:
    locator = Locator(source.name, row)
    if not isinstance(value, dict):
        on_problem(
            ReadError(
                str(locator),
                f"it is a {type(value).__name__}, not an object with fields",
                'Write it as {"text": "…"}.',
            )
        )
        return
    named = {field: key for field, key in columns.named().items() if key in value}
    key_of = {field: field for field in FIELDS} | named
    fields = {field: value.get(key) for field, key in key_of.items()}
    used = set(key_of.values())
    attributes = {key: item for key, item in value.items() if key not in used}
    try:
        yield make_report(fields, attributes, locator=locator, default_id=f"{source.stem}-{row}")
    except ReadError as error:
        on_problem(error)
