"""names.csv: the names that must be found, and where, and those that must not."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import pytest

from geomap import Gazetteer
from geomap.matchtable import Cell, match_cells

with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as _file:
    CASES = list(csv.DictReader(_file))


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (latitude, longitude) pairs."""
    (p, q), (r, s) = map(math.radians, a), map(math.radians, b)
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(h))


def _match(name: str, gazetteer: Gazetteer) -> dict[str, Any]:
    problems: list[Exception] = []
    (row,) = match_cells([Cell({}, name, "")], gazetteer, on_problem=problems.append)
    assert not problems
    return row


@pytest.mark.parametrize("case", CASES, ids=[f"{c['name'] or 'empty'}" for c in CASES])
def test_name(case: dict[str, str], gazetteer: Gazetteer) -> None:
    row = _match(case["name"], gazetteer)
    assert row["status"] == case["status"], row
    if case["place_id"]:
        assert row["place_id"] == case["place_id"], row
        here = (float(case["latitude"]), float(case["longitude"]))
        assert _km(here, (row["latitude"], row["longitude"])) <= float(case["within_km"]), row
    elif case["status"] != "ambiguous":
        assert row["place_id"] == row["latitude"] == row["longitude"] == "", row


@pytest.mark.parametrize(
    "name", ["a" * 10_000, "ا" * 10_000, "دير " * 3_000, "(" * 5_000, "1 " * 5_000, "\u202e" * 500]
)
def test_endless_name(name: str, gazetteer: Gazetteer) -> None:
    assert _match(name, gazetteer)["status"] == "unmatched"
