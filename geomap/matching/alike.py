"""Names that only sound alike: of one consonant key, or of keys one consonant apart; scored by their sounds."""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Callable, Iterable, Sequence

from geomap.gazetteer import AlikeNames, Gazetteer
from geomap.matching.asking import Asking
from geomap.matching.nearby import Nearby
from geomap.models import Candidate
from geomap.names import heard, keys, likenesses, outline
from geomap.names.key import MIN_KEY

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
_STEPS = [likeness for likeness, _ in _WORTH]
_SURE_LIKENESS = 0.96
_UNSURE = 0.74  # just below what counts as a match (candidates.MIN_SCORE)
# Names that are compared sound by sound, the most alike at a quick look: short keys are shared by hundreds.
_COMPARED, _COMPARED_MANY = 6, 40
# Places that are kept of them.
_KEPT, _KEPT_MANY = 10, 200
# Below this likeness a name is not even worth suggesting.
_MIN_SUGGESTED = 0.6
# The quick look (rapidfuzz ratio of the sounds, 0–100): less alike at that never sounds alike enough.
_MIN_RATIO = 60
# Keys that are looked at for a suggestion when none is one consonant away: ratio of their letters, and how many.
_MIN_KEY_RATIO, _KEYS_SUGGESTED = 70, 6


#: Whether a place, given by its id, is asked for at all.
Wanted = Callable[[str], bool]


def alike(
    name: str, gazetteer: Gazetteer, *, many: bool = False, wanted: Wanted | None = None
) -> Asking[list[Candidate]]:
    """Return the names that share a consonant key with this one, in either script, with a score each."""
    return (yield from _scored(name, gazetteer.alike(keys(name)), "key", gazetteer, many, wanted))


def near(
    name: str, gazetteer: Gazetteer, *, many: bool = False, wanted: Wanted | None = None
) -> Asking[list[Candidate]]:
    """Return the names whose consonants are one typing error away: one more, one less, another, or two swapped."""
    own = keys(name)
    found = {near_key for key in own for near_key in gazetteer.near_keys(key)}
    if not found and not many:
        found = _nearest_keys(own, gazetteer)
    found -= own
    if not found:
        return []
    return (yield from _scored(name, gazetteer.alike(found), "fuzzy", gazetteer, many, wanted))


def is_like_any(name: str, gazetteer: Gazetteer, there: Nearby, *, least: float) -> bool:
    """Whether one of the places there has a name that `alike` or `near` would score with so much or more."""
    own = keys(name)
    sharing = own.union(*(gazetteer.near_keys(key) for key in own))
    # Sources have names in common
    others = dict.fromkeys((gazetteer.heard(n), site.kind) for n, site in there.names(sharing))
    if not others:
        return False
    heard_so, short = heard(name), _is_short(name)
    found = likenesses([(heard_so, other) for other, _ in others])
    return any(
        _score(likeness, kind, short=short) >= least
        for likeness, (_, kind) in zip(found, others, strict=True)
    )


def _nearest_keys(own: Iterable[str], gazetteer: Gazetteer) -> set[str]:
    """Return the keys that look most like these: only good for a suggestion."""
    from rapidfuzz import fuzz, process

    found: set[str] = set()
    for mine in own:
        if len(mine) >= MIN_KEY:
            # The ratio is twice the letters in common over those of both: a shorter key has too few of them
            least = math.ceil(len(mine) * _MIN_KEY_RATIO / (200 - _MIN_KEY_RATIO))
            best = process.extract(
                mine,
                gazetteer.keys_from(least),
                scorer=fuzz.ratio,
                score_cutoff=_MIN_KEY_RATIO,
                limit=_KEYS_SUGGESTED,
            )
            found.update(key for key, _, _ in best)
    return found


def _scored(
    name: str,
    by_key: dict[str, AlikeNames],
    method: str,
    gazetteer: Gazetteer,
    many: bool,
    wanted: Wanted | None,
) -> Asking[list[Candidate]]:
    """Return a candidate for each place, by its most alike name, of those that are alike enough to suggest."""
    outlines = list(dict.fromkeys(itertools.chain.from_iterable(by_key.values())))
    worthy: dict[str, list[tuple[str, list[Sequence[int]]]]] = {
        sounds: [] for sounds in _worth_comparing(name, outlines, _COMPARED_MANY if many else _COMPARED)
    }
    # Each key has few of them; to look for each of 40 in each of 100 keys took a fifth of a comparison's time
    for key, same in by_key.items():
        for sounds in worthy.keys() & same.keys():
            worthy[sounds].append((key, same[sounds]))
    owner = gazetteer.owner
    # The names of one outline and one key together, each group with what its likeness is asked by
    compared: list[tuple[str, list[tuple[tuple[str, str], Sequence[int]]]]] = []
    asked: dict[tuple[str, str], str] = {}
    for sounds, found in worthy.items():
        for key, groups in found:
            marked = []
            for numbers in groups:
                if wanted is not None and not any(wanted(owner(n)) for n in numbers):
                    continue
                # By script and numbers: other names of the same sounds are as like
                spoken = gazetteer.heard(numbers[0])
                mark = (sounds, spoken.partition("\t")[0])
                asked.setdefault(mark, spoken)
                marked.append((mark, numbers))
            compared.append((key, marked))
    own = heard(name)
    likeness_of = dict(zip(asked, (yield [(own, other) for other in asked.values()]), strict=True))
    best: dict[str, tuple[float, str, int]] = {}
    for key, marked in compared:
        alike_names = [(n, likeness_of[mark]) for mark, numbers in marked for n in numbers]
        # Whatever their script, in the order of the list: main names before others
        for number, likeness in sorted(alike_names):
            if likeness >= _MIN_SUGGESTED:
                place_id = owner(number)
                if place_id not in best or likeness > best[place_id][0]:
                    best[place_id] = (likeness, key, number)
    kept = sorted(best.items(), key=lambda item: -item[1][0])[: _KEPT_MANY if many else _KEPT]
    short = _is_short(name)
    candidates = []
    for place_id, (likeness, key, number) in kept:
        place, written = gazetteer.place(place_id), gazetteer.written(number)
        by = f"key {' '.join(key)}" if method == "key" else method
        evidence = f"matched by {by}: {name} ~ {written}, {likeness:.0%} alike"
        candidates.append(
            Candidate(place, written, method, _score(likeness, place.kind, short=short), evidence)
        )
    return candidates


def _is_short(name: str) -> bool:
    return max(map(len, keys(name)), default=0) < MIN_KEY


def _score(likeness: float, kind: str, *, short: bool) -> float:
    score = round(worth(likeness), 3)
    # Two consonants are shared by chance, and a quarter's name by half the country: they must sound quite alike
    if likeness < _SURE_LIKENESS and (short or kind == "neighbourhood"):
        return min(score, _UNSURE)
    return score


def _worth_comparing(name: str, outlines: list[str], limit: int) -> list[str]:
    """Return the most alike of many names, by a quick look at their sounds."""
    if len(outlines) <= limit:
        return outlines
    from rapidfuzz import fuzz, process

    best = process.extract(
        outline(name), outlines, scorer=fuzz.ratio, score_cutoff=_MIN_RATIO, limit=limit, processor=None
    )
    return [sounds for sounds, _, _ in best]


def worth(likeness: float) -> float:
    """Return the score (0–1) of two names that sound alike to this degree.

    >>> round(worth(0.93), 2), worth(0.2), worth(1.0)
    (0.79, 0.0, 0.95)
    """
    step = bisect.bisect_left(_STEPS, likeness, lo=1)
    if step == len(_WORTH):
        return _WORTH[-1][1]
    (x0, y0), (x1, y1) = _WORTH[step - 1 : step + 1]
    return max(0.0, y0 + (y1 - y0) * (likeness - x0) / (x1 - x0))
