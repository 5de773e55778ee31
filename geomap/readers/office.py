"""Word documents (DOCX)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers.fields import make_document, without_surrogates
from geomap.readers.source import LARGEST_DOCUMENT, OnProblem, Source, refuse_archive_bomb

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(source: Source, on_problem: OnProblem) -> Iterator[Report]:
    """One report a document: a line a paragraph, the cells of a table row beside one another."""
    from docx import Document

    refuse_archive_bomb(source, LARGEST_DOCUMENT)
    try:
        document = Document(source.file)
        text = _text(document.element.body)
        title = document.core_properties.title or ""
    except Exception as error:  # python-docx lets many kinds of error through on damaged files
        raise ReadError(
            source.name,
            "the document is damaged or no Word document",
            "Open it in Word and save it again as .docx.",
        ) from error
    if not text.strip():
        raise ReadError(source.name, "the document has no text", "Leave it out, or type out its pictures.")
    yield make_document(text, source.name, source.stem, title=without_surrogates(title.strip()))


def _text(body: Any) -> str:
    """Paragraphs in order, with those in tables, links and text boxes; deleted text is left out."""
    parts: list[str] = []
    last_row: Any = None
    for paragraph in body.iter(f"{_W}p"):
        ancestors = list(paragraph.iterancestors())
        if any(element.tag == _FALLBACK for element in ancestors):
            continue  # the same text box again, for old programs
        row = next((element for element in ancestors if element.tag == f"{_W}tr"), None)
        if parts:
            parts.append("\t" if row is not None and row is last_row else "\n")
        parts.append(_paragraph(paragraph))
        last_row = row
    return "".join(parts)


def _paragraph(paragraph: Any) -> str:
    words: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue  # of a text box inside this paragraph
        if element.tag == f"{_W}t":
            words.append(element.text or "")
        elif element.tag == f"{_W}tab":
            if element.getparent().tag == f"{_W}r":  # elsewhere it is a tab stop
                words.append("\t")
        elif element.tag == f"{_W}noBreakHyphen":
            words.append("-")
        else:
            words.append("\n")
    return "".join(words)
