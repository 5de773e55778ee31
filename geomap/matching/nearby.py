"""Small places near some others, and their names by how they sound: few names are compared where only these count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.found import CELL_DEGREES, Site, cell_of
from geomap.models import Place

# What counts as near in degrees of latitude, and of longitude in the north of the country: 25 km
# (`geomap.matching.nearness`) and a little more. A cell is no narrower.
_NORTH, _EAST = 0.23, CELL_DEGREES


class Nearby:
    """The places of some kinds near one of `beside`, and a few a little farther."""

    def __init__(self, gazetteer: Gazetteer, kinds: Collection[str], beside: Sequence[Place]) -> None:
        self._gazetteer, self._kinds = gazetteer, kinds
        self._points = [(p.latitude, p.longitude) for p in beside]
        cells = {cell_of(longitude, latitude) for latitude, longitude in self._points}
        self._cells = {(x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1)}

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point is near one of `beside`."""
        for north, east in self._points:
            if abs(latitude - north) < _NORTH and abs(longitude - east) < _EAST:
                return True
        return False

    def names(self, keys: Iterable[str]) -> Iterator[tuple[int, Site]]:
        """Yield the numbers of the names of these consonant keys that places there have, each with its place's site."""
        gazetteer = self._gazetteer
        for key in keys:
            by_cell = gazetteer.names_by_cell(key)
            for cell in self._cells & by_cell.keys():
                for number, site in by_cell[cell]:
                    if site.kind in self._kinds and self.holds(site.latitude, site.longitude):
                        yield number, site
