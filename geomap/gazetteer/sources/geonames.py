"""GeoNames' country dump (19 columns) and its alternate names (10 columns): tab-separated, no header, UTF-8."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.sources.record import Record, clean_names, first_name

DUMP_COLUMNS = 19
NAMES_COLUMNS = (8, 10)  # without and with the years of use
LICENCE = "CC-BY-4.0"
# 95 in 100 positions that were checked against official ones lay within 1.8 km.
_ACCURACY_M = 2000.0
# The kinds of the shipped gazetteer's generated rows: a city from 100,000 people, a town from 5,000.
_CITY, _TOWN = 100_000, 5_000
# Alternate "names" that are none.
_NO_LANGUAGES = {"link", "wkdt", "post", "iata", "icao", "faac", "unlc", "phon", "piny", "abbr", "tcid"}
_SECTION = "PPLX"  # a part of a populated place


def recognise(line: str) -> str:
    """Return "dump", "names" or "" for the first line of a file."""
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) == DUMP_COLUMNS and cells[0].isdigit() and len(cells[6]) == 1:
        return "dump"
    if len(cells) in NAMES_COLUMNS and cells[0].isdigit() and cells[1].isdigit():
        return "names"
    return ""


def _rows(path: Path, widths: tuple[int, ...]) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            cells = line.rstrip("\r\n").split("\t")
            if len(cells) not in widths:
                raise GazetteerError(
                    f"{path.name} line {number}: {len(cells)} cells, not {widths[-1]}. Is the file cut off?"
                )
            yield cells


def read_names(path: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Return (name, language code, kind) by GeoNames id."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for cells in _rows(path, NAMES_COLUMNS):
        _, place, code, name, preferred, _, _, historic, *_ = cells
        if code in _NO_LANGUAGES:
            continue
        kind = "former" if historic == "1" else "variant"
        # Preferred names first: the first Arabic one is shown
        found[place].insert(0 if preferred == "1" else len(found[place]), (name, code, kind))
    return found


def read_dump(path: Path, names: dict[str, list[tuple[str, str, str]]]) -> Iterator[Record]:
    """Yield the populated places (class P) of a dump. Raises GazetteerError for a broken row."""
    for number, cells in enumerate(_rows(path, (DUMP_COLUMNS,)), start=1):
        place, name, ascii_name, alternates, latitude, longitude, feature_class, code = cells[:8]
        if feature_class != "P":
            continue
        try:
            at = float(longitude), float(latitude)
            people = int(cells[14] or 0)
        except ValueError as error:
            raise GazetteerError(f"{path.name} line {number}: {error}.") from None
        raw = [*names.get(place, ()), (name, "und", "variant"), (ascii_name, "und", "variant")]
        # The dump repeats the alternate names without their languages: needed only where that file is absent
        if place not in names:
            raw += [(alternate, "und", "variant") for alternate in alternates.split(",")]
        known = clean_names(raw, "geonames-dump")
        yield Record(
            place_id=f"gn-{place}", family="geonames", kind=_kind(code, people),
            name_en=ascii_name.replace("`", "'") or name, name_ar=first_name(known, "ar"),
            longitude=at[0], latitude=at[1], source="geonames-dump", licence=LICENCE,
            accuracy_m=_ACCURACY_M, names=known, population=people,
        )  # fmt: skip


def _kind(code: str, people: int) -> str:
    if code == _SECTION:
        return "neighbourhood"
    return "city" if people >= _CITY else "town" if people >= _TOWN else "settlement"
