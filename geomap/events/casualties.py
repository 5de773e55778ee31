"""How many were killed and injured, as far as a passage says it.

The sentence is read as a row of units (numbers, words for people, verbs of killing, links …, all from
data/casualty_words.csv). A count belongs to the verb that governs it: in "قتل 14 عنصراً" and "killed
five" the verb comes first, in "12 people were injured" last, and "20 قتيلاً" carries its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from geomap.events.cues import cue_phrases
from geomap.events.numbers import number_at
from geomap.events.tokens import COMMA, STOP, Phrases, is_year, rows_of

KILLED, INJURED = "killed", "injured"

# How far, in units, a count may stand from its verb; and how far a further count joined by "and" may
# stand from the first ("14 عنصراً من قوات النظام وميليشيا … بالإضافة ل5 من …").
REACH = 10
# Adjectives between a number and its people: "three pro-government local fighters".
ADJECTIVES = 3


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or phrase of data/casualty_words.csv does."""

    role: str
    kinds: tuple[str, ...] = ()
    count: int | None = None


@dataclass(slots=True)
class Unit:
    """One or more tokens with one role."""

    token: str
    role: str
    kinds: tuple[str, ...] = ()
    count: int | None = None

    @property
    def linked(self) -> bool:
        """Joined to what comes before by an attached و."""
        return self.token.startswith("و") and len(self.token) > 1 and not self.token.startswith("واحد")


@dataclass(slots=True)
class Count:
    """A number of people at units[start:end]. `kinds` where its own noun says what became of them."""

    number: int
    start: int
    end: int
    bare: bool = False  # a number without a word for people
    implied: bool = False  # one person, without a number
    kinds: tuple[str, ...] = ()
    taken: bool = False


@dataclass(slots=True)
class Tally:
    """The counts of a sentence by kind, in order; counts of killed and injured together; kinds unnumbered."""

    counts: dict[str, list[int]] = field(default_factory=lambda: {KILLED: [], INJURED: []})
    together: list[int] = field(default_factory=list)
    unnumbered: set[str] = field(default_factory=set)

    def add(self, kinds: Sequence[str], number: int) -> None:
        if len(set(kinds)) > 1:
            self.together.append(number)
        else:
            self.counts[kinds[0]].append(number)

    def leave_open(self, kinds: Sequence[str]) -> None:
        """People of these kinds were told of without a number."""
        self.unnumbered.add(" or ".join(dict.fromkeys(kinds)))


@cache
def _words() -> Phrases[Word]:
    rows = []
    for row in rows_of("casualty_words.csv"):
        kinds = tuple(row["kinds"].split("+")) if row["kinds"] else ()
        rows.append((row["phrase"], Word(row["role"], kinds, int(row["count"]) if row["count"] else None)))
    return Phrases(rows)


def _units(tokens: Sequence[str]) -> list[Unit]:
    units: list[Unit] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token in (COMMA, STOP):
            units.append(Unit(token, token))
            index += 1
            continue
        cue = cue_phrases().at(tokens, index)
        if cue and cue[0] == "subset":
            units.append(Unit(token, "subset"))
            index += cue[1]
            continue
        word = _words().at(tokens, index)
        number = number_at(tokens, index)
        if number and not (word and word[1] > number[1]):
            units.append(Unit(token, "number", count=number[0]))
            index += number[1]
        elif word and word[0].role == "unit" and token[0] in "وفبلك" and not _words().has_first(token):
            # In "5 بغارات" the raids are not what is counted.
            units.append(Unit(token, "word"))
            index += word[1]
        elif word:
            units.append(Unit(token, word[0].role, word[0].kinds, word[0].count))
            index += word[1]
        else:
            units.append(Unit(token, "word"))
            index += 1
    return units


def _is_trigger(unit: Unit) -> bool:
    return unit.role in ("right", "left", "both")


def _in_subset(units: list[Unit]) -> list[bool]:
    """Which units belong to "including 3 children": from the cue to the next comma or verb."""
    inside = [False] * len(units)
    within = False
    for index, unit in enumerate(units):
        if unit.role == "subset":
            within = True
            if index and units[index - 1].role == "number":  # three of them
                inside[index - 1] = True
        elif unit.role in (COMMA, STOP) or _is_trigger(unit):
            within = False
        inside[index] = within
    return inside


def _people_after(units: list[Unit], index: int) -> tuple[int, tuple[str, ...]] | None:
    """For the number at `index`: the end of its words for people and their kinds, None for other things."""
    at, adjectives, people = index + 1, 0, False
    end = index + 1
    kinds: tuple[str, ...] = ()
    while at < len(units):
        unit = units[at]
        if unit.role == "noun" and not (people and unit.linked):
            return at + 1, unit.kinds
        if unit.role == "person" and not (people and (unit.linked or not unit.token.isascii())):
            people, end = True, at + 1
        elif unit.role == "unit" and not people:
            return None
        elif people or unit.role not in ("word", "filler"):
            break
        elif unit.role == "word":
            adjectives += 1
            # Arabic puts adjectives last; only من stands between (5 من العناصر).
            if adjectives > (ADJECTIVES if unit.token.isascii() else int(unit.token == "من")):
                break
        at += 1
    return end, kinds


def _counts(units: list[Unit], subset: list[bool]) -> list[Count]:
    counts: list[Count] = []
    index = 0
    while index < len(units):
        unit = units[index]
        found: Count | None = None
        if unit.role == "number" and unit.count is not None:
            after = _people_after(units, index)
            if after:
                end, kinds = after
                found = Count(unit.count, index, end, bare=end == index + 1, kinds=kinds)
                if found.bare and (is_year(unit.token) or unit.count == 0):
                    found = None
        elif unit.role == "noun" and unit.count is not None:
            found = Count(unit.count, index, index + 1, kinds=unit.kinds)
        elif unit.role == "person" and unit.count is not None and not unit.token.isascii():
            end = index + 1
            if end < len(units) and units[end].role == "number" and units[end].count == unit.count:
                end += 1  # شخص واحد
            found = Count(unit.count, index, end, implied=unit.count == 1)
        elif unit.role == "article":
            for end in range(index + 1, min(index + 2 + ADJECTIVES, len(units))):
                if units[end].role == "person":
                    if units[end].count == 1:
                        found = Count(1, index, end + 1)
                    break
                if units[end].role not in ("word", "filler"):
                    break
        if found and not subset[index]:
            counts.append(found)
        index = found.end if found else index + 1
    return counts


class _Reading:
    """One sentence while its counts are given to its verbs."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.units = _units(tokens)
        self.subset = _in_subset(self.units)
        self.by_start = {count.start: count for count in _counts(self.units, self.subset)}
        self.by_end = {count.end: count for count in self.by_start.values()}
        self.tally = Tally()

    def run(self) -> Tally:
        index = 0
        while index < len(self.units):
            if _is_trigger(self.units[index]):
                end, kinds, roles = self._group(index)
                self._give(index, end, kinds, roles)
                index = end
            else:
                index += 1
        for count in self.by_start.values():
            if count.kinds and not count.taken:
                self.tally.add(count.kinds, count.number)
        numbered = {index for count in self.by_start.values() for index in range(count.start, count.end)}
        for index, unit in enumerate(self.units):
            if unit.role == "noun" and index not in numbered and not self.subset[index]:
                self.tally.leave_open(unit.kinds)
        return self.tally

    def _group(self, start: int) -> tuple[int, tuple[str, ...], set[str]]:
        """Verbs that share their counts: "مقتل وإصابة", "killed and wounded"."""
        kinds, roles, end = self.units[start].kinds, {self.units[start].role}, start + 1
        at = end
        while at < len(self.units) and (self.units[at].role == "link" or _is_trigger(self.units[at])):
            if _is_trigger(self.units[at]):
                kinds, end = tuple(dict.fromkeys(kinds + self.units[at].kinds)), at + 1
                roles.add(self.units[at].role)
            at += 1
        return end, kinds, roles

    def _give(self, start: int, end: int, kinds: tuple[str, ...], roles: set[str]) -> None:
        role = "left" if "left" in roles else "right" if "right" in roles else "both"
        before = self.units[start - 1].role if start else ""
        if role == "both":
            role = "left" if before == "aux" or not self._stands_right(end) else "right"
        found = self._right(end, kinds) if role == "right" else self._left(start, kinds)
        if not found and "left" in roles and self._stands_right(end):  # قتلوا 5 مدنيين
            found = self._right(end, kinds)
        for count in found:
            count.taken = True
            self.tally.add(count.kinds or kinds, count.number)
        after = self.units[end].role if end < len(self.units) else ""
        others = end < len(self.units) and self.units[end].role == "person" and end not in self.by_start
        if not found and (after == "unknown" or before == "unknown" or others):
            self.tally.leave_open(kinds)

    def _stands_right(self, end: int) -> bool:
        """Whether a count follows at once, with nothing but "at least" between."""
        while end < len(self.units) and self.units[end].role == "filler":
            end += 1
        return end in self.by_start and not self._is_of_next(self.by_start[end])

    def _is_of_next(self, count: Count) -> bool:
        """Whether the verb after a count claims it: "… and five were wounded"."""
        at = count.end
        while at < len(self.units) and self.units[at].role in ("aux", "filler"):
            at += 1
        return at < len(self.units) and self.units[at].role in ("left", "both")

    def _right(self, end: int, kinds: tuple[str, ...]) -> list[Count]:
        at, only_fillers, comma = end, True, False
        while at < min(end + REACH, len(self.units)):
            unit = self.units[at]
            count = self.by_start.get(at)
            if count and not count.taken:
                fits = not count.kinds or set(count.kinds) <= set(kinds)
                near = only_fillers or not (count.bare or count.implied)
                if near and (not comma or self.units[at - 1].role == COMMA):
                    return [count, *self._joined(count, kinds)] if fits else []
                at = count.end
                only_fillers = False
                continue
            if unit.role in (STOP, "agent", "subset") or _is_trigger(unit):
                break
            comma = comma or unit.role == COMMA
            only_fillers = only_fillers and unit.role in ("filler", COMMA)
            at += 1
        return []

    def _joined(self, first: Count, kinds: tuple[str, ...]) -> list[Count]:
        """Further counts of the same verb: "14 عنصراً … و5 من …", "three soldiers and a child"."""
        found: list[Count] = []
        at, last = first.end, first.end
        while at < min(last + REACH, len(self.units)):
            unit = self.units[at]
            count = self.by_start.get(at)
            if count:
                if count.taken or not self._is_linked(count) or self._is_of_next(count):
                    break
                if count.kinds and not set(count.kinds) <= set(kinds):
                    break
                if count.bare and not self._may_be_bare(count):
                    break
                if count.implied and at - last > 1:  # a person further on is another sentence's subject
                    break
                found.append(count)
                at = last = count.end
                continue
            if unit.role in (STOP, "agent") or _is_trigger(unit):
                break
            at += 1
        return found

    def _is_linked(self, count: Count) -> bool:
        unit = self.units[count.start]
        at = count.start - 1
        while at > 0 and self.units[at].role == "filler":
            at -= 1
        before = self.units[at]
        if unit.linked or before.role == "link":
            return True
        return before.role == COMMA and unit.token.isascii() and not count.bare

    def _may_be_bare(self, count: Count) -> bool:
        after = self.units[count.end] if count.end < len(self.units) else None
        return after is None or after.role in (COMMA, STOP, "subset") or after.token in ("من", "of")

    def _left(self, start: int, kinds: tuple[str, ...]) -> list[Count]:
        at, words = start, 0
        while at > max(0, start - REACH - 2):
            count = self.by_end.get(at)
            if count and not count.taken and not (count.bare and words > 1) and not count.implied:
                if count.kinds:
                    return []
                return [*self._joined_before(count), count]
            unit = self.units[at - 1]
            if unit.role == STOP or _is_trigger(unit):
                break
            words += unit.role not in ("aux", "filler")
            at -= 1
        return []

    def _joined_before(self, last: Count) -> list[Count]:
        found: list[Count] = []
        count = last
        while self._is_linked(count):
            at = count.start
            earlier = None
            while at > max(0, count.start - REACH // 2):
                earlier = self.by_end.get(at)
                if earlier or _is_trigger(self.units[at - 1]):
                    break
                at -= 1
            if not earlier or earlier.taken or earlier.kinds or earlier.bare:
                break
            found.insert(0, earlier)
            count = earlier
        return found


def count_casualties(tokens: Sequence[str]) -> Tally:
    """The killed and injured of one sentence (folded tokens, see `tokens.tokenize`)."""
    return _Reading(tokens).run()
