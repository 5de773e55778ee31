"""Dates of cells and pages: a table of cases, and what no text may do."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.events import find_date, parse_date

HERE = Path(__file__).parent
REAL_REPORT = HERE.parents[2] / "shared" / "reports" / "palmyra-monitor-2020-11-28.txt"
with (HERE / "cases_dates.csv").open(encoding="utf-8", newline="") as stream:
    CASES = list(csv.DictReader(stream))


@pytest.mark.parametrize("case", CASES, ids=[f"{n}: {case['guards']}" for n, case in enumerate(CASES, 2)])
def test_case(case: dict[str, str]) -> None:
    if case["function"] == "parse":
        assert parse_date(case["text"]) == case["date"]
    else:
        assert find_date(case["text"].replace("|", "\n\n")) == case["date"]


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (dt.datetime(2020, 11, 28, 23, 59), "2020-11-28"),
        (dt.date(2020, 11, 28), "2020-11-28"),
        (44163.75, "2020-11-28"),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, ""),
        (None, ""),
        ([2020], ""),
    ],
)
def test_cells_that_are_no_text(value: object, date: str) -> None:
    assert parse_date(value) == date


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(day.strftime("%d/%m/%Y")) == day.isoformat()
    assert parse_date(day.strftime("%d %B %Y")) == day.isoformat()


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    for found in (parse_date(text), find_date(text)):
        assert found == "" or dt.date.fromisoformat(found)


@pytest.mark.reference
@pytest.mark.skipif(not REAL_REPORT.exists(), reason="the reference report is not beside this checkout")
def test_date_of_the_real_page() -> None:
    assert find_date(REAL_REPORT.read_text(encoding="utf-8")) == "2020-11-28"
