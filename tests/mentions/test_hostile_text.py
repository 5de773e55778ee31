"""No text makes finding slow: the work is counted in calls, which do not depend on the machine."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from geomap import Gazetteer, Report, find_mentions, match

# What is repeated until the text has a megabyte (UTF-8); each once broke, or might break, something.
PATTERNS = {
    "a letter that is a particle": "و ",
    "between, with no ends": "بين ",
    "one word without spaces": "و",
    "one Latin word": "a",
    "names in endless brackets": "إدلب (",
    "names side by side": "حلب/",
    "an endless list": "إدلب وحماة و",
    "type words without names": "قرية ",
    "directions": "شمال غرب ",
    "hashtags": "#_",
    "articles": "al-",
    "capitals": "Kafr ",
    "apostrophes": "a'",
    "letters pulled apart": "حـ.ـ",
}
MEGABYTE = 1_000_000


def work(text: str, gazetteer: Gazetteer) -> int:
    """Return how many calls it takes to find the mentions of a text."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        find_mentions(Report("hostile", text), gazetteer)
    finally:
        sys.setprofile(None)
    return calls


def repeated(pattern: str, size: int) -> str:
    return pattern * (size // len(pattern.encode()))


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_work_grows_with_the_text(pattern: str, gazetteer: Gazetteer) -> None:
    short, long = (work(repeated(pattern, size), gazetteer) for size in (10_000, 40_000))
    assert long <= 4.5 * short + 1000


@pytest.mark.parametrize("text", ["و " * (MEGABYTE // 3), "بين " * (MEGABYTE // 7), "و" * (MEGABYTE // 2),
                                  "(" * (MEGABYTE // 2) + ")" * (MEGABYTE // 2)],
                         ids=["waw", "between", "one word", "brackets"])  # fmt: skip
def test_a_megabyte_of_nothing_is_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert find_mentions(Report("hostile", text), gazetteer) == []


def test_a_text_longer_than_a_report_is_read_in_parts_with_offsets_of_the_whole(gazetteer: Gazetteer) -> None:
    text = "قصف على بلدة بنش في ريف إدلب.\n" * 10_000
    mentions = find_mentions(Report("book", text), gazetteer)
    assert len(mentions) == 20_000
    assert all(text[m.start : m.end] == m.toponym for m in mentions)
    assert all(text[m.expression_start : m.expression_end] == m.expression for m in mentions)
    assert len({m.expression_id for m in mentions}) == 10_000


def test_a_sentence_without_end_is_held_once(gazetteer: Gazetteer) -> None:
    mentions = find_mentions(Report("list", "إدلب وحماة و" * 2_000), gazetteer)
    assert len(mentions) > 1_000
    assert len({id(m.context) for m in mentions}) == 1


@pytest.mark.parametrize("text", ["قصف حلب ؤادي البرك", "في سراقب ؤكفرزيتا ؤمورك ۆسرمين", "حلب ﻭحماة"])
def test_and_in_any_of_its_letters_is_read(text: str, gazetteer: Gazetteer) -> None:
    mentions = find_mentions(Report("hostile", text), gazetteer)
    assert mentions
    assert all(text[m.start : m.end] == m.toponym for m in mentions)
    assert match(text, gazetteer)
