"""The sub-districts: written by hand in subdistricts.csv, each with the town that seats it."""

from __future__ import annotations

import re
from pathlib import Path

from curated_places import LICENCE, Unit, other_names, position
from entries import Entry, Gazetteer
from shapes import Governorates
from tables import TableError, parse_number, read_rows
from toponyms import fold, slug

COLUMNS = (
    "pcode", "name_en", "name_ar", "other_names", "parent", "seat_en", "seat_ar", "seat_longitude",
    "seat_latitude", "accuracy_m", "note",
)  # fmt: skip


def add_subdistricts(
    curated: Path, gazetteer: Gazetteer, governorates: Governorates, units: dict[str, Unit]
) -> None:
    """Add the sub-districts and, where no row is their seat yet, the seats."""
    path = curated / "subdistricts.csv"
    for where, row in read_rows(path, COLUMNS) if path.exists() else []:
        code, district = row["pcode"], row["parent"]
        if not re.fullmatch(r"SY\d{6}", code) or district not in units or not code.startswith(district[:4]):
            raise TableError(
                where, f"P-code {code!r} in {district!r}", "Write SY070301, and its district SY0703."
            )
        if code in gazetteer.entries:
            raise TableError(where, f"{code} stands twice", "Delete one row.")
        seat = _seat(where, row, gazetteer, governorates)
        seat.admin1_pcode, seat.admin2_pcode, seat.admin3_pcode = district[:4], district, code
        seat.kind = "town" if seat.kind in ("settlement", "village") else seat.kind
        entry = Entry(
            code, row["name_en"], row["name_ar"], "subdistrict", seat.longitude, seat.latitude, seat.accuracy_m,
            "curated", LICENCE, admin1_pcode=district[:4], admin2_pcode=district, admin3_pcode=code,
            pcode=code, parent_id=district, seat_id=seat.place_id,
        )  # fmt: skip
        for name, lang, kind in other_names(where, row["other_names"]):
            entry.add(name, lang, kind, "curated")
        if {fold(row["name_en"]), fold(row["name_ar"])} & seat.folded():
            for name, lang in ((seat.name_en, "und-Latn"), (seat.name_ar, "ar")):
                entry.add(name, lang, source=seat.source)
            for name, (lang, kind, source) in seat.names.items():
                entry.add(name, lang, kind, source)
            for name, lang, kind in other_names(where, row["other_names"]):
                if not fold(name).startswith(("markaz", "مركز")):
                    seat.add(name, lang, kind, "curated")
            seat.add(row["name_en"], "und-Latn", source="curated")
            gazetteer.put(seat)
        gazetteer.put(entry)


def _seat(where: str, row: dict[str, str], gazetteer: Gazetteer, governorates: Governorates) -> Entry:
    """The town that seats a sub-district: one that is known, else a new one at the stated position."""
    at = {"longitude": row["seat_longitude"], "latitude": row["seat_latitude"]}
    longitude, latitude = position(where, at)
    known = gazetteer.twin((row["seat_ar"], row["seat_en"]), "town", longitude, latitude)
    if known is not None:
        return known
    governorate = row["parent"][:4]
    if not governorates.admits(governorate, longitude, latitude):
        raise TableError(
            where,
            f"{row['seat_en']} at {longitude}, {latitude} lies outside {governorate}",
            "Correct the position.",
        )
    accuracy_m = parse_number(where, "accuracy_m", row["accuracy_m"], 1, 200_000)
    seat = Entry(
        f"gm-{slug(row['seat_en'])}-{row['parent'].lower()}", row["seat_en"], row["seat_ar"], "town",
        longitude, latitude, accuracy_m, "curated", LICENCE,
    )  # fmt: skip
    if seat.place_id in gazetteer.entries:
        seat.place_id += "-seat"
    gazetteer.put(seat)
    return seat
