"""The words of a whole expression as the grammar knows them: numbers in words, ranges, compass letters, Kurdish.

"خمسة وعشرين كيلومترا" becomes 25 and كيلومترا, "10km N of" becomes 10, km, north, of, "bakurê" becomes north, of. Tokens
keep the place in the text that they come from, so that what is found can be pointed at.
"""

from __future__ import annotations

import csv
import functools
import re
from dataclasses import replace
from importlib.resources import files

from geomap.mentions.around import RANGE
from geomap.mentions.tokens import Token
from geomap.mentions.words import number, word_at
from geomap.names import fold

# Joiners of the two ends of a range (from 5 to 7, 5 إلى 7), and what a range's first end may begin with.
_TO = frozenset(fold(w) for w in ("to", "and", "إلى", "الى", "حتى", "و"))
_FROM = frozenset(fold(w) for w in ("between", "from", "بين", "من"))
_COMPASS = {
    "N": "north", "S": "south", "E": "east", "W": "west", "NE": "northeast", "NW": "northwest",
    "SE": "southeast", "SW": "southwest", "NNE": "north", "NNW": "north", "SSE": "south", "SSW": "south",
}  # fmt: skip
# The unit in the dual is a number as well: كيلومترين is two kilometres.
_DUALS = {fold("كيلومترين"): "كيلومتر", fold("كيلومتران"): "كيلومتر", fold("ميلين"): "ميل"}
# What stands between a place and a distance after it: شمال الرقة بنحو 10 كم.
_BY = frozenset(
    fold(w) for w in ("ب", "بنحو", "بحوالي", "بمسافة", "بقرابة", "بعد", "على", "مسافة", "نحو", "حوالي")
)
# The road from A to B, طريق من A إلى B.
_LINKS_FROM = frozenset(fold(w) for w in ("from", "من"))
_LINKED_TO = frozenset(fold(w) for w in ("to", "with", "إلى", "مع"))
_TRIANGLES = frozenset(fold(w) for w in ("مثلث", "المثلث", "triangle"))
# The izafe that ties a name to what stands before it, and letters that Kurdish alone puts in words of the grammar.
_IZAFE = frozenset(("a", "ya", "yê", "yên", "ê"))
_KURDISH = re.compile(r"[êîûşç]|\b(?:taxa|kampa|riya|deşta|gola|pira|navbera|navenda)\b", re.I)
_MOTORWAY = re.compile(r"m\d{1,2}")
_LONGEST = 4  # words of the longest phrase in canonical.csv


@functools.cache
def _numbers() -> dict[str, tuple[float, float]]:
    return {fold(r["word"]): (float(r["low"]), float(r["high"])) for r in _rows("numbers.csv")}


@functools.cache
def _means() -> dict[str, tuple[str, ...]]:
    return {fold(r["word"]): tuple((r["means"] or "").split()) for r in _rows("canonical.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with files("geomap.mentions").joinpath(f"data/{name}").open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def canonical(tokens: list[Token], *, kept: frozenset[int] = frozenset()) -> list[Token]:
    """Return the tokens of a whole expression in the grammar's own words. `kept`: starts of tokens that are names."""
    tokens, kept = _between_on_a_road(tokens, kept)
    worded = _axes(_worded(_converted(_counted(_split(tokens), kept)), kept))
    return _distance_first(_corners(worded, tokens))


def _converted(tokens: list[Token]) -> list[Token]:
    """Leave out a distance in brackets after another: 10 km (6 miles) north of X."""
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        before, unit = word_at(found, len(found) - 1), word_at(tokens, i + 1)
        if (
            before is not None and before.cls == "unit" and "(" in tokens[i].gap
            and number(tokens[i]) is not None and unit is not None and unit.cls == "unit"
        ):  # fmt: skip
            i += 2
            if i < len(tokens):
                found.append(_token(tokens[i], tokens[i].fold, " "))
                i += 1
            continue
        found.append(tokens[i])
        i += 1
    return found


def _axes(tokens: list[Token]) -> list[Token]:
    """Read an axis between two places as a road: محور سراقب - أريحا."""
    word = word_at(tokens, 0)
    if word is None or word.cls != "axis" or not any(t.gap.strip() in ("-", "–", "—") for t in tokens[1:]):
        return tokens
    return [_token(tokens[0], fold("طريق") if tokens[0].arabic else "road"), *tokens[1:]]


def _between_on_a_road(tokens: list[Token], kept: frozenset[int]) -> tuple[list[Token], frozenset[int]]:
    """Read "the M4 highway between A and B" as the road between the two, which is the M4 there."""
    for i, token in enumerate(tokens):
        if not _MOTORWAY.fullmatch(token.fold):
            continue
        rest = [t for t in tokens[i + 1 :] if not _is_of_road(t)]
        word = word_at(rest, 0) if rest else None
        if word is None or word.cls != "between":
            continue
        before = [t for t in tokens[:i] if not _is_of_road(t)]
        road = _token(token, fold("طريق") if rest[0].arabic else "road")
        return [*before, road, *rest], kept - {token.start}
    return tokens, kept


def _is_of_road(token: Token) -> bool:
    word = word_at([token], 0)
    return (word is not None and word.cls == "road") or _means().get(token.fold) == ()


def _corners(tokens: list[Token], names: list[Token]) -> list[Token]:
    """Read مثلث سراقب - أريحا - معرة النعمان, whose corners are set side by side, as a list."""
    if not names or not _TRIANGLES & {names[0].fold, names[-1].fold}:
        return tokens
    if names[-1].fold in _TRIANGLES:  # the A-B-C triangle
        tokens = [_token(tokens[0], "between"), _token(tokens[0], tokens[0].fold, " "), *tokens[1:-1]]
    return [_token(t, t.fold, "-") if t.gap.strip() in ("-", "–", "—", ",", "،") else t for t in tokens]


@functools.cache
def _first_words() -> frozenset[str]:
    return frozenset(words.split()[0] for words in _means())


def has_other_words(token: Token) -> bool:
    """Whether a word, alone or with others, is said here in other words of the grammar, or links names."""
    if token.fold in _first_words() or token.fold in _TRIANGLES or token.raw in _IZAFE or token.raw == "û":
        return True
    return is_compass(token) or [t.fold for t in _split([token])] != [token.fold]


def is_compass(token: Token) -> bool:
    """Whether a word is a letter of the compass: N, SW."""
    return not token.arabic and token.raw in _COMPASS


def links_names(tokens: list[Token], i: int) -> bool:
    """Whether a word stands between two names of one place: المعروفة بـ, also known as."""
    return _meaning(tokens, i)[0] == ("/",)


def _split(tokens: list[Token]) -> list[Token]:
    """Part a number from the unit written onto it (10km, 10كم), and open the dual of a unit."""
    found: list[Token] = []
    for token in tokens:
        if token.fold[:1] == "ب" and token.fold[1:2].isdigit():
            found.append(_token(token, "ب"))  # بـ5 كم
            token = _token(token, token.fold[1:], " ")
        digits = len(token.fold) - len(token.fold.lstrip("0123456789"))
        unit = token.fold[digits:]
        dual = token.fold if token.fold in _DUALS else token.fold[1:] if token.fold[1:] in _DUALS else ""
        if dual:
            found += [_token(token, "2"), _token(token, fold(_DUALS[dual]), " ")]
        elif digits and unit and (word := word_at([_token(token, unit)], 0)) and word.cls == "unit":
            found += [_token(token, token.fold[:digits]), _token(token, unit, " ")]
        else:
            found.append(token)
    return found


def _token(token: Token, folded: str, gap: str | None = None) -> Token:
    return replace(token, fold=folded, gap=token.gap if gap is None else gap)


def _counted(tokens: list[Token], kept: frozenset[int]) -> list[Token]:
    """Join the words of a number, and of a range, before a unit into one token of digits."""
    found: list[Token] = []
    i = 0
    while i < len(tokens):
        amount = None if tokens[i].start in kept else _amount(tokens, i)
        if amount is None:
            found.append(tokens[i])
            i += 1
            continue
        low, high, last = amount
        unit = word_at(tokens, last) if last < len(tokens) else None
        if unit is None or unit.cls != "unit":
            found.append(tokens[i])
            i += 1
            continue
        # كيلومتر واحد: the one after its unit says nothing more
        folded = f"{low:g}" if low == high else f"{low:g}{RANGE}{high:g}"
        found += [replace(tokens[i], end=tokens[last - 1].end, fold=folded), tokens[last]]
        i = last + 1
    return _unit_first(found)


def _unit_first(tokens: list[Token]) -> list[Token]:
    """Read كيلومتر واحد and a bare كيلومتر as one kilometre."""
    found: list[Token] = []
    for i, token in enumerate(tokens):
        word = word_at(tokens, i)
        if found and token.fold == "واحد":
            before = word_at(found, len(found) - 1)
            if before is not None and before.cls == "unit":
                continue
        before_number = bool(found) and (number(found[-1]) is not None or RANGE in found[-1].fold)
        if (
            word is not None
            and word.cls == "unit"
            and not before_number
            and token.arabic
            and i + 1 < len(tokens)
        ):
            found.append(_token(token, "1"))
            token = _token(token, token.fold, " ")
        found.append(token)
    return found


def _amount(tokens: list[Token], i: int) -> tuple[float, float, int] | None:
    """Return the bounds of a number that begins at token i, and where it ends."""
    start = i + 1 if tokens[i].fold in _FROM else i
    first = _one_number(tokens, start)
    if first is None:
        return None
    low, high, last = first
    if last < len(tokens):
        dash = tokens[last].gap.strip() in ("-", "–", "—")
        joined = tokens[last].fold in _TO
        second = _one_number(tokens, last if dash else last + 1) if dash or joined else None
        if second is not None and second[1] > low:
            return low, second[1], second[2]
    if start != i:
        return None
    return low, high, last


def _one_number(tokens: list[Token], i: int) -> tuple[float, float, int] | None:
    if i >= len(tokens):
        return None
    if tokens[i].fold == "a" and i + 1 < len(tokens) and tokens[i + 1].fold in _numbers():
        i += 1  # a few, a hundred
    value = number(tokens[i])
    if value is not None:
        fraction = tokens[i + 1] if i + 1 < len(tokens) else None
        if fraction is not None and fraction.gap in (".", "٫") and fraction.fold.isdigit():
            return (whole := float(f"{value:g}.{fraction.fold}")), whole, i + 2
        return value, value, i + 1
    found = _numbers().get(tokens[i].fold) or _numbers().get(tokens[i].fold.removeprefix("ب"))
    if found is None:
        return None
    low, high = found
    i += 1
    while i < len(tokens):
        folded = tokens[i].fold
        if folded in ("of", "من"):  # dozens of kilometres
            i += 1
            break
        more = _numbers().get(folded) or _numbers().get(folded.removeprefix("و"))
        # خمسة عشر, خمسة وعشرين, twenty-five: ones and tens; a hundred multiplies
        if more is None or not (low < 10 <= more[0] <= 90 or 20 <= low <= 90 > more[0] < 10):
            break
        low, high = low + more[0], high + more[1]
        i += 1
    return low, high, i


def _worded(tokens: list[Token], kept: frozenset[int]) -> list[Token]:
    """Put the grammar's words in place of others, and leave out those that only link."""
    found: list[Token] = []
    pending = ""
    kurdish = any(_KURDISH.search(t.raw) for t in tokens)
    linking = False  # a road linking A to B: the word between the two means "and"
    i = 0
    while i < len(tokens):
        token = tokens[i]
        words: tuple[str, ...] | None = None
        length = 1
        if linking and token.fold in _LINKED_TO:
            found.append(_token(token, fold("و") if token.arabic else "and"))
            linking = False
            i += 1
            continue
        if token.start not in kept:
            if is_compass(token):
                words = (_COMPASS[token.raw],)
                if i + 1 < len(tokens) and tokens[i + 1].gap.strip() == ".":
                    tokens[i + 1] = _token(tokens[i + 1], tokens[i + 1].fold, " ")  # S. Idlib
            elif not token.arabic and token.raw == "û":
                words = ("and",)
            elif kurdish and token.raw in _IZAFE and found:
                # taxa Şêx Meqsûd a Helebê: the name that follows holds the one before; after a word it only links
                words = () if word_at(found, len(found) - 1) is not None else ("in",)
            else:
                words, length = _meaning(tokens, i)
            road = (
                bool(found)
                and (before := word_at(found, len(found) - 1)) is not None
                and before.cls == "road"
            )
            if road and (words == ("between",) or token.fold in _LINKS_FROM):
                linking = True
                words = words or ()
        gap = token.gap if token.gap.strip() or not pending.strip() else pending
        if words is None:
            found.append(token if gap == token.gap else _token(token, token.fold, gap))
            pending = ""
        elif words == ("/",):
            pending = "/"
        else:
            # What only links leaves its gap to the next word, a comma or bracket in it included
            pending = gap if not words else ""
            found += [_token(token, fold(w), gap if n == 0 else " ") for n, w in enumerate(words)]
        i += length
    if found and found[0].gap.strip():
        found[0] = _token(found[0], found[0].fold, "")
    return found


def _meaning(tokens: list[Token], i: int) -> tuple[tuple[str, ...] | None, int]:
    if tokens[i].fold.partition(" ")[0] not in _first_words():
        return None, 1
    for length in range(min(_LONGEST, len(tokens) - i), 0, -1):
        parts = tokens[i : i + length]
        if any(t.gap.strip(" .-'") for t in parts[1:]):
            continue
        words = _means().get(" ".join(t.fold for t in parts))
        after = tokens[i + length] if i + length < len(tokens) else None
        if words == ("near",) and after is not None and (number(after) is not None or RANGE in after.fold):
            words = ()  # around 20 km
        if words is not None:
            return words, length
    return None, 1


def _distance_first(tokens: list[Token]) -> list[Token]:
    """Put a distance before the direction that it belongs to: شمال الرقة بنحو 10 كم."""
    first = word_at(tokens, 0) if tokens else None
    if first is None or first.cls != "direction":
        return tokens
    for i in range(2, len(tokens) - 1):
        unit = word_at(tokens, i + 1)
        if (
            (number(tokens[i]) is not None or RANGE in tokens[i].fold)
            and unit is not None
            and unit.cls == "unit"
        ):
            start = i
            while start > 1 and tokens[start - 1].fold in _BY:
                start -= 1
            if start == i and not tokens[i].gap.strip():
                return tokens
            moved = [_token(tokens[i], tokens[i].fold, ""), _token(tokens[i + 1], tokens[i + 1].fold, " ")]
            return [*moved, _token(tokens[0], tokens[0].fold, " "), *tokens[1:start], *tokens[i + 2 :]]
    return tokens
