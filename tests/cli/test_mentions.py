"""`geomap mentions`: one line a mention, with offsets that are true."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COLUMNS = [
    "report_id",
    "start",
    "end",
    "toponym",
    "expression",
    "expression_start",
    "expression_end",
    "role",
    "status",
    "place_id",
    "pcode",
    "kind",
    "matched_name",
    "method",
    "score",
    "latitude",
    "longitude",
    "geo_precision",
    "where_prec",
    "uncertainty_m",
    "derivation",
    "unused",
]
ROLES = {"locative", "organisation", "foreign", "country"}
STATUSES = {"resolved", "ambiguous", "unmatched", "outside", "not_locative"}

Run = Callable[..., Any]


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def _check_offsets(lines: list[dict[str, Any]], text: str) -> None:
    for line in lines:
        assert text[line["start"] : line["end"]] == line["toponym"] != ""
        assert text[line["expression_start"] : line["expression_end"]] == line["expression"]
        assert line["expression_start"] <= line["start"] < line["end"] <= line["expression_end"]


def test_columns_and_offsets(run: Run, reports: Path, texts: dict[str, str]) -> None:
    result = run("mentions", reports)
    assert result.code == 0
    lines = _lines(result.stdout)
    assert {line["report_id"] for line in lines} == set(texts)
    for line in lines:
        assert [c for c in line if c in COLUMNS] == COLUMNS
        assert line["role"] in ROLES and line["status"] in STATUSES
        _check_offsets([line], texts[line["report_id"]])


def test_every_mention_once_in_order(run: Run, reports: Path) -> None:
    found = [(line["report_id"], line["start"]) for line in _lines(run("mentions", reports).stdout)]
    assert len(found) == len(set(found))
    order = {name: n for n, name in enumerate(dict.fromkeys(name for name, _ in found))}
    assert list(order) == ["shelling", "made-up", "two-places", "abroad", "english"]
    assert found == sorted(found, key=lambda item: (order[item[0]], item[1]))


def test_what_is_found(run: Run, reports: Path) -> None:
    found = {(x["report_id"], x["toponym"]): x for x in _lines(run("mentions", reports).stdout)}
    town = next(x for (name, toponym), x in found.items() if name == "shelling" and "معرة النعمان" in toponym)
    assert town["place_id"] == "gn-167611" and town["status"] == "resolved"
    assert found["english", "Manbij"]["place_id"] == "gn-167357"
    assert found["english", "Manbij"]["expression"] == "north of Manbij"
    assert found["abroad", "جنيف"]["role"] == "foreign" and found["abroad", "جنيف"]["status"] == "outside"
    assert (
        found["abroad", "سوريا"]["role"] == "country" and found["abroad", "سوريا"]["status"] == "not_locative"
    )
    (made_up,) = [x for (name, _), x in found.items() if name == "made-up"]
    assert made_up["status"] == "unmatched" and made_up["latitude"] is None
    (two,) = [x for (name, _), x in found.items() if name == "two-places"]
    assert two["status"] == "ambiguous"


@pytest.mark.parametrize("name", ["إدلب", "حلب", "حمص", "حماة", "الرقة", "الحسكة", "درعا"])
def test_the_city_is_not_the_governorate(run: Run, name: str) -> None:
    """Seat, district and governorate have one name; the type word in front says which."""
    for kinds, word in (({"city"}, "مدينة"), ({"governorate"}, "محافظة")):
        (line,) = _lines(run("mentions", "-", "--quiet", stdin=f"قصف على {word} {name}.".encode()).stdout)
        assert line["status"] == "resolved" and line["kind"] in kinds, line


def test_csv_says_the_same(run: Run, reports: Path) -> None:
    lines = _lines(run("mentions", reports).stdout)
    rows = list(csv.DictReader(io.StringIO(run("mentions", reports, "--format", "csv").stdout, newline="")))
    assert rows == [
        {key: "" if value is None else str(value) for key, value in line.items()} for line in lines
    ]


def test_a_name_twice_is_two_mentions(run: Run) -> None:
    text = "قصف على منبج. وصلت سيارات الإسعاف إلى منبج."
    lines = _lines(run("mentions", "-", stdin=text.encode()).stdout)
    assert [line["toponym"] for line in lines] == ["منبج", "منبج"]
    _check_offsets(lines, text)


# Offsets are code points of the decoded text: nothing before a name may shift it.
@pytest.mark.parametrize(
    "before",
    [
        "",
        "😀🎉 ",
        "\u202bقال\u202c ",
        "\u200f\u200e",
        "e\u0301 ",
        "سطر\r\nسطر\r\n",
        "\n\n\n",
        "\u2028",
        "قُصِفَتْ ",
        "ﻻﷲ ",
        "<b>",
        "\ufeff",
    ],
    ids=ascii,
)
def test_offsets_after_odd_characters(run: Run, tmp_path: Path, before: str) -> None:
    text = f"{before}قصف على منبج ومقتل ٣ مدنيين شمال Idlib."
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"id": "odd", "text": text}) + "\n", "utf-8")
    lines = _lines(run("mentions", path).stdout)
    assert {"منبج", "Idlib"} <= {line["toponym"] for line in lines}
    _check_offsets(lines, text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_offsets_in_a_text_file(run: Run, tmp_path: Path, encoding: str) -> None:
    text = "اشتباكات في محيط مدينة منبج.\r\nقصف على خان شيخون، ووصل الجرحى إلى معرة النعمان.\r\n"
    (tmp_path / "note.txt").write_bytes(text.encode(encoding))
    lines = _lines(run("mentions", "note.txt").stdout)
    assert {line["report_id"] for line in lines} == {"note"}
    assert len(lines) == 3
    _check_offsets(lines, text)


@pytest.mark.parametrize("report_id", ["42", "a/b", "معرّف", "=1+1", "x y", "0", "1e5"])
def test_report_id_is_the_inputs_id(run: Run, tmp_path: Path, report_id: str) -> None:
    path = tmp_path / "ids.jsonl"
    path.write_text(json.dumps({"id": report_id, "text": "قصف على منبج."}) + "\n", "utf-8")
    assert [line["report_id"] for line in _lines(run("mentions", path).stdout)] == [report_id]


def test_a_number_as_id(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ids.jsonl"
    path.write_text('{"id": 1048576, "text": "قصف على منبج."}\n', "utf-8")
    assert [str(line["report_id"]) for line in _lines(run("mentions", path).stdout)] == ["1048576"]


def test_columns_of_a_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("key,what,site,unit\nA1,explosion,Manbij,Aleppo\nA2,explosion,Idlib,Idlib\n", "utf-8")
    options = [
        "--text-column",
        "what",
        "--location-column",
        "site",
        "--admin1-column",
        "unit",
        "--id-column",
        "key",
    ]
    lines = _lines(run("mentions", path, *options).stdout)
    assert [(line["report_id"], line["toponym"], line["status"]) for line in lines] == [
        ("A1", "Manbij", "resolved"), ("A2", "Idlib", "resolved"),
    ]  # fmt: skip


@pytest.mark.parametrize("fmt", ["txt", "jsonl", "csv", "html"])
def test_standard_input(run: Run, fmt: str) -> None:
    sent = {
        "txt": "قصف على منبج",
        "jsonl": '{"text": "قصف على منبج"}',
        "csv": "text,n\nقصف على منبج,1\n",
        "html": "<html><body><p>قصف على منبج</p></body></html>",
    }[fmt]
    result = run("mentions", "-", "--stdin-format", fmt, stdin=sent.encode())
    assert result.code == 0, result
    assert [line["toponym"] for line in _lines(result.stdout)] == ["منبج"]


def test_output_file_equals_standard_output(run: Run, reports: Path, tmp_path: Path) -> None:
    shown = run("mentions", reports).stdout
    result = run("mentions", reports, "-o", tmp_path / "deep" / "mentions.jsonl")
    assert result.stdout == ""
    assert (tmp_path / "deep" / "mentions.jsonl").read_text("utf-8") == shown


def test_broken_pipe(process: Run, tmp_path: Path, reports: Path) -> None:

    many = tmp_path / "many.jsonl"
    many.write_text(reports.read_text("utf-8").replace('"id"', '"key"') * 200, "utf-8")
    command = [sys.executable, "-c", "from geomap.cli import main; main()", "mentions", str(many), "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stderr is not None
        child.stdout.read(1)
        child.stdout.close()  # as `head -1` does
        said = child.stderr.read()
        assert child.wait(timeout=60) == 0
    assert said == b""
