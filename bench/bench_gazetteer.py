"""How long the full gazetteer takes to install from files on disk, and to open, beside parsing its CSV files anew.

Run from the checkout: python bench/bench_gazetteer.py [DIR]. DIR holds the official files; without them (by default
the folder that the tests use) only the gazetteer that ships is opened.
"""

from __future__ import annotations

import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from geomap import load_gazetteer
from geomap.gazetteer import shipped_folder

REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "reference"
RUNS = 9
# Goals of the issue: install; one look-up; everything.
MAX_INSTALL_SECONDS, MAX_INSTALL_MB = 90, 1000
MAX_LOOK_UP_SECONDS, MAX_EVERYTHING_SECONDS = 0.150, 1.5


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _opening(folder: Path) -> None:
    def look_up() -> object:
        return load_gazetteer(folder).by_form("كفر نبوده")

    def everything() -> object:
        opened = load_gazetteer(folder)
        return len(opened.spellings), list(opened.places())

    def parse() -> object:
        rows = []
        for name in ("places.csv", "names.csv"):
            with (folder / name).open(encoding="utf-8", newline="") as file:
                rows.append(list(csv.DictReader(file)))
        return rows

    look_up()  # compiles the index where there is none
    opened = load_gazetteer(folder)
    print(f"Opening {opened.counts['places']:,} places, {opened.counts['names']:,} names (median of {RUNS})")
    plain = _median(parse)
    print(f"  one look-up                      {_median(look_up):7.4f} s   goal {MAX_LOOK_UP_SECONDS} s")
    print(
        f"  everything                       {_median(everything):7.4f} s   goal {MAX_EVERYTHING_SECONDS} s"
    )
    print(f"  reading the CSV files, no index  {plain:7.4f} s")


def main() -> None:
    reference = Path(sys.argv[1]) if len(sys.argv) > 1 else REFERENCE
    _opening(shipped_folder())
    if not reference.is_dir():
        print(f"The full gazetteer was not measured: there is no folder {reference}.")
        return
    with tempfile.TemporaryDirectory() as home:
        started = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "geomap",
            "gazetteer",
            "install",
            "--quiet",
            "--from",
            str(reference),
        ]
        subprocess.run(command, check=True, env={**os.environ, "GEOMAP_HOME": home})
        seconds = time.perf_counter() - started
        # The largest child so far; nothing else was started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print("Installing from files on disk (one run, whole process)")
        print(f"  {seconds:.1f} s   goal {MAX_INSTALL_SECONDS} s")
        print(f"  {peak:.0f} MB   goal {MAX_INSTALL_MB} MB")
        _opening(Path(home) / "gazetteer")


if __name__ == "__main__":
    main()
