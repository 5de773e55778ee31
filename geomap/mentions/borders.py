"""Borders with a named country: الحدود مع تركيا is ground in Syria, and تركيا is not."""

from __future__ import annotations

import re
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import Around
from geomap.mentions.lexicon import Span, What
from geomap.mentions.name import Name
from geomap.mentions.sentences import Sentences
from geomap.mentions.tokens import Token
from geomap.models import Part, Role

# A name of a border: الحدود مع تركيا, الشريط الحدودي مع العراق, the Lebanese border; not معبر نصيب الحدودي.
_BORDER = re.compile(r"(الحدود|الشريط الحدودي|المنطقه الحدوديه)\b|(.* )?border\b(?! crossing)")
# The north-east and the north-west are regions that people speak of by name.
_QUARTER = re.compile(
    r"(?:n|s|e|w|north|south|east|west|northern|southern|eastern|western|central) syria"
    r"|(?:شمال|جنوب|شرق|غرب|وسط)ي? سوري[اه]"
)


def without_mere_borders(text: str, names: list[Name]) -> list[Name]:
    """Leave out a border where the sentence names a place: قاح قرب الحدود مع تركيا is in Qah, and nowhere else along it.

    A quarter of the country is but the country where the report names a place: a village in southern Syria.
    """
    parts = [n for n in names if n.role is Role.LOCATIVE and _QUARTER.fullmatch(n.span.forms[0])]
    if parts and any(n.role is Role.LOCATIVE and n not in parts for n in names):
        for name in parts:
            name.role, name.around = Role.COUNTRY, Around(name.span.first, name.span.last)
    borders = [n for n in names if n.role is Role.LOCATIVE and _BORDER.match(n.span.forms[0])]
    if not borders:
        return names
    sentences = Sentences(text)
    said = {sentences.index(n.span.start) for n in names if n.role is Role.LOCATIVE and n not in borders}
    return [n for n in names if n not in borders or sentences.index(n.span.start) not in said]


def with_neighbours(tokens: list[Token], names: list[Name], gazetteer: Gazetteer) -> list[Name]:
    """Part a border from the country beyond it: of الحدود مع تركيا only الحدود is ground in Syria."""
    parted: list[Name] = []
    group = max((n.group for n in names), default=0)
    for name in names:
        parted.append(name)
        span = name.span
        links = [i for i in range(span.first + 1, span.last - 1) if tokens[i].fold in ("مع", "with")]
        if not links or name.role is not Role.LOCATIVE:
            continue
        link = links[-1]
        beyond = " ".join(t.fold for t in tokens[link + 1 : span.last])
        if beyond not in gazetteer.foreign_spellings:
            continue
        name.full_name = name.full_name or " ".join(t.raw for t in tokens[span.first : span.last])
        name.span = replace(span, end=tokens[link - 1].end)
        group += 1
        other = Span(
            link + 1,
            span.last,
            tokens[link + 1].start,
            tokens[span.last - 1].end,
            What.FOREIGN,
            "",
            (beyond,),
        )
        around = Around(other.first, other.last)
        parted.append(
            replace(
                name,
                span=other,
                around=around,
                role=Role.FOREIGN,
                part=Part.HEAD,
                group=group,
                full_name="",
                listed=False,
                follows=False,
            )
        )
    return parted
