"""Web pages of ten shapes: the report comes out whole, and of what stands around it no word.

Each page in `pages/` has a text beside it: title, source and date on three lines, then the report's text. All places
that the boilerplate of the pages names are places of the gazetteer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from geomap import Gazetteer, Report, find_mentions
from geomap.models import Role
from geomap.readers import read_reports

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def read(path: Path) -> Report:
    problems: list[Exception] = []
    (report,) = read_reports([path], on_problem=problems.append)
    assert problems == []
    return report


def body(tmp_path: Path, markup: str) -> str:
    path = tmp_path / "a.html"
    path.write_text(f"<html><head><title>T</title></head><body>{markup}</body></html>", encoding="utf-8")
    return read(path).text.removeprefix("T\n")


@pytest.mark.parametrize("path", PAGES, ids=[p.stem for p in PAGES])
def test_the_report_and_nothing_else(path: Path) -> None:
    report = read(path)
    title, source, date, *lines = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert report.text.splitlines() == lines
    assert (report.title, report.source, report.event_date) == (title, source, date)


@pytest.mark.parametrize("path", PAGES, ids=[p.stem for p in PAGES])
def test_no_mention_from_around_the_report(path: Path, gazetteer: Gazetteer) -> None:
    report = read(path)
    named = {m.toponym for m in find_mentions(report, gazetteer) if m.role is Role.LOCATIVE}
    assert named
    assert all(
        any(name in line for line in path.with_suffix(".txt").read_text("utf-8").splitlines()[3:])
        for name in named
    )


WORDS = "Residents of the town said that the water had been back since the morning."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        # the class of a wrapper says nothing of the report in it
        (f'<div class="share-page sidebar-right"><div class="post-content"><p>{WORDS}</p></div></div>', WORDS),
        (f'<div class="content has-sidebar no-comments"><p>{WORDS}</p></div>', WORDS),
        # comments may be longer than the report
        (f'<div class="entry-content"><p>{WORDS}</p></div><div id="comments">{f"<p>{WORDS} {WORDS}</p>" * 9}</div>', WORDS),
        (f"<p>{WORDS}</p><h4>12 Comments</h4>{f'<p>{WORDS} {WORDS}</p>' * 9}", WORDS),
        # a sentence that begins with the words of a marker is one
        (f"<p>Comments by the governor of Homs.</p><p>{WORDS}</p>", f"Comments by the governor of Homs.\n{WORDS}"),
        # the lines of a page that is nothing but links are all that it has
        ('<ul><li><a href="/1">Rain in Homs</a></li><li><a href="/2">Fog in Hama</a></li></ul>', "Rain in Homs\nFog in Hama"),
        # a table of links inside a report is part of it
        (f'<article><p>{WORDS}</p><table><tr><td><a href="/h">Harim</a></td></tr></table></article>', f"{WORDS}\nHarim"),
        (f"<main><p>{WORDS}</p><h3>Related</h3><p><a>Fog in Hama</a></p><h3>Water</h3><p>Two wells in Homs.</p></main>",
         f"{WORDS}\nWater\nTwo wells in Homs."),
    ],
)  # fmt: skip
def test_what_is_kept(tmp_path: Path, markup: str, text: str) -> None:
    assert body(tmp_path, markup) == text


@pytest.mark.parametrize(
    "pattern",
    ["<div>", "<div class='related'>", "<p>Related</p>", "<h3>Comments</h3>", "<h3>Related</h3><p>x</p>", "<b>Tags",
     "<header><h1>x</h1>", "<article><p>x</p>", "<div class='post-body'>x"],
)  # fmt: skip
def test_the_work_grows_with_the_page(tmp_path: Path, pattern: str) -> None:
    def work(count: int) -> int:
        path = tmp_path / f"{count}.html"
        path.write_text(f"<body><p>{WORDS}</p>" + pattern * count, encoding="utf-8")
        calls = 0

        def called(frame: FrameType, event: str, argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(called)
        try:
            list(read_reports([path], on_problem=lambda error: None))
        finally:
            sys.setprofile(None)
        return calls

    assert work(4000) <= 4.5 * work(1000) + 2000
