"""PDF documents, page by page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from geomap.errors import ReadError
from geomap.models import Locator, Report
from geomap.readers.fields import make_document, without_surrogates
from geomap.readers.source import OnProblem, Source


def read_pdf(source: Source, on_problem: OnProblem) -> Iterator[Report]:
    """One report a document, pages joined by a blank line. A picture or damaged page is a problem."""
    from pypdf import PdfReader

    # pypdf logs every oddity of a file; what matters is reported as a problem.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = PdfReader(source.file)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except Exception as error:  # pypdf lets many kinds of error through on damaged files
        raise ReadError(
            source.name, "the PDF is damaged", "Open it in a viewer and save it again."
        ) from error
    if locked:
        raise ReadError(source.name, "the PDF is protected by a password", "Save a copy without a password.")
    pages = []
    failed: list[ReadError] = []
    for number in range(count):
        reason = ""
        try:
            page = reader.pages[number]
            text = without_surrogates(page.extract_text()).replace("\x00", "")
            reason = "" if text.strip() else _why_no_text(page)
        except Exception as error:
            text, reason = "", f"it cannot be read ({type(error).__name__})"
        if text.strip():
            pages.append(text)
        elif reason:
            failed.append(
                ReadError(
                    str(Locator(source.name, page=number + 1)),
                    reason,
                    "Put its text into a text file, by hand or with text recognition (OCR).",
                )
            )
    if not pages:
        raise ReadError(
            source.name,
            "the PDF has no text; its pages are probably pictures",
            "Run it through text recognition (OCR) first.",
        )
    for problem in failed:
        on_problem(problem)
    yield make_document("\n\n".join(pages), source.name, source.stem, title=_title(reader))


def _why_no_text(page: Any) -> str:
    """What a page without text holds instead; "" for a blank page."""
    from pypdf.generic import DictionaryObject

    try:
        resources = page.get("/Resources", DictionaryObject()).get_object()
        drawn = resources.get("/XObject", DictionaryObject()).get_object().values()
        pictures = any(item.get_object().get("/Subtype") == "/Image" for item in drawn)
    except Exception:
        return "the page is damaged"
    return "the page is a picture without text" if pictures else ""


def _title(reader: object) -> str:
    try:
        title = getattr(getattr(reader, "metadata", None), "title", None)
    except Exception:  # damaged metadata are no reason to lose the text
        return ""
    return without_surrogates(title).strip() if isinstance(title, str) else ""
