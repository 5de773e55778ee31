"""The incidents as the page carries them: columns, and tables of what many incidents share.

Reports name the same places again and again, so everything that belongs to the place is a table with one row
per distinct combination, and each incident holds the number of its row. A page of some size is packed: numbers as
bytes, sentences as numbers of words, all of it deflated (`pack.py`). `page/data.js` is the reader of what this
module writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from geomap.webmap.pack import pack, plain
from geomap.webmap.possible import LEVELS, with_possible_units
from geomap.webmap.shapes import encode_geometries
from geomap.webmap.words import word_codes

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
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

# What belongs to a place, and what to the way in which a report names it: shared by many incidents.
TABLES = {
    "place": (
        "country", "admin1", "admin2", "admin3", "admin1_pcode", "admin2_pcode", "admin3_pcode", "location",
        "location_ar", "place_id", "pcode", "kind", "status", "derivation", "candidates", "latitude", "longitude",
        "geo_precision", "where_prec", "uncertainty_m", *LEVELS,
    ),
    "name": ("toponym", "expression", "matched_name", "match_method", "role", "n_candidates"),
}  # fmt: skip

# Below this a reader of the file's source gains more than the bytes that packing saves.
COMPRESS_ABOVE_BYTES = 200_000

# A dictionary of more words than this is worth a closer look at how its words can be stored.
FEW_WORDS = 1000

# JavaScript holds whole numbers exactly up to 2**53.
MAX_WHOLE = 2**53

# A text with its last number (of at most fifteen digits), as in addresses and identifiers.
_NUMBERED = re.compile(r"(.*?)(0|[1-9][0-9]{0,14})([^0-9]*)", re.DOTALL)
# Below this share of distinct beginnings and ends the numbers carry the difference.
_NUMBERED_SHARE = 1 / 4


def page_block(incidents: gpd.GeoDataFrame, more: Mapping[str, Any]) -> str:
    """The incidents and `more` (JSON) as text that is safe inside a `<script type="application/json">`."""
    table = _in_degrees(incidents)
    shapes = encode_geometries(table.geometry)
    table = with_possible_units(table, more.get("base") or {}, *shapes)
    # Columns of few incidents are quick to make, and only their JSON tells how large they are.
    if len(table) < COMPRESS_ABOVE_BYTES / 100:
        block = plain({**more, **encode_incidents(table, shapes, compact=False)})
        if len(block.encode()) <= COMPRESS_ABOVE_BYTES:
            return block
    return pack({**more, **encode_incidents(table, shapes, compact=True)})


def encode_incidents(
    incidents: gpd.GeoDataFrame, shapes: tuple[np.ndarray[Any, Any], list[Any]], *, compact: bool
) -> dict[str, Any]:
    """Columns, tables and shared geometries (GeoJSON, EPSG:4326) of incidents in EPSG:4326.

    `shapes` is what `encode_geometries` made of them.

    A column is {words, codes}, {values}, {numbers, scale, missing} and, where `compact`, {before, after, codes,
    numbers}, {within, words, codes}, {shared, codes} or what `word_codes` gives; one of a table is {table} with its rows in
    `tables[table].columns`. Codes and numbers are integer arrays. The column `geometry` numbers the geometries, -1
    for none. A column that the frame lacks is left out.
    """
    shape_codes, geometries = shapes
    columns: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for table, names in TABLES.items():
        there = [name for name in names if name in incidents]
        keys = [_identity(incidents[name]) for name in there]
        if table == "place":
            keys.append(shape_codes)
        row_of, first = _combine(keys, len(incidents))
        rows = incidents[there].iloc[first]
        held = {name: _encode(rows[name], name, compact) for name in there}
        if table == "place":
            held["geometry"] = _whole_numbers(shape_codes[first])
        tables[table] = {"n": len(first), "rows": row_of, "columns": held}
        columns |= {name: {"table": table} for name in held}
    for name in (*TEXT_COLUMNS, *NUMBER_COLUMNS):
        if name in incidents and name not in columns:
            columns[name] = _encode(incidents[name], name, compact)
    if compact and "incident_id" in columns and "report_id" in columns:
        columns["incident_id"] = _within(incidents, "incident_id", "report_id") or columns["incident_id"]
    if compact and "context_start" in columns and "context" in incidents and "toponym" in incidents:
        columns["context_start"] = _starts(incidents)
    order = [*TEXT_COLUMNS, *LEVELS, *NUMBER_COLUMNS, "geometry"]
    kept = {name: columns[name] for name in order if name in columns}
    return {"n": len(incidents), "columns": kept, "tables": tables, "geometries": geometries}


def _in_degrees(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if incidents.crs is not None and incidents.crs != "EPSG:4326":
        return incidents.to_crs("EPSG:4326")
    return incidents


def _encode(column: pd.Series[Any], name: str, compact: bool) -> dict[str, Any]:
    if name in NUMBER_COLUMNS:
        return _encode_numbers(column, NUMBER_COLUMNS[name])
    return _encode_text(column, compact)


def _encode_text(column: pd.Series[Any], compact: bool) -> dict[str, Any]:
    """The column's words as a list, or where they repeat as a dictionary and codes. Missing is empty."""
    codes, words = _factorize(column)
    repeats = 2 * len(words) <= len(codes)
    if repeats and (not compact or len(words) <= FEW_WORDS):
        return {"words": words, "codes": codes}
    values = [words[code] for code in codes.tolist()]
    if not compact:
        return {"values": values}
    if numbered := _numbered(values):
        return numbered
    if repeats:
        return {"shared": word_codes(words) or {"values": words}, "codes": codes}
    return word_codes(values) or {"values": values}


def _factorize(column: pd.Series[Any]) -> tuple[np.ndarray[Any, Any], list[str]]:
    import pandas as pd

    codes, uniques = pd.factorize(column)
    words = [str(word) for word in uniques]
    if (codes < 0).any():
        codes[codes < 0] = len(words)
        words.append("")
    return codes, words


def _numbered(values: Sequence[str]) -> dict[str, Any] | None:
    """Texts that are alike but for one number: what stands before and after it, and the number (-1 for none)."""
    import numpy as np

    frames: dict[tuple[str, str], int] = {}
    codes, numbers = np.empty(len(values), dtype="int64"), np.empty(len(values), dtype="int64")
    most = len(values) * _NUMBERED_SHARE
    for at, value in enumerate(values):
        found = _NUMBERED.fullmatch(value)
        frame, number = ((found[1], found[3]), int(found[2])) if found else ((value, ""), -1)
        codes[at] = frames.setdefault(frame, len(frames))
        numbers[at] = number
        if len(frames) > most:
            return None
    return {
        "before": [one for one, _ in frames],
        "after": [one for _, one in frames],
        "codes": codes,
        "numbers": numbers,
    }


def _within(incidents: gpd.GeoDataFrame, name: str, start: str) -> dict[str, Any] | None:
    """A column whose every text begins with that of another column, as what follows; None where it does not."""
    import pandas as pd

    texts, starts = incidents[name].fillna("").tolist(), incidents[start].fillna("").tolist()
    if not all(text.startswith(one) for text, one in zip(texts, starts, strict=True)):
        return None
    codes, words = pd.factorize(
        pd.Series([text[len(one) :] for text, one in zip(texts, starts, strict=True)], dtype=object)
    )
    if 2 * len(words) > len(texts):
        return None
    return {"within": start, "words": list(words), "codes": codes}


def _starts(incidents: gpd.GeoDataFrame) -> dict[str, Any]:
    """Where the toponym begins in its sentence; missing where that is its first occurrence, which the page finds."""
    import pandas as pd

    contexts, names = incidents["context"].fillna("").tolist(), incidents["toponym"].fillna("").tolist()
    stated = pd.to_numeric(incidents["context_start"])
    found = [context.find(name) if name else -1 for context, name in zip(contexts, names, strict=True)]
    if any(stated.isna() & (pd.Series(found, index=stated.index) >= 0)):
        return _encode_numbers(stated, 0)
    return {**_encode_numbers(stated.mask(stated == found), 0), "first_of": ["context", "toponym"]}


def _identity(column: pd.Series[Any]) -> np.ndarray[Any, Any]:
    import pandas as pd

    return pd.factorize(column)[0]


def _combine(
    keys: Iterable[np.ndarray[Any, Any]], n: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """For each incident the number of its combination of keys, and the first incident of each combination."""
    import numpy as np
    import pandas as pd

    row_of = np.zeros(n, dtype="int64")
    for key in keys:
        row_of, _ = pd.factorize(row_of * (int(key.max(initial=-1)) + 2) + key + 1)
    first = np.zeros(int(row_of.max(initial=-1)) + 1, dtype="int64")
    first[row_of[::-1]] = np.arange(n)[::-1]  # of several the last written stays: the first incident
    return row_of, first


def _encode_numbers(column: pd.Series[Any], decimals: int) -> dict[str, Any]:
    """The column's numbers times `scale`, `missing` where there is none or it is not finite."""
    import numpy as np
    import pandas as pd

    scale = 10**decimals
    numbers = pd.to_numeric(column).to_numpy(dtype="float64", na_value=np.nan) * scale
    known = np.isfinite(numbers) & (np.abs(numbers) < MAX_WHOLE)
    whole = np.where(known, numbers, 0.0).round().astype("int64")
    return _whole_numbers(whole, known, scale)


def _whole_numbers(
    whole: np.ndarray[Any, Any], known: np.ndarray[Any, Any] | None = None, scale: int = 1
) -> dict[str, Any]:
    import numpy as np

    if known is None or known.all():
        return {"numbers": whole, "scale": scale}
    missing = int(whole.min(initial=0)) - 1
    return {"numbers": np.where(known, whole, missing), "scale": scale, "missing": missing}
