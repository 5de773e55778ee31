"""The commands that read reports: mentions, map, export, unmatched, demo."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any, Literal

import click

from geomap.cli.common import (
    Run,
    counted,
    locate_all,
    mention_rows,
    open_gazetteer,
    plain_errors,
    put_pieces,
    refuse_if_nothing_was_read,
    report_options,
    rows_of,
    summary_text,
)


@click.command()
@report_options()
@click.option("--format", "fmt", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Default: standard output.")
@plain_errors
def mentions(fmt: str, output: str | None, gazetteer_path: str | None, quiet: bool, **options: Any) -> None:
    """List every mention of a place, with offsets, role and where it lies."""
    from geomap import tabular
    from geomap.pipeline import Summary
    from geomap.safetext import csv_text

    run = Run(quiet)
    summary = Summary()
    batches = mention_rows(run, options, open_gazetteer(gazetteer_path), summary)
    if fmt == "jsonl":
        put_pieces(map(tabular.as_jsonl, batches), output)
    else:
        header = csv_text(tabular.MENTION_COLUMNS, [])
        lines = (csv_text(tabular.MENTION_COLUMNS, rows)[len(header) :] for rows in batches)
        put_pieces(itertools.chain([header], lines), output)
    run.say(summary_text(summary))
    run.done()


@click.command("map")
@report_options()
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
@plain_errors
def map_command(
    output: str, title: str, lang: str, tiles: str, gazetteer_path: str | None, quiet: bool, **options: Any
) -> None:
    """Write one HTML map that opens from disk without a network."""
    from geomap.incidents import incidents_frame
    from geomap.webmap import base_layers, write_map

    if output == "-":
        raise click.UsageError("A map is a file: give -o FILE.")
    run = Run(quiet)
    gazetteer = open_gazetteer(gazetteer_path)
    found, summary = locate_all(run, options, gazetteer)
    refuse_if_nothing_was_read(run, summary, output)
    frame = incidents_frame(rows_of(found, gazetteer))
    write_map(frame, output, title=title, lang=lang, tiles=tiles, base=base_layers(gazetteer))
    run.say(f"{summary_text(summary)}\nmap: {output}")
    run.done()


@click.command()
@report_options()
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="The suffix decides: .geojson .gpkg .parquet .fgb .csv .kml",
)
@click.option("--geometry", type=click.Choice(["grounded", "point"]), default="grounded", show_default=True)
@plain_errors
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

    run = Run(quiet)
    check_suffix(output)
    gazetteer = open_gazetteer(gazetteer_path)
    found, summary = locate_all(run, options, gazetteer)
    refuse_if_nothing_was_read(run, summary, output)
    write(incidents_frame(rows_of(found, gazetteer)), output, geometry=geometry)
    run.say(f"{summary_text(summary)}\nincidents: {output}")
    run.done()


@click.command()
@report_options(required=False)
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
@plain_errors
def unmatched(
    fmt: str, output: str | None, max_unmatched: int | None, decisions: str | None, gazetteer_path: str | None,
    quiet: bool, **options: Any,
) -> None:  # fmt: skip
    """List the names that nobody could place, most frequent first."""
    from geomap.gazetteer import user_folder
    from geomap.review import apply_decisions, unmatched_rows, write_unmatched

    run = Run(quiet)
    if decisions:
        gazetteer = open_gazetteer(gazetteer_path)

        def place_of(code: str) -> str | None:
            place = gazetteer.by_code(code)
            return place.place_id if place else None

        count = apply_decisions(decisions, user_folder(), place_of=place_of)
        run.say(f"{counted(count, 'decision')} written to {user_folder() / 'aliases.csv'}")
        return
    if not options["reports"]:
        raise click.UsageError("Give REPORTs to read, or --apply FILE.")
    found, summary = locate_all(run, options, open_gazetteer(gazetteer_path))
    rows = unmatched_rows(item.resolution for _, located in found for item in located)
    text = write_unmatched(rows, Path(output) if output else None, fmt)
    if text is not None:
        click.echo(text, nl=False)
    run.say(summary_text(summary) + (f"\nnames to check: {output}" if output else ""))
    if max_unmatched is not None and len(rows) > max_unmatched:
        click.echo(f"geomap: {len(rows)} unmatched names, more than the {max_unmatched} allowed.", err=True)
        sys.exit(1)
    run.done()


@click.command()
@report_options(required=False)
@click.option("-o", "--output", default="output", show_default=True, metavar="FOLDER")
@click.option(
    "--lang", type=click.Choice(["ar", "en"]), default="en", show_default=True, help="The page's language."
)
@plain_errors
def demo(output: str, lang: str, gazetteer_path: str | None, quiet: bool, **options: Any) -> None:
    """Map the example reports (or your REPORTs): map.html, incidents.geojson and unmatched.csv in one run."""
    from geomap.examples import examples_folder
    from geomap.export import write
    from geomap.incidents import incidents_frame
    from geomap.review import unmatched_rows, write_unmatched
    from geomap.webmap import base_layers, write_map

    run = Run(quiet)
    gazetteer = open_gazetteer(gazetteer_path)
    options["reports"] = options["reports"] or (str(examples_folder()),)
    found, summary = locate_all(run, options, gazetteer)
    frame = incidents_frame(rows_of(found, gazetteer))
    folder = Path(output)
    write_map(frame, folder / "map.html", title="geomap", lang=lang, base=base_layers(gazetteer))
    write(frame, folder / "incidents.geojson")
    names = unmatched_rows(item.resolution for _, located in found for item in located)
    write_unmatched(names, folder / "unmatched.csv", "csv")
    run.say(
        f"{summary_text(summary)}\n"
        f"  the map        {folder / 'map.html'}\n"
        f"  for GIS tools  {folder / 'incidents.geojson'}\n"
        f"  to check       {folder / 'unmatched.csv'} ({len(names)} names)"
    )
    run.done()
