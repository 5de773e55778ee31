"""Institutions that bear a place's name: a hospital elsewhere, a university that acts, a town's council abroad."""

from __future__ import annotations

import bisect
import functools

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import Around
from geomap.mentions.spans import Span, What, place_ids
from geomap.mentions.tokens import Token
from geomap.mentions.words import by_class, listed
from geomap.models import Relation

_FREE = frozenset({"الحر", "الحره"})  # so the opposition calls its institutions
_COUNCIL = "المجلس المحلي"
# Words before an institution in which what befalls it is told: a strike on the.
_WORDS = 3
# What lends its name to its hospital.
_TOWNS = frozenset({"city", "town", "crossing"})
# Words from who works at a hospital to its name: طبيب سابق في.
_STAFF = 4
_UNIVERSITY = frozenset({"university", "جامعه"})


def is_institution(
    tokens: list[Token], span: Span, spans: list[Span], around: Around, gazetteer: Gazetteer
) -> bool:
    """Whether a name is that of an institution, and not the ground that it stands on."""
    return (
        _acts(tokens, span, spans, around, gazetteer)
        or _is_elsewhere(tokens, span, spans)
        or _is_hospital(tokens, span)
        or _is_known_hospital(tokens, span, gazetteer)
        or _is_council(tokens, span)
    )


# As many names as are said again soon
@functools.lru_cache(maxsize=16_384)
def _institutions_words(form: str) -> frozenset[str]:
    """Return the words of a name that holds an institution's or a hospital's word; none of any other."""
    words = frozenset(form.split())
    told = words & (listed("institutions") | by_class("hospitals")["hospital"])
    return words if told else frozenset()


def _acts(tokens: list[Token], span: Span, spans: list[Span], around: Around, gazetteer: Gazetteer) -> bool:
    """Whether a university or a division's base is spoken of as what acts: جامعة دمشق أعلنت, an officer of Division 17.

    With a preposition of place, or said to be near something, it is the ground that it stands on.
    """
    # The words first: few names hold one, and where a place lies is then not looked up
    words = _institutions_words(span.forms[0])
    if words.isdisjoint(listed("institutions")) or around.relation is not Relation.AT:
        return False
    if span.particle in ("ل", "لل") and "قاعده" not in words:
        return True  # a column of Division 17: رتل للفرقة 17
    ahead = tokens[max(span.first - _STAFF, 0) : span.first]
    if span.particle == "ب" and not words.isdisjoint(_UNIVERSITY):
        return any(t.fold in listed("studies") for t in ahead)
    if span.particle:
        # لواء القدس والفرقة 17
        k = bisect.bisect_left(spans, span.first, key=lambda s: s.first) - 1
        return (
            span.particle == "و"
            and k >= 0
            and spans[k].last == span.first
            and spans[k].what is What.ORGANISATION
        )
    kinds = {gazetteer.sites[i].kind for i in place_ids(span, gazetteer)}
    if not kinds or not kinds <= {"barracks", "facility", "neighbourhood"}:
        return False
    before = tokens[span.first - 1].fold if span.first else ""
    after = tokens[span.last].fold if span.last < len(tokens) else ""
    if before in listed("grounds") or after in listed("grounds") or _befalls(tokens, span.first):
        return False  # Brigade 137 base
    # Lectures are given at a university, and an officer is of a division, wherever they are
    studied = not words.isdisjoint(_UNIVERSITY)
    based = span.first > 1 and tokens[span.first - 2].fold in listed("grounds")  # the base of Brigade 137
    return studied or (before == "of" and not based) or before not in listed("place_prepositions")


def _is_elsewhere(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
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
        facility = _facility_after(tokens, i, listed("named_buildings"))
        i = facility + 1
    if facility < 0 or tokens[facility].fold.removeprefix("ال") not in listed("named_buildings"):
        return False
    if i >= len(tokens) or tokens[i].gap != " " or tokens[i].fold not in ("في", "in"):
        return False
    k = bisect.bisect_left(spans, i + 1, key=lambda s: s.first)
    return k < len(spans) and spans[k].first <= i + 2 and spans[k].what is What.PLACE


def _facility_after(tokens: list[Token], i: int, words: frozenset[str]) -> int:
    """Return the token of the facility's word among the next three capitalised ones; -1 where there is none."""
    for k in range(i, min(i + 3, len(tokens))):
        if tokens[k].gap != " " or not tokens[k].capital:
            break
        if tokens[k].fold in words:
            return k
    return -1


def _befalls(tokens: list[Token], i: int) -> bool:
    """Whether the words right before token i speak of what happens on the ground: the bombing of, قصف."""
    words = by_class("hospitals")["ground"]
    return any(t.fold.removeprefix("و") in words for t in tokens[max(i - _WORDS, 0) : i])


def _is_hospital(tokens: list[Token], span: Span) -> bool:
    """Whether a town is part of a hospital's whole name, to which the wounded are brought: مشفى حمص الوطني.

    What befalls the hospital itself, happens there: قصف مشفى كفرنبل الجراحي. مشفى بنش is the hospital in Binnish.
    """
    words = by_class("hospitals")
    i = span.last
    if tokens[span.first].arabic:
        at = span.first - 1
        named = i < len(tokens) and tokens[i].gap in (" ", "_") and tokens[i].fold in words["adjective"]
        if not named or at < 0 or span.particle or tokens[span.first].gap not in (" ", "_"):
            return False
        if tokens[at].fold.removeprefix("و").removeprefix("ل") not in words["hospital"]:
            return False
    else:
        at = span.first
        if _facility_after(tokens, i, words["hospital"]) < 0:
            return False
    return not _befalls(tokens, at)


def in_hospital_name(word: str) -> bool:
    """Whether a folded word stands between a town and "Hospital" in a hospital's name."""
    return word in by_class("hospitals")["adjective"]


def _is_known_hospital(tokens: list[Token], span: Span, gazetteer: Gazetteer) -> bool:
    """Whether a hospital that the gazetteer has acts, or is where the wounded are brought: وقال مشفى السويداء الوطني.

    Who died in it, died there.
    """
    words = _institutions_words(span.forms[0])
    hospital = words & by_class("hospitals")["hospital"]
    if not hospital:
        return False
    rest = " ".join(w for w in span.forms[0].split() if w not in hospital)
    towns = {gazetteer.sites[hit.place_id].kind for hit in gazetteer.by_form(rest)} & _TOWNS
    if words.isdisjoint(by_class("hospitals")["adjective"]) and towns:
        return False  # a town's hospital: مشفى الدانا, and that of a crossing: مشفى باب الهوى
    if {gazetteer.sites[i].kind for i in place_ids(span, gazetteer)} != {"hospital"}:
        return False
    before = tokens[span.first - 1].fold if span.first else ""
    after = tokens[span.last].fold if span.last < len(tokens) else ""
    if not before and after in ("في", "in"):
        return False  # a text or a cell that begins so says where it is: مشفى الكندي في حلب
    if (
        before in ("في", "in", "at")
        and "في" not in words
        and any(t.fold in listed("staff") for t in tokens[max(span.first - _STAFF, 0) : span.first])
    ):
        return True  # a former doctor at Mezzeh Military Hospital
    return before not in ("في", "in", "at", "داخل") and not _befalls(tokens, span.first)


def _is_council(tokens: list[Token], span: Span) -> bool:
    """Whether a town is part of its council's or publisher's whole name: المجلس المحلي لمدينة داريا, المكتب الإعلامي في حلب,
    مجلس محافظة إدلب الحرة.

    The council in a town is there.
    """
    after = tokens[span.last].fold if span.last < len(tokens) and tokens[span.last].gap == " " else ""
    if after in _FREE and any(t.fold == "مجلس" for t in tokens[max(span.first - _WORDS, 0) : span.first]):
        return True
    joined = span.particle.startswith("ل")
    at = span.first - 1 if joined else span.first - 2
    if at < 1:
        return False
    name = f"{tokens[at - 1].fold.removeprefix('و')} {tokens[at].fold}"
    joined = joined or tokens[at + 1].fold.startswith("ل")
    return name in listed("publishers") and (joined or (tokens[at + 1].fold == "في" and name != _COUNCIL))
