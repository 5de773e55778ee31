"""The base map from the gazetteer: ground, units, rivers, lakes, highways and labels, small enough for a page."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.models import Place

# About 300 m: less than half a pixel where the country fills a desk screen; the whole base is then 100 kB.
SIMPLIFY_DEGREES = 0.003

# 11 m, far below what the simplification leaves.
DECIMALS = 4

UNIT_KINDS = {"admin1": "governorate", "admin2": "district", "admin3": "subdistrict"}

SETTLEMENT_KINDS = ("city", "town")

# Labels collide on the page long before this many are seen; the rest would only make it heavier.
MAX_SETTLEMENT_LABELS = 250


def base_layers(gazetteer: Gazetteer) -> dict[str, Any]:
    """GeoJSON of country, governorates, districts, rivers, lakes and roads (EPSG:4326), labels, and the credit.

    Units have their English `name`. A district that has no official boundary has `approximate` true: the page
    dashes it.

    Labels have name_en, name_ar, lon, lat and rank: 1 governorates, 2 their seats, 3 seats of districts,
    4 other cities and towns. `units` gives the Arabic names of the units that the columns admin1 to admin3 name
    in English.
    """
    import shapely

    governorates = [place for place in gazetteer.places("governorate") if place.wkb]
    districts = [place for place in gazetteer.places("district") if place.wkb]
    rivers = [place for place in gazetteer.places("river") if place.wkb]
    roads = [place for place in gazetteer.places("road") if place.wkb]
    lakes = [place for place in gazetteer.places("lake") if place.wkb]
    outlines = [place for place in gazetteer.places("country") if place.wkb] or governorates
    ground = shapely.union_all([place.geometry for place in outlines])
    return {
        "country": _collection([ground]),
        "governorates": _collection(
            [place.geometry for place in governorates], [{"name": place.name_en} for place in governorates]
        ),
        "districts": _collection(
            [place.geometry for place in districts],
            [{"name": place.name_en, "approximate": place.approximate} for place in districts],
        ),
        "rivers": _collection([place.geometry for place in rivers]),
        "lakes": _collection([place.geometry for place in lakes]),
        "roads": _collection([place.geometry for place in roads]),
        "labels": _labels(gazetteer, governorates),
        "units": {column: _arabic_names(gazetteer.places(kind)) for column, kind in UNIT_KINDS.items()},
        "attribution": "; ".join(_credits(gazetteer)),
    }


def _credits(gazetteer: Gazetteer) -> list[str]:
    """Who must be named, by the gazetteer's sources.csv; without that file the ids of its sources."""
    table = gazetteer.folder / "sources.csv"
    if not table.is_file():
        return sorted({place.source for place in gazetteer.places() if place.source})
    with table.open(encoding="utf-8-sig", newline="") as file:
        return sorted({credit for row in csv.DictReader(file) if (credit := row.get("attribution") or "")})


def _collection(
    geometries: Sequence[Any], properties: Sequence[dict[str, Any]] | None = None
) -> dict[str, Any]:
    import numpy as np
    import shapely

    shapes = np.array(geometries, dtype=object)
    # Neighbours keep a common border where shapely can do it (2.1 with GEOS 3.12); else slivers may show.
    polygons = bool(len(shapes)) and set(shapely.get_type_id(shapes).tolist()) <= {3, 6}
    if (
        polygons
        and len(shapes) > 1
        and hasattr(shapely, "coverage_simplify")
        and shapely.geos_version >= (3, 12, 0)
    ):
        simple = shapely.coverage_simplify(shapes, SIMPLIFY_DEGREES)
    else:
        simple = shapely.simplify(shapes, SIMPLIFY_DEGREES, preserve_topology=True)
    rounded = shapely.transform(simple, lambda xy: np.round(xy, DECIMALS))
    features = [
        {"type": "Feature", "properties": more, "geometry": json.loads(text)}
        for text, more in zip(
            shapely.to_geojson(rounded), properties or [{} for _ in geometries], strict=True
        )
    ]
    return {"type": "FeatureCollection", "features": features}


def _labels(gazetteer: Gazetteer, governorates: Iterable[Place]) -> list[dict[str, Any]]:
    labels = []
    ranks = {place.seat_id: 3 for place in gazetteer.places("district") if place.seat_id}
    for place in governorates:
        ranks[place.seat_id] = 2
        inside = place.geometry.representative_point()
        labels.append(_label(place, inside.x, inside.y, 1))
    settlements = [place for kind in SETTLEMENT_KINDS for place in gazetteer.places(kind)]
    ranked = sorted(
        settlements, key=lambda place: (ranks.get(place.place_id, 4), -place.population, place.place_id)
    )
    for place in ranked[:MAX_SETTLEMENT_LABELS]:
        labels.append(_label(place, place.longitude, place.latitude, ranks.get(place.place_id, 4)))
    return labels


def _arabic_names(units: Iterable[Place]) -> dict[str, str]:
    """Arabic names by English ones; of two units that share the English name only, neither."""
    found: dict[str, set[str]] = {}
    for unit in units:
        if unit.name_en and unit.name_ar:
            found.setdefault(unit.name_en, set()).add(unit.name_ar)
    return {name: next(iter(arabic)) for name, arabic in sorted(found.items()) if len(arabic) == 1}


def _label(place: Place, lon: float, lat: float, rank: int) -> dict[str, Any]:
    names = {"name_en": place.name_en, "name_ar": place.name_ar}
    return {**names, "lon": round(lon, DECIMALS), "lat": round(lat, DECIMALS), "rank": rank}
