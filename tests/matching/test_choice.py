"""What is chosen, what is only shown, and why, over the shipped gazetteer."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, match
from geomap.models import Status


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("Shuhada school in Saraqib", "Saraqib"),  # Shuhada is a quarter elsewhere
        ("مدرسة الشهداء في سراقب", "Saraqib"),
        ("مسجد الفردوس - منبج", "Manbij"),
    ],
)
def test_a_facility_lies_in_its_place(cell: str, place: str, gazetteer: Gazetteer) -> None:
    answer = match(cell, gazetteer)[0]
    assert answer.chosen is not None and answer.chosen.place.name_en == place


def test_a_name_with_a_loose_word_is_never_resolved_by_itself(gazetteer: Gazetteer) -> None:
    answer = match("Saraqib farm", gazetteer)[0]
    assert answer.status is Status.AMBIGUOUS
    assert answer.candidates[0].place.name_en == "Saraqib"


def test_codes_and_given_names_are_not_matched_by_likeness(gazetteer: Gazetteer) -> None:
    assert match("SY0899", gazetteer)[0].status is Status.UNMATCHED
    assert match("محمد", gazetteer)[0].status is not Status.RESOLVED


@pytest.mark.parametrize(
    ("cell", "place_id"),
    [
        ("Sinjar Subdistrict", "SY070202"),  # Iraq's Sinjar, which is better known, is a district
        ("منطقة شهبا", "SY1303"),  # not منطقة الشهباء, a region far away
        ("منطقة الشهباء", "region-shahba"),
    ],
)
def test_the_word_for_a_unit_tells_which_place_is_meant(
    cell: str, place_id: str, gazetteer: Gazetteer
) -> None:
    answer = match(cell, gazetteer)[0]
    assert answer.chosen is not None and answer.chosen.place.place_id == place_id


@pytest.mark.parametrize(
    "cell", ["Abu al-Duhur Military Airbase", "Abu al-Duhur airbase", "Abu Duhur air base"]
)
def test_an_air_base_is_known_by_any_word_for_one(cell: str, gazetteer: Gazetteer) -> None:
    answer = match(cell, gazetteer)[0]
    assert answer.candidates[0].place.kind == "airbase"
