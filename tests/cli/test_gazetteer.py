"""`geomap gazetteer`: what is in it, and search."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_info(run: Run) -> None:
    result = run("gazetteer", "info")
    assert result.code == 0 and result.stderr == ""
    counts = {word: int(n) for n, word in re.findall(r"^ +(\d+) (\w+)$", result.stdout, re.MULTILINE)}
    assert counts["governorate"] == 14 and counts["district"] == 62
    assert counts["names"] > counts["places"] > 1000
    above, _, kinds = result.stdout.partition("places by kind:")
    assert sum(int(n) for n in re.findall(r"^ +(\d+) ", kinds, re.MULTILINE)) == counts["places"]
    folder = re.search(r"^gazetteer: (.+)$", above, re.MULTILINE)
    assert folder and (Path(folder[1]) / "places.csv").is_file()


@pytest.mark.parametrize("name", ["Kobane", "كوباني", "عين العرب", "Ayn al-Arab", "Ain al Arab"])
def test_search_finds_from_either_script(run: Run, name: str) -> None:
    result = run("gazetteer", "search", name)
    assert result.code == 0
    assert "gn-172256" in result.stdout and "عين العرب" in result.stdout
    scores = [float(line.split()[0]) for line in result.stdout.splitlines()]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_search_limit(run: Run) -> None:
    assert len(run("gazetteer", "search", "الصالحية", "--limit", 1).stdout.splitlines()) == 1
    assert len(run("gazetteer", "search", "الصالحية").stdout.splitlines()) > 1


@pytest.mark.parametrize("name", ["", "!!!", "😀", "a" * 10_000, "SY9901"])
def test_search_finds_nothing(run: Run, name: str) -> None:
    result = run("gazetteer", "search", name)
    assert result.code == 0 and result.stdout == ""


def test_another_gazetteer(run: Run, tmp_path: Path, gazetteer: Any) -> None:
    """A folder with one place is enough; only it is searched."""
    folder = tmp_path / "mine"
    folder.mkdir()
    with (gazetteer.folder / "places.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or ())
        manbij = next(row for row in reader if row["place_id"] == "gn-167357")
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerow(manbij)
    result = run("gazetteer", "info", "--gazetteer", folder)
    assert result.code == 0, result
    assert str(folder) in result.stdout and re.search(r"^ +1 places$", result.stdout, re.MULTILINE)
    assert "gn-167357" in run("gazetteer", "search", "منبج", "--gazetteer", folder).stdout
    assert run("gazetteer", "search", "Kobane", "--gazetteer", folder).stdout == ""
