"""A record with named fields (a JSON object, a row of a table, a message) -> Report."""

from __future__ import annotations

import datetime as dt
import decimal
import math
import re
from collections.abc import Mapping
from typing import Any

from geomap.errors import ReadError
from geomap.events.dates import find_date, parse_date
from geomap.models import Locator, Report

FIELDS = ("id", "text", "title", "date", "source", "url", "lang", "location", "admin1")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """The text with halves of broken characters, which no file can hold, as U+FFFD."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def as_text(value: object) -> str:
    """A scalar as a user sees it: 17.0 is 17, nothing is empty.

    >>> as_text(17.0), as_text(None), as_text(" حلب ")
    ('17', '', ' حلب ')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return without_surrogates(str(value))


def as_attribute(value: object) -> Any:
    """A value that every output format can hold: text, number, bool, None, and lists and dicts of them."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, Mapping):
        return {without_surrogates(str(key)): as_attribute(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_attribute(item) for item in value]
    return without_surrogates(str(value))


def make_report(
    fields: Mapping[str, object], attributes: Mapping[str, object], *, locator: Locator, default_id: str
) -> Report:
    """A report from the fields of FIELDS and all others. Without text and location, the title is the text.

    Raises ReadError, with the locator as its place, where there is nothing to map.
    """
    for field in ("text", "location", "title"):
        if isinstance(fields.get(field), dict | list):
            raise ReadError(
                str(locator), f"'{field}' is a list or an object, not text", "Give it as one piece of text."
            )
    text, location = as_text(fields.get("text")), as_text(fields.get("location")).strip()
    title = as_text(fields.get("title")).strip()
    if not text.strip() and not location:
        text = title
    if not text.strip() and not location:
        raise ReadError(
            str(locator), "it has neither a text nor a location", "Fill one of them, or leave it out."
        )
    try:
        kept = {without_surrogates(key): as_attribute(value) for key, value in attributes.items()}
    except RecursionError as error:
        raise ReadError(str(locator), "it is nested too deeply", "Leave out the deepest fields.") from error
    return Report(
        report_id=as_text(fields.get("id")).strip() or default_id,
        text=text,
        title=title,
        source=as_text(fields.get("source")).strip(),
        url=as_text(fields.get("url")).strip(),
        event_date=parse_date(fields.get("date")),
        lang=as_text(fields.get("lang")).strip(),
        location=location,
        admin1=as_text(fields.get("admin1")).strip(),
        attributes=kept,
        locator=locator,
    )


def make_document(
    text: str, source_name: str, stem: str, *, title: str = "", source: str = "", date: str = "", url: str = "",
    lang: str = "",
) -> Report:  # fmt: skip
    """A report from a whole document. Without a title of its own, that is its first line; without a
    date, the one found near its top.
    """
    return Report(
        report_id=stem,
        text=text,
        title=title or first_line(text),
        source=source,
        url=url,
        event_date=parse_date(date) or find_date(text),
        lang=lang,
        locator=Locator(source_name),
    )


# A title is for a list or a popup; a file without line breaks has no better one than its beginning.
LONGEST_TITLE = 300


def first_line(text: str) -> str:
    """The first line that is not empty, cut to LONGEST_TITLE.

    >>> first_line("\\n  قصف على قرية \\nوتفاصيل")
    'قصف على قرية'
    """
    match = re.search(r"\S[^\r\n]*", text)
    line = match.group()[: LONGEST_TITLE + 1].strip() if match else ""
    return line if len(line) <= LONGEST_TITLE else line[:LONGEST_TITLE] + "…"
