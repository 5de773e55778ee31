"""`geomap export`: every suffix, with every column of the contract in order."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest

COLUMNS = [
    "incident_id",
    "report_id",
    "event_date",
    "time_precision",
    "event_type",
    "sub_event_type",
    "fatalities",
    "injuries",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "admin1_pcode",
    "admin2_pcode",
    "admin3_pcode",
    "location",
    "toponym",
    "expression",
    "matched_name",
    "place_id",
    "pcode",
    "kind",
    "role",
    "status",
    "match_method",
    "match_score",
    "n_candidates",
    "latitude",
    "longitude",
    "geo_precision",
    "where_prec",
    "uncertainty_m",
    "derivation",
    "source",
    "url",
    "notes",
]
SUFFIXES = [".geojson", ".gpkg", ".parquet", ".fgb", ".csv", ".kml"]
EVENT_TYPES = {
    "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots",
    "Strategic developments", "",
}  # fmt: skip

Run = Callable[..., Any]


@pytest.fixture
def rows(run: Run, reports: Path, tmp_path: Path) -> list[dict[str, str]]:
    """The incidents as CSV cells."""
    assert run("export", reports, "-o", "all.csv").code == 0
    return list(csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8"), newline="")))


def _read(path: Path) -> tuple[list[str], int, list[str]]:
    """Column names, number of rows, and the toponyms of a file."""
    if path.suffix == ".csv":
        table = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
        at = table[0].index("toponym")
        return table[0], len(table) - 1, [row[at] for row in table[1:]]
    frame = geopandas.read_parquet(path) if path.suffix == ".parquet" else geopandas.read_file(path)
    assert frame.crs is not None and frame.crs.to_epsg() == 4326
    return list(frame.columns), len(frame), list(frame["toponym"])


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_suffix_reads_back(
    run: Run, reports: Path, tmp_path: Path, rows: list[dict[str, str]], suffix: str
) -> None:
    path = tmp_path / f"incidents{suffix}"
    result = run("export", reports, "-o", path)
    assert result.code == 0, result
    assert result.stdout == "" and str(path) in result.stderr
    columns, count, toponyms = _read(path)
    if suffix == ".kml":  # holds no empty cells, so each row has columns of its own
        columns = [c for c in COLUMNS if c in columns or not any(row[c] for row in rows)]
    assert [c for c in columns if c in COLUMNS] == COLUMNS
    assert count == len(rows)
    assert sorted(toponyms) == sorted(row["toponym"] for row in rows)


def test_suffix_in_capitals(run: Run, reports: Path, tmp_path: Path) -> None:
    assert run("export", reports, "-o", "X.GeoJSON").code == 0
    assert json.loads((tmp_path / "X.GeoJSON").read_text("utf-8"))["type"] == "FeatureCollection"


@pytest.mark.parametrize(
    "name", ["incidents.shp", "incidents.xlsx", "incidents", "incidents.geojson.gz", "-"]
)
def test_unknown_suffix(run: Run, reports: Path, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = run("export", reports, "-o", name)
    assert result.code == 1
    for suffix in SUFFIXES:
        assert suffix in result.stderr
    assert name in result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_values(rows: list[dict[str, str]]) -> None:
    assert len({row["incident_id"] for row in rows}) == len(rows)
    assert {row["event_type"] for row in rows} <= EVENT_TYPES
    for row in rows:
        assert row["incident_id"].startswith(row["report_id"])
        assert row["event_date"] in ("", "2020-03-05", "2020-03-06")
        placed = row["status"] == "resolved"
        assert bool(row["latitude"]) == bool(row["longitude"]) == bool(row["wkt"]) == placed
        if placed:
            assert row["geo_precision"] in "123" and row["where_prec"] in "1234567"
            assert float(row["uncertainty_m"]) > 0 and row["derivation"]
            assert row["country"] == "Syria" and row["admin1_pcode"].startswith("SY")


def test_incident(rows: list[dict[str, str]]) -> None:
    (row,) = [r for r in rows if r["place_id"] == "gn-167611"]
    assert row["report_id"] == "shelling"
    assert (row["event_date"], row["event_type"], row["fatalities"]) == (
        "2020-03-05",
        "Explosions/Remote violence",
        "3",
    )
    assert (row["admin1"], row["admin1_pcode"]) == ("Idlib", "SY07")
    assert (row["source"], row["url"]) == ("سجل", "https://example.org/1")
    deaths = [int(r["fatalities"]) for r in rows if r["report_id"] == "shelling" and r["fatalities"]]
    assert deaths == [3]  # counted once, though several places are named
    (mine,) = [r for r in rows if r["report_id"] == "english"]
    assert mine["injuries"] == "2" and mine["fatalities"] == ""


def test_point_geometry(run: Run, reports: Path, tmp_path: Path) -> None:
    shapes: dict[str, set[str]] = {}
    for geometry in ("grounded", "point"):
        assert run("export", reports, "-o", f"{geometry}.geojson", "--geometry", geometry).code == 0
        features = json.loads((tmp_path / f"{geometry}.geojson").read_text("utf-8"))["features"]
        shapes[geometry] = {f["geometry"]["type"] for f in features if f["geometry"]}
        for feature in features:
            if geometry == "point" and feature["geometry"]:
                properties = feature["properties"]
                assert feature["geometry"]["coordinates"] == [properties["longitude"], properties["latitude"]]
    assert shapes["point"] == {"Point"}
    assert shapes["grounded"] & {"Polygon", "MultiPolygon"}


def test_hostile_text_in_a_spreadsheet(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    row = {"id": "=1+1", "text": "قصف على منبج", "source": '=HYPERLINK("https://example.org")', "url": "@x"}
    path.write_text(json.dumps(row) + "\n", "utf-8")
    assert run("export", path, "-o", "out.csv").code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file):
            assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r"))]


def test_a_report_without_places(run: Run, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("لا خبر اليوم.", "utf-8")
    for suffix in SUFFIXES:
        assert run("export", "note.txt", "-o", f"none{suffix}").code == 0
    assert json.loads((tmp_path / "none.geojson").read_text("utf-8"))["features"] == []
    assert _read(tmp_path / "none.gpkg")[1:] == (0, [])
