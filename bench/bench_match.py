"""One cold name, unseen names, repeated names, memory, and growth with the gazetteer, beside brute-force rapidfuzz.

Run from the checkout: python -m bench, or python bench/bench_match.py. Everything in one run, over one gazetteer.
"""

from __future__ import annotations

import contextlib
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rapidfuzz import fuzz, process

from geomap import Gazetteer, load_gazetteer
from geomap.names import fold
from geomap.pipeline import get_ready, locate_name

RUNS = 9
N_NAMES = 4_000
N_BRUTE = 100  # brute force is slow: a sample tells its rate
# Distinct names in a small file and in a large one (what the large one needs more is time after start-up), and how
# often each stands in a table of real reports.
N_FILE = (2_000, 12_000)
REPEATED = 50
N_REPEATED = (1_000, 4_000)
SIZES = (2_000, 20_000, 200_000)
SEED = 7
# Goals of the issue: `geomap match Idlib` from a cold start; names and rows a second on two cores; memory.
MAX_COLD_SECONDS, MIN_UNSEEN, MIN_ROWS, MAX_MEGABYTES = 0.25, 5_000, 200_000, 400

# An installed package has its bytecode: a checkout keeps none where the environment forbids it.
_INSTALLED = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

_LOOK_EVERY = 0.02  # seconds between two looks at the memory


def _wall(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=_INSTALLED)
    return time.perf_counter() - started


def _known(gazetteer: Gazetteer) -> list[str]:
    return sorted({v.name for p in gazetteer.places() for v in p.names})


def _changed(names: list[str], chance: random.Random) -> list[str]:
    """Return names with one letter left out: spelled as no list has them."""
    found = []
    for name in names:
        at = chance.randrange(len(name))
        found.append(name[:at] + name[at + 1 :])
    return found


def _file(names: list[str], folder: Path) -> tuple[float, int]:
    """Return the seconds that `geomap match --input` needs for a file of these names, and its peak in megabytes."""
    path = folder / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name"], *([name] for name in names)])
    command = [sys.executable, "-m", "geomap", "match", "--input", str(path), "--name-column", "name"]
    started = time.perf_counter()
    running = subprocess.Popen([*command, "-o", str(folder / "out.csv"), "--quiet"], env=_INSTALLED)
    peak = 0
    while running.poll() is None:
        peak = max(peak, sum(map(_kilobytes, [running.pid, *_children(running.pid)])))
        time.sleep(_LOOK_EVERY)
    seconds = time.perf_counter() - started
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return seconds, peak // 1024


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def _kilobytes(pid: int) -> int:
    """Return the memory of a process, its part of what it shares with others; 0 where Linux does not tell."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _files(
    counts: tuple[int, int], names: list[str], repeated: int, folder: Path
) -> tuple[float, float, int]:
    """Return rows a second of the large file, and of what it has more than the small one, and its peak in megabytes."""
    (few, _), (many, peak) = (_file(names[:n] * repeated, folder) for n in counts)
    rows = [repeated * min(n, len(names)) for n in counts]
    return rows[1] / many, (rows[1] - rows[0]) / (many - few), peak


def _of_size(size: int, names: list[str], folder: Path, chance: random.Random) -> tuple[Gazetteer, list[str]]:
    """Return a gazetteer of so many names, and these: known ones, and beyond them words made of their syllables."""
    made = folder / f"size-{size}"
    made.mkdir()
    written = []
    with (made / "places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["place_id", "name_en", "name_ar", "kind", "longitude", "latitude"])
        for n in range(size):
            a, b = chance.choice(names), chance.choice(names)
            name = names[n] if n < len(names) else a[: max(2, len(a) // 2)] + b[len(b) // 2 :]
            written.append(name)
            writer.writerow([f"own-{n}", name, "", "village", 36 + n % 500 / 100, 33 + n % 300 / 100])
    (made / "names.csv").write_text("place_id,name,lang,kind\n", encoding="utf-8")
    return load_gazetteer(made), written


def _rate(names: list[str], gazetteer: Gazetteer) -> float:
    """Return names a second of one processor, one by one; the first half of them only gets everything going."""
    get_ready(gazetteer)
    half = len(names) // 2
    for name in names[:half]:
        locate_name(name, gazetteer)
    started = time.process_time()
    for name in names[half:]:
        locate_name(name, gazetteer)
    return (len(names) - half) / (time.process_time() - started)


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

    chance = random.Random(SEED)
    gazetteer = load_gazetteer()
    known = _known(gazetteer)
    names = _changed(chance.sample(known, min(N_NAMES, len(known))), chance)
    ours = _rate(names, gazetteer)
    spellings = [fold(name) for name in known]
    started = time.process_time()
    for name in names[:N_BRUTE]:
        process.extractOne(fold(name), spellings, scorer=fuzz.WRatio)
    brute = N_BRUTE / (time.process_time() - started)
    print(f"Unseen names with a typing error, one process, {len(spellings):,} names in the gazetteer")
    print(f"  geomap                  {ours:8.0f} names/s, with context, grounding and evidence")
    print(f"  rapidfuzz WRatio        {brute:8.0f} names/s, brute force, best name only")
    print(f"  ratio                   {ours / brute:8.1f}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        unseen = _changed(chance.sample(known, min(N_FILE[1], len(known))), chance)
        whole, after, megabytes = _files(N_FILE, unseen, 1, folder)
        print("geomap match --input, files included, all processors")
        print(f"  unseen names            {after:8.0f} names/s after start-up   goal {MIN_UNSEEN:,}")
        print(f"  with start-up           {whole:8.0f} names/s, a file of {N_FILE[1]:,}")
        print(f"  peak memory             {megabytes:8} MB, all processes   goal {MAX_MEGABYTES}")
        repeated = chance.sample(known, min(N_REPEATED[1], len(known)))
        whole, after, megabytes = _files(N_REPEATED, repeated, REPEATED, folder)
        print(f"  {REPEATED} rows a name          {after:8.0f} rows/s after start-up   goal {MIN_ROWS:,}")
        print(f"  with start-up           {whole:8.0f} rows/s, a file of {REPEATED * N_REPEATED[1]:,}")
        print(f"  peak memory             {megabytes:8} MB")
        print("Growth: milliseconds for an unseen name in a gazetteer of so many names")
        base = 0.0
        for size in SIZES:
            grown, made = _of_size(size, [n for n in known if n.isascii()], folder, chance)
            some = _changed(chance.sample(made, 1_000), chance)
            each = 1000 / _rate(some, grown)
            base = base or each
            print(f"  {size:8,}                {each:6.2f} ms, {each / base:.1f} times the smallest")


if __name__ == "__main__":
    main()
