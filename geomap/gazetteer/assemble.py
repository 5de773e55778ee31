"""The full gazetteer: the shipped folder and what the sources hold, as one folder of the same schema."""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from geomap.gazetteer.compile import PLACE_COLUMNS
from geomap.gazetteer.merge import Entry, Forms, Gathering, likeness
from geomap.gazetteer.sources import Name, Reading, Record
from geomap.gazetteer.units import Units
from geomap.models import ADMIN
from geomap.names import fold
from geomap.names.forms import without_unit_word

#: Places that no single unit holds, or whose point says little about where they lie.
_WIDE_KINDS = frozenset({"country", "region", "desert", "river", "road", "plain", "valley", "lake", *ADMIN})
SETTLEMENT_KINDS = frozenset({"city", "town", "village", "settlement"})
_NAME_COLUMNS = ("place_id", "name", "lang", "kind", "source")
# RFC 7946 wants no more; 1 m.
_GRID_DEGREES = 1e-5


def assemble(shipped: Path, reading: Reading, target: Path, *, say: Callable[[str], None]) -> Gathering:
    """Write places.csv, names.csv, ids.csv, geometries.geojson, foreign.csv and sources.csv into `target`."""
    gathering = Gathering(_shipped_entries(shipped))
    geometries = _shipped_geometries(shipped)
    units = Units(reading.cod.units, geometries)
    own_names = names_of_cities(gathering)
    _add_units(gathering, reading.cod.units)
    _add_unit_names(gathering, units, reading.wof)
    named = names_of_units(gathering)
    for what, records in _in_order(reading):
        say(f"merging {len(records)} {what}")
        gathering.add([without_titles_of_units(r, named) for r in records])
    drop_names_of_other_cities(gathering, own_names)
    drop_names_of_lands(gathering)
    _place_in_units(gathering, units)
    _set_seats(gathering)
    for entry in gathering.entries.values():
        _set_parent(entry)
    say(f"writing {len(gathering.entries)} places")
    _write_places(target, gathering)
    _write_geometries(target, gathering, geometries)
    shutil.copyfile(shipped / "foreign.csv", target / "foreign.csv")
    return gathering


def names_of_cities(gathering: Gathering) -> dict[str, set[str]]:
    """Return which city or cities a folded name belongs to, by the rows that ship."""
    owners: dict[str, set[str]] = defaultdict(set)
    for place_id, entry in gathering.entries.items():
        if entry.row["kind"] == "city":
            for name in entry.all_names():
                owners[fold(name)].add(place_id)
    return owners


def drop_names_of_other_cities(gathering: Gathering, owners: dict[str, set[str]]) -> None:
    """Leave out what a source calls a city by mistake: Who's On First has Kobanî among the names of Afrin.

    Only among cities: villages do share the names of cities.
    """
    now = {name: {gathering.resolve(i) for i in ids} for name, ids in owners.items()}
    for place_id in set().union(*now.values()):
        entry = gathering.entries[place_id]
        entry.names = [n for n in entry.names if place_id in now.get(fold(n.name), {place_id})]


def drop_names_of_lands(gathering: Gathering) -> None:
    """Leave out the names of regions and rivers among a governorate's: Hauran is more than Daraa, al-Furat the river."""
    lands = {
        fold(name)
        for place_id, entry in gathering.entries.items()
        if place_id.startswith(("region-", "river-"))
        for name in entry.all_names()
    }
    for entry in gathering.entries.values():
        if entry.row["kind"] == ADMIN[0]:
            entry.names = [n for n in entry.names if fold(n.name) not in lands]


def names_of_units(gathering: Gathering) -> frozenset[str]:
    """Return the folded names of all administrative units."""
    units = (e for e in gathering.entries.values() if e.row["kind"] in ADMIN)
    return frozenset(fold(name) for entry in units for name in entry.all_names())


def without_titles_of_units(record: Record, units: frozenset[str]) -> Record:
    """Take the unit's type word from the names of a settlement: "محافظة إدلب" is the governorate, not the city.

    Sources that keep one row for a city and its unit mix their names. Where the rest names no unit, the word is
    part of the name (منطقة خنيز).
    """
    if record.kind not in SETTLEMENT_KINDS:
        return record

    def plain(name: str) -> str:
        rest = without_unit_word(name)
        return rest if fold(rest) in units else name

    names = [n._replace(name=plain(n.name)) for n in record.names]
    return replace(
        record, name_en=plain(record.name_en), name_ar=plain(record.name_ar), names=list(dict.fromkeys(names))
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _shipped_entries(folder: Path) -> list[Entry]:
    names: dict[str, list[Name]] = defaultdict(list)
    for row in _rows(folder / "names.csv"):
        names[row["place_id"]].append(Name(row["name"], row["lang"], row["kind"], row["source"]))
    return [
        Entry(
            {c: row.get(c) or "" for c in PLACE_COLUMNS}, names[row["place_id"]],
            {"geonames"} if row["place_id"].startswith("gn-") else set(), shipped=True,
        )
        for row in _rows(folder / "places.csv")
    ]  # fmt: skip


def _shipped_geometries(folder: Path) -> dict[str, dict[str, Any]]:
    features = json.loads((folder / "geometries.geojson").read_text("utf-8"))["features"]
    return {str(f["id"]): f for f in features}


def _in_order(reading: Reading) -> list[tuple[str, list[Record]]]:
    """The most trusted source first; neighbourhoods before the communities that may bear their names."""
    places = reading.cod.places.values()
    settlements = [r for r in reading.wof if r.kind not in ADMIN]
    found = [
        ("neighbourhoods (OCHA)", [r for r in places if r.kind == "neighbourhood"]),
        ("communities (OCHA)", [r for r in places if r.kind != "neighbourhood"]),
        ("settlements (GeoNames)", reading.geonames),
        ("settlements (Who's On First)", settlements),
    ]
    return [(what, records) for what, records in found if records]


def _add_units(gathering: Gathering, units: dict[str, Record]) -> None:
    """Give the units their official names, codes and boundaries; their point stays the seat's."""
    for record in units.values():
        entry = gathering.entries.get(record.place_id)
        if entry is None:
            gathering.add([record])
            continue
        known = {entry.row["name_en"], entry.row["name_ar"], *(n.name for n in entry.names)}
        entry.names += [n for n in record.names if n.name not in known]
        entry.record = record
        codes = ("admin1_pcode", "admin2_pcode", "admin3_pcode")
        entry.row |= {c: getattr(record, c) or entry.row[c] for c in codes}


def _add_unit_names(gathering: Gathering, units: Units, records: Iterable[Record]) -> None:
    for record in records:
        if record.kind not in ADMIN:
            continue
        code = units.code_at(record.longitude, record.latitude, record.kind)
        entry = gathering.entries.get(code)
        if (
            entry is not None
            and likeness(Forms.of(entry.all_names()), Forms.of(n.name for n in record.names))[0]
        ):
            known = set(entry.all_names())
            entry.names += [n for n in record.names if n.name not in known]
            entry.other_ids |= {record.place_id, *record.links}


def _place_in_units(gathering: Gathering, units: Units) -> None:
    """Say in which units the places lie that OCHA does not list, by their points."""
    entries = [
        e for e in gathering.entries.values() if "ocha" not in e.families and e.row["kind"] not in _WIDE_KINDS
    ]
    for entry, codes in zip(entries, units.codes_at([e.point for e in entries]), strict=True):
        row = entry.row
        # Whoever wrote a row by hand knew the governorate better than the point does near a border
        by_hand = entry.shipped and row["source"] == "curated"
        for column, code in zip(("admin1_pcode", "admin2_pcode", "admin3_pcode"), codes, strict=True):
            if by_hand and row[column] and code and row[column] != code:
                break
            row[column] = code or row[column]


def _set_parent(entry: Entry) -> None:
    row = entry.row
    if row["kind"] in _WIDE_KINDS and row["kind"] not in ADMIN:
        return
    holders = [row[c] for c in ("admin3_pcode", "admin2_pcode", "admin1_pcode")]
    row["parent_id"] = next((c for c in holders if c and c != row["place_id"]), row["parent_id"])


def _set_seats(gathering: Gathering) -> None:
    """Give each unit its seat, and its seat's position; a seat is no mere village."""
    held: dict[str, list[Entry]] = defaultdict(list)
    for entry in gathering.entries.values():
        if "ocha" in entry.families and entry.row["kind"] in ("city", "town", "village"):
            held[entry.row["admin3_pcode"]].append(entry)
    for entry in gathering.entries.values():
        row = entry.row
        if row["kind"] not in ("country", *ADMIN):
            continue
        seat = gathering.entries.get(gathering.resolve(row["seat_id"])) if row["seat_id"] else None
        if row["kind"] == "subdistrict" and (seat is None or "ocha" not in seat.families):
            seat = _seat(entry, held[row["place_id"]]) or seat
        row["seat_id"] = seat.row["place_id"] if seat else ""
        if seat:
            row["longitude"], row["latitude"] = seat.row["longitude"], seat.row["latitude"]
        if seat and seat.row["kind"] in ("village", "settlement") and not seat.shipped:
            seat.row["kind"] = "city" if row["kind"] == "governorate" else "town"


def _seat(unit: Entry, settlements: list[Entry]) -> Entry | None:
    """Return the one settlement of a sub-district that bears its name; None for several."""
    names = Forms.of(unit.all_names())
    same = [s for s in settlements if likeness(names, Forms.of(s.all_names()))[0]]
    return same[0] if len(same) == 1 else None


def _write_csv(path: Path, columns: Iterable[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _write_places(target: Path, gathering: Gathering) -> None:
    entries = [gathering.entries[i] for i in sorted(gathering.entries)]
    _write_csv(target / "places.csv", PLACE_COLUMNS, (e.row for e in entries))
    names: list[dict[str, str]] = []
    for entry in entries:
        seen = {entry.row["name_en"], entry.row["name_ar"]}
        for name in entry.names:
            if name.name not in seen:
                seen.add(name.name)
                names.append({"place_id": entry.row["place_id"], **name._asdict()})
    _write_csv(target / "names.csv", _NAME_COLUMNS, names)
    ids = {i: e.row["place_id"] for e in entries for i in e.other_ids}
    _write_csv(target / "ids.csv", ("id", "place_id"), ({"id": i, "place_id": ids[i]} for i in sorted(ids)))


def _write_geometries(target: Path, gathering: Gathering, shipped: dict[str, dict[str, Any]]) -> None:
    features = {
        gathering.resolve(i): f for i, f in shipped.items() if gathering.resolve(i) in gathering.entries
    }
    for place_id, entry in gathering.entries.items():
        if entry.record is not None and entry.record.geometry is not None:
            features[place_id] = _feature(entry.record)
    collection = {
        "type": "FeatureCollection",
        "features": [features[i] | {"id": i} for i in sorted(features)],
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    (target / "geometries.geojson").write_text(text, encoding="utf-8")


def _feature(record: Record) -> dict[str, Any]:
    import shapely

    # Rounding to the grid keeps a polygon valid, where rounding its numbers may not
    shape = shapely.set_precision(shapely.make_valid(record.geometry), _GRID_DEGREES)
    shape = shapely.orient_polygons(_areal(shape))
    text = shapely.to_geojson(shapely.transform(shape, lambda xy: xy.round(5)))
    return {
        "type": "Feature", "id": record.place_id, "geometry": json.loads(text),
        "properties": {
            "definition": record.definition, "approximate": False, "valid_from": "", "valid_to": "",
            "source": record.source, "licence": record.licence,
        },
    }  # fmt: skip


def _areal(shape: Any) -> Any:
    """Return only the polygons of what make_valid leaves."""
    import shapely

    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon") and p.area]
    return shape if shape.geom_type in ("Polygon", "MultiPolygon") else shapely.union_all(parts)
