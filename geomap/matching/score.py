"""What a match is worth: a small logistic model, whose weights lie in data/weights.csv, one line a feature.

`scripts/calibrate_scores.py` makes the weights from tables of names whose places are known, and prints how often
matches of each score are right (docs/accuracy.md).
"""

from __future__ import annotations

import csv
import functools
import math
from collections.abc import Callable
from importlib.resources import files

from geomap.models import ADMIN, SETTLEMENTS, Candidate, Mention, Place
from geomap.names import is_arabic, keys

#: From this score on, the best candidate is taken for the place that is meant. Below it, all that may be meant are
#: shown: of the names scored here or higher 95 in 100 are right, though of those just above it fewer.
MIN_RESOLVED = 0.90
# The score of names that sound alike at best (see alike.worth), and of those that a particle or a space sets apart.
_SOUNDS_ALIKE, _LOOSE = 0.95, 0.97
_LONG = 6
_ALL_CITY = "SY01"  # Damascus
LARGE = 50_000  # people: a city that the country knows


Scorer = Callable[[Mention, Candidate, dict[str, float]], float]


def features(candidate: Candidate, name: str, rivals: int, where: str) -> dict[str, float]:
    """Return what speaks for and against a candidate, as numbers of about 0 to 3.

    `rivals` is how many other places the name may mean as well; `where` is "inside" or "elsewhere" of the unit or
    parent that is named, or empty where none is.
    """
    place = candidate.place
    sounds = candidate.method in ("key", "fuzzy")
    short = _shortness(name)
    many = math.log2(1 + rivals)
    size = _size(place)
    values: dict[str, float] = {
        "always": 1.0,
        "loose": float(not sounds and candidate.score <= _LOOSE),
        "sounds": float(sounds),
        "unlike": (_SOUNDS_ALIKE - min(candidate.score, _SOUNDS_ALIKE)) / 0.1 if sounds else 0.0,
        "fuzzy": float(candidate.method == "fuzzy"),
        "short": short,
        "short and sounds": short if sounds else 0.0,
        "inside": float(where == "inside"),
        "inside and sounds": float(where == "inside" and sounds),
        "elsewhere": float(where == "elsewhere"),
        "rivals": many,
        "arabic": float(is_arabic(name)),
        size: 1.0,
    }
    if rivals:
        values[f"{size} among rivals"] = 1.0
        values["short among rivals"] = short
        values["variant among rivals"] = float(candidate.method == "variant")
    return values


@functools.lru_cache(maxsize=4096)
def _shortness(name: str) -> float:
    """Return half the consonants that a name lacks to a long one, of six: short names are shared by chance."""
    return (_LONG - min(max(map(len, keys(name)), default=0), _LONG)) / 2


def _size(place: Place) -> str:
    if place.kind in SETTLEMENTS or place.kind in ADMIN:
        if place.population >= LARGE or place.kind in ("city", "governorate"):
            return "city"
        if place.kind == "town" or place.kind in ADMIN:
            return "town"
        return "village" if place.pcode else "known to maps only"
    if place.kind == "neighbourhood":
        # Where a governorate is one city, its places are quarters
        return "village" if place.admin1_pcode == _ALL_CITY else "quarter"
    return "area" if place.wkb else "facility"


def score(_: Mention, candidate: Candidate, values: dict[str, float]) -> float:
    """Return the share of matches with such features that are right, 0–1; a code is always right."""
    if candidate.method == "pcode":
        return 1.0
    weights = _weights()
    total = sum([weights.get(feature, 0.0) * value for feature, value in values.items() if value])
    return 1 / (1 + math.exp(-total))


@functools.cache
def _weights() -> dict[str, float]:
    with files("geomap.matching").joinpath("data/weights.csv").open(encoding="utf-8") as file:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)}
