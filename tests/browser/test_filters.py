"""Filters, time strip, search, language, address and downloads, as a person uses them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geomap.names import fold
from geomap.review.decisions import Verdict, read_decisions
from geomap.webmap import write_map

pytestmark = pytest.mark.browser

SUGGESTED = json.dumps([{"place_id": "gn-1", "pcode": "C1", "name": "Zarzur", "score": 0.7}])
PLACED = [
    ("a", "2020-11-01", "Battles", "Idlib", 0, "إدلِب", "=1+1"),
    ("b", "2020-11-10", "Battles", "Homs", 3, "Homs", "-5"),
    ("c", "2020-11-20", "Protests", "Homs", None, "Homs", "plain"),
    ("d", "", "Protests", "Idlib", None, "Sarmin", "plain"),
]


@pytest.fixture
def path(base, tmp_path) -> Path:
    rows = [
        {"incident_id": one, "event_date": date, "event_type": kind, "admin1": admin1, "fatalities": killed}
        | {"toponym": toponym, "notes": notes, "status": "resolved", "geo_precision": 1, "candidates": "[]"}
        | {"place_id": one, "geometry": Point(36 + n, 35)}
        for n, (one, date, kind, admin1, killed, toponym, notes) in enumerate(PLACED)
    ]
    rows += [
        {
            "incident_id": "u",
            "toponym": "=Zorgon",
            "status": "unmatched",
            "candidates": SUGGESTED,
            "geometry": None,
        }
    ]
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry="geometry", crs="EPSG:4326")
    write_map(frame, tmp_path / "map.html", base=base)
    return tmp_path / "map.html"


def shown(page) -> list[str]:
    return sorted(
        page.locator("#page-placed [data-incident-id]").evaluate_all(
            "(rows) => rows.map((row) => row.dataset.incidentId)"
        )
    )


def wait(page, expression: str) -> None:
    """Wait until it holds; Playwright's own waiting evaluates text in the page, which the policy forbids."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


def on_map(page) -> int:
    return page.evaluate("geomap.places.reduce((sum, place) => sum + place.incidents.length, 0)")


def choose(page, facet: str, value: str) -> None:
    page.locator("#filters").evaluate("(element) => { element.open = true }")
    page.locator(f'[data-facet="{facet}"]').evaluate("(element) => { element.open = true }")
    page.locator(f'[data-facet="{facet}"] input[data-value="{value}"]').click()


def test_choices_filter_list_and_map_and_count_each_other(open_page, path) -> None:
    page = open_page(path)
    assert shown(page) == ["a", "b", "c", "d"]
    choose(page, "type", "Battles")
    assert shown(page) == ["a", "b"]
    assert on_map(page) == 2
    page.locator('[data-facet="governorate"]').evaluate("(element) => { element.open = true }")
    counts = page.locator('[data-facet="governorate"] label').all_inner_texts()
    assert {re.sub(r"\s+", " ", text).strip() for text in counts} >= {"Idlib 1", "Homs 1"}
    # The other choices of the same filter say what they would add.
    assert page.locator('[data-facet="type"] label', has_text="Protests").inner_text().split()[-1] == "2"
    choose(page, "governorate", "Homs")
    assert shown(page) == ["b"]
    page.locator("#clear").click()
    assert shown(page) == ["a", "b", "c", "d"]
    assert on_map(page) == 4


def test_paper_says_in_words_what_was_chosen(open_page, path) -> None:
    page = open_page(path)
    choose(page, "governorate", "Homs")
    page.emulate_media(media="print")
    words = page.locator("#in-words").inner_text()
    assert re.sub("[\u2068\u2069]", "", words) == "Governorate: Homs"
    assert not page.locator("#search").is_visible()


def test_minimum_killed(open_page, path) -> None:
    page = open_page(path)
    page.locator("#killed").fill("2")
    page.locator("#killed").press("Enter")
    assert shown(page) == ["b"]


def test_search_folds_as_the_matcher_does(open_page, path) -> None:
    page = open_page(path)
    page.locator("#search").fill("ادلـب")
    wait(page, "geomap.filter.total === 1")
    assert shown(page) == ["a"]
    page.locator("#search").fill("nowhere")
    wait(page, "geomap.filter.total === 0")
    assert on_map(page) == 0
    assert page.locator("#page-placed .empty").inner_text() == "Nothing fits these filters."


def test_the_time_strip_chooses_days_by_keyboard_and_plays(open_page, path) -> None:
    page = open_page(path)
    page.locator("#time-from").focus()
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["b", "c"]  # what has no date is in no range
    page.locator("#time-to").focus()
    page.keyboard.press("ArrowLeft")
    assert shown(page) == ["b"]
    assert page.locator("#time-words").inner_text().startswith("2 November 2020 – 19 November 2020")
    page.locator("#clear").click()
    page.locator(".play").click()
    wait(page, "geomap.state.to !== null && geomap.state.to === geomap.filter.last")
    assert shown(page) == ["c"]


def test_a_month_and_days_are_chosen_in_one_step(open_page, tmp_path, base) -> None:
    rows = [
        {
            "incident_id": one,
            "event_date": date,
            "status": "resolved",
            "admin1": "Idlib",
            "geometry": Point(36, 35),
        }
        for one, date in (("a", "2020-10-31"), ("b", "2020-11-01"), ("c", "2020-11-30"), ("d", "2020-12-01"))
    ]
    write_map(gpd.GeoDataFrame(pd.DataFrame(rows), crs="EPSG:4326"), tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    assert page.locator("#month option").all_inner_texts()[2] == "November 2020 (2)"
    page.locator("#month").select_option(index=2)
    assert shown(page) == ["b", "c"]
    assert "30 November 2020" in page.locator('#page-placed [data-incident-id="c"]').inner_text()
    page.locator("#day-from").fill("2020-11-30")
    page.locator("#day-to").fill("2020-12-01")
    assert shown(page) == ["c", "d"]
    assert page.locator("#month").input_value() == ""
    page.locator("#month").select_option(index=0)
    assert shown(page) == ["a", "b", "c", "d"]


def test_units_have_their_arabic_names_and_are_found_by_them(open_page, tmp_path, base) -> None:
    rows = [
        {"incident_id": one, "toponym": one, "admin1": admin1, "admin2": admin2, "status": "resolved"}
        | {"event_type": kind, "geometry": Point(36 + n, 35), "place_id": one}
        for n, (one, admin1, admin2, kind) in enumerate(
            [("a", "Idlib", "Harim", "Battles"), ("b", "Homs", "__proto__", "Protests")]
        )
    ]
    units = {"admin1": {"Idlib": "إدلب", "Homs": "حمص"}, "admin2": {"Harim": "حارم"}}
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), crs="EPSG:4326")
    write_map(frame, tmp_path / "map.html", lang="ar", base=base | {"units": units})
    page = open_page(tmp_path / "map.html")
    page.locator("#filters").evaluate("(element) => { element.open = true }")
    page.locator('[data-facet="district"]').evaluate("(element) => { element.open = true }")
    names = page.locator('[data-facet="district"] label bdi').all_inner_texts()
    assert sorted(names) == ["__proto__", "حارم"]
    page.locator("#search").fill("حارم")
    wait(page, "geomap.filter.total === 1")
    assert shown(page) == ["a"]
    # The legend counts what is shown now.
    legend = page.locator("#legend li").all_inner_texts()
    assert any("معارك (1)" in words for words in legend), legend
    assert any("احتجاجات (0)" in words for words in legend), legend


def test_the_address_keeps_the_view_and_the_language(open_page, path) -> None:
    page = open_page(path)
    choose(page, "type", "Protests")
    wait(page, "location.hash.includes('type=Protests')")
    with page.expect_navigation():
        page.locator("#language").click()
    page.wait_for_selector("html[data-geomap=ready]", state="attached")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert shown(page) == ["c", "d"]
    assert "20 تشرين الثاني 2020" in page.locator('#page-placed [data-incident-id="c"]').inner_text()
    panel, chart = (page.locator(one).bounding_box() for one in ("#panel", "#map_geomap"))
    assert panel["x"] < chart["x"]


def test_a_wrong_address_opens_the_whole_map(open_page, path) -> None:
    page = open_page(path)
    page.goto(
        path.as_uri() + "#map=x/1/2&from=2020-99-01&to=1&type=None&killed=-3&incident=%22&lang=__proto__"
    )
    page.reload()
    page.wait_for_selector("html[data-geomap=ready]", state="attached")
    assert shown(page) == ["a", "b", "c", "d"]


def saved(page, button: str) -> str:
    with page.expect_download() as download:
        page.locator(button).click()
    return Path(download.value.path()).read_text("utf-8")


def test_what_is_shown_can_be_taken_away(open_page, path) -> None:
    page = open_page(path)
    choose(page, "type", "Battles")
    collection = json.loads(saved(page, "#download-geojson"))
    assert [one["properties"]["incident_id"] for one in collection["features"]] == ["a", "b"]
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [36, 35]}
    text = saved(page, "#download-csv")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert [row["toponym"] for row in rows] == ["إدلِب", "Homs"]
    assert [row["notes"] for row in rows] == ["'=1+1", "-5"]  # a formula is guarded, a number is none


def test_a_search_finds_months_in_both_languages(open_page, path) -> None:
    page = open_page(path)
    for words in (
        "Homs November",
        "homs 20 november 2020",
        "Homs تشرين الثاني",
        "Homs نوفمبر",
        "Homs 2020-11",
    ):
        page.locator("#search").fill(words)
        wait(page, f"geomap.state.text === {json.dumps(words)}")
        assert shown(page) == (["c"] if "20 nov" in words else ["b", "c"]), words
    page.locator("#search").fill("Homs December")
    wait(page, "geomap.filter.total === 0")


def test_a_facet_drops_down_and_closes_when_the_list_is_touched(open_page, path) -> None:
    page = open_page(path)
    page.locator('[data-facet="governorate"] > summary').click()
    page.locator('[data-facet="governorate"] input[data-value="Homs"]').check()
    assert page.locator('[data-facet="governorate"] input').first.is_visible()
    page.locator("#page-placed .row").first.click()
    assert page.locator(".leaflet-popup").count() == 1  # what was pressed was chosen
    assert not page.locator('[data-facet="governorate"] input').first.is_visible()
    words = page.locator('[data-facet="governorate"] > summary').inner_text()
    assert re.sub("[\u2068\u2069]", "", words) == "Governorate: Homs"


def test_on_a_phone_days_are_typed_and_the_list_takes_the_room_of_the_map(open_page, path) -> None:
    page = open_page(path, width=390, height=844)
    page.locator("#day-from").fill("2020-11-15")
    assert shown(page) == ["c"]
    before = page.locator("#page-placed").bounding_box()["height"]
    page.locator("#enlarge").click()
    assert page.locator("#page-placed").bounding_box()["height"] > before + 100
    page.locator("#page-placed button.row").first.click()  # what is chosen is to be seen on the map
    assert page.locator("#page-placed").bounding_box()["height"] == pytest.approx(before, abs=1)
    page.locator("#filters > summary").click()
    page.locator('[data-facet="governorate"] > summary').click()
    assert page.locator('[data-facet="governorate"] label').nth(1).is_visible()


def test_without_a_source_the_report_is_named(open_page, tmp_path, base) -> None:
    rows = [
        {"incident_id": "a", "report_id": "notes/07", "status": "resolved", "geometry": Point(36, 35)},
        {
            "incident_id": "b",
            "report_id": "r",
            "source": "Desk",
            "status": "resolved",
            "geometry": Point(37, 35),
        },
    ]
    write_map(gpd.GeoDataFrame(pd.DataFrame(rows), crs="EPSG:4326"), tmp_path / "map.html", base=base)
    page = open_page(tmp_path / "map.html")
    lines = page.locator("#page-placed .under p").all_inner_texts()
    assert [line for line in lines if line.startswith("Source")] == ["Source: notes/07", "Source: Desk"]


def test_decisions_are_read_back_by_the_review(open_page, path, tmp_path) -> None:
    page = open_page(path)
    page.locator("#tab-unmatched").click()
    assert page.locator("#download-decisions").is_disabled()
    page.locator("select.decide").select_option(index=1)
    (tmp_path / "decisions.csv").write_text(saved(page, "#download-decisions"), "utf-8")
    [decision] = read_decisions(tmp_path / "decisions.csv")
    assert (decision.toponym, decision.verdict, decision.place_id) == ("=Zorgon", Verdict.PLACE, "gn-1")


def test_the_page_folds_like_python(open_page, path) -> None:
    names = [
        "إِدلـب",
        "حـ ـلب",
        "Dêrik",
        "Ra's al-‘Ayn",
        "ئەلباب",
        "#دير_الزور",
        "٣ قرى",
        "ﻷ",
        "Straße",
        "İzmir",
    ]
    page = open_page(path)
    page.locator("#search").fill("x")
    assert page.evaluate("(names) => names.map(geomap.fold)", names) == [fold(name) for name in names]


@pytest.fixture
def unsure(base, tmp_path) -> Path:
    """Homs and Idlib side by side; what is known to lie in Idlib, what may, and what does not."""
    square = {"type": "Polygon", "coordinates": [[[36, 34], [38, 34], [38, 36], [36, 36], [36, 34]]]}
    other = {"type": "Polygon", "coordinates": [[[38, 34], [40, 34], [40, 36], [38, 36], [38, 34]]]}
    layer = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"name": name}, "geometry": shape}
            for name, shape in (("Idlib", square), ("Homs", other))
        ],
    }
    spots = [
        {"name": one, "place_id": one, "kind": "town", "admin1": unit, "latitude": 35, "longitude": lon}
        for one, unit, lon in (("x", "Idlib", 37), ("y", "Homs", 39))
    ]
    rows: list[dict] = [
        {"incident_id": "sure", "admin1": "Idlib", "status": "resolved", "geometry": Point(37, 35.2)},
        {
            "incident_id": "elsewhere",
            "admin1": "Homs",
            "status": "resolved",
            "geometry": Point(39, 35.2),
        },
        {"incident_id": "either", "status": "ambiguous", "candidates": json.dumps(spots)},
        {"incident_id": "one", "status": "ambiguous", "candidates": json.dumps(spots[:1])},
        {"incident_id": "across", "status": "resolved", "geometry": Point(38, 35).buffer(0.5)},
        {"incident_id": "within", "status": "resolved", "geometry": Point(37, 35).buffer(0.2)},
        {"incident_id": "nowhere", "status": "unmatched"},
    ]
    frame = pd.DataFrame(
        [{"toponym": row["incident_id"], "admin1": "", "geometry": None} | row for row in rows]
    )
    frame["candidates"] = frame["candidates"].fillna("[]")
    write_map(
        gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326"),
        tmp_path / "map.html",
        base=base | {"governorates": layer},
    )
    return tmp_path / "map.html"


def test_a_governorate_keeps_what_may_lie_in_it_and_says_so(open_page, unsure) -> None:
    page = open_page(unsure)
    middle = "[geomap.map.getCenter().lng, geomap.map.getZoom()]"
    before = page.evaluate(middle)
    choose(page, "governorate", "Idlib")
    assert shown(page) == ["across", "either", "one", "sure", "within"]
    assert page.evaluate(middle)[0] == pytest.approx(37, abs=0.05)  # the map goes to the governorate
    label = page.locator('[data-facet="governorate"] label', has_text="Idlib").inner_text()
    assert re.sub(r"\s+", " ", label).strip() == "Idlib +3 possible 2"
    page.locator("#tab-unmatched").click()
    assert "have no known governorate" in page.locator("#page-unmatched .empty").inner_text()
    page.locator("#tab-placed").click()
    words = "5 of 7 shown, 3 of them may lie elsewhere"
    assert page.locator("#shown").inner_text() == words
    flags = page.locator("#page-placed .row .flag", has_text="may be in")
    assert {re.sub("[\u2068\u2069]", "", text) for text in flags.all_inner_texts()} == {"may be in Idlib"}
    assert sorted(
        flags.evaluate_all("(all) => all.map((one) => one.closest('.row').dataset.incidentId)")
    ) == ["across", "either", "one"]
    rows = {row["incident_id"]: row for row in csv.DictReader(io.StringIO(saved(page, "#download-csv")[1:]))}
    assert set(rows) == {"across", "either", "one", "sure", "within"}
    assert rows["either"]["admin1"] == ""
    assert rows["either"]["possible_admin1"] == "Idlib; Homs"
    assert rows["sure"]["possible_admin1"] == ""
    page.emulate_media(media="print")
    paper = re.sub("[\u2068\u2069]", "", page.locator("#in-words").inner_text())
    assert paper == "Governorate: Idlib · 3 of them may lie elsewhere"
    page.emulate_media(media="screen")
    choose(page, "governorate", "Homs")
    assert "elsewhere" in shown(page)
    page.locator("#clear").click()
    assert page.evaluate("geomap.filter.total") == 7
    assert page.evaluate(middle) == pytest.approx(before, abs=0.05)
    choose(page, "governorate", "Homs")
    assert shown(page) == ["across", "either", "elsewhere"]
    # What is chosen goes to the candidate in the chosen governorate, and says in words what each is.
    page.locator('#page-placed [data-incident-id="either"]').click()
    middle_of_popup = page.locator(".leaflet-popup").evaluate(
        "(element) => { const { x, width } = element.getBoundingClientRect(); return x + width / 2 }"
    )
    there = page.evaluate("geomap.map.latLngToContainerPoint([35, 39]).x")
    assert middle_of_popup == pytest.approx(there, abs=40)  # the map may still be moving
    card = page.locator(".popup").inner_text()
    assert "x, town, Idlib" in card
    assert "May lie in" in card
    assert "Idlib, Homs" in card
    page.locator("#clear").click()
    page.locator("#search").fill("idlib")
    wait(page, "geomap.filter.total < 7")
    assert shown(page) == ["across", "either", "one", "sure", "within"]
