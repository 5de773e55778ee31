"""Places written by hand: extra.csv and places_*.csv merge into what the packages gave, or add to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from entries import KINDS, WIDE, Entry, Gazetteer
from shapes import Governorates
from tables import TableError, parse_number, read_rows
from toponyms import slug, split_names

PLACE_COLUMNS = (
    "id",
    "name_en",
    "name_ar",
    "other_names",
    "kind",
    "parent",
    "longitude",
    "latitude",
    "accuracy_m",
    "population",
    "note",
)
OWN_PREFIXES = ("gm-", "ap-", "river-", "lake-", "region-")
LICENCE = "CC0-1.0"
# Regions and deserts reach beyond the country a little; points of other rows may not.
WEST, SOUTH, EAST, NORTH = 35.0, 32.0, 43.0, 37.8


@dataclass(frozen=True)
class Unit:
    """A row of admin.csv: the country, a governorate or a district."""

    pcode: str
    name_en: str
    name_ar: str
    names: list[tuple[str, str, str]]
    seat_id: str
    geonames_id: str
    where: str

    @property
    def kind(self) -> str:
        return {2: "country", 4: "governorate", 6: "district"}[len(self.pcode)]

    @property
    def parent(self) -> str:
        return self.pcode[:-2]


def other_names(where: str, text: str) -> list[tuple[str, str, str]]:
    """The column other_names, or a TableError that shows the broken piece."""
    try:
        return split_names(text)
    except ValueError as error:
        raise TableError(
            where, f"other_names has {error.args[0]!r}", "Write lang:name|lang:name, as ku:Dêrik."
        ) from None


def add_places(
    path: Path, gazetteer: Gazetteer, governorates: Governorates, units: dict[str, Unit], fixed: set[str]
) -> None:
    """Merge the rows of one file into the gazetteer, or add them.

    `fixed` are the ids whose display names display.csv has settled; a hand-written name settles the others.
    """
    for where, row in read_rows(path, PLACE_COLUMNS):
        entry = find_entry(where, row, gazetteer)
        if entry is None:
            entry = new_entry(where, row, gazetteer, governorates, units)
            fixed.add(entry.place_id)
        else:
            improve(where, row, entry, governorates, units)
            entry.add(row["name_en"], "und-Latn", source="curated")
            entry.add(row["name_ar"], "ar", source="curated")
            if entry.place_id not in fixed:
                entry.rename(row["name_en"], row["name_ar"])
                fixed.add(entry.place_id)
        for name, lang in ((row["name_en"], "und-Latn"), (row["name_ar"], "ar")):
            if (
                bare := re.sub(r" \(.*\)$", "", name)
            ) != name:  # brackets tell namesakes apart; texts lack them
                entry.add(bare, lang, source="curated")
        for name, lang, kind in other_names(where, row["other_names"]):
            entry.add(name, lang, kind, "curated")
        gazetteer.put(entry)


def find_entry(where: str, row: dict[str, str], gazetteer: Gazetteer) -> Entry | None:
    """The entry that a row is about: by id, else by name and position."""
    if row["id"]:
        known = gazetteer.entries.get(row["id"])
        if known is None and not row["id"].startswith(OWN_PREFIXES):
            raise TableError(where, f"no place has the id {row['id']}", "Correct the id or leave it empty.")
        return known
    if row["kind"] not in KINDS:
        raise TableError(where, f"kind is {row['kind']!r}", "Use one of the kinds in gazetteer/README.md.")
    longitude, latitude = position(where, row)
    return gazetteer.twin((row["name_ar"], row["name_en"]), row["kind"], longitude, latitude)


def position(where: str, row: dict[str, str]) -> tuple[float, float]:
    """Longitude and latitude of a row."""
    return (
        parse_number(where, "longitude", row["longitude"], WEST, EAST),
        parse_number(where, "latitude", row["latitude"], SOUTH, NORTH),
    )


def parent_of(
    where: str, row: dict[str, str], governorates: Governorates, units: dict[str, Unit]
) -> tuple[str, str]:
    """(admin1, admin2) that a row states, checked against the governorate's polygon."""
    parent = row["parent"]
    if parent in ("", "SY") and row["kind"] in WIDE:
        return "", ""  # it may span governorates
    if len(parent) < 4 or parent not in units:
        raise TableError(
            where, f"parent is {parent!r}", "Write the P-code of its governorate or district, as SY08."
        )
    if row["longitude"] and row["kind"] not in WIDE:
        longitude, latitude = position(where, row)
        if not governorates.admits(parent[:4], longitude, latitude):
            km = governorates.distance_m(parent[:4], longitude, latitude) / 1000
            lies = governorates.at(longitude, latitude)
            raise TableError(
                where,
                f"{row['name_en']} at {longitude}, {latitude} lies {km:.0f} km outside {parent[:4]}, in or near {lies}",
                "Correct the position or the parent.",
            )
    return parent[:4], parent if len(parent) == 6 else ""


def new_entry(
    where: str, row: dict[str, str], gazetteer: Gazetteer, governorates: Governorates, units: dict[str, Unit]
) -> Entry:
    """A row that no package has."""
    if not row["name_en"] or not row["name_ar"]:
        raise TableError(where, "name_en or name_ar is empty", "Write both; they are what the map shows.")
    if row["kind"] not in KINDS:
        raise TableError(where, f"kind is {row['kind']!r}", "Use one of the kinds in gazetteer/README.md.")
    longitude, latitude = position(where, row)
    governorate, district = parent_of(where, row, governorates, units)
    wanted = row["id"] or f"gm-{slug(row['name_en'])}-{(row['parent'] or 'sy').lower()}"
    place_id, count = wanted, 1
    while place_id in gazetteer.entries:  # two places of one name in one district
        count += 1
        place_id = f"{wanted}-{count}"
    return Entry(
        place_id,
        row["name_en"],
        row["name_ar"],
        row["kind"],
        longitude,
        latitude,
        parse_number(where, "accuracy_m", row["accuracy_m"], 1, 200_000),
        "curated",
        LICENCE,
        admin1_pcode=governorate,
        admin2_pcode=district,
        population=population(where, row),
    )


def population(where: str, row: dict[str, str]) -> int:
    """Population of a row, 0 where it is not given."""
    return (
        int(parse_number(where, "population", row["population"], 0, 10_000_000)) if row["population"] else 0
    )


def improve(
    where: str, row: dict[str, str], entry: Entry, governorates: Governorates, units: dict[str, Unit]
) -> None:
    """Correct kind, parent and position of an entry by a hand-written row."""
    if row["kind"]:
        if row["kind"] not in KINDS:
            raise TableError(
                where, f"kind is {row['kind']!r}", "Use one of the kinds in gazetteer/README.md."
            )
        entry.kind = row["kind"] if row["kind"] != "settlement" else entry.kind
    if row["parent"]:
        governorate, district = parent_of(where, row, governorates, units)
        entry.admin1_pcode, entry.admin2_pcode = governorate, district or entry.admin2_pcode
    if row["longitude"] and row["accuracy_m"]:
        accuracy_m = parse_number(where, "accuracy_m", row["accuracy_m"], 1, 200_000)
        if accuracy_m < entry.accuracy_m:
            entry.longitude, entry.latitude = position(where, row)
            entry.accuracy_m = accuracy_m
    entry.population = entry.population or population(where, row)
