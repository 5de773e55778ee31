"""Turn the files of a gazetteer folder into one SQLite index, with folds and keys worked out."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer import pack
from geomap.models import ADMIN
from geomap.names import fold, forms, heard, keys, outline
from geomap.names.forms import ORDER, without_unit_word

#: Part of the index's name in the cache: raise it when the tables below or the folds change.
SCHEMA_VERSION = "23"

PLACE_COLUMNS = (
    "place_id", "name_en", "name_ar", "kind", "pcode", "admin1_pcode", "admin2_pcode", "admin3_pcode",
    "parent_id", "seat_id", "longitude", "latitude", "accuracy_m", "population", "source", "licence",
)  # fmt: skip
_NUMBERS = {"longitude": float, "latitude": float, "accuracy_m": float, "population": int}

_TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE place ({", ".join(PLACE_COLUMNS)}, PRIMARY KEY (place_id)) WITHOUT ROWID;
CREATE TABLE geometry (
    place_id TEXT PRIMARY KEY, wkb BLOB, radius_m REAL, area_km2 REAL, approximate INTEGER, definition TEXT
) WITHOUT ROWID;
CREATE TABLE name (name_id INTEGER PRIMARY KEY, place_id TEXT, name TEXT, lang TEXT, kind TEXT, sounds TEXT, heard TEXT);
CREATE TABLE form (form TEXT, how INTEGER, name_id INTEGER);
CREATE TABLE consonants (key TEXT, name_id INTEGER);
CREATE TABLE other_id (id TEXT PRIMARY KEY, place_id TEXT) WITHOUT ROWID;
CREATE TABLE no_place (form TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE foreign_name (form TEXT, name_en TEXT, kind TEXT, country TEXT);
{pack.TABLE}
"""
_INDEXES = """
CREATE INDEX place_kind ON place (kind);
CREATE INDEX place_pcode ON place (pcode);
CREATE INDEX name_place ON name (place_id);
CREATE INDEX form_form ON form (form, how, name_id);
CREATE INDEX consonants_key ON consonants (key, name_id);
CREATE INDEX foreign_form ON foreign_name (form);
"""


def compile_index(
    sources: Iterable[Path], database: sqlite3.Connection, own_places: Path | None = None
) -> None:
    """Fill an empty database from places.csv, names.csv, geometries.geojson, foreign.csv and aliases.csv.

    `own_places` is the user's own places.csv: it adds rows, and a row with a known id takes the place of that one.
    Raises GazetteerError that names the file and row which do not follow the schema.
    """
    paths = {path.name: path for path in sources}
    database.executescript(
        f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY; {_TABLES}"
    )
    with database:
        places = _fill_places(paths["places.csv"], database)
        if own_places is not None:
            places |= _fill_places(own_places, database)
        others = _other_ids(paths["ids.csv"], places) if "ids.csv" in paths else {}
        database.executemany("INSERT INTO other_id VALUES (?, ?)", others.items())
        names = list(_names(paths, places, others))
        database.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((i, *row, outline(row[1]), heard(row[1])) for i, row in enumerate(names)),
        )
        for i, (_, name, _, _) in enumerate(names):
            database.executemany(
                "INSERT INTO form VALUES (?, ?, ?)",
                ((f, ORDER.index(how), i) for f, how in forms(name).items()),
            )
            database.executemany("INSERT INTO consonants VALUES (?, ?)", ((k, i) for k in keys(name)))
        if "geometries.geojson" in paths:
            database.executemany(
                "INSERT INTO geometry VALUES (?, ?, ?, ?, ?, ?)",
                _geometries(paths["geometries.geojson"], places),
            )
        if "foreign.csv" in paths:
            database.executemany(
                "INSERT INTO foreign_name VALUES (?, ?, ?, ?)", _foreign(paths["foreign.csv"])
            )
        if "aliases.csv" in paths:
            _fill_verdicts(paths["aliases.csv"], database)
        database.execute("INSERT INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,))
        database.executescript(_INDEXES)
        pack.pack(database)
    database.execute("ANALYZE")


def read_csv(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and cells of each row. Raises GazetteerError where the file is no CSV in UTF-8."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file, strict=True), start=2):
                yield number, {k: (v or "").strip() for k, v in row.items() if k}
    except (UnicodeDecodeError, csv.Error) as error:
        raise GazetteerError(
            f"{path}: not a CSV in UTF-8 ({error}). Save it as CSV UTF-8, or move it away."
        ) from None


def _fill_places(path: Path, database: sqlite3.Connection) -> dict[str, dict[str, str]]:
    places: dict[str, dict[str, str]] = {}
    values = []
    for line, row in read_csv(path):
        if not (row.get("longitude") and row.get("latitude")):
            raise GazetteerError(f"{path} line {line}: longitude or latitude is missing. Fill both in.")
        try:
            numbers = {c: kind(row.get(c) or 0) for c, kind in _NUMBERS.items()}
        except ValueError as error:
            raise GazetteerError(
                f"{path} line {line}: {error}. Coordinates and counts must be numbers."
            ) from None
        if not row.get("place_id") or row["place_id"] in places:
            raise GazetteerError(
                f"{path} line {line}: place_id is missing or used twice. Give it one of its own."
            )
        if not (-180 <= numbers["longitude"] <= 180 and -90 <= numbers["latitude"] <= 90):
            raise GazetteerError(
                f"{path} line {line}: longitude and latitude are not degrees. Are they swapped?"
            )
        places[row["place_id"]] = row
        values.append([numbers.get(c, row.get(c, "")) for c in PLACE_COLUMNS])
    marks = ", ".join("?" * len(PLACE_COLUMNS))
    database.executemany(f"INSERT OR REPLACE INTO place VALUES ({marks})", values)
    return places


def _other_ids(path: Path, places: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the ids that places had before they became one with others, and those in other sources."""
    found = {}
    for line, row in read_csv(path):
        if row.get("place_id") not in places or not row.get("id"):
            raise GazetteerError(f"{path} line {line}: no place {row.get('place_id')!r} in places.csv.")
        if row["id"] not in places:
            found[row["id"]] = row["place_id"]
    return found


def _names(
    paths: dict[str, Path], places: dict[str, dict[str, str]], others: dict[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield place_id, name, lang, kind: the two main names first, then the variants, no fold twice."""
    seen: set[tuple[str, str]] = set()

    def fresh(place_id: str, name: str) -> bool:
        # ş, ç and v matter to the key, not to the fold
        mark = (place_id, name if fold(name) != name.lower() else fold(name))
        return bool(fold(name)) and not (mark in seen or seen.add(mark))  # type: ignore[func-returns-value]

    for place_id, row in places.items():
        for name, lang in ((row.get("name_en", ""), "en"), (row.get("name_ar", ""), "ar")):
            if fresh(place_id, name):
                yield place_id, name, lang, "official"
    for file, column in (("names.csv", "name"), ("aliases.csv", "toponym")):
        if file not in paths:
            continue
        for line, row in read_csv(paths[file]):
            row["place_id"] = others.get(row.get("place_id", ""), row.get("place_id", ""))
            if row["place_id"] not in places:
                if file == "aliases.csv":
                    continue  # an alias for a place of another gazetteer, or a decision that names no place
                raise GazetteerError(
                    f"{paths[file]} line {line}: no place {row.get('place_id')!r} in places.csv."
                )
            name = row.get(column, "")
            if places[row["place_id"]].get("kind") in ADMIN:
                name = without_unit_word(name)
            if fresh(row["place_id"], name):
                yield row["place_id"], name, row.get("lang", ""), row.get("kind") or "alias"


def _fill_verdicts(path: Path, database: sqlite3.Connection) -> None:
    """Keep the names that a reviewer has found to be no place, or a place outside Syria."""
    verdicts = [
        (fold(row.get("toponym", "")), row.get("kind", ""), row.get("toponym", ""))
        for _, row in read_csv(path)
    ]
    database.executemany(
        "INSERT OR IGNORE INTO no_place VALUES (?)",
        ((f,) for f, kind, _ in verdicts if f and kind == "not_a_place"),
    )
    database.executemany(
        "INSERT INTO foreign_name VALUES (?, ?, 'place', '')",
        ((f, name) for f, kind, name in verdicts if f and kind == "foreign"),
    )


def _geometries(
    path: Path, places: dict[str, dict[str, str]]
) -> Iterator[tuple[str, bytes, float, float, int, str]]:
    import shapely
    from pyproj import Geod
    from shapely.geometry import shape

    earth = Geod(ellps="WGS84")

    for feature in json.loads(path.read_text("utf-8"))["features"]:
        properties = feature.get("properties") or {}
        place_id = str(feature.get("id") or properties.get("place_id"))
        if place_id not in places:
            raise GazetteerError(f"{path}: geometry {place_id!r} has no row in places.csv.")
        geometry = shape(feature["geometry"])
        if not geometry.is_valid:
            raise GazetteerError(
                f"{path}: geometry {place_id!r} is invalid: {shapely.is_valid_reason(geometry)}."
            )
        point = [float(places[place_id][c]) for c in ("longitude", "latitude")]
        corners = shapely.get_coordinates(geometry)
        here = [[c] * len(corners) for c in point]
        _, _, reach = earth.inv(here[0], here[1], corners[:, 0], corners[:, 1])
        area = abs(earth.geometry_area_perimeter(geometry)[0]) / 1e6 if geometry.area else 0.0
        yield (
            place_id, shapely.to_wkb(geometry), float(max(reach)), area, int(bool(properties.get("approximate"))),
            properties.get("definition") or "",
        )  # fmt: skip


def _foreign(path: Path) -> Iterator[tuple[str, str, str, str]]:
    for _, row in read_csv(path):
        others = (name.partition(":")[2] for name in row.get("other_names", "").split("|"))
        folds = {fold(name) for name in (row["name_en"], row["name_ar"], *others)} - {""}
        for form in sorted(folds):
            yield form, row["name_en"], row["kind"], row["country"]
