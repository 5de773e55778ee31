"""Entries from the packages: GeoNames and SimpleMaps settlements, airports."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from entries import Entry, Gazetteer
from shapes import Governorates
from tables import read_rows
from toponyms import best_arabic, display, fold, language

GEONAMES_ACCURACY_M = 2000.0  # 95 in 100 of its Syrian positions are within 1.8 km of the place's centre
SIMPLEMAPS_ACCURACY_M = 2500.0  # many positions are rounded to a minute
AIRPORT_ACCURACY_M = 1000.0  # the middle of a runway
CITY_POPULATION = 100_000
TOWN_POPULATION = 5_000


def settlements(
    sources: Path, gazetteer: Gazetteer, governorates: Governorates, codes: Mapping[str, str], skip: set[str]
) -> None:
    """Add GeoNames' settlements. `codes` maps GeoNames' admin1 codes to P-codes."""
    extra: dict[str, list[tuple[str, str]]] = {}
    for _, row in read_rows(sources / "geonames_names.csv", ("geonameid", "lang", "name")):
        extra.setdefault(row["geonameid"], []).append((row["lang"], row["name"]))
    for row in json.loads((sources / "geonames_cities.json").read_text(encoding="utf-8")):
        place_id = f"gn-{row['geonameid']}"
        if place_id in skip:
            continue
        tagged = [(name, language(name)) for name in row["alternatenames"]]
        arabic = [name for name, lang in tagged if lang == "ar"]
        entry = Entry(
            place_id,
            display(row["name"]),
            best_arabic(arabic, has_article=display(row["name"]).startswith("Al-")),
            "settlement",
            float(row["longitude"]),
            float(row["latitude"]),
            GEONAMES_ACCURACY_M,
            "geonames-cities",
            "CC-BY-4.0",
            population=int(row["population"]),
        )
        for name, lang in [(row["name"], "und-Latn"), *tagged]:
            if lang:
                entry.add(name, lang)
        for lang, names in extra.get(str(row["geonameid"]), []):
            for name in names.split(","):
                add_tagged(entry, name.strip(), lang, "geonames-names")
        entry.admin1_pcode = admin1(governorates, codes[row["admin1code"]], entry.longitude, entry.latitude)
        gazetteer.put(entry)


def add_tagged(entry: Entry, name: str, lang: str, source: str) -> None:
    """Add a name under the language that its source gives, unless it is written in another script."""
    script = language(name)
    if script == "und-Latn" and lang in ("ku", "tr"):
        entry.add(name, lang, source=source)
    elif script and (script != "und-Latn" or lang != "ar"):
        entry.add(name, script, source=source)


def admin1(governorates: Governorates, stated: str, longitude: float, latitude: float) -> str:
    """The governorate that the source states, unless the point lies clearly in another one."""
    return (
        stated if governorates.admits(stated, longitude, latitude) else governorates.at(longitude, latitude)
    )


def simplemaps(
    sources: Path,
    gazetteer: Gazetteer,
    governorates: Governorates,
    by_name: Mapping[str, str],
    skip: set[str],
) -> None:
    """Fill populations that GeoNames lacks and add the towns that it lacks. `by_name`: folded name to P-code."""
    for _, row in read_rows(
        sources / "simplemaps_cities.csv", ("id", "city", "city_ascii", "lat", "lng", "population")
    ):
        place_id = f"sm-{row['id']}"
        if place_id in skip:
            continue
        longitude, latitude = float(row["lng"]), float(row["lat"])
        population = int(float(row["population"] or 0))
        twin = gazetteer.twin((row["city"],), "settlement", longitude, latitude)
        if twin is not None:
            twin.add(row["city"], "und-Latn", source="simplemaps")
            twin.population = twin.population or population
            continue
        entry = Entry(
            place_id,
            display(row["city"]),
            "",
            "settlement",
            longitude,
            latitude,
            SIMPLEMAPS_ACCURACY_M,
            "simplemaps",
            "CC-BY-4.0",
            population=population,
        )
        entry.add(row["city"], "und-Latn")
        stated = by_name.get(fold(row["admin_name"]), "") or governorates.at(longitude, latitude)
        entry.admin1_pcode = admin1(governorates, stated, longitude, latitude)
        gazetteer.put(entry)


def airports(sources: Path, gazetteer: Gazetteer, governorates: Governorates) -> None:
    """Add airports and air bases; ICAO's code is a name too."""
    for _, row in read_rows(sources / "airports.csv", ("icao", "name", "lat", "lon")):
        longitude, latitude = float(row["lon"]), float(row["lat"])
        kind = "airbase" if "Air Base" in row["name"] else "airport"
        place_id = f"ap-{row['icao'].lower()}"
        entry = Entry(
            place_id, row["name"], "", kind, longitude, latitude, AIRPORT_ACCURACY_M, "airportsdata", "MIT"
        )
        entry.add(row["name"], "und-Latn")
        entry.add(row["icao"], "und-Latn", "alias")
        entry.admin1_pcode = governorates.at(longitude, latitude)
        gazetteer.put(entry)


def size_up(gazetteer: Gazetteer, governorate_seats: set[str], district_seats: set[str]) -> None:
    """Tell cities and towns from settlements by population and by what they are seat of."""
    for entry in gazetteer.entries.values():
        if entry.kind != "settlement":
            continue
        if entry.population >= CITY_POPULATION or entry.place_id in governorate_seats:
            entry.kind = "city"
        elif entry.population >= TOWN_POPULATION or entry.place_id in district_seats:
            entry.kind = "town"
