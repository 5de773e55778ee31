"""Which spotted names are places: a name that is an everyday word too needs signs that a place is meant.

How many signs a name needs depends on how ordinary it is as a word (word lists, wordfreq); the signs are what
stands around it, the list that it stands in, the preposition before it, and the other places of the report.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from geomap.gazetteer import Gazetteer
from geomap.mentions.calendar import is_date
from geomap.mentions.lexicon import What
from geomap.mentions.persons import is_given, is_person, is_surname_only, is_title
from geomap.mentions.tokens import Token
from geomap.mentions.words import common_words, everyday_words, frequent_words, known_words, listed, word_at
from geomap.models import ADMIN, Part, Relation, Role

if TYPE_CHECKING:
    from geomap.gazetteer.found import Site
    from geomap.mentions.find import Name

# A quarter of a degree is about 25 km: villages that one report names together lie in one such cell or the next.
_CELL_DEGREES = 0.25
# Villages of one sub-district, quarters of one city: with two of them named, an everyday word beside is a third.
# Of 45 such words in labelled passages that no word around spoke for, 7 were none.
_AMID_DEGREES, _AMID = 0.11, 2  # 12 km
_KM_A_DEGREE_EAST = 0.82  # of one north, in the middle of Syria
# A name that more places than this bear lies near anything: its position says nothing.
_FEW = 6
# More signs than any name can show.
_NEVER = 9
# قرب المزرعة with a place of that name in the district (3 signs) is still the farm; in a list of villages it is a town.
_TYPE_TOWN = 4
_TANWIN = frozenset("\u064b\u064c\u064d")


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
        self.ends = {n.span.last for n in names}
        self.needed = [self._needed(n) for n in names]
        self.signs = [self._signs(n) for n in names]
        self._count_ties()
        self._count_lists()
        sure = [n for k, n in enumerate(names) if n.role is Role.LOCATIVE and self._enough(k)]
        self.said = {form for n in sure if n.span.what is What.PLACE for form in n.span.forms}
        # Looked up only where a name still lacks a sign
        if any(not self._enough(k) for k in range(len(names))):
            self._near(sure)

    def keeps(self, k: int) -> bool:
        return self._enough(k) or (
            self.needed[k] < _NEVER
            and not is_person(self.tokens, self.names[k].span, self.ends)
            and self.names[k].span.forms[0] in self.said
        )

    def _enough(self, k: int) -> bool:
        return self.signs[k] >= self.needed[k]

    def _needed(self, name: Name) -> int:
        """Return how many signs a name needs: 0 where it is no word, 2 where it is an everyday one."""
        if name.role is not Role.LOCATIVE or name.span.what is not What.PLACE:
            return 0
        form = name.span.forms[0]
        words = form.split()
        token = self.tokens[name.span.last - 1]
        if (
            form in listed("not_names")
            or f"ال{form}" in listed("titles")
            or is_title(self.tokens, name.span)
            or is_date(self.tokens, name.span)
            or (token.arabic and not _TANWIN.isdisjoint(token.raw))
        ):
            return _NEVER  # دوماً: no place name is written so
        starts = not name.span.first or bool(set(self.tokens[name.span.first].gap) & set(".\n"))
        if form not in self.settled and (
            (name.span.particle.endswith("ك") and not form.startswith("ال"))
            or (name.span.doubtful and name.span.particle == "و" and starts)
        ):
            return _NEVER  # تعزيزات كبيرة, عليه كدمات: few say "like" of a village. وثقنا at a sentence's head is a verb
        if form in listed("type_towns"):
            return _TYPE_TOWN
        if is_person(self.tokens, name.span, self.ends):
            surname = is_surname_only(self.tokens, name.span)
            return _NEVER if surname or is_given(form) or form not in self.settled else 2
        if form in common_words() or is_given(form) or name.span.doubtful or _possessed(token, form):
            return 2
        if form in listed("generic_buildings"):
            return 2
        if form in listed("everyday_towns"):
            return 1
        if form in self.settled or any(c.isdigit() for c in form) or form in listed("sure_names"):
            return 0
        first = word_at(self.tokens, name.span.first)
        if len(words) > 1 and first is not None and first.cls == "road":
            return 0  # طريق السلمية - إثريا: no road has so long a name by chance
        if _is_common_noun(form):
            return 3  # إلى أكثر من: a preposition and a place nearby are not enough
        if "بن" in words or all(w in frequent_words() for w in words):
            # مطار دمشق and دمشق القديمة hold a town's name; مركز المدينة is made of everyday words
            word = word_at(self.tokens, name.span.first)
            typed = len(words) > 1 and word is not None and word.cls == "type"
            named = any(w in self.settled and w not in common_words() for w in words)
            return 0 if typed or (named and len(words) > 1) else 2
        if self._is_adjective(name):
            return 3
        return int(len(form) <= 3 or all(w in known_words() for w in words))

    def _is_adjective(self, name: Name) -> bool:
        """Whether a definite word follows a definite noun, as adjectives do: الأحياء العريقة, المملكة السلوقية."""
        first = name.span.first
        if not first or name.span.particle or name.span.last - first > 1:
            return False
        token, before = self.tokens[first], self.tokens[first - 1]
        if not (token.arabic and token.gap == " " and token.fold.startswith("ال")):
            return False
        if before.fold in ("هذا", "هذه", "تلك", "ذلك", "بهذه", "لهذه"):
            return True
        return _is_definite(before) and word_at(self.tokens, first - 1) is None and first not in self.ends

    def _signs(self, name: Name) -> int:
        """Count what the words around a name say for it."""
        around, span = name.around, name.span
        signs = 0
        # كبيرة after "city" is the adjective, not a village Bira: a type word governs no particle but ل
        governed = not (span.doubtful and span.particle[-1:] in ("ب", "ك", "ف"))
        beside = around.relation is not Relation.AT and span.forms[0] not in listed("generic_buildings")
        if governed and (beside or (around.kinds and "area" not in around.kinds)):
            signs += 3 if around.kinds and _is_common_noun(span.forms[0]) else 2
        elif governed and around.evidence and around.first < span.first:
            signs += 1
        if name.listed or self._has_people(name):
            signs += 2
        if span.forms[0] not in common_words() or self._is_persons(name):
            signs += self._preposition(name)
        # #عاجل is a village too, but rather "urgent"
        if "#" in self.tokens[span.first].gap and (
            span.forms[0] in self.settled or span.forms[0] not in frequent_words()
        ):
            signs += 1
        return signs

    def _has_people(self, name: Name) -> bool:
        """Whether people of a town are spoken of: من أهالي الحراك."""
        first = name.span.first
        form = name.span.forms[0]
        if not first or name.span.particle:
            return False
        if form not in self.settled and " " not in form and form in frequent_words():
            return False
        return self.tokens[first].gap == " " and self.tokens[first - 1].fold in listed("people_of")

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
                    self.signs[k] += 2 * self._preposition(name)
                # What a parent follows may be any word (مدرسة في المنصورة)
                elif form in self.settled or not all(w in known_words() for w in form.split()):
                    self.signs[k] += 2
                elif form not in frequent_words():
                    self.signs[k] += 1

    def _preposition(self, name: Name) -> int:
        first = name.span.first
        if not first:
            return 0
        at = first - 1
        if not self.tokens[first].arabic and self.tokens[first].gap == "-":
            at -= 1
        before = self.tokens[at].fold if at >= 0 else ""
        if not self.tokens[first].arabic:
            # A capitalised word after "in" or "near" is a place; Arabic has no capitals to tell
            return 2 * (before in listed("place_prepositions"))
        form = name.span.forms[0]
        if self._is_persons(name):
            return 2 if form in self.settled else 1
        if name.span.particle == "لل" and form in listed("everyday_towns"):
            return 1
        if name.span.particle or self.tokens[first].gap.strip(" «\"“'"):
            return 0
        if before.endswith("من") and form in frequent_words() and form not in self.settled:
            return 0  # يطلب من العائدين
        return int(before.removeprefix("و") in listed("place_prepositions"))

    def _is_persons(self, name: Name) -> bool:
        """Whether someone is said to be from a place: شاب من سلوك."""
        at = name.span.first - 2
        if at < 0 or name.span.particle or self.tokens[at + 1].fold != "من":
            return False
        return self.tokens[at].fold.removeprefix("و") in listed("people")

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
                if not self._enough(k) and sure and not any_word:
                    self.signs[k] += 2 if sure > 1 or sure >= len(run) - 1 > 0 else 1

    def _near(self, sure: Iterable[Name]) -> None:
        """Count the nearness of a place that the report names for sure as a sign."""
        cells: set[tuple[int, int]] = set()
        units: set[str] = set()
        points: list[list[Site]] = []
        for form in {n.span.forms[0] for n in sure if n.span.what is What.PLACE}:
            units_so, points_so, cells_so = _ground_of(form, self.gazetteer)
            units |= units_so
            cells |= cells_so
            points.append(points_so)
        if not cells and not units:
            return
        for k, name in enumerate(self.names):
            if self._enough(k) or self.needed[k] >= _NEVER:
                continue
            for place in self._places(name.span.forms[0]):
                codes = {place.admin1_pcode, place.admin2_pcode, place.admin3_pcode} - {""}
                if codes & units or _cell(place.longitude, place.latitude) in cells:
                    where = self._is_where(name) or self._is_amid(name, points)
                    self.signs[k] += 2 if where else 1
                    break

    def _is_amid(self, name: Name, points: list[list[Site]]) -> bool:
        """Whether a place of an everyday name lies right among others of the report, and the name may be a noun here.

        `points`: for each sure name, the places that it may mean.
        """
        first, last = name.span.first, name.span.last
        before = self.tokens[first - 1] if first and self.tokens[first].gap == " " else None
        after = self.tokens[last] if last < len(self.tokens) and self.tokens[last].gap == " " else None
        if not self.tokens[first].arabic or (after is not None and after.fold.startswith("ال")):
            return False  # محكمة الميدان العسكرية
        if before is not None and not name.span.particle and (first in self.ends or _is_definite(before)):
            return False  # فتح الأهالي الباب, كبانة المطلة على السهل
        form = name.span.forms[0]
        if name.span.particle.startswith("ل") and form in frequent_words():
            return False  # تظاهروا للتضامن
        ordinary = form in everyday_words() or not form.startswith("ال")
        if ordinary and form in frequent_words() and not self._is_led(name):
            return False  # سبعة شهداء, قافلة جديدة, أغلقت المدارس
        enough = 1 if before is not None and before.fold in listed("people_of") else _AMID
        return any(
            sum(any(_is_beside(place, other) for other in places) for places in points) >= enough
            for place in self._places(form)
        )

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
        if form not in common_words() or form not in self.settled or not self._preposition(name):
            return False
        if self.tokens[name.span.first - 1].fold.endswith("من"):
            return False
        after = self.tokens[name.span.last] if name.span.last < len(self.tokens) else None
        return after is None or bool(after.gap.strip()) or not after.fold.startswith("ال")

    def _places(self, form: str) -> list[Site]:
        return _sites_of(form, self.gazetteer)


# As many names as are said again soon
@functools.lru_cache(maxsize=16_384)
def _sites_of(form: str, gazetteer: Gazetteer) -> list[Site]:
    ids = dict.fromkeys([hit.place_id for hit in gazetteer.by_form(form)])
    return [gazetteer.sites[i] for i in ids]


@functools.lru_cache(maxsize=16_384)
def _ground_of(
    form: str, gazetteer: Gazetteer
) -> tuple[frozenset[str], list[Site], frozenset[tuple[int, int]]]:
    """Return the units of a name, its other places, and the cells of these with those next to them.

    None where more places bear the name than tell anything.
    """
    places = _sites_of(form, gazetteer)
    if len(places) > _FEW:
        return frozenset(), [], frozenset()
    points = [p for p in places if p.kind not in ADMIN]
    cells = {_cell(p.longitude, p.latitude) for p in points}
    return (
        frozenset(p.pcode for p in places if p.kind in ADMIN),
        points,
        frozenset((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1)),
    )


def _is_definite(token: Token) -> bool:
    """Whether an Arabic noun has its article, under a particle too: الأهالي, بالباصات."""
    return token.fold.startswith(("ال", "وال", "بال", "لل", "فال")) and len(token.fold) > 4


def _is_common_noun(form: str) -> bool:
    """Whether a form is an everyday Arabic noun without its article, which is hardly ever a name: في مغارة."""
    return form in everyday_words() and not form.startswith("ال")


def _possessed(token: Token, form: str) -> bool:
    """Whether an Arabic word is an everyday noun with a pronoun: منزله is his house before it is Manzila.

    A noun with its article takes none: الرقه is Raqqa.
    """
    noun = token.arabic and token.raw.endswith("ه") and " " not in form and not form.startswith("ال")
    return noun and form[:-1] in frequent_words()


def _is_beside(a: Site, b: Site) -> bool:
    east = (a.longitude - b.longitude) * _KM_A_DEGREE_EAST
    return math.hypot(east, a.latitude - b.latitude) <= _AMID_DEGREES


def _cell(longitude: float, latitude: float) -> tuple[int, int]:
    return math.floor(longitude / _CELL_DEGREES), math.floor(latitude / _CELL_DEGREES)
