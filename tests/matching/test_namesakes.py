"""What chooses among namesakes: how well known they are, and what is named beside them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import geomap
from geomap.gazetteer.compile import PLACE_COLUMNS
from geomap.models import Report
from geomap.pipeline import locate_name


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


def test_the_namesake_near_what_is_named_beside_it_goes_before_the_governorate_of_the_report(
    tmp_path: Path,
) -> None:
    rows = [
        _row("C1", "سهيلة", "village", "SY02", 37.00, 36.42, pcode="C1"),
        _row("C2", "سهيلة", "village", "SY05", 36.33, 35.68, pcode="C2"),
        _row("C3", "العنكاوي", "village", "SY05", 36.39, 35.60, pcode="C3"),
        _row("C4", "دارة عزة", "town", "SY02", 36.85, 36.28, pcode="C4"),
        _row("C5", "كفر نوران", "village", "SY02", 36.85, 36.13, pcode="C5"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    text = "قصف على بلدة دارة عزة وقرية كفر نوران غربي حلب. كما قصفت قرية العنكاوي وقرية سهيلة."
    mentions = geomap.find_mentions(Report("r", text), gazetteer)
    found = {r.mention.toponym: r for r in geomap.matching.resolve(mentions, gazetteer)}
    assert found["سهيلة"].chosen is not None, found["سهيلة"]
    assert found["سهيلة"].chosen.place.place_id == "C2"
    assert "near العنكاوي, which is named beside it" in found["سهيلة"].reason


def test_what_lies_near_two_namesakes_stays_ambiguous(tmp_path: Path) -> None:
    rows = [
        _row("C1", "سهيلة", "village", "SY05", 36.40, 35.70, pcode="C1"),
        _row("C2", "سهيلة", "village", "SY05", 36.33, 35.50, pcode="C2"),
        _row("C3", "العنكاوي", "village", "SY05", 36.39, 35.60, pcode="C3"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    mentions = geomap.find_mentions(Report("r", "قصفت قرية العنكاوي وقرية سهيلة."), gazetteer)
    found = {r.mention.toponym: r for r in geomap.matching.resolve(mentions, gazetteer)}
    assert found["سهيلة"].chosen is None and len(found["سهيلة"].candidates) == 2


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("T4 airbase", "ap-t4"),
        ("سد الفرات", "gm-tabqa-dam-sy1103"),
        ("مخيم الركبان", "gm-rukban-camp-sy0405"),
    ],
)
def test_the_whole_name_of_a_facility_is_sure(name: str, place_id: str, gazetteer: geomap.Gazetteer) -> None:
    """By any of its names; and what differs in its number is no rival: T3 is not T4."""
    [answer] = geomap.match(name, gazetteer)
    assert answer.chosen is not None and answer.chosen.place.place_id == place_id


@pytest.mark.parametrize(
    "name", ["بادية زرقون", "زرقون (شمال غرب)", "ريف زرقون الغربي", "10 كم شمال زرقون", "قرب زرقون"]
)
def test_a_gazetteer_of_ones_own_needs_no_country_and_no_units(name: str, tmp_path: Path) -> None:
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, [_row("mine-1", "زرقون", "village", "", 38.5, 34.5)]))
    [answer] = geomap.match(name, gazetteer)
    assert answer.candidates[0].place.place_id == "mine-1"
    located = locate_name(name, gazetteer)
    assert located is not None and located.resolution.candidates


def _decided(text: str, gazetteer: geomap.Gazetteer) -> dict[str, str]:
    mentions = geomap.find_mentions(Report("r", text), gazetteer)
    settled = geomap.matching.resolve(mentions, gazetteer)
    return {r.mention.toponym: r.chosen.place.place_id for r in settled if r.chosen is not None}


def test_a_governorate_is_no_village_of_another_that_the_report_names(tmp_path: Path) -> None:
    rows = [
        _row("SY11", "الرقة", "governorate", "SY11", 38.9, 36.0, pcode="SY11"),
        _row("C2", "السويداء", "village", "SY11", 38.5, 36.2, pcode="C2"),
        _row("SY13", "السويداء", "governorate", "SY13", 36.57, 32.71, pcode="SY13"),
        _row("C3", "السويداء", "city", "SY13", 36.57, 32.71, pcode="C3", population="70000"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    assert _decided("تأجلت الانتخابات في الرقة والسويداء.", gazetteer)["السويداء"] != "C2"


def test_a_quarter_stands_beside_quarters_of_its_town(tmp_path: Path) -> None:
    rows = [
        _row("N1", "العزيزية", "neighbourhood", "SY02", 37.15, 36.21),
        _row("C1", "العزيزية", "village", "SY02", 36.9, 36.4, pcode="C1"),
        _row("N2", "السليمانية", "neighbourhood", "SY02", 37.16, 36.22),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    assert (
        _decided("قصف على حي السليمانية. وسقطت قذائف في العزيزية وحي السليمانية.", gazetteer)["العزيزية"]
        == "N1"
    )


def test_a_village_lies_in_the_district_that_its_sentence_names(gazetteer: geomap.Gazetteer) -> None:
    text = "In the Masyaf countryside, Rusafa lost two men, said a driver from Hama."
    assert _decided(text, gazetteer)["Rusafa"] == "gm-al-rusafah-masyaf-sy0504"


def test_the_far_end_of_a_road_is_no_neighbour(tmp_path: Path) -> None:
    rows = [
        _row("C1", "كناكر", "village", "SY13", 36.51, 32.67, pcode="C1"),
        _row("C2", "كناكر", "town", "SY03", 36.09, 33.27, pcode="C2"),
        _row("C3", "سميع", "village", "SY13", 36.4, 32.78, pcode="C3"),
        _row("C4", "دمشق", "city", "SY01", 36.3, 33.5, pcode="C4", population="1500000"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    assert _decided("اشتباكات في قريتي كناكر وسميع على طريق دمشق.", gazetteer)["كناكر"] == "C1"


def test_a_place_told_by_its_neighbours_tells_on(tmp_path: Path) -> None:
    rows = [
        _row("SY04", "حمص", "governorate", "SY04", 38.5, 34.5, pcode="SY04"),
        _row("C1", "الكوم", "village", "SY04", 38.87, 35.2, pcode="C1"),
        _row("C2", "الكوم", "village", "SY06", 36.0, 35.6, pcode="C2"),
        _row("C3", "الطيبة", "village", "SY04", 38.93, 35.07, pcode="C3"),
        _row("C4", "الطيبة", "town", "SY12", 36.2, 32.56, pcode="C4", population="20000"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    found = _decided("في حمص مشطوا الوادي بين الكوم والطيبة.", gazetteer)
    assert (found["الكوم"], found["الطيبة"]) == ("C1", "C3")


def test_a_city_is_meant_wherever_the_report_lies(tmp_path: Path) -> None:
    rows = [
        _row("SY08", "الحسكة", "governorate", "SY08", 40.7, 36.5, pcode="SY08"),
        _row("C1", "الشدادي", "town", "SY08", 40.73, 36.05, pcode="C1"),
        _row("C2", "مركدة", "town", "SY08", 40.77, 35.74, pcode="C2"),
        _row("C3", "الطبقة", "village", "SY08", 42.1, 37.0, pcode="C3"),
        _row("C4", "الطبقة", "city", "SY11", 38.54, 35.83, pcode="C4", population="87000"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    text = "في الحسكة حوصرت بلدة الشدادي ومركدة. وتوقفت الصهاريج القادمة من مدينة الشدادي ومن الطبقة."
    assert _decided(text, gazetteer)["الطبقة"] == "C4"


def test_among_quarters_a_quarter_is_meant_though_a_village_is_spelled_just_so(tmp_path: Path) -> None:
    rows = [
        _row("N1", "Al-Aziziyah", "neighbourhood", "SY02", 37.15, 36.21),
        _row("C1", "Al Aziziyeh", "village", "SY02", 37.9, 36.5, pcode="C1"),
        _row("N2", "Hamdaniyeh", "neighbourhood", "SY02", 37.1, 36.18),
        _row("SY02", "Aleppo", "governorate", "SY02", 37.16, 36.2, pcode="SY02"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    text = "In Aleppo, shelters opened in Al Aziziyeh and the Hamdaniyeh quarter."
    assert _decided(text, gazetteer)["Al Aziziyeh"] == "N1"


def test_what_is_spelled_so_in_the_report_s_governorates_is_meant_before_what_sounds_so(
    tmp_path: Path,
) -> None:
    rows = [
        _row("C1", "Ebla", "village", "SY07", 36.8, 35.8, pcode="C1"),
        _row("C2", "Abla", "village", "SY02", 37.2, 36.5, pcode="C2"),
        _row("C3", "Marea", "town", "SY02", 37.19, 36.48, pcode="C3"),
        _row("C4", "Saraqib", "town", "SY07", 36.8, 35.86, pcode="C4"),
        _row("C5", "Ebla", "village", "SY09", 40.8, 34.8, pcode="C5"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    text = "Monitors who came from Marea saw Ebla. Others went to Saraqib."
    assert _decided(text, gazetteer)["Ebla"] == "C1"


def test_in_a_name_that_a_governorate_has_is_in_the_governorate(tmp_path: Path) -> None:
    rows = [
        _row("SY14", "القنيطرة", "governorate", "SY14", 35.9, 33.1, pcode="SY14"),
        _row("C1", "القنيطرة", "village", "SY10", 35.95, 34.8, pcode="C1"),
        _row("C2", "الحميدية", "village", "SY14", 35.86, 33.15, pcode="C2"),
        _row("C3", "الحميدية", "town", "SY10", 35.93, 34.71, pcode="C3", population="9000"),
    ]
    gazetteer = geomap.load_gazetteer(_folder(tmp_path, rows))
    assert _decided("سقطت قذيفة على الحميدية في القنيطرة.", gazetteer)["الحميدية"] == "C2"
