"""What the commands share: options, problems, exit codes, the summary, writing results."""

from __future__ import annotations

import functools
import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.errors import GeomapError, ReadError

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.incidents import Row
    from geomap.mentions import Recogniser
    from geomap.models import Located, Report
    from geomap.pipeline import Summary
    from geomap.readers import ColumnNames


class Run:
    """One run of a command: where its problems and its summary go."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.problems = 0
        self.started = time.monotonic()
        # What is remembered of names and words grows for long and holds no cycles; looking through all of it for some
        # took a third of a run's time, and freed nothing
        gc.set_threshold(50_000, 50, 1_000)

    def problem(self, error: ReadError) -> None:
        self.problems += 1
        click.echo(f"geomap: could not read {error}", err=True)

    def say(self, text: str) -> None:
        if not self.quiet:
            click.echo(text, err=True)

    def done(self) -> None:
        """Exit 1 where something could not be read."""
        if self.problems:
            click.echo(f"geomap: {self.problems} input problem(s), named above; the rest was done.", err=True)
            sys.exit(1)


def plain_errors(command: Callable[..., None]) -> Callable[..., None]:
    """Turn what a user can cause into one line and exit code 1; a broken pipe is no error."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except GeomapError as error:
            click.echo(f"geomap: {error}", err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        except OSError as error:  # a full disk behind standard output; files report for themselves
            click.echo(f"geomap: the result cannot be written: {error.strerror or error}.", err=True)
            sys.exit(1)

    return wrapped


def open_gazetteer(path: str | None) -> Gazetteer:
    from geomap.gazetteer import load_gazetteer

    return load_gazetteer(path)


gazetteer_option = click.option(
    "--gazetteer", "gazetteer_path", envvar="GEOMAP_GAZETTEER", metavar="PATH",
    help="A gazetteer folder to use. Default: the installed one, else the one that ships.",
)  # fmt: skip
quiet_option = click.option("--quiet", is_flag=True, help="No progress and no summary, only problems.")


def report_options(*, required: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The arguments and options of every command that reads reports."""
    options = [
        click.argument("reports", nargs=-1, required=required, metavar="REPORT..."),
        click.option(
            "--stdin-format",
            default="txt",
            show_default=True,
            help="What - (standard input) holds: txt, jsonl, csv, html …",
        ),
        click.option("--text-column", default="", help="The column of a table that holds the text."),
        click.option("--location-column", default="", help="The column that holds the place."),
        click.option("--admin1-column", default="", help="The column that holds the governorate."),
        click.option("--date-column", default="", help="The column that holds the date."),
        click.option("--id-column", default="", help="The column that holds the id."),
        click.option(
            "--recogniser",
            metavar="NAME",
            help="A recogniser of your own beside the finder: spacy:MODEL, or package.module:function.",
        ),
        gazetteer_option,
        quiet_option,
    ]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _columns(options: dict[str, Any]) -> ColumnNames:
    from geomap.readers import ColumnNames

    return ColumnNames(
        **{k: options[f"{k}_column"] or None for k in ("text", "location", "admin1", "date", "id")}
    )


def _recogniser(options: dict[str, Any]) -> Recogniser | None:
    from geomap.mentions import load_recogniser

    name = options["recogniser"]
    return load_recogniser(name) if name else None


def _read(run: Run, options: dict[str, Any]) -> Iterator[Report]:
    """Yield the reports, with a progress bar on a terminal."""
    from geomap.readers import read_reports

    found = read_reports(
        options["reports"],
        stdin_format=options["stdin_format"],
        columns=_columns(options),
        on_problem=run.problem,
    )
    if run.quiet or not sys.stderr.isatty():
        yield from found
        return
    with click.progressbar(found, label="reports", show_pos=True, file=sys.stderr) as bar:
        yield from bar


def locate_all(
    run: Run, options: dict[str, Any], gazetteer: Gazetteer
) -> tuple[list[tuple[Report, list[Located]]], Summary]:
    from geomap.api import located_reports
    from geomap.pipeline import Summary

    summary = Summary()
    reports = located_reports(_read(run, options), gazetteer, summary, recogniser=_recogniser(options))
    found = list(reports)
    return found, summary


def mention_rows(
    run: Run, options: dict[str, Any], gazetteer: Gazetteer, summary: Summary
) -> Iterator[list[Row]]:
    """Yield the rows of the mentions as they are found; `summary` is whole when the last was taken."""
    from geomap.pipeline import locate_in_parts
    from geomap.tabular import mention_row

    recogniser = _recogniser(options)
    for report in _read(run, options):
        for located in locate_in_parts(report, gazetteer, summary, recogniser=recogniser):
            yield [mention_row(item) for item in located]


def rows_of(found: list[tuple[Report, list[Located]]], gazetteer: Gazetteer) -> list[Row]:
    from geomap.incidents import incident_rows

    return [row for report, located in found for row in incident_rows(report, located, gazetteer)]


def counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def refuse_if_nothing_was_read(run: Run, summary: Summary, output: str) -> None:
    """Leave a former result alone where no report could be read at all."""
    if not summary.reports and run.problems:
        click.echo(f"geomap: no report could be read; {output} was left as it was.", err=True)
        sys.exit(1)


def summary_text(summary: Summary) -> str:
    from geomap.models import Status

    n = summary.statuses
    lines = [
        f"{counted(summary.reports, 'report')}, {counted(summary.mentions, 'mention')} of places:",
        f"  {n[Status.RESOLVED]:5} placed",
        f"  {n[Status.AMBIGUOUS]:5} ambiguous (several places of that name; all are kept)",
        f"  {n[Status.UNMATCHED]:5} unmatched (no such name in the gazetteer)",
        f"  {n[Status.OUTSIDE]:5} outside Syria (listed, not drawn)",
        f"  {n[Status.NOT_LOCATIVE]:5} no place on the map (the country itself, names of organisations)",
    ]
    if not summary.balanced:
        lines.append("  THE COUNTS DO NOT ADD UP: please report this with the input")
    return "\n".join(lines)


def put(text: str, output: str | None) -> None:
    """Write a result to a file, whole or not at all, or to standard output."""
    put_pieces([text], output)


def put_pieces(pieces: Iterable[str] | Iterable[bytes], output: str | None) -> None:
    """Write a result piece by piece, so that it need not fit into memory; a file whole or not at all.

    Bytes are UTF-8.
    """
    if output is None or output == "-":
        for piece in pieces:
            click.echo(piece if isinstance(piece, str) else piece.decode(), nl=False)
        return
    from geomap.atomic import atomic_path

    with atomic_path(Path(output)) as temporary, temporary.open("wb") as file:
        file.writelines(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


def processors() -> int:
    """Return how many processors this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
