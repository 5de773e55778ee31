"""The smaller hand-written files: units, aliases, display names, what is dropped, regions, foreign names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from curated_places import LICENCE, PLACE_COLUMNS, Unit, other_names, position
from entries import WIDE, Entry, Gazetteer
from shapely.geometry import shape
from shapes import Shape
from tables import TableError, parse_number, read_features, read_rows
from toponyms import fold

FOREIGN_COLUMNS = ("name_en", "name_ar", "other_names", "kind", "country")
ADMIN_COLUMNS = ("pcode", "name_en", "name_ar", "other_names", "seat_id", "geonames_id", "note")


def read_units(curated: Path) -> dict[str, Unit]:
    """admin.csv by P-code."""
    units = {}
    for where, row in read_rows(curated / "admin.csv", ADMIN_COLUMNS):
        if not re.fullmatch(r"SY(\d\d){0,2}", row["pcode"]):
            raise TableError(where, f"P-code {row['pcode']!r}", "Write SY, SY07 or SY0703.")
        names = other_names(where, row["other_names"])
        units[row["pcode"]] = Unit(
            row["pcode"], row["name_en"], row["name_ar"], names, row["seat_id"], row["geonames_id"], where
        )
    return units


def add_aliases(curated: Path, gazetteer: Gazetteer) -> None:
    """More names for entries that exist."""
    for where, row in read_rows(curated / "aliases.csv", ("place_id", "name", "lang", "kind", "note")):
        entry = gazetteer.entries.get(row["place_id"])
        if entry is None:
            raise TableError(
                where, f"no place has the id {row['place_id']}", "Correct the id or delete the row."
            )
        entry.add(row["name"], row["lang"], row["kind"] or "variant", "curated")
        gazetteer.put(entry)


def set_display(curated: Path, gazetteer: Gazetteer) -> set[str]:
    """Give package rows the usual modern spellings; the ids that display.csv has."""
    fixed = set()
    for where, row in read_rows(curated / "display.csv", ("place_id", "name_en", "name_ar")):
        entry = gazetteer.entries.get(row["place_id"])
        if entry is None:
            raise TableError(
                where, f"no place has the id {row['place_id']}", "Correct the id or delete the row."
            )
        entry.rename(row["name_en"], row["name_ar"])
        gazetteer.put(entry)
        fixed.add(entry.place_id)
    return fixed


def dropped_places(curated: Path) -> set[str]:
    """Ids of package rows that are wrong."""
    return {row["place_id"] for _, row in read_rows(curated / "drop_places.csv", ("place_id", "reason"))}


def drop_names(curated: Path, entries: Iterable[Entry]) -> None:
    """Remove packages' names that mislead; names written by hand stay."""
    by_id = {entry.place_id: entry for entry in entries}
    for where, row in read_rows(curated / "drop_names.csv", ("place_id", "name", "reason")):
        entry = by_id.get(row["place_id"])
        if entry is None:
            raise TableError(
                where, f"no place has the id {row['place_id']}", "Correct the id or delete the row."
            )
        if row["name"] in entry.names and entry.names[row["name"]][2] != "curated":
            del entry.names[row["name"]]


def add_regions(curated: Path, gazetteer: Gazetteer) -> Iterable[Shape]:
    """Entries and shapes of regions.geojson."""
    path = curated / "regions.geojson"
    for number, feature in enumerate(read_features(path) if path.exists() else [], start=1):
        properties = feature.get("properties") or {}
        where = f"{path.name} feature {number} ({feature.get('id', 'no id')})"
        texts = {
            key: str(properties.get(key) or "")
            for key in (*PLACE_COLUMNS, "definition", "valid_from", "valid_to")
        }
        if not str(feature.get("id", "")).startswith("region-") or texts["kind"] not in WIDE:
            raise TableError(
                where,
                f"id or kind {texts['kind']!r} is wrong",
                "The id is region-…, the kind region, desert, valley, plain or mountain.",
            )
        if not texts["definition"]:
            raise TableError(where, "has no definition", "Say in words what the polygon covers.")
        geometry = shape(feature["geometry"])
        if geometry.is_empty or not geometry.is_valid:
            raise TableError(where, "the polygon is empty or crosses itself", "Redraw it.")
        longitude, latitude = position(where, texts)
        accuracy_m = parse_number(where, "accuracy_m", texts["accuracy_m"], 1, 200_000)
        entry = Entry(
            str(feature["id"]),
            texts["name_en"],
            texts["name_ar"],
            texts["kind"],
            longitude,
            latitude,
            accuracy_m,
            "curated",
            LICENCE,
        )
        entry.admin1_pcode = texts["parent"][:4]
        for name, lang, kind in other_names(where, texts["other_names"]):
            entry.add(name, lang, kind)
        gazetteer.put(entry)
        yield Shape(
            entry.place_id,
            geometry,
            texts["definition"],
            True,
            "curated",
            LICENCE,
            texts["valid_from"],
            texts["valid_to"],
        )


def shares_name(unit: Unit, seat: Entry) -> bool:
    """Whether a unit is called after its seat."""
    return bool({fold(unit.name_en), fold(unit.name_ar)} & seat.folded())


def foreign_rows(curated: Path) -> list[dict[str, str]]:
    """foreign.csv, checked."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for where, row in read_rows(curated / "foreign.csv", FOREIGN_COLUMNS):
        if not row["name_en"] or not row["name_ar"] or row["kind"] not in ("country", "city", "region"):
            raise TableError(
                where, "a name is empty or the kind is wrong", "The kind is country, city or region."
            )
        if not re.fullmatch(r"[A-Z]{2}", row["country"]):
            raise TableError(where, f"country is {row['country']!r}", "Write the two letters of ISO 3166.")
        other_names(where, row["other_names"])
        if (row["name_en"], row["kind"]) in rows:
            raise TableError(where, f"{row['name_en']} stands twice", "Delete one row.")
        rows[row["name_en"], row["kind"]] = row
    return [rows[key] for key in sorted(rows)]
