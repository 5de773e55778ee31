"""A name that was spotted in a text, on its way to a mention: every step of the finding reads it, or says more of it."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.mentions.around import Around
from geomap.mentions.lexicon import Span
from geomap.models import Part, Phrase, Role


@dataclass(slots=True)
class Name:
    """A spotted name on its way to a mention."""

    span: Span
    around: Around
    role: Role
    part: Part = Part.HEAD
    group: int = 0
    listed: bool = False  # stands in a list under one head with another place
    follows: bool = False  # stands in a list, right after the name before it
    phrase: Phrase | None = None
    expression: tuple[int, int] = (0, 0)
    full_name: str = ""  # what a short name stands for
