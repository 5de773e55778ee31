"""The ladder: P-code, exact fold, known variant, consonant key, fuzzy. Every candidate keeps its evidence."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from geomap.gazetteer import Gazetteer, NameHit
from geomap.models import Candidate
from geomap.names import bare, fold, forms, is_arabic, keys, similarity

# Codes never reach fuzzy: SY0803 is not SY0804 with a typing error.
_CODE = re.compile(
    r"(?:SY\d{0,6}|C\d{4,5}|N\d{3,5}|(?:gn|gm|ap)-[\w-]+|region-[\w-]+|river-[\w-]+)", re.IGNORECASE
)
#: No place name is longer; what is, is no name.
LONGEST_NAME = 120
# Scores of names that fold alike: a place's main name, another of its names, and the looser forms.
_SCORES = {"exact": 1.0, "variant": 0.98, "joined": 0.97, "split": 0.97, "bare": 0.96}
# A key or fuzzy match below this is no match, only a suggestion. See docs/accuracy.md.
MIN_SCORE = 0.84
# Below this likeness a name is not even worth suggesting.
_MIN_SUGGESTED = 0.6


def find_candidates(name: str, gazetteer: Gazetteer, *, limit: int = 10) -> list[Candidate]:
    """Return the places that a bare name may mean, best first, one candidate a place.

    Those with a score of MIN_SCORE or more are matches; the others are suggestions for a reviewer.
    """
    return list(_find(name.strip(), gazetteer))[:limit]


@functools.lru_cache(maxsize=65536)
def _find(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    if _CODE.fullmatch(name):
        place = gazetteer.by_code(name)
        return (Candidate(place, name, "pcode", 1.0, f"code {name}"),) if place else ()
    folded = fold(name)
    if not folded or len(folded) > LONGEST_NAME:
        return ()
    found = _by_form(folded, gazetteer)
    if not found:
        found = _by_sound(name, folded, gazetteer)
    best: dict[str, Candidate] = {}
    for candidate in found:
        place_id = candidate.place.place_id
        if place_id not in best or candidate.score > best[place_id].score:
            best[place_id] = candidate
    return tuple(sorted(best.values(), key=lambda c: (-c.score, -_size(c), c.place.place_id)))


def _size(candidate: Candidate) -> int:
    return candidate.place.population


def _by_form(folded: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Names that are the same once folded, then joined or split, then without articles."""
    for form, loose in forms(folded).items():
        hits = gazetteer.by_form(form)
        # Two loose readings at once (an article dropped here, words joined there) prove less: closest first
        if hits:
            return [_same(hit, gazetteer, loose) for hit in hits]
    return []


def _same(hit: NameHit, gazetteer: Gazetteer, loose: str) -> Candidate:
    place = gazetteer.place(hit.place_id)
    how = hit.how if hit.how != "exact" else loose
    main = hit.name in (place.name_en, place.name_ar)
    method = "exact" if how == "exact" and main else "variant"
    score = _SCORES[method] if how == "exact" else _SCORES[how]
    return Candidate(place, hit.name, method, score, f"{how} spelling of {hit.name}")


def _by_sound(name: str, folded: str, gazetteer: Gazetteer) -> list[Candidate]:
    found = []
    consonants = keys(name)
    for hit in gazetteer.by_key(consonants):
        likeness = similarity(name, hit.name)
        # Two consonants are shared by chance: such names must sound alike in full
        if likeness >= (0.9 if max(map(len, consonants)) < 3 else _MIN_SUGGESTED):
            score = 0.5 + 0.45 * likeness
            found.append(_sounding(hit.place_id, hit.name, "key", score, gazetteer))
    if not any(c.score >= MIN_SCORE for c in found):
        found += _fuzzy(folded, gazetteer)
    return found


def _sounding(place_id: str, name: str, method: str, score: float, gazetteer: Gazetteer) -> Candidate:
    return Candidate(gazetteer.place(place_id), name, method, round(score, 3), f"{method} match with {name}")


@functools.lru_cache(maxsize=4)
def _spellings(gazetteer: Gazetteer, arabic: bool) -> list[str]:
    return [form for form in gazetteer.spellings if is_arabic(form) == arabic]


def _fuzzy(folded: str, gazetteer: Gazetteer) -> list[Candidate]:
    from rapidfuzz import fuzz, process

    # Of four letters, one typing error leaves too little to go by
    if len(folded.replace(" ", "")) < 5:
        return []
    found = []
    query = bare(folded)
    matches = process.extract(
        query, _spellings(gazetteer, is_arabic(folded)), scorer=fuzz.ratio, score_cutoff=75, limit=8
    )
    for form, ratio, _ in matches:
        # A short name needs more evidence: one letter in five is another name as often as a slip
        score = 0.4 + 0.5 * ratio / 100 - (0.04 if len(query) < 7 else 0.0)
        found += [
            _sounding(h.place_id, h.name, "fuzzy", score, gazetteer) for h in gazetteer.by_form(form)[:3]
        ]
    return found


def with_score(candidate: Candidate, score: float, evidence: str) -> Candidate:
    """Return a candidate with another score and one more piece of evidence."""
    return replace(candidate, score=round(score, 3), evidence=f"{candidate.evidence}; {evidence}")
