"""The incidents as the page carries them: columns in one JSON block.

String columns are dictionary-encoded, geometries are stored once however many incidents share them,
and a large block is deflated. The page's `data.js` is the reader of what this module writes.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

TEXT_COLUMNS = (
    "incident_id", "report_id", "event_date", "event_type", "sub_event_type", "country", "admin1", "admin2",
    "admin3", "admin1_pcode", "admin2_pcode", "admin3_pcode", "location", "location_ar", "toponym", "expression",
    "matched_name", "place_id", "pcode", "kind", "role", "status", "match_method", "derivation", "source",
    "url", "notes", "context", "candidates",
)  # fmt: skip

# Decimals kept: 5 of a degree is about a metre.
NUMBER_COLUMNS = {
    "time_precision": 0, "fatalities": 0, "injuries": 0, "match_score": 3, "n_candidates": 0, "latitude": 5,
    "longitude": 5, "geo_precision": 0, "where_prec": 0, "uncertainty_m": 0, "context_start": 0,
    "n_mentions": 0,
}  # fmt: skip

COORDINATE_DECIMALS = 5

# About 500 m: below what can be seen at the zoom where a governorate fills the screen. An area smaller
# than a governorate is simplified in proportion, to 1/500 of its extent.
MAX_SIMPLIFY_DEGREES = 0.005
SIMPLIFY_FRACTION = 1 / 500

# Below this a reader of the file's source gains more than the bytes that deflating saves.
COMPRESS_ABOVE_BYTES = 200_000


def encode_incidents(incidents: gpd.GeoDataFrame) -> dict[str, Any]:
    """Columns, shared geometries (GeoJSON, EPSG:4326) and, per incident, the number of its geometry or -1.

    A column that the frame lacks is left out; other CRSs are brought to EPSG:4326.
    """
    if incidents.crs is not None and incidents.crs != "EPSG:4326":
        incidents = incidents.to_crs("EPSG:4326")
    columns: dict[str, Any] = {}
    for name in TEXT_COLUMNS:
        if name in incidents:
            columns[name] = _encode_text(incidents[name])
    for name, decimals in NUMBER_COLUMNS.items():
        if name in incidents:
            columns[name] = _encode_numbers(incidents[name], decimals)
    codes, geometries = _encode_geometries(incidents.geometry)
    return {"n": len(incidents), "columns": columns, "geometry": codes, "geometries": geometries}


def to_block(payload: Mapping[str, Any]) -> str:
    """The payload as JSON that is safe inside a `<script type="application/json">` element."""
    text = _escape(json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    raw = text.encode()
    if len(raw) <= COMPRESS_ABOVE_BYTES:
        return text
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)  # negative: no header, "deflate-raw"
    packed = base64.b64encode(deflate.compress(raw) + deflate.flush()).decode("ascii")
    return json.dumps({"encoding": "deflate-raw+base64", "data": packed})


def _escape(text: str) -> str:
    """No `<` that could end the element, no line separator that old parsers trip on, no lone surrogate."""
    return re.sub("[<\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _encode_text(column: pd.Series[Any]) -> dict[str, Any]:
    """The column's words as a list, or where they repeat as a dictionary and codes. Missing is empty."""
    import pandas as pd

    codes, uniques = pd.factorize(column)
    words = [str(word) for word in uniques]
    if (codes < 0).any():
        codes[codes < 0] = len(words)
        words.append("")
    if 2 * len(words) > len(codes):
        return {"values": [words[code] for code in codes]}
    return {"words": words, "codes": codes.tolist()}


def _encode_numbers(column: pd.Series[Any], decimals: int) -> dict[str, Any]:
    """The column's numbers, None where missing or not finite."""
    import numpy as np
    import pandas as pd

    numbers = pd.to_numeric(column).to_numpy(dtype="float64", na_value=np.nan)
    finite = np.isfinite(numbers)
    rounded = np.where(finite, numbers, 0.0).round(decimals)
    plain = (rounded.astype("int64") if decimals == 0 else rounded).tolist()
    if finite.all():
        return {"values": plain}
    return {"values": [number if known else None for number, known in zip(plain, finite, strict=True)]}


def _encode_geometries(geometry: gpd.GeoSeries) -> tuple[list[int], list[Any]]:
    import numpy as np
    import pandas as pd
    import shapely

    shapes = np.asarray(geometry.array, dtype=object)
    codes = np.full(len(shapes), -1, dtype="int64")
    # Bounds are not finite where a geometry is missing or empty.
    drawable = np.isfinite(shapely.bounds(shapes)).all(axis=1) if len(shapes) else np.zeros(0, dtype=bool)
    if not drawable.any():
        return codes.tolist(), []
    codes[drawable], unique = pd.factorize(shapely.to_wkb(shapes[drawable]))
    return codes.tolist(), [json.loads(text) for text in page_geojson(shapely.from_wkb(unique))]


def page_geojson(shapes: Any) -> list[str]:
    """Geometries (array, EPSG:4326) simplified and rounded for the page, each as GeoJSON text."""
    import numpy as np
    import shapely

    bounds = shapely.bounds(shapes)
    extent = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    tolerance = np.minimum(MAX_SIMPLIFY_DEGREES, extent * SIMPLIFY_FRACTION)
    simple = shapely.simplify(shapes, tolerance, preserve_topology=True)
    rounded = shapely.transform(simple, lambda xy: np.round(xy, COORDINATE_DECIMALS))
    return list(shapely.to_geojson(rounded))
