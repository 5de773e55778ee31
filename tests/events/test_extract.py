"""Kinds of events and casualties: a table of cases in two languages, notes, and hostile text."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.events import extract_event
from geomap.models import Event

HERE = Path(__file__).parent
REAL_REPORT = HERE.parents[2] / "shared" / "reports" / "palmyra-monitor-2020-11-28.txt"
with (HERE / "cases_events.csv").open(encoding="utf-8", newline="") as stream:
    CASES = list(csv.DictReader(stream))


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


@pytest.mark.parametrize("case", CASES, ids=[f"{n}: {case['guards']}" for n, case in enumerate(CASES, 2)])
def test_case(case: dict[str, str]) -> None:
    event = extract_event(case["text"].split("||"))
    assert (event.event_type, event.sub_event_type, event.fatalities, event.injuries) == (
        case["event_type"],
        case["sub_event_type"],
        _number(case["killed"]),
        _number(case["injured"]),
    )


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("قتل 11 عنصراً بالإضافة لمقتل 6 عناصر", "11 killed + 6 killed"),
        ("مقتل 3 مدنيين وإصابة 5", "3 killed; 5 injured"),
        ("قتل ثلاثة مدنيين وجرح آخرون", "3 killed; injured: no number given"),
        ("مقتل 9 أشخاص. قتل 5 في الحي الأول. قتل 4 في الحي الثاني.", "9 killed (5 + 4)"),
        ("مقتل وإصابة 10 مدنيين", "10 killed or injured, not told apart"),
        ("لا شيء", ""),
    ],
)
def test_notes_say_how_the_count_came_about(text: str, notes: str) -> None:
    assert extract_event([text]).notes == notes


def test_date_of_the_event() -> None:
    event = extract_event(["قتل 3 مدنيين في 14 شباط 2018 بقصف مدفعي"])
    assert (event.event_date, event.time_precision) == ("2018-02-14", 1)


@pytest.mark.parametrize(
    "text",
    ["قصف بين 14 شباط 2018 و20 آذار 2018", "قصف في 14 شباط 2018 وآخر في 20 آذار 2018", "قصف مدفعي"],
)
def test_no_date_where_the_passage_gives_none_or_several(text: str) -> None:
    event = extract_event([text])
    assert (event.event_date, event.time_precision) == ("", None)


def test_nothing_in_nothing_out() -> None:
    assert extract_event([]) == Event()


HOSTILE = {
    "one letter": "و" * 1_000_000,
    "one particle after another": "ال" * 500_000,
    "lone particles": "و " * 300_000,
    "verbs": "قتل " * 200_000,
    "numbers": "5 " * 300_000,
    "digits": "1" * 1_000_000,
    "commas": "," * 500_000,
    "fillers": "5 " + "of " * 200_000 + "killed",
    "stretched": "ـ" * 1_000_000,
    "hyphens": "a-" * 300_000,
    "counts": "قتل 3 مدنيين، " * 30_000,
    "sentences of counts": "".join(f"قتل {n} مدنيين. " for n in range(20_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.process_time()
    extract_event([text])
    # Each takes 0.1–3 s; quadratic time would be minutes.
    assert time.process_time() - start < 20


@given(st.lists(st.text(), max_size=4))
def test_no_text_is_too_odd(sentences: list[str]) -> None:
    event = extract_event(sentences)
    assert event == extract_event(sentences + sentences)  # repetition adds nothing


@pytest.mark.reference
@pytest.mark.skipif(not REAL_REPORT.exists(), reason="the reference report is not beside this checkout")
def test_passages_of_the_real_report() -> None:
    lines = REAL_REPORT.read_text(encoding="utf-8").split("\n")
    headline = extract_event([lines[4]])
    assert (headline.event_type, headline.sub_event_type, headline.fatalities) == (
        "Battles",
        "Armed clash",
        20,
    )
    field = [line for line in lines if line.startswith(("ميدان", "ووثق", "وكان"))]
    assert len(field) == 3
    battle = extract_event(field)
    assert (battle.event_type, battle.fatalities, battle.notes) == ("Battles", 19, "14 killed + 5 killed")
    collision = next(extract_event([line]) for line in lines if line.startswith("من جهتها"))
    assert (collision.event_type, collision.sub_event_type) == ("Strategic developments", "Other")
    assert (collision.fatalities, collision.injuries) == (None, 4)
    political = [
        line for line in lines if line.startswith(("القدس", "وفي السياق", "وذكر", "وجرى", "وقال", "وتابع"))
    ]
    assert [extract_event([line]).event_type for line in political] == [""] * 6
