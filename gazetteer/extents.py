"""Approximate extents of districts and sub-districts, from the places that are known to lie in them.

No open package holds their boundaries. A district's extent is the part of its governorate that is nearer to one of
its places than to any other district's (Voronoi cells, joined); a sub-district's likewise, within its district, from
the seats. Official polygons take their place where they are installed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import shapely
from curated_places import LICENCE
from entries import WIDE, Entry
from shapely.geometry.base import BaseGeometry
from shapes import Shape

# 0.001° is about 100 m: finer than what such an extent can mean, and the same on every machine.
GRID = 0.001
SQUASH = 0.82  # a degree of longitude is so much shorter than one of latitude at 35° N
_DISTRICT = "approximate extent, no official boundary: what lies nearer to the known places of {} than to other districts'"
_SUBDISTRICT = (
    "approximate extent, no official boundary: what lies nearer to {} than to other seats of the district"
)


def extents(entries: dict[str, Entry], governorates: dict[str, BaseGeometry]) -> Iterator[Shape]:
    """Yield the extent of each district and sub-district that has a seat in a governorate's polygon."""
    for code, polygon in sorted(governorates.items()):
        points: dict[tuple[float, float], str] = {}
        for entry in sorted(entries.values(), key=lambda e: e.place_id):
            if (
                entry.admin1_pcode == code
                and entry.admin2_pcode
                and entry.kind not in WIDE
                and entry.kind != "subdistrict"
            ):
                points.setdefault((round(entry.longitude, 3), round(entry.latitude, 3)), entry.admin2_pcode)
        districts = _parts(points, polygon)
        for district, extent in sorted(districts.items()):
            yield _shape(district, extent, _DISTRICT.format(entries[district].name_en))
            seats = {
                (round(e.longitude, 3), round(e.latitude, 3)): e.place_id
                for e in sorted(entries.values(), key=lambda e: e.place_id)
                if e.kind == "subdistrict" and e.parent_id == district
            }
            for unit, part in sorted(_parts(seats, extent).items()):
                yield _shape(unit, part, _SUBDISTRICT.format(entries[unit].name_en))


def _parts(points: dict[tuple[float, float], str], whole: BaseGeometry) -> dict[str, BaseGeometry]:
    """Divide a polygon among labelled points; a label whose points all lie outside has no part."""
    if len(set(points.values())) == 1:
        return {next(iter(points.values())): whole}
    if not points:
        return {}
    squashed = shapely.transform(whole, lambda xy: xy * [SQUASH, 1.0])
    sites = shapely.MultiPoint([(x * SQUASH, y) for x, y in points])
    cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=squashed))
    tree = shapely.STRtree(cells)
    parts: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for (x, y), label in points.items():
        for i in tree.query(shapely.Point(x * SQUASH, y), predicate="intersects"):
            parts[label].append(cells[i])
    found = {}
    for label, own in parts.items():
        part = shapely.union_all(own, grid_size=GRID / 10).intersection(squashed)
        part = shapely.transform(part, lambda xy: xy / [SQUASH, 1.0])
        polygons = [g for g in shapely.get_parts(part) if g.geom_type == "Polygon" and not g.is_empty]
        if polygons:
            found[label] = shapely.union_all(polygons)
    return found


def _shape(place_id: str, extent: BaseGeometry, definition: str) -> Shape:
    rounded = shapely.set_precision(shapely.simplify(extent, GRID), GRID)
    polygons: Iterable[BaseGeometry] = [g for g in shapely.get_parts(rounded) if g.geom_type == "Polygon"]
    geometry = shapely.normalize(shapely.make_valid(shapely.union_all(list(polygons))))
    return Shape(place_id, geometry, definition, True, "curated", LICENCE)
