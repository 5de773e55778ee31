"""The highways: lines through the towns that they pass, named in roads.csv."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from curated_places import LICENCE, other_names
from entries import Entry, Gazetteer
from shapely.geometry import LineString
from shapes import Shape
from tables import TableError, read_rows

COLUMNS = ("road_id", "name_en", "name_ar", "other_names", "through", "note")
# Straight lines from town to town; between far towns a road bends away from them by so much.
ACCURACY_M = 10_000.0


def add_roads(curated: Path, gazetteer: Gazetteer) -> Iterator[Shape]:
    """Entries and lines of roads.csv."""
    path = curated / "roads.csv"
    for where, row in read_rows(path, COLUMNS) if path.exists() else []:
        if not re.fullmatch(r"road-[a-z0-9-]+", row["road_id"]):
            raise TableError(where, f"road_id is {row['road_id']!r}", "Write road-… in small letters.")
        missing = [i for i in row["through"].split() if i not in gazetteer.entries]
        if missing or len(row["through"].split()) < 2:
            raise TableError(where, f"no place has the id {' '.join(missing)}", "Correct the column through.")
        towns = [gazetteer.entries[i] for i in row["through"].split()]
        line = LineString([(t.longitude, t.latitude) for t in towns])
        middle = towns[len(towns) // 2]
        entry = Entry(
            row["road_id"], row["name_en"], row["name_ar"], "road", middle.longitude, middle.latitude,
            ACCURACY_M, "curated", LICENCE,
        )  # fmt: skip
        for name, lang, kind in other_names(where, row["other_names"]):
            entry.add(name, lang, kind, "curated")
        gazetteer.put(entry)
        words = f"{row['note']}; a straight line from town to town: " + ", ".join(t.name_en for t in towns)
        yield Shape(entry.place_id, line, words, True, "curated", LICENCE)
