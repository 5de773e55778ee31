"""Whatever cannot be read is named, with what to do; the rest is mapped; nothing half-written is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOOD = "قُتل شخصان في قصف على منبج."
LOST = "انفجار في تدمر."

Run = Callable[..., Any]


def _write(path: Path, content: bytes | dict[str, bytes] | None) -> None:
    if isinstance(content, dict):
        path.mkdir()
        for name, data in content.items():
            (path / name).write_bytes(data)
    elif content is not None:
        path.write_bytes(content)


def _jsonl(*rows: str) -> bytes:
    return "".join(row + "\n" for row in rows).encode()


# Name, content (None: it is not there; a dict: a folder), what the message must say, toponyms that are read all the same.
BAD: dict[str, tuple[str, bytes | dict[str, bytes] | None, list[str], list[str]]] = {
    "missing": ("gone.jsonl", None, ["gone.jsonl", "no such file", "path"], []),
    "empty": ("empty.txt", b"", ["empty.txt", "empty", "saved"], []),
    "blank": ("blank.txt", b" \n\t\n", ["blank.txt", "empty"], []),
    "empty table": ("empty.csv", b"", ["empty.csv", "empty"], []),
    "header only": ("header.csv", b"id,text\n", ["header.csv", "no rows"], []),
    "empty folder": ("folder", {}, ["folder", "no files", ".jsonl"], []),
    "folder with nothing readable": ("folder", {"a.exe": b"MZ\x90", "b.shp": b"\x00"}, ["folder", "2 files", ".jsonl"], []),
    "binary": ("noise.txt", bytes(range(256)) * 40, ["noise.txt", "binary", "UTF-8"], []),
    "picture": ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), ["photo.txt", "PNG"], []),
    "old Excel": ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(100), ["old.xls", ".xlsx"], []),
    "archive": ("all.zip", b"PK\x03\x04" + bytes(100), ["all.zip", "Unpack"], []),
    "damaged workbook": ("bad.xlsx", b"PK\x03\x04" + bytes(100), ["bad.xlsx", "damaged", "again"], []),
    "damaged document": ("bad.docx", b"no zip at all", ["bad.docx", "again"], []),
    "damaged PDF": ("bad.pdf", b"%PDF-1.7\nnothing follows", ["bad.pdf"], []),
    "no column": ("cols.csv", b"when,who\n2020-01-01,x\n", ["cols.csv", "'when'", "'who'", "--text-column", "--location-column"], []),
    "broken line": (
        "lines.jsonl",
        _jsonl(json.dumps({"text": LOST}), json.dumps({"text": "قصف على الرستن."}), '{"text": "broken', json.dumps({"text": "قصف على سراقب."})),
        ["lines.jsonl row 3", "JSON", "Correct it"], ["تدمر", "الرستن", "سراقب"],
    ),
    "line without text": ("lines.jsonl", _jsonl('{"id": 1}', json.dumps({"text": LOST})), ["lines.jsonl row 1", "text"], ["تدمر"]),
    "line that is a number": ("lines.jsonl", _jsonl("17", json.dumps({"text": LOST})), ["lines.jsonl row 1", "object"], ["تدمر"]),
    "array cut short": ("list.json", f'[{{"text": "{LOST}"}}, {{"te'.encode(), ["list.json row 2", "JSON"], ["تدمر"]),
    "broken JSON": ("one.json", b'{"text": ', ["one.json", "JSON", "Correct"], []),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_the_file_and_row_are_named_and_the_rest_is_read(run: Run, tmp_path: Path, case: str) -> None:
    name, content, said, kept = BAD[case]
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    _write(tmp_path / name, content)
    before = sorted(tmp_path.rglob("*"))
    result = run("mentions", name, "good.txt", "--quiet")
    assert result.code == 1, result
    for words in said:
        assert words in result.stderr, result
    assert [json.loads(line)["toponym"] for line in result.stdout.splitlines()] == [*kept, "منبج"]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("encoding", ["cp1256", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("suffix", ["txt", "csv", "jsonl"])
def test_encodings_are_recognised(run: Run, tmp_path: Path, encoding: str, suffix: str) -> None:
    text = "قُتل شخصان في قصف على منبج، ووصل الجرحى إلى مدينة الرقة."
    content = {
        "txt": text,
        "csv": f"id,text\n1,{text}\n",
        "jsonl": json.dumps({"text": text}, ensure_ascii=False) + "\n",
    }
    (tmp_path / f"note.{suffix}").write_bytes(content[suffix].encode(encoding))
    result = run("mentions", f"note.{suffix}", "--quiet")
    assert (result.code, result.stderr) == (0, ""), result
    toponyms = [json.loads(line)["toponym"] for line in result.stdout.splitlines()]
    assert [t.split()[-1] for t in toponyms] == ["منبج", "الرقة"]


def test_all_of_it_at_once(process: Run, tmp_path: Path) -> None:
    """A folder of everything that is bad, and one good file: each command names all and maps the one."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, "utf-8")
    named = []
    for n, (name, content, _, kept) in enumerate(BAD.values()):
        if isinstance(content, bytes) and not kept and name.rsplit(".")[-1] not in ("xls", "zip"):
            _write(folder / f"{n}-{name}", content)
            named.append(f"{n}-{name}")
    for command in (
        ["map", folder, "-o", "out/map.html"], ["export", folder, "-o", "out/x.geojson"],
        ["unmatched", folder, "-o", "out/names.csv", "--format", "csv"], ["mentions", folder, "-o", "out/mentions.jsonl"],
    ):  # fmt: skip
        result = process(*command)
        assert result.code == 1, result
        assert all(name in result.stderr for name in named), result
        assert "Traceback" not in result.stderr
        assert (tmp_path / str(command[3])).stat().st_size > 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "map.html",
        "mentions.jsonl",
        "names.csv",
        "x.geojson",
    ]
    features = json.loads((tmp_path / "out" / "x.geojson").read_text("utf-8"))["features"]
    assert [f["properties"]["place_id"] for f in features] == ["gn-167357"]
    assert "منبج" in (tmp_path / "out" / "map.html").read_text("utf-8")


COMMANDS = {
    "mentions": "jsonl", "map": "html", "export": "geojson", "unmatched": "csv", "match": "json",
}  # fmt: skip


def _no_output(run: Run, tmp_path: Path, command: str, output: str, said: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = run(command, "Idlib" if command == "match" else "good.txt", "-o", output)
    assert result.code == 1, result
    assert output in result.stderr and said in result.stderr, result
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_output_that_cannot_be_written(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    suffix = COMMANDS[command]
    (tmp_path / f"folder.{suffix}").mkdir()
    _no_output(run, tmp_path, command, f"folder.{suffix}", "folder")
    _no_output(run, tmp_path, command, f"good.txt/x.{suffix}", "good.txt")
    if os.geteuid() != 0:  # the superuser may write everywhere
        (tmp_path / "locked").mkdir(mode=0o500)
        _no_output(run, tmp_path, command, f"locked/x.{suffix}", "may not write")


def test_a_failed_write_keeps_the_old_file(gazetteer: object, reports: Path, tmp_path: Path) -> None:
    """The disk is full in the middle of the map: what stood there before stands there still.

    `gazetteer` is there so that its index is compiled already.
    """
    out = tmp_path / "map.html"
    out.write_text("the old map", "utf-8")
    # The largest file that a process may write, as a full disk would say it
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); "
        f"from geomap.cli import main; main(['map', {str(reports)!r}, '-o', {str(out)!r}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "map.html" in done.stderr and "cannot be written" in done.stderr and "Traceback" not in done.stderr
    assert out.read_text("utf-8") == "the old map"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.html", reports.name]


def test_a_problem_is_said_even_when_quiet(run: Run, tmp_path: Path) -> None:
    result = run("mentions", "gone.txt", "--quiet")
    assert result.code == 1 and "gone.txt" in result.stderr and result.stdout == ""


@pytest.mark.parametrize("encoding", ["cp1252", "cp1256", "ascii"])
def test_a_terminal_that_cannot_show_arabic(process: Run, tmp_path: Path, encoding: str) -> None:
    """Windows consoles, and redirected output there: never a crash."""
    (tmp_path / "note.txt").write_text("قصف على منبج. Dêrik, قرية \U0001f600.", "utf-8")
    env = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for args in (
        ["mentions", "note.txt", "-o", "out.jsonl"],
        ["mentions", "note.txt"],
        ["match", "إدلب", "Dêrik"],
    ):
        result = process(*args, env=env, encoding="latin-1")  # whatever the bytes are
        assert result.code == 0, result
        assert "Traceback" not in result.stderr


def test_a_gazetteer_that_is_none(process: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, "utf-8")
    (tmp_path / "none").mkdir()
    for args in (["--gazetteer", "none"], ["--gazetteer", "good.txt"]):
        result = process("mentions", "good.txt", *args)
        assert result.code == 1, result
        assert (
            args[1] in result.stderr and "--gazetteer" in result.stderr and "Traceback" not in result.stderr
        )
    result = process("match", "Idlib", env=os.environ | {"GEOMAP_GAZETTEER": str(tmp_path / "none")})
    assert result.code == 1 and "places.csv" in result.stderr


def test_no_room_for_the_index(tmp_path: Path) -> None:
    """The disk of the cache folder is full: the index lives in memory, as where nothing may be written."""
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); "
        "from geomap.cli import main; main(['match', 'Manbij', '--format', 'json'])"
    )
    env = os.environ | {"GEOMAP_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=env
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["place_id"] == "gn-167357"
    assert not list((tmp_path / "cache").glob("*"))


def test_aliases_that_cannot_be_read(process: Run, tmp_path: Path) -> None:
    """A spreadsheet saved the user's aliases in the encoding of the system."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "aliases.csv").write_bytes("toponym,place_id\nمنبج,gn-167357\n".encode("cp1256"))
    result = process("match", "Manbij", env=os.environ | {"GEOMAP_HOME": str(tmp_path / "home")})
    assert result.code == 1, result
    assert "aliases.csv" in result.stderr and "Traceback" not in result.stderr
