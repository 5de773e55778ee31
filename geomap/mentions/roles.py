"""What a spotted name stands for: a place, an agency's seat, a hospital's name, a government."""

from __future__ import annotations

import bisect
import functools

from geomap.gazetteer import Gazetteer
from geomap.mentions.abroad import lies_abroad, means_syrian_namesake
from geomap.mentions.around import Around
from geomap.mentions.clubs import has_result, is_club
from geomap.mentions.governments import is_capital, is_metonym
from geomap.mentions.institutions import in_hospital_name, is_institution
from geomap.mentions.spans import Span, What
from geomap.mentions.titles import is_american, is_in_authority, is_in_title, is_little
from geomap.mentions.tokens import Token
from geomap.mentions.words import common_words, english_words, frequent_words, listed, word_at
from geomap.models import Role

ROLES = {
    What.PLACE: Role.LOCATIVE, What.GUESS: Role.LOCATIVE, What.FOREIGN: Role.FOREIGN,
    What.COUNTRY: Role.COUNTRY, What.ORGANISATION: Role.ORGANISATION,
}  # fmt: skip


_WAVES = frozenset({"radio", "tv", "television"})
# Called after a place wherever they are.
_HOUSES = frozenset({"hotel", "restaurant", "cafe", "cinema"})
_OFFICES = frozenset({"office", "offices", "hub"})
# Words to either side that tell whether a line is written in capitals.
_LINE = 8


def role_of(
    tokens: list[Token],
    span: Span,
    spans: list[Span],
    around: Around,
    gazetteer: Gazetteer,
    *,
    match_report: bool = False,
) -> Role | None:
    """Return what a spotted name stands for; None for a word that only looks like a foreign place's name."""
    role = ROLES[span.what]
    if role is Role.FOREIGN:
        if span.forms[0] in common_words():
            return None  # سيول is floods, صور pictures, before they are Seoul and Tyre
        return Role.LOCATIVE if means_syrian_namesake(tokens, span, spans, around, gazetteer) else role
    if role is not Role.LOCATIVE:
        return role
    if lies_abroad(tokens, span, spans, around) or is_american(tokens, span):
        return Role.FOREIGN
    other = (
        around.organisation
        or (match_report and is_club(tokens, span, around, gazetteer))
        or has_result(tokens, span, spans)
        or _is_outlet(tokens, span)
        or is_institution(tokens, span, spans, around, gazetteer)
        or (_is_dateline(tokens, span, spans) and is_capital(span, gazetteer))
        or is_metonym(tokens, span, spans, gazetteer)
        or _gave_its_name(tokens, span)
        or _is_streets(tokens, span)
        or _is_office(tokens, span)
        or _is_account(tokens, span)
        or is_in_title(tokens, span)
        or is_in_authority(tokens, span)
        or is_little(tokens, span)
        or _is_source(tokens, span)
        or _is_product(tokens, span)
        or _begins_a_firm(tokens, span, spans)
    )
    return Role.ORGANISATION if other else role


def _is_dateline(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a name begins a line before its agency: دمشق – سانا, DAMASCUS (Reuters).

    The capital is the agency's seat; any other town is where its correspondent writes of.
    """
    if span.first and "\n" not in tokens[span.first].gap:
        return False
    k = bisect.bisect_left(spans, span.last, key=lambda s: s.first)
    after = spans[k] if k < len(spans) and spans[k].first == span.last else None
    return (
        after is not None
        and after.what is What.ORGANISATION
        and bool(set(tokens[after.first].gap) & set("-–—(/|:،"))
    )


def _gave_its_name(tokens: list[Token], span: Span) -> bool:
    """Whether something is named after a place: a school named after Hittin."""
    first = span.first
    return (
        first > 1
        and tokens[first].gap == " "
        and (tokens[first - 2].fold, tokens[first - 1].fold) == ("named", "after")
    )


def _is_streets(tokens: list[Token], span: Span) -> bool:
    """Whether a street, a park or a mosque bears a place's name: شارع حلب in Hama. What it is named after lies elsewhere."""
    first, last = span.first, span.last
    if (
        not tokens[first].arabic
        and first
        and tokens[first].gap == " "
        and tokens[first - 1].fold in ("restaurant", "hotel")
    ):
        return True
    house = tokens[last].fold if last < len(tokens) and tokens[last].gap == " " else ""
    if house in _HOUSES and first and tokens[first - 1].fold == "the":
        return True  # the Safir hotel; a Damascus hotel is in Damascus
    if not tokens[first].arabic:
        return last < len(tokens) and tokens[last].gap == " " and tokens[last].fold in listed("named_after")
    if not first or span.particle or tokens[first].gap not in (" ", "_"):
        return False
    return tokens[first - 1].fold in _named_after()


def _is_office(tokens: list[Token], span: Span) -> bool:
    """Whether an office is called by its town: UNHCR Qamishli sub-office, the Homs Field Office."""
    after = tokens[span.last : span.last + 2]
    if tokens[span.first].arabic or not after or after[0].gap != " " or after[-1].gap not in (" ", "-"):
        return False
    if after[0].fold in _OFFICES:
        return after[0].capital
    return (after[0].fold == "sub" or after[0].capital) and after[-1].fold in _OFFICES


@functools.cache
def _named_after() -> frozenset[str]:
    """Return the words after which a place's name is that of a street or a shop, with the particles that join them."""
    return frozenset(
        f"{particle}{word}" for word in listed("named_after") for particle in ("", "و", "ب", "ل", "وب")
    )


def _is_account(tokens: list[Token], span: Span) -> bool:
    """Whether an account of a network bears a place's name: @IdlibPlus, follow @ Idlib Plus."""
    return tokens[span.first].gap.rstrip().endswith("@")


def _is_source(tokens: list[Token], span: Span) -> bool:
    """Whether news are told by what bears a name alone: two dead, according to Hawar."""
    i = span.first - 2
    if i < 0 or tokens[i + 1].fold != "to" or tokens[i].fold not in ("according", "acc"):
        return False
    return span.last >= len(tokens) or tokens[span.last].gap[:1] in (".", ",", ";", ")", "\n")


def _is_product(tokens: list[Token], span: Span) -> bool:
    """Whether a thing is called after a town, as its soap is: Aleppo pepper, صابون حلب, سمن «الغوطة»."""
    if tokens[span.first].arabic:
        before = tokens[span.first - 1].fold if span.first and not span.particle else ""
        return before.removeprefix("و") in listed("products_before") and not tokens[span.first].gap.strip(
            ' «"“'
        )
    return (
        span.last < len(tokens)
        and tokens[span.last].gap == " "
        and tokens[span.last].fold in listed("products")
    )


def _begins_a_firm(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a capitalised everyday word right after a Latin name makes it a firm's or a club's: Ugarit Hotels, Aleppo Street.

    Where most words are capitalised, as in headlines, a capital says nothing.
    """
    i = span.last
    if tokens[span.first].arabic or i >= len(tokens) or tokens[i].gap != " " or "#" in tokens[span.first].gap:
        return False
    word = tokens[i]
    if not word.capital or word.raw.isupper() or word.arabic or word_at(tokens, i) is not None:
        return False
    if word.raw[:2] in ("I'", "I’"):
        return False  # If they take Binnish I'll walk
    if (
        word.fold in listed("after_places")
        or word.fold in listed("given_names")  # In Busra al-Sham Ahmad turned to
        or in_hospital_name(word.fold)
        or not (word.fold in frequent_words() or word.fold in english_words())
    ):
        return False
    k = bisect.bisect_left(spans, i, key=lambda s: s.first)
    if k < len(spans) and spans[k].first == i:
        return False
    around = [t for t in tokens[max(i - _LINE, 0) : i + _LINE] if not t.arabic and t.raw[0].isalpha()]
    return sum(t.capital for t in around) * 3 <= 2 * len(around)


def _is_outlet(tokens: list[Token], span: Span) -> bool:
    """Whether a name with the word for today, the news or an event stands in brackets or quotes: (الرقة اليوم)."""
    i = span.last
    if i < len(tokens) and tokens[i].gap == " " and tokens[i].fold in _WAVES and not tokens[i].arabic:
        return True  # on Aleppo radio
    if i >= len(tokens) or tokens[i].gap not in (" ", "_") or tokens[i].fold not in listed("outlet_ends"):
        return False
    closing = tokens[i + 1].gap[:1] if i + 1 < len(tokens) else ")"
    return tokens[span.first].gap[-1:] in ("(", "«", '"', "“", "@") and closing in (")", "»", '"', "”")
