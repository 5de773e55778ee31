"""Lists of places that others wrote, as items: Linked Places Format and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from geomap.errors import ReadError
from geomap.gazetteer.own import KINDS, Row
from geomap.safetext import guard_formula

URN = "urn:geomap:"
SIGNED = ("reviewer", "reviewed_on", "note")
#: The columns of the CSV; other_names is "lang:name" joined by "|", former names as "lang:name(former)".
COLUMNS = (
    "place_id", "name_en", "name_ar", "other_names", "kind", "parent_id", "admin1_pcode", "admin2_pcode",
    "admin3_pcode", "longitude", "latitude", "accuracy_m", "population", "source", "licence", "reviewer",
    "reviewed_on", "note",
)  # fmt: skip


class Name(NamedTuple):
    """A name of a place besides its two main ones; who, when and why where it is the user's own."""

    lang: str
    name: str
    kind: str
    signed: tuple[str, str, str] = ("", "", "")


@dataclass(slots=True)
class Item:
    """A place on its way: the cells of COLUMNS, and its other names. `whole`: the place itself goes along."""

    cells: Row
    names: list[Name] = field(default_factory=list)
    whole: bool = True

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def signed(self) -> tuple[str, str, str]:
        """Who, when and why."""
        return self["reviewer"], self["reviewed_on"], self["note"]


def decimal(value: object) -> str:
    """A cell: numbers with at most five decimals, empty where there is nothing."""
    return f"{value:.5f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value or "")


def read_items(path: Path) -> Iterator[tuple[int, Item, bool]]:
    """Yield number, place, and whether a line or polygon became a point."""
    remedy = "Give Linked Places Format (.json) or the CSV that `geomap gazetteer export` writes"
    try:
        text = path.read_text("utf-8-sig")
        if path.suffix.lower() == ".csv":
            reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
            if not {"longitude", "latitude"} <= set(reader.fieldnames or ()):
                raise ReadError(str(path), "has no columns longitude and latitude", remedy)
            read = [({k: _unguarded(v or "") for k, v in r.items() if k}, False) for r in reader]
            found = [(Item(cells, _split(cells.get("other_names", ""))), shaped) for cells, shaped in read]
        else:
            found = [_from_feature(feature) for feature in json.loads(text)["features"]]
    except OSError as error:
        raise ReadError(
            str(path), f"cannot be read, {error.strerror}", "Check the name of the file"
        ) from None
    except ReadError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, csv.Error, RecursionError) as error:
        raise ReadError(str(path), f"is no list of places ({error})", remedy) from None
    for number, (item, shaped) in enumerate(found, start=1):
        yield number, item, shaped


def _unguarded(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and guard_formula(cell[1:]) == cell else cell


def _split(text: str) -> list[Name]:
    names = []
    for part in filter(None, text.split("|")):
        lang, colon, name = part.partition(":")
        if not colon:
            lang, name = "", part
        kind = "former" if name.endswith("(former)") else "alias"
        names.append(Name(lang.strip(), name.removesuffix("(former)").strip(), kind))
    return names


def _from_feature(feature: dict[str, Any]) -> tuple[Item, bool]:
    properties = feature.get("properties") or {}
    cells = {c: str(properties.get(c) or "") for c in COLUMNS}
    cells["place_id"] = str(feature.get("@id") or feature.get("id") or "").removeprefix(URN)
    names = []
    for told in feature.get("names") or ():
        lang = "" if told.get("lang") in (None, "und") else str(told["lang"])
        who, when, why = (str(told.get(key) or "") for key in SIGNED)
        names.append(Name(lang, str(told["toponym"]), str(told.get("kind") or ""), (who, when, why)))
    cells["name_ar"] = cells["name_ar"] or next((n.name for n in names if n.lang == "ar"), "")
    cells["name_en"] = cells["name_en"] or str(properties.get("title") or cells["name_ar"])
    labels = [str(t.get("label") or "") for t in feature.get("types") or ()]
    labels += [str(s.get("label")) for t in feature.get("types") or () for s in t.get("sourceLabels") or ()]
    cells["kind"] = cells["kind"] or next((k for k in (la.lower() for la in labels) if k in KINDS), "")
    cells["note"] = cells["note"] or next(
        (str(d.get("value") or "") for d in feature.get("descriptions") or ()), ""
    )
    longitude, latitude, shaped = _point(feature.get("geometry"))
    cells |= {"longitude": longitude, "latitude": latitude}
    main = {cells["name_en"], cells["name_ar"]}
    return Item(cells, [n for n in names if n.name not in main]), shaped


def _point(geometry: dict[str, Any] | None) -> tuple[str, str, bool]:
    """Return longitude, latitude, "" where there is no position, and whether a shape was reduced to a point."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    parts = (geometry or {}).get("geometries", [geometry])
    parts = [p for p in parts if isinstance(p, dict) and p.get("coordinates")]
    points = [p["coordinates"] for p in parts if p["type"] == "Point"]
    if points:
        return str(points[0][0]), str(points[0][1]), len(parts) > len(points)
    if not parts:
        return "", "", False
    try:
        inside = shape(parts[0]).representative_point()
    except ShapelyError as error:
        raise ValueError(str(error)) from None
    return decimal(float(inside.x)), decimal(float(inside.y)), True
