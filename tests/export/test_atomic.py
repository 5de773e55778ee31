"""An output file is written whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from geomap.atomic import atomic_path
from geomap.errors import WriteError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_appears_only_when_the_block_ends_well(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "map.html"
    with atomic_path(target) as temporary:
        temporary.write_text("whole")
        assert not target.exists()
        assert temporary.parent == target.parent
        assert temporary.suffix == ".html"
    assert target.read_text() == "whole"
    assert names(target.parent) == ["map.html"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_an_interrupted_write_leaves_the_former_file_and_nothing_else(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    target = tmp_path / "a[1]*.gpkg"  # glob's own signs in a name
    target.write_text("former")
    bystander = tmp_path / ".a1.gpkg"
    bystander.write_text("not ours")
    with pytest.raises(stop), atomic_path(target) as temporary:
        temporary.write_text("half")
        Path(f"{temporary}-journal").write_text("half")
        raise stop
    assert target.read_text() == "former"
    assert names(tmp_path) == [".a1.gpkg", "a[1]*.gpkg"]


def test_permissions_and_links_survive(tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("former")
    real.chmod(0o640)
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    with atomic_path(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    with atomic_path(tmp_path / "new") as temporary:
        temporary.write_text("")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_what_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target, words in [
        (tmp_path, "it is a folder. Add a file name"),
        (tmp_path / "file" / "map.html", "a part of the path is a file"),
        (tmp_path / ("n" * 300), "the name is too long"),
        (Path(os.devnull), "it is not an ordinary file"),
    ]:
        with pytest.raises(WriteError) as caught, atomic_path(target) as temporary:
            temporary.write_text("")
        assert str(target) in str(caught.value)
        assert words in str(caught.value)
    assert names(tmp_path) == ["file"]
    assert Path(os.devnull).is_char_device()


def test_a_disk_that_takes_no_more(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the full disk: the kernel refuses the write itself."""
    pytest.importorskip("resource", reason="the system has no limits on file sizes")
    program = """
import resource, sys
from geomap.atomic import atomic_path
from geomap.errors import WriteError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    with atomic_path(sys.argv[1]) as temporary:
        temporary.write_text("x" * 5000)
except WriteError as error:
    print(error)
"""
    target = tmp_path / "map.html"
    target.write_text("former")
    run = subprocess.run(
        [sys.executable, "-c", program, str(target)], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith(f"{target}: cannot be written, the file is larger than this disk")
    assert target.read_text() == "former"
    assert names(tmp_path) == ["map.html"]
