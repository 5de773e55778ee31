"""On the Arabic page, what the table says in English of how a place was found is said in Arabic."""

from __future__ import annotations

import csv
import json
import re
from importlib import resources
from pathlib import Path

import pytest

from geomap.api import map_reports
from geomap.examples import examples_folder
from geomap.webmap import write_map

pytestmark = pytest.mark.browser

EXPRESSIONS = Path(__file__).parents[1] / "cases" / "expressions.csv"
ISOLATES = str.maketrans("", "", "\u2068\u2069")


@pytest.fixture(scope="module")
def frame(tmp_path_factory):
    """The examples, and every expression of the grammar's cases as a table with a column of places."""
    table = tmp_path_factory.mktemp("said") / "expressions.csv"
    with EXPRESSIONS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "location"), *enumerate(texts)])
    return map_reports([examples_folder(), table])


@pytest.fixture
def page(open_page, frame, tmp_path):
    write_map(frame, tmp_path / "map.html", lang="ar")
    return open_page(tmp_path / "map.html")


def test_every_derivation_and_note_has_arabic_words(page, frame) -> None:
    texts = sorted({text for column in ("derivation", "notes") for text in frame[column].fillna("") if text})
    assert len(texts) > 300
    said = page.evaluate("(texts) => texts.map(geomap.sayArabic)", texts)
    assert [text for text, words in zip(texts, said, strict=True) if not words] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10 km north of Raqqa, within 6 km", "على بعد 10 كم شمال الرقة، ضمن 6 كم"),
        ("2 killed; injured: no number given", "القتلى 2؛ جرحى لم يُذكر عددهم"),
        (
            "Idlib governorate ∩ the sector south of Idlib (±50°), less 2.3 km of built-up town",
            "تقاطع محافظة إدلب مع القطاع الواقع جنوب إدلب (±50°)، ما عدا عمران المدينة (2.3 كم)",
        ),
        ("outside Syria: Beirut (LB)", "خارج سورية: Beirut (لبنان)"),
        (
            "the name is not known; it may lie in or near Idlib; not used: foo",
            "الاسم غير معروف، وقد يكون في إدلب أو قربها؛ لم يُستعمل: foo",
        ),
        ("somebody's own note; with more", None),
        ("__proto__ (constructor), within 3 km", None),
        ("x; " * 400, None),
        ("; " * 990, None),
    ],
)
def test_said(page, text, words) -> None:
    said = page.evaluate("geomap.sayArabic", text)
    assert (said and said.translate(ISOLATES)) == words


def test_the_card_says_it(page, frame) -> None:
    row = frame[frame.derivation == "10 km north of Raqqa, within 6 km"].iloc[0]
    assert page.evaluate("geomap.select", row.incident_id)
    card = page.locator(".popup").inner_text().translate(ISOLATES)
    assert "على بعد 10 كم شمال الرقة، ضمن 6 كم" in card


def test_templates_have_the_same_gaps_in_both_languages() -> None:
    file = resources.files("geomap.webmap").joinpath("page", "said.json")
    for english, arabic in json.loads(file.read_text(encoding="utf-8"))["sentences"]:
        gaps = [re.findall(r"\{(\w+)\}", words) for words in (english, arabic)]
        assert sorted(gaps[0]) == sorted("dir" if gap == "side" else gap for gap in gaps[1]), english
