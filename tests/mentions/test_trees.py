"""The typed tree: its print reads back, its words read back in both languages, and real phrases have the tree they should."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from geomap import Gazetteer
from geomap.errors import GeomapError
from geomap.mentions import parse_name
from geomap.mentions.around import rounding
from geomap.mentions.say import say
from geomap.mentions.tree import Tree, tree_of
from geomap.models import Relation
from geomap.names import fold
from geomap.pipeline import locate_name

WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
# Towns that everyone knows, Arabic and English, and governorates to lie in.
TOWNS = [("سراقب", "Saraqib"), ("منبج", "Manbij"), ("تدمر", "Palmyra"), ("الميادين", "Mayadin"), ("السلمية", "Salamiyah"),
         ("جرابلس", "Jarabulus"), ("السخنة", "Sukhnah"), ("عين عيسى", "Ain Issa"), ("معرة النعمان", "Maarat al-Numan")]  # fmt: skip
# Not Homs: its northern countryside is a region of its own name, and "north-western" its west
UNITS = [
    ("حلب", "Aleppo"),
    ("حماة", "Hama"),
    ("دير الزور", "Deir ez-Zor"),
    ("درعا", "Daraa"),
    ("الرقة", "Raqqa"),
]
CASES = Path(__file__).parent.parent / "cases" / "expressions.csv"

winds = st.lists(st.sampled_from(WINDS), min_size=1, max_size=1).map(tuple)
sides = st.one_of(winds, st.sampled_from([("N", "E"), ("S", "W"), ("N", "W"), ("S", "E")]))
types = st.sampled_from(
    [
        (),
        ("city", "town", "settlement"),
        ("town", "village", "settlement", "city"),
        ("village", "settlement", "town"),
    ]
)


@st.composite
def distances(draw: st.DrawFn) -> tuple[float, float]:
    """A distance as people say it, or a range."""
    low = draw(st.integers(1, 99))
    if draw(st.booleans()):
        high = low + draw(st.integers(1, 20))
        return (low + high) / 2, (high - low) / 2
    return float(low), rounding(float(low))


@st.composite
def said_trees(draw: st.DrawFn) -> tuple[Tree, str]:
    """A tree that the small grammar can say, and in which language."""
    arabic = draw(st.booleans())
    pick = 0 if arabic else 1
    relation = draw(st.sampled_from([r for r in Relation if r not in (Relation.AREA_OF, Relation.BANK, Relation.INSIDE)]))  # fmt: skip
    anchor, other = draw(st.lists(st.sampled_from(TOWNS), min_size=2, max_size=2, unique=True))
    kinds: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    distance: float | None = None
    step = 0.0
    gloss: tuple[str, ...] = ()
    anchors = (anchor[pick],)
    if relation in (Relation.AT, Relation.NEAR, Relation.DISTANCE, Relation.DIRECTION):
        kinds = draw(types)
    if relation is Relation.DIRECTION:
        directions = draw(winds)
    elif relation in (Relation.COUNTRYSIDE, Relation.OUTSKIRTS):
        directions = draw(st.one_of(st.just(()), sides))
    elif relation is Relation.DISTANCE:
        distance, step = draw(distances())
        directions = draw(st.one_of(st.just(()), winds))
    elif relation in (Relation.BETWEEN, Relation.ROAD):
        anchors = (anchor[pick], other[pick])
    elif relation is Relation.AT and not kinds:
        gloss = draw(st.one_of(st.just(()), winds))
    within: tuple[Tree, ...] = ()
    if relation is not Relation.ROAD and not gloss and draw(st.booleans()):
        unit = draw(st.sampled_from(UNITS))[pick]
        within = draw(
            st.sampled_from([
                (Tree(Relation.AT, (unit,), ("governorate",)),),
                (Tree(Relation.COUNTRYSIDE, (unit,), directions=("E",)),),
                (Tree(Relation.COUNTRYSIDE, (unit,), directions=("NW",)),),
            ])
        )  # fmt: skip
    tree = Tree(relation, anchors, kinds, directions, distance, step, gloss, within)
    return tree, "ar" if arabic else "en"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=said_trees())
def test_what_the_grammar_says_it_reads_again(said: tuple[Tree, str], gazetteer: Gazetteer) -> None:
    tree, lang = said
    text = say(tree, lang)
    assume(fold(text) not in gazetteer.spellings)  # the badia of Palmyra is a region of its own name
    assert str(tree_of(parse_name(text, gazetteer))) == str(tree), text


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
some_winds = st.lists(st.sampled_from(WINDS), max_size=3, unique=True).map(tuple)
trees = st.recursive(
    st.builds(Tree, st.sampled_from(Relation), st.lists(names, min_size=1, max_size=2).map(tuple)),
    lambda inner: st.builds(
        Tree,
        st.sampled_from(Relation),
        st.lists(names, min_size=1, max_size=2).map(tuple),
        st.sampled_from([(), ("town",), ("village", "settlement", "town")]),
        some_winds,
        st.one_of(st.none(), st.integers(0, 5000).map(lambda n: n / 4)),
        st.just(0.0),
        some_winds,
        st.lists(inner, max_size=2).map(tuple),
        st.lists(names, max_size=2).map(tuple),
    ),
    max_leaves=4,
)


@given(tree=trees)
def test_the_print_of_any_tree_reads_back(tree: Tree) -> None:
    assert Tree.parse(str(tree)) == tree


@pytest.mark.parametrize(
    "text", ["", "nowhere ‹X›", "near", "near X", "near ‹X› in", "near ‹X", "near ‹X› ‹Y›", "distance 3±x km of ‹X›", "at ‹A› in (at ‹B›"]
)  # fmt: skip
def test_what_is_no_print_is_refused(text: str) -> None:
    with pytest.raises(GeomapError):
        Tree.parse(text)


def _cases() -> list[tuple[str, str]]:
    with CASES.open(encoding="utf-8") as file:
        return [(r["text"], r["tree"]) for r in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "tree"), _cases(), ids=[t for t, _ in _cases()])
def test_cases(text: str, tree: str, gazetteer: Gazetteer) -> None:
    assert str(tree_of(parse_name(text, gazetteer))) == tree


def test_nine_in_ten_expressions_have_nothing_unused(gazetteer: Gazetteer) -> None:
    located = [locate_name(text, gazetteer) for text, _ in _cases()]
    explained = [x is not None and not x.resolution.unused for x in located]
    assert sum(explained) >= 0.9 * len(explained)
