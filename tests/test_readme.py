"""The README's Python example runs as it stands, and its commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert "resolved Al-Malikiyah" in capsys.readouterr().out
    assert (tmp_path / "output/map.html").stat().st_size > 100_000
    assert (tmp_path / "output/incidents.geojson").is_file()


def test_every_command_in_the_readme_exists() -> None:
    commands = set(re.findall(r"^geomap ([a-z]+)", README, re.MULTILINE))
    assert {"map", "export", "unmatched", "mentions", "match", "gazetteer"} <= commands
    for command in commands:
        assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0


def test_the_readme_links_to_files_that_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
