"""The verbs of the library: thin compositions of the rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from geomap.errors import GeomapError, ReadError
from geomap.gazetteer import Gazetteer
from geomap.incidents import Row, incident_rows, incidents_frame
from geomap.mentions import Recogniser
from geomap.models import Located, Report, Resolution
from geomap.pipeline import Summary, locate, locate_name, unit_named

if TYPE_CHECKING:
    import geopandas


def match(name: str, gazetteer: Gazetteer, *, within: str = "") -> list[Resolution]:
    """Return what a place name or expression means: one resolution, or none for a text without a name.

    `within` is a governorate, district or sub-district, by name or P-code. Raises GeomapError where it is none.
    """
    unit = unit_named(within, gazetteer) if within else None
    if within and unit is None:
        raise GeomapError(f"{within!r} is no governorate, district or sub-district of this gazetteer.")
    located = locate_name(name, gazetteer, within=unit)
    return [located.resolution] if located else []


def located_reports(
    reports: Iterable[Report], gazetteer: Gazetteer, summary: Summary, *, recogniser: Recogniser | None = None
) -> Iterable[tuple[Report, list[Located]]]:
    """Yield each report with its mentions, and count them in `summary`."""
    for report in reports:
        yield report, locate(report, gazetteer, summary, recogniser=recogniser)


def map_reports(
    paths: Iterable[str | Path],
    gazetteer: Gazetteer | None = None,
    *,
    on_problem: Callable[[ReadError], None] | None = None,
    recogniser: Recogniser | None = None,
) -> geopandas.GeoDataFrame:
    """Read reports and return their incidents (EPSG:4326; the columns of `geomap.incidents.COLUMNS`).

    A file or row that cannot be read goes to `on_problem`; without one, it is raised as ReadError.
    A `recogniser` (see `geomap.mentions.recogniser`) finds names beside the finder.
    """
    from geomap.gazetteer import load_gazetteer
    from geomap.readers import read_reports

    def refuse(problem: ReadError) -> None:
        raise problem

    opened = gazetteer if gazetteer is not None else load_gazetteer()
    rows: list[Row] = []
    for report in read_reports(paths, on_problem=on_problem or refuse):
        rows += incident_rows(report, locate(report, opened, recogniser=recogniser), opened)
    return incidents_frame(rows)


def write_map(
    incidents: geopandas.GeoDataFrame,
    path: str | Path,
    *,
    title: str = "",
    lang: str = "en",
    tiles: str = "none",
) -> None:
    """Write one HTML file with the map, which opens from disk without a network."""
    from geomap import webmap

    webmap.write_map(incidents, path, title=title, lang=lang, tiles=tiles)


def write(
    incidents: geopandas.GeoDataFrame,
    path: str | Path,
    *,
    geometry: Literal["grounded", "point"] = "grounded",
) -> None:
    """Write incidents to .geojson, .gpkg, .parquet, .fgb, .csv or .kml, as the suffix says."""
    from geomap import export

    export.write(incidents, path, geometry=geometry)
