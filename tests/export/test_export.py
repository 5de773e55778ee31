"""GIS files read back by geopandas and by GDAL's own tool, and as raw text."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pytest
import shapely
from lxml import etree
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon

from geomap.errors import WriteError
from geomap.export import write

CLOCKWISE = Polygon(
    [(39, 35), (39, 36), (40, 36), (40, 35)], [[(39.2, 35.2), (39.4, 35.2), (39.4, 35.4), (39.2, 35.4)]]
)
GEOMETRIES = [
    CLOCKWISE,
    Point(36.123456789123, 35.987654321987),
    None,
    MultiPolygon([CLOCKWISE, Polygon([(37, 35), (37, 36), (38, 36)])]),
    LineString([(38.123456789, 35), (39, 35.5)]),
    GeometryCollection([Point(38, 36), CLOCKWISE]),
    Polygon(),  # no geometry either
]
# Each is text that some format, spreadsheet or reader would take for something else.
HOSTILE = [
    '=HYPERLINK("http://example.org","x")',
    "<img src=x onerror=alert(1)></script>]]>&amp;",
    '{"looks": "like JSON"}',
    "line one\nline two\ttab",
    "\u202eright to left override, دير الزور\u2069",
    "-5",
    "@" + "ﷺ𝔘" * 500,
]
SUFFIXES = [".geojson", ".gpkg", ".parquet", ".fgb", ".csv", ".kml"]


def frame(rows: int = len(GEOMETRIES)) -> geopandas.GeoDataFrame:
    points = [shape.representative_point() if shape and not shape.is_empty else None for shape in GEOMETRIES]
    columns: dict[str, Any] = {
        "incident_id": [f"i{i}" for i in range(rows)],
        "event_date": ["2021-03-04", "", None, "2024-01", "2022-05-06", "2023", "2021-01-01"][:rows],
        "fatalities": [3, None, 0, None, 12, 1, None][:rows],  # pandas makes this column float
        "injuries": [None] * rows,
        "location": ["Raqqa", "إدلب", "كفر النسيان", "Hama", "حلب", "Homs", "Daraa"][:rows],
        "n_candidates": [1, 1, 0, 2, 1, 1, 0][:rows],
        "latitude": [point.y if point else None for point in points][:rows],
        "longitude": [point.x if point else None for point in points][:rows],
        "match_score": [1.0, 0.5, None, float("inf"), 0.25, 1, 0][:rows],
        "candidates": ['[{"place_id": "x"}]', "[]", None, "", "[]", "[]", "[]"][:rows],
        "notes": HOSTILE[:rows],
    }
    return geopandas.GeoDataFrame(columns, geometry=GEOMETRIES[:rows], crs=4326)


def read(path: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_parquet(path) if path.suffix == ".parquet" else geopandas.read_file(path)


def rings(geometry: dict[str, Any]) -> list[list[list[list[float]]]]:
    """The polygons of a GeoJSON geometry, each a list of rings, the exterior one first."""
    if geometry["type"] == "GeometryCollection":
        return [polygon for part in geometry["geometries"] for polygon in rings(part)]
    return {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(
        geometry["type"], []
    )


def signed_area(ring: list[list[float]]) -> float:
    """Positive when the ring runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def test_geojson_follows_rfc_7946(tmp_path: Path) -> None:
    path = tmp_path / "incidents.geojson"
    write(frame(), path)
    text = path.read_text("utf-8")
    data = json.loads(text, parse_constant=pytest.fail)  # NaN and Infinity are no JSON
    assert data["type"] == "FeatureCollection"
    assert '"crs"' not in text
    assert data["bbox"] == [36.1234568, 35.0, 40.0, 36.0]
    shapes = [feature["geometry"] for feature in data["features"]]
    assert [shape and shape["type"] for shape in shapes] == [
        "Polygon", "Point", None, "MultiPolygon", "LineString", "GeometryCollection", None
    ]  # fmt: skip
    polygons = [polygon for shape in shapes if shape for polygon in rings(shape)]
    assert len(polygons) == 4
    assert all(signed_area(exterior) > 0 for exterior, *_ in polygons)
    assert all(signed_area(hole) < 0 for _, *holes in polygons for hole in holes)
    coordinates = " ".join(re.findall(r'"coordinates":[-\[\]\d., e]+', text.replace(" ", "")))
    assert "36.1234568,35.9876543" in coordinates
    assert not re.search(r"\.\d{8}", coordinates)


def test_geojson_properties_have_their_types(tmp_path: Path) -> None:
    write(frame(), tmp_path / "a.geojson")
    rows = [f["properties"] for f in json.loads((tmp_path / "a.geojson").read_text("utf-8"))["features"]]
    assert [row["fatalities"] for row in rows] == [3, None, 0, None, 12, 1, None]
    assert all(type(row["fatalities"]) in (int, type(None)) for row in rows)
    assert [row["event_date"] for row in rows][:4] == ["2021-03-04", None, None, "2024-01"]
    assert [row["match_score"] for row in rows] == [1.0, 0.5, None, None, 0.25, 1.0, 0.0]
    assert rows[2]["latitude"] is None
    assert list(rows[0]) == list(frame().columns[:-1])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_row_and_hostile_text_survive(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"incidents{suffix}"
    write(frame(), path)
    back = read(path)
    assert back["incident_id"].tolist() == frame()["incident_id"].tolist()
    assert back["location"].tolist() == frame()["location"].tolist()
    if suffix == ".csv":
        assert back["notes"].tolist() == ["'" + t if t[0] in "=-@" and t != "-5" else t for t in HOSTILE]
        assert back["wkt"].tolist()[2] in ("", None)
    else:
        assert back["notes"].tolist() == HOSTILE
        assert back.crs.to_epsg() == 4326
        areas = shapely.area(back.geometry.array)
        assert areas[0] == pytest.approx(CLOCKWISE.area)
        missing = [shape is None or shape.is_empty for shape in back.geometry]
        assert missing == [False, False, True, False, False, False, True]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kept", ["none", "only without geometry"])
def test_nothing_to_draw_is_a_valid_file(tmp_path: Path, suffix: str, kept: str) -> None:
    path = tmp_path / f"incidents{suffix}"
    incidents = frame().iloc[[] if kept == "none" else [2]]
    write(incidents, path)
    back = read(path)
    assert len(back) == len(incidents)
    if suffix == ".geojson":
        assert "bbox" not in json.loads(path.read_text())
    if suffix not in (".geojson", ".kml") or len(incidents):  # these two hold no columns without rows
        assert {"incident_id", "notes", "fatalities"} <= set(back.columns) or suffix == ".kml"


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".kml"])
def test_gdal_reads_it(tmp_path: Path, suffix: str) -> None:
    if shutil.which("ogrinfo") is None:
        reason = "GDAL's ogrinfo is not installed (Debian: apt-get install gdal-bin)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    path = tmp_path / f"incidents{suffix}"
    write(frame(), path)
    run = subprocess.run(["ogrinfo", "-al", "-so", str(path)], capture_output=True, text=True, check=True)
    assert f"Feature Count: {len(GEOMETRIES)}" in run.stdout
    assert "Extent: (36.1234" in run.stdout
    assert "WGS 84" in run.stdout
    assert "ERROR" not in run.stdout + run.stderr
    if suffix != ".kml":  # KML knows text only
        assert re.search(r"fatalities: Integer", run.stdout)
        assert re.search(r"injuries: Integer|injuries: String", run.stdout)


@pytest.mark.parametrize("suffix", [".gpkg", ".parquet", ".fgb"])
def test_columns_keep_their_types_when_all_is_missing(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"incidents{suffix}"
    write(frame(1), path)
    back = read(path)
    assert pd.api.types.is_numeric_dtype(back["fatalities"])
    assert back["injuries"].isna().all()


def test_points_instead_of_areas(tmp_path: Path) -> None:
    write(frame(), tmp_path / "a.geojson", geometry="point")
    features = json.loads((tmp_path / "a.geojson").read_text("utf-8"))["features"]
    for feature in features:
        row = feature["properties"]
        if row["latitude"] is None:
            assert feature["geometry"] is None
        else:
            assert feature["geometry"] == {
                "type": "Point",
                "coordinates": [row["longitude"], row["latitude"]],
            }
    assert sum(feature["geometry"] is None for feature in features) == 2


def test_geoparquet_has_a_bbox_covering(tmp_path: Path) -> None:
    import pyarrow.parquet

    write(frame(), tmp_path / "a.parquet")
    meta = json.loads(pyarrow.parquet.read_schema(tmp_path / "a.parquet").metadata[b"geo"])
    assert meta["version"] == "1.1.0"
    assert meta["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


def test_geoparquet_without_pyarrow_says_what_to_install(tmp_path: Path) -> None:
    program = """
import sys
sys.modules["pyarrow"] = None  # to Python the same as not installed
import geopandas
from geomap.errors import WriteError
from geomap.export import write
try:
    write(geopandas.GeoDataFrame({"notes": ["a"]}, geometry=[None], crs=4326), sys.argv[1])
except WriteError as error:
    print(error)
"""
    path = tmp_path / "a.parquet"
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert 'pip install "geomap[parquet]"' in run.stdout
    assert not list(tmp_path.iterdir())


def test_csv_is_plain_and_runs_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    incidents = frame()
    incidents["longitude"] = -incidents["longitude"]  # a negative number is no formula
    write(incidents, path)
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["longitude"].startswith("-39")
    assert rows[0]["fatalities"] == "3"
    assert rows[1]["fatalities"] == rows[2]["wkt"] == ""
    assert shapely.from_wkt(rows[0]["wkt"]).equals(CLOCKWISE)
    assert rows[1]["wkt"] == "POINT (36.1234568 35.9876543)"
    text_cells = [row[name] for row in rows for name in ("location", "notes", "candidates")]
    assert not [
        cell for cell in text_cells if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and cell != "-5"
    ]


def test_kml_names_dates_and_escaped_descriptions(tmp_path: Path) -> None:
    path = tmp_path / "a.kml"
    incidents = frame()
    incidents["context"] = HOSTILE
    write(incidents, path)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    document = etree.parse(str(path))
    marks = document.findall(".//k:Placemark", space)
    assert [mark.findtext("k:name", namespaces=space) for mark in marks] == incidents["location"].tolist()
    dates = [mark.findtext("k:TimeStamp/k:when", namespaces=space) for mark in marks]
    assert dates == ["2021-03-04", None, None, "2024-01", "2022-05-06", "2023", "2021-01-01"]
    # a globe renders a description as HTML: no tag of the report may be one there
    descriptions = [mark.findtext("k:description", namespaces=space) or "" for mark in marks]
    assert "&lt;img src=x" in descriptions[1]
    assert not any(re.search(r"<(?!br>)", description) for description in descriptions)


def test_what_no_format_holds_is_replaced_visibly(tmp_path: Path) -> None:
    incidents = frame(1)
    incidents["notes"] = pd.Series(["nul \x00 bell \x07 half \ud800 end"], dtype=object)
    for suffix in SUFFIXES:
        path = tmp_path / f"a{suffix}"
        write(incidents, path)
        assert read(path)["notes"].tolist() == ["nul � bell � half � end"], suffix


def test_other_reference_systems_are_converted(tmp_path: Path) -> None:
    write(frame().to_crs(32637), tmp_path / "a.geojson")
    west, south, east, north = json.loads((tmp_path / "a.geojson").read_text("utf-8"))["bbox"]
    assert (west, south, east, north) == pytest.approx((36.1234568, 35.0, 40.0, 36.0), abs=1e-6)


@pytest.mark.parametrize("name", ["a.shp", "a", "a.json", "a.geojson.gz"])
def test_an_unknown_suffix_lists_the_known_ones(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError, match=r"\.geojson \.gpkg \.parquet \.fgb \.csv \.kml"):
        write(frame(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_the_suffix_may_be_in_capitals_and_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "A.GPKG"
    write(frame(), path)
    write(frame(2), path)
    assert len(read(path)) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["A.GPKG"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_disk_that_takes_no_more_leaves_the_former_file(tmp_path: Path, suffix: str) -> None:
    """A limit on the size of files stands in for the full disk; some drivers of GDAL do not report it."""
    pytest.importorskip("resource", reason="the system has no limits on file sizes")
    program = """
import random, resource, sys
import geopandas, shapely
from geomap.errors import WriteError
from geomap.export import write
random.seed(1)
texts = ["".join(random.choices("abcdefghij", k=200)) for _ in range(3000)]
shapes = [None] + [shapely.Point(36, 35)] * 2999
incidents = geopandas.GeoDataFrame({"notes": texts}, geometry=shapes, crs=4326)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write(incidents, sys.argv[1])
except WriteError as error:
    print(error)
"""
    path = tmp_path / f"incidents{suffix}"
    path.write_text("former")
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith(f"{path}: cannot be written"), run.stdout + run.stderr
    assert path.read_text() == "former"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
