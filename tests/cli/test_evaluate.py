"""`geomap evaluate`: figures that can be counted by hand, and the confusions named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

# Right, right by its P-code, resolved 200 km off, unmatched; and one row that tells no truth.
TABLE = """name,latitude,longitude,pcode
Idlib,35.93,36.63,
منبج,,,C1767
Manbij,34.50,37.00,
Zorgonville,35.0,37.0,
Raqqa,,,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "known.csv"
    path.write_text(TABLE.replace("C1767", "SY0205"), encoding="utf-8")
    return path


def test_figures_are_those_counted_by_hand(run: Run, table: Path) -> None:
    figures = json.loads(run("evaluate", table, "--format", "json").stdout)
    assert (figures["rows"], figures["without_truth"]) == (4, 1)
    assert figures["status"] == {"resolved": 3, "unmatched": 1}
    # The P-code given for Manbij is its district's: the city is another place, with no position to compare
    assert figures["acc@5km"] == 0.25
    assert figures["precision_of_resolved@5km"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["uncertainty_holds_truth"] == 0.5
    assert sum(line["of"] for line in figures["reliability"]) == 3


def test_confusions_say_what_was_taken_for_what(run: Run, table: Path) -> None:
    confusions = json.loads(run("evaluate", table, "--format", "json").stdout)["confusions"]
    assert [c["name"] for c in confusions] == ["منبج", "Manbij"]
    assert confusions[1]["off_km"] == pytest.approx(239, abs=5)
    shown = run("evaluate", table, "--limit", 1).stdout
    assert "Resolved, but not there (2" in shown and "another P-code" in shown and "239 km" not in shown


def test_a_unit_may_be_given(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    path.write_text("place,unit,lat,lng\nالمنصورة,SY11,35.83,38.74\n", encoding="utf-8")
    result = run("evaluate", path, "--name-column", "place", "--within-column", "unit", "--format", "json")
    assert json.loads(result.stdout)["acc@5km"] == 1.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,lat,lon\nIdlib,35.9,36.6\n", "'name'"),
        ("name,where\nIdlib,north\n", "--lat-column"),
        ("name,lat,lon\nIdlib,north,36.6\n", "row 1"),
        ("name,lat,lon\nIdlib,359,36.6\n", "row 1"),
    ],
)
def test_what_cannot_be_read_is_said(process: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    result = process("evaluate", "bad.csv")
    assert result.code == 1
    assert said in result.stderr and "Traceback" not in result.stderr
