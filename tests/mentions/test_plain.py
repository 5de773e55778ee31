"""A cell that is a name and nothing else is read without the grammar, which would say the same of it."""

from __future__ import annotations

import pytest

from geomap import Gazetteer
from geomap.mentions.cells import read_expression
from geomap.mentions.parse import parse_name
from geomap.mentions.plain import plain_name
from geomap.mentions.spans import find_spans
from geomap.mentions.tokens import tokenize
from geomap.models import Mention


def _plain(text: str, gazetteer: Gazetteer) -> Mention | None:
    tokens = tokenize(text)
    return plain_name(text, tokens, find_spans(tokens, gazetteer, by_sound=False), gazetteer, "")


def test_the_grammar_says_the_same(gazetteer: Gazetteer) -> None:
    names = sorted({v.name for place in gazetteer.places() for v in place.names})[::3]
    misspelled = [name[: len(name) // 2] + name[len(name) // 2 + 1 :] for name in names]
    read = {text: mention for text in misspelled if (mention := _plain(text, gazetteer)) is not None}
    assert len(read) > len(misspelled) / 3
    for text, mention in read.items():
        assert read_expression(text, gazetteer) == [mention], text


@pytest.mark.parametrize("text", [
    "قرية زرقونه", "north of Zorgon", "Zorgonville, Idlib", "زرقونه وقلقونه", "السوري", "5 km Zorgon", "Zorgon district",
    "Zorgon (Qulqun)", "شارع زرقونه", "taxa Zorgon", "Idlib Zorgon", "Zorgon.", " Zorgon Qulqun", "مثلث زرقونه قلقونه",
])  # fmt: skip
def test_what_says_more_is_left_to_the_grammar(gazetteer: Gazetteer, text: str) -> None:
    assert _plain(text, gazetteer) is None


def test_an_unknown_name_of_two_words_is_one_name(gazetteer: Gazetteer) -> None:
    (mention,) = parse_name("زرقونه قلقونه", gazetteer)
    assert (mention.toponym, mention.start, mention.end) == ("زرقونه قلقونه", 0, 13)
