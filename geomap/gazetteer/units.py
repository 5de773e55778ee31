"""In which governorate, district and sub-district a point lies: by OCHA's boundaries where they are known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geomap.gazetteer.sources.record import Record
from geomap.models import ADMIN

# About 5 km: points on the coast, on a river bank or just beyond the border belong to the nearest unit.
_NEAR_DEGREES = 0.05


class Units:
    """Boundaries by P-code. Without official ones, the shipped governorates', which are approximate."""

    def __init__(self, official: dict[str, Record], shipped: dict[str, dict[str, Any]]) -> None:
        import shapely

        self._levels: dict[str, tuple[list[str], Any]] = {}
        for kind in ADMIN:
            shapes = {c: r.geometry for c, r in official.items() if r.kind == kind and r.geometry is not None}
            if not shapes and kind == "governorate":
                shapes = {
                    c: shapely.from_geojson(_json(f["geometry"]))
                    for c, f in shipped.items() if len(c) == 4 and c.startswith("SY")
                }  # fmt: skip
            if shapes:
                polygons = [shapely.make_valid(s) for s in shapes.values()]
                shapely.prepare(polygons)
                self._levels[kind] = (list(shapes), shapely.STRtree(polygons))

    def code_at(self, longitude: float, latitude: float, kind: str) -> str:
        """Return the P-code of the unit of a kind at a point, "" where none is near."""
        return self._codes([(longitude, latitude)], kind)[0]

    def codes_at(self, points: Sequence[tuple[float, float]]) -> list[tuple[str, str, str]]:
        """Return the P-codes of governorate, district and sub-district at each point, "" where unknown."""
        codes = [self._codes(points, kind) for kind in ADMIN]
        # The finest level decides: beside a border the levels may not choose alike
        return [
            (fine[:4] or a, fine[:6] if len(fine) > 4 else b, fine if len(fine) > 6 else c)
            for a, b, c in zip(*codes, strict=True)
            for fine in (c or b or a,)
        ]

    def _codes(self, points: Sequence[tuple[float, float]], kind: str) -> list[str]:
        import shapely

        found = [""] * len(points)
        if kind not in self._levels or not points:
            return found
        names, tree = self._levels[kind]
        at = shapely.points(points)
        near, units = tree.query_nearest(at, max_distance=_NEAR_DEGREES, all_matches=False)
        for i, unit in zip(near.tolist(), units.tolist(), strict=True):
            found[i] = names[unit]
        return found


def _json(geometry: dict[str, Any]) -> str:
    import json

    return json.dumps(geometry)
