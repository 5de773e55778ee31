"""`geomap gazetteer`: what is in it, and search."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_info(run: Run) -> None:
    result = run("gazetteer", "info")
    assert result.code == 0 and result.stderr == ""
    above, *_ = result.stdout.partition("places by kind:")
    counts = {word: int(n) for n, word in re.findall(r"^ +(\d+) (\w+)$", above, re.MULTILINE)}
    assert counts["names"] > counts["places"] > 1000
    sections = _sections(result.stdout)
    kinds = sections["places by kind"]
    assert kinds["governorate"] == 14 and kinds["district"] == 62
    for section in ("kind", "governorate", "source", "licence"):
        assert sum(sections[f"places by {section}"].values()) == counts["places"]
    for section in ("script", "language"):
        assert sum(sections[f"names by {section}"].values()) == counts["names"]
    assert len([g for g in sections["places by governorate"] if g.startswith("SY")]) == 14
    assert sections["names by script"]["Arabic"] > 5000 and sections["names by language"]["ku"] > 150
    assert "shipped with geomap" in result.stdout and "geonames-cities: GeoNames" in result.stdout
    folder = re.search(r"^gazetteer: (.+)$", above, re.MULTILINE)
    assert folder and (Path(folder[1]) / "places.csv").is_file()


def _sections(output: str) -> dict[str, dict[str, int]]:
    sections: dict[str, dict[str, int]] = {}
    for line in output.splitlines():
        if line.endswith(":") and not line.startswith(" "):
            sections[line[:-1]] = current = {}
        elif (match := re.match(r" +(\d+) (.+)$", line)) and sections:
            current[match[2]] = int(match[1])
    return sections


def test_info_as_json(run: Run) -> None:
    found = json.loads(run("gazetteer", "info", "--format", "json").stdout)
    assert found["counts"]["places"] == sum(found["by"]["places by kind"].values())
    assert found["installed"] is None and found["age_days"] is None
    assert set(found["by"]["places by source"]) <= set(found["sources"])


def test_info_says_how_old_an_installed_gazetteer_is(run: Run, tmp_path: Path, gazetteer: Any) -> None:
    folder = tmp_path / "gazetteer"
    shutil.copytree(gazetteer.folder, folder, ignore=shutil.ignore_patterns("curated", "sources", "*.py"))
    day = datetime.now(UTC) - timedelta(days=12)
    (folder / "install.json").write_text(json.dumps({"installed": day.isoformat()}), "utf-8")
    result = run("gazetteer", "info", "--gazetteer", folder)
    assert f"installed on {day.date()}, 12 days ago" in result.stdout


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
