"""Rows for people and programs: the columns of `geomap match` and `geomap mentions`, and how they are written."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from typing import Any

from geomap.incidents import candidates_json
from geomap.matching.context import distance_km
from geomap.models import Grounding, Located, Place, Status

MATCH_COLUMNS = (
    "status", "place_id", "pcode", "matched_name", "method", "score", "kind", "admin1_pcode", "admin2_pcode",
    "admin3_pcode", "latitude", "longitude", "geo_precision", "where_prec", "uncertainty_m", "n_candidates",
    "unused", "candidates", "reason", "derivation",
)  # fmt: skip
MENTION_COLUMNS = (
    "report_id", "start", "end", "toponym", "expression", "expression_start", "expression_end", "role", "part",
    "status", "place_id", "pcode", "kind", "matched_name", "method", "score", "latitude", "longitude",
    "geo_precision", "where_prec", "uncertainty_m", "derivation", "unused", "n_candidates", "reason",
    "grounded_latitude", "grounded_longitude",
)  # fmt: skip

Row = dict[str, Any]
#: Where a row keeps its geometries (WKB, several where it is ambiguous) for GeoJSON; in no other format.
_SHAPES = "geometries"


def match_row(located: Located | None, *, limit: int = 10) -> Row:
    """Return the result columns of `geomap match` for one name; None is a cell without a name."""
    if located is None:
        return dict.fromkeys(MATCH_COLUMNS, "") | {
            "status": str(Status.UNMATCHED), "n_candidates": 0, "candidates": "[]", "reason": "no name in it",
        }  # fmt: skip
    resolution, grounding = located.resolution, located.grounding
    row = _decision(located)
    place = resolution.best.place if resolution.best else None
    row["admin1_pcode"] = place.admin1_pcode if place else ""
    row["admin2_pcode"] = place.admin2_pcode if place else ""
    row["admin3_pcode"] = place.admin3_pcode if place else ""
    if place is not None and grounding is None:
        row["latitude"], row["longitude"] = place.latitude, place.longitude
        row["uncertainty_m"] = _holds_all(place, located.alternatives)
    row["candidates"] = candidates_json(resolution.candidates[:limit])
    found = {column: row[column] for column in MATCH_COLUMNS}
    found[_SHAPES] = [grounding.wkb] if grounding else [g.wkb for g in located.alternatives]
    return found


def _holds_all(place: Place, alternatives: Sequence[Grounding]) -> int | str:
    """Return the radius around the best candidate that holds what each of the candidates stands for."""
    reaches = [
        g.uncertainty_m + 1000 * distance_km(place.latitude, place.longitude, g.latitude, g.longitude)
        for g in alternatives
    ]
    return round(max(reaches)) if reaches else ""


def mention_row(located: Located) -> Row:
    """Return the line of `geomap mentions` for one mention.

    `latitude, longitude` are the named place's own (Manbij, in "east of Manbij"), for ambiguous the best
    candidate's; `grounded_latitude, grounded_longitude` are of what the whole expression means. `uncertainty_m`
    holds that from the place's own position too.
    """
    mention = located.resolution.mention
    # The first of MENTION_COLUMNS, then those of the decision, in their order
    row = {
        "report_id": mention.report_id, "start": mention.start, "end": mention.end, "toponym": mention.toponym,
        "expression": mention.expression, "expression_start": mention.expression_start,
        "expression_end": mention.expression_end, "role": str(mention.role), "part": str(mention.part),
    } | _decision(located)  # fmt: skip
    row |= {"grounded_latitude": row["latitude"], "grounded_longitude": row["longitude"]}
    best, grounding = located.resolution.best, located.grounding
    if best is not None:
        place = best.place
        row |= {"latitude": round(place.latitude, 6), "longitude": round(place.longitude, 6)}
        here = (place.latitude, place.longitude)
        if grounding is not None and here != (grounding.latitude, grounding.longitude):
            moved = distance_km(*here, grounding.latitude, grounding.longitude)
            row["uncertainty_m"] = round(grounding.uncertainty_m + 1000 * moved)
    return row


def _decision(located: Located) -> Row:
    resolution, grounding = located.resolution, located.grounding
    best = resolution.best
    return {
        "status": str(resolution.status),
        "place_id": best.place.place_id if best else "",
        "pcode": best.place.pcode if best else "",
        "kind": best.place.kind if best else "",
        "matched_name": best.matched_name if best else "",
        "method": best.method if best else "",
        "score": best.score if best else "",
        "latitude": round(grounding.latitude, 6) if grounding else "",
        "longitude": round(grounding.longitude, 6) if grounding else "",
        "geo_precision": grounding.geo_precision if grounding else "",
        "where_prec": grounding.where_prec if grounding else "",
        "uncertainty_m": round(grounding.uncertainty_m) if grounding else "",
        "derivation": grounding.derivation if grounding else "",
        "unused": ", ".join(dict.fromkeys(resolution.unused)),
        "n_candidates": len(resolution.candidates),
        "reason": resolution.reason,
    }


# One for all rows: json.dumps makes a new one for each
_ENCODER = json.JSONEncoder(ensure_ascii=False)


def as_jsonl(rows: Iterable[Row]) -> str:
    """Return rows as one JSON object a line; empty cells are null."""
    return "".join([_ENCODER.encode(_nulls(row)) + "\n" for row in rows])


def as_json(rows: Iterable[Row]) -> str:
    """Return rows as a JSON array; empty cells are null."""
    return json.dumps([_nulls(row) for row in rows], ensure_ascii=False, indent=1) + "\n"


def as_geojson(rows: Iterable[Row]) -> str:
    """Return rows as an RFC 7946 FeatureCollection: what each expression stands for on the ground.

    A place without an extent is a point, an area its polygon. An ambiguous row has the geometries of all its
    candidates; what is not placed has a null geometry.
    """
    features = [
        {"type": "Feature", "geometry": _geojson(row.get(_SHAPES, [])), "properties": _nulls(row)}
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"


@functools.lru_cache(maxsize=4096)
def _one_geojson(wkb: bytes) -> dict[str, Any]:
    import shapely

    shape = shapely.orient_polygons(shapely.from_wkb(wkb))
    # Seven decimals of a degree are a centimetre: the most that RFC 7946 wants
    rounded = shapely.transform(shape, lambda xy: xy.round(7))
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found


def _geojson(shapes: Sequence[bytes]) -> dict[str, Any] | None:
    parts = [_one_geojson(wkb) for wkb in dict.fromkeys(shapes)]
    if len(parts) < 2:
        return parts[0] if parts else None
    kinds = {part["type"] for part in parts}
    if kinds == {"Point"}:
        return {"type": "MultiPoint", "coordinates": [part["coordinates"] for part in parts]}
    if kinds <= {"Polygon", "MultiPolygon"}:
        import shapely

        together = shapely.union_all([shapely.from_wkb(wkb) for wkb in dict.fromkeys(shapes)])
        return _one_geojson(shapely.to_wkb(together))
    return {"type": "GeometryCollection", "geometries": parts}


def _nulls(row: Row) -> Row:
    result = {key: None if value == "" else value for key, value in row.items() if key != _SHAPES}
    if result.get("candidates"):
        result["candidates"] = json.loads(row["candidates"])
    return result


def as_table(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Return `geomap match` results for a terminal: a line a name, and below it how it was decided."""
    lines = []
    for name, row in zip(names, rows, strict=True):
        where = f"{row['latitude']}, {row['longitude']}" if row["latitude"] != "" else "-"
        if row["status"] == Status.RESOLVED:
            lines.append(
                f"{name}  →  {row['matched_name']} [{row['place_id']}] {row['kind']}  {where}  score {row['score']}"
            )
            lines.append(f"    {row['derivation']}")
        else:
            lines.append(f"{name}  →  {row['status']}")
        lines.append(f"    {row['method'] or '-'}: {row['reason']}")
        if row["status"] != Status.RESOLVED:
            for c in json.loads(row["candidates"] or "[]")[:5]:
                lines.append(
                    f"      ? {c['name']} [{c['place_id']}]  {c['latitude']}, {c['longitude']}  {c['method']} {c['score']}"
                )
        if row["unused"]:
            lines.append(f"    not used: {row['unused']}")
    return "\n".join(lines) + "\n"
