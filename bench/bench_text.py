"""Finding places in running Arabic text: speed, growth with the length, memory, beside two plain dictionary passes.

Run from the checkout: python -m bench.bench_text. The text is made by `bench.texts`; everything in one run, one
process, over one gazetteer. The dictionary passes (flashgeotext, and an automaton of pyahocorasick over the folded
text) only say that a string stands there: no particle, no type word, no choice among namesakes, no ground.
"""

from __future__ import annotations

import importlib.util
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.texts import reports
from geomap import Gazetteer, Report, find_mentions, load_gazetteer
from geomap.cli.common import Run
from geomap.names import fold
from geomap.pipeline import locate
from geomap.tabular import as_jsonl, mention_row

MEGABYTES = 5.0
GROWTH = (1, 2, 4)  # megabytes as one text
LARGE = 50  # megabytes of one file
SEED = 7
# Goals of the issue.
GOAL_RATE, GOAL_MEMORY = 1.5, 600
# What one process needed at most, printed by itself.
_MEASURED = """
import resource, sys
from geomap.cli import main
try:
    main(sys.argv[1:], standalone_mode=False)
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


def _megabytes(texts: Iterable[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def _seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    """Return the processor's seconds, which do not count what else runs on it; one thread works."""
    started = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - started


def _end_to_end(gazetteer: Gazetteer) -> Callable[[str], str]:
    """Return what `geomap mentions` does with one report."""
    return lambda text: as_jsonl([mention_row(item) for item in locate(Report("r", text), gazetteer)])


def _names(gazetteer: Gazetteer) -> set[str]:
    return {v.name for p in gazetteer.places() for v in p.names}


def _flashgeotext(names: set[str]) -> Callable[[str], object]:
    from flashgeotext.geotext import GeoText, GeoTextConfiguration
    from flashgeotext.lookup import LookupData

    data = {name: [name] for name in names if len(name) > 1}
    geotext = GeoText(GeoTextConfiguration(use_demo_data=False, case_sensitive=True))
    geotext.add(LookupData(name="places", data=data, script="arabic"))
    return lambda text: geotext.extract(input_text=text)


def _automaton(names: set[str]) -> Callable[[str], object]:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in map(fold, names):
        if len(name) > 2:
            automaton.add_word(f" {name} ", name)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(f" {fold(text)} "))


def _rates(gazetteer: Gazetteer) -> None:
    texts = list(reports(gazetteer, MEGABYTES, SEED))
    size = _megabytes(texts)
    ours = _end_to_end(gazetteer)
    # What is loaded once; some of it only by a text that is long enough
    for text in (*reports(gazetteer, 0.01, SEED + 2), "قصف على بلدة سرمين في ريف إدلب، و10 كم شمال Homs"):
        ours(text)
    found = sum(len(find_mentions(Report("r", text), gazetteer)) for text in texts[:200])
    print(
        f"{size:.1f} MB of Arabic reports, {found / _megabytes(texts[:200]):,.0f} mentions a megabyte, after start-up,"
        " in seconds of one processor"
    )
    rate = size / _seconds(ours, texts)
    print(f"  geomap mentions, first reading   {rate:6.2f} MB/s   goal {GOAL_RATE}")
    print(f"  the same, read again             {size / _seconds(ours, texts):6.2f} MB/s")
    finding = size / _seconds(lambda text: find_mentions(Report("r", text), gazetteer), texts)
    print(f"  finding alone                    {finding:6.2f} MB/s")
    names = _names(gazetteer)
    for package, what, make in (
        ("flashgeotext", "flashgeotext, exact spellings ", _flashgeotext),
        ("ahocorasick", "pyahocorasick over folded text", _automaton),
    ):
        if importlib.util.find_spec(package) is None:
            print(f"  {what} not installed: pip install 'geomap[bench]'")
            continue
        other = size / _seconds(make(names), texts)
        print(f"  {what}   {other:6.2f} MB/s, {other / rate:.1f} times ours, strings only")


def _growth(gazetteer: Gazetteer) -> None:
    print("Growth: one text of so many megabytes, finding")
    first = 0.0
    for size in GROWTH:
        text = "\n".join(reports(gazetteer, size, SEED + 1))
        each = _seconds(lambda t: find_mentions(Report("r", t), gazetteer), [text]) / size
        first = first or each
        print(f"  {size} MB   {each:6.2f} s a megabyte, {each / first:.2f} times the first")


def _memory(gazetteer: Gazetteer, folder: Path) -> None:
    print(f"geomap mentions on one file of {LARGE} MB, start-up and files included")
    piece = list(reports(gazetteer, MEGABYTES, SEED))
    for suffix in ("txt", "jsonl"):
        path = folder / f"large.{suffix}"
        with path.open("w", encoding="utf-8") as file:
            for number, text in enumerate(
                itertools.chain.from_iterable(itertools.repeat(piece, int(LARGE / MEGABYTES)))
            ):
                line = (
                    text
                    if suffix == "txt"
                    else json.dumps({"id": str(number), "text": text}, ensure_ascii=False)
                )
                file.write(line + "\n")
        started = time.perf_counter()
        command = [
            sys.executable,
            "-c",
            _MEASURED,
            "mentions",
            "--quiet",
            str(path),
            "-o",
            str(folder / "out.jsonl"),
        ]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds = time.perf_counter() - started
        peak = int(done.stderr.split()[-1])
        print(f"  .{suffix:5}  {LARGE / seconds:6.2f} MB/s, peak memory {peak} MB   goal {GOAL_MEMORY}")


def main() -> None:
    Run(quiet=True)  # as the command does: the garbage collector looks seldom
    gazetteer = load_gazetteer()
    counts = gazetteer.counts
    print(f"Places in running text: {counts['places']:,} places, {counts['names']:,} names")
    _rates(gazetteer)
    _growth(gazetteer)
    with tempfile.TemporaryDirectory() as temporary:
        _memory(gazetteer, Path(temporary))


if __name__ == "__main__":
    main()
