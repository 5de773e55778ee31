"""Reading files, folders and standard input: what comes out, and what is said about the rest."""

from __future__ import annotations

import io
import json
import os
import random
import sys
from pathlib import Path

import pytest

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers import ColumnNames, read_reports

ARABIC = "قصف مدفعي على قرية السنديانة\r\nوأصيب 3 مدنيين في الحي الغربي"


def read(*paths: str | Path, **options: object) -> tuple[list[Report], list[ReadError]]:
    problems: list[ReadError] = []
    reports = list(read_reports(paths, on_problem=problems.append, **options))  # type: ignore[arg-type]
    return reports, problems


def only(path: Path, **options: object) -> Report:
    reports, problems = read(path, **options)
    assert problems == []
    assert len(reports) == 1
    return reports[0]


def refused(path: str | Path, **options: object) -> ReadError:
    reports, problems = read(path, **options)
    assert reports == []
    assert len(problems) == 1
    assert problems[0].remedy
    return problems[0]


class TestText:
    def test_the_text_is_unchanged(self, tmp_path: Path) -> None:
        file = tmp_path / "news.txt"
        text = "\r\n  عنوان \u200f#وسم \n\r\n\tسطر\rآخر  \n"
        file.write_bytes(text.encode())
        report = only(file)
        assert report.text == text
        assert (report.report_id, report.title, report.event_date) == ("news", "عنوان \u200f#وسم", "")
        assert (report.locator.file, report.locator.row) == (str(file), None)

    def test_the_date_near_the_top(self, tmp_path: Path) -> None:
        file = tmp_path / "news.txt"
        file.write_text("عنوان\n\nنوفمبر 28, 2020\n\nقصف على القرية منذ 3 مارس 2019", encoding="utf-8")
        assert only(file).event_date == "2020-11-28"

    @pytest.mark.parametrize(
        "encoding",
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859-6"],
    )
    def test_encodings(self, tmp_path: Path, encoding: str) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes(ARABIC.encode(encoding))
        assert only(file).text == ARABIC

    def test_arabic_that_comes_late_in_windows_1256(self, tmp_path: Path) -> None:
        text = "Shelling of the village.\n" * 20_000 + ARABIC
        file = tmp_path / "a.txt"
        file.write_bytes(text.encode("cp1256"))
        assert only(file).text == text

    def test_utf16_of_latin_letters_without_mark(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes("Clashes near the bridge".encode("utf-16-le"))
        assert only(file).text == "Clashes near the bridge"

    def test_a_damaged_byte_costs_one_letter_and_is_said(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes(ARABIC.encode() + b"\xd9" + " النهاية".encode())
        reports, problems = read(file)
        assert [report.text for report in reports] == [ARABIC + "\ufffd النهاية"]
        assert "UTF-8" in problems[0].problem

    def test_french_quotes_of_windows(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes("The “emir” of Dêrik said: “no”".encode("cp1252"))
        assert only(file).text == "The “emir” of Dêrik said: “no”"


class TestRefused:
    @pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl", "a.json", "a.html", "a.unknown"])
    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
            (b"PK\x03\x04\x14\x00", "ZIP"),
            (b"%PDF-1.4\n", "PDF"),
        ],
    )
    def test_binary_under_a_text_name(self, tmp_path: Path, name: str, content: bytes, kind: str) -> None:
        file = tmp_path / name
        file.write_bytes(content)
        error = refused(file)
        assert error.where == str(file)
        assert kind in error.problem

    def test_random_bytes(self, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes(random.Random(7).randbytes(5000))
        assert "binary" in refused(file).problem

    @pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf", "parquet"])
    def test_damaged_binary_formats(self, tmp_path: Path, suffix: str) -> None:
        file = tmp_path / f"a.{suffix}"
        file.write_bytes(b"\x00\x01 this is nothing of the kind \xff" * 10)
        assert "damaged" in refused(file).problem

    @pytest.mark.parametrize(
        "suffix", ["txt", "csv", "tsv", "jsonl", "json", "html", "xlsx", "docx", "pdf", "parquet"]
    )
    @pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
    def test_empty(self, tmp_path: Path, suffix: str, content: bytes) -> None:
        file = tmp_path / f"a.{suffix}"
        file.write_bytes(content)
        error = refused(file)
        assert error.where == str(file)
        if suffix in ("txt", "csv", "tsv", "jsonl", "json", "html") or not content:
            assert "empty" in error.problem

    @pytest.mark.parametrize("name", ["missing.txt", "", "a" * 5000, "zero\x00byte"])
    def test_missing(self, tmp_path: Path, name: str) -> None:
        error = refused(str(tmp_path / name) if name else "")
        assert "path" in error.remedy

    def test_old_office_files_are_told_apart(self, tmp_path: Path) -> None:
        file = tmp_path / "old.xls"
        file.write_bytes(b"\xd0\xcf\x11\xe0")
        assert ".xlsx" in refused(file).remedy

    def test_a_pipe_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        assert "regular file" in refused(tmp_path / "pipe.txt").problem

    def test_a_file_that_cannot_be_opened(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def locked(*args: object, **kwargs: object) -> None:
            raise PermissionError(13, "Permission denied")

        (tmp_path / "a.txt").write_text("text")
        monkeypatch.setattr(Path, "open", locked)
        assert "Permission denied" in refused(tmp_path / "a.txt").problem

    def test_the_rest_is_read(self, tmp_path: Path) -> None:
        good = tmp_path / "good.txt"
        good.write_text("text")
        reports, problems = read(tmp_path / "missing.txt", good)
        assert (len(reports), len(problems)) == (1, 1)


class TestFolders:
    def test_sorted_recursive_without_hidden_and_unknown(self, tmp_path: Path) -> None:
        for name in ["b.txt", "a.txt", "sub/a.txt", ".hidden.txt", ".git/c.txt", "~$a.docx", "picture.png"]:
            file = tmp_path / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(name)
        reports, problems = read(tmp_path)
        assert [(report.report_id, report.text) for report in reports] == [
            ("a", "a.txt"),
            ("b", "b.txt"),
            ("a.2", "sub/a.txt"),
        ]
        assert problems == []

    def test_nothing_readable(self, tmp_path: Path) -> None:
        (tmp_path / "a.png").write_bytes(b"x")
        (tmp_path / "b.xyz").write_bytes(b"x")
        error = refused(tmp_path)
        assert error.where == str(tmp_path)
        assert "2 files of other kinds" in error.problem
        assert ".jsonl" in error.remedy

    def test_empty_folder(self, tmp_path: Path) -> None:
        assert "no files" in refused(tmp_path).problem

    def test_a_file_named_twice_is_read_once(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("text")
        reports, _ = read(tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt")
        assert len(reports) == 1

    def test_a_link_that_leads_round_in_a_circle(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("text")
        (tmp_path / "again").symlink_to(tmp_path)
        assert len(read(tmp_path)[0]) == 1


class TestStandardInput:
    @pytest.mark.parametrize(
        ("format_", "content"),
        [
            ("txt", ARABIC.encode("cp1256")),
            ("jsonl", json.dumps({"text": ARABIC}).encode()),
            ("csv", f'text\n"{ARABIC}"\n'.encode("utf-16")),
        ],
    )
    def test_formats(self, monkeypatch: pytest.MonkeyPatch, format_: str, content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        reports, problems = read("-", stdin_format=format_)
        assert problems == []
        assert [report.text for report in reports] == [ARABIC]
        assert reports[0].report_id.startswith("stdin")

    def test_unknown_format(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x")))
        assert "jsonl" in refused("-", stdin_format="wav").remedy

    def test_empty(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        assert "empty" in refused("-").problem


def test_reports_stream(tmp_path: Path) -> None:
    """The first report is there before the last row is looked at."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "first"}\n' * 5000 + "{broken\n")
    problems: list[ReadError] = []
    stream = read_reports([file], on_problem=problems.append)
    assert next(stream).text == "first"
    assert problems == []
    assert len(list(stream)) == 4999
    assert len(problems) == 1


def test_columns_named_by_the_caller_reach_every_format(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("foo,bar\nClashes,9\n")
    (tmp_path / "b.jsonl").write_text('{"foo": "Shelling", "bar": 8}\n{"text": "Usual key"}\n')
    reports, problems = read(tmp_path, columns=ColumnNames(text="foo", id="bar"))
    assert [(report.report_id, report.text) for report in reports] == [
        ("9", "Clashes"),
        ("8", "Shelling"),
        ("b-2", "Usual key"),
    ]
    assert problems == []
