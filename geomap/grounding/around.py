"""What lies around a place: near it, at its outskirts, in its area, so many kilometres away, within a town."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.grounding import areas, shapes
from geomap.grounding import parameters as size
from geomap.grounding.expression import Drawn, Expression
from geomap.grounding.ground import in_words
from geomap.grounding.neighbours import near_m


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
    """Draw what lies so far away in no or several directions."""
    distance = float(e.phrase.distance_m or size.NEAR)
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
