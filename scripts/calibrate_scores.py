"""Make geomap/matching/data/weights.csv: what the features of a match are worth, from names whose places are known.

    python scripts/calibrate_scores.py TABLE:NAME:WITHIN:LAT:LON ... [--gazetteer DIR] [--write]

Every contender for every name is a row: its features (geomap.matching.score), and whether it lies within 5 km of the
truth, or an area holds it. A logistic regression, kept small by a penalty, gives the weights. Without --write it only
prints them, and how often contenders of each score are right: fitted on four fifths of the names, told on the last.

The weights in the repository were made from UCDP GED's places (2016–2019; Sundberg & Melander 2013) and from Arabic
spellings of the Syrian Archive's location list, each with the governorate given and without. No name and no position
of theirs is kept: only the weights.
"""

from __future__ import annotations

import argparse
import csv
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np

from geomap import Gazetteer, load_gazetteer
from geomap.grounding.parameters import point_uncertainty_m
from geomap.matching import resolve
from geomap.matching.context import distance_km
from geomap.matching.score import score
from geomap.mentions import parse_name
from geomap.models import Candidate, Mention, Part
from geomap.pipeline import unit_named

NEAR_KM = 5.0  # the distance that the accuracy of names is told at
PENALTY = 1.0  # of the squared weights: features seen a dozen times stay near nothing
FOLDS = 5

Row = tuple[int, dict[str, float], bool]


def contenders(spec: str, gazetteer: Gazetteer, first: int) -> list[Row]:
    """Return (number of the name, features, whether it is right) of all contenders for the names of one table."""
    path, name, within, latitude, longitude = spec.split(":")
    rows: list[Row] = []
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for n, row in enumerate(csv.DictReader(file), start=first):
            if not row[latitude] or (within and not row[within]):
                continue
            truth = float(row[latitude]), float(row[longitude])
            seen: dict[str, Row] = {}

            def record(mention: Mention, candidate: Candidate, values: dict[str, float]) -> float:
                if mention.part is not Part.HEAD:
                    return score(mention, candidate, values)
                place = candidate.place
                reach = max(NEAR_KM, (place.radius_m or point_uncertainty_m(place)) / 1000)
                right = distance_km(*truth, place.latitude, place.longitude) <= reach  # noqa: B023
                seen.setdefault(place.place_id, (n, values, right))  # noqa: B023
                return score(mention, candidate, values)

            unit = unit_named(row[within], gazetteer) if within else None
            mentions = parse_name(row[name], gazetteer)
            resolve(mentions, gazetteer, within=unit, coarse=False, scorer=record)
            rows += seen.values()
    return rows


def fit(rows: list[Row], names: list[str]) -> np.ndarray:
    """Return the weights of a logistic regression with a penalty, by Newton's method."""
    x = np.array([[values.get(name, 0.0) for name in names] for _, values, _ in rows])
    y = np.array([right for _, _, right in rows], dtype=float)
    weights = np.zeros(len(names))
    penalty = PENALTY * np.eye(len(names))
    penalty[names.index("always")] = 0
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - penalty @ weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(len(names))
        weights += np.linalg.solve(hessian, gradient)
    return weights


def reliability(rows: list[Row], names: list[str]) -> None:
    """Print how often contenders of each score are right, each name scored by weights that did not see it."""
    told: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        weights = fit([r for r in rows if r[0] % FOLDS != fold], names)
        for _, values, right in (r for r in rows if r[0] % FOLDS == fold):
            total = sum(weights[names.index(name)] * v for name, v in values.items())
            told.append((1 / (1 + np.exp(-total)), right))
    print("score      right  of")
    for low in np.arange(0, 1, 0.1):
        part = [right for p, right in told if low <= p < low + 0.1]
        if part:
            print(f"{low:.1f}–{low + 0.1:.1f}  {np.mean(part):7.2f}  {len(part)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="+", metavar="TABLE:NAME:WITHIN:LAT:LON")
    parser.add_argument("--gazetteer")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    gazetteer = load_gazetteer(arguments.gazetteer)
    rows: list[Row] = []
    for table in arguments.tables:
        rows += contenders(table, gazetteer, len(rows))
    names = sorted({name for _, values, _ in rows for name in values})
    reliability(rows, names)
    weights = fit(rows, names)
    lines = ["feature,weight", *(f"{name},{weight:.2f}" for name, weight in zip(names, weights, strict=True))]
    print("\n".join(lines))
    if arguments.write:
        target = Path(str(files("geomap.matching"))) / "data" / "weights.csv"
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"wrote {target}", file=sys.stderr)


if __name__ == "__main__":
    main()
