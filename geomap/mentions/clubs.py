"""Match reports: there a town's bare name is its club (Jableh beat Tishreen; تعادل حطين مع جبلة)."""

from __future__ import annotations

from geomap.mentions.around import Around
from geomap.mentions.lexicon import Span
from geomap.mentions.tokens import Token
from geomap.mentions.words import listed
from geomap.models import Relation

# Fewer words of sport stand in other news too: a goal, a match of fire, the football ground where shells fell.
_WORDS = 3
# Prepositions that the opponent of a match has beside it as well; after these a name is a place.
_PLACE_PREPOSITIONS = frozenset({"in", "at", "from", "near", "to", "في", "من", "الي", "داخل"})


def is_match_report(tokens: list[Token]) -> bool:
    """Whether a text tells of a match."""
    words = listed("sports")
    return len({t.fold for t in tokens if t.fold in words}) >= _WORDS


def is_club(tokens: list[Token], span: Span, around: Around) -> bool:
    """Whether nothing says that a name in a match report is a place."""
    if around.evidence or around.kinds or around.relation is not Relation.AT or around.directions:
        return False
    if span.particle.endswith(("ب", "ل")):
        return False
    before = tokens[span.first - 1].fold if span.first else ""
    return before not in _PLACE_PREPOSITIONS
