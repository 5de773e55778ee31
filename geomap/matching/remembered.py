"""What was decided on names before: most names of a report stand in others too."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from geomap.gazetteer import Gazetteer
from geomap.models import Candidate, Part, Phrase, Place, Resolution

_MOST_REMEMBERED = 20_000
_WEIGHED = 3  # candidates that a name is weighed with, or fewer
# What has been said of a name before: the name, its phrase and part, and the same of its parents.
Said = tuple[str, str, Phrase, Part, tuple[tuple[str, str, Phrase], ...]]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a name may mean before the rest of the report is asked.

    `chosen`, in `groups` of one ground each, are left of the `matches` after the unit that is given, the `parents` and
    the type word; `steps` say how. `done` is set where that is all there is to decide.
    """

    matches: list[Candidate]
    parents: list[list[Place]]
    chosen: list[Candidate]
    groups: list[list[Candidate]]
    steps: tuple[str, ...]
    contradiction: bool = False
    done: Resolution | None = None


class Remembered:
    """What was decided on names alone, by what was said of them: most names of a report stand in others too."""

    def __init__(self) -> None:
        self.openings: dict[Said, Opening] = {}
        self.alone: dict[Said, Resolution] = {}
        self.weighed: dict[tuple[object, ...], Candidate] = {}

    def clear_if_full(self) -> None:
        # More than the names of one run; each holds some candidates
        if max(len(self.openings), len(self.alone), len(self.weighed) // _WEIGHED) > _MOST_REMEMBERED:
            self.openings.clear()
            self.alone.clear()
            self.weighed.clear()


@functools.lru_cache(maxsize=2)
def remembered(gazetteer: Gazetteer) -> Remembered:
    """Return what is remembered of the names of a gazetteer."""
    return Remembered()
