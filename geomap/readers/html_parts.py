"""Which elements of a web page are its report, and which stand around it: menus, related stories, comments, notices.

An element is known by its tag and ARIA role, by its class, id and data-testid (data/html_parts.csv), or by the
heading that it begins with (data/page_markers.csv). What holds the report itself is never left out. Each step is
linear in the size of the page.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from geomap.readers.page_markers import marked

# ARIA roles of what stands around the report.
_ROLES = frozenset({"alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar",
                    "navigation", "search", "toolbar"})  # fmt: skip
# Classes of the page as a whole list its categories and tags (tag-hama, has-sidebar): they say nothing of its text.
_WHOLE = frozenset({"html", "body", "main", "article"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOT = ("has", "no", "with", "without")  # has-sidebar is no sidebar
# The report's element holds most of the words of its kind: a page of related stories has many alike.
_MOST = 0.6
# Between a headline and the text stand a summary, a byline and a caption, but no menu and no other story.
_SUMMARY_WORDS = 80
# A marker has so few words, and a row of buttons not many more; a headline is shorter than a paragraph.
_MARKER_WORDS, _BUTTON_WORDS, _PARAGRAPH_WORDS = 8, 30, 20
# A heading with an icon, a link and a few wrappers.
_MARKER_ELEMENTS = 20
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def elements(*roles: str) -> frozenset[str]:
    """Elements that are never text (code), stand around the text (around: menus, banners, forms), or
    have lines of their own (block).
    """
    return frozenset(row["element"] for row in _rows("html_elements.csv") if row["role"] in roles)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("geomap.readers").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def _phrases() -> dict[str, str]:
    return {row["phrase"]: row["role"] for row in _rows("html_parts.csv")}


@lru_cache(maxsize=4096)
def _role_of(classes: str) -> str:
    """Return around, body or "" for the classes of an element."""
    phrases = _phrases()
    found = ""
    for whole in classes.split():
        role = phrases.get(f"={whole.lower()}", "")
        words = (
            _HUMP.sub("-", whole).lower().replace("_", "-").split("-")[:12]
        )  # a longer class says all and nothing
        words = [w for w in words if w]
        if words and words[0] in _NOT:
            continue
        for i in range(len(words)):
            for j in (i + 1, i + 2, i + 3):
                role = role or (phrases.get("-".join(words[i:j]), "") if j <= len(words) else "")
        if role == "around":
            return role
        found = found or role
    return found


@dataclass(slots=True)
class Parts:
    """The report of a page: what stands below `top` from the element `first` on to the end of `last`, without
    the elements in `left_out`. `found` says that the page itself tells its text from the rest.
    """

    top: Any
    first: Any
    last: Any
    found: bool
    left_out: set[Any] = field(default_factory=set)


def parts_of(root: Any) -> Parts:
    """Find the report of a page: the element of its text, its only article, its main element, or its body."""
    page = _Page(root)
    texts = [e for e in page.enter if page.role[e] == "body"]
    found = map(page.most, (texts, list(root.iter("article")), list(root.iter("main"))[:1]))
    core = next((element for element in found if element is not None), None)
    if core is not None:
        first, top = page.with_headline(core)
        parts = Parts(top, first, core, True)
    else:
        body = next(root.iter("body"), root)
        parts = Parts(body, body, body, False)
    for element in page.enter:
        own_header = parts.found and element.tag == "header" and page.lies_in(element, parts.last)
        if page.role[element] == "around" and not own_header and not page.is_needed(element, parts):
            parts.left_out.add(element)
    _leave_out_marked(page, parts)
    return parts


class _Page:
    """What each element is: its role, where it begins and ends, and the words before it, in it, and in links in it."""

    def __init__(self, root: Any) -> None:
        import lxml.etree

        code, around = elements("code"), elements("around")
        self.enter: dict[Any, int] = {}
        self.leave: dict[Any, int] = {}
        self.before: dict[Any, int] = {}
        self.words: dict[Any, int] = {}
        self.linked: dict[Any, int] = {}
        self.role: dict[Any, str] = {}
        self.within: dict[Any, bool] = {}  # an element that stands around the report
        said = linked = skipped = links = inside = 0
        starts: list[int] = []
        for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
            starting = event == "start"
            step = 1 if starting else -1
            if starting:
                self.enter[element] = len(self.enter)
                self.before[element] = said
                starts.append(linked)
                self.role[element] = "around" if element.tag in around else _role(element)
                self.within[element] = inside > 0
            else:
                self.words[element] = said - self.before[element]
                self.linked[element] = linked - starts.pop()
                self.leave[element] = len(self.enter)
            skipped += step * (element.tag in code)
            links += step * (element.tag == "a")
            inside += step * (self.role[element] == "around" and element.tag != "header")
            text = element.text if starting else element.tail
            if text and not skipped:
                count = len(text.split())
                said += count
                linked += count if links else 0

    def plain(self, element: Any) -> int:
        """How many words of an element are no link."""
        return self.words[element] - self.linked[element]

    def is_short(self, element: Any) -> bool:
        """Whether an element holds so few others that its text is cheap to look at."""
        return bool(self.leave[element] - self.enter[element] <= _MARKER_ELEMENTS)

    def lies_in(self, element: Any, other: Any) -> bool:
        """Whether an element is another one or stands in it."""
        return bool(self.enter[other] <= self.enter[element] < self.leave[other])

    def most(self, candidates: list[Any]) -> Any:
        """Return the outermost of these elements that holds most of their words, None where none does."""
        outer: list[Any] = []
        for element in candidates:
            if not self.within[element] and not (outer and self.lies_in(element, outer[-1])):
                outer.append(element)
        best = max(outer, key=self.plain, default=None)
        if best is None or not self.words[best]:
            return None
        return best if self.plain(best) >= _MOST * sum(map(self.plain, outer)) else None

    def with_headline(self, core: Any) -> tuple[Any, Any]:
        """Return the headline before the report, with what both stand in; the report twice where there is none near."""
        before = [h for h in core.getroottree().iter("h1") if self.enter[h] < self.enter[core]]
        if not before or self.within[before[-1]] or self.lies_in(core, before[-1]):
            return core, core
        headline = before[-1]
        top = core
        while not self.lies_in(headline, top):
            top = top.getparent()
        between = self.before[core] - self.before[headline] - self.words[headline]
        return (headline, top) if between <= _SUMMARY_WORDS else (core, core)

    def is_needed(self, element: Any, parts: Parts) -> bool:
        """Whether an element holds the report, or, where that is not known, most of the page."""
        if parts.found:
            return self.lies_in(parts.first, element) or self.lies_in(parts.last, element)
        return element is parts.top or 2 * self.plain(element) > self.plain(parts.top)


def _role(element: Any) -> str:
    if element.tag in _WHOLE:
        return ""
    if element.get("role") in _ROLES or element.get("hidden") is not None or element.get("aria-modal"):
        return "around"
    if (element.get("itemprop") or "").lower() == "articlebody":
        return "body"
    named = [element.get(name) for name in ("class", "id", "data-testid")]
    return _role_of(" ".join(name for name in named if name))


def _leave_out_marked(page: _Page, parts: Parts) -> None:
    """Leave out what a heading like "related stories" begins: its section, or what follows it."""
    left_until = 0
    for element in page.enter:
        if page.enter[element] < left_until:
            continue
        if element in parts.left_out:
            left_until = page.leave[element]
        elif 0 < page.words[element] <= _MARKER_WORDS and page.is_short(element):
            marker = marked("".join(element.itertext()))
            if marker is not None:
                for other in _begun(page, parts, element, marker.kind):
                    parts.left_out.add(other)
                    left_until = max(left_until, page.leave[other])


def _begun(page: _Page, parts: Parts, element: Any, kind: str) -> list[Any]:
    """Return the section that begins with a marker; where it begins none, the marker and what goes with it."""
    marker = section = element
    heading = any(e.tag in _HEADINGS for e in element.iter())
    while True:
        parent = section.getparent()
        if parent is None or page.before[parent] != page.before[section] or page.is_needed(parent, parts):
            break
        section = parent
        heading = heading or section.tag in _HEADINGS
        if page.words[section] == page.words[element]:
            marker = section
    if page.words[section] > page.words[element]:
        if kind not in ("buttons", "notice") or page.words[section] <= _BUTTON_WORDS:
            return [section]
        return [marker]
    begun = [marker]
    for other in marker.itersiblings():
        if page.is_needed(other, parts) or kind in ("buttons", "menu", "notice"):
            break
        story = other.tag == "p" and page.plain(other) >= _PARAGRAPH_WORDS and not page.linked[other]
        linked = page.plain(other) <= page.linked[other]
        if kind != "comments" and (story if heading else not linked):
            break
        if heading and other.tag in _HEADINGS and other.tag <= marker.tag and not linked:
            break
        begun.append(other)
    return begun
