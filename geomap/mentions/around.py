"""Reading the words around a name: what is said to its left (بريف …, 10 km north of …) and right (… الغربي)."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from geomap.mentions.spans import Span
from geomap.mentions.tokens import Token
from geomap.mentions.words import Word, is_grammar, number, word_at, word_before
from geomap.models import Phrase, Relation

# What may stand between the words of one phrase: spaces, quotes, hashtag signs.
_LOOSE = " \t_#«»“”\"'’\u200f\u200e\u2019-"
# What a road may be read through: the road between A and B.
_OF_A_ROAD = (Relation.AT, Relation.BETWEEN)
#: A range of numbers as one token: 5..7 (see geomap.mentions.canonical).
RANGE = ".."
# Written small after an outlet's name: the Tishreen newspaper, the Tartous page.
_PRESS = frozenset({"agency", "newspaper", "news", "page", "tribe", "clan", "clansmen"})
# Words for a part of a town that are also a fourth part.
_SHARES = frozenset({"quarter", "quarters"})
_COMPASS = {
    frozenset("NE"): "NE", frozenset("NW"): "NW", frozenset("SE"): "SE", frozenset("SW"): "SW",
}  # fmt: skip


@dataclass(slots=True)
class Around:
    """What the words around a name say; grows while they are read. Tokens `first` to `last` are used up."""

    first: int
    last: int
    relation: Relation = Relation.AT
    type_word: str = ""
    kinds: tuple[str, ...] = ()
    directions: list[str] = field(default_factory=list)
    distance_m: float | None = None
    rounding_m: float = 0.0
    gloss: tuple[str, ...] = ()
    particle: str = ""  # of the first word: بريف
    shared: bool = False  # a dual or plural that the next names share: ريفي, قريتي, مدن
    shared_back: bool = False  # the same after a list: A and B subdistricts
    pair: bool = False  # "between" or a road: the next name is its other end
    road_back: bool = False  # the A–B road: the name before this one is the road's other end
    organisation: bool = False
    zone: bool = False  # a named zone of the unit: منطقة خفض التصعيد في إدلب
    evidence: bool = False  # any word that only a place has beside it

    def phrase(self) -> Phrase:
        return _phrase(
            self.relation, self.type_word, self.kinds, tuple(dict.fromkeys(self.directions)), self.distance_m,
            self.rounding_m, self.gloss,
        )  # fmt: skip


# One object for all names of which the same is said: they are compared again and again
_phrase = functools.lru_cache(maxsize=16_384)(Phrase)


def read_around(tokens: list[Token], span: Span) -> Around:
    """Read the words to both sides of a name as far as they speak of it."""
    around = Around(span.first, span.last)
    if not span.particle.startswith(("و", "ف")):
        _read_left(tokens, span, around)
    _read_right(tokens, span, around)
    if around.directions and around.relation is Relation.AT and around.distance_m is not None:
        around.relation = Relation.DISTANCE
    around.evidence = around.evidence or around.relation is not Relation.AT
    return around


def _touching(tokens: list[Token], i: int, extra: str = "") -> bool:
    return 0 < i < len(tokens) and not tokens[i].gap.strip(_LOOSE + extra)


def _read_left(tokens: list[Token], span: Span, around: Around) -> None:
    i = span.first
    link = (
        "of" if span.particle.endswith("ل") else ""
    )  # the connector between the name and what follows leftwards
    outward = False  # "north of X" and شمال X lie outside X; "northern X" within
    while True:
        word = word_before(tokens, i) if _touching(tokens, i) else None
        if word is None or (link == "in" and word.cls != "zone"):
            break
        at = i - word.length
        arabic = tokens[at].arabic
        if word.cls == "and":
            before = word_before(tokens, at)
            if not around.directions or before is None or before.cls != "direction":
                break
            i = at
            continue
        if word.cls in ("of", "the", "in"):
            link = link if word.cls == "the" else word.cls
            i = at
            continue
        if (
            word.definite
            and arabic
            and word.length == 1
            and word.cls in ("road", "axis", "part", "badia", "bank", "outskirts")
            and not (word.cls == "bank" and around.directions)  # الضفة الشرقية للفرات
            # الأطراف الشرقية لمدينة حلب, but not الحدود بدأ
            and not (word.cls == "outskirts" and (around.directions or link == "of"))
        ):
            break  # الطريق الوحيد: a definite word does not govern the next
        if word.cls in ("type", "types"):
            if word.definite or (link == "of" and arabic) or (around.kinds and not around.zone):
                break
            if tokens[at].fold in _SHARES and not (link == "of" and at and tokens[at - 1].fold == "the"):
                break  # a quarter of Idlib's schools, the first quarter of the year
            # Safita district of Tartous: the type belongs to the name before it
            if link == "of" and at > 0 and tokens[at - 1].capital and not is_grammar(tokens[at - 1].fold):
                break
            # قرى قرب X, farms between A and B: the type is not X's own
            if around.relation is not Relation.AT or around.directions:
                break
            if not around.zone:
                _take_type(tokens, at, word, around)
            around.shared = around.shared or word.cls == "types"
        elif word.cls == "direction":
            if tokens[i].fold == "to":
                break  # moving north to Harim
            outward = outward or link == "of" or (arabic and not word.definite)
            _add_direction(around.directions, word, joined=i == around.first and around.particle != "و")
        elif word.cls == "side" and _of_a_bank(tokens, at, around):
            around.directions.insert(0, word.value)
        elif word.cls == "countryside":
            around.relation = Relation.COUNTRYSIDE
            # English has no dual: the countryside of Homs and Damascus
            around.shared = around.shared or word.value == "dual" or (link == "of" and not arabic)
        elif word.cls == "unit" and (quantity := _quantity(tokens, at)) is not None:
            amount, half_step, at = quantity
            around.distance_m = amount * float(word.value)
            around.rounding_m = half_step * float(word.value)
            around.relation = Relation.DISTANCE
        elif word.cls in ("near", "outskirts", "badia", "bank") and around.relation is Relation.AT:
            around.relation = Relation(word.cls)
        elif word.cls == "road" and (around.directions or around.relation not in _OF_A_ROAD):
            break  # M5 highway south of X: the road is another place, and X only tells which stretch
        elif word.cls in ("between", "road"):
            # "the road between A and B" is a road, read from its end
            around.relation = Relation.ROAD if word.cls == "road" else Relation.BETWEEN
            around.pair = True
        elif word.cls == "zone":
            around.type_word = around.type_word or tokens[at].raw
            around.kinds = around.kinds or tuple(word.value.split())
            around.shared_back = tokens[i - word.length].fold.endswith("s")
            around.zone = around.evidence = True
        elif word.cls in ("axis", "part") or (word.cls == "at" and around.distance_m is not None):
            around.evidence = around.evidence or word.cls != "at"
        elif word.value == "council" and around.kinds:
            break  # مجلس بلدة X: the town's own council, where مجلس X العسكري is a force
        elif word.cls == "organisation" and not word.definite and not link:
            around.organisation = True
            around.first = at
            break
        else:
            break
        i = around.first = at
        link = ""
        around.particle = word.particle
        if word.particle in ("و", "ف") and word.cls != "direction":
            break
    if around.relation is Relation.AT and around.directions and outward:
        around.relation = Relation.DIRECTION


def _of_a_bank(tokens: list[Token], at: int, around: Around) -> bool:
    """Whether a left or right is a bank's: left bank of X, الضفة اليسرى لـX."""
    before = word_before(tokens, at)
    return around.relation is Relation.BANK or (before is not None and before.cls == "bank")


def _take_type(tokens: list[Token], at: int, word: Word, around: Around) -> None:
    around.type_word = " ".join(t.raw for t in tokens[at : at + word.length])
    around.kinds = tuple(word.value.split())
    around.evidence = True


def _add_direction(directions: list[str], word: Word, *, joined: bool) -> None:
    """Put a direction before those read so far; side by side, north and west are north-west."""
    if directions and joined:
        both = _COMPASS.get(frozenset(word.value + directions[0]))
        if both:
            directions[0] = both
            return
    directions.insert(0, word.value)


def _quantity(tokens: list[Token], unit_at: int) -> tuple[float, float, int] | None:
    """Return the number before a unit, half its step, and the token where it begins (10 كم, خمسة كيلومترات, 5-7 km)."""
    if unit_at < 1 or not _touching(tokens, unit_at):
        return None
    low, dots, high = tokens[unit_at - 1].fold.partition(RANGE)
    if dots:
        return (float(low) + float(high)) / 2, (float(high) - float(low)) / 2, unit_at - 1
    word = word_at(tokens, unit_at - 1)
    value = number(tokens[unit_at - 1])
    if value is None and word is not None and word.cls == "number":
        value = float(word.value)
    if value is None:
        return None
    first = unit_at - 1
    gap = tokens[first].gap.strip()
    start = number(tokens[first - 1]) if first > 0 and gap in ("-", "–", ".") else None
    if start is None:
        return value, rounding(value), first
    if gap == ".":
        value = float(f"{start:g}.{tokens[first].fold}")
        return value, rounding(value), first - 1
    return (start + value) / 2, max(abs(value - start) / 2, 0.5), first - 1


def rounding(amount: float) -> float:
    """Half the step to which people round a distance: 10 km means 7.5–12.5, 20 km 15–25, 7 km 6.5–7.5."""
    for step in (50.0, 10.0, 5.0):
        if amount >= step and amount % step == 0:
            return step / 2
    return 0.5


def _read_right(tokens: list[Token], span: Span, around: Around) -> None:
    if span.last >= len(tokens):
        return
    if tokens[span.first].arabic:
        _read_arabic_right(tokens, around)
    else:
        _read_english_right(tokens, around, ")" if span.names else "")
    _read_gloss(tokens, around)


def _read_arabic_right(tokens: list[Token], around: Around) -> None:
    i = around.last
    found: list[str] = []
    while _touching(tokens, i):
        word = word_at(tokens, i)
        side = word is not None and word.cls == "side" and around.relation is Relation.BANK
        if word is None or not (word.cls == "direction" or side):
            break
        if not word.definite or word.particle not in ("", "و"):
            break
        if word.particle != "و" and found and _COMPASS.get(frozenset(found[-1] + word.value)):
            found[-1] = _COMPASS[frozenset(found[-1] + word.value)]
        else:
            found.append(word.value)
        i += word.length
    if found:
        around.directions.extend(found)
        around.last = i
        around.evidence = True
    elif _touching(tokens, i):
        word = word_at(tokens, i)
        if word is not None and word.cls == "organisation_after":
            around.organisation = not around.kinds  # مطار حماة العسكري
            around.last = i + word.length


def _read_english_right(tokens: list[Token], around: Around, closing: str) -> None:
    i = around.last
    if _organisation_ahead(tokens, i):
        around.organisation = True
        return
    if _touching(tokens, i, "/") and tokens[i].fold == "s":
        i += 1
    found: list[str] = []
    while _touching(tokens, i, closing):
        word = word_at(tokens, i)
        if word is None or (tokens[i].gap == "" and word.cls != "type"):
            break
        if word.cls == "direction" and not word_is_outward(tokens, i + word.length):
            found.append(word.value)
            i += word.length
            continue
        if tokens[i].fold == "and" or word.cls not in (
            "countryside",
            "badia",
            "type",
            "types",
            "road",
            "axis",
            "outskirts",
        ):
            break
        i += word.length
        around.last = i
        around.directions.extend(found)
        around.evidence = True
        if word.cls == "countryside":
            around.relation = Relation.COUNTRYSIDE
            around.shared_back = True
        elif word.cls == "badia":
            around.relation = Relation.BADIA
        elif word.cls in ("type", "types"):
            around.type_word = around.type_word or word.value.split()[0]
            around.kinds = around.kinds or tuple(word.value.split())
            around.shared_back = tokens[i - 1].fold.endswith("s")
        elif word.cls == "outskirts":
            around.relation = Relation.OUTSKIRTS
        elif word.cls == "road" and any(c.isdigit() for c in tokens[around.first].raw):
            pass  # M5 highway is the road itself
        elif word.cls == "road":
            around.relation = Relation.NEAR if around.relation is Relation.AT else around.relation
            around.road_back = True
        return


def _organisation_ahead(tokens: list[Token], i: int) -> bool:
    """Whether the capitalised words after a name end in an organisation's: Raqqa Water Users Council."""
    for k in range(i, min(i + 4, len(tokens))):
        word = word_at(tokens, k)
        if tokens[k].gap not in (" ", "_") or tokens[k].arabic:
            return False
        # The Salamiyah Friends club, but not "in Salamiyah today"
        if word is not None and word.cls == "organisation_after" and (tokens[k].capital or k > i):
            return True
        if k == i and tokens[k].fold in _PRESS:
            return True
        if not tokens[k].capital:
            return False
    return False


def word_is_outward(tokens: list[Token], i: int) -> bool:
    """Whether "of" or "from" stands at token i: then the direction before it belongs to the next name."""
    word = word_at(tokens, i)
    return word is not None and word.cls == "of" and tokens[i].fold != "s"


def _read_gloss(tokens: list[Token], around: Around) -> None:
    """Read إدلب (شمال غرب) and Idlib (northwest): only directions, and the country, in brackets."""
    i = around.last
    if i >= len(tokens) or tokens[i].gap.strip() not in ("(", "[") or around.directions:
        return
    found: list[str] = []
    while i < len(tokens):
        word = word_at(tokens, i)
        if word is not None and word.cls == "direction":
            joined = bool(found)
            _add_gloss(found, word.value, joined)
        elif tokens[i].fold not in ("سوريا", "سوريه", "syria", "البلاد", "of", "in"):
            return
        i += word.length if word is not None else 1
        if i < len(tokens) and tokens[i].gap[:1] in (")", "]"):
            break
    if found:
        around.gloss = tuple(found)
        around.last = i


def _add_gloss(found: list[str], value: str, joined: bool) -> None:
    both = _COMPASS.get(frozenset(found[-1] + value)) if joined else None
    if both:
        found[-1] = both
    else:
        found.append(value)
