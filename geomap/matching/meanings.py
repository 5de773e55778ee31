"""What the name of a mention may mean by itself: by its spellings, its type word, and the names given beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from geomap.gazetteer import Gazetteer
from geomap.matching.candidates import MIN_SCORE, best_of_each, find_candidates, look_up_all, with_score
from geomap.matching.context import SPELLED_METHODS, fits_settlement
from geomap.mentions.words import type_words
from geomap.models import ADMIN, Candidate, Mention, Relation
from geomap.names import fold, is_arabic, shortened

# A/B, A (B), A | B, A - B, "A or B": two names for what the writer takes for one place.
PAIR = re.compile(r"\s*[/|\\()\[\]]\s*|\s+(?:or|aka|أو|او|[-–—])\s+")
# A name that is known without one of its words only: above what counts as a match, below every name that is spelled so.
SHORTENED = 0.95
# A/B of which only A is known is A less surely than A alone.
_HALF_KNOWN = 0.9


def names_in(mention: Mention, gazetteer: Gazetteer) -> list[str]:
    """Return the name of a mention, or its names where the writer gives one place several (A/B, A or B)."""
    toponym = mention.full_name or mention.toponym
    names = PAIR.split(toponym)
    if len(names) > 1 and gazetteer.knows(fold(toponym)):
        return [toponym]  # a name may hold a dash itself
    return [name for name in names if fold(name)]


def look_up(mentions: Iterable[Mention], gazetteer: Gazetteer) -> None:
    """Look up at once nearly all that `candidates_of` will ask for of many mentions outside prose."""
    asked = [(mention, names_in(mention, gazetteer)) for mention in mentions]
    look_up_all((name for _, names in asked for name in names), gazetteer)
    typed = [m for m, names in asked if len(names) == 1 and _is_typed(m)]
    unknown = [m for m in typed if not _named([m.toponym], m, gazetteer)]
    look_up_all((name for m in unknown for name in _otherwise(m, gazetteer, coarse=False)), gazetteer)


def candidates_of(mention: Mention, gazetteer: Gazetteer, *, coarse: bool) -> list[Candidate]:
    """Return the places that a mention may mean, the likeliest first; `coarse` as in `resolve`."""
    names = names_in(mention, gazetteer)
    if mention.phrase.relation is Relation.COUNTRYSIDE:
        units = _countryside(mention.toponym, gazetteer)
        if units:
            return units
    if len(names) == 1:
        typed = _with_type_word(mention, gazetteer, coarse=coarse)
        if typed:
            return typed
    lists = [find_candidates(n, gazetteer, limit=40) for n in names]
    if len(lists) < 2:
        return _or_shortened(names, lists[0], gazetteer, coarse=coarse) if lists else []
    shared = set.intersection(*({c.place.place_id for c in found if c.score >= MIN_SCORE} for found in lists))
    if shared:
        return [
            with_score(c, c.score, f"also named {' / '.join(names[1:])}")
            for c in lists[0] if c.place.place_id in shared
        ]  # fmt: skip
    if not all(any(c.score >= MIN_SCORE for c in found) for found in lists):
        # Only some of the names are known: the writer's word for it that the others are the same place
        lists = [
            [with_score(c, c.score * _HALF_KNOWN, "its other name is not known") for c in f] for f in lists
        ]
    best = {c.place.place_id: c for found in reversed(lists) for c in found}
    return sorted(best.values(), key=lambda c: -c.score)


def _countryside(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Return the governorate that is called a city's countryside: ريفي حمص ودمشق speaks of Rif Dimashq."""
    whole = f"ريف {name}" if is_arabic(name) else f"{name} countryside"
    if not gazetteer.knows(fold(whole)):
        return []
    return [c for c in find_candidates(whole, gazetteer) if c.place.kind == ADMIN[0] and c.score >= MIN_SCORE]


def _or_shortened(
    names: list[str], found: list[Candidate], gazetteer: Gazetteer, *, coarse: bool
) -> list[Candidate]:
    """Return what a name means without a loose word at its end, where nobody knows it with that: دوما البلد."""
    if coarse or any(c.score >= MIN_SCORE for c in found):
        return found
    for shorter in shortened(names[0]):
        matches = [c for c in find_candidates(shorter, gazetteer, limit=40) if c.score >= MIN_SCORE]
        if matches:
            less = f"as {shorter}"
            return [with_score(c, min(c.score, SHORTENED), less) for c in matches]
    return found


def _with_type_word(mention: Mention, gazetteer: Gazetteer, *, coarse: bool) -> list[Candidate]:
    """Return the facilities whose name holds its type word, or another for the same: al-Hol camp, beside the town al-Hol.

    Abu al-Duhur airbase, air base and military airport are one thing; outside prose (`coarse`) so are Kuwairis and
    Kweires airbase, which only sound alike.
    """
    if not _is_typed(mention):
        return []
    found = _named(_known(mention, [mention.phrase.type_word], gazetteer), mention, gazetteer)
    plain = _named([mention.toponym], mention, gazetteer)
    if found:
        # حي القصور: the quarters that a list has so, and those that it calls القصور
        return list(best_of_each([*found, *(c for c in plain if c.method in SPELLED_METHODS)]))
    if plain:
        return []
    return _named(_otherwise(mention, gazetteer, coarse=coarse), mention, gazetteer)


def _is_typed(mention: Mention) -> bool:
    """Whether a type word says that no settlement is meant, but a facility, quarter or landform."""
    return bool(mention.phrase.type_word) and not fits_settlement(mention.phrase.kinds)


def _named(names: Iterable[str], mention: Mention, gazetteer: Gazetteer) -> list[Candidate]:
    """Return the places that the first of these names means that is one of the kinds of the mention's type word."""
    kinds = mention.phrase.kinds
    answers = (find_candidates(name, gazetteer) for name in names)
    fitting = ([c for c in found if c.place.kind in kinds and c.score >= MIN_SCORE] for found in answers)
    return next((found for found in fitting if found), [])


def _known(mention: Mention, words: Iterable[str], gazetteer: Gazetteer) -> list[str]:
    """Return the names with one of these words before or after them that are spelled so somewhere."""
    both = (name for word in words for name in (f"{word} {mention.toponym}", f"{mention.toponym} {word}"))
    return [name for name in both if gazetteer.knows(fold(name))]


def _otherwise(mention: Mention, gazetteer: Gazetteer, *, coarse: bool) -> list[str]:
    """Return the name with other words for its type: where it is spelled so, then where it may only sound so."""
    arabic = is_arabic(mention.phrase.type_word)
    words = type_words(mention.phrase.kinds, arabic)
    order = "{word} {name}" if arabic else "{name} {word}"
    sounding = [] if coarse else [order.format(word=word, name=mention.toponym) for word in words]
    return [*_known(mention, words, gazetteer), *sounding]
