"""The units that stand in brackets after a place."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, find_mentions
from geomap.models import Part


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ("A mine hurt two boys in Tah village (Maarat al-Numan, Idlib).", ["Maarat al-Numan", "Idlib"]),
        ("Two arrests were made in Sarmin (Idlib).", ["Idlib"]),
        ("سقطت قذيفة في سرمين (إدلب).", ["إدلب"]),
        ("A farmer was killed in Sarmin, Idlib. He was 40.", ["Idlib"]),
        ("Sirens were heard in Sarmin, Idlib and Hama.", []),  # a list
        ("Shells fell on Homs (Khalidiya, Bab Sbaa).", []),  # parts of the place, not what it lies in
    ],
)
def test_a_wider_unit_in_brackets_is_a_parent(text: str, parents: list[str], gazetteer: Gazetteer) -> None:
    mentions = find_mentions(Report("r", text), gazetteer)
    assert [m.toponym for m in mentions if m.part is Part.WITHIN] == parents
    if parents:
        assert len({m.expression_id for m in mentions}) == 1


def test_between_a_village_and_its_governorate_stands_a_district(gazetteer: Gazetteer) -> None:
    mentions = find_mentions(Report("r", "Shells fell on Tah village (Maarat al-Numan, Idlib)."), gazetteer)
    assert {m.toponym: m.phrase.kinds for m in mentions}["Maarat al-Numan"][0] == "district"


def test_a_quarter_of_a_town_is_no_fourth_part(gazetteer: Gazetteer) -> None:
    quarter = find_mentions(Report("r", "He moved to the Khalidiya quarter of Homs."), gazetteer)
    assert [(m.toponym, m.part) for m in quarter] == [("Khalidiya", Part.HEAD), ("Homs", Part.WITHIN)]
    share = find_mentions(Report("r", "A quarter of Idlib's schools were closed."), gazetteer)
    assert [m.phrase.kinds for m in share] == [()]
