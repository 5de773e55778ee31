"""One cold name, and many warm ones beside brute-force rapidfuzz over the same names.

Run from the checkout: python bench/bench_match.py.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time

from rapidfuzz import fuzz, process

from geomap import Gazetteer, load_gazetteer
from geomap.names import fold
from geomap.pipeline import locate_name

RUNS = 9
N_NAMES = 2_000
N_BRUTE = 200  # brute force is slow: a sample tells its rate
SEED = 7
# Goal of the issue: `geomap match Idlib` from a cold start.
MAX_COLD_SECONDS = 0.3


def _wall(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _names(gazetteer: Gazetteer) -> list[str]:
    """Return names with one letter changed: spelled as no list has them."""
    chance = random.Random(SEED)
    known = sorted({v.name for p in gazetteer.places() for v in p.names})
    changed = []
    for name in chance.sample(known, min(N_NAMES, len(known))):
        at = chance.randrange(len(name))
        changed.append(name[:at] + name[at + 1 :])
    return changed


def main() -> None:
    geomap = [sys.executable, "-m", "geomap", "match", "Idlib"]
    _wall(geomap)  # compiles the index and the byte code once
    cold = [_wall(geomap) for _ in range(RUNS)]
    python = [_wall([sys.executable, "-c", "pass"]) for _ in range(RUNS)]
    pandas = [_wall([sys.executable, "-c", "import geopandas"]) for _ in range(RUNS)]
    print("One cold name (median of 9, whole process)")
    print(f"  geomap match Idlib      {statistics.median(cold):6.3f} s   goal {MAX_COLD_SECONDS} s")
    print(f"  python, doing nothing   {statistics.median(python):6.3f} s")
    print(f"  import geopandas alone  {statistics.median(pandas):6.3f} s")

    gazetteer = load_gazetteer()
    names = _names(gazetteer)
    locate_name("Idlib", gazetteer)
    started = time.perf_counter()
    for name in names:
        locate_name(name, gazetteer)
    ours = len(names) / (time.perf_counter() - started)
    spellings = [fold(v.name) for p in gazetteer.places() for v in p.names]
    started = time.perf_counter()
    for name in names[:N_BRUTE]:
        process.extractOne(fold(name), spellings, scorer=fuzz.WRatio)
    brute = N_BRUTE / (time.perf_counter() - started)
    print(f"Unseen names with a typing error, {len(spellings):,} names in the gazetteer")
    print(f"  geomap                  {ours:8.0f} names/s, with context, grounding and evidence")
    print(f"  rapidfuzz WRatio        {brute:8.0f} names/s, brute force, best name only")
    print(f"  ratio                   {ours / brute:8.1f}")


if __name__ == "__main__":
    main()
