"""Places as others read them: Linked Places Format 1.3 and CSV, out of a gazetteer and into the user's own layer.

https://github.com/LinkedPasts/linked-places-format
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError, ReadError, WriteError
from geomap.gazetteer.exchange_read import COLUMNS, SIGNED, URN, Item, Name, decimal, read_items
from geomap.gazetteer.own import ACCURACY_M, KINDS, Row, add, alias_row, place_row, read_own, same_place, slug
from geomap.gazetteer.store import Gazetteer
from geomap.names import fold
from geomap.safetext import clean_text, csv_text

_CONTEXT = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
)
# GeoNames' feature classes, which Linked Places requires: P settlements, A units, H water, L areas, R roads,
# T landforms; everything else is a site, S.
_CLASSES = dict.fromkeys(("city", "town", "village", "settlement", "neighbourhood"), "P")
_CLASSES |= dict.fromkeys(("country", "governorate", "district", "subdistrict"), "A")
_CLASSES |= {"river": "H", "lake": "H", "region": "L", "road": "R"}
_CLASSES |= dict.fromkeys(("mountain", "valley", "plain", "desert"), "T")
_MOST_PROBLEMS = 10


def items(gazetteer: Gazetteer, *, own: bool = False) -> list[Item]:
    """Return the places of a gazetteer; with `own` only the user's places and the names that the user gave to others.

    Verdicts that a name is no place, and aliases for places of another gazetteer, are not among them.
    """
    places, rows = read_own()
    own_places = {row["place_id"]: row for row in places}
    given: dict[str, list[Name]] = {}
    for row in rows:
        place = gazetteer.get(row["place_id"]) if row["place_id"] else None
        if place is not None:
            name = Name(row["lang"], row["toponym"], row["kind"] or "alias", Item(row).signed)
            given.setdefault(place.place_id, []).append(name)
    found = []
    for place in gazetteer.places():
        if own and place.place_id not in own_places and place.place_id not in given:
            continue
        cells = {c: decimal(getattr(place, c, "")) for c in COLUMNS} | own_places.get(place.place_id, {})
        names = given.get(place.place_id, [])
        if not own:
            told = {place.name_en, place.name_ar, *(name.name for name in names)}
            others = [Name(n.lang, n.name, n.kind) for n in place.names if n.name not in told]
            names = [*others, *names]
        found.append(Item(cells, names, not own or place.place_id in own_places))
    return found


def to_text(found: Iterable[Item], suffix: str, *, as_of: str) -> str:
    """Return items as Linked Places (.json, .geojson) or CSV (.csv); `as_of`: the day on which they were known to be.

    Raises WriteError for another suffix.
    """
    if suffix.lower() == ".csv":
        return clean_text(csv_text(COLUMNS, (row for item in found for row in _csv_rows(item))))
    if suffix.lower() not in (".json", ".geojson"):
        raise WriteError(
            f"the suffix {suffix or '(none)'} is unknown. Use .json (Linked Places Format) or .csv."
        )
    features = [_feature(item, as_of) for item in found]
    whole = {"type": "FeatureCollection", "@context": _CONTEXT, "features": features}
    return clean_text(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def _csv_rows(item: Item) -> Iterator[Row]:
    """A row for the place, and one for the names of each other who, when and why."""
    by: dict[tuple[str, str, str], list[Name]] = {item.signed: []} if item.whole else {}
    for name in item.names:
        by.setdefault(name.signed if any(name.signed) else item.signed, []).append(name)
    for signed, names in by.items():
        told = [
            f"{n.lang}:{n.name.replace('|', ' ')}{'(former)' if n.kind == 'former' else ''}" for n in names
        ]
        yield item.cells | dict(zip(SIGNED, signed, strict=True)) | {"other_names": "|".join(told)}


def _feature(item: Item, as_of: str) -> dict[str, Any]:
    cells = item.cells
    names = [Name("en", item["name_en"], "official"), Name("ar", item["name_ar"], "official"), *item.names]
    properties: dict[str, Any] = {
        "title": item["name_en"] or item["name_ar"],
        "ccodes": ["SY"],
        "fclasses": [_CLASSES.get(item["kind"], "S")],
    } | {c: cells[c] for c in COLUMNS if cells.get(c) and c not in ("longitude", "latitude", "place_id")}
    feature: dict[str, Any] = {
        "@id": URN + item["place_id"],
        "type": "Feature",
        "properties": properties,
        "when": {"timespans": [{"start": {"latest": item["reviewed_on"] or as_of}}]},
        "names": [_toponym(name) for name in names if name.name],
        "types": [
            {"identifier": URN + "kind:" + item["kind"], "label": item["kind"],
             "sourceLabels": [{"label": item["kind"], "lang": "en"}]}
        ],
        "geometry": {"type": "Point", "coordinates": [float(item["longitude"]), float(item["latitude"])]},
        "links": [],
        "relations": [],
    }  # fmt: skip
    if item["place_id"].startswith("gn-"):
        identifier = f"https://www.geonames.org/{item['place_id'][3:]}"
        feature["links"].append({"type": "closeMatch", "identifier": identifier})
    if item["parent_id"]:
        relation = {"relationType": "gvp:broaderPartitive", "relationTo": URN + item["parent_id"]}
        feature["relations"].append(relation | {"label": f"part of {item['parent_id']}"})
    if item["note"]:
        feature["descriptions"] = [{"value": item["note"], "lang": "und"}]
    return feature


def _toponym(name: Name) -> dict[str, str]:
    signed = {key: value for key, value in zip(SIGNED, name.signed, strict=True) if value}
    return {"toponym": name.name, "lang": name.lang or "und", "kind": name.kind} | signed


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought: places, more names of places that were known, shapes that became a point."""

    places: int
    aliases: int
    shapes: int


def import_file(
    path: Path, gazetteer: Gazetteer, *, reviewer: str, reviewed_on: str, folder: Path | None = None
) -> Imported:
    """Add the places of a Linked Places or CSV file to the user's files; a known place gets the names that it lacks.

    Rows without a reviewer get `reviewer` and `reviewed_on`. Raises ReadError that names every row which
    cannot be taken; nothing is then changed.
    """
    places: dict[str, Row] = {}
    aliases: list[Row] = []
    problems: list[str] = []
    own = {row["place_id"] for row in read_own(folder)[0]}
    shapes = 0
    for number, item, shaped in read_items(path):
        shapes += shaped
        try:
            by = item["reviewer"] or reviewer, item["reviewed_on"] or reviewed_on, item["note"]
            signed = dict(zip(SIGNED, by, strict=True))
            known = gazetteer.get(item["place_id"]) if item["place_id"] else None
            place_id = known.place_id if known else _own_id(item, places)
            if (known is None or known.place_id in own) and place_id not in places:
                row = _place(item, place_id, gazetteer, signed)
                if known is None and not item["place_id"].startswith("own-"):
                    known = same_place(row, gazetteer)  # of another gazetteer, with an id of its own
                if known is None or known.place_id in own:
                    places[place_id] = row
                else:
                    place_id = known.place_id
            if place_id in places:
                have = {places[place_id]["name_en"], places[place_id]["name_ar"]}
                names = item.names
            else:
                assert known is not None
                have = {name.name for name in known.names}
                names = [Name("en", item["name_en"], ""), Name("ar", item["name_ar"], ""), *item.names]
            folds = {fold(name) for name in have}
            for lang, name, kind, who in names:
                if fold(name) and fold(name) not in folds:
                    folds.add(fold(name))
                    former = "former" if kind == "former" else "alias"
                    why = dict(zip(SIGNED, who, strict=True)) if any(who) else signed
                    aliases.append(alias_row(name, place_id, lang=lang, kind=former, **why))
        except GazetteerError as error:
            problems.append(f"{'row' if path.suffix.lower() == '.csv' else 'feature'} {number}: {error}")
    if problems:
        more = f" And {len(problems) - _MOST_PROBLEMS} more." if len(problems) > _MOST_PROBLEMS else ""
        shown = " ".join(problems[:_MOST_PROBLEMS]) + more
        raise ReadError(str(path), shown.rstrip("."), "Correct these and import again; nothing was changed.")
    add(list(places.values()), aliases, folder)
    return Imported(len(places), len(aliases), shapes)


def _own_id(item: Item, taken: Container[str]) -> str:
    given = "-".join(item["place_id"].split())
    if given:
        return given if given.startswith("own-") else f"own-{slug(given)}"
    first = f"own-{slug(item['name_en'] or item['name_ar'])}"
    numbered = (f"{first}-{number}" for number in itertools.count(2))
    return next(i for i in itertools.chain([first], numbered) if i not in taken)


def _place(item: Item, place_id: str, gazetteer: Gazetteer, signed: dict[str, str]) -> Row:
    name = item["name_en"] or item["name_ar"]
    numbers = []
    for column, default in (
        ("longitude", None),
        ("latitude", None),
        ("accuracy_m", ACCURACY_M),
        ("population", 0),
    ):
        try:
            value = float(item[column] or (default if default is not None else ""))
            if not math.isfinite(value):
                raise ValueError
            numbers.append(value)
        except ValueError:
            raise GazetteerError(
                f"{name or place_id}: {column} {item[column]!r} is no number. Write it as 36.72."
            ) from None
    longitude, latitude, accuracy_m, population = numbers
    parent = item["admin3_pcode"] or item["admin2_pcode"] or item["admin1_pcode"] or item["parent_id"]
    return place_row(
        name, item["kind"] if item["kind"] in KINDS else "settlement", longitude, latitude, gazetteer,
        name_ar=item["name_ar"], parent=parent if gazetteer.get(parent) else "", place_id=place_id,
        accuracy_m=accuracy_m, population=int(population), source=item["source"] or "own", licence=item["licence"],
        **signed,
    )  # fmt: skip
