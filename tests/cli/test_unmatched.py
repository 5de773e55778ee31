"""`geomap unmatched`: the list of names without a place, and the way back of a reviewer's decisions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COLUMNS = [
    "toponym",
    "n_mentions",
    "n_reports",
    "reason",
    "context",
    "suggestion_1",
    "suggestion_2",
    "suggestion_3",
    "decision",
    "decided_place_id",
    "reviewer",
    "reviewed_on",
    "note",
]
MADE_UP = "زرقونية"
OTHER = "خربة الفستقية"

Run = Callable[..., Any]


@pytest.fixture
def unplaced(tmp_path: Path) -> Path:
    """Three reports with two names that no gazetteer has, one of them three times."""
    path = tmp_path / "unplaced.jsonl"
    texts = [
        f"قصف على قرية {MADE_UP}. وصل الجرحى من قرية {MADE_UP} إلى منبج.",
        f"انفجار في قرية {MADE_UP}.",
        f"حريق في قرية {OTHER}.",
    ]
    path.write_text(
        "".join(json.dumps({"id": f"r{n}", "text": t}) + "\n" for n, t in enumerate(texts)), "utf-8"
    )
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEOMAP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _decide(path: Path, **cells: str) -> None:
    """Fill in the rows whose toponym is a key; a value is decision, or decision and place_id with a colon."""
    rows = _rows(path.read_text("utf-8"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            verdict, _, place_id = cells.get(row["toponym"], "").partition(":")
            writer.writerow(row | {"decision": verdict, "decided_place_id": place_id, "reviewer": "Rana"})


def test_most_frequent_first_with_the_contracts_columns(run: Run, unplaced: Path) -> None:
    result = run("unmatched", unplaced, "--format", "csv")
    assert result.code == 0
    rows = _rows(result.stdout)
    assert list(rows[0]) == COLUMNS
    assert [(row["toponym"], row["n_mentions"], row["n_reports"]) for row in rows] == [
        (MADE_UP, "3", "2"),
        (OTHER, "1", "1"),
    ]
    assert all(MADE_UP in row["context"] or OTHER in row["context"] for row in rows)
    assert all(row["reason"] and not row["decision"] for row in rows)


def test_formats_agree(run: Run, unplaced: Path) -> None:
    rows = _rows(run("unmatched", unplaced, "--format", "csv").stdout)
    parsed = json.loads(run("unmatched", unplaced, "--format", "json").stdout)
    assert [{key: str(value) for key, value in row.items()} for row in parsed] == rows
    page = run("unmatched", unplaced, "--format", "html").stdout
    assert page.startswith("<!doctype html>") and page.count("<tr>") == 1 + len(rows)
    table = run("unmatched", unplaced).stdout
    assert run("unmatched", unplaced, "--format", "table").stdout == table
    for row in rows:
        assert row["toponym"] in page and row["toponym"] in table


def test_nothing_placed_is_listed(run: Run, reports: Path) -> None:
    rows = json.loads(run("unmatched", reports, "--format", "json").stdout)
    assert len(rows) == 1 and "زرقونية" in rows[0]["toponym"]


def test_suggestions_name_the_pcode_and_the_score(run: Run) -> None:
    rows = json.loads(
        run("unmatched", "-", "--format", "json", stdin="قصف على قرية زرقان الجديدة.".encode()).stdout
    )
    for row in rows:
        for n in (1, 2, 3):
            assert row[f"suggestion_{n}"] == "" or row[f"suggestion_{n}"].count(" · ") >= 2


@pytest.mark.parametrize(("allowed", "code"), [(0, 1), (1, 1), (2, 0), (99, 0)])
def test_max_unmatched(run: Run, unplaced: Path, allowed: int, code: int) -> None:
    result = run("unmatched", unplaced, "--max-unmatched", allowed, "--format", "json", "--quiet")
    assert result.code == code, result
    assert len(json.loads(result.stdout)) == 2  # the list is given all the same
    assert bool(result.stderr) == bool(code)


def test_max_unmatched_on_a_clean_run(run: Run) -> None:
    result = run("unmatched", "-", "--max-unmatched", 0, stdin="قصف على منبج.".encode())
    assert result.code == 0


def test_round_trip_of_decisions(process: Run, home: Path, unplaced: Path, tmp_path: Path) -> None:
    assert process("unmatched", unplaced, "--format", "csv", "-o", "list.csv").code == 0
    _decide(tmp_path / "list.csv", **{MADE_UP: "place:gn-167357", OTHER: "place:gn-169389"})
    applied = process("unmatched", "--apply", "list.csv")
    assert applied.code == 0, applied
    assert "2" in applied.stderr and (home / "aliases.csv").is_file()

    lines = [json.loads(line) for line in process("mentions", unplaced).stdout.splitlines()]
    decided = [line for line in lines if line["toponym"] == MADE_UP]
    assert len(decided) == 3
    assert {(line["status"], line["place_id"]) for line in decided} == {("resolved", "gn-167357")}
    again = process("unmatched", unplaced, "--format", "json", "--max-unmatched", 0)
    assert again.code == 0 and json.loads(again.stdout) == []
    (row,) = json.loads(process("match", MADE_UP, "--format", "json").stdout)
    assert row["place_id"] == "gn-167357"


def test_the_decision_can_be_changed(run: Run, home: Path, unplaced: Path, tmp_path: Path) -> None:
    for place_id in ("gn-167357", "gn-169389"):
        (tmp_path / "list.csv").write_text(
            f"toponym,decision,decided_place_id\n{MADE_UP},place,{place_id}\n", "utf-8"
        )
        assert run("unmatched", "--apply", "list.csv").code == 0
        (row,) = json.loads(run("match", MADE_UP, "--format", "json").stdout)
        assert (row["status"], row["place_id"]) == ("resolved", place_id)
    assert len(_rows((home / "aliases.csv").read_text("utf-8"))) == 1


def test_decisions_bind_one_home_only(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.csv").write_text(
        f"toponym,decision,decided_place_id\n{MADE_UP},place,gn-167357\n", "utf-8"
    )
    assert run("unmatched", "--apply", "list.csv").code == 0
    monkeypatch.setenv("GEOMAP_HOME", str(tmp_path / "another"))
    (row,) = json.loads(run("match", MADE_UP, "--format", "json").stdout)
    assert row["status"] == "unmatched"


@pytest.mark.parametrize("verdict", ["foreign", "not_a_place"])
def test_a_name_decided_to_be_no_place_here(
    run: Run, home: Path, tmp_path: Path, unplaced: Path, verdict: str
) -> None:
    (tmp_path / "list.csv").write_text(f"toponym,decision,decided_place_id\n{MADE_UP},{verdict},\n", "utf-8")
    assert run("unmatched", "--apply", "list.csv").code == 0
    rows = json.loads(run("unmatched", unplaced, "--format", "json").stdout)
    assert [row["toponym"] for row in rows] == [OTHER]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "list.csv"),
        ("", "list.csv"),
        ("a,b\n1,2\n", "toponym, decision, decided_place_id"),
        (f"toponym,decision,decided_place_id\n{OTHER},,\n{MADE_UP},place,\n", "row 2"),
        (f"toponym,decision,decided_place_id\n{MADE_UP},perhaps,\n", "perhaps"),
        (f"toponym,decision,decided_place_id\n{MADE_UP},foreign,gn-167357\n", "row 1"),
    ],
)
def test_decisions_that_cannot_be_read(
    run: Run, home: Path, tmp_path: Path, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "list.csv").write_text(content, "utf-8")
    result = run("unmatched", "--apply", "list.csv")
    assert result.code == 1, result
    assert said in result.stderr
    assert not (home / "aliases.csv").exists()


def test_a_decided_place_must_exist(process: Run, home: Path, tmp_path: Path) -> None:
    """An id with a typing error would make the name vanish from the list without ever being placed."""
    (tmp_path / "list.csv").write_text(
        f"toponym,decision,decided_place_id\n{MADE_UP},place,gn-no-such-place\n", "utf-8"
    )
    result = process("unmatched", "--apply", "list.csv")
    assert result.code == 1, result
    assert "gn-no-such-place" in result.stderr
    assert not (home / "aliases.csv").exists()
