"""The names that are known, and the longest of them at a word of a text."""

from __future__ import annotations

import functools
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.pack import first_words
from geomap.mentions.tokens import Token
from geomap.mentions.words import (
    everyday_words,
    frequent_words,
    is_grammar,
    known_words,
    listed,
    names_of,
    single_word,
    word_at,
)
from geomap.names import fold, is_arabic
from geomap.names.fold import latin_articles
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
# What may stand between the words of one name: spaces, a line's end, hyphens, the underscore of a hashtag.
INSIDE = " _-–\t\n\u200f\u200e"
# An ayn that ends a word of a romanised name: Nab' al-Fawwar.
_AYN_GAPS = ("' ", "’ ", "ʿ ", "` ", "‘ ")
_SPACED_DASHES = (" - ", " – ")
_DASHES, _ROADS = ("-", "–", "—"), ("طريق", "اوتوستراد", "اتوستراد")
# Particles that Arabic joins to a name, and what the name then begins with.
# The shortest first: ولبنان is و + لبنان before it is ول + بنان.
_READINGS = (("و", ""), ("ف", ""), ("ب", ""), ("ل", ""), ("ك", ""), ("لل", "ال"), ("وف", ""), ("وب", ""), ("ول", ""),
              ("وك", ""), ("فب", ""), ("فل", ""), ("ولل", "ال"), ("فلل", "ال"), ("وبال", "ال"),
              ("ع", ""), ("وع", ""))  # fmt: skip
# على in posts: عحلب, عالباب. Only before a town's name, and where the word is none of its own.
_DIALECT = frozenset({"ع", "وع"})
_SHORT_TOWN = 3  # letters: عنبل may be any word, عسرمدا is none
#: The particles that may stand joined to a name and leave it as it is.
PARTICLES = frozenset(particle for particle, instead in _READINGS if not instead)
_BY_LETTER = {letter: [r for r in _READINGS if r[0][0] == letter] for letter in {r[0][0] for r in _READINGS}}
# Distinct words remembered while reading: a language's vocabulary, not a hostile text's.
_REMEMBERED = 200_000
_BARE = ORDER.index("bare")
_COUNTRYSIDE = "ريف "
_ARTICLED = 4  # letters of a name without its article
_ABBREVIATION = 4  # letters; AlBab is a name


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
                if particle not in _DIALECT or self._town_in_dialect(folded, first)
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


def longest_at(
    tokens: list[Token], i: int, lexicon: Lexicon, *, joined: str = "", caseless: bool = False
) -> Span | None:
    """Return the longest known name at token i.

    `joined`: only with this particle joined to it. `caseless`: Latin names need no capital.
    """
    token = tokens[i]
    best: Span | None = None
    for particle, first, longest, doubtful in lexicon.starts(token.fold, token.arabic):
        if joined and particle != joined:
            continue
        words = [first]
        for j in range(i + 1, min(i + longest, len(tokens))):
            if tokens[j].gap.strip(INSIDE) and not (tokens[j].gap in _AYN_GAPS and not token.arabic):
                break
            # حمص - حماة are two cities, whatever list has the stretch between them as one name
            if tokens[j].gap in _SPACED_DASHES and (
                {" ".join(words), tokens[j].fold} <= lexicon.settled or tokens[j].fold in lexicon.foreign
            ):
                break  # nor is معبر نصيب - جابر in one country
            if (
                tokens[j].gap.strip() in _DASHES
                and words[0] in _ROADS
                and lexicon.are_ends(words[1:], tokens[j].fold)
            ):
                break  # طريق السلمية – إثريا has two ends, which the grammar reads
            words.append(tokens[j].fold)
        for length in range(len(words), 0, -1):
            if best is not None and i + length <= best.last:
                break
            form = " ".join(words[:length])
            what = lexicon.what(form, token.arabic)
            if what is None or (form in lexicon.articled and i and tokens[i - 1].fold in ("ام", "ابو")):
                continue
            small = not token.arabic and not _capital(tokens, i, i + length)
            if small and not (caseless and what is What.PLACE and not _ordinary(words[:length])):
                continue
            if (
                length == 1
                and what is What.PLACE
                and (
                    goes_on(tokens, i + 1)
                    or (
                        is_grammar(token.fold)
                        and form not in listed("type_towns")
                        and not _desert_itself(tokens, i, form, lexicon)
                    )
                )
            ):
                continue  # الشرقي is a village too, but a direction first
            last = tokens[i + length - 1]
            if length == 1 and form not in lexicon.settled and _is_abbreviation(token.raw):
                continue
            if not token.arabic and last.fold in latin_articles() and _hyphen_at(tokens, i + length):
                continue  # Rasm al-Tarfawi is not cut after its article
            if length == 1 and particle in _DIALECT and not lexicon.may_be_said_of(form):
                continue  # عبستان is said before القصر
            unsure = (
                length == 1 and what is What.PLACE and (small or (doubtful and form not in lexicon.settled))
            )
            best = Span(
                i,
                i + length,
                token.start + _offset(token, particle),
                last.end,
                what,
                particle,
                (form,),
                unsure,
            )
            break
    return best


def _is_abbreviation(raw: str) -> bool:
    """Whether a short word has a capital inside, as abbreviations do: MoH is no village; DeZ is a town's."""
    return len(raw) <= _ABBREVIATION and not raw.isupper() and raw[1:] != raw[1:].lower()


def _ordinary(words: list[str]) -> bool:
    """Whether Latin words without a capital are everyday ones, or too short to be told from them."""
    return len("".join(words)) < 4 or all(w in frequent_words() or is_grammar(w) for w in words)


def _hyphen_at(tokens: list[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].gap == "-"


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


def _offset(token: Token, particle: str) -> int:
    """Return how many characters of the word the particle takes, marks and tatweel between them included."""
    wanted = len(particle) - (2 if particle == "وبال" else 0)
    if not wanted or token.raw[: wanted + 1] == token.fold[: wanted + 1]:
        return wanted  # no mark stands between
    taken = 0
    for position, letter in enumerate(token.raw):
        if taken == wanted and fold(letter):
            return position
        taken += bool(fold(letter))
    return 0


def goes_on(tokens: list[Token], i: int) -> bool:
    """Whether the name of one word before token i is the beginning of a longer one.

    Tall al-Wahm is not Al-Tall, nor Kafr Anything the village Al-Kafr.
    """
    if not 0 < i < len(tokens) or tokens[i].gap != " ":
        return False
    here, before = tokens[i], tokens[i - 1]
    if not here.arabic and here.fold in latin_articles():
        return i + 1 < len(tokens) and tokens[i + 1].gap == "-" and tokens[i + 1].capital
    begins = listed("name_starts")
    # A particle may be joined to it: وخربة زملة
    if (
        before.fold not in begins and not (before.arabic and before.fold[1:] in begins)
    ) or here.arabic != before.arabic:
        return False
    return (here.arabic or here.capital) and word_at(tokens, i) is None


def _desert_itself(tokens: list[Token], i: int, form: str, lexicon: Lexicon) -> bool:
    """Whether the Badia is meant as a whole, not that of a place named beside it: in the Badia, في البادية."""
    word = word_at(tokens, i)
    if word is None or word.cls != "badia":
        return False
    after = word_at(tokens, i + 1)
    if after is not None and after.cls in ("of", "direction", "type") and not tokens[i + 1].gap.strip():
        return False
    if tokens[i].arabic:
        return form.startswith("ال")
    return i > 0 and tokens[i].capital and tokens[i - 1].fold == "the"


# Last words of names that English writes with a small letter as often: Yarmouk basin, Tishreen dam, Khatib branch.
_SMALL_LETTERED = frozenset({"basin", "dam", "bridge", "branch"})


def _capital(tokens: list[Token], first: int, last: int) -> bool:
    """Names in Latin letters begin in upper case, or stand in a hashtag; "eastern Ghouta" is one as well."""
    if "#" in tokens[first].gap:
        return True
    if not tokens[last - 1].capital and last - first > 1 and tokens[last - 1].fold not in _SMALL_LETTERED:
        return False
    if tokens[first].capital:
        return True
    if last - first > 1 and tokens[first].fold in latin_articles():
        # "at Tall" is a preposition and a name, at-Tall one name
        return tokens[first].fold in ("al", "el") or tokens[first + 1].gap == "-"
    word = word_at(tokens, first)
    return word is not None and word.cls == "direction" and last - first > 1
