"""The names that are known, and the longest of them at a word of a text."""

from __future__ import annotations

import functools
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.pack import first_words
from geomap.mentions.words import (
    everyday_words,
    frequent_words,
    is_grammar,
    known_words,
    names_of,
    single_word,
)
from geomap.names import is_arabic
from geomap.names.forms import ORDER


class What(StrEnum):
    """What kind of name a span is."""

    PLACE = "place"
    FOREIGN = "foreign"
    COUNTRY = "country"
    ORGANISATION = "organisation"
    GUESS = "guess"  # no list has it, but the words before it say that it is a place


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens `first` to `last` (exclusive), characters `start` to `end`, without the joined particle."""

    first: int
    last: int
    start: int
    end: int
    what: What
    particle: str = ""
    forms: tuple[str, ...] = ()
    doubtful: bool = False  # the word with its particle is an ordinary word: كبيرة is no ك + بيرة
    full: str = ""  # the listed name where the text has but a part of it: حقل التنك, of حقل العمر والتنك
    names: tuple[tuple[int, int], ...] = ()  # where each begins and ends, if a place has several: A (B)


#: The longest name in words; المرصد السوري لحقوق الإنسان and Raqqa Is Being Slaughtered Silently fit.
LONGEST_NAME = 7
# Particles that Arabic joins to a name, and what the name then begins with.
# The shortest first: ولبنان is و + لبنان before it is ول + بنان.
_READINGS = (("و", ""), ("ف", ""), ("ب", ""), ("ل", ""), ("ك", ""), ("لل", "ال"), ("وف", ""), ("وب", ""), ("ول", ""),
              ("وك", ""), ("فب", ""), ("فل", ""), ("ولل", "ال"), ("فلل", "ال"), ("وبال", "ال"),
              ("ع", ""), ("وع", ""))  # fmt: skip
# على in posts: عحلب, عالباب. Only before a town's name, and where the word is none of its own.
DIALECT = frozenset({"ع", "وع"})
_SHORT_TOWN = 3  # letters: عنبل may be any word, عسرمدا is none
#: The particles that may stand joined to a name and leave it as it is.
PARTICLES = frozenset(particle for particle, instead in _READINGS if not instead)
_BY_LETTER = {letter: [r for r in _READINGS if r[0][0] == letter] for letter in {r[0][0] for r in _READINGS}}
# Distinct words remembered while reading: a language's vocabulary, not a hostile text's.
_REMEMBERED = 200_000
_BARE = ORDER.index("bare")
_COUNTRYSIDE = "ريف "
_ARTICLED = 4  # letters of a name without its article


class Lexicon:
    """The names of a gazetteer and of the fixed lists, by their first word."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.whole: set[str] = set()  # words that are not two run together
        self.respelled: dict[str, bool] = {}  # whether a name sounds like one that is known
        self.places = gazetteer.spellings
        self.settled = gazetteer.settled_spellings
        self.foreign = gazetteer.foreign_spellings
        self.country = names_of("country")
        self.organisations = names_of("organisations")
        self.longest = dict(gazetteer.first_words)
        for first, length in first_words((*self.foreign, *self.country, *self.organisations)).items():
            self.longest[first] = max(length, self.longest.get(first, 0))

        # Villages that no article is listed with: القرقور, الجات. Words of the language are none of them
        self.articled = frozenset(
            f"ال{f}"
            for f, how in self.places.items()
            if how < _BARE and len(f) >= _ARTICLED and _takes_article(f) and f"ال{f}" not in self.places
        )
        for form in self.articled:
            self.longest.setdefault(form, 1)
        # Names of towns and units as they are spelled: what may be looked for inside a longer word
        self.well_known = frozenset(f for f in self.settled if self.places[f] < _BARE and " " not in f)
        self.begins_two_words = frozenset(
            f.partition(" ")[0] for f, how in self.places.items() if " " in f and how < _BARE
        )
        self._starts: dict[str, list[tuple[str, str, int, bool]]] = {}

    def starts(self, folded: str, arabic: bool) -> list[tuple[str, str, int, bool]]:
        """Return (particle, first word, longest name in words, doubtful) for each reading that begins a name.

        Doubtful: the word with its particle is an ordinary word (كبيرة is no ك + بيرة).
        """
        found = self._starts.get(folded)
        if found is None:
            if len(self._starts) > _REMEMBERED:
                self._starts.clear()
            found = [
                (
                    particle,
                    first,
                    min(self.longest[first], LONGEST_NAME),
                    bool(particle) and _a_word(folded, particle),
                )
                for particle, first in _readings(folded, arabic, self.longest)
                if particle not in DIALECT or self._town_in_dialect(folded, first)
            ]
            self._starts[folded] = found
        return found

    def _town_in_dialect(self, folded: str, first: str) -> bool:
        if folded in self.longest or folded in known_words():
            return False
        return first in self.begins_two_words or self.may_be_said_of(first)

    def may_be_said_of(self, name: str) -> bool:
        """Whether a name of one word may stand with the particle of dialect: a town's, or one that is no word (عزردنا)."""
        if name in self.well_known:
            return len(name) > _SHORT_TOWN and name not in everyday_words()
        return self.is_spelled(name) and len(name) > _SHORT_TOWN + 1 and name not in known_words()

    def are_ends(self, first: list[str], second: str) -> bool:
        """Whether the words before a dash and the one after it are names: the two ends of a road."""
        return self.is_spelled(" ".join(first)) and self.is_spelled(second)

    def is_spelled(self, form: str) -> bool:
        """Whether a form is a place's name as it is written, not one without its article."""
        return self.places.get(form, _BARE) < _BARE

    def what(self, form: str, arabic: bool) -> What | None:
        if form in self.organisations:
            return What.ORGANISATION
        if " بريف " in form or (form.startswith(_COUNTRYSIDE) and _is_part_of_countryside(form)):
            return None
        if form in self.country:
            return What.COUNTRY
        if form in self.foreign:
            return What.FOREIGN
        how = self.places.get(form)
        if how is None:
            return What.PLACE if form in self.articled else None
        # Without its article an Arabic name is an ordinary word (باب), a Latin one often is not (Hasakah)
        if how == _BARE and (arabic or len(form) < 5):
            return None
        # Two letters are no evidence at all
        if not arabic and any(c.isdigit() for c in form):
            return What.PLACE  # M4, T4
        if not arabic and len(form) == 3 and form in frequent_words():
            return None
        return What.PLACE if len(form) >= 3 else None


def _takes_article(form: str) -> bool:
    """Whether an Arabic name of one word has no article, and is no word of the language with it or without."""
    if not is_arabic(form) or " " in form or form.startswith("ال"):
        return False
    if form[-2:] in _DUALS and form[:-2] in known_words():
        return False  # الجسرين are two bridges, though there is a town Jisrin
    return form not in known_words() and f"ال{form}" not in known_words()


def place_ids(span: Span, gazetteer: Gazetteer) -> set[str]:
    """The places that bear one of a name's forms."""
    return {hit.place_id for form in span.forms for hit in gazetteer.by_form(form)}


@functools.lru_cache(maxsize=4)
def lexicon_of(gazetteer: Gazetteer) -> Lexicon:
    return Lexicon(gazetteer)


def _is_part_of_countryside(form: str) -> bool:
    """Whether a name is an expression: ريف حمص الشمالي is read as the north of the countryside of Homs."""
    words = form.split()
    last = single_word(words[-1])
    return len(words) > 2 and last is not None and last.cls == "direction"


# Word lists have few nouns in the dual: برميلان, برميلين.
_DUALS = ("ان", "ين")


def _a_word(folded: str, particle: str) -> bool:
    """Whether a word with a particle on it, or with one of two, is an ordinary word: كبيرة, وفرقة."""
    shorter = [folded, folded[1:]] if len(particle) == 2 and particle != "لل" else [folded]
    return any(
        word in frequent_words()
        or (
            word is not folded
            and (is_grammar(word) or (word[-2:] in _DUALS and word[:-2] in frequent_words()))
        )
        for word in shorter
    )


def _readings(folded: str, arabic: bool, known: Container[str]) -> list[tuple[str, str]]:
    """Return (particle, first word of the name) for each way to read a word as a known one, without a particle first."""
    readings = [("", folded)] if folded in known else []
    if arabic:
        for particle, instead in _BY_LETTER.get(folded[0], ()):
            # Two letters are left of وتل رفعت and بأم جلود
            if folded.startswith(particle) and len(folded) >= len(particle) + 2:
                first = instead + folded[len(particle) :]
                if first in known:
                    readings.append((particle, first))
    return readings
