"""Polygons and lines: governorates, the country, rivers, lakes and hand-drawn regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient
from shapely.ops import linemerge, unary_union
from tables import COORDINATE_DECIMALS, TableError, read_features, rounded

GRID_DEGREES = 10.0**-COORDINATE_DECIMALS
BORDER_M = 15_000.0  # how far Natural Earth's governorate borders may be off where people live
# Natural Earth draws the desert border of these two up to 90 km away from where officials draw it.
LOOSE_BORDER = frozenset({"SY03", "SY04"})
M_PER_DEGREE = 111_200.0


@dataclass(frozen=True)
class Shape:
    """One feature of geometries.geojson."""

    place_id: str
    geometry: BaseGeometry
    definition: str
    approximate: bool
    source: str
    licence: str
    valid_from: str = ""
    valid_to: str = ""

    def feature(self) -> dict[str, object]:
        """A GeoJSON feature after RFC 7946."""
        properties = {
            "definition": self.definition,
            "approximate": self.approximate,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "source": self.source,
            "licence": self.licence,
        }
        geometry = mapping(tidy(self.geometry))
        coordinates = rounded(geometry["coordinates"])
        return {
            "type": "Feature",
            "id": self.place_id,
            "properties": properties,
            "geometry": {"type": geometry["type"], "coordinates": coordinates},
        }


def tidy(geometry: BaseGeometry) -> BaseGeometry:
    """On the grid of five decimals, in one canonical order, exterior rings counter-clockwise."""
    snapped = shapely.set_precision(geometry, GRID_DEGREES).normalize()
    if isinstance(snapped, shapely.Polygon):
        return orient(snapped)
    if isinstance(snapped, shapely.MultiPolygon):
        return shapely.MultiPolygon([orient(part) for part in snapped.geoms])
    return snapped


class Governorates:
    """The fourteen polygons by P-code, and the country."""

    def __init__(self, sources: Path, curated: Path, pcode_by_geonames: Mapping[str, str]) -> None:
        golan = read_features(curated / "golan.geojson")[0]
        self.golan = shape(golan["geometry"])
        self.golan_definition = str(golan["properties"]["definition"])
        parts: dict[str, list[BaseGeometry]] = {}
        self.names: dict[str, dict[str, Any]] = {}
        for feature in read_features(sources / "natural_earth_admin1.geojson"):
            properties = feature["properties"]
            pcode = pcode_by_geonames.get(
                str(properties["gn_id"]), "SY14"
            )  # the one without an id is UNDOF's zone
            parts.setdefault(pcode, []).append(shape(feature["geometry"]))
            if properties["gn_id"]:
                self.names[pcode] = properties
        self.polygons = {pcode: unary_union(found) for pcode, found in sorted(parts.items())}
        self.polygons["SY14"] = without_holes(unary_union([self.polygons["SY14"], self.golan]))
        outline = shape(read_features(sources / "natural_earth_country.geojson")[0]["geometry"])
        self.country = without_holes(unary_union([outline, self.polygons["SY14"]]))

    def at(self, longitude: float, latitude: float) -> str:
        """The P-code of the governorate round a point, or of the nearest one."""
        point = shapely.Point(longitude, latitude)
        return min(self.polygons, key=lambda pcode: (self.polygons[pcode].distance(point), pcode))

    def distance_m(self, pcode: str, longitude: float, latitude: float) -> float:
        """How far outside a governorate a point lies (east-west overstated by a fifth)."""
        return float(self.polygons[pcode].distance(shapely.Point(longitude, latitude))) * M_PER_DEGREE

    def admits(self, pcode: str, longitude: float, latitude: float) -> bool:
        """Whether a point may lie in this governorate, as exactly as the polygons allow to say."""
        if self.distance_m(pcode, longitude, latitude) <= BORDER_M:
            return True
        return pcode in LOOSE_BORDER and self.at(longitude, latitude) in LOOSE_BORDER

    def shapes(self) -> Iterable[Shape]:
        """Features of the country and the governorates."""
        with_golan = (
            "Natural Earth's {}, with the zone of the UN force on the Golan. " + self.golan_definition
        )
        yield Shape(
            "SY", self.country, with_golan.format("outline"), True, "natural-earth-country", "public-domain"
        )
        for pcode, polygon in self.polygons.items():
            words = (
                with_golan.format("polygon")
                if pcode == "SY14"
                else "Natural Earth's polygon, generalised; not the official boundary"
            )
            if pcode in LOOSE_BORDER:
                words += "; in the desert it lies up to 90 km from the border between Homs and Rural Damascus that officials draw"
            yield Shape(pcode, polygon, words, True, "natural-earth-admin1", "public-domain")


def without_holes(geometry: BaseGeometry) -> BaseGeometry:
    """Fill what a union of differently drawn borders leaves open inside."""
    parts = getattr(geometry, "geoms", [geometry])
    return unary_union([shapely.Polygon(part.exterior) for part in parts])


def rivers(
    sources: Path, rows: Iterable[tuple[str, dict[str, str]]]
) -> Iterable[tuple[dict[str, str], Shape]]:
    """For each row of rivers.csv its line: Natural Earth's by name, else records of World Data Bank II."""
    natural = read_features(sources / "natural_earth_rivers.geojson")
    records = {
        feature["properties"]["record"]: feature for feature in read_features(sources / "wdb2_rivers.geojson")
    }
    for where, row in rows:
        wanted = set(filter(None, row["natural_earth"].split("|")))
        numbers = [int(record) for record in row["wdb_records"].split("|") if record]
        if missing := [record for record in numbers if record not in records]:
            raise TableError(
                where, f"no record {missing} in sources/wdb2_rivers.geojson", "Run the fetch step."
            )
        found = [shape(feature["geometry"]) for feature in natural if feature["properties"]["name"] in wanted]
        found += [shape(records[record]["geometry"]) for record in numbers]
        if not found:
            raise TableError(where, "names no line", "Fill natural_earth or wdb_records.")
        source, licence = (
            ("natural-earth-rivers", "public-domain") if wanted else ("wdb2-rivers", "LGPL-3.0-or-later")
        )
        line = unary_union(found)
        merged = linemerge(line) if isinstance(line, shapely.MultiLineString) else line
        yield (
            row,
            Shape(row["river_id"], merged, "The river's centre line, generalised", True, source, licence),
        )


def lakes(
    sources: Path, rows: Iterable[tuple[str, dict[str, str]]]
) -> Iterable[tuple[dict[str, str], Shape]]:
    """For each row of lakes.csv the Natural Earth polygon nearest to its point."""
    polygons = [
        shape(feature["geometry"]) for feature in read_features(sources / "natural_earth_lakes.geojson")
    ]
    for where, row in rows:
        point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
        polygon = min(polygons, key=point.distance)
        if polygon.distance(point) * M_PER_DEGREE > BORDER_M:
            raise TableError(where, "no lake polygon lies near its point", "Correct longitude and latitude.")
        yield (
            row,
            Shape(
                row["lake_id"],
                polygon,
                "Natural Earth's polygon, generalised",
                True,
                "natural-earth-lakes",
                "public-domain",
            ),
        )


def middle(geometry: BaseGeometry, country: BaseGeometry) -> tuple[float, float]:
    """A point (longitude, latitude) on the longest stretch of a line inside the country, or inside a polygon."""
    inside = geometry.intersection(country)
    geometry = geometry if inside.is_empty else inside
    if "Line" not in geometry.geom_type:
        point = geometry.representative_point()
    else:
        longest = max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.length)
        point = longest.interpolate(0.5, normalized=True)
    return float(point.x), float(point.y)
