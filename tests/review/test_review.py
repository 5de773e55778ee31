"""The unmatched list, and the decisions that come back into the user's aliases."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from itertools import permutations
from pathlib import Path

import pytest
from lxml import html as lxml_html

from geomap.errors import ReadError, WriteError
from geomap.models import Candidate, Mention, Place, Resolution, Role, Status
from geomap.review import (
    Decision,
    UnmatchedRow,
    Verdict,
    apply_decisions,
    read_decisions,
    unmatched_rows,
    write_unmatched,
)


def candidate(place_id: str, name: str, score: float, pcode: str = "") -> Candidate:
    return Candidate(Place(place_id, name, name, "village", 35.0, 36.0, pcode=pcode), name, "fuzzy", score)


def resolution(
    toponym: str,
    report: str = "r1",
    status: Status = Status.UNMATCHED,
    role: Role = Role.LOCATIVE,
    candidates: tuple[Candidate, ...] = (),
    context: str = "",
    reason: str = "no name like it",
) -> Resolution:
    context = context or f"قصف على {toponym} أمس"
    start = context.index(toponym)
    mention = Mention(
        report, start, start + len(toponym), toponym, toponym, start, start + len(toponym), role, context
    )
    chosen = candidates[0] if status is Status.RESOLVED and candidates else None
    return Resolution(mention, status, chosen, candidates, reason)


def test_names_are_grouped_by_their_fold_and_sorted_by_frequency() -> None:
    rows = unmatched_rows(
        [
            resolution("Tall Kadhba"),
            resolution("أم الريش", "r2"),
            resolution("ام الريش", "r1"),
            resolution("أم الريش", "r2"),
            resolution("Abu Kadhba"),
        ]
    )
    assert [(row.toponym, row.n_mentions, row.n_reports) for row in rows] == [
        ("أم الريش", 3, 2),
        ("Abu Kadhba", 1, 1),
        ("Tall Kadhba", 1, 1),
    ]
    assert rows[0].reason == "no name like it"


def test_only_locative_unmatched_names_are_listed() -> None:
    run = [
        resolution("A", status=Status.RESOLVED),
        resolution("B", status=Status.OUTSIDE, role=Role.FOREIGN),
        resolution("C", status=Status.NOT_LOCATIVE, role=Role.ORGANISATION),
        resolution("D", status=Status.AMBIGUOUS),
        resolution("E"),
        resolution("F", role=Role.ORGANISATION),
    ]
    assert [row.toponym for row in unmatched_rows(run)] == ["E"]
    assert [row.toponym for row in unmatched_rows(run, include_ambiguous=True)] == ["D", "E"]


def test_a_name_that_is_placed_elsewhere_is_not_listed() -> None:
    run = [resolution("ادلب"), resolution("إدلب", "r2", Status.RESOLVED), resolution("كفر النسيان")]
    assert [row.toponym for row in unmatched_rows(run)] == ["كفر النسيان"]


def test_the_three_best_suggestions_with_codes_and_scores() -> None:
    first = resolution(
        "Kafr X", candidates=(candidate("p1", "Kafr Xa", 0.61), candidate("p2", "Kafr Xi", 0.7, "C12"))
    )
    second = resolution(
        "Kafr X", candidates=(candidate("p1", "Kafr Xu", 0.55), candidate("C3", "Kafr Xo", 0.5, "C3"))
    )
    third = resolution("Kafr X", candidates=(candidate("p4", "Kafr Xe", 0.4),))
    (row,) = unmatched_rows([first, second, third])
    assert (row.suggestion_1, row.suggestion_2, row.suggestion_3) == (
        "Kafr Xi · C12 · p2 · 0.70",
        "Kafr Xa · p1 · 0.61",
        "Kafr Xo · C3 · 0.50",
    )


def test_the_order_of_reports_does_not_matter() -> None:
    run = [
        resolution("أم الريش", "r1"),
        resolution("ام الريش", "r2"),
        resolution("Abu K", "r3", reason="other"),
    ]
    results = {tuple(unmatched_rows(order)) for order in permutations(run)}
    assert len(results) == 1


def test_a_huge_sentence_is_cut_around_the_name() -> None:
    (row,) = unmatched_rows([resolution("Kadhba", context="before " * 10_000 + "Kadhba" + " after" * 10_000)])
    assert "Kadhba" in row.context
    assert len(row.context) < 400
    assert row.context.startswith("… ")
    assert row.context.endswith(" …")


ROWS = [
    UnmatchedRow("كفر النسيان", 3, 2, "no name like it", "قصف على\nكفر النسيان", "كفر نبل · C1 · 0.61"),
    UnmatchedRow("=1+1", 1, 1, "<b>bold</b>", "</td><script>alert(1)</script>"),
    UnmatchedRow("𝔘" * 200 + "\x1b[2J\u202e" + "é" * 200, 1, 1, "x" * 300, "y" * 3000, "z" * 300),
]


def test_csv_has_the_columns_of_the_contract_and_runs_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "new" / "unmatched.csv"
    assert write_unmatched(ROWS, path, "csv") is None
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    assert ",".join(rows[0]) == (
        "toponym,n_mentions,n_reports,reason,context,suggestion_1,suggestion_2,suggestion_3,"
        "decision,decided_place_id,reviewer,reviewed_on,note"
    )
    assert rows[0]["context"] == ROWS[0].context
    assert rows[1]["toponym"] == "'=1+1"
    assert write_unmatched(ROWS, None, "csv") == path.read_text("utf-8")


def test_json_holds_the_same_rows() -> None:
    rows = json.loads(write_unmatched(ROWS, None, "json") or "")
    assert [UnmatchedRow(**row) for row in rows] == ROWS


def test_the_page_shows_hostile_text_as_text_and_loads_nothing() -> None:
    page = write_unmatched(ROWS, None, "html") or ""
    document = lxml_html.document_fromstring(page.encode())
    assert not document.xpath("//script | //img | //link | //b | //@src | //@href | //@onerror")
    cells = document.xpath("//tbody/tr[2]/td")
    assert [cell.text_content() for cell in cells[:5]] == [
        "=1+1",
        "1",
        "1",
        *[ROWS[1].reason, ROWS[1].context],
    ]
    assert {cell.get("dir") for cell in document.xpath("//tbody//td")} == {"auto"}
    assert len(document.xpath("//thead//th")) == len(cells)


def test_the_table_fits_a_terminal() -> None:
    table = write_unmatched(ROWS, None, "table") or ""
    lines = table.splitlines()
    assert len(lines) == 1 + len(ROWS)
    assert lines[1].startswith("كفر النسيان ")
    for line in lines:
        wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
        assert len(line) + wide <= 100
        assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in line)


def test_no_rows_and_unknown_formats() -> None:
    assert write_unmatched([], None, "table") == "Every name was placed.\n"
    assert json.loads(write_unmatched([], None, "json") or "") == []
    with pytest.raises(WriteError, match="table csv html json"):
        write_unmatched([], None, "xlsx")


def filled(
    path: Path, *rows: str, head: str = "toponym,decision,decided_place_id,reviewer,reviewed_on,note"
) -> Path:
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def test_decisions_are_read_back(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "list.csv",
        "كفر النسيان,place,p1,R,2024-05-01,seen on the map",
        "Kadhba,Not a place,,,,",
        "Arman, foreign ,,,,",
        "later,skip,,,,",
        "empty,,,,,",
    )
    assert read_decisions(path) == [
        Decision("كفر النسيان", Verdict.PLACE, "p1", "R", "2024-05-01", "seen on the map"),
        Decision("Kadhba", Verdict.NOT_A_PLACE),
        Decision("Arman", Verdict.FOREIGN),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_decisions_as_spreadsheets_save_them(tmp_path: Path, encoding: str, separator: str) -> None:
    text = write_unmatched(ROWS[:2], None, "csv") or ""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    rows[2][8:10] = ["place", "p9"]
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    path = tmp_path / "list.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    assert read_decisions(path) == [Decision("=1+1", Verdict.PLACE, "p9")]


def test_decisions_in_json(tmp_path: Path) -> None:
    rows = json.loads(write_unmatched(ROWS[:2], None, "json") or "")
    rows[0] |= {"decision": "foreign"}
    (tmp_path / "list.json").write_text(json.dumps(rows))
    assert read_decisions(tmp_path / "list.json") == [Decision("كفر النسيان", Verdict.FOREIGN)]
    (tmp_path / "none.json").write_text("[]")
    assert read_decisions(tmp_path / "none.json") == []


def test_every_bad_row_is_named_and_nothing_is_changed(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "list.csv",
        "Good,place,p1,,,",
        "A,perhaps,,,,",
        "B,place,,,,",
        ",foreign,,,,",
        "C,foreign,p1,,,",
        "good,place,p2,,,",
    )
    with pytest.raises(ReadError) as caught:
        apply_decisions(path, tmp_path / "user")
    message = str(caught.value)
    for words in [
        str(path),
        "row 2: the decision 'perhaps' is unknown, use one of place, not_a_place, foreign, skip",
        "row 3: 'B' is decided as place, but decided_place_id is empty",
        "row 4: the toponym is missing",
        "row 5: 'C' is decided as foreign, but decided_place_id is 'p1'",
        "row 6: 'good' is decided otherwise in an earlier row",
    ]:
        assert words in message
    assert "row 1:" not in message
    assert not (tmp_path / "user").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", b"name,verdict\nA,place\n", "has no column toponym, decision, decided_place_id"),
        ("list.csv", b"", "has no column toponym"),
        ("list.csv", "toponym\nحلب\n".encode("cp1256"), "is not UTF-8 text"),
        ("list.csv", b'toponym,decision,decided_place_id\n"A,b', "is no list that can be read"),
        ("list.json", b'{"toponym": "A"}', "is no list that can be read"),
        ("list.json", b"[1, 2", "is no list that can be read"),
    ],
)
def test_files_that_are_no_reviewed_list(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=words):
        read_decisions(tmp_path / name)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="No such file"):
        read_decisions(tmp_path / "none.csv")


def test_decisions_become_sorted_aliases_and_applying_twice_changes_nothing(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "list.csv", "Zamal,place,p2,R,2024-05-01,", "Arman,foreign,,,,", "أم الريش,place,p1,,,"
    )
    assert apply_decisions(path, tmp_path / "user") == 3
    aliases = tmp_path / "user" / "aliases.csv"
    assert aliases.read_text("utf-8") == (
        "toponym,place_id,lang,kind,reviewer,reviewed_on,note\n"
        "Arman,,,foreign,,,\n"
        "Zamal,p2,,alias,R,2024-05-01,\n"
        "أم الريش,p1,,alias,,,\n"
    )
    before = aliases.read_bytes()
    assert apply_decisions(path, tmp_path / "user") == 3
    assert aliases.read_bytes() == before


def test_a_new_decision_replaces_the_old_one_and_other_rows_stay(tmp_path: Path) -> None:
    aliases = tmp_path / "aliases.csv"
    aliases.write_text(
        "toponym,place_id,lang,kind,reviewer,reviewed_on,note\n"
        "ام الريش,p1,ar,alias,,,old\n"
        "Hand,p7,en,alias,,,mine\n"
        "Hand,p8,en,alias,,,a namesake\n"
        "Hand,p7,en,alias,,,mine\n",
        "utf-8",
    )
    assert apply_decisions(filled(tmp_path / "list.csv", "أم الريش,place,p3,,,"), tmp_path) == 1
    rows = list(csv.DictReader(io.StringIO(aliases.read_text("utf-8"))))
    assert [(row["toponym"], row["place_id"], row["note"]) for row in rows] == [
        ("Hand", "p7", "mine"),
        ("Hand", "p8", "a namesake"),
        ("أم الريش", "p3", ""),
    ]


def test_a_list_without_decisions_leaves_the_aliases_alone(tmp_path: Path) -> None:
    assert apply_decisions(filled(tmp_path / "list.csv", "A,,,,,"), tmp_path / "user") == 0
    assert not (tmp_path / "user").exists()
