"""An everyday word between the names of its neighbourhood is a place; the same word elsewhere is a word."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report, Role, find_mentions


def _places(text: str, gazetteer: Gazetteer) -> set[str]:
    mentions = find_mentions(Report(report_id="1", text=text), gazetteer)
    return {m.toponym for m in mentions if m.role is Role.LOCATIVE}


@pytest.mark.parametrize(
    ("word", "amid", "elsewhere"),
    [
        (
            "الميدان",
            "سقطت قذائف على حيي القابون وجوبر ونزح سكان من الميدان.",
            "في الرستن وتلبيسة نزل إلى الميدان.",
        ),
        (
            "الشعار",
            "برميلان على حيي الصاخور والسكري، وخرجت عائلة من الشعار.",
            "في الرستن وتلبيسة رفعوا الشعار.",
        ),
        (
            "قنوات",
            "في السويداء وعتيل وسليم قال ناشط من قنوات إن الطريق مفتوح.",
            "قال مصدر في إزرع إن قنوات الري جفت.",
        ),
    ],
)
def test_two_neighbours_make_a_place_of_a_word(
    word: str, amid: str, elsewhere: str, gazetteer: Gazetteer
) -> None:
    assert word in _places(amid, gazetteer)
    assert word not in _places(elsewhere, gazetteer)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("الميدان", "من حيي القابون وجوبر أحيل إلى محكمة الميدان العسكرية."),
        ("الشعار", "برميلان على حيي الصاخور والسكري، ثم رفع الأهالي الشعار."),
    ],
)
def test_adjectives_and_objects_stay_words(word: str, text: str, gazetteer: Gazetteer) -> None:
    assert word not in _places(text, gazetteer)
