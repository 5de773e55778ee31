"""A real Chromium with the network blocked, and pages that fail the test when anything goes wrong in them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Watch:
    """What a page did that it should not: requests beyond its file, errors, dialogs. A test may clear what it expects."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, headless; without one the test is skipped, or fails where CI is true."""
    executable = os.environ.get("GEOMAP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        reason = "no Chromium found: install the package chromium, or name a browser in GEOMAP_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Everything that the test's pages did wrong; must be empty when the test ends."""
    seen = Watch()
    yield seen
    assert seen == Watch()


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a file as a person does, at a desk's or a phone's size, and waits until the map is drawn."""
    contexts = []

    def opened(path: Path, width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB"
        )
        contexts.append(context)

        def block(route: Any) -> None:
            watch.requests.append(route.request.url)
            route.abort()

        context.route(lambda url: not url.startswith(("file:", "data:")), block)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on(
            "console", lambda message: watch.errors.append(message.text) if message.type == "error" else None
        )

        def dismiss(dialog: Any) -> None:
            watch.dialogs.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", dismiss)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-geomap]", state="attached")
        assert page.locator("html").get_attribute("data-geomap") == "ready", watch.errors
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def base() -> dict[str, Any]:
    """A base map of one governorate, one river and two labels."""
    square = {
        "type": "Polygon",
        "coordinates": [[[35.8, 32.5], [42.2, 32.5], [42.2, 37.2], [35.8, 37.2], [35.8, 32.5]]],
    }
    river = {"type": "LineString", "coordinates": [[38, 37], [38.5, 35.8], [40.2, 35.3], [41, 34.4]]}
    return {
        "governorates": _collection(square),
        "country": _collection(square),
        "rivers": _collection(river),
        "lakes": _collection(),
        "labels": [
            {"name_en": "Homs", "name_ar": "حمص", "lon": 38.5, "lat": 34.2, "rank": 1},
            {"name_en": "Homs too", "name_ar": "حمص أيضاً", "lon": 38.51, "lat": 34.2, "rank": 1},
        ],
        "attribution": "<b>credit</b>",
    }


def _collection(*geometries: dict[str, Any]) -> dict[str, Any]:
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return {"type": "FeatureCollection", "features": features}
