"""What lies around a place: near it, at its outskirts, in its area, so many kilometres away, within a town."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.grounding import areas, shapes
from geomap.grounding import parameters as size
from geomap.grounding.expression import Drawn, Expression
from geomap.grounding.ground import in_words
from geomap.grounding.lines import LINES
from geomap.grounding.neighbours import near_m
from geomap.grounding.rivers import beside


def near(e: Expression) -> Drawn:
    """Draw the place and what lies near it, farther where villages are few."""
    # Beside a border, a mountain or a river the villages along it say nothing of its size
    reach = near_m(e.gazetteer, e.seat()) if not e.place.wkb or e.place.seat_id else size.NEAR
    words = f"within {reach / 1000:.1f} km of {e.name}"
    if reach > size.NEAR:
        words += ", as far as the places around it lie apart"
    return _own_and(e, reach), words, 2


def outskirts(e: Expression) -> Drawn:
    """Draw the ring around the built-up area."""
    # A ring: the middle of the town is not its outskirts, but people do say so of its edge
    inner = shapes.disc(e.centre, size.built_up_m(e.place) / 4)
    if e.place.wkb:
        inner = e.own()[0]
    ring = _own_and(e, size.OUTSKIRTS).difference(inner)
    words = f"outskirts of {e.name}, {size.OUTSKIRTS / 1000:.0f} km around it"
    if e.phrase.directions:
        ring = ring.intersection(e.sectors(e.centre))
        words += f", {in_words(e.phrase.directions)}"
    return ring, words, 2


def area_of(e: Expression) -> Drawn:
    """Draw the town with the villages around it."""
    return shapes.disc(e.centre, size.AREA), f"about {size.AREA / 1000:.0f} km around {e.name}", 2


def ring_around(e: Expression) -> Drawn:
    """Draw what lies so far away in no or several directions, or from what is no settlement."""
    distance = float(e.phrase.distance_m or size.NEAR)
    if e.is_wide:
        return _away_from(e, distance)
    seat = e.seat()
    centre = shapes.point_m(seat)
    # Rounded, or told along the road: a quarter longer than on the map
    slack = e.phrase.distance_rounding_m + size.built_up_m(seat) / 2
    inner = max(0.8 * distance - slack, 0)
    ring = shapes.disc(centre, distance + slack).difference(shapes.disc(centre, inner))
    words = f"about {distance / 1000:g} km from {e.name}"
    if e.phrase.directions:
        ring = ring.intersection(e.sectors(centre))
        words += f", {in_words(e.phrase.directions)}"
    return ring, words, 2


def _away_from(e: Expression, distance: float) -> Drawn:
    """Draw what lies so far from a river, a road, a border or the edge of a region."""
    edge = areas.edge_m(e.gazetteer, e.place.place_id)
    # The same sloppiness as from a town, and how far the line itself may be off
    slack = e.phrase.distance_rounding_m + size.RIVER_ACCURACY
    band: BaseGeometry = shapely.buffer(edge, distance + slack)
    if 0.8 * distance > slack:
        band = band.difference(shapely.buffer(edge, 0.8 * distance - slack))
    words = f"about {distance / 1000:g} km from {e.name}"
    if not e.phrase.directions:
        return band, words, 5
    side = _side(e, edge, distance, slack)
    country = areas.country_m(e.gazetteer)
    part = band.intersection(side) if side is not None else None
    # North of the border with Turkey lies no part of Syria but what the two lines differ by
    if (
        part is None
        or part.is_empty
        or (country is not None and part.intersection(country).area < part.area / 5)
    ):
        e.unused += list(e.phrase.directions)
        e.conflict = f"{distance / 1000:g} km {in_words(e.phrase.directions)} of {e.name} is not in Syria"
        return band, words, 5
    return part, f"{words}, {in_words(e.phrase.directions)} of it", 5


def _side(e: Expression, edge: BaseGeometry, distance: float, slack: float) -> BaseGeometry | None:
    if e.place.kind in LINES:
        return beside(e.gazetteer, e.place, e.phrase.directions, distance + slack)
    if areas.is_border(e.place.place_id):
        moved = [shapes.moved(edge, d, distance) for d in e.phrase.directions]
        return shapely.buffer(shapely.union_all(moved), 0.2 * distance + slack)
    return e.sectors(edge.centroid)


def inside(e: Expression) -> Drawn:
    """Draw the ground that streets and quarters of a town lie on."""
    area, how = areas.city_m(e.gazetteer, e.place.place_id)
    if e.phrase.directions:
        part = area.intersection(e.sectors(e.centre))
        return part, f"the {in_words(e.phrase.directions)} of {e.name}: {how}", 1
    return area, f"somewhere in {e.name}: {how}", 1


def _own_and(e: Expression, reach: float) -> BaseGeometry:
    """Return the place's own ground and as far around it."""
    if not e.place.wkb and e.place.kind not in ("district", "subdistrict"):
        return shapes.disc(e.centre, size.built_up_m(e.place) + reach)
    return shapely.buffer(e.own()[0], reach)
