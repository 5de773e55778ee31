"""One settlement in several sources is one place; namesakes are several."""

from __future__ import annotations

from typing import Any

import pytest

from geomap.gazetteer.assemble import (
    drop_names_of_lands,
    drop_names_of_other_cities,
    names_of_cities,
    names_of_units,
    without_titles_of_units,
)
from geomap.gazetteer.merge import Entry, Gathering
from geomap.gazetteer.sources import Name, Record

# 0.01° of latitude: 1,112 m
NORTH_1_KM = 0.009


def _record(place_id: str, english: str, arabic: str = "", north: float = 0.0, **more: Any) -> Record:
    family = {"C": "ocha", "N": "ocha", "g": "geonames", "w": "wof"}[place_id[0]]
    values = {
        "place_id": place_id, "family": family, "kind": "village" if family == "ocha" else "settlement",
        "name_en": english, "name_ar": arabic, "longitude": 39.5, "latitude": 34.0 + north,
        "source": {"ocha": "cod-ps", "geonames": "geonames-dump", "wof": "whosonfirst"}[family],
        "licence": "CC0-1.0", "accuracy_m": 1000.0, "names": [],
    }  # fmt: skip
    return Record(**{**values, **more})


def _shipped(place_id: str, english: str, arabic: str = "", north: float = 0.0, **more: str) -> Entry:
    row = {
        "place_id": place_id, "name_en": english, "name_ar": arabic, "kind": "village", "pcode": "",
        "admin1_pcode": "SY04", "admin2_pcode": "", "admin3_pcode": "", "parent_id": "", "seat_id": "",
        "longitude": "39.5", "latitude": f"{34.0 + north}", "accuracy_m": "1000", "population": "",
        "source": "curated", "licence": "CC0-1.0",
    }  # fmt: skip
    return Entry(row | more, shipped=True, families={"geonames"} if place_id.startswith("gn-") else set())


def _gather(*batches: list[Record], shipped: list[Entry] | None = None) -> Gathering:
    gathering = Gathering(shipped or [])
    for batch in batches:
        gathering.add(batch)
    return gathering


@pytest.mark.parametrize(
    ("first", "second", "km", "one"),
    [
        # the same, as two sources write it
        (("Zarquneh", "زرقونة"), ("Zarqunah", "زرقونه"), 0.3, True),
        (("Tal Elahmar", "تل الاحمر"), ("Tall al Ahmar", "تل الأحمر"), 1.5, True),
        (("Kafr Nabudah", ""), ("", "كفرنبودة"), 1.0, True),
        (("Deir Hafer", ""), ("Dayr Hafir", ""), 1.0, True),
        # on one spot, the consonants are enough; but three of them
        (("Muheisen", "محيسن"), ("Muhaysiniyah", "محيسنية"), 0.1, True),
        (("Zeit", "زيت"), ("Zad", "زاد"), 0.1, False),
        # too far for one village
        (("Zarquneh", "زرقونة"), ("Zarqunah", "زرقونة"), 5.2, False),
        (("Zarquneh", ""), ("Zarqunah", "زرقونة"), 2.2, False),
        # the only namesakes for miles
        (("Zarquneh", "زرقونة"), ("Zarqunah", "زرقونة"), 4.2, True),
        # neighbours whose names are alike
        (("Upper Zarquneh", "زرقونة فوقاني"), ("Lower Zarquneh", "زرقونة تحتاني"), 0.3, False),
        (("Zarquneh Elkabireh", "زرقونة الكبيرة"), ("Zarquneh Elsaghireh", "زرقونة الصغيرة"), 0.3, False),
        (("Muheisen", "محيسن"), ("Muhaysiniyah", "محيسنية"), 0.3, False),
        # one romanisation, two Arabic names
        (("Tall Dahab", "تل الذهب"), ("Tall Dahab", "تل الضاحية"), 0.3, False),
    ],
)
def test_one_or_two(first: tuple[str, str], second: tuple[str, str], km: float, one: bool) -> None:
    gathering = _gather([_record("C1", *first)], [_record("gn-2", *second, north=km * NORTH_1_KM)])
    assert len(gathering.entries) == (1 if one else 2)
    assert gathering.resolve("gn-2") == ("C1" if one else "gn-2")


def test_all_names_are_kept() -> None:
    kurdish = Name("Zerqûn", "ku", "variant", "geonames-dump")
    gathering = _gather(
        [_record("C1", "Zarquneh", "زرقونة")], [_record("gn-2", "Zarqunah", "الزرقونة", names=[kurdish])]
    )
    entry = gathering.entries["C1"]
    assert {"Zarquneh", "زرقونة", "Zarqunah", "الزرقونة", "Zerqûn"} == set(entry.all_names())
    assert kurdish in entry.names


def test_namesakes_of_one_source_stay_apart_and_each_takes_its_nearest() -> None:
    gathering = _gather(
        [_record("C1", "Tal Muqabil", "تل مقابل"), _record("C2", "Tal Muqabil", "تل مقابل", north=NORTH_1_KM)],
        [_record("gn-1", "Tall Muqabil", "تل مقابل", north=0.9 * NORTH_1_KM),
         _record("gn-2", "Tall Muqabil", "تل مقابل", north=0.2 * NORTH_1_KM)],
    )  # fmt: skip
    assert set(gathering.entries) == {"C1", "C2"}
    assert (gathering.resolve("gn-1"), gathering.resolve("gn-2")) == ("C2", "C1")


def test_a_third_namesake_has_nobody_to_be() -> None:
    gathering = _gather(
        [_record("C1", "Tal Muqabil", "تل مقابل")],
        [
            _record("gn-1", "Tall Muqabil", "تل مقابل"),
            _record("gn-2", "Tall Muqabil", "تل مقابل", north=0.001),
        ],
    )
    assert set(gathering.entries) == {"C1", "gn-2"}


def test_linked_ids_win_over_names_and_distance() -> None:
    gathering = _gather(
        [_record("gn-1", "Sarab", "سراب")],
        [_record("gn-1", "Wahm", "وهم", north=1.0, source="whosonfirst", links=("wof-9",))],
    )
    assert set(gathering.entries) == {"gn-1"}
    assert gathering.resolve("wof-9") == "gn-1"


def test_a_shipped_place_keeps_kind_and_names_and_takes_code_and_position() -> None:
    town = _shipped("gn-7", "Kafr Wahm", "كفر وهم", kind="town", population="9000")
    gathering = _gather(
        [_record("C1", "Kafr Wahem", "كفروهم", north=NORTH_1_KM, admin3_pcode="SY040101")],
        [_record("gn-7", "Kafr Wahm", population=12000), _record("gn-8", "Kafr Wahm")],
        shipped=[town],
    )
    row = gathering.entries["C1"].row
    assert (row["kind"], row["name_en"], row["name_ar"]) == ("town", "Kafr Wahm", "كفر وهم")
    assert (row["pcode"], row["admin3_pcode"], row["source"]) == ("C1", "SY040101", "cod-ps")
    assert (row["latitude"], row["population"]) == ("34.00900", "12000")
    assert gathering.resolve("gn-7") == "C1"
    assert set(gathering.entries) == {"C1", "gn-8"}  # GeoNames has two of the name: only the linked one is it


@pytest.mark.parametrize(
    ("accuracy", "km", "one"), [("1000", 3, False), ("4000", 3, True), ("20000", 6, False)]
)
def test_a_hand_written_row_is_believed_about_its_own_accuracy(accuracy: str, km: int, one: bool) -> None:
    gathering = _gather(
        [_record("C1", "Sarab", "سراب", north=km * NORTH_1_KM)],
        shipped=[_shipped("gm-sarab", "Sarab", "سراب", accuracy_m=accuracy)],
    )
    assert (gathering.resolve("gm-sarab") == "C1") == one


def test_a_size_says_more_than_none() -> None:
    gathering = _gather([_record("C1", "Sarab", "سراب")], [_record("gn-1", "Sarab", "سراب", kind="town")])
    assert gathering.entries["C1"].row["kind"] == "town"


@pytest.mark.parametrize(
    ("shipped", "record", "one"),
    [
        ("mountain", "village", False),
        ("barracks", "village", False),
        ("camp", "village", True),
        ("neighbourhood", "neighbourhood", True),
        ("village", "neighbourhood", False),
        ("airport", "airport", True),
    ],
)
def test_kinds_that_may_be_one(shipped: str, record: str, one: bool) -> None:
    gathering = _gather(
        [_record("C1", "Sarab", "سراب", kind=record)],
        shipped=[_shipped("gm-s", "Sarab", "سراب", kind=shipped)],
    )
    assert len(gathering.entries) == (1 if one else 2)


def test_the_order_of_records_does_not_matter() -> None:
    records = [_record(f"gn-{i}", "Tall Muqabil", "تل مقابل", north=i * 0.1 * NORTH_1_KM) for i in range(8)]
    communities = [_record(f"C{i}", "Tal Muqabil", "تل مقابل", north=i * 0.3 * NORTH_1_KM) for i in range(3)]
    one = _gather(communities, records)
    other = _gather(communities[::-1], records[::-1])
    assert {i: one.resolve(i) for i in (r.place_id for r in records)} == {
        i: other.resolve(i) for i in (r.place_id for r in records)
    }


def test_a_source_that_calls_a_city_by_the_name_of_another_is_not_believed() -> None:
    cities = [
        _shipped("gn-1", "Sarab", "سراب", kind="city"),
        _shipped("gn-2", "Wahm", "وهم", north=1.0, kind="city"),
    ]
    gathering = _gather(shipped=cities)
    owners = names_of_cities(gathering)
    strange = [Name("Wahm", "ku", "variant", "whosonfirst"), Name("Serab", "ku", "variant", "whosonfirst")]
    gathering.add([_record("gn-1", "Sarab", "سراب", names=strange)])
    gathering.add([_record("gn-3", "Tall Wahm", "تل وهم", names=strange, north=2.0)])
    drop_names_of_other_cities(gathering, owners)
    assert {"Sarab", "Serab"} <= set(gathering.entries["gn-1"].all_names())
    assert "Wahm" not in gathering.entries["gn-1"].all_names()
    assert "Wahm" in gathering.entries["gn-3"].all_names()  # a village may share the name of a city


def test_a_governorate_is_not_called_by_the_name_of_a_region_or_a_river() -> None:
    lands = [
        _shipped("SY99", "Sarab", "سراب", kind="governorate"),
        _shipped("region-wahm", "Wahm", "وهم", kind="plain"),
        _shipped("river-hulm", "Hulm", "حلم", kind="river"),
    ]
    gathering = _gather(shipped=lands)
    entry = gathering.entries["SY99"]
    entry.names += [Name(n, "und-Latn", "variant", "whosonfirst") for n in ("Wahm", "Hulm", "Serab")]
    drop_names_of_lands(gathering)
    names = entry.all_names()
    assert {"Sarab", "Serab"} <= set(names)
    assert {"Wahm", "Hulm"}.isdisjoint(names)


def test_the_title_of_a_unit_is_no_name_of_its_city() -> None:
    gathering = _gather(shipped=[_shipped("SY99", "Sarab", "سراب", kind="governorate")])
    titles = [
        Name("محافظة سراب", "ar", "variant", "geonames"),
        Name("Sarab District", "en", "variant", "geonames"),
    ]
    city = _record("gn-1", "Sarab", "محافظة سراب", names=titles, kind="city")
    plain = without_titles_of_units(city, names_of_units(gathering))
    assert (plain.name_en, plain.name_ar) == ("Sarab", "سراب")
    assert [n.name for n in plain.names] == ["سراب", "Sarab"]
    # No unit is called so: the word is part of the name
    village = _record("gn-2", "Mintaqat Wahm", "منطقة وهم")
    assert without_titles_of_units(village, names_of_units(gathering)).name_ar == "منطقة وهم"


def test_two_namesakes_a_few_kilometres_off_stay_two() -> None:
    """Which of them the other source's village is, only nearness could tell."""
    official = [
        _record("C1", "Zarquneh", "زرقونة"),
        _record("C2", "Zarquneh", "زرقونة", north=7 * NORTH_1_KM),
    ]
    gathering = _gather(official, [_record("gn-3", "Zarqunah", "زرقونة", north=3.5 * NORTH_1_KM)])
    assert gathering.resolve("gn-3") == "gn-3"
