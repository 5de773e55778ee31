"""Incidents as GIS files: GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, CSV and KML.

Every format carries every row, those without geometry too, and every column. Text is kept as it is, but for
characters that no XML or database may hold (NUL, other control characters, half of a surrogate pair): they
become U+FFFD. Missing values and empty text are null.
"""

from __future__ import annotations

import csv
import html
import importlib.util
import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from geomap.atomic import atomic_path
from geomap.errors import WriteError
from geomap.safetext import clean_text, guard_formula

if TYPE_CHECKING:
    import geopandas
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

# A column of counts that misses some is read by pandas as fractions, and one that misses all as nothing:
# the types of the contract hold all the same.
INTEGER_COLUMNS = frozenset({
    "time_precision", "fatalities", "injuries", "n_candidates", "geo_precision", "where_prec",
    "context_start", "n_mentions",
})  # fmt: skip
REAL_COLUMNS = frozenset({"match_score", "latitude", "longitude", "uncertainty_m"})
DECIMALS = 7  # of a degree, about a centimetre: more says nothing (RFC 7946, section 11.2)
LAYER = "incidents"

_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def write(
    incidents: geopandas.GeoDataFrame,
    path: str | os.PathLike[str],
    *,
    geometry: Literal["grounded", "point"] = "grounded",
) -> None:
    """Write the incidents; the suffix of `path` decides the format, EPSG:4326 throughout.

    geometry: "grounded" draws areas as areas, "point" gives each row its (longitude, latitude).

    - .geojson: RFC 7946 (no crs member, exterior rings counter-clockwise, bbox, 7 decimals), null geometry kept
    - .gpkg, .fgb: the layer is called "incidents"; FlatGeobuf goes without a spatial index when a row has no
      geometry, because its index cannot hold such a row
    - .parquet: GeoParquet 1.1 with a bbox covering; needs pyarrow
    - .csv: UTF-8, geometry as WKT in the last column, `wkt`; a text cell that begins with = + - @ tab or
      return is given an apostrophe in front, so that no spreadsheet runs it as a formula; numbers are untouched
    - .kml: a row without geometry is a placemark in the list that the globe does not draw

    Raises WriteError; a file that stood at `path` is then untouched.
    """
    check_suffix(path)
    writer = _WRITERS[Path(path).suffix.lower()]
    if geometry not in ("grounded", "point"):
        raise WriteError(f"geometry {geometry!r} is unknown. Use grounded or point.")
    with atomic_path(path) as temporary:
        writer(_table(incidents, geometry), temporary)


def check_suffix(path: str | os.PathLike[str]) -> None:
    """Raise WriteError where the suffix of a path is no format that `write` knows."""
    if Path(path).suffix.lower() not in _WRITERS:
        raise WriteError(
            f"{os.fspath(path)}: the suffix {Path(path).suffix or '(none)'} is no format that geomap writes. "
            f"Use one of {' '.join(_WRITERS)}."
        )


def _table(incidents: geopandas.GeoDataFrame, geometry: str) -> geopandas.GeoDataFrame:
    """The columns with one type each, then the geometry; no empty geometry, no fourth kind of missing."""
    import geopandas
    import numpy as np
    import shapely

    names = [str(name) for name in incidents.columns if name != incidents.geometry.name]
    columns = {name: _typed(incidents[name], name) for name in names}
    if geometry == "point":
        lonlat = np.column_stack([columns["longitude"].to_numpy(), columns["latitude"].to_numpy()])
        shapes = np.full(len(incidents), None, dtype=object)
        known = np.isfinite(lonlat).all(axis=1)
        shapes[known] = shapely.points(lonlat[known])
    else:
        source = incidents if incidents.crs is None else incidents.to_crs(4326)
        shapes = shapely.force_2d(np.asarray(source.geometry.array, dtype=object))
        shapes[shapely.is_empty(shapes)] = None
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=4326)


def _typed(values: pd.Series[Any], name: str) -> pd.Series[Any]:
    import pandas as pd

    values = values.reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    if name in INTEGER_COLUMNS:
        return pd.to_numeric(values, errors="coerce").round().astype("Int64")
    if name in REAL_COLUMNS:
        reals = pd.to_numeric(values, errors="coerce").astype("float64")
        return reals.round(DECIMALS) if name in ("latitude", "longitude") else reals
    if pd.api.types.is_numeric_dtype(values):
        return values
    texts = [_text(value) for value in values.tolist()]
    return pd.Series(pd.array(texts, dtype="string"), name=name)


def _text(value: Any) -> str | None:
    if isinstance(value, (dict, list, tuple)):
        value = json.dumps(value, ensure_ascii=False, default=str)
    elif value is None or value != value:  # NaN and NaT differ from themselves
        return None
    return clean_text(str(value)) or None


def _rows(table: geopandas.GeoDataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows without their geometry, as plain Python values, None for missing."""
    return zip(*(_values(table[name]) for name in table.columns[:-1]), strict=True)


def _values(column: pd.Series[Any]) -> list[Any]:
    values = column.astype(object).where(column.notna(), None).tolist()
    return [None if isinstance(value, float) and not math.isfinite(value) else value for value in values]


def _shapes(
    table: geopandas.GeoDataFrame, convert: Callable[[BaseGeometry], str], missing: str
) -> Iterable[str]:
    """Each geometry as text; thousands of rows share one governorate, which is converted once."""
    known: dict[BaseGeometry | None, str] = {None: missing}
    for shape in table.geometry.array:
        if shape not in known:
            known[shape] = convert(shape)
        yield known[shape]


def _write_geojson(table: geopandas.GeoDataFrame, path: Path) -> None:
    """By hand: GDAL's writer takes three times as long, cuts text at NUL and pads the file with blanks."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
    names = list(table.columns[:-1])
    head = '{"type":"FeatureCollection",'
    if table.geometry.notna().any():
        head += f'"bbox":{encode([round(float(edge), DECIMALS) for edge in table.total_bounds])},'
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(head + '"features":[')
        separator = "\n"
        for row, shape in zip(_rows(table), _shapes(table, _geojson, "null"), strict=True):
            properties = encode(dict(zip(names, row, strict=True)))
            file.write(f'{separator}{{"type":"Feature","properties":{properties},"geometry":{shape}}}')
            separator = ",\n"
        file.write("\n]}\n")


def _geojson(shape: BaseGeometry) -> str:
    import shapely

    return shapely.to_geojson(shapely.transform(_counter_clockwise(shape), lambda xy: xy.round(DECIMALS)))


def _counter_clockwise(shape: BaseGeometry) -> BaseGeometry:
    from shapely.geometry import GeometryCollection, MultiPolygon, Polygon
    from shapely.geometry.polygon import orient

    if isinstance(shape, Polygon):
        return orient(shape)
    if isinstance(shape, MultiPolygon):
        return MultiPolygon([orient(part) for part in shape.geoms])
    if isinstance(shape, GeometryCollection):
        return GeometryCollection([_counter_clockwise(part) for part in shape.geoms])
    return shape


def _write_csv(table: geopandas.GeoDataFrame, path: Path) -> None:
    import shapely

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*table.columns[:-1], "wkt"])
        shapes = _shapes(table, lambda shape: shapely.to_wkt(shape, rounding_precision=DECIMALS), "")
        for row, shape in zip(_rows(table), shapes, strict=True):
            writer.writerow([*(guard_formula(v) if isinstance(v, str) else v for v in row), shape])


def _write_parquet(table: geopandas.GeoDataFrame, path: Path) -> None:
    if importlib.util.find_spec("pyarrow") is None:
        raise WriteError(
            'GeoParquet needs pyarrow, which is not installed. Run: pip install "geomap[parquet]", '
            "or write .gpkg instead."
        )
    table.to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)


def _write_gpkg(table: geopandas.GeoDataFrame, path: Path) -> None:
    _write_gdal(table, path, driver="GPKG")


def _write_fgb(table: geopandas.GeoDataFrame, path: Path) -> None:
    index = "YES" if table.geometry.notna().all() else "NO"
    _write_gdal(table, path, driver="FlatGeobuf", SPATIAL_INDEX=index)


def _write_gdal(table: geopandas.GeoDataFrame, path: Path, **options: str) -> None:
    import pyogrio  # type: ignore[import-untyped]

    try:
        pyogrio.write_dataframe(table, path, layer=LAYER, **options)
        # FlatGeobuf's driver says nothing when the disk fills up; the count in the file then is wrong
        written = pyogrio.read_info(path, force_feature_count=True)["features"]
    except RuntimeError as error:
        raise OSError(f"GDAL says: {error}") from error
    if written != len(table):
        raise OSError("only a part could be written, perhaps the disk is full")


def _write_kml(table: geopandas.GeoDataFrame, path: Path) -> None:
    """By hand: GDAL's writer takes six times as long, writes broken XML and says nothing of a full disk."""
    names = list(table.columns[:-1])
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n')
        file.write(f"<Document><Folder><name>{LAYER}</name>\n")
        for row, shape in zip(_rows(table), _shapes(table, _kml, ""), strict=True):
            file.write(_placemark(dict(zip(names, row, strict=True)), shape))
        file.write("</Folder></Document></kml>\n")


def _placemark(row: dict[str, Any], shape: str) -> str:
    told = [row.get(name) for name in ("event_date", "expression", "derivation", "context", "source", "url")]
    # A globe shows a description as HTML: report text is escaped for that first, and then for XML
    description = "<br>".join(html.escape(str(line)) for line in told if line)
    date = str(row.get("event_date") or "")
    when = f"<TimeStamp><when>{date}</when></TimeStamp>" if _ISO_DATE.fullmatch(date) else ""
    data = "".join(
        f'<Data name="{html.escape(name)}"><value>{html.escape(str(value))}</value></Data>'
        for name, value in row.items()
        if value is not None
    )
    return (
        f"<Placemark><name>{html.escape(str(row.get('location') or row.get('toponym') or ''))}</name>"
        f"<description>{html.escape(description)}</description>{when}"
        f"<ExtendedData>{data}</ExtendedData>{shape}</Placemark>\n"
    )


def _kml(shape: BaseGeometry) -> str:
    from shapely.geometry import LineString, Polygon
    from shapely.geometry.base import BaseMultipartGeometry
    from shapely.geometry.polygon import orient

    def coordinates(part: BaseGeometry) -> str:
        pairs = " ".join(f"{round(x, DECIMALS)},{round(y, DECIMALS)}" for x, y in part.coords)
        return f"<coordinates>{pairs}</coordinates>"

    if isinstance(shape, BaseMultipartGeometry):
        return f"<MultiGeometry>{''.join(_kml(part) for part in shape.geoms)}</MultiGeometry>"
    if isinstance(shape, Polygon):
        shape = orient(shape)
        rings = [("outer", shape.exterior), *(("inner", ring) for ring in shape.interiors)]
        return "<Polygon>{}</Polygon>".format(
            "".join(
                f"<{side}BoundaryIs><LinearRing>{coordinates(ring)}</LinearRing></{side}BoundaryIs>"
                for side, ring in rings
            )
        )
    kind = "LineString" if isinstance(shape, LineString) else "Point"
    return f"<{kind}>{coordinates(shape)}</{kind}>"


_WRITERS: dict[str, Callable[[geopandas.GeoDataFrame, Path], None]] = {
    ".geojson": _write_geojson,
    ".gpkg": _write_gpkg,
    ".parquet": _write_parquet,
    ".fgb": _write_fgb,
    ".csv": _write_csv,
    ".kml": _write_kml,
}
