"""Which spotted names are places: a name that is an everyday word too needs signs that a place is meant.

How many signs a name needs depends on how ordinary it is as a word (word lists, wordfreq); the signs are what
stands around it, the list that it stands in, the preposition before it, and the other places of the report.
"""

from __future__ import annotations

from collections.abc import Iterable

from geomap.gazetteer import Gazetteer
from geomap.mentions.lexicon import What, place_ids
from geomap.mentions.name import Name
from geomap.mentions.ordinary import NEVER, is_common_noun, is_definite, signs_needed
from geomap.mentions.persons import is_given, is_person
from geomap.mentions.signs import Signs
from geomap.mentions.surroundings import Surroundings
from geomap.mentions.ties import is_counted
from geomap.mentions.tokens import Token
from geomap.mentions.words import (
    common_words,
    everyday_words,
    frequent_words,
    known_words,
    listed,
)
from geomap.models import Part, Role

# With two places of its neighbourhood named, an everyday word beside is a third: of 45 such words in labelled passages
# that no word around spoke for, 7 were none.
_AMID = 2
# What a word that is hardly ever a name needs where its type is said
_IF_TYPED = 2
# Places that make a column, and what may stand after the first name of its lines.
_COLUMN, _AFTER_HEAD = 3, frozenset(":–—-،,(|\n")
# So many words stand between two that are each "in" a place: in Atmeh, another in al-Bab.
_PARALLEL = 4
_SENTENCE_ENDS = frozenset(".!?؟\n")
# "In", as it is joined to a name.
_IN = frozenset({"ب", "وب"})


def with_evidence(names: list[Name], tokens: list[Token], gazetteer: Gazetteer) -> list[Name]:
    """Drop ordinary words that only look like names.

    What is kept: names that are no words, and words with enough signs around them, or of which the report
    names the same place with enough elsewhere.
    """
    judge = _Judge(names, tokens, gazetteer)
    return [n for k, n in enumerate(names) if judge.keeps(k)]


class _Judge:
    """The names of one report, what each needs to be taken for a place and what it has."""

    def __init__(self, names: list[Name], tokens: list[Token], gazetteer: Gazetteer) -> None:
        self.names, self.tokens, self.gazetteer = names, tokens, gazetteer
        self.settled = gazetteer.settled_spellings
        # رفاق إبراهيم هنانو: no list of two villages, as neither is said to be one
        self.ends = {n.span.last for n in names if not is_given(n.span.forms[0]) or n.around.kinds}
        self.begins = {n.span.first for n in names}
        # The first tokens of names to which nothing is joined
        self.bare = {n.span.first: tokens[n.span.first] for n in names if not n.span.particle}
        self.words = Signs(tokens, self.begins, gazetteer)
        self.needed = [
            _IF_TYPED if self._is_typed(n) else signs_needed(n, tokens, self.ends, self.settled)
            for n in names
        ]
        for k, n in enumerate(names):
            if self.needed[k] and self._governs_a_name(n):
                self.needed[k] = NEVER
        # Two names in three need none
        self.signs = [needed and self.words.count(n) for n, needed in zip(names, self.needed, strict=True)]
        self.in_list = [0] * len(names)
        self._count_ties()
        self._count_parallels()
        self._count_lists()
        self._count_columns()
        sure = self._sure()
        # Looked up only where a name still lacks a sign
        if any(not self._enough(k) for k in range(len(names))):
            self._count_nearness(sure)
            self._count_lists()  # with what nearness has made sure: في نوى والشجرة
            self._count_columns()
        self.said = {form for n in self._sure() if n.span.what is What.PLACE for form in n.span.forms}

    def _governs_a_name(self, name: Name) -> bool:
        """Whether another name follows an indefinite word with nothing between them: حبس تركيا is no village and Turkey."""
        form, last = name.span.forms[0], name.span.last
        if form in self.settled or form not in frequent_words() or form.startswith("ال") or " " in form:
            return False
        after = self.bare.get(last)
        if name.around.kinds or after is None or self.tokens[last].gap != " " or not after.arabic:
            return False
        return not after.fold.startswith("ال")  # عقارب الصافية is a village of two words

    def _is_typed(self, name: Name) -> bool:
        """Whether a place of a name that is hardly ever one is of the kind that is said: قرية الصنوبر, حي النازحين."""
        around, span = name.around, name.span
        if not around.kinds or around.first >= span.first or span.forms[0] not in listed("not_names"):
            return False
        return any(self.gazetteer.sites[i].kind in around.kinds for i in place_ids(span, self.gazetteer))

    def _sure(self) -> list[Name]:
        return [n for k, n in enumerate(self.names) if n.role is Role.LOCATIVE and self._enough(k)]

    def keeps(self, k: int) -> bool:
        return self._enough(k) or (
            self.needed[k] < NEVER
            and not is_person(self.tokens, self.names[k].span, self.ends)
            and self.names[k].span.forms[0] in self.said
            and not self._is_described(self.names[k])
        )

    def _is_described(self, name: Name) -> bool:
        """Whether an everyday noun has an adjective after it, as nouns do: الراعي الصالح."""
        last = name.span.last
        form = name.span.forms[0]
        if last >= len(self.tokens) or form not in common_words() or not form.startswith("ال"):
            return False
        after = self.tokens[last]
        return after.gap == " " and after.fold.startswith("ال") and last not in self.begins

    def _enough(self, k: int) -> bool:
        return self.signs[k] + self.in_list[k] >= self.needed[k]

    def _count_ties(self) -> None:
        """Count the parent that stands after a name, and the place that a parent stands after."""
        groups: dict[int, list[int]] = {}
        for k, name in enumerate(self.names):
            groups.setdefault(name.group, []).append(k)
        for group in groups.values():
            sure = [k for k in group if self._enough(k)]
            for k in group:
                if self._enough(k) or not any(other != k for other in sure):
                    continue
                name = self.names[k]
                form = name.span.forms[0]
                if name.part is not Part.HEAD:
                    # بدرجة after a city is no village Daraja in which the city lies
                    joined = (
                        name.span.particle.endswith(("ب", "ل", "ك", "لل"))
                        and name.around.first == name.span.first
                    )
                    self.signs[k] += 0 if joined else 2
                elif form in common_words():
                    self.signs[k] += 2 * self.words.preposition(name)
                # What a parent follows may be any word (مدرسة في المنصورة)
                elif form in self.settled or not all(w in known_words() for w in form.split()):
                    self.signs[k] += 2
                elif form not in frequent_words():
                    self.signs[k] += 1

    def _count_parallels(self) -> None:
        """Count that a town stands "in" as a sure place did just before: إنزال في أطمة وآخر في الباب."""
        for k in range(1, len(self.names)):
            first, other = self.names[k].span.first, self.names[k - 1]
            if (
                self._enough(k)
                or self.names[k].span.forms[0] not in self.settled
                or not self.words.is_in(first)
            ):
                continue
            near = first - other.span.last <= _PARALLEL and other.role is Role.LOCATIVE
            if near and self._enough(k - 1) and self.words.is_in(other.span.first):
                last = self.names[k].span.last
                described = last < len(self.tokens) and self.tokens[last].gap == " "
                described = described and self.tokens[last].fold.startswith("ال")
                ended = any(
                    not _SENTENCE_ENDS.isdisjoint(t.gap) for t in self.tokens[other.span.last : first]
                )
                self.signs[k] += 0 if described or ended else 2

    def _count_lists(self) -> None:
        """A name in a list with names that are surely places is one too: سلقين وحارم وكفرتخاريم."""
        names = self.names
        ranges: list[list[int]] = []
        for k, name in enumerate(names):
            if name.role is not Role.LOCATIVE:
                continue
            if ranges and ranges[-1][-1] == k - 1 and name.follows:
                ranges[-1].append(k)
            else:
                ranges.append([k])
        for run in ranges:
            sure = sum(self._enough(k) and names[k].span.what is What.PLACE for k in run)
            for k in run:
                # النيرب مرتين ومعرشورين: what begins a list may be any word
                form = names[k].span.forms[0]
                any_word = k == run[0] and form in frequent_words() and form not in self.settled
                any_word = any_word and not (
                    is_counted(self.tokens, names[k].span.last) or self._is_headed(k)
                )
                if not self._enough(k) and sure and not any_word:
                    self.in_list[k] = 2 if sure > 1 or sure >= len(run) - 1 > 0 else 1

    def _count_columns(self) -> None:
        """A name that begins a line as places begin others is one too: المزرعة – خالية, below تعارة – خالية."""
        heads = [k for k, n in enumerate(self.names) if n.role is Role.LOCATIVE and self._heads_line(n)]
        sure = [k for k in heads if self._enough(k)]
        if len(sure) < _COLUMN or 2 * len(sure) < len(heads):
            return
        for k in heads:
            if not self._enough(k):
                self.signs[k] += 3

    def _heads_line(self, name: Name) -> bool:
        """Whether a name begins a line, and a sign, a line's end or "and" follows it."""
        first, last = name.span.first, name.span.last
        if name.span.particle or (first and "\n" not in self.tokens[first].gap):
            return False
        after = self.tokens[last] if last < len(self.tokens) else None
        return after is None or after.gap.strip(" ")[:1] in _AFTER_HEAD or after.fold.startswith("و")

    def _is_headed(self, k: int) -> bool:
        """Whether a colon and the name of the unit that a list lies in stand before its first: دمشق: الميدان – برزة."""
        if not k or self.names[k - 1].around.last != self.names[k].around.first:
            return False
        return self.tokens[self.names[k].span.first].gap.strip() == ":"

    def _count_nearness(self, sure: Iterable[Name]) -> None:
        """Count the nearness of a place that the report names for sure as a sign."""
        forms = {n.span.forms[0] for n in sure if n.span.what is What.PLACE}
        around = Surroundings(forms, self.gazetteer)
        if not around:
            return
        for k, name in enumerate(self.names):
            if not self._enough(k) and self.needed[k] < NEVER and around.hold(name.span.forms[0]):
                where = self._is_where(name) or self._is_amid(name, around)
                self.signs[k] += 2 if where else 1

    def _is_amid(self, name: Name, around: Surroundings) -> bool:
        """Whether a place of an everyday name lies right among others of the report, and the name may be a noun here."""
        first, last = name.span.first, name.span.last
        before = self.tokens[first - 1] if first and self.tokens[first].gap == " " else None
        after = self.tokens[last] if last < len(self.tokens) and self.tokens[last].gap == " " else None
        if not self.tokens[first].arabic or (after is not None and after.fold.startswith("ال")):
            return False  # محكمة الميدان العسكرية
        if before is not None and not name.span.particle and (first in self.ends or is_definite(before)):
            return False  # فتح الأهالي الباب, كبانة المطلة على السهل
        form = name.span.forms[0]
        if name.span.particle.startswith("ل") and form in frequent_words():
            return False  # تظاهروا للتضامن
        ordinary = form in everyday_words() or not form.startswith("ال")
        if ordinary and form in frequent_words() and not self._is_led(name):
            return False  # سبعة شهداء, قافلة جديدة, أغلقت المدارس
        enough = 1 if before is not None and before.fold in listed("people_of") else _AMID
        return around.have_amid(form, enough)

    def _is_led(self, name: Name) -> bool:
        """Whether a preposition of place, "and" or the people of a town stand before a name."""
        first = name.span.first
        if name.span.particle or not first:
            # أصيبوا بجروح: what other particles are joined to is rather a noun, where it has no article
            return name.span.particle == "و" or (
                bool(name.span.particle) and name.span.forms[0].startswith("ال")
            )
        before = self.tokens[first - 1].fold.removeprefix("و")
        return before in listed("place_prepositions") or before in listed("people_of")

    def _is_where(self, name: Name) -> bool:
        """Whether a town's everyday name stands where places stand: في الراعي, but not في الحراك الشعبي."""
        form = name.span.forms[0]
        joined = name.span.particle in _IN and form in self.settled and not is_common_noun(form)  # عنا بنوى
        if not joined and (
            form not in common_words() or form not in self.settled or not self.words.preposition(name)
        ):
            return False
        if self.tokens[name.span.first - 1].fold.endswith("من"):
            return False
        after = self.tokens[name.span.last] if name.span.last < len(self.tokens) else None
        return after is None or bool(after.gap.strip()) or not after.fold.startswith("ال")
