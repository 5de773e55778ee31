"""What a spotted name stands for: a place, an agency's seat, a hospital's name, a government."""

from __future__ import annotations

import bisect
import itertools

from geomap.gazetteer import Gazetteer
from geomap.mentions.abroad import lies_abroad, means_syrian_namesake
from geomap.mentions.around import Around
from geomap.mentions.clubs import is_club
from geomap.mentions.spans import Span, What, place_ids
from geomap.mentions.tokens import Token
from geomap.mentions.words import common_words, english_words, frequent_words, listed, word_at
from geomap.models import Relation, Role

ROLES = {
    What.PLACE: Role.LOCATIVE, What.GUESS: Role.LOCATIVE, What.FOREIGN: Role.FOREIGN,
    What.COUNTRY: Role.COUNTRY, What.ORGANISATION: Role.ORGANISATION,
}  # fmt: skip


# Words to either side that tell whether a line is written in capitals.
_LINE = 8
# A verb of two (تبحثان) has five letters at least; ابان, امان are none.
_SHORT_VERB = 4


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
        return Role.LOCATIVE if means_syrian_namesake(span, spans, around, gazetteer) else role
    if role is not Role.LOCATIVE:
        return role
    if lies_abroad(tokens, span):
        return Role.FOREIGN
    other = (
        around.organisation
        or (match_report and is_club(tokens, span, around))
        or _is_outlet(tokens, span)
        or _is_institution(tokens, span, around, gazetteer)
        or _bears_its_name(tokens, span, spans)
        or (_is_dateline(tokens, span, spans) and _is_capital(span, gazetteer))
        or _is_metonym(tokens, span, spans, gazetteer)
        or _gave_its_name(tokens, span)
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


def _bears_its_name(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a hospital or school elsewhere bears a place's name: مشفى حمص الكبير في إعزاز, the Homs Grand Hospital in Azaz."""
    if span.what is not What.PLACE:
        return False
    i = span.last
    if tokens[span.first].arabic:
        if not span.first or tokens[span.first].gap != " " or span.particle:
            return False
        facility = span.first - 1
        if i < len(tokens) and tokens[i].gap == " " and tokens[i].fold.startswith("ال"):
            i += 1
    else:
        facility = -1
        for k in range(i, min(i + 3, len(tokens))):
            if tokens[k].gap != " " or not tokens[k].capital:
                break
            if tokens[k].fold in listed("named_buildings"):
                facility = k
                break
        i = facility + 1
    if facility < 0 or tokens[facility].fold.removeprefix("ال") not in listed("named_buildings"):
        return False
    if i >= len(tokens) or tokens[i].gap != " " or tokens[i].fold not in ("في", "in"):
        return False
    k = bisect.bisect_left(spans, i + 1, key=lambda s: s.first)
    return k < len(spans) and spans[k].first <= i + 2 and spans[k].what is What.PLACE


def _is_capital(span: Span, gazetteer: Gazetteer) -> bool:
    country = gazetteer.get("SY")
    return country is not None and country.seat_id in place_ids(span, gazetteer)


def _two_act(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a name and a foreign one joined to it by "and" do something together: دمشق وباريس تبحثان."""
    k = bisect.bisect_left(spans, span.first, key=lambda s: s.first)
    for first, second in itertools.pairwise(spans[max(k - 1, 0) : k + 2]):
        if What.FOREIGN not in (first.what, second.what) or first.last != second.first:
            continue
        verb = tokens[second.last].fold if second.last < len(tokens) else ""
        if (
            second.particle == "و"
            and verb.startswith("ت")
            and verb.endswith("ان")
            and len(verb) > _SHORT_VERB
        ):
            return True
    return False


def _is_metonym(tokens: list[Token], span: Span, spans: list[Span], gazetteer: Gazetteer) -> bool:
    """Whether the capital stands for the government: نفت دمشق, Damascus denied, دمشق وباريس تبحثان, talks with Damascus."""
    arabic = tokens[span.first].arabic
    before = tokens[span.first - 1].fold if span.first and tokens[span.first].gap == " " else ""
    if before in ("with", "مع") and not span.particle:
        return _is_capital(span, gazetteer)
    if before in ("in", "في") or span.particle.endswith("ب"):
        return False  # the ministry in Damascus said
    if arabic and _two_act(tokens, span, spans):
        return _is_capital(span, gazetteer)
    for beside in (span.first - 1, span.last) if arabic else (span.last,):
        if not 0 <= beside < len(tokens) or tokens[max(beside, span.first)].gap.strip():
            continue
        verb = tokens[beside].fold
        if verb in listed("metonyms") or (arabic and verb.removeprefix("و") in listed("metonyms")):
            return _is_capital(span, gazetteer)
    return False


def _gave_its_name(tokens: list[Token], span: Span) -> bool:
    """Whether something is named after a place: a school named after Hittin."""
    first = span.first
    return (
        first > 1
        and tokens[first].gap == " "
        and [t.fold for t in tokens[first - 2 : first]] == ["named", "after"]
    )


def _is_product(tokens: list[Token], span: Span) -> bool:
    """Whether a thing is called after a town, as its soap is: Aleppo pepper, صابون حلب, سمن «الغوطة»."""
    if tokens[span.first].arabic:
        before = tokens[span.first - 1].fold if span.first and not span.particle else ""
        return before in listed("products_before") and not tokens[span.first].gap.strip(' «"“')
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
    if tokens[span.first].arabic or i >= len(tokens) or tokens[i].gap != " ":
        return False
    word = tokens[i]
    if not word.capital or word.raw.isupper() or word.arabic or word_at(tokens, i) is not None:
        return False
    if word.fold in listed("after_places") or not (
        word.fold in frequent_words() or word.fold in english_words()
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
    if i >= len(tokens) or tokens[i].gap not in (" ", "_") or tokens[i].fold not in listed("outlet_ends"):
        return False
    closing = tokens[i + 1].gap[:1] if i + 1 < len(tokens) else ")"
    return tokens[span.first].gap[-1:] in ("(", "«", '"', "“", "@") and closing in (")", "»", '"', "”")


def _is_institution(tokens: list[Token], span: Span, around: Around, gazetteer: Gazetteer) -> bool:
    """Whether a university or a division's base is spoken of as what acts: جامعة دمشق أعلنت, an officer of Division 17.

    With a preposition of place, or said to be near something, it is the ground that it stands on.
    """
    # The words first: few names hold one, and where a place lies is then not looked up
    words = {t.fold for t in tokens[span.first : span.last]}
    if words.isdisjoint(listed("institutions")) or around.relation is not Relation.AT or span.particle:
        return False
    kinds = {gazetteer.sites[i].kind for i in place_ids(span, gazetteer)}
    if not kinds or not kinds <= {"barracks", "facility", "neighbourhood"}:
        return False
    before = tokens[span.first - 1].fold if span.first else ""
    return before not in listed("place_prepositions") and before not in listed("grounds")
