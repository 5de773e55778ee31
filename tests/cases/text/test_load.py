"""The labelled passages are whole: marks pair, offsets fit, ids are unique, every kind of trouble is there."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

# The test folders are no packages, so the loader beside this file is imported by its path.
_spec = importlib.util.spec_from_file_location("text_cases_load", Path(__file__).with_name("load.py"))
assert _spec is not None and _spec.loader is not None
load = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = load
_spec.loader.exec_module(load)

CASES = {lang: list(load.load(lang)) for lang in ("ar", "en")}
ALL = CASES["ar"] + CASES["en"]


def test_there_are_enough_of_each_language_and_group() -> None:
    assert len(CASES["ar"]) >= 120
    assert len(CASES["en"]) >= 80
    groups = Counter(case.group for case in ALL)
    assert groups["in-the-wild"] >= 110
    assert groups["expressions"] >= 50
    assert groups["negative"] >= 25
    assert groups["known-hard"] >= 15


def test_every_header_was_read_and_every_mark_removed() -> None:
    for lang, cases in CASES.items():
        content = (load.HERE / f"{lang}.txt").read_text(encoding="utf-8")
        assert content.count("### ") == len(cases)
        assert content.count("⟦") == sum(len(case.mentions) for case in cases)
    assert not [case.case_id for case in ALL if re.search("[⟦⟧⟪⟫]|^###", case.text, re.MULTILINE)]


def test_ids_and_texts_are_unique() -> None:
    assert len({case.case_id for case in ALL}) == len(ALL)
    assert len({case.text for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.case_id)
def test_offsets_point_at_the_toponyms_in_order(case: load.Case) -> None:  # type: ignore[name-defined]
    end_of_last = 0
    for label in case.mentions:
        assert label.toponym.strip() == label.toponym != ""
        assert case.text[label.start : label.end] == label.toponym
        assert label.start >= end_of_last
        end_of_last = label.end
        assert case.text[label.expression_start : label.expression_end] == label.expression
        if label.expression:
            assert label.expression_start <= label.start < label.end <= label.expression_end
    assert 9 <= len(case.text.split()) <= 400  # a short post has ten words
    if case.group == "negative":
        assert not [m.toponym for m in case.mentions if m.role == "locative"]
    else:
        assert [m.toponym for m in case.mentions if m.role == "locative"]


def test_places_lie_in_syria_and_all_governorates_occur() -> None:
    governorates = set()
    for case in ALL:
        for label in case.mentions:
            governorates.add(label.pcode[:4])
            if label.lat is not None:
                assert 32.2 < label.lat < 37.4, (case.case_id, label.toponym)
                assert 35.5 < label.lon < 42.4, (case.case_id, label.toponym)
    assert {f"SY{n:02d}" for n in range(2, 15)} <= governorates  # Damascus city, SY01, is labelled as a city


def test_every_kind_and_role_occurs_in_both_languages() -> None:
    for cases in CASES.values():
        assert {m.role for case in cases for m in case.mentions} == load.ROLES
        assert {m.kind for case in cases for m in case.mentions} == load.KINDS
        unknown = [
            m
            for case in cases
            for m in case.mentions
            if m.role == "locative" and m.lat is None and not m.pcode
        ]
        assert len(unknown) >= 3


@pytest.mark.parametrize(
    "broken",
    [
        "⟪ريف ⟦حلب|locative|SY02|governorate⟧",
        "ريف ⟦حلب|locative|SY02|governorate⟧⟫",
        "⟪⟪ريف ⟦حلب|locative|SY02|governorate⟧⟫⟫",
        "⟦حلب|locative|SY02⟧",
        "⟦حلب|where|SY02|governorate⟧",
        "⟦حلب|locative|SY02|city⟧",
        "⟦حلب|locative|gn-170063|governorate⟧",
        "⟦حلب|organisation|gn-170063|city⟧",
        "⟦حلب|locative|36.20,37.16|city⟧",
        "⟦حلب|locative|in:SY|city⟧",
        "⟦حلب|locative|Aleppo|city⟧",
    ],
)
def test_a_broken_mark_is_refused(broken: str) -> None:
    with pytest.raises(ValueError):
        load.parse(broken)


def test_written_files_hold_every_mention(tmp_path: Path) -> None:
    load.write(iter(CASES["ar"]), tmp_path)
    reports = {
        row["id"]: row["text"]
        for row in map(json.loads, (tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines())
    }
    labels = [
        json.loads(line) for line in (tmp_path / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [row["report_id"] for row in labels] == list(reports) == [case.case_id for case in CASES["ar"]]
    for row in labels:
        for mention in row["mentions"]:
            assert reports[row["report_id"]][mention["start"] : mention["end"]] == mention["toponym"]
            assert {"start", "end", "role", "lat", "lon", "pcode", "kind", "expression"} <= mention.keys()
