"""How far "near" reaches where villages are few, and how wide "N km north of X" is: the sizes from known answers.

The cases are those of calibrate_grounding.py: settlements of a gazetteer, described from the nearest place that a
reporter knows. The anchors are split into halves by a checksum of their ids. On the first half the script looks for
the smallest ground (mean area over both gazetteers) that holds WANTED of the cases in both gazetteers, and
LONELY_WANTED of the quarter whose neighbours are farthest; on the second it says how well that holds.

Run from the checkout: python scripts/calibrate_near.py (takes the installed gazetteer and the shipped one).
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import zlib
from dataclasses import dataclass

import numpy as np
from calibrate_grounding import World, near, offsets

from geomap import Gazetteer, load_gazetteer
from geomap.grounding import parameters as size
from geomap.grounding.neighbours import neighbour_m
from geomap.matching.context import distance_km
from geomap.models import Status
from geomap.pipeline import locate_name

#: What must hold on the first half: the promise of 95 in 100, and as much again as two halves differ by chance.
WANTED = 0.965
#: In the loneliest quarter, where a size of the whole country's would fail.
LONELY_WANTED = 0.95
NTH = (1, 2, 3, 4)
TIMES = np.arange(0.8, 2.05, 0.1)
LEAST = np.arange(3_000.0, 4_001.0, 250.0)
SHARES = np.arange(0.44, 0.61, 0.02)


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases of one kind in one gazetteer, an element each: metres, and which half."""

    away: np.ndarray  # of the truth from the anchor's point, or from the point at the distance
    built_up: np.ndarray
    told: np.ndarray  # the way to the n-th neighbour (columns as NTH), or the distance that is told
    fit: np.ndarray


def _half(place_id: str) -> bool:
    return zlib.crc32(place_id.encode()) % 2 == 0


def near_cases(gazetteer: Gazetteer, kind: str, n: int, seed: int) -> Cases:
    """Return the cases of "near a village" or "near a town"."""
    rows = []
    found = (c for c in near(World(gazetteer, random.Random(seed))) if c.kind == kind)
    for case in itertools.islice(found, n):
        located = locate_name(case.text, gazetteer, within=gazetteer.get(case.within))
        if (
            located is None
            or located.resolution.status is not Status.RESOLVED
            or located.resolution.chosen is None
        ):
            continue
        p = located.resolution.chosen.place
        told = [neighbour_m(gazetteer, p.longitude, p.latitude, k, size.NEAR_FARTHEST) for k in NTH]
        away = distance_km(case.latitude, case.longitude, p.latitude, p.longitude) * 1000
        rows.append((away, size.built_up_m(p), told, _half(p.place_id)))
    return Cases(*(np.array(column) for column in zip(*rows, strict=True)))


def offset_cases(gazetteer: Gazetteer, n: int, seed: int) -> Cases:
    """Return the cases of "N km direction of X"."""
    rows = []
    for case in itertools.islice(offsets(World(gazetteer, random.Random(seed))), n):
        located = locate_name(case.text, gazetteer, within=gazetteer.get(case.within))
        told = re.search(r"\d+", case.text)
        if located is None or located.resolution.status is not Status.RESOLVED or located.grounding is None:
            continue
        if (
            located.grounding.geometry.geom_type != "Point"
            or told is None
            or located.resolution.chosen is None
        ):
            continue
        p, at = located.resolution.chosen.place, located.grounding
        away = distance_km(case.latitude, case.longitude, at.latitude, at.longitude) * 1000
        rows.append((away, size.built_up_m(p), float(told[0]) * 1000, _half(p.place_id)))
    return Cases(*(np.array(column) for column in zip(*rows, strict=True)))


def near_radius(c: Cases, nth: int, times: float, least: float) -> np.ndarray:
    lonely = np.minimum(times * c.told[:, NTH.index(nth)], size.NEAR_FARTHEST)
    return np.maximum(c.built_up + least, lonely)


def _held(c: Cases, radius: np.ndarray, half: bool) -> float:
    return float((c.away <= radius)[c.fit == half].mean())


def _held_lonely(c: Cases, radius: np.ndarray, half: bool) -> float:
    neighbours = c.told[:, 1]
    return float((c.away <= radius)[(c.fit == half) & (neighbours >= np.quantile(neighbours, 0.75))].mean())


def _area(radius: np.ndarray, part: np.ndarray) -> float:
    return float(np.mean(np.pi * (radius[part] / 1000) ** 2))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--n", type=int, default=6_000, help="cases of each kind")
    parser.add_argument("--seed", type=int, default=99)
    args = parser.parse_args()
    gazetteers = {"installed": load_gazetteer(), "shipped": load_gazetteer("gazetteer")}
    kinds = ("near a village", "near a town")
    near_by = {(g, k): near_cases(gazetteers[g], k, args.n, args.seed) for g in gazetteers for k in kinds}
    now = {kinds[0]: size.NEAR_NEIGHBOURS, kinds[1]: size.NEAR_NEIGHBOURS_TOWN}
    # A town is known farther than a village, so each has its own share; the rest is one for both
    for kind in kinds:
        best: tuple[float, int, float, float] | None = None
        of_kind = {g: near_by[g, kind] for g in gazetteers}
        for nth, times, least in itertools.product(NTH, TIMES, LEAST):
            radii = {g: near_radius(c, nth, times, least) for g, c in of_kind.items()}
            if any(_held(c, radii[g], True) < WANTED for g, c in of_kind.items()):
                continue
            if any(_held_lonely(c, radii[g], True) < LONELY_WANTED for g, c in of_kind.items()):
                continue
            area = float(np.mean([_area(radii[g], c.fit) for g, c in of_kind.items()]))
            if best is None or area < best[0]:
                best = (area, nth, float(times), float(least))
        in_use = (size.NEAR_NTH, now[kind], size.NEAR)
        for name, chosen in (("in use", in_use), *((("best on the first half", best[1:]),) if best else ())):
            for g, c in of_kind.items():
                radius = near_radius(c, *chosen)
                print(f"{name} (n-th {chosen[0]}, times {chosen[1]:.1f}, least {chosen[2]:.0f} m): {kind}, {g}, "
                      f"{len(radius)} cases: holds {_held(c, radius, True):.3f} on the first half (loneliest quarter "
                      f"{_held_lonely(c, radius, True):.3f}), {_held(c, radius, False):.3f} on the second "
                      f"({_held_lonely(c, radius, False):.3f}), mean {_area(radius, ~c.fit):.0f} km²")  # fmt: skip
    for g, gazetteer in gazetteers.items():
        c = offset_cases(gazetteer, 2 * args.n, args.seed)
        for share in SHARES:
            radius = size.OFFSET_MIN + share * c.told + c.built_up / 6
            short = c.told <= 15_000
            row = [f"{(c.away <= radius)[(c.fit == half) & part].mean():.3f}" for half in (True, False) for part in (short, ~short)]  # fmt: skip
            print(f"offset, {g}, share {share:.2f}: first half {row[0]} to 15 km, {row[1]} beyond; second {row[2]}, {row[3]}; "
                  f"mean {_area(radius, short):.0f} km² to 15 km")  # fmt: skip


if __name__ == "__main__":
    main()
