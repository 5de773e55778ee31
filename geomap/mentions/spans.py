"""Spotting names: which runs of words are a name of a place, a foreign place, an organisation, the country."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from geomap.gazetteer import Gazetteer
from geomap.mentions.tokens import Token
from geomap.mentions.words import Word, listed, names_of, word_at
from geomap.names import fold
from geomap.names.fold import latin_articles
from geomap.names.forms import ORDER, joinable


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


#: The longest name in words; المرصد السوري لحقوق الإنسان and Raqqa Is Being Slaughtered Silently fit.
_LONGEST = 7
# What may stand between the words of one name: spaces, hyphens, the underscore of a hashtag.
_INSIDE = " _-–\t\u200f\u200e"
# Particles that Arabic joins to a name, and what the name then begins with.
_PARTICLES = (("وبال", "ال"), ("ولل", "ال"), ("فلل", "ال"), ("لل", "ال"), ("وب", ""), ("ول", ""), ("وك", ""),
              ("فب", ""), ("فل", ""), ("و", ""), ("ف", ""), ("ب", ""), ("ل", ""), ("ك", ""))  # fmt: skip
_FIRST_LETTERS = frozenset(particle[0] for particle, _ in _PARTICLES)
# Distinct words remembered while reading: a language's vocabulary, not a hostile text's.
_REMEMBERED = 200_000
_BARE = ORDER.index("bare")


class _Lexicon:
    """The names of a gazetteer and of the fixed lists, by their first word."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.places = gazetteer.spellings
        self.foreign = gazetteer.foreign_spellings
        self.country = names_of("country")
        self.organisations = names_of("organisations")
        self.longest: dict[str, int] = {}
        for names in (self.places, self.foreign, self.country, self.organisations):
            for name in names:
                first, _, rest = name.partition(" ")
                length = 1 + rest.count(" ") + bool(rest)
                if length > self.longest.get(first, 0):
                    self.longest[first] = length

        self._starts: dict[str, list[tuple[str, str, int]]] = {}

    def starts(self, folded: str, arabic: bool) -> list[tuple[str, str, int]]:
        """Return (particle, first word, length of the longest name) for each reading that begins a name."""
        found = self._starts.get(folded)
        if found is None:
            if len(self._starts) > _REMEMBERED:
                self._starts.clear()
            readings = _readings(folded, arabic)
            found = [
                (p, first, min(self.longest[first], _LONGEST))
                for p, first in readings
                if first in self.longest
            ]
            self._starts[folded] = found
        return found

    def what(self, form: str, arabic: bool) -> What | None:
        if form in self.organisations:
            return What.ORGANISATION
        if form in self.country:
            return What.COUNTRY
        if form in self.foreign:
            return What.FOREIGN
        how = self.places.get(form)
        if how is None:
            return None
        # Without its article an Arabic name is an ordinary word (باب), a Latin one often is not (Hasakah)
        if how == _BARE and (arabic or len(form) < 5):
            return None
        # Two letters (or three Latin ones) are no evidence at all
        return What.PLACE if len(form) >= (3 if arabic else 4) else None


@functools.lru_cache(maxsize=4)
def _lexicon(gazetteer: Gazetteer) -> _Lexicon:
    return _Lexicon(gazetteer)


def find_spans(tokens: list[Token], gazetteer: Gazetteer) -> list[Span]:
    """Return the names in a text, in order, none overlapping: the longest at each word."""
    lexicon = _lexicon(gazetteer)
    spans: list[Span] = []
    i = 0
    while i < len(tokens):
        span = _longest_at(tokens, i, lexicon) or _guess_at(tokens, i, lexicon)
        if span is not None:
            spans.append(span)
            i = max(span.last, i + 1)
        else:
            i += 1
    return _without_overlaps(spans)


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.first >= kept[-1].last:
            kept.append(span)
    return kept


def _longest_at(tokens: list[Token], i: int, lexicon: _Lexicon) -> Span | None:
    token = tokens[i]
    best: Span | None = None
    for particle, first, longest in lexicon.starts(token.fold, token.arabic):
        words = [first]
        for j in range(i + 1, min(i + longest, len(tokens))):
            if tokens[j].gap.strip(_INSIDE):
                break
            words.append(tokens[j].fold)
        for length in range(len(words), 0, -1):
            if best is not None and i + length <= best.last:
                break
            form = " ".join(words[:length])
            what = lexicon.what(form, token.arabic)
            if what is None or (not token.arabic and not _capital(tokens, i, i + length)):
                continue
            if length == 1 and what is What.PLACE and _goes_on(tokens, i + 1):
                continue
            last = tokens[i + length - 1]
            best = Span(
                i, i + length, token.start + _offset(token, particle), last.end, what, particle, (form,)
            )
            break
    return best


def _readings(folded: str, arabic: bool) -> list[tuple[str, str]]:
    """Return (particle, first word of the name) for each way to read a word, without a particle first."""
    readings = [("", folded)]
    if arabic and folded[0] in _FIRST_LETTERS:
        for particle, instead in _PARTICLES:
            if folded.startswith(particle) and len(folded) >= len(particle) + 3:
                readings.append((particle, instead + folded[len(particle) :]))
    return readings


def _offset(token: Token, particle: str) -> int:
    """Return how many characters of the word the particle takes, marks and tatweel between them included."""
    wanted = len(particle) - (2 if particle == "وبال" else 1 if particle.endswith("لل") else 0)
    taken = 0
    for position, letter in enumerate(token.raw):
        if taken == wanted and fold(letter):
            return position
        taken += bool(fold(letter))
    return 0


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Whether a Latin name goes on with an article and another word: Tall al-Wahm is not Al-Tall."""
    if (
        i + 1 >= len(tokens)
        or tokens[i].arabic
        or tokens[i].gap != " "
        or tokens[i].fold not in latin_articles()
    ):
        return False
    return tokens[i + 1].gap == "-" and tokens[i + 1].capital


def _capital(tokens: list[Token], first: int, last: int) -> bool:
    """Names in Latin letters begin in upper case, or stand in a hashtag; "eastern Ghouta" is one as well."""
    if "#" in tokens[first].gap:
        return True
    if not tokens[last - 1].capital and last - first > 1:
        return False
    if tokens[first].capital:
        return True
    word = word_at(tokens, first)
    return word is not None and word.cls == "direction" and last - first > 1


def _guess_at(tokens: list[Token], i: int, lexicon: _Lexicon) -> Span | None:
    """Return the unknown name after a settlement's type word (قرية X, village of X, X village)."""
    if tokens[i].fold in listed("name_starts") and (tokens[i].arabic or tokens[i].capital):
        return _guess_from(tokens, i, i + 1, lexicon)
    word = word_at(tokens, i)
    if word is None or word.cls not in ("type", "types") or not _settlement(word) or word.definite:
        return None
    start = i + word.length
    if not tokens[i].arabic:
        following = word_at(tokens, start)
        if following is None or following.cls != "of" or tokens[start].fold != "of":
            return _guess_before(tokens, i)
        start += 1
    return _guess_from(tokens, start, start, lexicon)


def _guess_from(tokens: list[Token], first: int, start: int, lexicon: _Lexicon) -> Span | None:
    """Return the unknown name from token `first`, whose words from `start` on are not yet looked at."""
    last = _end_of_guess(tokens, start, lexicon)
    if last == start:
        return None
    form = " ".join(t.fold for t in tokens[first:last])
    return Span(first, last, tokens[first].start, tokens[last - 1].end, What.GUESS, "", (form,))


def _settlement(word: Word) -> bool:
    return bool({"village", "town", "camp"} & set(word.value.split()))


def _end_of_guess(tokens: list[Token], start: int, lexicon: _Lexicon) -> int:
    last = start
    while last < len(tokens) and last - start < 3:
        token = tokens[last]
        if token.gap.strip(_INSIDE + ("«\"“'" if last == start else "")):
            break
        if word_at(tokens, last) is not None or token.fold in listed("not_names") or token.fold.isdigit():
            break
        if _longest_at(tokens, last, lexicon) is not None:
            break
        if (
            not token.arabic
            and not token.capital
            and not (token.fold in latin_articles() and _goes_on(tokens, last))
        ):
            break
        # A second Arabic word belongs to the name after كفر, تل, أبو …, or where it alone is definite
        if token.arabic and last > start and not _continues(tokens[last - 1], token):
            break
        if token.arabic and (len(token.fold) < 3 and last == start):
            break
        last += 1
    return last


def _continues(before: Token, token: Token) -> bool:
    return before.fold in joinable() or (token.fold.startswith("ال") and not before.fold.startswith("ال"))


def _guess_before(tokens: list[Token], i: int) -> Span | None:
    """English: the capitalised words right before "village"; the first word of a sentence is no evidence."""
    first = i
    while first > 0 and i - first < 3:
        token = tokens[first - 1]
        gap = tokens[first].gap
        if gap != " " or token.arabic or not token.raw[0].isupper() or word_at(tokens, first - 1) is not None:
            break
        if first - 1 == 0 or set(token.gap) & set(".\n:"):
            break
        first -= 1
    if first == i:
        return None
    form = " ".join(t.fold for t in tokens[first:i])
    return Span(first, i, tokens[first].start, tokens[i - 1].end, What.GUESS, "", (form,))


def merged(a: Span, b: Span, *, closing: bool) -> Span:
    """Return two names of one place as one span (المالكية/ ديريك), with the bracket that closes the second."""
    return replace(a, last=b.last, end=b.end + closing, forms=(*a.forms, *b.forms))
