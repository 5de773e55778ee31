"""Make docs/map-*.png from the example reports, with an installed Chromium: python scripts/screenshots.py."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import geomap
from geomap.examples import examples_folder

DOCS = Path(__file__).parents[1] / "docs"
# Language, width, height, file, what the address asks for, and what is clicked, if anything.
BADIA = "#page-placed [data-status=resolved]:has-text('بادية دير الزور')"
SHOTS = [
    ("en", 1440, 900, "map-en", "", BADIA),
    ("ar", 1440, 900, "map-ar", "", BADIA),
    ("ar", 390, 844, "map-ar-phone", "", ""),
    ("en", 390, 844, "map-en-phone", "", ""),
    ("en", 1440, 900, "map-en-clusters", "map=8.5/35.6/36.9", ""),
    ("ar", 1440, 900, "map-ar-ambiguous", "status=ambiguous", "#page-placed [data-status=ambiguous]"),
    (
        "en",
        1440,
        900,
        "map-en-filters",
        "governorate=Idlib&from=2023-11-01&to=2023-11-30",
        "[data-facet=governorate] > summary",
    ),
    ("en", 1440, 900, "map-en-unmatched", "tab=unmatched", ""),
]


def main() -> None:
    incidents = geomap.map_reports([examples_folder()])
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        for lang, width, height, name, address, click in SHOTS:
            page = Path(folder, f"{name}.html")
            geomap.write_map(incidents, page, lang=lang)
            tab = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            tab.goto(f"{page.as_uri()}#{address}")
            tab.wait_for_selector("html[data-geomap=ready]", state="attached")
            if click:
                tab.locator(click).first.click()
            tab.wait_for_timeout(500)
            tab.screenshot(path=DOCS / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
