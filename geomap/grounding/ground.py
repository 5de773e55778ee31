"""From a resolution to its geometry: one rule for each relation, and what no rule explained."""

from __future__ import annotations

import functools
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geomap.gazetteer import Gazetteer
from geomap.grounding import parameters as size
from geomap.models import Grounding, Phrase, Place, Relation, Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_NAMES = {"N": "north", "NE": "north-east", "E": "east", "SE": "south-east", "S": "south",
          "SW": "south-west", "W": "west", "NW": "north-west"}  # fmt: skip
_UNITS = ("governorate", "district", "subdistrict")
# A parent that is named by these cuts an area; شرق الحسكة said of a place only tells which one is meant.
_BOUNDING = (Relation.AT, Relation.COUNTRYSIDE, Relation.BADIA)
_LINES = ("river", "road")
_REGIONS = ("region", "desert", "valley", "plain", "mountain")
# UCDP where_prec by what is known: the place, the district, the governorate.
_WHERE_PREC = {"country": 6, "governorate": 4, "district": 3, "subdistrict": 3}


def ground(
    resolution: Resolution,
    gazetteer: Gazetteer,
    *,
    parents: Sequence[Resolution] = (),
    ends: Sequence[Resolution] = (),
) -> Grounding | None:
    """Return where the expression of a resolved mention lies; None for what is not resolved.

    `parents` are the resolutions of the places that the expression names as parents, `ends` that of the other
    end of "between A and B". EPSG:4326; for a point the truth lies within `uncertainty_m`, for an area inside.
    """
    if resolution.chosen is None:
        return None
    return _grounded(_anchor(resolution), gazetteer, _anchors(parents), _anchors(ends))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What grounding needs of a resolution: the place, and what the words around it say."""

    place_id: str
    phrase: Phrase
    toponym: str = field(compare=False)


def _anchor(resolution: Resolution) -> Anchor:
    assert resolution.chosen is not None
    mention = resolution.mention
    # The type word's spelling does not change the ground: fewer kinds of expression to draw
    return Anchor(resolution.chosen.place.place_id, replace(mention.phrase, type_word=""), mention.toponym)


def _anchors(resolutions: Sequence[Resolution]) -> tuple[Anchor, ...]:
    return tuple(_anchor(r) for r in resolutions if r.chosen is not None)


@functools.lru_cache(maxsize=2048)
def _grounded(
    anchor: Anchor, gazetteer: Gazetteer, parents: tuple[Anchor, ...], ends: tuple[Anchor, ...]
) -> Grounding:
    """Ground one kind of expression; the same one in many reports is drawn once."""
    place, phrase = gazetteer.place(anchor.place_id), anchor.phrase
    relation = phrase.relation
    if relation is Relation.AT and "area" in phrase.kinds and place.kind not in (*_UNITS, "region"):
        relation = Relation.AREA_OF
    if relation is Relation.AT and not phrase.directions:
        regions = [p for p in (gazetteer.place(a.place_id) for a in parents) if p.kind in _REGIONS and p.wkb]
        return _at(place, gazetteer, regions)
    from geomap.grounding.relations import Drawing

    bounds = [(a, _grounded(a, gazetteer, (), ())) for a in parents if a.phrase.relation in _BOUNDING]
    other_ends = [gazetteer.place(a.place_id) for a in ends]
    return Drawing(place, phrase, relation, gazetteer, bounds, other_ends).grounding()


def _at(place: Place, gazetteer: Gazetteer, regions: Sequence[Place]) -> Grounding:
    """Ground the place itself: its polygon or line where known, else its point."""
    if place.wkb is None and place.kind in _UNITS:
        from geomap.grounding.relations import unit_disc

        return unit_disc(place, gazetteer)
    if place.wkb is None:
        radius = size.point_uncertainty_m(place)
        return Grounding(
            point_wkb(place.longitude, place.latitude), place.latitude, place.longitude, radius,
            1, 1, f"{place.name_en} ({place.kind}), within {_km(radius)}",
        )  # fmt: skip
    if place.kind in _LINES:
        from geomap.grounding.relations import line_in_country

        return line_in_country(place, gazetteer)
    if regions:
        from geomap.grounding.relations import clipped

        return clipped(place, regions)
    precision = 2 if place.area_km2 and place.area_km2 < size.LARGE_AREA_KM2 else 3
    note = ", approximate extent" if place.approximate else ""
    return Grounding(
        place.wkb, place.latitude, place.longitude, place.radius_m, precision,
        _WHERE_PREC.get(place.kind, 5), f"{place.name_en} ({place.kind}){note}",
    )  # fmt: skip


def point_wkb(longitude: float, latitude: float) -> bytes:
    """Return a point as little-endian WKB, without loading a geometry library."""
    return struct.pack("<BIdd", 1, 1, longitude, latitude)


def in_words(directions: Sequence[str]) -> str:
    """Return directions for people: "north and west"."""
    return " and ".join(_NAMES[d] for d in directions)


def _km(metres: float) -> str:
    return f"{metres / 1000:.0f} km" if metres >= 1500 else f"{metres / 1000:.1f} km"


def as_grounding(
    geometry: BaseGeometry,
    derivation: str,
    *,
    geo_precision: int,
    where_prec: int,
    unused: Sequence[str] = (),
) -> Grounding:
    """Return an area (degrees) as a grounding, with a point inside it and the reach from there."""
    import shapely

    from geomap.grounding.shapes import reach_m

    centroid = geometry.centroid
    point = centroid if geometry.contains(centroid) else geometry.representative_point()
    return Grounding(
        shapely.to_wkb(geometry), point.y, point.x, reach_m(point.x, point.y, geometry),
        geo_precision, where_prec, derivation, tuple(unused),
    )  # fmt: skip
