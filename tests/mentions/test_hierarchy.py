"""Cells that name a place with its units, the widest first or last."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, match
from geomap.mentions import parse_name
from geomap.models import Part, Status


@pytest.mark.parametrize(
    ("cell", "head", "place_id"),
    [
        # widest last
        ("سرمدا - حارم - إدلب", "سرمدا", "gm-sarmada-sy0703"),
        ("تل رفعت - تل رفعت - اعزاز", "تل رفعت", "gn-163476"),
        ("Azaz - A'zaz - A'zaz", "Azaz", "gn-172082"),
        ("إدلب - إدلب", "إدلب", "gn-169389"),
        # widest first
        ("حلب : السكري", "السكري", "gm-al-sukkari-sy0200"),
        ("درعا :: داعل", "داعل", "gn-170959"),
        ("Syria, Aleppo, Azaz, Tell Rifaat", "Tell Rifaat", "gn-163476"),
        ("سوريا > إدلب > سرمدا", "سرمدا", "gm-sarmada-sy0703"),
        ("إدلب / سرمدا", "سرمدا", "gm-sarmada-sy0703"),
        ("حلب، حي السكري", "السكري", "gm-al-sukkari-sy0200"),
        ("مدينة حلب، حي السكري", "السكري", "gm-al-sukkari-sy0200"),
        ("ريف إدلب الشمالي - قرية سرمدا", "سرمدا", "gm-sarmada-sy0703"),
        ("Aleppo countryside, Tell Rifaat", "Tell Rifaat", "gn-163476"),
        # two names of one place are no place and its unit
        ("المالكية / ديريك", "المالكية / ديريك", "gn-173530"),
        ("المالكية - ديريك", "المالكية - ديريك", "gn-173530"),
    ],
)
def test_the_narrowest_end_is_the_place(cell: str, head: str, place_id: str, gazetteer: Gazetteer) -> None:
    mention = parse_name(cell, gazetteer)[0]
    assert (mention.toponym, mention.part) == (head, Part.HEAD)
    assert cell[mention.start : mention.end] == head
    assert cell[mention.expression_start : mention.expression_end] == mention.expression
    answer = match(cell, gazetteer)[0]
    assert answer.status is Status.RESOLVED and answer.chosen is not None
    assert answer.chosen.place.place_id == gazetteer.place(place_id).place_id


def test_what_no_list_has_is_not_answered_by_its_unit(gazetteer: Gazetteer) -> None:
    """درعا : زرقومية is no place in Idlib, and not the city of Daraa."""
    answer = match("درعا : زرقومية", gazetteer)[0]
    assert (answer.status, answer.mention.toponym) == (Status.UNMATCHED, "زرقومية")


def test_grammar_goes_before_the_order_of_names(gazetteer: Gazetteer) -> None:
    mention = parse_name("10 km north of Raqqa, Syria", gazetteer)[0]
    assert (mention.toponym, mention.part) == ("Raqqa", Part.HEAD)
