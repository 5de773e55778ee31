"""`geomap evaluate`: how often matching is right on a table whose places are known."""

from __future__ import annotations

import math
from typing import Any

import click

from geomap.cli.common import (
    Run,
    gazetteer_option,
    open_gazetteer,
    plain_errors,
    processors,
    put,
    quiet_option,
)


@click.command()
@click.argument("table", metavar="FILE")
@click.option(
    "--name-column", metavar="COL", default="name", show_default=True, help="The column with the names."
)
@click.option("--within-column", metavar="COL", help="The column with the unit that each name lies in.")
@click.option("--lat-column", metavar="COL", help="Latitude of the truth. Default: latitude or lat.")
@click.option("--lon-column", metavar="COL", help="Longitude of the truth. Default: longitude, lon or lng.")
@click.option("--pcode-column", metavar="COL", help="P-code of the truth. Default: pcode.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(0), help="Confusions to list.")
@click.option(
    "--format", "fmt", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="json has all confusions.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", help="Default: standard output.")
@gazetteer_option
@quiet_option
@plain_errors
def evaluate(
    table: str, name_column: str, within_column: str | None, lat_column: str | None, lon_column: str | None,
    pcode_column: str | None, limit: int, fmt: str, output: str | None, gazetteer_path: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Say how often the names of a table of your own are matched right, and what they are mistaken for.

    The table has a column of names, and latitude and longitude (degrees, WGS84) or P-codes of what they mean.
    """
    import json

    from geomap import evaluate as evaluation
    from geomap import matchtable
    from geomap.errors import ReadError

    run = Run(quiet)
    names = matchtable.read_names(table, name_column, within_column, run.problem)
    header, cells = names.header, names.cells()
    lat = _column(header, lat_column, ("latitude", "lat"), table)
    lon = _column(header, lon_column, ("longitude", "lon", "lng"), table)
    pcode = _column(header, pcode_column, ("pcode",), table)
    if not pcode and not (lat and lon):
        raise ReadError(
            table, "no columns with the truth",
            f"Name them with --lat-column and --lon-column, or --pcode-column. Its columns are: {', '.join(header)}.",
        )  # fmt: skip
    truths = []
    for cell in cells:
        point = _degrees(cell.row.get(lat or ""), 90), _degrees(cell.row.get(lon or ""), 180)
        if any(math.isnan(value) for value in point if value is not None):
            run.problem(
                ReadError(
                    cell.where, "latitude or longitude is no number of degrees", "The row was left out."
                )
            )
            point = None, None
        both = point if None not in point else (None, None)
        truths.append(evaluation.Truth(*both, str(cell.row.get(pcode or "") or "").strip()))
    rows = matchtable.match_cells(
        [cell._replace(row={}) for cell in cells], open_gazetteer(gazetteer_path),
        workers=processors(), on_problem=run.problem,
    )  # fmt: skip
    result = evaluation.evaluate([cell.name for cell in cells], truths, rows)
    if fmt == "json":
        figures = result.figures() | {"confusions": [c._asdict() for c in result.confusions]}
        put(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", output)
    else:
        put(evaluation.as_text(result, limit=limit), output)
    run.done()


def _column(header: list[str], given: str | None, usual: tuple[str, ...], table: str) -> str | None:
    from geomap.errors import ReadError

    if given and given not in header:
        raise ReadError(table, f"no column {given!r}", f"Its columns are: {', '.join(header)}.")
    return given or next((name for name in header if name.strip().lower() in usual), None)


def _degrees(value: Any, most: float) -> float | None:
    """Return degrees, None for an empty cell, NaN for what is no number of degrees."""
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        return math.nan
    return degrees if abs(degrees) <= most else math.nan
