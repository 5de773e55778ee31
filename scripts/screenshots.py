"""Make docs/map-*.png from the example reports, with an installed Chromium: python scripts/screenshots.py."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import geomap
from geomap.examples import examples_folder

DOCS = Path(__file__).parents[1] / "docs"
SHOTS = [("en", 1280, 800, "map-en"), ("ar", 1280, 800, "map-ar"), ("ar", 390, 844, "map-ar-phone")]


def main() -> None:
    incidents = geomap.map_reports([examples_folder()])
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        for lang, width, height, name in SHOTS:
            page = Path(folder, f"{name}.html")
            geomap.write_map(incidents, page, lang=lang)
            tab = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            tab.goto(page.as_uri())
            tab.wait_for_selector("html[data-geomap=ready]", state="attached")
            first = tab.locator("[data-status=resolved]").filter(has_text="بادية دير الزور").first
            if width > 600:
                first.click()
                tab.locator(".leaflet-popup").wait_for()
            tab.wait_for_timeout(500)
            tab.screenshot(path=DOCS / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
