"""Towns that are named in full first and in short later: معرة النعمان, then المعرة."""

from __future__ import annotations

from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.lexicon import Span, What
from geomap.mentions.name import Name
from geomap.mentions.tokens import Token
from geomap.mentions.words import listed
from geomap.models import Role


def with_short_names(tokens: list[Token], spans: list[Span], gazetteer: Gazetteer) -> list[Span]:
    """Add the words that are the article and the first word of a town's name said before, and are no span yet."""
    full = _full_names(spans, gazetteer)
    if not full:
        return spans
    first_said = {short: span.first for short, span in full.items()}
    taken = {i for span in spans for i in range(span.first, span.last)}
    added = [
        Span(i, i + 1, token.start, token.end, What.PLACE, "", (token.fold,))
        for i, token in enumerate(tokens)
        if i not in taken and i > first_said.get(token.fold, len(tokens))
    ]
    return sorted([*spans, *added], key=lambda s: s.first) if added else spans


def _full_names(spans: list[Span], gazetteer: Gazetteer) -> dict[str, Span]:
    """Return short forms with the full name that was said first."""
    full: dict[str, Span] = {}
    for span in spans:
        head, _, rest = span.forms[0].partition(" ")
        known = span.what is What.PLACE and span.forms[0] in gazetteer.settled_spellings
        if known and rest and head in listed("short_heads"):
            full.setdefault(f"ال{head}", span)
    return full


def shorten(names: list[Name]) -> None:
    """Let each short name stand for the full one that was said last before it."""
    said: dict[str, str] = {}
    for name in names:
        form = name.span.forms[0]
        head, _, rest = form.partition(" ")
        if name.role is not Role.LOCATIVE or name.span.what is not What.PLACE:
            continue
        if rest and head in listed("short_heads"):
            said[f"ال{head}"] = form
        elif form in said:
            name.full_name = said[form]
            # The full name vouches for it
            name.span = replace(name.span, forms=(said[form], form))
