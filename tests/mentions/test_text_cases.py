"""The hand-labelled passages of tests/cases/text, as a whole: figures that must not fall.

Each floor is a little under what was measured when it was last raised (docs/accuracy.md has the history).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from geomap import Gazetteer, Report, Role
from geomap.matching.context import distance_km
from geomap.models import Located
from geomap.pipeline import locate

sys.path.insert(0, str(Path(__file__).parents[1] / "cases" / "text"))
from load import ADMIN_KINDS, Label, load

sys.path.pop(0)
AREAS = (*ADMIN_KINDS, "region", "river", "road")  # their own point says little
FLOORS = {
    "ar": {"recall": 0.92, "precision": 0.98, "exact": 0.89, "traps": 0.045, "within_5_km": 0.96, "units": 0.94},
    "en": {"recall": 0.95, "precision": 0.985, "exact": 0.94, "traps": 0.045, "within_5_km": 0.955, "units": 0.94},
}  # fmt: skip


@dataclass
class Figures:
    """Counts over all passages of a language."""

    labelled: int = 0
    found: int = 0
    exact: int = 0
    predicted: int = 0
    right: int = 0
    traps: int = 0
    fell: int = 0
    points: int = 0
    near: int = 0
    units: int = 0
    unit_right: int = 0


def overlapping(label: Label, located: list[Located]) -> list[Located]:
    mentions = [(x, x.resolution.mention) for x in located]
    return [x for x, m in mentions if m.role is Role.LOCATIVE and m.start < label.end and label.start < m.end]


def near(label: Label, found: Located) -> bool:
    best = found.resolution.best
    if best is None or label.lat is None or label.lon is None:
        return False
    return distance_km(label.lat, label.lon, best.place.latitude, best.place.longitude) <= 5


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_figures(lang: str, gazetteer: Gazetteer) -> None:
    n = Figures()
    for case in load(lang):
        located = locate(Report(case.case_id, case.text), gazetteer)
        labels = [m for m in case.mentions if m.role == "locative"]
        spans = [
            (x.resolution.mention.start, x.resolution.mention.end)
            for x in located
            if x.resolution.mention.role is Role.LOCATIVE
        ]
        n.predicted += len(spans)
        n.right += sum(any(s < m.end and m.start < e for m in labels) for s, e in spans)
        for label in labels:
            found = overlapping(label, located)
            n.labelled += 1
            n.found += bool(found)
            n.exact += (label.start, label.end) in spans
            if label.kind in ADMIN_KINDS:
                n.units += 1
                n.unit_right += any(
                    x.resolution.best is not None and x.resolution.best.place.pcode == label.pcode
                    for x in found
                )
            elif label.kind not in AREAS and label.lat is not None:
                n.points += 1
                n.near += any(near(label, x) for x in found)
        traps = [m for m in case.mentions if m.role != "locative"]
        n.traps += len(traps)
        n.fell += sum(bool(overlapping(m, located)) for m in traps)
    floor = FLOORS[lang]
    assert n.found / n.labelled >= floor["recall"], n
    assert n.right / n.predicted >= floor["precision"], n
    assert n.exact / n.labelled >= floor["exact"], n
    assert n.fell / n.traps <= floor["traps"], n
    assert n.near / n.points >= floor["within_5_km"], n
    assert n.unit_right / n.units >= floor["units"], n
