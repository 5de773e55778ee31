"""What became of every labelled place of tests/cases/text: right, ambiguous, unmatched, a wrong place, not found.

python scripts/text_outcomes.py [--gazetteer FOLDER]. A wrong place is one that is resolved more than 5 km from the
label, to another unit than the label's P-code, or at all where the label says that no gazetteer has the place; a place
that only the shipped gazetteer lacks (`in:SY07`) is right in that unit. Regions, rivers and roads without a position are
not judged.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from geomap import Gazetteer, Report, load_gazetteer
from geomap.matching.context import distance_km
from geomap.models import Located, Role, Status
from geomap.pipeline import locate

CASES = Path(__file__).parents[1] / "tests" / "cases" / "text" / "load.py"
# The score of `mentions` counts a point as right within so many kilometres.
_RIGHT_KM = 5.0


def _cases() -> Any:
    spec = importlib.util.spec_from_file_location("text_cases", CASES)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["text_cases"] = module
    spec.loader.exec_module(module)
    return module


def _is_right(label: Any, located: Located) -> bool:
    chosen = located.resolution.chosen
    if chosen is None:
        return False
    place = chosen.place
    if label.pcode:
        return bool(place.pcode == label.pcode)
    if label.lat is not None:
        return distance_km(place.latitude, place.longitude, label.lat, label.lon) <= _RIGHT_KM
    return bool(label.within) and label.within in (place.admin1_pcode, place.admin2_pcode, place.admin3_pcode)


def _has_no_position(label: Any) -> bool:
    """Whether a label names a region, river or road, of which it says no position."""
    unplaced = label.lat is None and not label.pcode and not label.within
    return unplaced and label.kind in ("region", "river", "road")


def outcomes(gazetteer: Gazetteer, lang: str) -> Counter[str]:
    """Count what became of the labelled places of one language."""
    counts: Counter[str] = Counter()
    for case in _cases().load(lang):
        found = locate(Report(case.case_id, case.text), gazetteer)
        for label in case.mentions:
            if label.role != "locative":
                continue
            item = next(
                (
                    x
                    for x in found
                    if x.resolution.mention.role is Role.LOCATIVE
                    and x.resolution.mention.start < label.end
                    and label.start < x.resolution.mention.end
                ),
                None,
            )
            if item is None:
                counts["not found"] += 1
            elif item.resolution.status is Status.RESOLVED and _has_no_position(label):
                counts["not judged"] += 1
            elif item.resolution.status is Status.RESOLVED:
                counts["right" if _is_right(label, item) else "wrong place"] += 1
            else:
                counts[str(item.resolution.status)] += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gazetteer")
    gazetteer = load_gazetteer(parser.parse_args().gazetteer)
    for lang in ("ar", "en"):
        counts = outcomes(gazetteer, lang)
        total = sum(counts.values())
        print(
            f"{lang}: {total} places",
            *(f"{k} {n} ({n / total:.3f})" for k, n in counts.most_common()),
            sep=", ",
        )


if __name__ == "__main__":
    main()
