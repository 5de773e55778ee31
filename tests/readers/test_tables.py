"""Tables of every format, with columns found by name in Arabic and English."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers import ColumnNames, read_reports


def read(path: Path, columns: ColumnNames | None = None) -> tuple[list[Report], list[ReadError]]:
    problems: list[ReadError] = []
    return list(read_reports([path], columns=columns, on_problem=problems.append)), problems


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("location", "location"),
        ("Place_Name", "location"),
        ("TOWN", "location"),
        ("المكان", "location"),
        ("الموقع الجغرافي", "location"),
        ("البلدة", "location"),
        ("المنطقه", "location"),
        ("text", "text"),
        ("Description", "text"),
        ("notes", "text"),
        ("التفاصيل", "text"),
        ("النَّص", "text"),
        ("الخبر", "text"),
    ],
)
def test_columns_found_by_name(tmp_path: Path, header: str, field: str) -> None:
    reports, problems = read(write(tmp_path / "a.csv", f"n,{header}\n1,حلب\n"))
    assert problems == []
    assert getattr(reports[0], field) == "حلب"
    assert reports[0].attributes == {"n": "1"}


def test_all_fields(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        "المعرف,التاريخ,المحافظة,البلدة,التفاصيل,المصدر,الرابط,عدد\n"
        "ح-7,٢٨ تشرين الثاني ٢٠٢٠,إدلب,سرمدا,انفجار لغم,مراسل,https://example.org/7,3\n",
    )
    (report,), problems = read(file)
    assert problems == []
    assert (report.report_id, report.event_date, report.admin1, report.location) == (
        "ح-7",
        "2020-11-28",
        "إدلب",
        "سرمدا",
    )
    assert (report.text, report.source, report.url) == ("انفجار لغم", "مراسل", "https://example.org/7")
    assert report.attributes == {"عدد": "3"}
    assert str(report.locator) == f"{file} row 1"


def test_the_columns_of_acled(tmp_path: Path) -> None:
    file = write(
        tmp_path / "acled.csv",
        "event_id_cnty,event_date,event_type,admin1,admin2,location,source,notes,fatalities\n"
        "SYR1,28 November 2020,Battles,Idleb,Harim,Sarmada,Local,Clashes near the town.,2\n",
    )
    (report,), _ = read(file)
    assert (report.report_id, report.event_date, report.admin1) == ("SYR1", "2020-11-28", "Idleb")
    assert (report.location, report.text) == ("Sarmada", "Clashes near the town.")
    assert report.attributes == {"event_type": "Battles", "admin2": "Harim", "fatalities": "2"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "text"], ["1", "قصف، ثم هدوء; then | quiet, again\tand"], ["2", 'said "no"']]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    reports, problems = read(tmp_path / "a.csv")
    assert problems == []
    assert [[report.report_id, report.text] for report in reports] == rows[1:]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    reports, problems = read(write(tmp_path / "a.csv", "المكان;المحافظة\r\nسرمدا;إدلب\r\n", encoding))
    assert problems == []
    assert (reports[0].location, reports[0].admin1) == ("سرمدا", "إدلب")


def test_neither_text_nor_location(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "name,age\nx,3\n")
    reports, (error,) = read(file)
    assert reports == []
    assert error.where == str(file)
    assert "'name', 'age'" in error.problem
    assert "--text-column" in error.remedy and "--location-column" in error.remedy


def test_a_named_column_that_is_not_there(tmp_path: Path) -> None:
    reports, (error,) = read(write(tmp_path / "a.csv", "a,b\n1,2\n"), ColumnNames(text="c"))
    assert reports == []
    assert "'c'" in error.problem and "'a', 'b'" in error.problem


def test_named_columns_win_over_usual_names(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "text,other,w,d,k,g\nno,yes,here,3/2/2020,id9,إدلب\n")
    (report,), _ = read(file, ColumnNames(text="other", location="w", date="d", id="k", admin1="g"))
    assert (report.text, report.location, report.event_date) == ("yes", "here", "2020-02-03")
    assert (report.report_id, report.admin1, report.attributes) == ("id9", "إدلب", {"text": "no"})


def test_ragged_rows_keep_all_cells(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "text,a,b\nfirst,1\nsecond,1,2,3,4\n\nthird,1,2\n")
    reports, problems = read(file)
    assert problems == []
    assert [dict(report.attributes) for report in reports] == [
        {"a": "1", "b": None},
        {"a": "1", "b": "2", "extra_cells": ["3", "4"]},
        {"a": "1", "b": "2"},
    ]
    assert [report.locator.row for report in reports] == [1, 2, 4]


def test_columns_without_or_with_the_same_name(tmp_path: Path) -> None:
    (report,), _ = read(write(tmp_path / "a.csv", "text,,x,x\nt,1,2,3\n"))
    assert report.attributes == {"column_2": "1", "x": "2", "x_2": "3"}


def test_one_column_keeps_its_commas(tmp_path: Path) -> None:
    reports, _ = read(write(tmp_path / "a.csv", 'text\nShelling, then quiet\n"Two\nlines"\n'))
    assert [report.text for report in reports] == ["Shelling, then quiet", "Two\nlines"]


def test_a_row_with_nothing_to_map_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "id,text\n1,x\n2,\n3,z\n")
    reports, (error,) = read(file)
    assert [report.report_id for report in reports] == ["1", "3"]
    assert error.where == f"{file} row 2"


def test_header_without_rows(tmp_path: Path) -> None:
    reports, (error,) = read(write(tmp_path / "a.csv", "id,text\n"))
    assert reports == []
    assert "no rows" in error.problem


def test_an_unclosed_quote_does_not_swallow_the_rest(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", 'id,text\n1,fine\n2,"open\n3,later\n4,last\n')
    reports, (error,) = read(file)
    assert [(report.report_id, report.text) for report in reports] == [
        ("1", "fine"),
        ("2", '"open'),
        ("3", "later"),
        ("4", "last"),
    ]
    assert error.where == f"{file} row 2"


def test_a_field_of_a_megabyte(tmp_path: Path) -> None:
    text = "قصف " * 250_000
    (report,), problems = read(write(tmp_path / "a.csv", f"id,text\n1,{text}\n"))
    assert problems == []
    assert report.text == text


def test_formulas_and_markup_stay_text(tmp_path: Path) -> None:
    (report,), _ = read(
        write(tmp_path / "a.csv", 'text,x\n<img src=x onerror=alert(1)>,"=HYPERLINK(""a"")"\n')
    )
    assert report.text == "<img src=x onerror=alert(1)>"
    assert report.attributes == {"x": '=HYPERLINK("a")'}


def test_a_headline_alone_is_the_text(tmp_path: Path) -> None:
    (report,), _ = read(write(tmp_path / "a.csv", "headline,n\nClashes in the east,1\n"))
    assert report.text == report.title == "Clashes in the east"


class TestXlsx:
    def test_types_titles_above_and_hxl(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["Weekly table of the coordination office"])
        sheet.append([])
        sheet.append(["id", "البلدة", "المحافظة", "date", "n", "share"])
        sheet.append(["#event+id", "#loc+name", "#adm1+name", "#date", "#affected", "#x"])
        sheet.append([17.0, "سرمدا", "إدلب", dt.datetime(2020, 11, 28, 10), 3, 0.5])
        sheet.append([None, "الدانا", "إدلب", 44163, None, None])
        book.save(tmp_path / "a.xlsx")
        reports, problems = read(tmp_path / "a.xlsx")
        assert problems == []
        assert [(r.report_id, r.location, r.event_date) for r in reports] == [
            ("17", "سرمدا", "2020-11-28"),
            ("a-3", "الدانا", "2020-11-28"),
        ]
        assert reports[0].attributes == {"n": 3, "share": 0.5}
        assert reports[1].attributes == {"n": None, "share": None}

    def test_every_sheet_that_has_places(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.title = "Read me"
        book.active.append(["Explanations"])
        for name in ("North", "South"):
            sheet = book.create_sheet(name)
            sheet.append(["location"])
            sheet.append([f"{name} town"])
        book.save(tmp_path / "a.xlsx")
        reports, problems = read(tmp_path / "a.xlsx")
        assert problems == []
        assert [(r.report_id, r.location) for r in reports] == [
            ("a-North-1", "North town"),
            ("a-South-1", "South town"),
        ]
        assert "sheet 'North' row 1" in str(reports[0].locator)

    def test_without_a_usable_column(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.active.append(["name", "age"])
        book.active.append(["x", 3])
        book.save(tmp_path / "a.xlsx")
        reports, (error,) = read(tmp_path / "a.xlsx")
        assert reports == []
        assert "'name', 'age'" in error.problem

    def test_empty(self, tmp_path: Path) -> None:
        openpyxl.Workbook().save(tmp_path / "a.xlsx")
        reports, (error,) = read(tmp_path / "a.xlsx")
        assert reports == []
        assert "empty" in error.problem


def test_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "location": ["سرمدا", None, "الدانا"],
            "event_date": [dt.date(2020, 11, 28), None, None],
            "n": [1.5, float("nan"), 2.0],
            "raw": [b"\x01\xff", b"", b""],
            "tags": [["a"], [], None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    reports, (error,) = read(tmp_path / "a.parquet")
    assert [(r.report_id, r.location, r.event_date) for r in reports] == [
        ("a-1", "سرمدا", "2020-11-28"),
        ("a-3", "الدانا", ""),
    ]
    assert reports[0].attributes == {"n": 1.5, "raw": "01ff", "tags": ["a"]}
    assert error.where.endswith("a.parquet row 2")
