"""Positions written by hand against a folder of reference files: whose namesakes all lie far away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

from geomap.errors import GazetteerError
from geomap.gazetteer.compile import read_csv
from geomap.names import bare, fold

#: Two sources place one village's centre up to about 2 km apart; beyond 3 km they mean different points.
FAR_M = 3_000.0
_KINDS = frozenset({"city", "town", "village", "settlement"})
_COD = Path("cod", "syr_populated_places_adm4.csv")
_WOF = Path("wof", "wof_sy_places.jsonl")


class _Cells(Protocol):
    def __getitem__(self, column: str, /) -> str: ...


_R = TypeVar("_R", bound=_Cells)


def far_from_reference(rows: Iterable[_R], folder: Path) -> list[tuple[_R, str, float, str]]:
    """Return row, name, metres and source of hand-written settlements far from every reference namesake.

    A row whose name the reference lacks is not listed. Raises GazetteerError where no reference file is found.
    """
    from pyproj import Geod

    known = _reference(folder)
    earth = Geod(ellps="WGS84")
    found = []
    for row in rows:
        if row["source"] != "curated" or row["kind"] not in _KINDS:
            continue
        here = float(row["longitude"]), float(row["latitude"])
        near = [
            (float(earth.inv(*here, longitude, latitude)[2]), name, source)
            for name in (row["name_ar"], row["name_en"])
            for longitude, latitude, source in known.get(_mark(name), ())
        ]
        if near and min(near)[0] > FAR_M:
            metres, name, source = min(near)
            found.append((row, name, metres, source))
    return sorted(found, key=lambda item: (item[2], item[0]["place_id"]))


def _mark(name: str) -> str:
    return bare(fold(name)).replace(" ", "")


def _reference(folder: Path) -> dict[str, set[tuple[float, float, str]]]:
    if not any((folder / path).is_file() for path in (_COD, _WOF)):
        raise GazetteerError(f"{folder}: no reference here. It needs {_COD} or {_WOF}.")
    known: dict[str, set[tuple[float, float, str]]] = {}
    for longitude, latitude, source, names in (*_cod(folder / _COD), *_wof(folder / _WOF)):
        for mark in {_mark(name) for name in names} - {""}:
            known.setdefault(mark, set()).add((longitude, latitude, source))
    return known


def _cod(path: Path) -> Iterator[tuple[float, float, str, list[str]]]:
    if path.is_file():
        for line, row in read_csv(path):
            try:
                point = float(row["lng"]), float(row["lat"])
            except (KeyError, ValueError):
                raise GazetteerError(f"{path} line {line}: lat and lng must be numbers.") from None
            yield *point, f"COD {row.get('pcode', '')}", [row.get("name_ar", ""), row.get("name_en", "")]


def _wof(path: Path) -> Iterator[tuple[float, float, str, list[str]]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                place = json.loads(line)
                names = [name for group in place.get("names", {}).values() for name in group]
                point = float(place["lon"]), float(place["lat"])
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise GazetteerError(f"{path} line {number}: no place that can be read ({error}).") from None
            if place.get("placetype") in ("locality", "neighbourhood", "localadmin", "borough"):
                yield *point, f"WOF {place.get('wof_id', '')}", [str(place.get("name", "")), *names]
