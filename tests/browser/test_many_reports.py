"""A table of real size: sentences that name two places each, so that texts are shared and stored as numbers of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.api import map_reports
from geomap.webmap import write_map
from geomap.webmap.data import FEW_WORDS

pytestmark = pytest.mark.browser
# Signs that keep the direction of a quoted text apart.
ISOLATES = str.maketrans("", "", "\u2068\u2069")
PLACES = ("سراقب", "منبج", "تدمر", "دوما", "الرستن", "البوكمال", "عفرين", "القامشلي", "جبلة", "طفس")
# Letters that number the reports: a text with figures is stored in another way.
LETTERS = str.maketrans("0123456789", "بتثجحخدذرز")


def _word(i: int) -> str:
    return f"{i:04}".translate(LETTERS)


def _sentence(i: int) -> str:
    first, second = PLACES[i % 10], PLACES[(i + 1 + i // 10 % 9) % 10]
    return f"وقع الانفجار {_word(i)} في مدينة {first}، وسمع دويه في مدينة {second} مساء"


def test_a_page_whose_sentences_are_shared_by_several_incidents(open_page, tmp_path: Path) -> None:
    n_reports = 2 * FEW_WORDS
    table = tmp_path / "reports.csv"
    lines = [f"{i},{_sentence(i)}" for i in range(n_reports)]
    table.write_text("id,text\n" + "\n".join(lines) + "\n", encoding="utf-8")
    frame = map_reports([table])
    texts = frame["context"].dropna()
    # Shared by two, and too many for a list
    assert texts.nunique() > FEW_WORDS and len(texts) >= 2 * texts.nunique()
    write_map(frame, tmp_path / "map.html")
    page = open_page(tmp_path / "map.html")
    wanted = _sentence(n_reports - 1)
    page.locator("#search").fill(_word(n_reports - 1))
    for _ in range(200):  # Playwright's own waiting evaluates text in the page, which the policy forbids
        if page.evaluate("geomap.filter.total") == 2:
            break
        page.wait_for_timeout(50)
    assert page.locator("#page-placed [data-incident-id]").count() == 2
    shown = page.locator("#page-placed").evaluate("(list) => list.textContent").translate(ISOLATES)
    assert shown.count(wanted) == 2
