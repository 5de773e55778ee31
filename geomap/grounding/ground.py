"""From a resolution to its geometry: one rule for each relation, and what no rule explained."""

from __future__ import annotations

import functools
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geomap.gazetteer import Gazetteer
from geomap.grounding import parameters as size
from geomap.models import ADMIN, Grounding, Mention, Phrase, Place, Relation, Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_NAMES = {"N": "north", "NE": "north-east", "E": "east", "SE": "south-east", "S": "south",
          "SW": "south-west", "W": "west", "NW": "north-west", "L": "left", "R": "right"}  # fmt: skip
# A parent that is named by these cuts an area; شرق الحسكة said of a place only tells which one is meant.
_BOUNDING = (Relation.AT, Relation.COUNTRYSIDE, Relation.BADIA)
_LINES = ("river", "road")
# What is an area by itself, whatever word for one stands with it.
_AREAS = frozenset({*ADMIN, "region"})
# A road or river is cut by whatever is said of its stretch: M4 غرب عين عيسى.
_LINE_BOUNDS = (*_BOUNDING, Relation.DIRECTION, Relation.DISTANCE, Relation.NEAR, Relation.OUTSKIRTS,
                Relation.AREA_OF)  # fmt: skip
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
    found = ground_candidates(replace(resolution, candidates=()), gazetteer, parents=parents, ends=ends)
    return found[0]


def ground_candidates(
    resolution: Resolution,
    gazetteer: Gazetteer,
    *,
    parents: Sequence[Resolution] = (),
    ends: Sequence[Resolution] = (),
) -> list[Grounding]:
    """Return where the expression lies if it means the chosen place, or for ambiguous each of its candidates."""
    mention = resolution.mention
    candidates = (resolution.chosen,) if resolution.chosen else resolution.candidates[:_MOST_CANDIDATES]
    around, others = _anchors(parents), _anchors(ends)
    # An end that is not placed is not part of the ground, and is said
    missing = tuple(r.mention.toponym for r in ends if r.chosen is None)
    return [
        _told(
            _grounded(_anchor(mention, c.place), gazetteer, around, others),
            mention.phrase,
            c.place,
            gazetteer,
            missing,
        )
        for c in candidates
    ]


def _told(
    found: Grounding, phrase: Phrase, place: Place, gazetteer: Gazetteer, missing: tuple[str, ...] = ()
) -> Grounding:
    """Say which ends are missing, and check the gloss (إدلب (شمال غرب)): it tells where a place lies in the country, and does not cut it."""
    if missing and phrase.relation in (Relation.BETWEEN, Relation.ROAD):
        found = replace(found, unused=(*found.unused, *missing))
    country = gazetteer.get("SY")
    if not phrase.gloss or country is None or not country.wkb:
        return found
    from geomap.grounding.shapes import off_bearing

    middle = _middle(gazetteer)
    off = min(off_bearing(middle, (place.longitude, place.latitude), wind) for wind in phrase.gloss)
    if off < size.GLOSS_TOLERANCE:
        return found
    words = f"{place.name_en} does not lie in the {in_words(phrase.gloss)} of the country"
    return replace(
        found, unused=(*found.unused, *(f"({_NAMES[d]})" for d in phrase.gloss)), conflict=found.conflict or words,
        derivation=f"{found.derivation}; {words}",
    )  # fmt: skip


_MIDDLE = (38.5, 35.0)  # of Syria, longitude and latitude, to half a degree


@functools.lru_cache(maxsize=4)
def _middle(gazetteer: Gazetteer) -> tuple[float, float]:
    country = gazetteer.get("SY")
    if country is None:  # a gazetteer of somebody's own
        return _MIDDLE
    point = country.geometry.centroid
    return point.x, point.y


@dataclass(frozen=True, slots=True)
class Anchor:
    """What grounding needs of a resolution: the place, and what the words around it say."""

    place_id: str
    phrase: Phrase
    toponym: str = field(compare=False)


def _anchor(mention: Mention, place: Place) -> Anchor:
    # The type word's spelling and the gloss do not change the ground: fewer kinds of expression to draw
    return Anchor(place.place_id, _drawn_as(mention.phrase), mention.toponym)


@functools.lru_cache(maxsize=8192)
def _drawn_as(phrase: Phrase) -> Phrase:
    return replace(phrase, type_word="", gloss=())


def _anchors(resolutions: Sequence[Resolution]) -> tuple[Anchor, ...]:
    return tuple(_anchor(r.mention, r.chosen.place) for r in resolutions if r.chosen is not None)


# More places than this on one name are a list, not a map.
_MOST_CANDIDATES = 10


# Wide areas are cut by what is near a place as well: the eastern countryside of X near the border.
_NARROWED = (*_BOUNDING, Relation.NEAR, Relation.OUTSKIRTS, Relation.DISTANCE, Relation.BANK)
_CUT_BY = {
    Relation.COUNTRYSIDE: _NARROWED, Relation.BADIA: _NARROWED, Relation.DIRECTION: _NARROWED,
    Relation.BANK: (*_NARROWED, Relation.DIRECTION), Relation.ROAD: (*_NARROWED, Relation.DIRECTION),
}  # fmt: skip


# As many kinds of expression as a year of reports has: 5 MB of news have 9,000, of some kilobytes each
@functools.lru_cache(maxsize=16_384)
def _grounded(
    anchor: Anchor, gazetteer: Gazetteer, parents: tuple[Anchor, ...], ends: tuple[Anchor, ...]
) -> Grounding:
    """Ground one kind of expression; the same one in many reports is drawn once."""
    place, phrase = gazetteer.place(anchor.place_id), anchor.phrase
    relation = phrase.relation
    if relation is Relation.AT and "area" in phrase.kinds and place.kind not in _AREAS:
        relation = Relation.AREA_OF
    if relation is Relation.ROAD and place.kind == "road" and not ends:
        relation = Relation.AT  # أوتوستراد M4 is the road itself
    if relation is Relation.AT and place.kind in _LINES and place.wkb and not phrase.directions:
        from geomap.grounding.lines import line_in_country

        cuts = [
            (a.toponym, _grounded(a, gazetteer, (), ())) for a in parents if a.phrase.relation in _LINE_BOUNDS
        ]
        return line_in_country(place, gazetteer, cuts)
    if relation is Relation.AT and not phrase.directions:
        regions = [p for p in (gazetteer.place(a.place_id) for a in parents) if p.kind in _REGIONS and p.wkb]
        return _at(place, gazetteer, regions)
    from geomap.grounding.expression import Expression
    from geomap.grounding.relations import draw

    bounding = _CUT_BY.get(relation, _BOUNDING)
    # "In Deir ez-Zor" of a river or road is its governorate: what is as long does not lie in a town
    wide = relation in (Relation.BANK, Relation.ROAD) or place.kind in _LINES
    bounds = [
        (a, _grounded(_unit_of(a, gazetteer) if wide else a, gazetteer, (), ()))
        for a in parents
        if a.phrase.relation in bounding
    ]
    other_ends = [gazetteer.place(a.place_id) for a in ends]
    return draw(Expression(place, phrase, relation, gazetteer, other_ends), bounds)


def _unit_of(anchor: Anchor, gazetteer: Gazetteer) -> Anchor:
    """Return the widest unit that a bare town heads, or the area around a town that heads none."""
    town = gazetteer.place(anchor.place_id)
    if anchor.phrase.relation is not Relation.AT or town.wkb or town.kind in ADMIN:
        return anchor
    for code in (town.admin1_pcode, town.admin2_pcode, town.admin3_pcode):
        unit = gazetteer.get(code)
        if unit is not None and unit.seat_id == town.place_id and unit.wkb:
            return replace(anchor, place_id=unit.place_id)
    return replace(anchor, phrase=replace(anchor.phrase, relation=Relation.AREA_OF))


def _at(place: Place, gazetteer: Gazetteer, regions: Sequence[Place]) -> Grounding:
    """Ground the place itself: its polygon or line where known, else its point."""
    if place.wkb is None and place.kind in ADMIN:
        from geomap.grounding.units import unit_disc

        return unit_disc(place, gazetteer)
    if place.wkb is None:
        radius = size.point_uncertainty_m(place)
        return Grounding(
            point_wkb(place.longitude, place.latitude), place.latitude, place.longitude, radius,
            1, 1, f"{place.name_en} ({place.kind}), within {_km(radius)}",
        )  # fmt: skip
    if regions:
        from geomap.grounding.units import clipped

        return clipped(place, regions)
    if place.kind == "desert" and place.approximate:
        from geomap.grounding.units import desert

        return desert(place, gazetteer)
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
