"""A recogniser of your own beside the finder: a function from a text to the spans of the places that it sees.

    def recognise(text: str) -> Iterable[tuple[int, int]]: ...

Spans are half-open and count code points of `text`, as Python's slices do. They join the finder's names as
candidates: where both see something, the finder's span stands, since it knows particles, type words and the
gazetteer's longer names; the others are read, tied and matched like every name, and what the gazetteer lacks comes
out as unmatched. A text longer than a report (200,000 characters) is given to the function part by part.
"""

from __future__ import annotations

import bisect
import importlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from geomap.errors import GeomapError
from geomap.gazetteer import Gazetteer
from geomap.mentions.lexicon import LONGEST_NAME, PARTICLES, Span, What, lexicon_of
from geomap.mentions.tokens import Token

Recogniser = Callable[[str], Iterable[tuple[int, int]]]

#: spaCy's labels for what may be a place, in its English and multilingual models.
SPACY_LABELS = ("GPE", "LOC", "FAC")
_ARTICLES = ("the",)


def spacy_recogniser(nlp: Any, labels: Iterable[str] = SPACY_LABELS) -> Recogniser:
    """Return a recogniser that asks a spaCy pipeline for its entities of some labels."""
    wanted = frozenset(labels)

    def recognise(text: str) -> list[tuple[int, int]]:
        return [(e.start_char, e.end_char) for e in nlp(text).ents if e.label_ in wanted]

    return recognise


def load_recogniser(name: str) -> Recogniser:
    """Load a recogniser by name: `spacy:MODEL` (an installed spaCy model), or `package.module:function`.

    Raises GeomapError where there is none of that name.
    """
    module, _, function = name.partition(":")
    try:
        if module == "spacy":
            spacy = importlib.import_module("spacy")
            return spacy_recogniser(spacy.load(function))
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, OSError, ValueError) as error:
        raise GeomapError(
            f"no recogniser {name!r}: {error}. Give spacy:MODEL (pip install 'geomap[spacy]' and a model), "
            "or package.module:function."
        ) from error
    if not callable(found):
        raise GeomapError(f"the recogniser {name!r} is no function from a text to spans.")
    return found  # type: ignore[no-any-return]


def with_recognised(
    text: str, tokens: list[Token], spans: list[Span], recogniser: Recogniser, gazetteer: Gazetteer
) -> list[Span]:
    """Add what a recogniser finds where no span is yet. Raises GeomapError for spans outside the text."""
    starts = [token.start for token in tokens]
    taken = {i for span in spans for i in range(span.first, span.last)}
    lexicon = lexicon_of(gazetteer)
    added: list[Span] = []
    for start, end in sorted(recogniser(text)):
        if not 0 <= start < end <= len(text):
            raise GeomapError(
                f"the recogniser gave the span {start}-{end} of a text of {len(text)} characters."
            )
        first = max(bisect.bisect_right(starts, start) - 1, 0)
        first += first < len(tokens) and tokens[first].end <= start
        last = bisect.bisect_left(starts, end)
        if first < last and tokens[first].fold in _ARTICLES:
            first += 1
        if not 0 < last - first <= LONGEST_NAME or not taken.isdisjoint(range(first, last)):
            continue
        taken.update(range(first, last))
        span = _span(tokens, first, last, start)
        what = lexicon.what(span.forms[0], tokens[first].arabic)
        added.append(span if what is None else replace(span, what=what))
    return sorted([*spans, *added], key=lambda s: s.first)


def _span(tokens: list[Token], first: int, last: int, start: int) -> Span:
    """Return the name of whole words, but for a particle that the recogniser has left out: و|سرمين."""
    token = tokens[first]
    form = " ".join(t.fold for t in tokens[first:last])
    cut = token.raw[: max(start - token.start, 0)]
    if cut and cut in PARTICLES and len(token.fold) > len(cut) + 1:
        return Span(first, last, start, tokens[last - 1].end, What.GUESS, cut, (form[len(cut) :],))
    return Span(first, last, token.start, tokens[last - 1].end, What.GUESS, "", (form,))
