"""Every command explains itself, and refuses what it does not know."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click
import pytest

from geomap.cli import main

READING = [
    "--stdin-format",
    "--text-column",
    "--location-column",
    "--admin1-column",
    "--date-column",
    "--id-column",
]
# Command, and the options that scripts rely on.
CONTRACT: dict[str, list[str]] = {
    "match": ["--input", "--name-column", "--within-column", "--within", "--limit", "--format", "--output", "--gazetteer", "--quiet"],
    "evaluate": ["--name-column", "--within-column", "--lat-column", "--lon-column", "--pcode-column", "--limit", "--format", "--output", "--gazetteer", "--quiet"],
    "mentions": [*READING, "--format", "--output", "--gazetteer", "--quiet"],
    "map": [*READING, "--output", "--title", "--lang", "--tiles", "--gazetteer", "--quiet"],
    "export": [*READING, "--output", "--geometry", "--gazetteer", "--quiet"],
    "unmatched": [*READING, "--format", "--apply", "--max-unmatched", "--output", "--gazetteer", "--quiet"],
    "demo": ["--output", "--gazetteer", "--quiet"],
    "gazetteer info": ["--gazetteer", "--format"],
    "gazetteer search": ["--limit", "--gazetteer"],
    "gazetteer install": ["--from", "--source", "--quiet"],
    "gazetteer check": ["--reference", "--format", "--gazetteer"],
    "gazetteer add": [
        "--place-id", "--lang", "--kind", "--lon", "--lat", "--name-ar", "--parent", "--accuracy", "--note",
        "--reviewer", "--date", "--gazetteer", "--quiet",
    ],
    "gazetteer export": ["--output", "--own", "--gazetteer", "--quiet"],
    "gazetteer import": ["--reviewer", "--date", "--gazetteer", "--quiet"],
}  # fmt: skip
FORMATS = {
    "match": ["table", "json", "jsonl", "csv", "geojson"],
    "mentions": ["jsonl", "csv"],
    "unmatched": ["table", "csv", "html", "json"],
}


def _commands(group: click.Group, above: str = "") -> list[str]:
    found: list[str] = []
    for name, command in group.commands.items():
        found += _commands(command, f"{name} ") if isinstance(command, click.Group) else [above + name]
    return found


def test_every_command_is_in_the_table() -> None:
    assert sorted(_commands(main)) == sorted(CONTRACT)


@pytest.mark.parametrize("command", CONTRACT)
def test_help_documents_the_options(run: Callable[..., Any], command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.code == 0
    shown = set(re.findall(r"--[a-z0-9-]+", result.stdout))
    assert set(CONTRACT[command]) <= shown
    assert run(*command.split(), "-h").stdout == result.stdout


@pytest.mark.parametrize("command", FORMATS)
def test_help_lists_the_formats(run: Callable[..., Any], command: str) -> None:
    shown = "".join(run(command, "--help").stdout.split())
    assert "[" + "|".join(FORMATS[command]) + "]" in shown


def test_help_lists_the_commands(run: Callable[..., Any]) -> None:
    shown = run("--help").stdout
    for command in CONTRACT:
        assert re.search(rf"^  {command.split()[0]} +\S", shown, re.MULTILINE), command
    assert re.search(r"\d+\.\d+", run("--version").stdout)


@pytest.mark.parametrize("command", CONTRACT)
def test_unknown_option(run: Callable[..., Any], command: str) -> None:
    result = run(*command.split(), "--no-such-option", "x")
    assert result.code == 2
    assert "--no-such-option" in result.stderr
    assert result.stdout == ""


# The commands that can do nothing without arguments. `demo` and `gazetteer info` need none.
@pytest.mark.parametrize(
    "args",
    [
        [], ["match"], ["mentions"], ["map"], ["export"], ["unmatched"], ["gazetteer"], ["gazetteer", "search"],
        ["match", "--input", "names.csv"],  # which column?
        ["match", "Idlib", "--input", "names.csv", "--name-column", "n"],  # one or the other
        ["match", "Idlib", "--limit", "0"], ["match", "Idlib", "--format", "xml"],
        ["export", "reports.jsonl"],  # where to?
        ["export", "reports.jsonl", "-o", "x.csv", "--geometry", "circle"],
        ["map", "reports.jsonl", "--lang", "fr"],
        ["mentions", "reports.jsonl", "--format", "geojson"],
        ["unmatched", "reports.jsonl", "--max-unmatched", "-1"],
        ["no-such-command"],
    ],
)  # fmt: skip
def test_wrong_usage(run: Callable[..., Any], reports: object, args: list[str]) -> None:
    result = run(*args)
    assert result.code == 2
    assert "Usage: " in result.stderr


def test_wrong_usage_in_a_process(process: Callable[..., Any]) -> None:
    for args in ([], ["mentions"], ["mentions", "--nope"]):
        result = process(*args)
        assert result.code == 2, result
        assert result.stderr.startswith("Usage: ") and result.stdout == ""
