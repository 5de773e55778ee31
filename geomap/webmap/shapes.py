"""The incidents' geometries as the page carries them: each shape once, simplified and rounded."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

COORDINATE_DECIMALS = 5  # about a metre

# About 500 m: below what can be seen at the zoom where a governorate fills the screen. An area smaller
# than a governorate is simplified in proportion, to 1/500 of its extent.
MAX_SIMPLIFY_DEGREES = 0.005
SIMPLIFY_FRACTION = 1 / 500


def encode_geometries(geometry: gpd.GeoSeries) -> tuple[np.ndarray[Any, Any], list[Any]]:
    """For each geometry (EPSG:4326) the number of its shape, -1 for none, and the distinct shapes as GeoJSON."""
    import numpy as np
    import pandas as pd
    import shapely

    shapes = np.asarray(geometry.array, dtype=object)
    codes = np.full(len(shapes), -1, dtype="int64")
    # Bounds are not finite where a geometry is missing or empty.
    drawable = np.isfinite(shapely.bounds(shapes)).all(axis=1) if len(shapes) else np.zeros(0, dtype=bool)
    if not drawable.any():
        return codes, []
    codes[drawable], unique = pd.factorize(shapely.to_wkb(shapes[drawable]))
    return codes, [json.loads(text) for text in page_geojson(shapely.from_wkb(unique))]


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
