"""Names that are one keystroke from a known one: a letter too many, one too few, another, or two swapped.

Consonant keys find most typing errors, but not those that touch a weak letter (الراضي for الراعي), a short name or
two letters of one sound (Sjheikh).
"""

from __future__ import annotations

from collections.abc import Iterator

from geomap.gazetteer import Gazetteer
from geomap.models import Candidate
from geomap.names import fold, is_arabic

# Letters as `geomap.names.fold` leaves them.
_ARABIC, _LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءى", "abcdefghijklmnopqrstuvwxyz"
# By how many letters a name has: what being one keystroke away from a known one is worth, as alike.worth tells it.
# A name of four letters is one keystroke from a dozen others.
_WORTH = {5: 0.62, 6: 0.76, 7: 0.79, 8: 0.82}
_SHORTEST, _LONG = min(_WORTH), max(_WORTH)


def mistyped(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    """Return the places one of whose names is written so but for one keystroke."""
    folded = fold(name)
    letters = len(folded.replace(" ", ""))
    if letters < _SHORTEST:
        return []
    score = _WORTH[min(letters, _LONG)]
    found = []
    for form in gazetteer.known_of(_one_away(folded)):
        for hit in gazetteer.by_form(form):
            if hit.how == "exact":
                evidence = f"one keystroke away: {name} ~ {hit.name}"
                found.append(Candidate(gazetteer.place(hit.place_id), hit.name, "fuzzy", score, evidence))
    return found


def _one_away(word: str) -> Iterator[str]:
    """Yield every spelling that one keystroke makes of a folded name; digits and spaces stay.

    >>> sorted({"idlib", "adlib", "idlb"} & set(_one_away("idlip")))
    ['idlib']
    """
    alphabet = _ARABIC if is_arabic(word) else _LATIN
    for i, letter in enumerate(word):
        before, after = word[:i], word[i + 1 :]
        if not letter.isalpha():
            continue
        yield before + after
        for other in alphabet:
            yield before + other + after
            yield before + other + letter + after
        if after and after[0].isalpha() and after[0] != letter:
            yield before + after[0] + letter + after[1:]
    for other in alphabet:
        yield word + other
