"""What a report names beside a mention: places, districts, the governorate of its sentence or at the head of its lines."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geomap.models import ADMIN, SETTLEMENTS, Mention, Place, Relation, Resolution, Role

# In characters: two sentences before or after. A long page goes from one front to the next.
_BESIDE = 300
# In characters: a comma, "and" and a type word, as stand between the names of a list.
_ADJACENT = 10
# Between two names of one list: Homs and Ghouta is no quarter of Homs.
_JOINED = frozenset({"", "and", "&", "و"})
# Between two names they part where people left from where they went: from Maarat al-Numan towards Dana.
_TOWARDS = frozenset({"to", "towards", "toward", "إلى", "الى", "نحو", "باتجاه", "صوب"})
# Places small enough that "near" them means something.
_POINTS = frozenset(
    {*SETTLEMENTS, "subdistrict", "neighbourhood", "camp", "crossing", "airbase", "dam", "bridge"}
)
# How the name of a unit heads a line, and what may stand before it.
_ALONE, _BEFORE, _BULLETS = "alone", "before", " \n\t#*-–•▪️🔸🔹🔴⚡️📍\u200f"


# Deir Ezzor (besieged by ISIS): Joura and Qusour. 60: a longer bracket is a sentence of its own
_BRACKET = re.compile(r"^\s*\([^()\n]{1,60}\)")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report names beside one mention, as far as it is decided.

    `places` are named near it, `adjacent` of these right before and after it; `units` are the districts and
    sub-districts of its sentence, `governorate` the only one that its sentence names, `heading` the one that heads its
    line or the lines before it. `inside`: that one governorate is named as its town is, before the mention (In Homs, at X).
    """

    places: Sequence[Place] = ()
    adjacent: Sequence[Place] = ()
    units: Sequence[Place] = ()
    governorate: Place | None = None
    heading: Place | None = None
    inside: bool = False


class Named:
    """The places that a report names without doubt, by where it names them: each mention asks for a few of them."""

    def __init__(self, settled: Iterable[Resolution]) -> None:
        self._points: list[tuple[Mention, Place]] = []
        self._units: dict[int, list[tuple[Mention, Place]]] = {}
        self._governorates: dict[int, dict[str, tuple[Place, Mention]]] = {}
        self._headings: list[tuple[Mention, Place, bool]] = []
        for r in settled:
            if r.chosen is None or r.mention.role is not Role.LOCATIVE:
                continue
            place = r.chosen.place
            # On the road to Damascus, however far that is
            if place.kind in _POINTS and r.mention.phrase.relation is not Relation.ROAD:
                self._points.append((r.mention, place))
            if place.kind == ADMIN[0] and (heads := _heads(r.mention)):
                self._headings.append((r.mention, place, heads == _ALONE))
            if place.kind == ADMIN[0]:
                named = self._governorates.setdefault(r.mention.context_start, {})
                named[place.place_id] = place, r.mention
            if place.kind in ADMIN[1:]:
                self._units.setdefault(r.mention.context_start, []).append((r.mention, place))
        # Those of a cell may stand in another order than in the text
        self._order = sorted(range(len(self._points)), key=lambda i: self._points[i][0].start)
        self._starts = [self._points[i][0].start for i in self._order]

    def beside(self, mention: Mention) -> Beside:
        """Return what is named beside a mention."""
        governorate, other = self._governorate(mention)
        return Beside(
            self.neighbours(mention), self._adjacent(mention), self.units(mention), governorate,
            self._heading(mention), other is not None and _is_inside(mention, other),
        )  # fmt: skip

    def neighbours(self, mention: Mention, *, itself: bool = True) -> list[Place]:
        """Return the places named in the sentence of a mention, else within two sentences of it."""
        first = bisect.bisect_left(self._starts, mention.start - _BESIDE)
        last = bisect.bisect_right(self._starts, mention.start + _BESIDE)
        beside = [self._points[i] for i in sorted(self._order[first:last])]
        beside = [(m, p) for m, p in beside if itself or m is not mention]
        same = [p for m, p in beside if m.context_start == mention.context_start]
        return same or [p for _, p in beside]

    def _adjacent(self, mention: Mention) -> list[Place]:
        """Return the places named right before and after a mention in its sentence, as those of a list are."""
        at = bisect.bisect_left(self._starts, mention.start)
        beside = [self._points[i] for i in self._order[max(at - 1, 0) : at + 2]]
        return [
            p
            for m, p in beside
            if m is not mention
            and m.context_start == mention.context_start
            and max(m.start - mention.end, mention.start - m.end) <= _ADJACENT
            and _between(m, mention).isdisjoint(_TOWARDS)
        ]

    def units(self, mention: Mention) -> list[Place]:
        """Return the districts and sub-districts that are named in the sentence of a mention."""
        return [p for m, p in self._units.get(mention.context_start, ()) if m is not mention]

    def _heading(self, mention: Mention) -> Place | None:
        """Return the governorate that heads the line of a mention, or that alone heads the lines before it.

        دير الزور: الجورة – القصور; "Daraa::" above what befell its villages.
        """
        before = [h for h in self._headings if h[0].start < mention.start]
        if not before:
            return None
        head, place, alone = before[-1]
        return place if alone or head.context_start == mention.context_start else None

    def _governorate(self, mention: Mention) -> tuple[Place | None, Mention | None]:
        """Return the governorate that the sentence of a mention names, where it names but one, and how."""
        named = list(self._governorates.get(mention.context_start, {}).values())
        return named[0] if len(named) == 1 else (None, None)


def _between(a: Mention, b: Mention) -> set[str]:
    """Return the words between two mentions of one sentence."""
    first, last = min(a.end, b.end) - a.context_start, max(a.start, b.start) - a.context_start
    return set(a.context[first:last].lower().split())


def _is_inside(mention: Mention, other: Mention) -> bool:
    """Whether a governorate's bare name, which is its town's too, is said before a mention, and not in one list with it."""
    phrase = other.phrase
    if phrase.kinds or phrase.directions or phrase.relation is not Relation.AT or other.start > mention.start:
        return False
    between = mention.context[other.end - mention.context_start : mention.start - mention.context_start]
    return between.strip(" ,،").lower() not in _JOINED


def _heads(mention: Mention) -> str:
    """Return how a unit heads a line: _BEFORE what a colon parts from it, or _ALONE; "" where it does not."""
    start, end = (
        mention.expression_start - mention.context_start,
        mention.expression_end - mention.context_start,
    )
    before, after = mention.context[:start], _BRACKET.sub("", mention.context[end:]).lstrip(" \u200f")
    if before.strip(_BULLETS) or not after.startswith((":", "|")):
        return ""
    return _BEFORE if after.strip(" :|\n") else _ALONE
