"""The commands. Each parses, calls, writes, and says on standard error what happened.

Exit codes: 0 done, 1 something in the input could not be read (the rest was done), 2 wrong usage.
"""

from __future__ import annotations

import functools
import io
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from geomap.errors import GeomapError, ReadError

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.incidents import Row
    from geomap.models import Report
    from geomap.pipeline import Located, Summary
    from geomap.readers import ColumnNames


class _Run:
    """One run of a command: where its problems and its summary go."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.problems = 0
        self.started = time.monotonic()

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


def _plain_errors(command: Callable[..., None]) -> Callable[..., None]:
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


def _gazetteer(path: str | None) -> Gazetteer:
    from geomap.gazetteer import load_gazetteer

    return load_gazetteer(path)


_gazetteer_option = click.option(
    "--gazetteer", "gazetteer_path", envvar="GEOMAP_GAZETTEER", metavar="PATH",
    help="A gazetteer folder to use. Default: the installed one, else the one that ships.",
)  # fmt: skip
_quiet_option = click.option("--quiet", is_flag=True, help="No progress and no summary, only problems.")


def _report_options(*, required: bool = True) -> Callable[[Callable[..., None]], Callable[..., None]]:
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
        _gazetteer_option,
        _quiet_option,
    ]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="geomap")
def main() -> None:
    """Find every place that reports on Syria name, in Arabic, English and Kurdish, and map it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Results that go into a file or pipe are UTF-8 everywhere; a terminal shows what it can
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def _columns(options: dict[str, Any]) -> ColumnNames:
    from geomap.readers import ColumnNames

    return ColumnNames(
        **{k: options[f"{k}_column"] or None for k in ("text", "location", "admin1", "date", "id")}
    )


def _read(run: _Run, options: dict[str, Any]) -> Iterator[Report]:
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


def _locate_all(
    run: _Run, options: dict[str, Any], gazetteer: Gazetteer
) -> tuple[list[tuple[Report, list[Located]]], Summary]:
    from geomap.api import located_reports
    from geomap.pipeline import Summary

    summary = Summary()
    found = list(located_reports(_read(run, options), gazetteer, summary))
    return found, summary


def _incident_rows(found: list[tuple[Report, list[Located]]], gazetteer: Gazetteer) -> list[Row]:
    from geomap.incidents import incident_rows

    return [row for report, located in found for row in incident_rows(report, located, gazetteer)]


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _refuse_if_nothing_was_read(run: _Run, summary: Summary, output: str) -> None:
    """Leave a former result alone where no report could be read at all."""
    if not summary.reports and run.problems:
        click.echo(f"geomap: no report could be read; {output} was left as it was.", err=True)
        sys.exit(1)


def _summary_text(summary: Summary) -> str:
    from geomap.models import Status

    n = summary.statuses
    lines = [
        f"{_counted(summary.reports, 'report')}, {_counted(summary.mentions, 'mention')} of places:",
        f"  {n[Status.RESOLVED]:5} placed",
        f"  {n[Status.AMBIGUOUS]:5} ambiguous (several places of that name; all are kept)",
        f"  {n[Status.UNMATCHED]:5} unmatched (no such name in the gazetteer)",
        f"  {n[Status.OUTSIDE]:5} outside Syria (listed, not drawn)",
        f"  {n[Status.NOT_LOCATIVE]:5} no place on the map (the country itself, names of organisations)",
    ]
    if not summary.balanced:
        lines.append("  THE COUNTS DO NOT ADD UP: please report this with the input")
    return "\n".join(lines)


def _put(text: str, output: str | None) -> None:
    """Write a result to a file, whole or not at all, or to standard output."""
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    from geomap.atomic import atomic_path

    with atomic_path(Path(output)) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--input",
    "input_path",
    metavar="FILE",
    help="A CSV of names (UTF-8, or as recognised), - for standard input.",
)
@click.option("--name-column", metavar="COL", help="The column with the names.")
@click.option(
    "--within-column", metavar="COL", help="The column with the unit that each name lies in (name or P-code)."
)
@click.option(
    "--within",
    metavar="NAME_OR_PCODE",
    default="",
    help="A governorate, district or sub-district that holds all names.",
)
@click.option(
    "--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="Candidates to keep."
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["table", "json", "jsonl", "csv", "geojson"]),
    help="Default: table for NAMEs, csv for --input.",
)
@click.option("-o", "--output", metavar="FILE", help="Default: standard output.")
@_gazetteer_option
@_quiet_option
@_plain_errors
def match(
    names: tuple[str, ...], input_path: str | None, name_column: str | None, within_column: str | None, within: str,
    limit: int, fmt: str | None, output: str | None, gazetteer_path: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Say which place each NAME is: a village, a spelling, a P-code or a whole expression."""
    from geomap import matchtable, tabular
    from geomap.safetext import csv_text

    if bool(names) == bool(input_path):
        raise click.UsageError("Give NAMEs, or --input FILE with --name-column.")
    if input_path and not name_column:
        raise click.UsageError("--input needs --name-column: which column holds the names?")
    run = _Run(quiet)
    gazetteer = _gazetteer(gazetteer_path)
    if input_path:
        header, cells = matchtable.read_names(input_path, str(name_column), within_column, run.problem)
    else:
        header, cells = ["name"], [matchtable.Cell({"name": n}, n, "") for n in names]
    rows = matchtable.match_cells(cells, gazetteer, within=within, limit=limit, on_problem=run.problem)
    form = fmt or ("csv" if input_path else "table")
    if form == "table":
        text = tabular.as_table(rows, [c.name for c in cells])
    elif form == "csv":
        text = csv_text(
            [*header, *(matchtable.result_column(c, header) for c in tabular.MATCH_COLUMNS)], rows
        )
    else:
        text = {"json": tabular.as_json, "jsonl": tabular.as_jsonl, "geojson": tabular.as_geojson}[form](rows)
    _put(text, output)
    run.done()


@main.command()
@_report_options()
@click.option("--format", "fmt", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Default: standard output.")
@_plain_errors
def mentions(fmt: str, output: str | None, gazetteer_path: str | None, quiet: bool, **options: Any) -> None:
    """List every mention of a place, with offsets, role and where it lies."""
    from geomap import tabular
    from geomap.safetext import csv_text

    run = _Run(quiet)
    found, summary = _locate_all(run, options, _gazetteer(gazetteer_path))
    rows = [tabular.mention_row(item) for _, located in found for item in located]
    _put(tabular.as_jsonl(rows) if fmt == "jsonl" else csv_text(tabular.MENTION_COLUMNS, rows), output)
    run.say(_summary_text(summary))
    run.done()


@main.command("map")
@_report_options()
@click.option("-o", "--output", default="output/map.html", show_default=True, metavar="FILE")
@click.option("--title", default="", help="The page's title.")
@click.option(
    "--lang", type=click.Choice(["ar", "en"]), default="en", show_default=True, help="The page's language."
)
@click.option(
    "--tiles",
    default="none",
    show_default=True,
    help="none, osm or a tile URL: a switch that is off until the reader turns it on.",
)
@_plain_errors
def map_command(
    output: str, title: str, lang: str, tiles: str, gazetteer_path: str | None, quiet: bool, **options: Any
) -> None:
    """Write one HTML map that opens from disk without a network."""
    from geomap.incidents import incidents_frame
    from geomap.webmap import base_layers, write_map

    if output == "-":
        raise click.UsageError("A map is a file: give -o FILE.")
    run = _Run(quiet)
    gazetteer = _gazetteer(gazetteer_path)
    found, summary = _locate_all(run, options, gazetteer)
    _refuse_if_nothing_was_read(run, summary, output)
    frame = incidents_frame(_incident_rows(found, gazetteer))
    write_map(frame, output, title=title, lang=lang, tiles=tiles, base=base_layers(gazetteer))
    run.say(f"{_summary_text(summary)}\nmap: {output}")
    run.done()


@main.command()
@_report_options()
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="The suffix decides: .geojson .gpkg .parquet .fgb .csv .kml",
)
@click.option("--geometry", type=click.Choice(["grounded", "point"]), default="grounded", show_default=True)
@_plain_errors
def export(
    output: str,
    geometry: Literal["grounded", "point"],
    gazetteer_path: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Write the incidents for GIS tools and spreadsheets."""
    from geomap.export import check_suffix, write
    from geomap.incidents import incidents_frame

    run = _Run(quiet)
    check_suffix(output)
    gazetteer = _gazetteer(gazetteer_path)
    found, summary = _locate_all(run, options, gazetteer)
    _refuse_if_nothing_was_read(run, summary, output)
    write(incidents_frame(_incident_rows(found, gazetteer)), output, geometry=geometry)
    run.say(f"{_summary_text(summary)}\nincidents: {output}")
    run.done()


@main.command()
@_report_options(required=False)
@click.option(
    "--format", "fmt", type=click.Choice(["table", "csv", "html", "json"]), default="table", show_default=True
)
@click.option("-o", "--output", metavar="FILE", help="Default: standard output.")
@click.option(
    "--max-unmatched",
    type=click.IntRange(0),
    metavar="N",
    help="Exit 1 when more than N names are unmatched.",
)
@click.option(
    "--apply", "decisions", metavar="FILE", help="Read a reviewer's decisions back into your aliases."
)
@_plain_errors
def unmatched(
    fmt: str, output: str | None, max_unmatched: int | None, decisions: str | None, gazetteer_path: str | None,
    quiet: bool, **options: Any,
) -> None:  # fmt: skip
    """List the names that nobody could place, most frequent first."""
    from geomap.gazetteer import user_folder
    from geomap.review import apply_decisions, unmatched_rows, write_unmatched

    run = _Run(quiet)
    if decisions:
        gazetteer = _gazetteer(gazetteer_path)

        def place_of(code: str) -> str | None:
            place = gazetteer.by_code(code)
            return place.place_id if place else None

        count = apply_decisions(decisions, user_folder(), place_of=place_of)
        run.say(f"{_counted(count, 'decision')} written to {user_folder() / 'aliases.csv'}")
        return
    if not options["reports"]:
        raise click.UsageError("Give REPORTs to read, or --apply FILE.")
    found, summary = _locate_all(run, options, _gazetteer(gazetteer_path))
    rows = unmatched_rows(item.resolution for _, located in found for item in located)
    text = write_unmatched(rows, Path(output) if output else None, fmt)
    if text is not None:
        click.echo(text, nl=False)
    run.say(_summary_text(summary) + (f"\nnames to check: {output}" if output else ""))
    if max_unmatched is not None and len(rows) > max_unmatched:
        click.echo(f"geomap: {len(rows)} unmatched names, more than the {max_unmatched} allowed.", err=True)
        sys.exit(1)
    run.done()


@main.command()
@_report_options(required=False)
@click.option("-o", "--output", default="output", show_default=True, metavar="FOLDER")
@click.option(
    "--lang", type=click.Choice(["ar", "en"]), default="en", show_default=True, help="The page's language."
)
@_plain_errors
def demo(output: str, lang: str, gazetteer_path: str | None, quiet: bool, **options: Any) -> None:
    """Map the example reports (or your REPORTs): map.html, incidents.geojson and unmatched.csv in one run."""
    from geomap.examples import examples_folder
    from geomap.export import write
    from geomap.incidents import incidents_frame
    from geomap.review import unmatched_rows, write_unmatched
    from geomap.webmap import base_layers, write_map

    run = _Run(quiet)
    gazetteer = _gazetteer(gazetteer_path)
    options["reports"] = options["reports"] or (str(examples_folder()),)
    found, summary = _locate_all(run, options, gazetteer)
    frame = incidents_frame(_incident_rows(found, gazetteer))
    folder = Path(output)
    write_map(frame, folder / "map.html", title="geomap", lang=lang, base=base_layers(gazetteer))
    write(frame, folder / "incidents.geojson")
    names = unmatched_rows(item.resolution for _, located in found for item in located)
    write_unmatched(names, folder / "unmatched.csv", "csv")
    run.say(
        f"{_summary_text(summary)}\n"
        f"  the map        {folder / 'map.html'}\n"
        f"  for GIS tools  {folder / 'incidents.geojson'}\n"
        f"  to check       {folder / 'unmatched.csv'} ({len(names)} names)"
    )
    run.done()


@main.group("gazetteer")
def gazetteer_group() -> None:
    """The gazetteer: what is in it, and search."""


@gazetteer_group.command()
@_gazetteer_option
@_plain_errors
def info(gazetteer_path: str | None) -> None:
    """Say which gazetteer is used and what it holds."""
    gazetteer = _gazetteer(gazetteer_path)
    click.echo(f"gazetteer: {gazetteer.folder}")
    for what, count in gazetteer.counts.items():
        click.echo(f"  {count:7} {what}")
    click.echo("places by kind:")
    for kind, count in gazetteer.kinds.items():
        click.echo(f"  {count:7} {kind}")


@gazetteer_group.command()
@click.argument("name")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100))
@_gazetteer_option
@_plain_errors
def search(name: str, limit: int, gazetteer_path: str | None) -> None:
    """List the places whose names are like NAME, best first."""
    from geomap.matching import find_candidates

    for candidate in find_candidates(name, _gazetteer(gazetteer_path), limit=limit):
        place = candidate.place
        click.echo(
            f"{candidate.score:.2f} {candidate.method:7} {place.place_id:16} {place.kind:13} {place.admin1_pcode:5} "
            f"{place.latitude:.4f} {place.longitude:.4f}  {place.name_en} · {place.name_ar}"
        )


@gazetteer_group.command()
@click.option(
    "--from",
    "origin",
    metavar="DIR_OR_URL",
    help="A folder or zip with the files, or a mirror's address. Default: the published downloads.",
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Choice(["cod", "geonames", "wof"]),
    help="Take only this source; may be given again. Default: all there are (published: cod and geonames).",
)
@_quiet_option
@_plain_errors
def install(origin: str | None, sources: tuple[str, ...], quiet: bool) -> None:
    """Build the full gazetteer from official files, into your data folder. It is used from then on."""
    from geomap.gazetteer.install import install as build
    from geomap.gazetteer.progress import Bars

    run = _Run(quiet)
    with Bars(quiet) as bars:
        made = build(origin, sources, say=run.say, progress=bars.update)
    run.say("\n".join([f"gazetteer: {made.folder}", *(f"  {n:7} {what}" for what, n in made.counts.items())]))
    run.say("\n".join(["Give these credits when you pass the data on:", *(f"  {c}" for c in made.credits)]))
