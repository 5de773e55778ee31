"""What `pip install .` gives: the command, and everything that it needs, from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout and unpacked as pip would."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    [wheel] = folder.glob("geomap-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(installed)}
    # -P: not the current folder, so that only the wheel's own package is found
    command = [sys.executable, "-P", "-m", "geomap", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_gazetteer_and_the_examples_are_inside(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "gazetteer", "info")
    assert done.returncode == 0, done.stderr
    assert str(installed) in done.stdout
    done = run(installed, tmp_path, "demo")
    assert done.returncode == 0, done.stderr
    assert {p.name for p in (tmp_path / "output").iterdir()} == {
        "map.html",
        "incidents.geojson",
        "unmatched.csv",
    }


def test_nothing_that_only_builds_is_inside(installed: Path) -> None:
    names = {p.name for p in (installed / "geomap/gazetteer/data").iterdir()}
    assert {"places.csv", "names.csv", "geometries.geojson", "foreign.csv", "README.md"} <= names
    assert not names & {"build.py", "sources", "curated"}


def test_the_command_is_declared(installed: Path) -> None:
    [entry_points] = installed.glob("geomap-*.dist-info/entry_points.txt")
    assert "geomap = geomap.cli:main" in entry_points.read_text("utf-8")
