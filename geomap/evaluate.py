"""How often matching is right on a table whose places are known: the figures behind `geomap evaluate`."""

from __future__ import annotations

import json
import math
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from geomap.matching.context import distance_km
from geomap.models import Status

#: The distances that figures are told at; 5 km is a village and its fields.
DISTANCES_KM = (1.0, 5.0, 10.0)
NEAR_KM = 5.0
_SCORE_STEP = 10  # a tenth a line of the reliability table


class Truth(NamedTuple):
    """Where a name really lies (degrees), or the P-code of the place that it is."""

    latitude: float | None
    longitude: float | None
    pcode: str = ""


class Confusion(NamedTuple):
    """A resolved name that is not where the table says: what it was taken for, how far off, and why."""

    name: str
    taken_for: str
    place_id: str
    off_km: float | None
    score: float
    reason: str


@dataclass(slots=True)
class Evaluation:
    """Counts over all rows of a table; shares are of `rows` unless said."""

    rows: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    within: Counter[float] = field(default_factory=Counter)
    among: int = 0
    right: int = 0  # of the resolved
    held: int = 0  # resolved whose stated radius holds the truth
    measured: int = 0  # resolved with a radius and a position to compare it with
    radii_m: list[float] = field(default_factory=list)
    by_score: dict[int, list[bool]] = field(default_factory=dict)
    confusions: list[Confusion] = field(default_factory=list)
    not_told: int = 0  # rows without a position or a P-code

    def figures(self) -> dict[str, Any]:
        """Return the figures as plain numbers, for JSON."""
        resolved = self.statuses[Status.RESOLVED]
        return {
            "rows": self.rows,
            "without_truth": self.not_told,
            **{f"acc@{km:g}km": _share(self.within[km], self.rows) for km in DISTANCES_KM},
            f"true_among_candidates@{NEAR_KM:g}km": _share(self.among, self.rows),
            "status": dict(self.statuses),
            f"precision_of_resolved@{NEAR_KM:g}km": _share(self.right, resolved),
            "uncertainty_holds_truth": _share(self.held, self.measured),
            "uncertainty_median_km": round(statistics.median(self.radii_m) / 1000, 2)
            if self.radii_m
            else None,
            "reliability": [
                {"score_from": step / _SCORE_STEP, "right": _share(sum(found), len(found)), "of": len(found)}
                for step, found in sorted(self.by_score.items())
            ],
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def evaluate(names: Sequence[str], truths: Sequence[Truth], rows: Sequence[Mapping[str, Any]]) -> Evaluation:
    """Compare result rows of `geomap match` with the truth, row by row.

    A row with a P-code is right when the best place has that code, or lies within 5 km of the position where one is
    given. Ambiguous rows count with their best candidate, as they do on the map.
    """
    result = Evaluation()
    for name, truth, row in zip(names, truths, rows, strict=True):
        if truth.latitude is None and not truth.pcode:
            result.not_told += 1
            continue
        _count(result, name, truth, row)
    result.confusions.sort(key=lambda c: -(c.off_km if c.off_km is not None else math.inf))
    return result


def _count(result: Evaluation, name: str, truth: Truth, row: Mapping[str, Any]) -> None:
    result.rows += 1
    status = str(row["status"])
    result.statuses[status] += 1
    off = _off_km(truth, row)
    coded = bool(truth.pcode) and row["pcode"] == truth.pcode
    for km in DISTANCES_KM:
        result.within[km] += coded or (off is not None and off <= km)
    right = coded or (off is not None and off <= NEAR_KM)
    candidates = json.loads(row["candidates"] or "[]")
    result.among += right or any(_is(truth, candidate) for candidate in candidates)
    if row["score"] != "" and status in (Status.RESOLVED, Status.AMBIGUOUS):
        step = min(int(float(row["score"]) * _SCORE_STEP), _SCORE_STEP - 1)
        result.by_score.setdefault(step, []).append(right)
    if status != Status.RESOLVED:
        return
    result.right += right
    if off is not None and row["uncertainty_m"] != "":
        result.measured += 1
        result.radii_m.append(float(row["uncertainty_m"]))
        result.held += off * 1000 <= float(row["uncertainty_m"])
    if not right:
        taken = f"{row['matched_name']} ({row['kind']})"
        result.confusions.append(
            Confusion(name, taken, str(row["place_id"]), off, float(row["score"]), str(row["reason"]))
        )


def _off_km(truth: Truth, row: Mapping[str, Any]) -> float | None:
    if truth.latitude is None or truth.longitude is None or row["latitude"] in ("", None):
        return None
    return distance_km(truth.latitude, truth.longitude, float(row["latitude"]), float(row["longitude"]))


def _is(truth: Truth, candidate: Mapping[str, Any]) -> bool:
    if truth.pcode and candidate["pcode"] == truth.pcode:
        return True
    off = _off_km(truth, candidate)
    return off is not None and off <= NEAR_KM


def as_text(result: Evaluation, *, limit: int) -> str:
    """Return the figures and the worst confusions for a terminal."""
    figures = result.figures()
    reliability = figures.pop("reliability")
    figures["status"] = ", ".join(f"{status} {n}" for status, n in result.statuses.most_common())
    lines = [f"{name:32} {'-' if value is None else value}" for name, value in figures.items()]
    lines += ["", "score      right  of"]
    lines += [
        f"{r['score_from']:.1f}–{r['score_from'] + 1 / _SCORE_STEP:.1f}   {r['right']:6.2f}  {r['of']}"
        for r in reliability
    ]
    if result.confusions:
        lines += ["", f"Resolved, but not there ({len(result.confusions)}; the farthest first):"]
    for c in result.confusions[:limit]:
        off = f"{c.off_km:.0f} km off" if c.off_km is not None else "another P-code"
        lines.append(f"  {c.name}  →  {c.taken_for} [{c.place_id}]  {off}, score {c.score:g}")
        lines.append(f"      {c.reason}")
    return "\n".join(lines) + "\n"
