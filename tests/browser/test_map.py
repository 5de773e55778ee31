"""The map page as a person uses it, in a real Chromium without a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, Polygon

from geomap.webmap import write_map

pytestmark = pytest.mark.browser

CANDIDATES = [
    {
        "place_id": f"c{i}",
        "pcode": f"C{i}",
        "name": "المنصورة",
        "score": 0.9,
        "latitude": lat,
        "longitude": lon,
    }
    for i, (lat, lon) in enumerate([(35.83, 38.73), (36.4, 37.6), (33.2, 38.6)])
]
PLACED = {
    "status": "resolved",
    "role": "locative",
    "event_date": "2020-11-28",
    "event_type": "Battles",
    "geo_precision": 1,
    "uncertainty_m": 2000.0,
    "match_method": "variant",
    "match_score": 0.98,
    "source": "Orontes Desk",
    "url": "https://example.org/report?a=1&b=2",
    "n_mentions": 1,
}


def make_incidents() -> gpd.GeoDataFrame:
    derik = "انفجرت عبوة في ديريك 💥 مساء السبت."
    rows: list[dict[str, Any]] = [
        PLACED
        | {"incident_id": "derik", "toponym": "ديريك", "location": "Al-Malikiyah", "matched_name": "المالكية"}
        | {"injuries": 4, "fatalities": None, "place_id": "p1", "context": "💥 " + derik, "context_start": 17}
        | {
            "latitude": 37.1,
            "longitude": 42.0,
            "geometry": Point(42.0, 37.1),
            "derivation": "the town itself",
        },
        PLACED
        | {
            "incident_id": "badia",
            "toponym": "بادية دير الزور",
            "location": "Deir ez-Zor",
            "geo_precision": 3,
        }
        | {
            "fatalities": 20,
            "place_id": "p2",
            "geometry": Polygon([(39.5, 34), (41, 34), (41, 35.4), (39.5, 35.4)]),
        },
        PLACED
        | {"incident_id": "near", "toponym": "north of Rastan", "geo_precision": 2, "uncertainty_m": 15000.0}
        | {"place_id": "p3", "latitude": 34.9, "longitude": 36.7, "geometry": Point(36.7, 34.9)},
        PLACED
        | {"incident_id": "road", "toponym": "M20", "geo_precision": 2, "place_id": "p4"}
        | {"geometry": LineString([(37.0, 33.5), (38.0, 34.4)]), "event_type": "Strategic developments"},
        {"incident_id": "mansura", "toponym": "المنصورة", "status": "ambiguous", "event_type": "Protests"}
        | {
            "candidates": json.dumps(CANDIDATES),
            "latitude": 35.83,
            "longitude": 38.73,
            "geometry": Point(38.73, 35.83),
        },
        {"incident_id": "u1", "toponym": "Zorgon", "status": "unmatched", "n_mentions": 2}
        | {"context": "They left Zorgon at noon.", "context_start": 10, "source": "Orontes Desk"},
        {"incident_id": "u2", "toponym": "Zorgon", "status": "unmatched", "n_mentions": 1}
        | {"context": "Zorgon was quiet.", "context_start": 0, "source": "Steppe Wire"},
        {
            "incident_id": "o1",
            "toponym": "جنيف",
            "status": "outside",
            "context": "محادثات في جنيف.",
            "n_mentions": 1,
        },
        {
            "incident_id": "n1",
            "toponym": "سوريا",
            "status": "not_locative",
            "role": "country",
            "n_mentions": 1,
        },
    ]
    rows += [
        PLACED
        | {
            "incident_id": f"khan{n}",
            "toponym": "Khan Shaykhun",
            "matched_name": "Khan Shaykhun",
            "place_id": "p5",
        }
        | {
            "latitude": 35.44,
            "longitude": 36.2,
            "geometry": Point(36.2, 35.44),
            "event_date": f"2020-11-{10 + n}",
        }
        for n in range(3)
    ]
    return _frame(rows)


def _frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(rows)
    if "geometry" not in frame:
        frame["geometry"] = None
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


@pytest.fixture(scope="module")
def pages(tmp_path_factory, base) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for lang, title in (("en", "November"), ("ar", "تشرين الثاني")):
        write_map(make_incidents(), folder / f"{lang}.html", title=title, lang=lang, base=base)
    return {lang: folder / f"{lang}.html" for lang in ("en", "ar")}


def test_all_that_is_placed_is_drawn(open_page, pages) -> None:
    page = open_page(pages["en"])
    signs = page.evaluate("geomap.places.map((place) => place.sign).sort()")
    assert signs == ["ambiguous"] * 3 + ["area"] * 3 + ["point"] * 2
    assert page.locator("path.area").count() == 3  # polygon, line and circle
    assert page.locator(".leaflet-marker-icon .mark.area").count() == 3
    assert page.locator(".leaflet-marker-icon .mark.ambiguous").count() == 3
    assert page.locator(".leaflet-marker-icon .mark.point").count() == 2
    hatched = page.locator('path.area[fill^="url(#hatch-"]')
    assert hatched.count() == 2
    for path in page.locator("path.area").all():
        assert path.get_attribute("stroke-dasharray")
    assert page.locator("path.base-governorates").count() == 1
    assert page.locator("path.base-rivers").count() == 1
    assert page.locator(".label").all_inner_texts() == ["Homs"]  # the second would lie on the first
    assert page.title() == "November"
    assert page.locator("h1").inner_text() == "November"
    assert page.locator("#legend p").inner_text().endswith("<b>credit</b>")


def test_summary_counts_every_row(open_page, pages) -> None:
    page = open_page(pages["en"])
    assert page.evaluate("geomap.counts") == {
        "resolved": 7, "ambiguous": 1, "unmatched": 2, "outside": 1, "not_locative": 1,
    }  # fmt: skip
    expected = "Placed 7 · Ambiguous 1 · Unmatched 2 · Outside Syria 1 · Not a location 1"
    assert (
        page.locator("#summary").inner_text().replace("\u00a0", " ") == expected
    )  # no line begins with a dot


def test_click_on_a_mark_opens_the_incident(open_page, pages) -> None:
    page = open_page(pages["en"])
    page.locator('.leaflet-marker-icon[aria-label*="Al-Malikiyah"]').click()
    card = page.locator(".leaflet-popup .card")
    assert card.get_attribute("data-incident-id") == "derik"
    assert card.locator(".title").inner_text() == "ديريك → Al-Malikiyah"
    assert card.locator(".matched-name").inner_text() == "المالكية"
    assert card.locator("time").inner_text() == "28 November 2020"
    words = card.inner_text()
    for part in ("Battles", "4 injured", "the place itself, within about 2 km", "known other name", "0.98"):
        assert part in words.replace("\u00a0", " "), part
    assert "killed" not in words  # the report gives no number
    assert "the town itself" in words
    # Two emoji stand before the name: offsets are code points, not UTF-16 units.
    assert card.locator("blockquote").inner_text() == "💥 انفجرت عبوة في ديريك 💥 مساء السبت."
    assert card.locator("blockquote mark").inner_text() == "ديريك"
    assert card.locator("blockquote").get_attribute("dir") == "auto"
    link = card.locator("a")
    assert link.get_attribute("href") == "https://example.org/report?a=1&b=2"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"


def test_click_on_an_area_opens_the_incident(open_page, pages) -> None:
    page = open_page(pages["en"])
    point = page.evaluate(
        """() => { const at = geomap.map.latLngToContainerPoint([34.2, 40.8]);
                   const box = geomap.map.getContainer().getBoundingClientRect();
                   return [box.x + at.x, box.y + at.y]; }"""
    )
    page.mouse.click(*point)
    card = page.locator(".leaflet-popup .card")
    assert card.get_attribute("data-incident-id") == "badia"
    assert "20 killed" in card.inner_text()
    assert "a whole governorate or larger, inside the area that is drawn" in card.inner_text()


def test_many_incidents_at_one_place_are_one_list(open_page, pages) -> None:
    page = open_page(pages["en"])
    mark = page.locator('.leaflet-marker-icon[aria-label*="Khan Shaykhun"]')
    assert mark.inner_text() == "3"
    mark.click()
    cards = page.locator(".leaflet-popup .card")
    # The latest first, as the list has them
    assert [card.get_attribute("data-incident-id") for card in cards.all()] == ["khan2", "khan1", "khan0"]
    box = page.locator(".leaflet-popup .popup")
    assert box.evaluate("(element) => element.scrollHeight > element.clientHeight")
    assert box.evaluate("(element) => getComputedStyle(element).overflowY") == "auto"


def test_a_cluster_of_nothing_but_candidates_is_unsure(open_page, tmp_path, base) -> None:
    near = [one | {"latitude": 35.0 + at / 1000, "longitude": 38.0} for at, one in enumerate(CANDIDATES)]
    rows = [
        {"incident_id": "a", "toponym": "المنصورة", "status": "ambiguous", "candidates": json.dumps(near)},
        PLACED | {"incident_id": "b", "toponym": "x", "place_id": "x", "geometry": Point(41, 36)},
    ]
    write_map(_frame(rows), tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    assert page.locator(".leaflet-marker-icon .mark.cluster").inner_text() == "1?"


def test_ambiguous_is_drawn_at_each_candidate_and_says_so(open_page, pages) -> None:
    page = open_page(pages["en"])
    page.locator('#panel [data-incident-id="mansura"]').click()
    card = page.locator(".leaflet-popup .card")
    assert card.get_attribute("data-status") == "ambiguous"
    assert "does not say which of these places" in card.inner_text()
    assert card.locator(".candidates li").count() == 3
    card.locator(".candidates button").nth(2).click()
    centre = page.evaluate("geomap.map.getCenter()")
    at = page.evaluate("geomap.map.latLngToContainerPoint([33.2, 38.6])")
    size = page.evaluate("geomap.map.getSize()")
    assert 0 < at["x"] < size["x"], centre
    assert 0 < at["y"] < size["y"], centre
    assert page.locator(".leaflet-popup .card").get_attribute("data-incident-id") == "mansura"


def test_the_places_that_one_name_may_mean_stay_joined(open_page, pages) -> None:
    page = open_page(pages["en"])
    assert page.locator("path.link").count() == 1  # before anything is selected
    page.locator('#panel [data-incident-id="mansura"]').click()
    assert page.locator("path.link.chosen").count() == 1
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert page.locator("path.link.chosen").count() == 1  # the popup is gone, its places are not forgotten
    page.locator('#panel [data-incident-id="near"]').click()
    assert page.locator("path.link.chosen").count() == 0


def test_row_of_the_list_goes_to_its_place(open_page, pages) -> None:
    page = open_page(pages["en"])
    rows = page.locator("#page-placed button.row")
    assert rows.count() == 8
    page.locator('#panel [data-incident-id="near"]').click()
    assert page.locator(".leaflet-popup .card").get_attribute("data-incident-id") == "near"
    assert page.locator('#panel [aria-current="true"]').get_attribute("data-incident-id") == "near"
    assert page.evaluate("geomap.map.getBounds().contains([34.9, 36.7])")
    assert page.evaluate("geomap.select('badia')") is True
    assert page.locator(".leaflet-popup .card").get_attribute("data-incident-id") == "badia"
    assert page.evaluate("geomap.select('u1')") is False
    assert page.evaluate("geomap.select('no such incident')") is False


def test_unmatched_and_outside_names_are_listed(open_page, pages) -> None:
    page = open_page(pages["en"])
    page.locator("#tab-unmatched").click()
    rows = page.locator("#page-unmatched .row")
    assert rows.count() == 1
    assert rows.get_attribute("data-status") == "unmatched"
    assert rows.locator(".title").inner_text() == "Zorgon named 3 times"
    assert rows.locator("blockquote").inner_text() == "They left Zorgon at noon."
    assert rows.locator("mark").inner_text() == "Zorgon"
    rows.locator("summary").click()
    rows.locator("blockquote").nth(1).wait_for()
    assert rows.locator("blockquote").all_inner_texts() == ["They left Zorgon at noon.", "Zorgon was quiet."]
    page.locator("#tab-outside").click()
    assert page.locator("#page-outside .row .title bdi").all_inner_texts() == ["جنيف"]
    assert page.locator("#page-unmatched").is_hidden()


def test_legend_names_every_sign(open_page, pages) -> None:
    page = open_page(pages["en"])
    words = page.locator("#legend").inner_text()
    for part in (
        "Battles",
        "part of a region",
        "governorate or larger",
        "fits several places",
        "Several incidents",
    ):
        assert part in words, part


def test_arabic_page_is_mirrored(open_page, pages) -> None:
    page = open_page(pages["ar"])
    assert page.locator("html").get_attribute("dir") == "rtl"
    panel, chart = page.locator("#panel").bounding_box(), page.locator("#map_geomap").bounding_box()
    assert panel["x"] + panel["width"] <= chart["x"] + 1
    page.locator('#panel [data-incident-id="derik"]').click()
    card = page.locator(".leaflet-popup .card")
    assert card.locator("time").inner_text() == "28 تشرين الثاني 2020"
    assert "معارك" in card.inner_text()
    assert "4 جرحى" in card.inner_text()
    assert page.locator(".leaflet-popup .popup").get_attribute("dir") == "rtl"
    assert page.locator("#tab-unmatched").inner_text().startswith("غير مطابَق")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_phone_width(open_page, pages, lang) -> None:
    page = open_page(pages[lang], width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    chart, panel = page.locator("#map_geomap").bounding_box(), page.locator("#panel").bounding_box()
    assert chart["width"] == 390
    assert chart["height"] > 300
    assert panel["height"] > 250
    page.locator('#panel [data-incident-id="derik"]').click()
    wrapper = page.locator(".leaflet-popup-content-wrapper")
    wrapper.evaluate("() => new Promise((done) => setTimeout(done, 500))")  # the map moves to make room
    popup = wrapper.bounding_box()
    assert popup["x"] >= 0
    assert popup["x"] + popup["width"] <= 390
    assert popup["y"] >= chart["y"]


def test_keyboard_alone(open_page, pages) -> None:
    page = open_page(pages["en"])
    mark = page.locator('.leaflet-marker-icon[aria-label*="Al-Malikiyah"]')
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup .card").get_attribute("data-incident-id") == "derik"
    assert page.evaluate("document.activeElement.className") == "popup"
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup", state="detached")
    assert "Al-Malikiyah" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.locator("#tab-placed").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#page-unmatched").is_visible()


def test_near_places_form_a_cluster_that_opens(open_page, base, tmp_path) -> None:
    rows = [
        PLACED
        | {
            "incident_id": f"i{n}",
            "toponym": f"Place {n}",
            "place_id": f"p{n}",
            "geometry": Point(37 + n / 500, 35),
        }
        for n in range(4)
    ]
    far = PLACED | {"incident_id": "far", "toponym": "Far", "place_id": "far", "geometry": Point(41, 35)}
    write_map(_frame([*rows, far]), tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    cluster = page.locator(".mark.cluster:visible").and_(page.locator(".leaflet-marker-icon *"))
    assert cluster.inner_text() == "4"
    cluster.click()
    page.wait_for_function("document.querySelectorAll('.leaflet-marker-icon .mark.point').length >= 4")


def test_large_data_is_inflated_in_the_page(open_page, base, tmp_path) -> None:
    rows = [
        PLACED
        | {
            "incident_id": f"i{n}",
            "toponym": f"Place {n}",
            "place_id": f"p{n % 300}",
            "context": f"Sentence {n} " * 9,
        }
        | {"geometry": Point(36.5 + n % 300 / 80, 34.5)}
        for n in range(3000)
    ]
    write_map(_frame(rows), tmp_path / "map.html", base=base)
    assert "deflate-raw" in (tmp_path / "map.html").read_text(encoding="utf-8")[:60_000]
    page = open_page(tmp_path / "map.html")
    assert page.evaluate("[geomap.data.n, geomap.places.length]") == [3000, 300]
    assert 10 <= page.locator("#page-placed button.row").count() <= 150
    assert page.evaluate("geomap.select('i2999')") is True
    page.wait_for_selector(".leaflet-popup .card")
    assert page.locator(".leaflet-popup .card").first.get_attribute("data-incident-id") == "i2999"
    assert page.locator('#panel [aria-current="true"]').get_attribute("data-incident-id") == "i2999"


def test_a_packed_page_says_what_the_frame_holds(open_page, base, tmp_path) -> None:
    rows = [
        PLACED
        | {"incident_id": f"desk/{n // 2}/{n % 2}", "report_id": f"desk/{n // 2}", "place_id": f"p{n % 90}"}
        | {"url": f"https://example.org/{n:04d}" if n % 3 else f"https://example.org/{n}?lang=ar"}
        | {"source": f"Desk {n % 2500}", "toponym": "تل" if n % 2 else "حـ ـلب", "admin1": f"Unit {n % 14}"}
        | {
            "context": f"word{n * 7919 % 13900} قرب تل أو حـ ـلب رقم {n % 70}",
            "event_date": f"20{n % 24:02d}-01-31",
        }
        | {"notes": f"note {n * 31 % 2900} of the desk", "fatalities": [None, -1, 0, 2**40][n % 4]}
        | {"match_score": n % 1000 / 1000, "geometry": Point(36 + n % 90 / 20, 35)}
        for n in range(6000)
    ]
    frame = _frame(rows)
    write_map(frame, tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    for name in frame.columns.drop("geometry"):
        held = page.evaluate(
            "(name) => Array.from({ length: geomap.data.n }, (_, i) => geomap.data.value(name, i))", name
        )
        assert held == [None if pd.isna(value) else value for value in frame[name]], name
    # A word of one sentence, a stretched name by its plain spelling, and what is nowhere
    for query, wanted in (("word7919", 1), ("حلب", 6000), ("word7919 unit", 1), ("nowhere", 0)):
        assert (
            page.evaluate("(query) => geomap.filter.search(query).reduce((a, b) => a + b, 0)", query)
            == wanted
        )


def test_a_long_list_is_reached_to_its_end(open_page, base, tmp_path) -> None:
    rows = [PLACED | {"incident_id": f"i{n}", "toponym": "Tal", "place_id": "p"} for n in range(400)]
    write_map(_frame([row | {"geometry": Point(38, 35)} for row in rows]), tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    seen: set[str] = set()
    for _ in range(200):
        seen.update(
            page.locator("#page-placed button.row").evaluate_all(
                "(all) => all.map((one) => one.dataset.incidentId)"
            )
        )
        if len(seen) == 400:
            break
        page.locator("#page-placed").evaluate("(box) => { box.scrollTop += 900 }")
        page.wait_for_timeout(30)
    assert len(seen) == 400
    assert page.locator("#page-placed button.row").count() <= 150
    # And back: what was taken away above is made again.
    for _ in range(200):
        page.locator("#page-placed").evaluate("(box) => { box.scrollTop -= 900 }")
        page.wait_for_timeout(30)
        if page.locator('#page-placed [data-incident-id="i0"]').count():
            break
    assert page.locator('#page-placed [data-incident-id="i0"]').is_visible()
    assert page.locator("#page-placed .more").first.is_hidden()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_empty_and_all_unmatched(open_page, base, tmp_path, lang) -> None:
    write_map(make_incidents().iloc[:0], tmp_path / "empty.html", lang=lang, base=base)
    page = open_page(tmp_path / "empty.html")
    assert page.evaluate("geomap.places") == []
    assert page.locator("#page-placed .empty").is_visible()
    unmatched = make_incidents()
    write_map(unmatched[unmatched["status"] == "unmatched"], tmp_path / "unmatched.html", lang=lang, base={})
    page = open_page(tmp_path / "unmatched.html")
    assert page.evaluate("geomap.counts.unmatched") == 2
    page.locator("#tab-unmatched").click()
    assert page.locator("#page-unmatched .row").count() == 1


def test_tiles_are_requested_only_when_switched_on(open_page, watch, base, tmp_path) -> None:
    write_map(make_incidents(), tmp_path / "map.html", tiles="osm", base=base)
    page = open_page(tmp_path / "map.html")
    switch = page.locator("#tiles")
    assert not switch.is_checked()
    assert watch.requests == []
    switch.check()
    page.wait_for_function(
        "document.querySelector('.leaflet-control-attribution').innerText.includes('OpenStreetMap')"
    )
    page.wait_for_timeout(300)
    assert watch.requests
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in watch.requests)
    switch.uncheck()
    assert "OpenStreetMap" not in page.locator(".leaflet-control-attribution").inner_text()
    watch.requests.clear()
    watch.errors.clear()  # the tiles that the test kept from loading


def test_policy_stops_what_is_not_the_page_own(open_page, watch, pages) -> None:
    page = open_page(pages["en"])
    page.evaluate(
        """async () => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 'script'";
          document.body.append(script);
          const holder = document.createElement("div");
          holder.innerHTML = '<img src="x" onerror="window.ran = 1"><img src="https://example.org/x.png">';
          document.body.append(holder);
          await fetch("https://example.org/").catch(() => {});
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert len(watch.errors) >= 4  # each was refused, and said so
    assert all("Content Security Policy" in error for error in watch.errors)
    watch.errors.clear()


def test_all_of_many_areas_are_hatched_and_can_be_clicked(open_page, tmp_path, base) -> None:
    """More than 300 areas are painted on a canvas: each where it lies, hatched, and chosen by a click on it."""
    rows = [
        PLACED
        | {"incident_id": f"a{n}", "place_id": f"a{n}", "toponym": f"Area {n}", "location": f"Area {n}"}
        | {"geo_precision": 2 + n % 2, "geometry": Point(36 + n % 20 / 4, 33 + n // 20 / 5).buffer(0.08)}
        for n in range(400)
    ]
    write_map(_frame(rows), tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    page.evaluate("void geomap.map.setView([35, 38.4], 10, { animate: false })")
    page.wait_for_timeout(200)
    assert page.locator("path.area").count() == 0
    # Beside its mark, so that the area itself is hit: each row's last and first area in sight
    corners = """() => geomap.places.map(({ name, lat, lon }) => {
        const { x, y } = geomap.map.latLngToContainerPoint([lat + 0.05, lon]);
        return [name, x, y];
    })"""
    box = page.locator("#map_geomap").bounding_box()
    seen = [
        (name, x, y)
        for name, x, y in page.evaluate(corners)
        if 60 < x < box["width"] - 60 and 60 < y < box["height"] - 60
    ]
    assert len(seen) > 4
    painted = """([x, y]) => {
        const canvas = document.querySelector(".leaflet-areas-pane canvas");
        const [from, to] = [canvas.getBoundingClientRect(), geomap.map.getContainer().getBoundingClientRect()];
        const scale = canvas.width / from.width;
        const pen = canvas.getContext("2d");
        const { data } = pen.getImageData((x + to.left - from.left) * scale - 8, (y + to.top - from.top) * scale - 8, 16, 16);
        return new Set(data.filter((_, at) => at % 4 === 3)).size;
    }"""
    for _, x, y in seen:
        assert page.evaluate(painted, [x, y]) > 2  # lines on their ground, not one tint
    for name, x, y in (seen[0], seen[-1]):
        page.mouse.click(box["x"] + x, box["y"] + y)
        assert name in page.locator(".popup").inner_text()
        page.keyboard.press("Escape")
