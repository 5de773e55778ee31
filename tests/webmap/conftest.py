"""Incident frames for the page's tests, and a reader of the page's data block."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, Polygon

TEXT = [
    "incident_id",
    "report_id",
    "event_date",
    "event_type",
    "sub_event_type",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "admin1_pcode",
    "admin2_pcode",
    "admin3_pcode",
    "location",
    "location_ar",
    "toponym",
    "expression",
    "matched_name",
    "place_id",
    "pcode",
    "kind",
    "role",
    "status",
    "match_method",
    "derivation",
    "source",
    "url",
    "notes",
    "context",
    "candidates",
]
NUMBERS = [
    "time_precision",
    "fatalities",
    "injuries",
    "match_score",
    "n_candidates",
    "latitude",
    "longitude",
    "geo_precision",
    "where_prec",
    "uncertainty_m",
    "context_start",
    "n_mentions",
]


def _frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    blank = dict.fromkeys(TEXT, "") | dict.fromkeys(NUMBERS) | {"geometry": None}
    frame = pd.DataFrame([blank | row for row in rows], columns=[*TEXT, *NUMBERS, "geometry"])
    for name in ("fatalities", "injuries", "geo_precision", "context_start", "n_mentions"):
        frame[name] = frame[name].astype("Int64")
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


@pytest.fixture(scope="session")
def make_frame() -> Callable[[list[dict[str, Any]]], gpd.GeoDataFrame]:
    """A frame with all columns from rows that name some of them."""
    return _frame


@pytest.fixture
def incidents() -> gpd.GeoDataFrame:
    """Point, shared area, line, ambiguous and unmatched; missing numbers; two scripts."""
    area = Polygon([(39, 35), (40, 35), (40.5, 35.7), (39.2, 36)])
    placed = {"status": "resolved", "event_type": "Battles", "event_date": "2020-11-28", "match_score": 0.987}
    return _frame(
        [
            placed | {"incident_id": "a", "toponym": "ديريك", "fatalities": 4, "latitude": 37.1800004, "longitude": 42.14,
                      "geo_precision": 1, "geometry": Point(42.14, 37.1800004)},
            placed | {"incident_id": "b", "toponym": "west of Deir", "geo_precision": 2, "geometry": area},
            placed | {"incident_id": "c", "toponym": "غرب الدير", "geo_precision": 2, "injuries": 0, "geometry": area},
            placed | {"incident_id": "d", "toponym": "M5", "geometry": LineString([(36.8, 35.9), (36.7, 35.6)])},
            {"incident_id": "e", "toponym": "المنصورة", "status": "ambiguous", "candidates": '[{"name": "المنصورة"}]'},
            {"incident_id": "f", "toponym": "Zorgon", "status": "unmatched", "context": "Near Zorgon.", "context_start": 5},
        ]
    )  # fmt: skip


@pytest.fixture
def base() -> dict[str, Any]:
    """A base map of one governorate and its label."""
    square = {"type": "Polygon", "coordinates": [[[36, 33], [42, 33], [42, 37], [36, 37], [36, 33]]]}
    features = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": square}],
    }
    label = {"name_en": "Homs", "name_ar": "حمص", "lon": 38.5, "lat": 34.5, "rank": 1}
    return {"governorates": features, "labels": [label]}


@pytest.fixture(scope="session")
def read_data() -> Callable[[Path], dict[str, Any]]:
    """Decodes a page's data block as the page does; columns come back as plain lists."""

    def read(path: Path) -> dict[str, Any]:
        page = path.read_text(encoding="utf-8")
        found = re.search(r'<script type="application/json" id="geomap-data">(.*?)</script>', page, re.DOTALL)
        assert found, "no data block"
        data: dict[str, Any] = json.loads(found[1])
        if "encoding" in data:
            assert data["encoding"] == "deflate-raw+base64"
            data = json.loads(zlib.decompress(base64.b64decode(data["data"]), wbits=-zlib.MAX_WBITS))
            data["was_compressed"] = True
        for name, column in data["columns"].items():
            stored = column.get("values")
            data["columns"][name] = (
                [column["words"][code] for code in column["codes"]] if stored is None else stored
            )
        return data

    return read
