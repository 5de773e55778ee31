"""An expression while it is drawn: its anchor, what is said of it, and what could not be used."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geomap.gazetteer import Gazetteer
from geomap.grounding import parameters as size
from geomap.grounding import shapes
from geomap.grounding.areas import polygon_m
from geomap.grounding.units import unit_disc
from geomap.models import ADMIN, Phrase, Place, Relation

#: What a relation draws: an area in metres, its derivation, and UCDP's where_prec.
Drawn = tuple[BaseGeometry, str, int]

#: Metres beyond every border, for sectors that a unit's polygon cuts.
FAR = 500_000.0
_WIDE = ("river", "road", "lake", "region", "desert", "valley", "plain", "mountain")
# Damascus is a city and a governorate; its countryside is the governorate around it.
_COUNTRYSIDE_OF = {"SY01": "SY03"}


class Expression:
    """One expression in metres, seen from its anchor. Relations add to `unused` and `conflict` what they cannot use."""

    def __init__(
        self, place: Place, phrase: Phrase, relation: Relation, gazetteer: Gazetteer, ends: Sequence[Place]
    ) -> None:  # fmt: skip
        self.place = place
        self.phrase = phrase
        self.relation = relation
        self.gazetteer = gazetteer
        self.ends = ends
        self.centre = shapes.point_m(place)
        self.unused: list[str] = list(phrase.unused)
        self.conflict = ""

    @property
    def name(self) -> str:
        """The anchor's name, for derivations."""
        return self.place.name_en

    @property
    def is_wide(self) -> bool:
        """Whether distances are measured from the edge of the anchor, not from the middle of a settlement."""
        return bool(self.place.wkb) and self.place.kind in _WIDE

    def unit(self) -> Place | None:
        """Return the unit that the place heads, or is: the largest that has a polygon."""
        around = self.gazetteer.get(_COUNTRYSIDE_OF.get(self.place.admin1_pcode or self.place.pcode, ""))
        if around is not None and around.wkb and self.place.kind in ("governorate", "city"):
            return around
        if self.place.kind in ADMIN:
            return self.place if self.place.wkb else None
        for code in (self.place.admin1_pcode, self.place.admin2_pcode, self.place.admin3_pcode):
            unit = self.gazetteer.get(code)
            if unit is not None and unit.seat_id == self.place.place_id and unit.wkb:
                return unit
        return None

    def seat(self) -> Place:
        """Return the settlement from which directions are seen."""
        return self.gazetteer.get(self.place.seat_id) or self.place

    def own(self) -> tuple[BaseGeometry, str]:
        """Return the ground of the place itself, in metres."""
        if self.place.wkb:
            return polygon_m(self.gazetteer, self.place.place_id), f"{self.name} ({self.place.kind})"
        if self.place.kind in ("district", "subdistrict"):
            found = unit_disc(self.place, self.gazetteer)
            return shapes.to_metres(found.geometry), found.derivation
        return shapes.disc(self.centre, size.built_up_m(self.place)), f"{self.name} ({self.place.kind})"

    def sectors(self, centre: shapely.Point, reach: float = FAR, back: float = 0.0) -> BaseGeometry:
        """Return what lies in the directions, seen from a point; `back` metres behind it."""
        return shapely.union_all(
            [shapes.sector(centre, d, size.sector_half_width(d), reach, back) for d in self.phrase.directions]
        )
