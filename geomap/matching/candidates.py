"""The ladder: P-code, exact fold, known variant, consonant key, fuzzy. Every candidate keeps its evidence."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from dataclasses import replace

from geomap.gazetteer import Gazetteer, NameHit
from geomap.models import Candidate
from geomap.names import bare, fold, forms, is_arabic, keys, outline, similarity
from geomap.names.forms import ORDER

# Codes never reach fuzzy: SY0803 is not SY0804 with a typing error.
_CODE = re.compile(
    r"(?:SY\d{0,6}|C\d{4,5}|N\d{3,5}|A\d{3}|(?:gn|gm|ap|sm|wof|region|river|lake|road)-[\w-]+)", re.IGNORECASE
)
#: No place name is longer; what is, is no name.
LONGEST_NAME = 120
# Scores of names that fold alike: a place's main name, another of its names, and the looser forms.
_SCORES = {"exact": 1.0, "variant": 0.98, "joined": 0.97, "split": 0.97, "bare": 0.96}
# What a likeness (see geomap.names.similarity) is worth: the share of right places among the best candidates of
# 1,400 romanised names with their governorate given (docs/accuracy.md). Between the steps, a straight line.
_WORTH = (
    (0.5, 0.0),
    (0.8, 0.3),
    (0.86, 0.5),
    (0.9, 0.62),
    (0.92, 0.75),
    (0.94, 0.83),
    (0.96, 0.91),
    (0.98, 0.95),
    (1.0, 0.95),
)
#: A name that sounds less alike than three in four such matches are right for is no match, only a suggestion.
MIN_SCORE = 0.75
_SURE_LIKENESS = 0.96
# rapidfuzz ratio (0–100): a quarter of the letters may differ; what is less alike never sounds alike enough.
_MIN_RATIO = 75
# Names of one key that are compared sound by sound: short keys are shared by hundreds.
_COMPARED = 16
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
    hits = _worth_comparing(name, gazetteer.by_key(keys(name)))
    found = [_sounding(name, hit, "key", gazetteer) for hit in hits]
    if not any(c.score >= MIN_SCORE for c in found):
        found += [_sounding(name, hit, "fuzzy", gazetteer) for hit in _fuzzy(folded, gazetteer)]
    return [c for c in found if c.score > 0]


def _worth_comparing(name: str, hits: list[NameHit]) -> list[NameHit]:
    """Return the most alike of many names that share a key, by a quick look at their sounds."""
    if len(hits) <= _COMPARED:
        return hits
    from rapidfuzz import fuzz, process

    outlines = [outline(hit.name) for hit in hits]
    return [
        hits[i] for _, _, i in process.extract(outline(name), outlines, scorer=fuzz.ratio, limit=_COMPARED)
    ]


def _sounding(name: str, hit: NameHit, method: str, gazetteer: Gazetteer) -> Candidate:
    likeness = similarity(name, hit.name)
    score = round(worth(likeness), 3) if likeness >= _MIN_SUGGESTED else 0.0
    place = gazetteer.place(hit.place_id)
    # Two consonants are shared by chance, and a quarter's name by half the country: they must sound quite alike
    if likeness < _SURE_LIKENESS and (
        max(map(len, keys(name)), default=0) < 3 or place.kind == "neighbourhood"
    ):
        score = min(score, MIN_SCORE - 0.01)
    evidence = f"{hit.name} sounds {likeness:.0%} alike ({method})"
    return Candidate(place, hit.name, method, score, evidence)


def worth(likeness: float) -> float:
    """Return the score (0–1) of two names that sound alike to this degree.

    >>> round(worth(0.93), 2), worth(0.2), worth(1.0)
    (0.79, 0.0, 0.95)
    """
    for (x0, y0), (x1, y1) in itertools.pairwise(_WORTH):
        if likeness <= x1:
            return max(0.0, y0 + (y1 - y0) * (likeness - x0) / (x1 - x0))
    return _WORTH[-1][1]


@functools.lru_cache(maxsize=4)
def _spellings(gazetteer: Gazetteer, arabic: bool) -> tuple[list[str], list[int]]:
    """Return the names of one script without their articles, by length, and the lengths."""
    exact = ORDER.index("exact")
    names = {
        bare(form) for form, how in gazetteer.spellings.items() if how == exact and is_arabic(form) == arabic
    }
    ordered = sorted(names, key=lambda name: (len(name), name))
    return ordered, [len(name) for name in ordered]


def _fuzzy(folded: str, gazetteer: Gazetteer) -> list[NameHit]:
    """Return names one or two letters away, in the same script."""
    from rapidfuzz import fuzz, process

    # Of four letters, one typing error leaves too little to go by
    if len(folded.replace(" ", "")) < 5:
        return []
    query = bare(folded)
    names, lengths = _spellings(gazetteer, is_arabic(folded))
    # Names of other lengths cannot reach the ratio: 2·min/(a + b) is its upper bound
    first = bisect.bisect_left(lengths, len(query) * _MIN_RATIO / (200 - _MIN_RATIO))
    last = bisect.bisect_right(lengths, len(query) * (200 - _MIN_RATIO) / _MIN_RATIO)
    matches = process.extract(query, names[first:last], scorer=fuzz.ratio, score_cutoff=_MIN_RATIO, limit=8)
    return [hit for form, _, _ in matches for hit in gazetteer.by_form(form)[:3]]


def with_score(candidate: Candidate, score: float, evidence: str) -> Candidate:
    """Return a candidate with another score and one more piece of evidence."""
    return replace(candidate, score=round(score, 3), evidence=f"{candidate.evidence}; {evidence}")
