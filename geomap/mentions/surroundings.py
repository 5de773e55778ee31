"""Where the places lie that a text names for sure, and which others lie among them."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from geomap.gazetteer import Gazetteer
from geomap.models import ADMIN

if TYPE_CHECKING:
    from geomap.gazetteer.found import Site

# A quarter of a degree is about 25 km: villages that one report names together lie in one such cell or the next.
_CELL_DEGREES = 0.25
# Villages of one sub-district, quarters of one city lie within 12 km of one another.
_AMID_DEGREES = 0.11
_KM_A_DEGREE_EAST = 0.82  # of one north, in the middle of Syria
# A name that more places than this bear lies near anything: its position says nothing.
_FEW = 6


class Surroundings:
    """The units and points that some names mean. `forms`: folded names."""

    def __init__(self, forms: Iterable[str], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._cells: set[tuple[int, int]] = set()
        self._units: set[str] = set()
        self._points: list[list[Site]] = []
        for form in forms:
            units, points, cells = _ground_of(form, gazetteer)
            self._units |= units
            self._cells |= cells
            self._points.append(points)

    def __bool__(self) -> bool:
        return bool(self._cells or self._units)

    def hold(self, form: str) -> bool:
        """Whether a place of this name lies in one of the units, or in a cell of the map beside one of the points."""
        return any(
            not {p.admin1_pcode, p.admin2_pcode, p.admin3_pcode}.isdisjoint(self._units)
            or _cell(p.longitude, p.latitude) in self._cells
            for p in _sites_of(form, self._gazetteer)
        )

    def have_amid(self, form: str, enough: int) -> bool:
        """Whether a place of this name lies within 12 km of those of so many of the names."""
        return any(
            sum(any(_is_beside(place, other) for other in points) for points in self._points) >= enough
            for place in _sites_of(form, self._gazetteer)
        )


# As many names as are said again soon
@functools.lru_cache(maxsize=16_384)
def _sites_of(form: str, gazetteer: Gazetteer) -> list[Site]:
    ids = dict.fromkeys([hit.place_id for hit in gazetteer.by_form(form)])
    return [gazetteer.sites[i] for i in ids]


@functools.lru_cache(maxsize=16_384)
def _ground_of(
    form: str, gazetteer: Gazetteer
) -> tuple[frozenset[str], list[Site], frozenset[tuple[int, int]]]:
    """Return the units of a name, its other places, and the cells of these with those next to them.

    None where more places bear the name than tell anything.
    """
    places = _sites_of(form, gazetteer)
    if len(places) > _FEW:
        return frozenset(), [], frozenset()
    points = [p for p in places if p.kind not in ADMIN]
    cells = {_cell(p.longitude, p.latitude) for p in points}
    return (
        frozenset(p.pcode for p in places if p.kind in ADMIN),
        points,
        frozenset((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1)),
    )


def _is_beside(a: Site, b: Site) -> bool:
    east = (a.longitude - b.longitude) * _KM_A_DEGREE_EAST
    return math.hypot(east, a.latitude - b.latitude) <= _AMID_DEGREES


def _cell(longitude: float, latitude: float) -> tuple[int, int]:
    return math.floor(longitude / _CELL_DEGREES), math.floor(latitude / _CELL_DEGREES)
