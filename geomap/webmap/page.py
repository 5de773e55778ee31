"""The map page: folium's map, with Leaflet, our script and our data inside the one file.

Report text enters the page in two places only: escaped in `<title>`, and in the JSON data block that the
script shows with textContent. Both are put in after the scripts were hashed for the Content-Security-Policy,
so nothing that a report says can become a script that the page allows.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Mapping
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geomap.errors import WriteError

if TYPE_CHECKING:
    import geopandas as gpd

LANGUAGES = {"en": "ltr", "ar": "rtl"}

# In this order they make one script; functions of one file may call those of another.
SCRIPTS = (
    "unpack.js", "data.js", "text.js", "said.js", "fold.js", "signs.js", "hatching.js", "facets.js", "filter.js", "search.js", "state.js", "places.js",
    "marks.js", "areas.js", "links.js", "legend.js", "card.js", "base.js", "download.js", "choices.js",
    "timeline.js", "list.js", "tabs.js", "panel.js", "draw.js", "map.js",
)  # fmt: skip

# Middle of Syria and the zoom that shows the country on a desk screen, until the script fits the view.
START_LOCATION = (35.0, 38.5)
START_ZOOM = 7
MAX_ZOOM = 17

OSM_TILES = {
    "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    "credit": "© OpenStreetMap contributors",
    "link": "https://www.openstreetmap.org/copyright",
}


def write_map(
    incidents: gpd.GeoDataFrame,
    path: str | os.PathLike[str],
    *,
    title: str = "",
    lang: str = "en",
    tiles: str = "none",
    base: Mapping[str, Any] | None = None,
) -> None:
    """Write the incidents (EPSG:4326) as one HTML page that opens from disk and requests nothing.

    `tiles` is "none", "osm" or a Leaflet tile URL ("https://…/{z}/{x}/{y}.png"): a switch on the page, off
    until the reader turns it on. `base` is the base map of `basemap.base_layers`; by default that of the
    default gazetteer. Raises WriteError for an unknown language, a wrong tile URL or a file that cannot be
    written; the file is then as it was before.
    """
    from geomap.webmap.data import page_block

    if lang not in LANGUAGES:
        raise WriteError(f"{path}: no map page in language {lang!r}. Use one of: {', '.join(LANGUAGES)}.")
    tile_source = _tile_source(tiles)
    if base is None:
        from geomap.gazetteer import load_gazetteer
        from geomap.webmap.basemap import base_layers

        base = base_layers(load_gazetteer())
    more = {"lang": lang, "title": title, "tiles": tile_source, "base": base}
    block = page_block(incidents, more)
    _write_whole(Path(path), _page(block, title, lang, tile_source))


def _page(block: str, title: str, lang: str, tiles: Mapping[str, str] | None) -> str:
    shell = _shell()
    head = (
        f'<html lang="{lang}" dir="{LANGUAGES[lang]}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(shell, tiles)}">',
        f"<title>{escape(title) or 'geomap'}</title>",
        f'<script type="application/json" id="geomap-data">{block}</script>\n',
    )
    start, _, rest = shell.partition("<html>\n<head>\n")
    return start + "\n".join(head) + rest


def _shell() -> str:
    """folium's page for an empty map, its links to other hosts replaced by the libraries themselves."""
    import folium
    from branca.element import Element, Figure

    class Raw(Element):
        """Text that goes into the page as it is; branca would read `{{` in it as a template."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

        def render(self, **kwargs: Any) -> str:
            return self.text

    fmap = folium.Map(
        location=START_LOCATION,
        zoom_start=START_ZOOM,
        tiles=None,
        zoom_control=False,
        maxZoom=MAX_ZOOM,
        minZoom=5,
        zoomSnap=0.25,  # with whole steps Syria would fill a quarter of a desk screen, or not fit
        fadeAnimation=False,  # a closed popup is gone at once, also for those who ask for less motion
    )
    fmap._id = "geomap"  # the page is the same bytes for the same data
    fmap.default_js = []
    fmap.default_css = []
    figure = fmap.get_root()
    assert isinstance(figure, Figure)
    figure.header.add_child(Raw(f"<style>\n{_library_styles()}</style>"), name="library_styles")
    leaflet = f"<script>\n{_library('leaflet', 'leaflet.js')}</script>"
    figure.header.add_child(Raw(leaflet), name="leaflet")
    page_top, page_rest = _own("page.html").split("<!-- the map -->")
    figure.html.add_child(Raw(page_top), name="page_top")
    figure.render()  # puts the map's element into the body, so that what is added next stands after it
    figure.html.add_child(Raw(page_rest), name="page_rest")
    figure.header.add_child(Raw(f"<style>\n{_own('map.css')}</style>"), name="styles")
    code = "\n".join(_own(name) for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\nconst STRINGS = {_own("strings.json")};\nconst SAID = {_own("said.json")};\nconst FOLD = {_fold_tables()};\n{code}\nstart({fmap.get_name()});\n}})();'
    figure.script.add_child(Raw(script), name="own_script")
    shell = figure.render()
    # folium forbids zooming the page on a phone, which people with weak sight need.
    return re.sub(
        r'<meta name="viewport"[^>]*>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        shell,
    )


def _fold_tables() -> str:
    """The matcher's folding tables, so that the page's search folds as the matcher does."""
    from geomap.names.fold import _BROKEN, _DROPPED, _LETTERS

    tables = {"letters": _LETTERS, "dropped": _DROPPED, "broken": _BROKEN.pattern}
    return json.dumps(tables, ensure_ascii=True)


def _library(package: str, file: str) -> str:
    """A file of an XStatic package, without the note that makes browsers look for a source map."""
    text = resources.files(f"xstatic.pkg.{package}").joinpath("data", file).read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def _library_styles() -> str:
    """Leaflet's styles without their images, none of which the page uses."""
    return re.sub(r"url\([^)]*\)", "none", _library("leaflet", "leaflet.css"))


def _own(name: str) -> str:
    return resources.files("geomap.webmap").joinpath("page", name).read_text(encoding="utf-8")


def _policy(shell: str, tiles: Mapping[str, str] | None) -> str:
    """A Content-Security-Policy that admits the scripts and styles of the shell by hash, and nothing else."""
    images = f"data: {tiles['origin']}" if tiles else "data:"
    rules = (
        "default-src 'none'",
        f"script-src {_hashes(shell, 'script')}",
        f"style-src {_hashes(shell, 'style')}",
        f"img-src {images}",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _hashes(shell: str, tag: str) -> str:
    bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", shell, flags=re.DOTALL)
    digests = (hashlib.sha256(body.encode()).digest() for body in bodies)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _tile_source(tiles: str) -> dict[str, str] | None:
    """URL, credit, link and the origin that the policy must admit; None for no tiles."""
    if tiles == "none":
        return None
    source = OSM_TILES if tiles == "osm" else {"url": tiles, "credit": "", "link": ""}
    parts = urlsplit(source["url"])
    host = parts.netloc.replace("{s}", "*")
    wanted = all(mark in source["url"] for mark in ("{z}", "{x}", "{y}"))
    # A host of these letters cannot end the attribute or the rule that it is written into.
    if (
        parts.scheme not in ("http", "https")
        or not re.fullmatch(r"(\*\.)?[A-Za-z0-9.-]+(:\d+)?", host)
        or not wanted
    ):
        raise WriteError(
            f"tiles {tiles!r}: not a tile address. Use none, osm, or a URL like https://host/{{z}}/{{x}}/{{y}}.png."
        )
    return {**source, "credit": source["credit"] or host, "origin": f"{parts.scheme}://{host}"}


def _write_whole(path: Path, text: str) -> None:
    """Write all of the file or nothing: a temporary file beside it, then a rename."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(text, encoding="utf-8", errors="replace", newline="\n")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(
            f"{path}: cannot be written ({reason}). Choose a folder with space that you may write to."
        ) from error
