"""The page in the eyes of axe, the accessibility checker, in both languages, light and dark, at a desk and on a phone."""

from __future__ import annotations

import os
from importlib import resources
from importlib.util import find_spec

import pytest

from geomap.api import map_reports
from geomap.examples import examples_folder
from geomap.webmap import write_map

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def frame():
    return map_reports([examples_folder()])


@pytest.fixture(scope="module")
def axe() -> str:
    if find_spec("axe_playwright_python") is None:
        reason = "axe is not installed: pip install -e '.[test]'"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("lang", "width", "height"), [("en", 1440, 900), ("ar", 390, 844)])
def test_axe_finds_nothing_serious(open_page, frame, axe, tmp_path, lang, width, height, scheme) -> None:
    write_map(frame, tmp_path / "map.html", lang=lang)
    page = open_page(tmp_path / "map.html", width=width, height=height)
    page.emulate_media(color_scheme=scheme)
    # The page's policy admits no script but its own; the debugger's evaluate is not bound by it.
    page.evaluate(axe)
    # With a governorate chosen, what only may lie in it is marked; the choices stay open.
    page.locator("#filters").evaluate("(element) => { element.open = true }")
    for tab in ("placed", "unmatched", "filters"):
        if tab == "filters":
            page.locator("#tab-placed").click()
            page.locator('[data-facet="governorate"] > summary').click()
            page.locator('[data-facet="governorate"] input[data-value="Idlib"]').click()
            assert page.locator("#page-placed .flag").count()
        else:
            page.locator(f"#tab-{tab}").click()
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        assert found["passes"], "axe checked nothing"
        grave = [
            (rule["id"], [(node["html"][:160], node["failureSummary"][:300]) for node in rule["nodes"][:3]])
            for rule in found["violations"]
            if rule["impact"] in GRAVE
        ]
        assert grave == [], tab


def test_axe_would_see_a_fault(open_page, frame, axe, tmp_path) -> None:
    write_map(frame, tmp_path / "map.html")
    page = open_page(tmp_path / "map.html")
    page.evaluate(axe)
    page.evaluate(
        """() => {
          document.querySelector("#tabs button").style.color = "#e8e8e8";
          document.querySelector("#tabs button").style.background = "#ffffff";
        }"""
    )
    found = page.evaluate("() => axe.run(document)")
    rules = {rule["id"]: rule["impact"] for rule in found["violations"]}
    assert rules.get("color-contrast") in GRAVE, [rule["id"] for rule in found["incomplete"]]
