"""Which names found no place: grouped, counted, with what they may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geomap.models import Candidate, Mention, Resolution, Role, Status
from geomap.names import fold

CONTEXT_REACH = 150  # characters shown on either side of the name: two lines of a table


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    """One distinct name that found no place. The last five fields are the reviewer's."""

    toponym: str
    n_mentions: int
    n_reports: int
    reason: str
    context: str
    suggestion_1: str = ""
    suggestion_2: str = ""
    suggestion_3: str = ""
    decision: str = ""
    decided_place_id: str = ""
    reviewer: str = ""
    reviewed_on: str = ""
    note: str = ""


def unmatched_rows(
    resolutions: Iterable[Resolution], *, include_ambiguous: bool = False
) -> list[UnmatchedRow]:
    """Group the unmatched locative names by their fold, the most frequent first, then by the alphabet.

    A name that is a placed place elsewhere in the same run is left out.
    """
    wanted = {Status.UNMATCHED, Status.AMBIGUOUS} if include_ambiguous else {Status.UNMATCHED}
    placed: set[str] = set()
    groups: dict[str, list[Resolution]] = {}
    for resolution in resolutions:
        toponym = resolution.mention.toponym
        key = fold(toponym) or toponym
        if resolution.status is Status.RESOLVED:
            placed.add(key)
        elif resolution.status in wanted and resolution.mention.role is Role.LOCATIVE:
            groups.setdefault(key, []).append(resolution)
    rows = [_row(group) for key, group in groups.items() if key not in placed]
    return sorted(rows, key=lambda row: (-row.n_mentions, fold(row.toponym), row.toponym))


def _row(group: Sequence[Resolution]) -> UnmatchedRow:
    found = sorted((c for r in group for c in r.candidates), key=lambda c: (c.score, c.matched_name))
    best = {candidate.place.place_id: candidate for candidate in found}  # the last, highest score stays
    ranked = sorted(best.values(), key=lambda c: (-c.score, c.place.place_id))
    suggestions = [_suggestion(candidate) for candidate in ranked[:3]]
    return UnmatchedRow(
        _commonest(r.mention.toponym for r in group),
        len(group),
        len({r.mention.report_id for r in group}),
        _commonest(r.reason for r in group),
        _excerpt(min((r.mention for r in group), key=lambda mention: (mention.report_id, mention.start))),
        *suggestions,
    )


def _commonest(texts: Iterable[str]) -> str:
    """The most frequent text, the first in the alphabet of several: the order of reports must not matter."""
    return min(Counter(texts).items(), key=lambda item: (-item[1], item[0]))[0]


def _suggestion(candidate: Candidate) -> str:
    place = candidate.place
    codes = dict.fromkeys(code for code in (place.pcode, place.place_id) if code)
    return " · ".join([candidate.matched_name, *codes, f"{candidate.score:.2f}"])


def _excerpt(mention: Mention) -> str:
    at = max(0, mention.start - mention.context_start)
    start, end = max(0, at - CONTEXT_REACH), at + len(mention.toponym) + CONTEXT_REACH
    text = " ".join(mention.context[start:end].split())
    return ("… " if start else "") + text + (" …" if end < len(mention.context) else "")
