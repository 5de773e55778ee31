"""The proper name in what a list calls a place: مخيم الوافدين is a camp that is called الوافدين.

Readers mark the name without such a word, and it is matched with it, which tells the camp from the town. So the word is
left out when all is decided.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from geomap.gazetteer import Gazetteer
from geomap.mentions.ordinary import is_common_noun
from geomap.mentions.words import listed, rows_of
from geomap.models import Located, Role, Status
from geomap.names import fold

# Shorter rests are no name: معسكر 10, Camp 7.
_SHORTEST = 3


def with_proper_name(located: Located, gazetteer: Gazetteer) -> Located:
    """Return a placed mention with the name proper as its toponym; the expression keeps the word that was left out."""
    resolution = located.resolution
    mention = resolution.mention
    if mention.role is not Role.LOCATIVE or resolution.status is not Status.RESOLVED:
        return located
    within = _within(mention.toponym, gazetteer)
    if within is None:
        return located
    first, last = within
    proper = replace(
        mention, start=mention.start + first, end=mention.start + last, toponym=mention.toponym[first:last],
        full_name=mention.full_name or mention.toponym,
    )  # fmt: skip
    return replace(located, resolution=replace(resolution, mention=proper))


# As many names as are said again soon
@functools.lru_cache(maxsize=16_384)
def _within(toponym: str, gazetteer: Gazetteer) -> tuple[int, int] | None:
    """Return where the name proper begins and ends in what a list calls a place; None where that is all of it."""
    for pattern, only in _patterns():
        found = pattern.fullmatch(toponym)
        if found is None:
            continue
        name = found["name"]
        first, _, last = name.rpartition(" ")
        if only == "town" and last in listed("facility_ends") and gazetteer.knows(fold(first)):
            name = first  # مطار دمشق الدولي
        form = fold(name)
        if len(form) < _SHORTEST or (only and not gazetteer.knows(form)):
            continue
        if is_common_noun(form) and form not in gazetteer.settled_spellings:
            continue
        return found.start("name"), found.start("name") + len(name)
    return None


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what a name with each of the words around it looks like, and whether the rest has to be known."""
    patterns = []
    for row in rows_of("outer_words"):
        word = r"[\s_]+".join(map(re.escape, row["word"].split()))
        shape = (
            rf"{word}[\s_]+(?P<name>\S.*)" if row["stands"] == "before" else rf"(?P<name>.*\S)[\s_]+{word}"
        )
        patterns.append((re.compile(shape, re.IGNORECASE), row["only"]))
    return tuple(patterns)
