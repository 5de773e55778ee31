"""The summary of a run: on standard error, true, and silent on request."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

WORDS = {
    "placed": "resolved",
    "ambiguous": "ambiguous",
    "unmatched": "unmatched",
    "outside": "outside",
    "no": "not_locative",
}

Run = Callable[..., Any]


def _numbers(summary: str) -> tuple[int, int, Counter[str]]:
    """Reports, mentions, and the count of each status."""
    head = re.search(r"(\d+) reports?, (\d+) mentions? of places", summary)
    assert head, summary
    lines = re.findall(r"^ +(\d+) (placed|ambiguous|unmatched|outside|no)\b", summary, re.MULTILINE)
    assert len(lines) == 5, summary
    return int(head[1]), int(head[2]), Counter({WORDS[word]: int(count) for count, word in lines})


COMMANDS: list[list[str]] = [
    ["mentions"], ["mentions", "--format", "csv"], ["map", "-o", "m.html"], ["export", "-o", "x.geojson"], ["unmatched"],
    ["demo", "-o", "out"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_it_balances(run: Run, reports: Path, command: list[str]) -> None:
    lines = [json.loads(line) for line in run("mentions", reports).stdout.splitlines()]
    result = run(*command, reports)
    assert result.code == 0, result
    n_reports, n_mentions, statuses = _numbers(result.stderr)
    assert n_reports == 5
    assert n_mentions == statuses.total() == len(lines)
    assert +statuses == Counter(line["status"] for line in lines)
    assert all(statuses.values())  # the example has one of each
    assert "mentions of places" not in result.stdout


def test_every_written_file_is_named(run: Run, reports: Path) -> None:
    assert "m.html" in run("map", reports, "-o", "m.html").stderr
    assert "x.csv" in run("export", reports, "-o", "x.csv").stderr
    shown = run("demo", reports, "-o", "out").stderr
    assert all(name in shown for name in ("map.html", "incidents.geojson", "unmatched.csv"))


@pytest.mark.parametrize("command", [*COMMANDS, ["match"]], ids=" ".join)
def test_quiet(run: Run, reports: Path, command: list[str]) -> None:
    result = run(*command, "Idlib" if command == ["match"] else reports, "--quiet")
    assert (result.code, result.stderr) == (0, "")


@pytest.mark.parametrize("fmt", ["jsonl", "csv"])
def test_results_are_clean(process: Run, run: Run, reports: Path, fmt: str) -> None:
    """Nothing but results on standard output: a bad row beside them is said elsewhere."""
    with reports.open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    loud = process("mentions", reports, "--format", fmt)
    quiet = run("mentions", reports, "--format", fmt, "--quiet")
    assert loud.code == quiet.code == 1
    assert loud.stdout == quiet.stdout
    assert "\x1b" not in loud.stdout + loud.stderr  # no colours outside a terminal
    if fmt == "jsonl":
        assert all(json.loads(line) for line in loud.stdout.splitlines())


def test_no_report_at_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = run("mentions", "nothing")
    assert result.code == 1
    assert _numbers(result.stderr)[:2] == (0, 0)


def test_the_demo(run: Run, tmp_path: Path) -> None:
    result = run("demo", "-o", "out")
    assert result.code == 0, result
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "incidents.geojson",
        "map.html",
        "unmatched.csv",
    ]
    n_reports, n_mentions, statuses = _numbers(result.stderr)
    assert n_reports >= 12 and n_mentions == statuses.total()
    features = json.loads((tmp_path / "out" / "incidents.geojson").read_text("utf-8"))["features"]
    assert sum(f["properties"]["n_mentions"] for f in features) == n_mentions
