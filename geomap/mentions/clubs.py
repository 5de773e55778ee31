"""Clubs: in a match report a town's bare name is its club (تعادل حطين مع جبلة), and beside a result (Jableh beat Tishreen)."""

from __future__ import annotations

from geomap.gazetteer import Gazetteer
from geomap.mentions.around import Around
from geomap.mentions.lexicon import Span, place_ids
from geomap.mentions.tokens import Token
from geomap.mentions.words import frequent_words, listed
from geomap.models import Relation

# Fewer words of sport stand in other news too: a goal, a match of fire, the football ground where shells fell.
_WORDS = 3
# In a post two are enough, where one is a word of nothing else.
_SHORT = 60
_FEWER, _MATCHES = 2, frozenset({"مباراه", "مباريات", "الدوري", "دوري", "league", "derby", "football"})
# What a line begins with is where it was written: Latakia, Feb. 9 –
_DATELINE = (",", "–", "—", "-", "،")
# Words of a result: 2-1.
_SCORE = 2
# Verbs before "with" and "to" that a result takes.
_DRAWN = frozenset({"drew", "draw", "lost"})
# Prepositions that the opponent of a match has beside it as well; after these a name is a place.
_PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "of", "from", "near", "to", "through", "via", "by", "في", "من", "الي", "داخل", "عبر"}
)
# What is called by its city: ملعب حماة, ديربي اللاذقية. Other grounds bear the names of people, ملعب الباسل.
_VENUES = frozenset({"ملعب", "بملعب", "استاد", "ديربي", "derby"})
_CITIES = frozenset({"city", "governorate"})


def is_match_report(tokens: list[Token]) -> bool:
    """Whether a text tells of a match."""
    words = listed("sports")
    found = {t.fold for t in tokens if t.fold in words}
    short = len(tokens) <= _SHORT and len(found) >= _FEWER and not found.isdisjoint(_MATCHES)
    return len(found) >= _WORDS or short


def is_club(tokens: list[Token], span: Span, around: Around, gazetteer: Gazetteer) -> bool:
    """Whether nothing says that a name in a match report is a place."""
    if around.evidence or around.kinds or around.relation is not Relation.AT or around.directions:
        return False
    if span.particle.endswith(("ب", "ل")):
        return False
    after = tokens[span.last].gap.strip() if span.last < len(tokens) else ""
    if (not span.first or "\n" in tokens[span.first].gap) and after[:1] in _DATELINE:
        return False  # Latakia, Feb. 9
    before = tokens[span.first - 1].fold if span.first else ""
    before = before.removeprefix("و")
    if before in _VENUES and any(gazetteer.sites[i].kind in _CITIES for i in place_ids(span, gazetteer)):
        return False
    return not _is_where(tokens, span.first)


def _is_where(tokens: list[Token], i: int) -> bool:
    """Whether a preposition of place stands before the name at token i, or before the one that "and" joins it to."""
    before = tokens[i - 1].fold.removeprefix("و") if i else ""
    if before == "and" and i > 2:
        return tokens[i - 3].fold in _PLACE_PREPOSITIONS  # teams from Kobani and Derik
    return before in _PLACE_PREPOSITIONS


def _is_club_at(tokens: list[Token], i: int, spans: list[Span]) -> bool:
    """Whether a name stands at token i: one that is known, or a Latin word that is none of the language."""
    if any(s.first <= i < s.last for s in spans):
        return True
    if not 0 <= i < len(tokens) or tokens[i].arabic:
        return False
    return tokens[i].capital and tokens[i].fold.isalpha() and tokens[i].fold not in frequent_words()


def has_result(tokens: list[Token], span: Span, spans: list[Span]) -> bool:
    """Whether a name stands beside a match's result: تشرين 1 - 0 جبلة, al-Karamah beat Tishreen, فاز الكرامة على جبلة."""
    first, last = span.first, span.last
    after = tokens[last].fold if last < len(tokens) else ""
    before = tokens[first - 1].fold if first else ""
    if after.isdigit() and _is_score(tokens, last) and _is_club_at(tokens, last + _SCORE, spans):
        return True
    if (
        before.isdigit()
        and _is_score(tokens, first - _SCORE)
        and _is_club_at(tokens, first - _SCORE - 1, spans)
    ):
        return True
    if not tokens[first].arabic:
        won = listed("results_en")
        drew = before in ("with", "to") and first > 1 and tokens[first - 2].fold in _DRAWN
        # A man from Douma beat on the door
        return drew or (after in won and not _is_where(tokens, first)) or before in won
    if span.particle:
        return False
    won = listed("results_ar")
    if before in ("علي", "مع", "امام"):
        return any(t.fold in won for t in tokens[max(first - 3, 0) : first - 1])
    return before in won


def _is_score(tokens: list[Token], i: int) -> bool:
    """Whether a result of two small numbers begins at token i: 1 - 0, 2-2."""
    if not 0 <= i < len(tokens) - 1 or tokens[i + 1].gap.strip() not in ("-", "–", ":"):
        return False
    both = tokens[i].fold, tokens[i + 1].fold
    beside = tokens[i].gap == " " or (i + 2 < len(tokens) and tokens[i + 2].gap == " ")
    return beside and all(n.isdigit() and len(n) == 1 for n in both)
