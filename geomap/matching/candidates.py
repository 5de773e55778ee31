"""The ladder: P-code, exact fold, known variant, consonant key, fuzzy. Every candidate keeps its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from weakref import WeakKeyDictionary

from geomap.gazetteer import Gazetteer, NameHit
from geomap.matching.alike import Wanted, alike, near
from geomap.matching.asking import Asking, all_answered, answered, together
from geomap.matching.keystroke import mistyped
from geomap.models import Candidate
from geomap.names import bare, fold, forms, is_arabic
from geomap.names.fold import words_of

# Codes never reach fuzzy: SY0803 is not SY0804 with a typing error.
_CODE = re.compile(
    r"(?:SY\d{0,6}|C\d{4,5}|N\d{3,5}|A\d{3}|(?:gn|gm|ap|sm|wof|region|river|lake|road)-[\w-]+)", re.IGNORECASE
)
#: No place name is longer; what is, is no name.
LONGEST_NAME = 120
# Scores of names that fold alike: a place's main name, another of its names, and the looser forms.
_SCORES = {"exact": 1.0, "variant": 0.98, "joined": 0.97, "split": 0.97, "bare": 0.96}
_MOST_WORDS = 12  # of a name, that parts are looked for in: what is longer is a sentence
_WORD = 4  # letters of a word that may be a name in a name
#: A name that scores less is no match, only a suggestion: fewer than three in four of them are right.
MIN_SCORE = 0.75


def find_candidates(name: str, gazetteer: Gazetteer, *, limit: int = 10) -> list[Candidate]:
    """Return the places that a bare name may mean, best first, one candidate a place.

    Those with a score of MIN_SCORE or more are matches; the others are suggestions for a reviewer.
    """
    return answered(finding(name, gazetteer, limit=limit))


def finding(name: str, gazetteer: Gazetteer, *, limit: int = 10) -> Asking[list[Candidate]]:
    """Find candidates as `find_candidates` does, as a step that asks (see `geomap.matching.asking`)."""
    name = name.strip()
    known = _remembered(gazetteer, "found")
    found = known.get(name)
    if found is None:
        found = known[name] = yield from _find(name, gazetteer)
    return list(found[:limit])


def look_up_all(names: Iterable[str], gazetteer: Gazetteer) -> None:
    """Look up many names at once, so that `find_candidates` has the answers ready."""
    all_answered([finding(name, gazetteer) for name in dict.fromkeys(names)])


def forget(gazetteer: Gazetteer) -> None:
    """Let go of what was looked up so far: some kilobytes a name."""
    _answers.pop(gazetteer, None)


# The names of a year of reports; a hostile table's are not kept for ever
_MOST_REMEMBERED = 65_536
_answers: WeakKeyDictionary[Gazetteer, dict[str, dict[str, tuple[Candidate, ...]]]] = WeakKeyDictionary()


def _remembered(gazetteer: Gazetteer, what: str) -> dict[str, tuple[Candidate, ...]]:
    known = _answers.setdefault(gazetteer, {}).setdefault(what, {})
    if len(known) > _MOST_REMEMBERED:
        known.clear()
    return known


def _find(name: str, gazetteer: Gazetteer) -> Asking[tuple[Candidate, ...]]:
    if _CODE.fullmatch(name):
        place = gazetteer.by_code(name)
        return (Candidate(place, name, "pcode", 1.0, f"code {name}"),) if place else ()
    folded = fold(name)
    if not folded or len(folded) > LONGEST_NAME:
        return ()
    found = _by_form(folded, gazetteer)
    # Arabic letters tell places apart that romanisations do not: Kasra and Kasrah are one name, whoever wrote them
    if not found or not is_arabic(folded):
        found = [*found, *(yield from alike(name, gazetteer))]
    if not any(c.score >= MIN_SCORE for c in found):
        found = [*found, *(yield from near(name, gazetteer))]
    if not any(c.method in ("exact", "variant") for c in found):
        found = [*found, *mistyped(name, gazetteer)]
    return best_of_each(found)


def find_similar(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Return what `finding_similar` finds."""
    return answered(finding_similar(name, gazetteer))


def finding_similar(name: str, gazetteer: Gazetteer) -> Asking[tuple[Candidate, ...]]:
    """Find the places whose names only sound like this one, best first: for when those spelled so do not fit.

    A unit that is given leaves few places to choose from, so that a lesser likeness proves more there.
    """
    name = name.strip()
    known = _remembered(gazetteer, "similar")
    found = known.get(name)
    if found is None:
        found = known[name] = yield from _similar(name, gazetteer)
    return found


def find_similar_of(name: str, gazetteer: Gazetteer, wanted: Wanted) -> tuple[Candidate, ...]:
    """Return what `find_similar` finds, of the wanted places and maybe some others.

    Nine in ten names are then not compared sound by sound, where only what lies near is wanted.
    """
    return answered(_similar(name.strip(), gazetteer, wanted))


def _similar(name: str, gazetteer: Gazetteer, wanted: Wanted | None = None) -> Asking[tuple[Candidate, ...]]:
    folded = fold(name)
    if _CODE.fullmatch(name) or not folded or len(folded) > LONGEST_NAME:
        return ()
    sharing, close = yield from together(
        [step(name, gazetteer, many=True, wanted=wanted) for step in (alike, near)]
    )
    return best_of_each([*sharing, *close, *(mistyped(name, gazetteer) if wanted is None else ())])


def contained(names: list[str], gazetteer: Gazetteer, *, least: int) -> list[Candidate]:
    """Return the places whose names are the longest known part of an unknown one, of at least so many words.

    Sharat Tall al-Asfar lies at Tall al-Asfar. A single word counts from four letters, unless it is a loose one.
    """
    found: list[Candidate] = []
    for name in names:
        words = fold(name).split()[:_MOST_WORDS]
        for length in range(len(words) - 1, least - 1, -1):
            parts = [" ".join(words[i : i + length]) for i in range(len(words) - length + 1)]
            here = [
                replace(_same(hit, gazetteer, "exact"), evidence=f"{hit.name} is part of the name")
                for part in parts
                if (length > 1 or len(part) >= _WORD) and bare(part) and part not in words_of("loose_words")
                for hit in gazetteer.by_form(part)
                if hit.how == "exact"
            ]
            found += here
            if here:
                break
    return list(best_of_each(found))


def best_of_each(found: list[Candidate]) -> tuple[Candidate, ...]:
    """Keep the best candidate of each place, and sort them: score, then the number of people, then the id."""
    if len(found) < 2:
        return tuple(found)
    best: dict[str, Candidate] = {}
    for candidate in found:
        place_id = candidate.place.place_id
        if place_id not in best or candidate.score > best[place_id].score:
            best[place_id] = candidate
    return tuple(sorted(best.values(), key=lambda c: (-c.score, -c.place.population, c.place.place_id)))


def _by_form(folded: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Names that are the same once folded, then joined or split, then without articles."""
    found: list[Candidate] = []
    for form, loose in forms(folded).items():
        # Two loose readings at once (an article dropped here, words joined there) prove less
        found += [
            _same(hit, gazetteer, loose)
            for hit in gazetteer.by_form(form)
            if not found or "exact" in (loose, hit.how)
        ]
    return found


def _same(hit: NameHit, gazetteer: Gazetteer, loose: str) -> Candidate:
    place = gazetteer.place(hit.place_id)
    how = hit.how if hit.how != "exact" else loose
    main = hit.name in (place.name_en, place.name_ar)
    method = "exact" if how == "exact" and main else "variant"
    score = _SCORES[method] if how == "exact" else _SCORES[how]
    return Candidate(place, hit.name, method, score, f"{how} spelling of {hit.name}")


def with_score(candidate: Candidate, score: float, evidence: str) -> Candidate:
    """Return a candidate with another score and one more piece of evidence."""
    return replace(candidate, score=round(score, 3), evidence=f"{candidate.evidence}; {evidence}")
