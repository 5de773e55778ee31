"""The page that `geomap map` makes of the first real report, and of the examples, in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from geomap.cli import main
from geomap.examples import examples_folder

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def make_map(tmp_path: Path, *arguments: str) -> Path:
    page = tmp_path / "map.html"
    result = CliRunner().invoke(main, ["map", *arguments, "-o", str(page), "--quiet"])
    assert result.exit_code == 0, result.output
    return page


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_real_report(lang: str, tmp_path: Path, beside: Path, open_page: Callable[..., Page]) -> None:
    report = beside / "reports/palmyra-monitor-2020-11-28.txt"
    page = open_page(make_map(tmp_path, str(report), "--lang", lang))
    assert page.locator("html").get_attribute("dir") == {"ar": "rtl", "en": "ltr"}[lang]
    drawn = page.evaluate("geomap.places.map((p) => [p.sign, p.name, p.incidents.length])")
    names = {"ar": ("دير الزور", "إدلب", "المالكية"), "en": ("Deir ez-Zor", "Idlib", "Al-Malikiyah")}[lang]
    assert sorted(drawn) == sorted(
        [["area", names[0], 1], ["area", names[0], 1], ["area", names[1], 2], ["area", names[2], 1]]
    )
    rows = page.locator("[data-incident-id][data-status=resolved]")
    assert rows.count() == 5
    row = rows.filter(has_text="بادية دير الزور").first
    row.click()
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    text = popup.inner_text()
    assert "بادية دير الزور" in text
    assert "معارك عنيفة" in text  # the sentence
    assert "20" in text  # killed


def test_the_examples(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(make_map(tmp_path, str(examples_folder())))
    signs = page.evaluate("geomap.places.map((p) => p.sign)")
    assert {"point", "area"} <= set(signs)
    assert page.locator("[data-status=unmatched]").count() >= 2


def test_hostile_report_text_is_shown_and_runs_nothing(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    hostile = "<img src=x onerror=alert(1)> </script><script>alert(2)</script> `${1+1}`"
    report = tmp_path / "hostile.txt"
    report.write_text(f"{hostile} shelling in Idlib {hostile}", encoding="utf-8")
    page = open_page(make_map(tmp_path, str(report), "--title", hostile))
    assert page.locator("#title").inner_text() == hostile
    page.locator("[data-incident-id]").first.click()
    popup = page.locator(".leaflet-popup")
    popup.wait_for()
    assert hostile in popup.inner_text()
    assert page.locator("img[src=x]").count() == 0
