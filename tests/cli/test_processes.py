"""Many names are shared by several processes: the answers are those of one."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from geomap import Gazetteer
from geomap.matchtable import match_to_csv, read_names
from geomap.processes import in_processes

# A process of its own, in which no library has started a thread: there the others are forked.
_FORKING = """
import sys
from geomap import load_gazetteer
from geomap.matchtable import match_to_csv, read_names
from geomap.processes import _context
if sys.platform == "linux":
    assert _context().get_start_method() == "fork"
table = read_names(sys.argv[1], "name", None, print)
sys.stdout.buffer.writelines(match_to_csv(table, load_gazetteer(sys.argv[2]), workers=3, on_problem=print))
"""


def test_answers_are_those_of_one_process(gazetteer: Gazetteer, tmp_path: Path) -> None:
    known = sorted({v.name for place in gazetteer.places() for v in place.names})[::12]
    misspelled = [name[: len(name) // 2] + name[len(name) // 2 + 1 :] for name in known]
    path = tmp_path / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name"], *([name] for name in [*known, *misspelled, *known[:5]])])
    assert len(known) + len(misspelled) > 600  # so many that they are shared
    table = read_names(str(path), "name", None, pytest.fail)
    alone, shared = (
        b"".join(match_to_csv(table, gazetteer, workers=n, on_problem=pytest.fail)) for n in (1, 3)
    )
    assert shared == alone
    command = [sys.executable, "-c", _FORKING, str(path), str(gazetteer.folder)]
    forked = subprocess.run(command, check=True, capture_output=True)
    assert forked.stdout == alone


def _broken_at_three(chunk: list[int], _: Gazetteer) -> int:
    if 3 in chunk:
        raise ValueError("three")
    return sum(chunk)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_fails_in_another_process_is_raised_here(gazetteer: Gazetteer, workers: int) -> None:
    assert in_processes(_broken_at_three, [[1, 1], [2], [4]], gazetteer, workers) == [2, 2, 4]
    with pytest.raises(ValueError, match="three"):
        in_processes(_broken_at_three, [[3], [2], [4]], gazetteer, workers)
