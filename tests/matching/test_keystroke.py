"""One wrong key, in either script, with and without the unit: the place is shown, and never taken for sure alone."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Resolution, Status, match
from geomap.matching.keystroke import mistyped


def _match(name: str, gazetteer: Gazetteer, within: str = "") -> Resolution:
    return match(name, gazetteer, within=within)[0]


@pytest.mark.parametrize(
    ("typed", "name", "within"),
    [
        ("Japramana", "Jaramana", "SY03"),
        ("جامانا", "Jaramana", "SY03"),
        ("الراضي", "Al-Rai", "SY02"),
        ("مرغناز", "Mar'anaz", "SY02"),
        ("Kahn Shaykhun", "Khan Shaykhun", "SY07"),
    ],
)
def test_a_place_one_key_away_is_among_the_candidates(
    typed: str, name: str, within: str, gazetteer: Gazetteer
) -> None:
    assert name in {c.place.name_en for c in _match(typed, gazetteer, within).candidates}


def test_short_names_and_known_ones_are_not_guessed_at(gazetteer: Gazetteer) -> None:
    assert mistyped("حمض", gazetteer) == []  # four letters are one key from a dozen names
    assert _match("Idlib", gazetteer).status is Status.RESOLVED
    assert _match("SY0803", gazetteer).candidates[0].method == "pcode"
    assert _match("qwrtzpx", gazetteer).status is Status.UNMATCHED
