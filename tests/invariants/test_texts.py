"""What holds for every text: no crash, true offsets, and no mention lost or counted twice."""

from __future__ import annotations

import math
import random

from hypothesis import given
from hypothesis import strategies as st

from geomap import Gazetteer
from geomap.incidents import incident_rows, incidents_frame
from geomap.models import Located, Report, Resolution, Role, Status
from geomap.pipeline import Summary, locate, locate_name
from geomap.review import unmatched_rows
from geomap.tabular import match_row, mention_row

# Running text has words that mean something to the grammar: with letters alone no rule is ever reached.
_WORDS = [
    "إدلب", "حلب", "دير الزور", "منبج", "المالكية", "ديريك", "الصالحية", "البادية السورية", "سوريا", "جنيف", "طرابلس",
    "زرقونية", "Idlib", "Manbij", "Derik", "Zorgon", "Syria", "Geneva", "SY07", "الفرات",
    "ريف", "شمال", "شرق", "الغربي", "غرب", "بين", "طريق", "قرية", "مدينة", "بلدة", "منطقة", "محافظة", "بادية", "قرب", "محيط",
    "ضفة", "على بعد", "كم", "10", "٥", "و", "في", "من", "ضمن", "إلى", "ريفي", "بلدات", "north of", "countryside", "between",
    "and", "road", "near", "km", "of", "the", "eastern", "مقتل", "ثلاثة", "جرحى", "قصف", "اشتباكات", "المرصد", "لواء",
    "killed", "wounded", "5-7", "2020-11-28", "(", ")", "«", "»", "[", "]", "/", "-", "–", "،", ",", ".", "؟", ":", "|", "#",
    "_", "\n", "\n\n", "\r\n", "\t", "  ", "😀", "\u202b", "\u202c", "\u200f", "\u0640", "\u064e", "<b>", "&amp;", '"', "'", "\x00",
    "\ud800", "ب", "ال", "لل", "وب", "س" * 50,
]  # fmt: skip
_SALAD = st.lists(st.tuples(st.sampled_from(_WORDS), st.sampled_from([" ", " ", " ", ""])), max_size=25).map(
    lambda words: "".join(word + gap for word, gap in words)
)
_LETTERS = st.text(
    st.sampled_from("ابتةحدرسعفقكلمنهويءأإى  \n()«»[]/-–،.؟#_0123456789٠١٢abkmSY"), max_size=80
)
TEXTS = _SALAD | _LETTERS | st.text(max_size=60)

_SHAPE_TYPES = {"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


def _check(item: Located, text: str) -> None:
    mention, resolution, grounding = item.resolution.mention, item.resolution, item.grounding
    assert text[mention.start : mention.end] == mention.toponym != ""
    assert text[mention.expression_start : mention.expression_end] == mention.expression
    assert mention.expression_start <= mention.start < mention.end <= mention.expression_end
    assert (resolution.chosen is not None) == (resolution.status is Status.RESOLVED)
    assert (grounding is not None) == (resolution.status is Status.RESOLVED)
    if resolution.status is Status.RESOLVED:
        assert mention.role is Role.LOCATIVE
    if grounding is not None:
        assert 30 < grounding.latitude < 40 and 33 < grounding.longitude < 45
        assert math.isfinite(grounding.uncertainty_m) and grounding.uncertainty_m > 0
        assert grounding.geo_precision in (1, 2, 3) and grounding.where_prec in range(1, 8)
        assert grounding.geometry.is_valid and not grounding.geometry.is_empty
        assert grounding.geometry.geom_type in _SHAPE_TYPES


@given(text=TEXTS)
def test_any_text_has_true_offsets(gazetteer: Gazetteer, text: str) -> None:
    report = Report("r", text)
    located = locate(report, gazetteer)
    starts = [item.resolution.mention.start for item in located]
    assert starts == sorted(set(starts))  # in order, each once
    ends = [item.resolution.mention.end for item in located]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))  # none inside another
    for item in located:
        _check(item, text)
        mention = item.resolution.mention
        assert text[mention.context_start : mention.context_start + len(mention.context)] == mention.context
        assert mention_row(item)["report_id"] == "r"


@given(text=TEXTS)
def test_every_mention_is_in_one_row(gazetteer: Gazetteer, text: str) -> None:
    report = Report("r", text)
    summary = Summary()
    located = locate(report, gazetteer, summary)
    rows = incident_rows(report, located, gazetteer)
    assert sum(row["n_mentions"] for row in rows) == len(located)
    assert all(row["n_mentions"] >= 1 for row in rows)
    assert [row["incident_id"] for row in rows] == [f"r/{n}" for n in range(1, len(rows) + 1)]
    assert sum(summary.statuses.values()) == len(located) and summary.balanced
    if "\ud800" not in text:  # no reader lets half of a surrogate pair through
        frame = incidents_frame(rows)
        assert len(frame) == len(rows) and int(frame["n_mentions"].sum()) == len(located)


@given(name=TEXTS, admin1=st.sampled_from(["", "SY07", "حلب", "nowhere"]))
def test_any_cell_has_one_answer(gazetteer: Gazetteer, name: str, admin1: str) -> None:
    located = locate_name(name, gazetteer)
    assert match_row(located)["status"] in set(map(str, Status))
    if located is not None:
        _check(located, name)
    report = Report("r", "قصف ومقتل ثلاثة", location=name, admin1=admin1)
    rows = incident_rows(report, locate(report, gazetteer), gazetteer)
    assert all(row["report_id"] == "r" for row in rows)


def _rows(reports: list[Report], gazetteer: Gazetteer) -> tuple[list[str], list[Resolution]]:
    rows, resolutions = [], []
    for report in reports:
        located = locate(report, gazetteer)
        rows += [repr(sorted(row.items())) for row in incident_rows(report, located, gazetteer)]
        resolutions += [item.resolution for item in located]
    return rows, resolutions


@given(texts=st.lists(_SALAD, min_size=2, max_size=5), seed=st.integers(0, 1000))
def test_the_order_of_reports_does_not_matter(gazetteer: Gazetteer, texts: list[str], seed: int) -> None:
    reports = [Report(f"r{n}", text) for n, text in enumerate(texts)]
    shuffled = random.Random(seed).sample(reports, len(reports))
    rows, resolutions = _rows(reports, gazetteer)
    other_rows, other_resolutions = _rows(shuffled, gazetteer)
    assert sorted(rows) == sorted(other_rows)
    assert unmatched_rows(resolutions) == unmatched_rows(other_resolutions)


@given(text=TEXTS)
def test_a_report_alone_or_among_others(gazetteer: Gazetteer, text: str) -> None:
    """Nothing of one report is left over for the next."""
    report, other = Report("r", text), Report("s", "قصف على منبج في ريف حلب، وطرابلس.")
    alone, _ = _rows([report], gazetteer)
    among, _ = _rows([other, report], gazetteer)
    assert among[-len(alone) :] == alone or not alone
