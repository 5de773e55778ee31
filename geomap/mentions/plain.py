"""A cell of words that no list has, neither of names nor of the grammar: all of it is one name.

Most misspelled names are such cells. What the grammar would make of them is told without it, at a tenth of the cost.
"""

from __future__ import annotations

import functools

from geomap.gazetteer import Gazetteer
from geomap.mentions.canonical import has_other_words
from geomap.mentions.cells import SYRIAN, is_part_word, is_thing, longest_known, may_be_name, nominative
from geomap.mentions.lexicon import Span, What
from geomap.mentions.tokens import Token
from geomap.mentions.words import begins_phrase
from geomap.models import Mention, Role


def plain_name(
    text: str, tokens: list[Token], spans: list[Span], gazetteer: Gazetteer, report_id: str
) -> Mention | None:
    """Return the mention of a cell that is a name and nothing else, None where the grammar must be asked.

    `spans` are the names that are known in the cell. The mention is the one of `read_expression`.
    """
    if spans or not all(_is_plain(t.raw, t.fold, t.arabic) for t in tokens):
        return None
    first, *others = tokens
    if any(t.gap not in (" ", "-") or (t.arabic and t.fold.startswith("و")) for t in others):
        return None
    if (
        first.start
        or tokens[-1].end != len(text)
        or sum(len(t.gap) + len(t.raw) for t in tokens) != len(text)
    ):
        return None  # signs around or inside it that are no part of its words
    if any(longest_known(tokens, i, set(), gazetteer) for i in range(len(tokens))):
        return None
    form = " ".join(t.fold for t in tokens)
    whole = Span(0, len(tokens), 0, len(text), What.GUESS, "", (form,))
    return Mention(
        report_id=report_id, start=0, end=len(text), toponym=text, expression=text, expression_start=0,
        expression_end=len(text), role=Role.LOCATIVE, context=text, expression_id=1,
        full_name=nominative(tokens, whole, gazetteer),
    )  # fmt: skip


@functools.lru_cache(maxsize=65536)
def _is_plain(raw: str, folded: str, arabic: bool) -> bool:
    """Whether a word is one of a name only: it says nothing, alone or with others, that the grammar knows."""
    token = Token(0, len(raw), raw, folded, "", arabic)
    return (
        may_be_name([token], 0)
        and folded != SYRIAN
        and not begins_phrase(folded)
        and not is_part_word(token)
        and not is_thing(token)
        and not any(c.isdigit() for c in folded)
        and not has_other_words(token)
    )
