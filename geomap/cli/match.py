"""`geomap match`: names in, places out."""

from __future__ import annotations

import os
from typing import Any

import click

from geomap.cli.common import (
    Run,
    gazetteer_option,
    open_gazetteer,
    plain_errors,
    processors,
    put,
    put_pieces,
    quiet_option,
)


@click.command()
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
@gazetteer_option
@quiet_option
@plain_errors
def match(
    names: tuple[str, ...], input_path: str | None, name_column: str | None, within_column: str | None, within: str,
    limit: int, fmt: str | None, output: str | None, gazetteer_path: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Say which place each NAME is: a village, a spelling, a P-code or a whole expression."""
    from geomap import matchtable, tabular
    from geomap.processes import without_collecting

    if bool(names) == bool(input_path):
        raise click.UsageError("Give NAMEs, or --input FILE with --name-column.")
    if input_path and not name_column:
        raise click.UsageError("--input needs --name-column: which column holds the names?")
    # There is no linear algebra here, and a process with threads cannot be forked (see geomap.processes)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    run = Run(quiet)
    gazetteer = open_gazetteer(gazetteer_path)
    how: dict[str, Any] = {
        "within": within, "limit": limit, "workers": processors(), "on_problem": run.problem,
    }  # fmt: skip
    with without_collecting():
        if input_path:
            table = matchtable.read_names(input_path, str(name_column), within_column, run.problem)
        else:
            table = matchtable.Table("", ["name"], [[n] for n in names], list(names), [""] * len(names))
        form = fmt or ("csv" if input_path else "table")
        if form == "csv":
            put_pieces(matchtable.match_to_csv(table, gazetteer, **how), output)
        else:
            rows = matchtable.match_cells(table.cells(), gazetteer, **how)
            if form == "table":
                put(tabular.as_table(rows, table.names), output)
            else:
                write = {"json": tabular.as_json, "jsonl": tabular.as_jsonl, "geojson": tabular.as_geojson}
                put(write[form](rows), output)
    run.done()
