"""Web pages: the main text, one paragraph a line, with the page's own title, date, address and language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers.encoding import open_text
from geomap.readers.fields import make_document
from geomap.readers.html_parts import Parts, elements, parts_of
from geomap.readers.page_markers import begins_notice, marked
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
SOURCE_META = ("og:site_name", "publisher", "dc.publisher", "application-name")
_LD_DATE = re.compile(r'"datePublished"\s{0,5}:\s{0,5}"([^"]{8,40})"')
_BLANKS = re.compile(r"\s+")


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
    publisher = next((meta[name] for name in SOURCE_META if name in meta), "")
    title = _without_publisher(meta.get("og:title") or _headline(root), publisher)
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
        source=publisher,
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


def _without_publisher(title: str, publisher: str) -> str:
    """A page's title without its publisher's name at the end.

    >>> _without_publisher("Floods in Harim | Relief Desk", "Relief Desk")
    'Floods in Harim'
    """
    rest = title.removesuffix(publisher).rstrip() if publisher else title
    return (
        rest[:-1].rstrip()
        if rest != title and rest[-1:] in tuple("|-–—:•·«»/") and rest[:-1].strip()
        else title
    )


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
    """Lines of the page's report; of the whole page where it is all inside one form or menu."""
    lines = _lines(parts_of(root))
    if lines:
        return lines
    body = next(root.iter("body"), root)
    return _lines(Parts(body, body, body, False), everything=True)


def _lines(parts: Parts, *, everything: bool = False) -> list[str]:
    """The text of a page's report, a line a block. Lines that are nothing but links (menus, headlines of other
    stories, tags) or buttons and notices are dropped, unless `everything` is wanted.

    Walks events instead of calling itself, so that deep nesting costs no stack.
    """
    import lxml.etree

    lines: list[str] = []
    words: list[str] = []
    unlinked: list[str] = []
    links = titles = cells = skipped = 0
    linked = False
    started = parts.first is parts.top
    code, blocks = elements("code"), elements("block")

    def end_line() -> None:
        nonlocal linked
        line = _collapse("".join(words))
        own = _collapse("".join(unlinked))
        bare = linked and not titles and not (cells and parts.found) and not any(c.isalnum() for c in own)
        if line and (everything or not (bare or _is_label(own, linked))):
            lines.append(line)
        words.clear()
        unlinked.clear()
        linked = False

    def add(text: str | None) -> None:
        nonlocal linked
        if text and started and not skipped:
            words.append(text)
            if not links:
                unlinked.append(text)
            elif text.strip():
                linked = True

    for event, element in lxml.etree.iterwalk(parts.top, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts = event == "start"
        step = 1 if starts else -1
        started = started or element is parts.first
        if element in parts.left_out or tag in code:
            if starts and not skipped:
                end_line()
            skipped += step
        elif tag in blocks or tag == "br":
            end_line()
        links += step * (tag == "a")
        titles += step * (tag in ("h1", "h2"))
        cells += step * (tag in ("td", "th"))
        if starts:
            add(element.text)
        elif element is parts.last:
            break
        elif element is not parts.top:
            add(element.tail)
    end_line()
    return lines


def _is_label(line: str, linked: bool) -> bool:
    """Whether a line, or what of it is no link, is a marker alone (Share, Tags: …) or a notice of the publisher's."""
    marker = marked(line) or begins_notice(line)
    return marker is not None and (linked or marker.kind in ("buttons", "menu", "notice", "comments"))
