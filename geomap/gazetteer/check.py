"""What is wrong in a gazetteer folder and in the user's own files: each finding with its file, row and remedy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import GazetteerError
from geomap.gazetteer.compile import read_csv
from geomap.gazetteer.finding import ERROR, WARNING, Finding, Row, name_findings

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: Syria with a margin of about 10 km: the country spans 35.61–42.38° E and 32.31–37.32° N.
BOX = (35.5, 32.2, 42.5, 37.45)
#: How far the shipped governorates' borders may be off where people live (gazetteer/README.md).
BORDER_M = 15_000.0
# The desert border of these two is drawn up to 90 km off in the shipped polygons (gazetteer/README.md).
_LOOSE_BORDER = frozenset({"SY03", "SY04"})
_LOOSE_BORDER_M = 90_000.0
# Coasts are drawn up to 1.5 km inland of the quays: quarters by the sea are no strangers. About 2 km.
_COAST_DEGREES = 0.02
_SPANNING = frozenset({"river", "road", "valley", "mountain", "plain", "lake"})


class Checker:
    """The files of one folder, with the user's own over it, read as they stand: broken rows included.

    Raises GazetteerError where a file cannot be read at all.
    """

    def __init__(self, folder: Path, own: Path | None = None) -> None:
        if not (folder / "places.csv").is_file():
            raise GazetteerError(f"{folder}: no gazetteer here (places.csv is missing). Name another folder.")
        self.folder = folder
        self.places = _read(folder / "places.csv", "places.csv")
        self.names = _read(folder / "names.csv", "names.csv")
        self.own_places = _read(own / "places.csv", "your places.csv") if own else []
        self.aliases = _read(own / "aliases.csv", "your aliases.csv") if own else []
        self.by_id = {row["place_id"]: row for row in (*self.places, *self.own_places) if row["place_id"]}
        self.approximate: set[str] = set()
        self._areas: dict[str, BaseGeometry | None] = {}
        self.former = {row["id"] for row in _read(folder / "ids.csv", "ids.csv")}

    def findings(self) -> list[Finding]:
        """Run every check; errors come first, then in the order of files and rows."""
        found = [
            *self._ids(),
            *self._links(),
            *self._positions(),
            *self._polygons(),
            *self._names(),
        ]
        return sorted(found, key=lambda f: (f.level, f.file, f.row, f.place_id, f.check))

    def _ids(self) -> Iterator[Finding]:
        for rows in (self.places, self.own_places):
            seen: dict[str, int] = {}
            for row in rows:
                if not row["place_id"]:
                    yield row.finding("id", "place_id is empty", "Give the place an id of its own")
                elif row["place_id"] in seen:
                    first = seen[row["place_id"]]
                    yield row.finding(
                        "id", f"place_id is used in line {first} too", "Rename or delete one of the two"
                    )
                seen.setdefault(row["place_id"], row.line)

    def _links(self) -> Iterator[Finding]:
        for row in (*self.places, *self.own_places):
            for column in ("parent_id", "seat_id", "admin1_pcode", "admin2_pcode", "admin3_pcode"):
                if row[column] and row[column] not in self.by_id:
                    yield row.finding(
                        "link", f"{column} {row[column]!r} is no place", "Correct the id, or leave it empty"
                    )
        for row in (*self.names, *self.aliases):
            if row["place_id"] not in self.by_id and row["place_id"] not in self.former:
                if row["kind"] in ("not_a_place", "foreign"):
                    continue  # a reviewer's verdict, not an alias
                name = row["name"] or row["toponym"]
                yield row.finding(
                    "alias", f"{name!r} points nowhere: no place {row['place_id']!r} in this gazetteer",
                    "Correct the id (`geomap gazetteer search`), or delete the row",
                )  # fmt: skip

    def _positions(self) -> Iterator[Finding]:
        import shapely

        west, south, east, north = BOX
        for row in (*self.places, *self.own_places):
            point = _point(row)
            if point is None:
                yield row.finding("position", "longitude or latitude is no number", "Write degrees, as 36.72")
                continue
            longitude, latitude = point
            if not (west <= longitude <= east and south <= latitude <= north):
                swapped = west <= latitude <= east and south <= longitude <= north
                yield row.finding(
                    "position", f"{latitude:g} N {longitude:g} E lies outside Syria",
                    "Swap longitude and latitude" if swapped else "Correct the position",
                )  # fmt: skip
                continue
            area = self._governorate(row["admin1_pcode"])
            if area is None or row["kind"] == "country" or area.covers(shapely.Point(point)):
                continue
            off = _metres_outside(area, point)
            if off > max(BORDER_M, _number(row["accuracy_m"])):
                yield row.finding(
                    "parent", f"the point lies {off / 1000:.0f} km outside its governorate {row['admin1_pcode']}",
                    "Correct the position or the parent",
                )  # fmt: skip

    def _polygons(self) -> Iterator[Finding]:
        import shapely

        for place_id, geometry in self.geometries.items():
            row = self.by_id.get(place_id)

            def finding(problem: str, remedy: str, place_id: str = place_id) -> Finding:
                return Finding(ERROR, "polygon", "geometries.geojson", 0, place_id, problem, remedy)

            if row is None:
                yield finding("no place has this id", "Add its row to places.csv, or delete the geometry")
                continue
            if not geometry.is_valid:
                reason = shapely.is_valid_reason(geometry)
                yield finding(f"the geometry is invalid, {reason}", "Redraw it, or repair it in a GIS")
                continue
            if not geometry.area:
                continue
            area = self._governorate(row["admin1_pcode"])
            if area is not None and row["kind"] not in _SPANNING:
                inside = geometry.intersection(area.buffer(_COAST_DEGREES)).area / geometry.area
                if inside < 0.5:
                    yield finding(
                        f"only {inside:.0%} of it lie in its governorate {row['admin1_pcode']}",
                        "Correct the polygon or the parent",
                    )
            seat = _point(self.by_id[row["seat_id"]]) if row["seat_id"] in self.by_id else None
            # An approximate extent is cut off at the border of its governorate
            loose = place_id in self.approximate and row["admin1_pcode"] in _LOOSE_BORDER
            most = _LOOSE_BORDER_M if loose else BORDER_M
            if seat is not None and (off := _metres_outside(geometry, seat)) > most:
                yield finding(
                    f"its seat {row['seat_id']} lies {off / 1000:.0f} km outside", "Correct the polygon or the seat"
                )  # fmt: skip

    def _names(self) -> Iterator[Finding]:
        for row in (*self.places, *self.own_places):
            yield from name_findings(row, row["name_en"], "en")
            yield from name_findings(row, row["name_ar"], "ar")
        for row in (*self.names, *self.aliases):
            yield from name_findings(row, row["name"] or row["toponym"], row["lang"])

    @cached_property
    def geometries(self) -> dict[str, BaseGeometry]:
        """The folder's geometries by place_id, valid or not; `approximate` is filled with them."""
        from shapely.errors import ShapelyError
        from shapely.geometry import shape

        path = self.folder / "geometries.geojson"
        if not path.is_file():
            return {}
        found = {}
        try:
            for feature in json.loads(path.read_text("utf-8"))["features"]:
                properties = feature.get("properties") or {}
                place_id = str(feature.get("id") or properties.get("place_id"))
                found[place_id] = shape(feature["geometry"])
                if properties.get("approximate"):
                    self.approximate.add(place_id)
            return found
        except (ValueError, KeyError, TypeError, AttributeError, ShapelyError) as error:
            raise GazetteerError(
                f"{path}: no GeoJSON that can be read ({error}). Install or build it again."
            ) from None

    def _governorate(self, pcode: str) -> BaseGeometry | None:
        if pcode not in self._areas:
            parts = _LOOSE_BORDER if pcode in _LOOSE_BORDER else {pcode}
            found = [self.geometries[p] for p in sorted(parts) if p in self.geometries]
            self._areas[pcode] = _union(found) if pcode and found else None
        return self._areas[pcode]


def check(folder: Path, own: Path | None = None, reference: Path | None = None) -> list[Finding]:
    """Check a gazetteer folder, the user's files in `own` over it, and positions against a `reference` folder."""
    checker = Checker(folder, own)
    found = checker.findings()
    if reference is not None:
        from geomap.gazetteer.reference import far_from_reference

        found += [
            row.finding(
                "reference", f"{name} is {metres / 1000:.1f} km from the nearest place of that name in {source}",
                "Correct the position, or make sure that it is another place of that name", WARNING,
            )
            for row, name, metres, source in far_from_reference(checker.places, reference)
        ]  # fmt: skip
    return found


def _read(path: Path, file: str) -> list[Row]:
    return [Row(file, line, cells) for line, cells in read_csv(path)] if path.is_file() else []


def _number(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _point(row: Row) -> tuple[float, float] | None:
    try:
        return float(row["longitude"]), float(row["latitude"])
    except ValueError:
        return None


def _union(parts: Iterable[BaseGeometry]) -> BaseGeometry:
    import shapely

    area = shapely.union_all([shapely.make_valid(part) for part in parts])
    shapely.prepare(area)
    return area


def _metres_outside(area: BaseGeometry, point: tuple[float, float]) -> float:
    """Metres from a point to the nearest of an area, 0 inside."""
    import shapely
    from pyproj import Geod

    here = shapely.Point(point)
    if area.intersects(here):
        return 0.0
    longitude, latitude = shapely.shortest_line(area, here).coords[0][:2]
    return float(Geod(ellps="WGS84").inv(longitude, latitude, point[0], point[1])[2])
