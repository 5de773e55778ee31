"""The first real report: an Arabic news page, read from beside the checkout (third-party text, not shipped)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from geomap import Gazetteer, Report, Role, Status
from geomap.api import located_reports
from geomap.incidents import Row, incident_rows
from geomap.models import Located
from geomap.pipeline import Summary
from geomap.readers import read_reports
from geomap.review import unmatched_rows

NAME = "reports/palmyra-monitor-2020-11-28.txt"


@pytest.fixture(scope="module")
def run(gazetteer: Gazetteer) -> tuple[Report, list[Located], list[Row], Summary]:
    path = Path(__file__).parents[3] / "shared" / NAME
    if not path.is_file():
        pytest.skip("the report is not beside this checkout")
    problems: list[Exception] = []
    summary = Summary()
    [(report, located)] = located_reports(
        read_reports([path], on_problem=problems.append), gazetteer, summary
    )
    assert not problems
    return report, located, incident_rows(report, located, gazetteer), summary


Run = tuple[Report, list[Located], list[Row], Summary]


def row(run: Run, expression: str) -> Row:
    found = [r for r in run[2] if expression in r["expression"]]
    assert len(found) == 1, f"{expression}: {[r['expression'] for r in found]}"
    return found[0]


def area(found: Row) -> Any:
    geometry = shapely.from_wkb(found["geometry"])
    assert geometry.geom_type in ("Polygon", "MultiPolygon")
    assert geometry.is_valid
    return geometry


def covered(part: Any, whole: Any) -> float:
    return float(part.intersection(whole).area / part.area)


def test_the_badia_of_deir_ez_zor_is_an_area_without_city_and_valley(run: Run, gazetteer: Gazetteer) -> None:
    found = row(run, "بادية دير الزور")
    ground = area(found)
    assert found["pcode"] == "SY09"
    assert found["role"] == Role.LOCATIVE
    assert found["geo_precision"] == 3
    assert (found["event_type"], found["fatalities"]) == ("Battles", 20)
    assert found["n_mentions"] == 3  # the headline and its two repetitions
    assert covered(ground, gazetteer.place("SY09").geometry) > 0.99
    # Its hand-drawn edge may be off by 10 km (0.1°); the ground reaches half of that beyond it
    assert covered(ground, gazetteer.place("region-badia").geometry.buffer(0.06)) > 0.99
    assert covered(ground, gazetteer.place("region-euphrates-valley").geometry) < 0.01
    assert not ground.contains(shapely.Point(40.14, 35.34))  # Deir ez-Zor city


@pytest.mark.parametrize("expression", ["إدلب (شمال غرب)", "منطقة «خفض التصعيد» في إدلب"])
def test_idlib_is_the_whole_governorate(run: Run, gazetteer: Gazetteer, expression: str) -> None:
    found = row(run, expression)
    assert found["pcode"] == "SY07"
    assert area(found).equals(gazetteer.place("SY07").geometry)
    assert not found["notes"]


def test_malikiyah_and_derik_are_one_place(run: Run) -> None:
    found = row(run, "المالكية/ ديريك")
    assert found["admin1_pcode"] == "SY08"
    assert found["location"] == "Al-Malikiyah"
    assert found["injuries"] == 4
    assert shapely.from_wkb(found["geometry"]).contains(shapely.Point(42.14, 37.18))
    # 5 km are 0.045° of latitude and 0.056° of longitude here
    assert abs(found["latitude"] - 37.18) < 0.045
    assert abs(found["longitude"] - 42.14) < 0.056
    assert [r["toponym"] for r in run[2] if r["place_id"] == found["place_id"]] == [found["toponym"]]


def test_hasakah_is_context_and_no_incident(run: Run) -> None:
    parts = {x.resolution.mention.toponym: str(x.resolution.mention.part) for x in run[1]}
    assert parts["الحسكة"] == "within"
    assert not [r for r in run[2] if r["toponym"] == "الحسكة"]


def test_the_western_countryside_lies_west_of_the_city_in_the_badia(run: Run, gazetteer: Gazetteer) -> None:
    found = row(run, "ريف دير الزور الغربي ضمن البادية السورية")
    ground = area(found)
    assert (found["event_type"], found["fatalities"]) == ("Battles", 19)
    assert "14" in found["notes"]
    assert "5" in found["notes"]
    assert covered(ground, gazetteer.place("SY09").geometry) > 0.99
    # Its hand-drawn edge may be off by 10 km (0.1°); the ground reaches half of that beyond it
    assert covered(ground, gazetteer.place("region-badia").geometry.buffer(0.06)) > 0.99
    assert ground.bounds[2] < 40.14


@pytest.mark.parametrize("name", ["جنيف", "أستانة", "سوتشي", "إسطنبول"])
def test_foreign_places_are_outside(run: Run, name: str) -> None:
    found = [r for r in run[2] if r["toponym"] == name]
    assert [(r["status"], r["role"], r["geometry"]) for r in found] == [(Status.OUTSIDE, Role.FOREIGN, None)]


def test_organisations_and_the_country_are_never_drawn(run: Run) -> None:
    for name in (
        "القدس العربي",
        "المرصد السوري لحقوق الإنسان",
        "الدفاع الوطني",
        "Palmyra Monitor",
        "سوريا",
        "السورية",
    ):
        assert all(r["geometry"] is None for r in run[2] if name in r["toponym"] or r["toponym"] == name)
    assert not [r for r in run[2] if r["location"] in ("Palmyra", "Jerusalem") and r["geometry"]]
    assert {r["role"] for r in run[2] if r["toponym"] == "سوريا"} == {"country"}


def test_only_the_four_places_and_areas_are_drawn(run: Run) -> None:
    assert sum(r["geometry"] is not None for r in run[2]) == 5  # Idlib is spoken of in two ways


def test_the_date_stands_in_the_page(run: Run) -> None:
    assert run[0].event_date == "2020-11-28"
    assert {r["event_date"] for r in run[2]} == {"2020-11-28"}


def test_every_mention_is_counted_once(run: Run) -> None:
    report, located, rows, summary = run
    assert summary.balanced
    assert sum(r["n_mentions"] for r in rows) == len(located) == summary.mentions
    assert all(
        report.text[x.resolution.mention.start : x.resolution.mention.end] == x.resolution.mention.toponym
        for x in located
    )


def test_the_unmatched_list_holds_no_placed_place(run: Run) -> None:
    placed = {r["toponym"] for r in run[2] if r["status"] == Status.RESOLVED}
    assert not [u.toponym for u in unmatched_rows(x.resolution for x in run[1]) if u.toponym in placed]


def test_ambiguous_and_unmatched_have_no_geometry(run: Run) -> None:
    for r in run[2]:
        assert (r["geometry"] is not None) == (r["status"] == Status.RESOLVED)
        assert json.loads(r["candidates"]) is not None
