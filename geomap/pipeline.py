"""The composition: a report goes through mentions, matching and grounding, and everything is counted."""

from __future__ import annotations

import functools
import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from geomap.cells import promoted, several
from geomap.gazetteer import Gazetteer
from geomap.grounding import ground_candidates
from geomap.later import Later
from geomap.matching import find_candidates, resolve, settle_anchors, settle_pairs
from geomap.matching.candidates import MIN_SCORE
from geomap.matching.meanings import look_up
from geomap.mentions import Recogniser, find_in_parts, parse_name
from geomap.mentions.proper import with_proper_name
from geomap.models import ADMIN, Grounding, Located, Mention, Part, Place, Report, Resolution, Role, Status

# Cells for which all is asked: the grammar, names that sound alike, what is drawn
_ANY_CELLS = ("a village north of Nowhere, in Syria", "5 km north of Khrbat Mazraa")
# The corners of one between, or the ends of one road: each is drawn with all the others.
_ENDS = frozenset({Part.HEAD, Part.END})


@dataclass(slots=True)
class Summary:
    """What went in and what came out. `balanced` says that no mention was lost on the way."""

    reports: int = 0
    mentions: int = 0
    statuses: Counter[Status] = field(default_factory=Counter)
    problems: int = 0

    def came_out(self, located: Iterable[Located]) -> None:
        """Count what became of them."""
        self.statuses.update(item.resolution.status for item in located)

    @property
    def balanced(self) -> bool:
        return self.mentions == sum(self.statuses.values())


def locate(
    report: Report,
    gazetteer: Gazetteer,
    summary: Summary | None = None,
    *,
    recogniser: Recogniser | None = None,
) -> list[Located]:
    """Return every mention of a report, in order, with its resolution and grounding; count them in `summary`.

    A report with a `location` (a table's own column) is placed by that; its text is not searched as well.
    """
    return [
        item for part in locate_in_parts(report, gazetteer, summary, recogniser=recogniser) for item in part
    ]


def locate_in_parts(
    report: Report,
    gazetteer: Gazetteer,
    summary: Summary | None = None,
    *,
    recogniser: Recogniser | None = None,
) -> Iterator[list[Located]]:
    """Yield what `locate` returns, part by part where a text is longer than a report (see `find_in_parts`)."""
    if summary is not None:
        summary.reports += 1
    for resolutions in _resolved(report, gazetteer, recogniser):
        located = list(_grounded(resolutions, gazetteer))
        if not report.location:
            located = [with_proper_name(x, gazetteer) for x in located]
        if summary is not None:
            summary.mentions += len(resolutions)
            summary.came_out(located)
        yield located


def _resolved(
    report: Report, gazetteer: Gazetteer, recogniser: Recogniser | None
) -> Iterator[list[Resolution]]:
    if report.location:
        mentions = parse_name(report.location, gazetteer, report_id=report.report_id)
        within = unit_named(report.admin1, gazetteer) if report.admin1 else None
        yield promoted(resolve(mentions, gazetteer, within=within, coarse=False), gazetteer)
        return
    for mentions in find_in_parts(report, gazetteer, recogniser=recogniser):
        yield resolve(mentions, gazetteer)


def locate_name(name: str, gazetteer: Gazetteer, *, within: Place | None = None) -> Located | None:
    """Return the resolution and grounding of one place name or expression; None where there is no name in it."""
    return _located_name(parse_name(name, gazetteer), gazetteer, within)


def locate_names(names: Iterable[tuple[str, Place | None]], gazetteer: Gazetteer) -> Iterator[Located | None]:
    """Yield what `locate_name` returns for each of many names, each with the unit that it lies in, if one is given.

    How alike names sound is worked out for all of them together: a few hundred at a time go fastest.
    """
    parsed = [(parse_name(name, gazetteer), within) for name, within in names]
    look_up((m for mentions, _ in parsed for m in mentions if m.role is Role.LOCATIVE), gazetteer)
    for mentions, within in parsed:
        yield _located_name(mentions, gazetteer, within)


def get_ready(gazetteer: Gazetteer) -> None:
    """Read at once what matching many names needs: of a gazetteer, of the word lists, of the libraries.

    Processes that are forked after that have it too: each saves 80 MB and a third of a second.
    """
    gazetteer.prepare()
    for _ in locate_names([(cell, None) for cell in _ANY_CELLS], gazetteer):
        pass
    gc.freeze()  # all that stays: need not be walked in search of cycles


def _located_name(mentions: list[Mention], gazetteer: Gazetteer, within: Place | None) -> Located | None:
    if not mentions:
        return None
    resolutions = resolve(mentions, gazetteer, within=within, coarse=False)
    located = list(_grounded(promoted(resolutions, gazetteer), gazetteer))
    heads = [x for x in located if x.resolution.mention.part is Part.HEAD]
    return several(heads) if len(heads) > 1 else located[0]


def _grounded(resolutions: list[Resolution], gazetteer: Gazetteer) -> Iterator[Located]:
    resolutions = settle_anchors(settle_pairs(resolutions))
    groups: dict[int, list[Resolution]] = {}
    for resolution in resolutions:
        groups.setdefault(resolution.mention.expression_id, []).append(resolution)
    located: Located | None = None
    for resolution in resolutions:
        if resolution.mention.part is Part.ALSO and located is not None:
            located = replace(located, resolution=replace(located.resolution, mention=resolution.mention))
        else:
            located = _drawn(resolution, groups[resolution.mention.expression_id], gazetteer)
        yield located


def _drawn(resolution: Resolution, group: list[Resolution], gazetteer: Gazetteer) -> Located:
    """Draw where a mention lies, by the others of its expression."""
    if resolution.status not in (Status.RESOLVED, Status.AMBIGUOUS):
        return Located(resolution, None)
    mention = resolution.mention
    others = [r for r in group if r is not resolution and r.mention.role is Role.LOCATIVE]
    parents = [r for r in others if r.mention.part is Part.WITHIN] if mention.part is Part.HEAD else []
    ends = [r for r in others if {r.mention.part, mention.part} <= _ENDS]
    ends = ends if any(r.mention.part is Part.END for r in (resolution, *ends)) else []
    draw = functools.partial(ground_candidates, resolution, gazetteer, parents=parents, ends=ends)
    if resolution.status is Status.AMBIGUOUS:
        return Located(resolution, None, Later(draw))
    return _checked(resolution, draw()[0])


def _checked(resolution: Resolution, grounding: Grounding) -> Located:
    """Say in the resolution what the grounding could not use, and what contradicts what is known."""
    unused = (*resolution.unused, *grounding.unused)
    if not grounding.conflict:
        return Located(replace(resolution, unused=unused) if unused else resolution, grounding)
    chosen = resolution.chosen
    told = replace(
        resolution, status=Status.OUTSIDE if grounding.beyond else Status.AMBIGUOUS, chosen=None,
        candidates=(chosen,) if chosen else (), reason=f"{grounding.conflict}: check the text", unused=unused,
    )  # fmt: skip
    return Located(told, grounding, () if grounding.beyond else (grounding,))


@functools.lru_cache(maxsize=4096)
def unit_named(name: str, gazetteer: Gazetteer) -> Place | None:
    """Return the governorate, district or sub-district of a name or P-code, the coarsest first; else None."""
    toponyms = [name, *(m.toponym for m in parse_name(name, gazetteer))]
    for toponym in toponyms:
        units = [
            c.place
            for c in find_candidates(toponym, gazetteer)
            if c.place.kind in ADMIN and c.score >= MIN_SCORE
        ]
        if units:
            return min(units, key=lambda p: ADMIN.index(p.kind))
    return None
