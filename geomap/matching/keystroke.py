"""Names that are one keystroke from a known one: a letter too many, one too few, another, or two swapped.

Consonant keys find most typing errors, but not those that touch a weak letter (الراضي for الراعي), a short name or
two letters of one sound (Sjheikh).
"""

from __future__ import annotations

from geomap.gazetteer import Gazetteer
from geomap.models import Candidate
from geomap.names import fold
from geomap.names.keystroke import SHORTEST

# By how many letters a name has: what being one keystroke away from a known one is worth, as alike.worth tells it.
# Of the romanised names of docs/accuracy.md that are so near one in their governorate, 0.6, 0.8 and 0.9 are right
# with five, six and more letters; with no governorate given each is near two names.
_WORTH = {SHORTEST: 0.62, 6: 0.76, 7: 0.79, 8: 0.82}
_LONG = max(_WORTH)


def mistyped(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Return the places one of whose names is written so but for one keystroke."""
    folded = fold(name)
    letters = len(folded.replace(" ", ""))
    if letters < SHORTEST:
        return []
    score = _WORTH[min(letters, _LONG)]
    found = []
    for form in gazetteer.one_keystroke_from(folded):
        for hit in gazetteer.by_form(form):
            if hit.how == "exact":
                evidence = f"one keystroke away: {name} ~ {hit.name}"
                found.append(Candidate(gazetteer.place(hit.place_id), hit.name, "fuzzy", score, evidence))
    return found
