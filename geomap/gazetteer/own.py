"""The user's own layer: places.csv and aliases.csv in the user's folder, each row with who, when and why."""

from __future__ import annotations

import datetime
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from geomap.atomic import atomic_path
from geomap.errors import GazetteerError
from geomap.gazetteer.check import BOX
from geomap.gazetteer.compile import PLACE_COLUMNS, read_csv
from geomap.gazetteer.load import user_folder
from geomap.gazetteer.store import Gazetteer
from geomap.models import ADMIN, Place
from geomap.names import fold
from geomap.review.decisions import ALIAS_COLUMNS
from geomap.safetext import clean_text, csv_text, guard_formula

Row = dict[str, str]

OWN_PLACE_COLUMNS = (*PLACE_COLUMNS, "reviewer", "reviewed_on", "note")
#: What a place may be; the list of gazetteer/README.md without the country and its units.
KINDS = (
    "city", "town", "village", "settlement", "neighbourhood", "camp", "airport", "airbase", "crossing", "dam",
    "bridge", "mountain", "valley", "plain", "river", "lake", "road", "region", "desert", "oilfield", "gasfield",
    "prison", "barracks", "checkpoint", "hospital", "industrial", "port", "facility",
)  # fmt: skip
#: A position read off a map by hand, where nothing better is said.
ACCURACY_M = 1_000.0
#: Two places of one name and kind nearer than this are one place (gazetteer install has it so, too).
SAME_PLACE_M = 2_000.0
_LONGEST_NAME = 120  # what is longer is a description
_POPULATED = frozenset({"city", "town", "village", "settlement"})
_VERDICTS = ("not_a_place", "foreign")


def read_own(folder: Path | None = None) -> tuple[list[Row], list[Row]]:
    """Return the rows of the user's places and aliases. Raises GazetteerError where a file is no CSV."""
    places, aliases = ((folder or user_folder()) / name for name in ("places.csv", "aliases.csv"))
    return _read(places, OWN_PLACE_COLUMNS), _read(aliases, ALIAS_COLUMNS)


def add(places: Sequence[Row], aliases: Sequence[Row], folder: Path | None = None) -> None:
    """Write rows into the user's files: a place takes the place of one with its id, an alias of the same alias.

    A reviewer's verdict that a name is no place gives way to an alias of that name. Raises WriteError;
    each file is written whole or stays as it was.
    """
    target = folder or user_folder()
    old_places, old_aliases = read_own(target)
    by_id = {row["place_id"]: row for row in (*old_places, *places)}
    new = {_alias_key(row): row for row in aliases}
    named = {fold(row["toponym"]) for row in new.values()} | {
        fold(name) for row in places for name in (row["name_en"], row["name_ar"])
    }
    kept = [r for r in old_aliases if not (r["kind"] in _VERDICTS and fold(r["toponym"]) in named)]
    by_name = {_alias_key(row): row for row in kept} | new
    # The places first: an alias may name one of them
    if by_id != {row["place_id"]: row for row in old_places}:
        _write(target / "places.csv", OWN_PLACE_COLUMNS, (by_id[i] for i in sorted(by_id)))
    if list(by_name.values()) != old_aliases:
        ordered = sorted(by_name.values(), key=lambda r: (fold(r["toponym"]) or r["toponym"], *r.values()))
        _write(target / "aliases.csv", ALIAS_COLUMNS, ordered)


def alias_row(
    name: str, place_id: str, *, lang: str = "", kind: str = "alias", reviewer: str, reviewed_on: str, note: str = ""
) -> Row:  # fmt: skip
    """Return a row of aliases.csv. Raises GazetteerError for a name or date that cannot be one."""
    values = (_name(name), place_id, _line(lang), kind, _line(reviewer), _date(reviewed_on), _line(note))
    return dict(zip(ALIAS_COLUMNS, values, strict=True))


def place_row(
    name: str, kind: str, longitude: float, latitude: float, gazetteer: Gazetteer, *, name_ar: str = "",
    parent: str = "", place_id: str = "", accuracy_m: float = ACCURACY_M, population: int = 0, source: str = "own",
    licence: str = "", reviewer: str, reviewed_on: str, note: str = "",
) -> Row:  # fmt: skip
    """Return a row of the user's places.csv; units that `parent` does not tell come from the governorates' polygons.

    Raises GazetteerError that says what is wrong: kind, position, swapped coordinates, parent, name, date.
    """
    name, name_ar = _name(name), _name(name_ar) if name_ar else ""
    if not name_ar and any("ARABIC" in unicodedata.name(c, "") for c in name):
        name_ar = name
    if kind not in KINDS:
        raise GazetteerError(f"{name}: the kind {kind!r} is unknown. Use one of {', '.join(KINDS)}.")
    _refuse_outside(name, longitude, latitude)
    unit = _unit(name, parent, longitude, latitude, gazetteer)
    row = dict.fromkeys(OWN_PLACE_COLUMNS, "") | {
        "place_id": place_id or f"own-{slug(name)}{'-' + unit.place_id.lower() if unit else ''}",
        "name_en": name, "name_ar": name_ar, "kind": kind,
        "longitude": _degrees(longitude), "latitude": _degrees(latitude), "accuracy_m": f"{accuracy_m:.0f}",
        "population": str(population or ""), "source": _line(source), "licence": _line(licence),
        "reviewer": _line(reviewer), "reviewed_on": _date(reviewed_on), "note": _line(note),
    }  # fmt: skip
    if unit is not None:
        row |= {"parent_id": unit.place_id, "admin1_pcode": unit.admin1_pcode}
        row |= {"admin2_pcode": unit.admin2_pcode, "admin3_pcode": unit.admin3_pcode}
        if unit.kind == "governorate":
            row |= {"admin2_pcode": "", "admin3_pcode": ""}  # those of its seat
    return row


def add_place(
    name: str, kind: str, longitude: float, latitude: float, gazetteer: Gazetteer, *, name_ar: str = "",
    parent: str = "", accuracy_m: float = ACCURACY_M, reviewer: str, reviewed_on: str, note: str = "",
    folder: Path | None = None,
) -> Row:  # fmt: skip
    """Add a place to the user's files and return its row. Raises GazetteerError where the gazetteer has it already."""
    row = place_row(
        name, kind, longitude, latitude, gazetteer, name_ar=name_ar, parent=parent, accuracy_m=accuracy_m,
        reviewer=reviewer, reviewed_on=reviewed_on, note=note,
    )  # fmt: skip
    own = {place["place_id"]: place for place in read_own(folder)[0]}
    first, number = row["place_id"], 1
    while (namesake := own.get(row["place_id"])) and _metres(
        longitude, latitude, float(namesake["longitude"]), float(namesake["latitude"])
    ) > SAME_PLACE_M:  # another place of that name in the same unit; the same one is corrected
        number += 1
        row["place_id"] = f"{first}-{number}"
    there = same_place(row, gazetteer)
    if there is not None and there.place_id not in own:
        raise GazetteerError(
            f"{name}: the gazetteer has this {kind} already, {there.place_id} ({there.name_en}). "
            f"Add other names of it with --place-id {there.place_id}."
        )
    add([row], [], folder)
    return row


def same_place(row: Mapping[str, str], gazetteer: Gazetteer) -> Place | None:
    """Return the place of like kind that has one of the row's two names within 2 km."""
    here = float(row["longitude"]), float(row["latitude"])
    for title in filter(None, (row["name_en"], row["name_ar"])):
        for hit in gazetteer.by_form(fold(title)):
            there = gazetteer.place(hit.place_id)
            alike = there.kind == row["kind"] or {there.kind, row["kind"]} <= _POPULATED
            if alike and _metres(*here, there.longitude, there.latitude) < SAME_PLACE_M:
                return there
    return None


def _metres(longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
    from pyproj import Geod

    return float(Geod(ellps="WGS84").inv(longitude, latitude, other_longitude, other_latitude)[2])


def slug(name: str) -> str:
    """Return a name as the part of an id, in its own script.

    >>> slug("Tell  al-Zaytun!"), slug("تل الزيتون")
    ('tell-al-zaytun', 'تل-الزيتون')
    """
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", name).lower()).strip("-")


def _unit(name: str, parent: str, longitude: float, latitude: float, gazetteer: Gazetteer) -> Place | None:
    import shapely

    if parent:
        unit = gazetteer.by_code(parent)
        if unit is None or unit.kind not in ADMIN:
            raise GazetteerError(
                f"{name}: {parent!r} is no governorate, district or sub-district. Give a P-code such as SY07 or SY0703."
            )
        return unit
    here = shapely.Point(longitude, latitude)
    return next(
        (u for u in gazetteer.places("governorate") if u.wkb and shapely.from_wkb(u.wkb).covers(here)), None
    )


def _refuse_outside(name: str, longitude: float, latitude: float) -> None:
    west, south, east, north = BOX
    if west <= longitude <= east and south <= latitude <= north:
        return
    if west <= latitude <= east and south <= longitude <= north:
        raise GazetteerError(
            f"{name}: longitude {longitude:g} and latitude {latitude:g} are swapped. "
            f"Give --lon {latitude:g} --lat {longitude:g}."
        )
    raise GazetteerError(
        f"{name}: longitude {longitude:g}, latitude {latitude:g} lies outside Syria "
        f"({west:g}–{east:g} E, {south:g}–{north:g} N). Correct the position."
    )


def _name(text: str) -> str:
    name = _line(text)
    if not fold(name):
        raise GazetteerError(f"{text!r} is no name: it has no letter. Give the name as people write it.")
    if len(name) > _LONGEST_NAME:
        raise GazetteerError(
            f"{name[:40]}…: longer than {_LONGEST_NAME} characters. Give the name only; the rest is a note."
        )
    if "|" in name or guard_formula(name) != name:
        raise GazetteerError(f"{name!r}: a name has no | and does not begin with = + - @. Give it without.")
    return name


def _line(text: str) -> str:
    # Marks of direction would reverse what stands beside them in a table
    return " ".join(
        "".join(c for c in clean_text(text) if unicodedata.bidirectional(c) not in _MARKS).split()
    )


_MARKS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _date(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise GazetteerError(f"the date {text!r} is none. Write it as 2020-11-28.") from None


def _degrees(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")


def _alias_key(row: Mapping[str, str]) -> tuple[str, str, str]:
    name = row["toponym"]
    return fold(name) or name, row["place_id"], row["kind"] if row["kind"] in _VERDICTS else ""


def _read(path: Path, columns: tuple[str, ...]) -> list[Row]:
    if not path.is_file():
        return []
    return [{c: _unguarded(row.get(c, "")) for c in columns} for _, row in read_csv(path)]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and guard_formula(cell[1:]) == cell else cell


def _write(path: str | os.PathLike[str], columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with atomic_path(path) as temporary:
        temporary.write_text(clean_text(csv_text(columns, rows)), "utf-8", newline="")
