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
import numpy as np
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
    return read_page_data


Table = dict[str, Any]


def read_page_data(path: Path) -> Table:
    """n, columns as plain lists, geometry (numbers) and geometries; `was_compressed` where the block was packed."""
    page = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/json" id="geomap-data">(.*?)</script>', page, re.DOTALL)
    assert found, "no data block"
    data: Table = json.loads(found[1])
    arrays = b""
    if "encoding" in data:
        assert data["encoding"] == "deflate-raw+base64"
        packed = zlib.decompress(base64.b64decode(data["data"]), wbits=-zlib.MAX_WBITS)
        length = int.from_bytes(packed[:4], "little")
        data = json.loads(packed[4 : 4 + length])
        arrays = packed[4 + length :]
        data["was_compressed"] = True
    rows = {name: _ints(table["rows"], arrays) for name, table in data["tables"].items()}
    columns: dict[str, list[Any]] = {}
    for name, held in sorted(
        data["columns"].items(), key=lambda item: "within" in item[1] or "first_of" in item[1]
    ):
        if "table" in held:
            table = data["tables"][held["table"]]
            values = _column(table["columns"][name], arrays, table["n"], columns)
            columns[name] = [values[row] for row in rows[held["table"]]]
        else:
            columns[name] = _column(held, arrays, data["n"], columns)
    data["geometry"] = columns.pop("geometry")
    data["columns"] = columns
    return data


def _ints(array: Any, arrays: bytes) -> list[int]:
    if isinstance(array, list):
        return array
    at, n, width = array["at"], array["n"], array["width"]
    planes = np.frombuffer(arrays, dtype="uint8", count=n * width, offset=at).reshape(width, n)
    numbers = sum((planes[k].astype("int64") << (8 * k) for k in range(width)), np.zeros(n, dtype="int64"))
    if array.get("differences"):
        numbers = np.cumsum((numbers >> 1) ^ -(numbers & 1))
    return (numbers + array["least"]).tolist()


def _column(held: Table, arrays: bytes, n: int, others: dict[str, list[Any]]) -> list[Any]:
    if "vocabulary" in held:
        return _sentences(held["vocabulary"], _ints(held["bytes"], arrays))
    if "values" in held:
        return held["values"]
    if "shared" in held:
        codes = _ints(held["codes"], arrays)
        shared = _column(held["shared"], arrays, max(codes) + 1, others)
        return [shared[code] for code in codes]
    if "before" in held:
        codes, numbers = _ints(held["codes"], arrays), _ints(held["numbers"], arrays)
        return [
            held["before"][code] if number < 0 else f"{held['before'][code]}{number}{held['after'][code]}"
            for code, number in zip(codes, numbers, strict=True)
        ]
    if "numbers" in held:
        scale, missing = held["scale"], held.get("missing")
        values = [
            None if number == missing else number if scale == 1 else number / scale
            for number in _ints(held["numbers"], arrays)
        ]
        if "first_of" in held:
            contexts, names = (others[name] for name in held["first_of"])
            for at, value in enumerate(values):
                if value is None and names[at] and names[at] in contexts[at]:
                    values[at] = contexts[at].index(names[at])
        return values
    words = [held["words"][code] for code in _ints(held["codes"], arrays)]
    if "within" in held:
        return [start + word for start, word in zip(others[held["within"]], words, strict=True)]
    return words


def _sentences(vocabulary: list[str], stream: list[int]) -> list[str]:
    found: list[str] = []
    words: list[str] = []
    at = 0
    while at < len(stream):
        first = stream[at]
        if first == 0:
            found.append(" ".join(words))
            words = []
            at += 1
            continue
        if first < 192:
            code, at = first, at + 1
        elif first < 240:
            code, at = 192 + (first - 192) * 256 + stream[at + 1], at + 2
        else:
            code, at = 12_480 + (first - 240) * 65536 + stream[at + 1] * 256 + stream[at + 2], at + 3
        words.append(vocabulary[code - 1])
    return found


@pytest.fixture(scope="session")
def sentences_of() -> Callable[[dict[str, Any]], list[str]]:
    """Reads what `word_codes` made."""
    return lambda made: _sentences(made["vocabulary"], made["bytes"].tolist())
