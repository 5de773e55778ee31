"""Words that begin a part of a page which is not the report: related stories, tags, comments, share buttons."""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import dataclass
from importlib.resources import files

from geomap.names.fold import fold

#: The longest marker has so many words.
LONGEST = 5
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Marker:
    """What a marker begins (stories, tags, comments, buttons, menu, notice), and whether it must stand alone,

    since sentences begin with these words too: تعليق الدوام في المدارس.
    """

    kind: str
    alone: bool


@functools.cache
def markers() -> dict[str, Marker]:
    """The markers by the folds of their words, joined by spaces."""
    text = files("geomap.readers").joinpath("data", "page_markers.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {folded(row["marker"]): Marker(row["kind"], row["needs"] == "alone") for row in rows}


def folded(text: str) -> str:
    """The folds of a text's words, without numbers and signs.

    >>> folded("التعليقات (3):"), folded("Read also »")
    ('التعليقات', 'read also')
    """
    return " ".join(fold(word) for word in _WORD.findall(text) if not word.isdecimal())


def marked(text: str) -> Marker | None:
    """The marker that a short line is, numbers and signs aside; None where it is none or says more."""
    return markers().get(folded(text)) if len(text) < 80 else None


def begins_notice(line: str) -> Marker | None:
    """The marker of a publisher's notice that a line begins with: all rights reserved, this site uses cookies.

    A marker that must stand alone needs a sign after it: للتواصل: الطبقة، شارع السوق.
    """
    label, sign, _ = line.partition(":")
    marker = marked(label) if sign else None
    if marker is None:
        words = folded(line[:200]).split()
        found = (markers().get(" ".join(words[:length])) for length in range(min(LONGEST, len(words)), 1, -1))
        marker = next((m for m in found if m is not None and not m.alone), None)
    return marker if marker is not None and marker.kind == "notice" else None
