"""What the shipped gazetteer must hold, read from its files as anyone would."""

from __future__ import annotations

import csv
import importlib
import json
import math
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import shape

GAZETTEER = Path(__file__).resolve().parents[2] / "gazetteer"
POPULATED = {"city", "town", "village", "settlement"}


def read(name: str) -> list[dict[str, str]]:
    with (GAZETTEER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, str]]:
    rows = read("places.csv")
    assert len({row["place_id"] for row in rows}) == len(rows)
    return {row["place_id"]: row for row in rows}


@pytest.fixture(scope="module")
def names(places: dict[str, dict[str, str]]) -> dict[str, set[str]]:
    """All names by place."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read("names.csv"):
        found[row["place_id"]].add(row["name"])
    for place_id, row in places.items():
        found[place_id] |= {row["name_en"], row["name_ar"]}
    return found


@pytest.fixture(scope="module")
def features() -> dict[str, dict[str, Any]]:
    collection = json.loads((GAZETTEER / "geometries.geojson").read_text(encoding="utf-8"))
    return {feature["id"]: feature for feature in collection["features"]}


@pytest.mark.parametrize(
    ("wanted", "spellings"),
    [
        (
            ("gn-170794", "SY0901", "SY09"),
            ["Deir ez-Zor", "Deir Ezzor", "Dayr az Zawr", "دير الزور", "ديرالزور"],
        ),
        (
            ("gn-173530", "SY0803"),
            ["Malikiyah", "Al-Malikiyah", "Derik", "Dêrik", "المالكية", "ديريك", "دێریک"],
        ),
        (("gn-169389", "SY0700", "SY07"), ["Idlib", "Idleb", "إدلب", "ادلب"]),
        (("gn-167611", "SY0702"), ["Maarat al-Numan", "Maarrat an-Numan", "معرة النعمان"]),
        (
            ("gn-172256", "SY0206"),
            ["Ayn al-Arab", "Kobane", "Kobani", "Kobanî", "عين العرب", "كوباني", "كوبانى"],
        ),
        (("gn-168325",), ["Khan Shaykhun", "Khan Sheikhoun", "خان شيخون"]),
        (("gn-165509", "SY0804"), ["Ras al-Ayn", "Serekaniye", "Serêkaniyê", "سري كانيه", "سەرێ کانیێ"]),
        (("gn-165757",), ["Al-Qahtaniyah", "Tirbespi", "Tirbespiyê", "تربه سبيه"]),
        (("gn-173377", "SY0802"), ["Qamishli", "Qamishlo", "Qamişlo", "قامشلو", "القامشلي"]),
        (("gn-163750", "SY1102"), ["Tell Abyad", "Tal Abyad", "Girê Spî", "كري سبي"]),
        (("gn-172374",), ["Al-Tabqa", "Al-Thawrah", "Tabqa", "الطبقة", "الثورة"]),
        (("SY03",), ["Rural Damascus", "Rif Dimashq", "Reef Dimashq", "ريف دمشق"]),
        (("SY08",), ["Al-Hasakeh", "Hesekê"]),
        (("SY12", "SY1200", "gn-170905"), ["Daraa", "Dar'a", "Deraa", "درعا"]),
        (("ap-t4",), ["T4", "مطار T4", "مطار التيفور"]),
    ],
)
def test_a_place_goes_by_all_its_names(
    names: dict[str, set[str]], wanted: tuple[str, ...], spellings: list[str]
) -> None:
    missing = [(place_id, name) for place_id in wanted for name in spellings if name not in names[place_id]]
    assert missing == []


def test_malikiyah_lies_where_it_should(places: dict[str, dict[str, str]]) -> None:
    row = places["gn-173530"]
    east = (float(row["longitude"]) - 42.14) * math.cos(math.radians(37.18))
    assert 111.2 * math.hypot(east, float(row["latitude"]) - 37.18) < 5
    assert (row["admin1_pcode"], row["admin2_pcode"]) == ("SY08", "SY0803")


def test_units_are_complete_and_stand_at_their_seats(places: dict[str, dict[str, str]]) -> None:
    units = [row for row in places.values() if row["pcode"]]
    assert len([row for row in units if row["kind"] == "governorate"]) == 14
    assert len([row for row in units if row["kind"] == "district"]) == 62
    for row in units:
        seat = places[row["seat_id"]]
        assert (row["longitude"], row["latitude"]) == (seat["longitude"], seat["latitude"])
        assert row["place_id"] == row["pcode"]
        if row["kind"] == "district":
            assert seat["admin2_pcode"] == row["pcode"]
            assert row["parent_id"] == row["pcode"][:4]


def test_rows_refer_to_rows_that_exist(places: dict[str, dict[str, str]], names: dict[str, set[str]]) -> None:
    sources = {row["source"]: row["licence"] for row in read("sources.csv")}
    assert set(names) == set(places)
    for row in places.values():
        references = [
            row[key] for key in ("parent_id", "seat_id", "admin1_pcode", "admin2_pcode") if row[key]
        ]
        assert [reference for reference in references if reference not in places] == [], row["place_id"]
        assert sources[row["source"]] == row["licence"], row["place_id"]
        assert 32 <= float(row["latitude"]) <= 37.8, row["place_id"]
        assert 35 <= float(row["longitude"]) <= 43, row["place_id"]
        assert float(row["accuracy_m"]) > 0
        assert row["name_en"], row["place_id"]
        assert row["name_ar"], row["place_id"]
    assert {row["source"] for row in read("names.csv")} <= set(sources)


def test_no_settlement_has_two_rows(places: dict[str, dict[str, str]]) -> None:
    settled = [row for row in places.values() if row["kind"] in POPULATED]
    at: defaultdict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for row in settled:
        at[row["name_ar"]].append((float(row["longitude"]), float(row["latitude"]), row["place_id"]))
    twins = [
        (a[2], b[2])
        for group in at.values()
        for index, a in enumerate(group)
        for b in group[index + 1 :]
        if 111.2 * math.hypot((a[0] - b[0]) * 0.82, a[1] - b[1]) < 4.9  # 0.82: cosine of the latitude
    ]
    assert twins == []


def test_machine_transliterations_are_gone(names: dict[str, set[str]]) -> None:
    everything = set().union(*names.values())
    assert everything.isdisjoint(
        {"alkramt", "tl ʿmar", "ftst althyb", "d mshq", "dەrʿa", "hmah", "An Nazi", "ثورة"}
    )


def test_names_have_one_line_each_and_no_invisible_marks() -> None:
    rows = read("names.csv")
    assert len({(row["place_id"], row["name"]) for row in rows}) == len(rows)
    marks = set("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff\n")
    assert [row for row in rows if marks & set(row["name"]) or row["name"] != row["name"].strip()] == []


def test_geometries_are_valid_and_wound_as_rfc_7946_says(
    features: dict[str, dict[str, Any]], places: dict[str, dict[str, str]]
) -> None:
    import shapely
    from shapely.geometry import shape

    assert set(features) <= set(places)
    assert {f"SY{number:02}" for number in range(1, 15)} | {"SY", "lake-assad", "river-euphrates"} <= set(
        features
    )
    for place_id, feature in features.items():
        geometry = shape(feature["geometry"])
        assert geometry.is_valid, place_id
        assert feature["properties"]["definition"], place_id
        parts = getattr(geometry, "geoms", [geometry])
        assert all(part.exterior.is_ccw for part in parts if isinstance(part, shapely.Polygon)), place_id


def test_governorates_hold_their_towns(
    features: dict[str, dict[str, Any]], places: dict[str, dict[str, str]]
) -> None:
    from shapely.geometry import Point, shape

    polygons = {pcode: shape(features[pcode]["geometry"]) for pcode in features if pcode.startswith("SY")}
    far = []
    for row in places.values():
        if row["kind"] in POPULATED and row["admin1_pcode"] not in ("SY03", "SY04"):  # their border is loose
            point = Point(float(row["longitude"]), float(row["latitude"]))
            if polygons[row["admin1_pcode"]].distance(point) > 0.18:  # degrees: 15 to 20 km
                far.append(row["place_id"])
    assert far == []
    majdal_shams = Point(float(places["gn-167444"]["longitude"]), float(places["gn-167444"]["latitude"]))
    assert polygons["SY14"].contains(majdal_shams)
    assert polygons["SY"].contains(majdal_shams)


def test_foreign_names_cover_what_syrian_news_name() -> None:
    rows = read("foreign.csv")
    assert len(rows) >= 400
    arabic = {row["name_ar"] for row in rows}
    arabic |= {name.partition(":")[2] for row in rows for name in row["other_names"].split("|")}
    wanted = "أنقرة إسطنبول كلس كيليس هاتاي أنطاكيا الريحانية أورفا ماردين نصيبين دهوك أربيل الموصل القائم بغداد بيروت"
    wanted += " طرابلس عرسال صيدا عمّان عمان إربد المفرق الرمثا القدس غزة حيفا طهران موسكو سوتشي جنيف أستانة فيينا لوزان"
    wanted += " باريس برلين واشنطن نيويورك الرياض الدوحة القاهرة تركيا العراق روسيا إيران الأنبار"
    assert set(wanted.split()) <= arabic
    assert {
        "غازي عنتاب",
        "شانلي أورفا",
        "تل أبيب",
        "نور سلطان",
        "أبو ظبي",
        "كردستان العراق",
        "الضفة الغربية",
        "لواء إسكندرون",
    } <= arabic
    assert arabic.isdisjoint({"سيول", "مسقط", "مالي", "جدة", "المغرب"}), "common words of Arabic news"
    assert all(len(row["country"]) == 2 for row in rows)


def test_data_package_lists_the_files_and_their_columns() -> None:
    package = json.loads((GAZETTEER / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = GAZETTEER / resource["path"]
        assert path.exists(), resource["path"]
        if path.suffix == ".csv":
            assert [field["name"] for field in resource["schema"]["fields"]] == list(
                read(resource["path"])[0]
            )


def test_folds_and_displays_are_as_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    import doctest

    monkeypatch.syspath_prepend(str(GAZETTEER))
    for name in ("toponyms", "tables"):
        result = doctest.testmod(importlib.import_module(name))
        assert (result.failed, result.attempted > 0) == (0, True), name


def test_every_subdistrict_is_there_with_parent_and_seat() -> None:
    places = {row["place_id"]: row for row in read("places.csv")}
    units = [row for row in places.values() if row["kind"] == "subdistrict"]
    assert len(units) == 272
    for row in units:
        assert places[row["parent_id"]]["kind"] == "district"
        assert row["place_id"].startswith(row["admin1_pcode"])
        assert places[row["seat_id"]]["kind"] in ("city", "town")
        assert places[row["seat_id"]]["admin2_pcode"] == row["parent_id"]
        assert (row["longitude"], row["latitude"]) == (
            places[row["seat_id"]]["longitude"], places[row["seat_id"]]["latitude"],
        )  # fmt: skip
    assert {row["parent_id"] for row in units} == {
        p for p, row in places.items() if row["kind"] == "district"
    }


def test_every_unit_has_an_extent_inside_its_governorate(features: dict[str, dict[str, Any]]) -> None:
    units = [row for row in read("places.csv") if row["kind"] in ("district", "subdistrict")]
    shapes = {place_id: shape(feature["geometry"]) for place_id, feature in features.items()}
    assert [row["place_id"] for row in units if row["place_id"] not in shapes] == []
    for row in units:
        assert features[row["place_id"]]["properties"]["approximate"] is True
        # 0.005°: the extents are drawn on a grid of 0.001°
        assert shapes[row["admin1_pcode"]].buffer(0.005).covers(shapes[row["place_id"]]), row["place_id"]
    for code, governorate in shapes.items():
        if re.fullmatch(r"SY\d\d", code):
            districts = [
                shapes[r["place_id"]] for r in units if r["kind"] == "district" and r["admin1_pcode"] == code
            ]
            assert sum(d.area for d in districts) == pytest.approx(governorate.area, rel=0.03)
