"""JSON, Telegram, HTML, Word and PDF."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers import read_reports


def read(path: Path) -> tuple[list[Report], list[ReadError]]:
    problems: list[ReadError] = []
    return list(read_reports([path], on_problem=problems.append)), problems


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


class TestJson:
    def test_fields_and_attributes(self, tmp_path: Path) -> None:
        record: dict[str, Any] = {
            "id": 7,
            "text": "قصف على سرمدا",
            "title": "عنوان",
            "date": "28 تشرين الثاني 2020",
            "source": "مراسل",
            "url": "https://example.org",
            "lang": "ar",
            "location": "سرمدا",
            "admin1": "إدلب",
            "description": "another key",
            "tags": ["a", {"b": None}],
        }
        (report,), problems = read(write(tmp_path / "a.jsonl", json.dumps(record)))
        assert problems == []
        assert (report.report_id, report.text, report.title) == ("7", "قصف على سرمدا", "عنوان")
        assert (report.event_date, report.source, report.lang) == ("2020-11-28", "مراسل", "ar")
        assert (report.location, report.admin1, report.url) == ("سرمدا", "إدلب", "https://example.org")
        assert report.attributes == {"description": "another key", "tags": ["a", {"b": None}]}

    def test_broken_line_three_is_named_and_the_rest_read(self, tmp_path: Path) -> None:
        file = write(
            tmp_path / "news.jsonl", '{"text": "one"}\n{"text": "two"}\n{"text": "thr\n{"text": "four"}\n'
        )
        reports, (error,) = read(file)
        assert [report.text for report in reports] == ["one", "two", "four"]
        assert [report.report_id for report in reports] == ["news-1", "news-2", "news-4"]
        assert error.where == f"{file} row 3"
        assert "JSON" in error.problem

    @pytest.mark.parametrize(
        "line",
        [
            "[1]",
            "3",
            "null",
            '"text"',
            "{}",
            '{"id": 1}',
            '{"text": ["a"]}',
            '{"text": null}',
            '{"text": " "}',
        ],
    )
    def test_lines_without_anything_to_map(self, tmp_path: Path, line: str) -> None:
        file = write(tmp_path / "a.jsonl", f'{{"text": "one"}}\n{line}\n{{"text": "three"}}\n')
        reports, (error,) = read(file)
        assert [report.text for report in reports] == ["one", "three"]
        assert error.where == f"{file} row 2"

    @pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
    def test_array(self, tmp_path: Path, name: str) -> None:
        file = write(tmp_path / name, '[\n {"text": "one"},\n {"text": "two", "id": "x"}\n]\n')
        reports, problems = read(file)
        assert problems == []
        assert [report.report_id for report in reports] == ["a-1", "x"]

    @pytest.mark.parametrize("end", [', {"text": bad}]', ', {"text": "cut', "", " {"])
    def test_array_that_breaks_off(self, tmp_path: Path, end: str) -> None:
        reports, (error,) = read(write(tmp_path / "a.json", '[{"text": "one"}' + end))
        assert [report.text for report in reports] == ["one"]
        assert " row " in error.where

    def test_lines_under_the_name_json(self, tmp_path: Path) -> None:
        reports, (error,) = read(write(tmp_path / "a.json", '{"text": "one"}\n{"text": "two"}\n{bad}\n'))
        assert [report.text for report in reports] == ["one", "two"]
        assert error.where.endswith("row 3")

    def test_one_object(self, tmp_path: Path) -> None:
        (report,), problems = read(write(tmp_path / "a.json", '{\n "text": "one"\n}'))
        assert (report.text, problems) == ("one", [])

    @pytest.mark.parametrize(
        "text", ["[" * 100_000, '{"a":' * 100_000, '{"text": "x", "n": ' + "9" * 5000 + "}"]
    )
    @pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
    def test_hostile_json(self, tmp_path: Path, name: str, text: str) -> None:
        reports, problems = read(write(tmp_path / name, text))
        assert (reports, len(problems)) == ([], 1)

    def test_half_characters_are_replaced(self, tmp_path: Path) -> None:
        (report,), _ = read(write(tmp_path / "a.jsonl", '{"text": "a\\ud800b", "x": "\\udfff"}'))
        assert report.text == "a\ufffdb"
        assert report.attributes == {"x": "\ufffd"}

    def test_line_separators_inside_a_text(self, tmp_path: Path) -> None:
        (report,), problems = read(write(tmp_path / "a.jsonl", '{"text": "one\u2028two\x85three"}'))
        assert (report.text, problems) == ("one\u2028two\x85three", [])


CHAT: dict[str, Any] = {
    "name": "شبكة أخبار السهل",
    "type": "public_channel",
    "id": 99,
    "messages": [
        {
            "id": 1,
            "type": "service",
            "date": "2020-11-27T09:00:00",
            "action": "create_channel",
            "text": "",
        },
        {
            "id": 2,
            "type": "message",
            "date": "2020-11-28T10:11:12",
            "from": "شبكة أخبار السهل",
            "text": ["قصف على ", {"type": "hashtag", "text": "#سرمدا"}, " صباحاً"],
            "text_entities": [],
        },
        {"id": 3, "type": "message", "date": "2020-11-28T12:00:00", "photo": "a.jpg", "text": ""},
        {"id": 4, "type": "message", "date": "2020-11-29T00:00:01", "text": "هدوء حذر"},
    ],
}


class TestTelegram:
    def test_one_chat(self, tmp_path: Path) -> None:
        reports, problems = read(write(tmp_path / "result.json", json.dumps(CHAT)))
        assert problems == []
        assert [(r.report_id, r.text, r.event_date, r.source) for r in reports] == [
            ("99/2", "قصف على #سرمدا صباحاً", "2020-11-28", "شبكة أخبار السهل"),
            ("99/4", "هدوء حذر", "2020-11-29", "شبكة أخبار السهل"),
        ]
        assert reports[0].attributes == {"from": "شبكة أخبار السهل"}

    def test_all_chats_of_an_account(self, tmp_path: Path) -> None:
        export = {"about": "…", "chats": {"list": [CHAT, {**CHAT, "id": 100}]}}
        reports, _ = read(write(tmp_path / "result.json", json.dumps(export)))
        assert [report.report_id for report in reports] == ["99/2", "99/4", "100/2", "100/4"]

    def test_nothing_but_pictures(self, tmp_path: Path) -> None:
        reports, problems = read(write(tmp_path / "result.json", '{"name": "x", "messages": [{"id": 1}, 5]}'))
        assert reports == []
        assert [error.where.rpartition("result.json")[2] for error in problems] == [" row 2", ""]
        assert "no message" in problems[1].problem


PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>قصف على سرمدا | موقع</title>
<meta charset="utf-8"><meta property="article:published_time" content="2020-11-28T08:00:00+02:00">
<link rel="canonical" href="https://example.org/news/7"><style>p {color: red}</style></head>
<body><header>موقع الأخبار</header><nav><a href="/">الرئيسية</a></nav>
<div><h1>قصف على سرمدا</h1><p>أصيب <b>ثلاثة</b>
مدنيين.</p><!-- note --><p>سطر<br>آخر &amp; غيره</p><script>var حلب = "<p>حلب</p>";</script>
<ul><li><a href="/a">أخبار حمص</a></li><li><a href="/b">أخبار درعا</a></li></ul>
<ul><li>بند عن <a href="/c">الدانا</a></li></ul></div>
<aside>مقالات عن دمشق</aside><form>ابحث</form><footer>حقوق</footer></body></html>"""


class TestHtml:
    @pytest.mark.parametrize("encoding", ["utf-8", "cp1256", "utf-16"])
    def test_the_main_text(self, tmp_path: Path, encoding: str) -> None:
        file = tmp_path / "page.html"
        file.write_bytes(PAGE.encode(encoding))
        (report,), problems = read(file)
        assert problems == []
        assert report.text == "قصف على سرمدا\nأصيب ثلاثة مدنيين.\nسطر\nآخر & غيره\nبند عن الدانا"
        assert (report.title, report.event_date) == ("قصف على سرمدا", "2020-11-28")
        assert (report.url, report.lang, report.report_id) == ("https://example.org/news/7", "ar", "page")

    def test_a_headline_outside_the_article_is_kept(self, tmp_path: Path) -> None:
        page = "<header><h1>Clashes in Sarmada</h1></header><article><p>Body.</p></article><p>Other.</p>"
        (report,), _ = read(write(tmp_path / "a.html", page))
        assert report.text == "Clashes in Sarmada\nBody."

    @pytest.mark.parametrize(
        "head",
        [
            '<time datetime="2020-11-28T10:00">yesterday</time>',
            '<meta itemprop="datePublished" content="2020-11-28">',
            '<script type="application/ld+json">{"datePublished": "2020-11-28T10:00:00Z"}</script>',
            "<p>28 تشرين الثاني 2020</p>",
        ],
    )
    def test_where_the_date_is_found(self, tmp_path: Path, head: str) -> None:
        (report,), _ = read(write(tmp_path / "a.html", f"<body>{head}<p>text</p></body>"))
        assert report.event_date == "2020-11-28"

    def test_a_page_inside_one_form(self, tmp_path: Path) -> None:
        (report,), _ = read(write(tmp_path / "a.html", "<body><form><p>Clashes.</p></form></body>"))
        assert report.text == "Clashes."

    def test_a_declaration_of_another_encoding(self, tmp_path: Path) -> None:
        page = '<?xml version="1.0" encoding="windows-1256"?><html><body><p>قصف</p></body></html>'
        (report,), problems = read(write(tmp_path / "a.html", page))
        assert (report.text, problems) == ("قصف", [])

    @pytest.mark.parametrize("page", ["<html></html>", "<script>x</script>", "<!-- nothing -->"])
    def test_no_text(self, tmp_path: Path, page: str) -> None:
        reports, (error,) = read(write(tmp_path / "a.html", page))
        assert reports == []
        assert "page" in error.problem

    def test_nesting_without_end(self, tmp_path: Path) -> None:
        reports, problems = read(write(tmp_path / "a.html", "<p>start</p>" + "<div>" * 200_000 + "end"))
        assert [report.text.split("\n")[0] for report in reports] == ["start"]
        assert "nested" in problems[0].problem


class TestDocx:
    def test_paragraphs_and_tables_in_order(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.core_properties.title = "تقرير أسبوعي"
        document.add_heading("قصف على سرمدا", 1)
        document.add_paragraph("نوفمبر 28, 2020")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ["المكان", "الحدث", "الدانا", "انفجار"], strict=True):
            cell.text = text
        document.add_paragraph("خاتمة").add_run("\tبعد\nسطر")
        document.save(str(tmp_path / "a.docx"))
        (report,), problems = read(tmp_path / "a.docx")
        assert problems == []
        assert report.text == "قصف على سرمدا\nنوفمبر 28, 2020\nالمكان\tالحدث\nالدانا\tانفجار\nخاتمة\tبعد\nسطر"
        assert (report.title, report.event_date) == ("تقرير أسبوعي", "2020-11-28")

    def test_without_text(self, tmp_path: Path) -> None:
        docx.Document().save(str(tmp_path / "a.docx"))
        reports, (error,) = read(tmp_path / "a.docx")
        assert reports == []
        assert "no text" in error.problem

    def test_an_archive_made_to_exhaust_the_machine(self, tmp_path: Path) -> None:
        file = tmp_path / "a.docx"
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("word/document.xml", "w") as member,
        ):
            for _ in range(300):
                member.write(bytes(1 << 20))
        reports, (error,) = read(tmp_path / "a.docx")
        assert reports == []
        assert "unpacks to" in error.problem


def write_pdf(path: Path, pages: list[str], encrypt: bool = False) -> Path:
    """A minimal PDF with one line of Latin text a page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    content, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    content += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    )
    path.write_bytes(content.encode("ascii"))
    if encrypt:
        import pypdf

        writer = pypdf.PdfWriter(clone_from=str(path))
        writer.encrypt("secret", algorithm="RC4-128")
        writer.write(str(path))
    return path


class TestPdf:
    def test_pages_are_joined(self, tmp_path: Path) -> None:
        file = write_pdf(tmp_path / "a.pdf", ["Clashes in Sarmada, 28 November 2020", "", "Shelling of Dana"])
        (report,), problems = read(file)
        assert problems == []
        assert report.text == "Clashes in Sarmada, 28 November 2020\n\nShelling of Dana"
        assert (report.report_id, report.title, report.event_date) == (
            "a",
            "Clashes in Sarmada, 28 November 2020",
            "2020-11-28",
        )

    def test_pictures_only(self, tmp_path: Path) -> None:
        reports, (error,) = read(write_pdf(tmp_path / "a.pdf", [""]))
        assert reports == []
        assert "OCR" in error.remedy

    def test_password(self, tmp_path: Path) -> None:
        reports, (error,) = read(write_pdf(tmp_path / "a.pdf", ["Clashes"], encrypt=True))
        assert reports == []
        assert "password" in error.problem

    @pytest.mark.parametrize(
        ("replaced", "by", "problem"),
        [
            ("/Resources << /Font", "/Resources 77 /Font ", "damaged"),
            ("(Shelling) Tj", "/Picture Do  ", "picture"),
        ],
    )
    def test_a_page_that_cannot_be_read_is_named(
        self, tmp_path: Path, replaced: str, by: str, problem: str
    ) -> None:
        file = write_pdf(tmp_path / "a.pdf", ["Clashes", "Shelling"])
        before, _, after = file.read_text().rpartition(replaced)
        content = before + by + after
        # The font's own object serves as a picture, which pypdf only asks for its kind.
        if problem == "picture":
            before, _, after = content.rpartition("/Font << /F1 << /Type /Font /Subtype /Type1")
            content = before + "/XObject << /Picture << /Type /XObject /Subtype /Image" + after
        file.write_text(content)
        (report,), (error,) = read(file)
        assert report.text == "Clashes"
        assert error.where == f"{file} page 2"
        assert problem in error.problem
