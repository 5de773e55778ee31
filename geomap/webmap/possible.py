"""The units that an incident may lie in, where it is not known to lie in a single one.

A filter by governorate must not lose an ambiguous name of which one candidate lies there, nor an area that reaches
into it. For such rows the page gets `possible_admin1` and `possible_admin2`: English names of units, joined by "; ".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

# Column of the page: the column that it completes, and the layer of the base map with the units' shapes.
LEVELS = {"possible_admin1": ("admin1", "governorates"), "possible_admin2": ("admin2", "districts")}

SEPARATOR = "; "

# The units' shapes are simplified (basemap.py): an area that follows a border overlaps the neighbour by slivers.
LEAST_SHARE = 0.01

_ON_THE_MAP = ("resolved", "ambiguous", "")


def with_possible_units(
    incidents: gpd.GeoDataFrame,
    base: Mapping[str, Any],
    shape_codes: np.ndarray[Any, Any],
    shapes: Sequence[Mapping[str, Any]],
) -> gpd.GeoDataFrame:
    """The frame (EPSG:4326), with a column of LEVELS for each unit column that leaves something open.

    `base` is the base map; where its units have no names, nothing is added. `shape_codes` numbers the incidents'
    geometries in `shapes` (GeoJSON), -1 for none.
    """
    import numpy as np

    added: dict[str, np.ndarray[Any, Any]] = {}
    for column, (known, layer) in LEVELS.items():
        names, units = _units(base.get(layer) or {})
        if known not in incidents or not names:
            continue
        open_rows = (incidents[known].fillna("") == "") & _text(incidents, "status").isin(_ON_THE_MAP)
        rows = incidents[open_rows]
        if len(rows):
            found = np.full(len(incidents), "", dtype=object)
            here = shape_codes[open_rows.to_numpy()].tolist()
            found[open_rows.to_numpy()] = _possible(rows, here, shapes, known, names, units)
            added[column] = found
    return incidents.assign(**added) if added else incidents


def _units(layer: Mapping[str, Any]) -> tuple[list[str], np.ndarray[Any, Any]]:
    import numpy as np
    import shapely

    named = [feature for feature in layer.get("features", ()) if feature["properties"].get("name")]
    texts = [json.dumps(feature["geometry"]) for feature in named]
    # Rounding can fold a border over itself, and then nothing can be cut with it.
    shapes = shapely.make_valid(shapely.from_geojson(np.array(texts, dtype=object)))
    return [feature["properties"]["name"] for feature in named], shapes


def _text(incidents: gpd.GeoDataFrame, column: str) -> pd.Series[Any]:
    import pandas as pd

    if column in incidents:
        return incidents[column].fillna("")
    return pd.Series("", index=incidents.index, dtype=object)


def _possible(
    rows: gpd.GeoDataFrame,
    codes: Sequence[int],
    shapes: Sequence[Mapping[str, Any]],
    column: str,
    names: Sequence[str],
    areas: np.ndarray[Any, Any],
) -> list[str]:
    """The units of each row, by what its candidates state in `column`, else by the ground."""
    import numpy as np
    import shapely

    known: dict[tuple[int, str], int] = {}  # the same place stands in many rows
    units: list[dict[str, None]] = []  # of each of these, in order
    ground: list[Any] = []
    owner: list[int] = []
    numbers = []
    for code, candidates in zip(codes, _text(rows, "candidates"), strict=True):
        if (code, candidates) not in known:
            stated, parts = _candidates(candidates, column)
            if not stated and not parts and code >= 0:
                parts = [shapely.make_valid(shapely.from_geojson(json.dumps(shapes[code])))]
            ground += parts
            owner += [len(units)] * len(parts)
            units.append(dict.fromkeys(stated))
        numbers.append(known.setdefault((code, candidates), len(known)))
    if ground:
        pieces = np.array(ground, dtype=object)
        at, unit = shapely.STRtree(areas).query(pieces, predicate="intersects")
        enough = _share(pieces[at], areas[unit]) >= LEAST_SHARE
        for piece, one in sorted(zip(at[enough], unit[enough], strict=True)):
            units[owner[piece]][names[one]] = None
    return [SEPARATOR.join(units[number]) for number in numbers]


def _share(pieces: np.ndarray[Any, Any], units: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Which part of each piece lies in its unit: of its area, or where it has none of its length; 1 for points."""
    import numpy as np
    import shapely

    inside = shapely.intersection(pieces, units)
    whole, part = shapely.area(pieces), shapely.area(inside)
    lines = whole == 0
    whole[lines], part[lines] = shapely.length(pieces[lines]), shapely.length(inside[lines])
    share: np.ndarray[Any, Any] = np.divide(part, whole, out=np.ones_like(whole), where=whole > 0)
    return share


def _candidates(text: str, column: str) -> tuple[list[str], list[Any]]:
    """The units that candidates state, and of those that state none, or stand for an area, the ground."""
    import shapely

    try:
        candidates = json.loads(text or "[]")
    except ValueError:
        return [], []
    stated: list[str] = []
    ground: list[Any] = []
    for one in candidates if isinstance(candidates, list) else ():
        if not isinstance(one, dict):
            continue
        shape = shapely.from_geojson(json.dumps(one.get("geometry")), on_invalid="ignore")
        lon, lat = one.get("longitude"), one.get("latitude")
        if shape is not None and shape.is_valid and not shape.is_empty:
            ground.append(shape)
        elif one.get(column) and isinstance(one[column], str):
            stated.append(one[column])
        elif isinstance(lon, int | float) and isinstance(lat, int | float):
            ground.append(shapely.Point(lon, lat))
    return stated, ground
