"""Tables of any kind (GeoJSON, GeoPackage, shapefile, CSV) as columns of text and geometries in WGS84."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError

#: What pyogrio opens; everything else is taken for text.
GIS_SUFFIXES = (".geojson", ".json", ".gpkg", ".shp", ".fgb", ".gdb")
# Words that OCHA's files hold where there is nothing.
_NOTHING = {"", "<null>", "none", "nan", "null", "nat"}


@dataclass(frozen=True, slots=True)
class Table:
    """One layer: equally long columns of text, and geometries (EPSG:4326) where it has them."""

    path: Path
    columns: dict[str, list[str]]
    geometries: list[Any] | None

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))


def _text(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return "" if text.lower() in _NOTHING else text


def gis_tables(path: Path) -> Iterator[Table]:
    """Yield the layers of a GIS file. Raises GazetteerError for one that cannot be read."""
    import pyogrio  # type: ignore[import-untyped]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks about fields that are not used here
            for layer, _ in pyogrio.list_layers(path):
                yield _layer(path, str(layer))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise GazetteerError(
            f"{path.name}: cannot be read as a GIS file ({error}). Fetch it again."
        ) from None


def _layer(path: Path, layer: str) -> Table:
    import pyogrio.raw  # type: ignore[import-untyped]
    import shapely

    # A shapefile says in its .cpg how its text is encoded; where that is missing, OCHA's are UTF-8
    bare_shapefile = path.suffix.lower() == ".shp" and not any(
        path.with_suffix(s).exists() for s in (".cpg", ".CPG")
    )
    meta, _, wkb, fields = pyogrio.raw.read(path, layer=layer, encoding="UTF-8" if bare_shapefile else None)
    names = [str(n) for n in meta["fields"]]
    columns = {n: [_text(v) for v in values] for n, values in zip(names, fields, strict=True)}
    if wkb is None:
        return Table(path, columns, None)
    shapes = shapely.force_2d(shapely.from_wkb(wkb))
    return Table(path, columns, list(_to_wgs84(shapes, meta.get("crs"))))


def _to_wgs84(shapes: Any, crs: str | None) -> Any:
    import numpy as np
    import pyproj
    import shapely

    if crs is None or pyproj.CRS(crs).equals(pyproj.CRS("EPSG:4326"), ignore_axis_order=True):
        return shapes
    change = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True).transform
    return shapely.transform(shapes, lambda xy: np.column_stack(change(xy[:, 0], xy[:, 1])))


def csv_table(path: Path) -> Table:
    """Return a CSV (UTF-8, with or without BOM) as columns. Raises GazetteerError for what is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise GazetteerError(f"{path.name}: cannot be read as CSV in UTF-8 ({error}).") from None
    header, *body = rows or [[]]
    body = [row for row in body if any(row)]
    short = next((i for i, row in enumerate(body, start=2) if len(row) != len(header)), None)
    if short is not None:
        raise GazetteerError(f"{path.name} line {short}: not as many cells as the header has. Is it cut off?")
    return Table(path, {n: [_text(row[i]) for row in body] for i, n in enumerate(header)}, None)
