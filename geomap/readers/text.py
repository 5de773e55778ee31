"""Plain text: the whole file is one report, its text unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers.encoding import open_text
from geomap.readers.fields import make_document
from geomap.readers.source import OnProblem, Source


def read_text(source: Source, on_problem: OnProblem) -> Iterator[Report]:
    with open_text(source, on_problem) as stream:
        text = stream.read()
    if not text.strip():
        raise ReadError(source.name, "the file is empty", "Check that it was saved or downloaded completely.")
    yield make_document(text, source.name, source.stem)
