"""What chooses among namesakes: a hamlet that only maps know does not stand in for a city."""

from __future__ import annotations

import csv
from pathlib import Path

import geomap
from geomap.gazetteer.compile import PLACE_COLUMNS
from geomap.models import Report


def _folder(tmp_path: Path, rows: list[dict[str, str]]) -> Path:
    with (tmp_path / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PLACE_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return tmp_path


def _row(
    place_id: str, name: str, kind: str, unit: str, lon: float, lat: float, **more: str
) -> dict[str, str]:
    return {
        "place_id": place_id, "name_en": name, "name_ar": name, "kind": kind, "admin1_pcode": unit,
        "longitude": str(lon), "latitude": str(lat), "accuracy_m": "1000", "source": "test", "licence": "CC0-1.0",
        **more,
    }  # fmt: skip


def test_a_hamlet_in_the_governorate_of_the_report_does_not_overshadow_a_city(tmp_path: Path) -> None:
    rows = [
        _row("C1", "رأس العين", "city", "SY08", 40.07, 36.85, pcode="C1", population="50000"),
        _row("gn-1", "رأس العين", "settlement", "SY02", 38.36, 36.58),
        _row("C2", "الباب", "city", "SY02", 37.51, 36.37, pcode="C2", population="60000"),
        _row("C3", "اعزاز", "city", "SY02", 37.04, 36.58, pcode="C3", population="30000"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    text = "انفجار في مدينة الباب وآخر في اعزاز. وفي رأس العين انفجرت سيارة."
    mentions = geomap.find_mentions(Report("r", text), gazetteer)
    found = {r.mention.toponym: r for r in geomap.matching.resolve(mentions, gazetteer)}
    assert found["رأس العين"].chosen is not None
    assert found["رأس العين"].chosen.place.place_id == "C1"


def test_a_village_on_the_official_list_stays_a_candidate(tmp_path: Path) -> None:
    rows = [
        _row("C1", "القصير", "city", "SY04", 36.58, 34.51, pcode="C1", population="30000"),
        _row("C2", "القصير", "village", "SY12", 35.85, 32.75, pcode="C2"),
        _row("C3", "طفس", "town", "SY12", 36.07, 32.73, pcode="C3"),
        _row("C4", "داعل", "town", "SY12", 36.13, 32.76, pcode="C4"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    mentions = geomap.find_mentions(Report("r", "اغتيال في بلدة طفس، وانفجار في داعل والقصير."), gazetteer)
    found = {r.mention.toponym: r for r in geomap.matching.resolve(mentions, gazetteer)}
    assert found["القصير"].chosen is not None
    assert found["القصير"].chosen.place.place_id == "C2"
