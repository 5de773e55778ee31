"""`geomap match`: names in, rows out, in the input's order and with the contract's columns."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

# The contract's, in its order. More may stand among them.
COLUMNS = [
    "status",
    "place_id",
    "pcode",
    "matched_name",
    "method",
    "score",
    "kind",
    "admin1_pcode",
    "admin2_pcode",
    "admin3_pcode",
    "latitude",
    "longitude",
    "geo_precision",
    "where_prec",
    "uncertainty_m",
    "n_candidates",
    "unused",
    "candidates",
]
CANDIDATE = {"place_id", "pcode", "name", "name_ar", "method", "score", "latitude", "longitude"}
AMBIGUOUS = "الصالحية"  # four places, none of them by far the best known

Run = Callable[..., Any]


def _table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _header(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline="")))


def _names(path: Path, names: list[str], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "name", "remark"])
        writer.writerows([n, name, f"remark {n}"] for n, name in enumerate(names))
    return path


def test_columns_of_the_contract_after_the_inputs_own(run: Run, tmp_path: Path) -> None:
    path = _names(tmp_path / "names.csv", ["Idlib", "Zorgon"])
    result = run("match", "--input", path, "--name-column", "name")
    assert result.code == 0
    header = _header(result.stdout)
    assert header[:3] == ["row", "name", "remark"]
    assert [c for c in header[3:] if c in COLUMNS] == COLUMNS
    assert len(header) == len(set(header))


def test_order_and_number_of_rows(run: Run, tmp_path: Path) -> None:
    names = ["Manbij", "Zorgon", "إدلب", "", "طرابلس", "Manbij", AMBIGUOUS, "Manbij", "!!!"] * 5
    result = run("match", "--input", _names(tmp_path / "names.csv", names), "--name-column", "name")
    rows = _table(result.stdout)
    assert [row["row"] for row in rows] == [str(n) for n in range(len(names))]
    assert [row["name"] for row in rows] == names
    statuses = [
        "resolved",
        "unmatched",
        "resolved",
        "unmatched",
        "outside",
        "resolved",
        "ambiguous",
        "resolved",
        "unmatched",
    ]
    assert [row["status"] for row in rows] == statuses * 5
    assert len({row["place_id"] for row in rows if row["name"] == "Manbij"}) == 1


def test_empty_rows_are_rows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "gaps.csv"
    path.write_text("name,n\nIdlib,1\n,2\n\nManbij,4\n", encoding="utf-8")
    rows = _table(run("match", "--input", path, "--name-column", "name").stdout)
    assert [row["name"] for row in rows] == ["Idlib", "", "", "Manbij"]


def test_coordinates_by_status(run: Run) -> None:
    rows = json.loads(run("match", "Manbij", "Zorgon", AMBIGUOUS, "طرابلس", "--format", "json").stdout)
    by_status = {row["status"]: row for row in rows}
    assert set(by_status) == {"resolved", "unmatched", "ambiguous", "outside"}
    for status in ("unmatched", "outside"):
        assert by_status[status]["latitude"] is None and by_status[status]["longitude"] is None
        assert by_status[status]["place_id"] is None
    ambiguous = by_status["ambiguous"]
    best = ambiguous["candidates"][0]
    assert (ambiguous["latitude"], ambiguous["longitude"]) == (best["latitude"], best["longitude"])
    assert len(ambiguous["candidates"]) == ambiguous["n_candidates"] > 1
    assert by_status["resolved"]["uncertainty_m"] > 0


def test_candidates_have_their_keys(run: Run, tmp_path: Path) -> None:
    path = _names(tmp_path / "names.csv", ["Manbij", AMBIGUOUS, "Zorgon", ""])
    rows = _table(run("match", "--input", path, "--name-column", "name").stdout)
    lists = [json.loads(row["candidates"]) for row in rows]
    assert [bool(found) for found in lists[:2]] == [True, True]
    assert lists[3] == []
    for candidate in (c for found in lists for c in found):
        assert set(candidate) == CANDIDATE
        assert 0 <= candidate["score"] <= 1
        assert 32 < candidate["latitude"] < 38 and 35 < candidate["longitude"] < 43


def test_limit(run: Run) -> None:
    rows = json.loads(run("match", AMBIGUOUS, "--limit", 2, "--format", "json").stdout)
    assert len(rows[0]["candidates"]) == 2 < rows[0]["n_candidates"]


@pytest.mark.parametrize("name", ["ريف دير الزور الغربي", "western countryside of Deir ez-Zor"])
def test_a_name_may_be_an_expression(run: Run, name: str) -> None:
    (row,) = json.loads(run("match", name, "--format", "json").stdout)
    assert row["status"] == "resolved" and row["admin1_pcode"] == "SY09"
    assert row["geo_precision"] == 3
    assert row["longitude"] < 40.14  # west of the city
    assert not row["unused"]


@pytest.mark.parametrize("within", ["Raqqa", "ar-Raqqah", "الرقة", "محافظة الرقة", "SY11", "sy11"])
def test_within_by_name_and_pcode(run: Run, within: str) -> None:
    (row,) = json.loads(run("match", "المنصورة", "--within", within, "--format", "json").stdout)
    assert (row["status"], row["admin1_pcode"]) == ("resolved", "SY11")


def test_within_chooses_another(run: Run) -> None:
    rows = [
        json.loads(run("match", AMBIGUOUS, "--within", w, "--format", "json").stdout)[0]
        for w in ("SY01", "SY08")
    ]
    # In Hasakah it is a quarter: a village that no list has may be meant as well
    assert [row["status"] for row in rows] == ["resolved", "ambiguous"]
    assert [row["admin1_pcode"] for row in rows] == ["SY01", "SY08"]


def test_within_that_does_not_hold_the_name(run: Run) -> None:
    (row,) = json.loads(run("match", "Manbij", "--within", "SY13", "--format", "json").stdout)
    assert row["status"] != "resolved"
    assert "As-Suwayda" in row["reason"]
    assert row["candidates"][0]["name"] == "Manbij"


def test_within_that_is_no_unit(process: Run) -> None:
    result = process("match", "Manbij", "--within", "Atlantis")
    assert result.code == 1
    assert "Atlantis" in result.stderr and "Traceback" not in result.stderr
    assert result.stdout == ""


def test_within_column(process: Run, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(
        f"name,unit\n{AMBIGUOUS},Damascus\n{AMBIGUOUS},SY08\n{AMBIGUOUS},\nManbij,Atlantis\n",
        encoding="utf-8",
    )
    result = process("match", "--input", path, "--name-column", "name", "--within-column", "unit")
    rows = _table(result.stdout)
    assert [row["admin1_pcode"] for row in rows[:2]] == ["SY01", "SY08"]
    assert [row["status"] for row in rows] == ["resolved", "ambiguous", "ambiguous", "resolved"]
    assert result.code == 1
    assert "names.csv row 4" in result.stderr and "Atlantis" in result.stderr


def test_formats_agree(run: Run) -> None:
    names = ["Manbij", "Zorgon", AMBIGUOUS, "طرابلس", "ريف دير الزور الغربي"]
    wanted = json.loads(run("match", *names, "--format", "json").stdout)
    assert [row["name"] for row in wanted] == names
    assert [c for c in wanted[0] if c in COLUMNS] == COLUMNS

    lines = run("match", *names, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == wanted

    cells = _table(run("match", *names, "--format", "csv").stdout)
    for row, want in zip(cells, wanted, strict=True):
        assert json.loads(row.pop("candidates")) == want["candidates"]
        assert row == {c: "" if v is None else str(v) for c, v in want.items() if c != "candidates"}

    collection = json.loads(run("match", *names, "--format", "geojson").stdout)
    assert collection["type"] == "FeatureCollection"
    assert [feature["properties"] for feature in collection["features"]] == wanted
    manbij, zorgon, ambiguous, outside, countryside = (f["geometry"] for f in collection["features"])
    assert manbij["type"] == "Point"
    assert manbij["coordinates"] == pytest.approx([wanted[0]["longitude"], wanted[0]["latitude"]], abs=1e-6)
    assert (zorgon, outside) == (None, None)
    # The ground of each candidate, and of a whole expression
    assert ambiguous["type"] == "MultiPoint"
    assert len(ambiguous["coordinates"]) == wanted[2]["n_candidates"]
    assert countryside["type"] == "Polygon"
    ring = countryside["coordinates"][0]
    assert sum((x - a) * (y + b) for (a, b), (x, y) in itertools.pairwise(ring)) < 0  # counter-clockwise

    shown = run("match", *names, "--format", "table").stdout
    for name, want in zip(names, wanted, strict=True):
        assert name in shown and (want["place_id"] or want["status"]) in shown
    assert run("match", *names).stdout == shown


HOSTILE = [
    "=1+1", '=HYPERLINK("https://example.org","إدلب")', "+963", "-2+3", "@SUM(A1)", "a" * 10_000, "😀🎉", "",
    "\u202eبلدإ\u202c", "<script>alert(1)</script>", "`${1+1}`", "إدلب\nحلب", 'a "quoted" name', "null", "nan", "\t",
    "%s %d {0}", "'; DROP TABLE places; --", "*", "?", "NEAR", '"',
]  # fmt: skip


def test_hostile_cells_give_rows(process: Run, tmp_path: Path) -> None:
    path = _names(tmp_path / "names.csv", HOSTILE)
    result = process("match", "--input", path, "--name-column", "name", "-o", "out.csv")
    assert result.code == 0, result
    rows = _table((tmp_path / "out.csv").read_text("utf-8"))
    assert [row["row"] for row in rows] == [str(n) for n in range(len(HOSTILE))]
    assert {row["status"] for row in rows} <= {"resolved", "ambiguous", "unmatched", "outside"}
    for row, name in zip(rows, HOSTILE, strict=True):
        assert not row["name"].startswith(("=", "-2+", "@", "\t")), row[
            "name"
        ]  # nothing that a spreadsheet runs
        assert row["name"].lstrip("'").strip() == name.lstrip("'").strip()


def test_hostile_arguments(process: Run) -> None:
    result = process("match", "--format", "jsonl", "--", *HOSTILE)
    assert result.code == 0, result
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == [
        name or None for name in HOSTILE
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_encodings(run: Run, tmp_path: Path, encoding: str) -> None:
    names = ["إدلب", "خان شيخون", "معرة النعمان", "دير الزور", "الحسكة", "المالكية"]
    path = _names(tmp_path / "names.csv", names, encoding)
    result = run("match", "--input", path, "--name-column", "name")
    assert result.code == 0, result
    rows = _table(result.stdout)
    assert [row["name"] for row in rows] == names
    assert {row["status"] for row in rows} == {"resolved"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators(run: Run, tmp_path: Path, separator: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(
        "".join(separator.join(r) + "\n" for r in [("n", "name"), ("1", "Idlib"), ("2", "Manbij")]), "utf-8"
    )
    rows = _table(run("match", "--input", path, "--name-column", "name").stdout)
    assert [(row["n"], row["status"]) for row in rows] == [("1", "resolved"), ("2", "resolved")]


def test_standard_input(process: Run) -> None:
    result = process("match", "--input", "-", "--name-column", "name", stdin="name\nإدلب\n".encode())
    assert result.code == 0, result
    assert [row["status"] for row in _table(result.stdout)] == ["resolved"]


@pytest.mark.parametrize("option", ["--name-column", "--within-column"])
def test_a_missing_column_is_named_with_those_there_are(run: Run, tmp_path: Path, option: str) -> None:
    path = _names(tmp_path / "names.csv", ["Idlib"])
    columns = {"--name-column": "name"} | {option: "village"}
    result = run("match", "--input", path, *(word for pair in columns.items() for word in pair))
    assert result.code == 1
    for word in ("names.csv", "village", "row", "name", "remark"):
        assert word in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG"),
    ],
)
def test_unreadable_input(run: Run, tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "names.csv").write_bytes(content)
    result = run("match", "--input", "names.csv", "--name-column", "name", "-o", "out.csv")
    assert result.code == 1
    assert "names.csv" in result.stderr and said in result.stderr
    assert not (tmp_path / "out.csv").exists()


def test_the_inputs_own_columns_are_kept(run: Run, tmp_path: Path) -> None:
    """A table that was matched before has the result columns already; the user's cells must survive."""
    path = tmp_path / "names.csv"
    path.write_text("status,name,score\nchecked by Rana,Idlib,7\n", encoding="utf-8")
    result = run("match", "--input", path, "--name-column", "name")
    header, row = list(csv.reader(io.StringIO(result.stdout, newline="")))
    assert len(header) == len(set(header))
    assert row[:3] == ["checked by Rana", "Idlib", "7"]
    assert "resolved" in row
