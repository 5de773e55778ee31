"""The typed tree of a locative expression, how it is printed, and how it is read back from print.

    distance 10±2.5 km N of ‹Raqqa›
    countryside E of governorate ‹دير الزور› in (near ‹الحدود العراقية›)
    between ‹كحيل› and ‹الطيبة›
    bank L of ‹Euphrates›

`str(tree)` is the print, `Tree.parse` reads it; one is the inverse of the other for every tree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.errors import GeomapError
from geomap.models import Mention, Part, Relation, Role

_TOKENS = re.compile(r"‹((?:\\.|[^‹›\\])*)›|([()])|([^\s()‹›]+)")
# Compass directions, and the left and right bank of a river
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW", "L", "R")


@dataclass(frozen=True, slots=True)
class Tree:
    """What one expression says. Two anchors are the ends of a between or a road, three the corners of what lies between.

    `kinds` are the gazetteer kinds that the type word admits, `distance_km` and `rounding_km` what a distance says
    and half the step that it is rounded to (or half a range), `gloss` the directions that only tell where an anchor
    lies in the country, `within` the restrictions in the order of the text, `unused` what no rule explained.
    """

    relation: Relation
    anchors: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    distance_km: float | None = None
    rounding_km: float = 0.0
    gloss: tuple[str, ...] = ()
    within: tuple[Tree, ...] = ()
    unused: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = [str(self.relation)]
        if self.distance_km is not None:
            words.append(f"{self.distance_km:.12g}±{self.rounding_km:.12g} km")
        words += self.directions
        if self.directions or self.distance_km is not None:
            words.append("of")
        if self.kinds:
            words.append("|".join(self.kinds))
        words.append(" and ".join(_quoted(a) for a in self.anchors))
        if self.gloss:
            words += ["gloss", *self.gloss]
        if self.unused:
            words += ["unused", *(_quoted(w) for w in self.unused)]
        words += [f"in ({inner})" for inner in self.within]
        return " ".join(words)

    @classmethod
    def parse(cls, text: str) -> Tree:
        """Read a tree from its print. Raises GeomapError where it is none."""
        reader = _Reader(text)
        tree = reader.tree()
        if reader.left:
            raise GeomapError(f"{text!r}: {reader.left[0]!r} after the end of the tree.")
        return tree


def tree_of(mentions: Sequence[Mention]) -> Tree | None:
    """Return the tree of one expression from its mentions; None where none of them is a head that is a place."""
    heads = [m for m in mentions if m.part is Part.HEAD and m.role is Role.LOCATIVE]
    if not heads:
        return None
    head = heads[0]
    same = [m for m in mentions if m.expression_id == head.expression_id]
    ends = [m.toponym for m in same if m.part is Part.END]
    within = tuple(_tree(m, ()) for m in sorted(same, key=lambda m: m.start) if m.part is Part.WITHIN)
    return _tree(head, within, tuple(ends))


def _tree(mention: Mention, within: tuple[Tree, ...], ends: tuple[str, ...] = ()) -> Tree:
    phrase = mention.phrase
    distance = phrase.distance_m
    return Tree(
        phrase.relation, (mention.toponym, *ends), phrase.kinds, phrase.directions,
        None if distance is None else distance / 1000, phrase.distance_rounding_m / 1000 if distance else 0.0,
        phrase.gloss, within, phrase.unused,
    )  # fmt: skip


def _quoted(name: str) -> str:
    return "‹" + re.sub(r"([‹›\\])", r"\\\1", name) + "›"


class _Reader:
    """The words of a printed tree, from the left."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left: list[str] = []
        end = 0
        for found in _TOKENS.finditer(text):
            if text[end : found.start()].strip():
                raise GeomapError(f"{text!r}: {text[end : found.start()].strip()!r} is not understood.")
            name, bracket, word = found.groups()
            self.left.append(bracket or word or "‹" + re.sub(r"\\(.)", r"\1", name))
            end = found.end()
        if text[end:].strip():
            raise GeomapError(f"{text!r}: {text[end:].strip()!r} is not understood.")

    def tree(self) -> Tree:
        word = self.take()
        if word not in list(Relation):
            raise GeomapError(f"{self.text!r}: {word!r} is no relation.")
        relation, distance, rounding = Relation(word), None, 0.0
        if "±" in self.ahead and not self.ahead.startswith("‹"):
            low, _, high = self.take().partition("±")
            distance, rounding = self.number(low), self.number(high)
            self.take("km")
        directions = self.directions()
        if self.ahead == "of":
            self.take()
        kinds = () if self.ahead.startswith("‹") else tuple(self.take().split("|"))
        anchors = [self.name()]
        while self.ahead == "and":
            self.take()
            anchors.append(self.name())
        gloss: tuple[str, ...] = ()
        unused: list[str] = []
        within: list[Tree] = []
        if self.ahead == "gloss":
            self.take()
            gloss = self.directions()
        if self.ahead == "unused":
            self.take()
            while self.ahead.startswith("‹"):
                unused.append(self.name())
        while self.ahead == "in":
            self.take()
            self.take("(")
            within.append(self.tree())
            self.take(")")
        return Tree(
            relation,
            tuple(anchors),
            kinds,
            directions,
            distance,
            rounding,
            gloss,
            tuple(within),
            tuple(unused),
        )

    @property
    def ahead(self) -> str:
        return self.left[0] if self.left else ""

    def take(self, wanted: str = "") -> str:
        if not self.left or (wanted and self.left[0] != wanted):
            raise GeomapError(f"{self.text!r}: {wanted or 'more'} was expected, not {self.ahead!r}.")
        return self.left.pop(0)

    def name(self) -> str:
        if not self.ahead.startswith("‹"):
            raise GeomapError(f"{self.text!r}: a name in ‹ › was expected, not {self.ahead!r}.")
        return self.take()[1:]

    def directions(self) -> tuple[str, ...]:
        found = []
        while self.ahead in _COMPASS:
            found.append(self.take())
        return tuple(found)

    def number(self, text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise GeomapError(f"{self.text!r}: {text!r} is no number.") from None
