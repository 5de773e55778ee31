"""Web pages: the main text, one paragraph a line, with the page's own title, date, address and language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers.encoding import open_text
from geomap.readers.fields import make_document
from geomap.readers.source import OnProblem, Source

DATE_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "publish_date",
    "publish-date",
    "pubdate",
    "dc.date.issued",
    "dc.date",
    "date",
)
_LD_DATE = re.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{8,40})"')
_BLANKS = re.compile(r"\s+")


@cache
def _elements(*roles: str) -> frozenset[str]:
    """Elements that are never text (code), stand around the text (around: menus, banners, forms), or
    have lines of their own (block).
    """
    text = files("geomap.readers").joinpath("data", "html_elements.csv").read_text(encoding="utf-8")
    return frozenset(row["element"] for row in csv.DictReader(text.splitlines()) if row["role"] in roles)


def read_html(source: Source, on_problem: OnProblem) -> Iterator[Report]:
    """One report a page. A headline outside the main text becomes its first line."""
    import lxml.html

    with open_text(source, on_problem) as stream:
        markup = stream.read().replace("\x00", "")
    # As UTF-8 bytes, because a page may declare the encoding that it no longer has.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.ParserError, ValueError, AssertionError) as error:
        raise ReadError(source.name, "the page has no content", "Save it again from the browser.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        on_problem(
            ReadError(
                source.name,
                "the page is nested too deeply and was read only in part",
                "Copy its text into a text file.",
            )
        )
    meta = _meta(root)
    lines = _main_lines(root)
    title = meta.get("og:title") or _headline(root)
    if title and not any(title in line for line in lines):
        lines.insert(0, title)
    text = "\n".join(lines)
    if not text.strip():
        raise ReadError(
            source.name,
            "the page has no text of its own",
            "Save it from the browser once it is fully loaded.",
        )
    yield make_document(
        text,
        source.name,
        source.stem,
        title=title,
        date=_date(root, meta, markup),
        url=_canonical(root) or meta.get("og:url", ""),
        lang=root.get("lang", "") or meta.get("og:locale", "").replace("_", "-"),
    )


def _collapse(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _meta(root: Any) -> dict[str, str]:
    """name, property or itemprop -> content of the first meta element that has it."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _collapse(element.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _headline(root: Any) -> str:
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            text = _collapse(element.text_content())
            if text:
                return text
    return ""


def _date(root: Any, meta: dict[str, str], markup: str) -> str:
    for name in DATE_META:
        if name in meta:
            return meta[name]
    for element in root.iter("time"):
        if element.get("datetime"):
            return str(element.get("datetime"))
    match = _LD_DATE.search(markup)
    return match.group(1) if match else ""


def _canonical(root: Any) -> str:
    for element in root.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return str(element.get("href") or "").strip()
    return ""


def _main_lines(root: Any) -> list[str]:
    """Lines of the page's main element, its only article, or its body, whichever has text first."""
    articles = list(root.iter("article"))
    mains = list(root.iter("main"))
    bodies = list(root.iter("body")) or [root]
    for element in [*(articles if len(articles) == 1 else []), *mains[:1], *bodies[:1]]:
        lines = _lines(element, _elements("code", "around"))
        if lines:
            return lines
    return _lines(bodies[0], _elements("code"))  # the whole page inside one form or header


def _lines(top: Any, left_out: frozenset[str]) -> list[str]:
    """The text below an element, a line a block; list items that are nothing but links (menus) are dropped.

    Walks events instead of calling itself, so that deep nesting costs no stack.
    """
    import lxml.etree

    lines: list[str] = []
    words: list[str] = []
    linked = plain = links = items = skipped = 0

    blocks = _elements("block")

    def end_line() -> None:
        nonlocal linked, plain
        line = _collapse("".join(words))
        if line and not (items and linked and not plain):
            lines.append(line)
        words.clear()
        linked = plain = 0

    def add(text: str | None) -> None:
        nonlocal linked, plain
        if text and not skipped:
            words.append(text)
            if text.strip():
                linked, plain = linked + bool(links), plain + (not links)

    for event, element in lxml.etree.iterwalk(top, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts = event == "start"
        step = 1 if starts else -1
        if tag in left_out and element is not top:
            if starts and not skipped:
                end_line()
            skipped += step
        elif tag in blocks or tag == "br":
            end_line()
        links += step * (tag == "a")
        items += step * (tag == "li")
        if starts:
            add(element.text)
        elif element is not top:
            add(element.tail)
    end_line()
    return lines
