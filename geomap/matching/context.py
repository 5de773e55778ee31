"""Context: what kinds, parents and neighbours say about which of several namesakes is meant."""

from __future__ import annotations

import csv
import functools
import math
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

from geomap.gazetteer import Gazetteer
from geomap.models import ADMIN, SETTLEMENTS, Candidate, Phrase, Place, Relation
from geomap.names import is_arabic

#: How a name is spelled as a place is; the others only sound so.
SPELLED_METHODS = ("exact", "variant")
# How well known a kind is when nothing else tells: a bare name is rather a city than a village.
_RANK = {"governorate": 5, "city": 5, "district": 4, "region": 4, "crossing": 4, "town": 3, "subdistrict": 3, "river": 3,
         "airport": 2, "airbase": 2, "neighbourhood": 1, "camp": 1, "settlement": 1, "village": 1}  # fmt: skip
# Ranks (see `rank`): a city, a governorate or an official district seat at least; and a village on no official list.
_LARGE, _HAMLET = 5, 1
# A parent that is a town vouches for what lies within a district's reach of it: half of 62 districts' breadth.
_NEAR_PARENT_KM = 40.0
_KM_PER_DEGREE = 100.0  # less than a degree of latitude (111), more than one of longitude (91) here
# Rif Dimashq is run from Damascus, and reports say either for the other.
_CITY_AND_COUNTRYSIDE = {"SY01": "SY03", "SY03": "SY01"}
# About 7 km: how far from a governorate's border people still count a town to it.
_BORDER_DEGREES = 0.07
# How far apart two sources may put one settlement, the roughest of them by hand.
_SAME_SETTLEMENT_KM = 5.0
# A quarter's middle and that of the facility that it is named after.
_SAME_SPOT_KM = 1.5


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Return the great-circle distance between two points in degrees."""
    p, q = math.radians(lat_a), math.radians(lat_b)
    h = (
        math.sin((q - p) / 2) ** 2
        + math.cos(p) * math.cos(q) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    )
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def _apart_km(a: Place, b: Place) -> float:
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude)


def nearer(a: Place, b: Place, km: float) -> bool:
    """Whether two places are nearer than this. Most are not, and their latitudes tell."""
    return abs(a.latitude - b.latitude) * _KM_PER_DEGREE < km and _apart_km(a, b) < km


def of_kinds(candidates: list[Candidate], kinds: tuple[str, ...]) -> list[Candidate]:
    """Keep the candidates of the kinds that a type word admits, where there are any."""
    wanted = {"region" if kind == "area" else kind for kind in kinds}  # مناطق الشهباء is no quarter
    fitting = [c for c in candidates if c.place.kind in wanted]
    if fitting and kinds[0] in ("city", "camp"):
        # مدينة X: the largest settlement kind that bears the name; مخيم اليرموك: no quarter Yarmouk of Raqqa
        best = min(kinds.index(c.place.kind) for c in fitting)
        return [c for c in fitting if kinds.index(c.place.kind) == best]
    return fitting or candidates


def fits(place: Place, kinds: tuple[str, ...]) -> bool:
    """Whether a place may be what a type word says: the airport of Tabqa is not the town of Tabqa.

    Words for settlements and units are used for one another; words for facilities, quarters and landforms are not.
    """
    return place.kind in kinds or fits_settlement(kinds)


def fits_settlement(kinds: tuple[str, ...]) -> bool:
    """Whether a type word is one for settlements, units or regions, or there is none."""
    return not kinds or bool(set(kinds) & {*SETTLEMENTS, *ADMIN, "region", "area"})


def same_ground(a: Place, b: Place) -> bool:
    """Whether two places are one name's city, district or governorate, or one settlement of two sources."""
    if a.place_id == b.place_id:
        return True
    if a.kind in SETTLEMENTS and b.kind in SETTLEMENTS:
        # Candidates have a name in common: so near each other they are one place, unless both are on the official list
        return not (a.pcode and b.pcode) and nearer(a, b, _SAME_SETTLEMENT_KM)
    if not {a.kind, b.kind} & {*SETTLEMENTS, *ADMIN}:
        # The university as a quarter and as a facility: one name on one spot
        return not (a.pcode and b.pcode) and nearer(a, b, _SAME_SPOT_KM)
    if (b.kind in ADMIN and b.seat_id == a.place_id) or (a.kind in ADMIN and a.seat_id == b.place_id):
        return True
    # A unit within a unit of the same name (they are both candidates for one): Rural Damascus, Idlib
    return (
        a.kind in ADMIN and b.kind in ADMIN and (a.pcode.startswith(b.pcode) or b.pcode.startswith(a.pcode))
    )


def families(candidates: list[Candidate]) -> list[list[Candidate]]:
    """Group the candidates that are the same ground, in the order of their best scores."""
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        for group in groups:
            if any(same_ground(candidate.place, other.place) for other in group):
                group.append(candidate)
                break
        else:
            groups.append([candidate])
    return groups


def level(family: list[Candidate], phrase: Phrase, *, coarse: bool) -> Candidate:
    """Choose between the city, the district and the governorate of one name, by the grammar around it."""

    def first(*kinds: str) -> Candidate | None:
        return next((c for kind in kinds for c in family if c.place.kind == kind), None)

    official = [c for c in family if c.place.pcode and c.place.kind in SETTLEMENTS]
    settlement = official[0] if official else first(*SETTLEMENTS)
    if phrase.relation in (Relation.COUNTRYSIDE, Relation.BADIA):
        return first(*ADMIN) or settlement or family[0]
    if phrase.relation is Relation.DIRECTION and coarse:
        # شمال حلب in prose is the north of the governorate as often as of the city; its sector is drawn from the city
        return first("governorate") or settlement or family[0]
    if phrase.relation is not Relation.AT:
        unit = first(phrase.kinds[0]) if phrase.kinds and phrase.kinds[0] in ADMIN else None
        return unit or settlement or family[0]  # محيط ناحية X is that of the unit
    if "area" in phrase.kinds:
        # منطقة X: the district X where there is one, else the place and its surroundings. "The X area" is no district
        district = first("district") if is_arabic(phrase.type_word) else None
        return district or settlement or first("district") or family[0]
    if phrase.kinds:
        # Writers of English call sub-districts districts too
        units = ADMIN[1:] if phrase.kinds[0] in ADMIN[1:] else ()
        chosen = first(phrase.kinds[0], *units, *phrase.kinds[1:])
        if chosen:
            return chosen
    if phrase.directions and first("governorate"):
        return first("governorate") or family[0]  # eastern Hama is a part of the governorate
    # A bare name in prose is the governorate as often as its seat: the coarser with its larger uncertainty.
    # A district's name without its type word is the town.
    governorate = first("governorate")
    if coarse and governorate:
        return governorate
    return settlement or governorate or family[0]


def within_parents(candidates: list[Candidate], parents: Iterable[Iterable[Place]]) -> list[Candidate]:
    """Keep the candidates that lie in each named parent; each parent is given as its own candidates."""
    for parent in parents:
        options = list(parent)
        if options:
            candidates = [c for c in candidates if any(lies_in(c.place, p) for p in options)]
    return candidates


def lies_in(place: Place, parent: Place) -> bool:
    """Whether a place lies in a parent: by codes for units, by polygon for regions, by nearness for towns."""
    if place.place_id == parent.place_id or parent.kind == "country":
        return True
    if parent.kind in ADMIN:
        codes = (place.admin1_pcode, place.admin2_pcode, place.admin3_pcode, place.pcode)
        if parent.pcode in codes:
            return True
        if parent.kind == "governorate":
            return False
        known = place.admin2_pcode if parent.kind == "district" else place.admin3_pcode
        return (
            not known and place.admin1_pcode == parent.admin1_pcode and nearer(place, parent, _NEAR_PARENT_KM)
        )
    if parent.wkb:
        import shapely

        if place.wkb:  # an area need not have its seat inside: محافظة دير الزور ضمن البادية
            return bool(place.geometry.intersects(parent.geometry))
        # 0.05° is about 5 km: the edges of hand-drawn regions are no finer
        return bool(shapely.dwithin(parent.geometry, shapely.Point(place.longitude, place.latitude), 0.05))
    if place.wkb and place.kind not in ADMIN:
        import shapely

        # A road or mountain near a town, however far its middle: M4 غرب عين عيسى
        near = _NEAR_PARENT_KM / _KM_PER_DEGREE
        return bool(shapely.dwithin(place.geometry, shapely.Point(parent.longitude, parent.latitude), near))
    return nearer(place, parent, _NEAR_PARENT_KM)


def in_unit(candidates: list[Candidate], unit: Place, gazetteer: Gazetteer) -> list[Candidate]:
    """Keep the candidates in a unit that the user names; failing that, those just beyond its border.

    People name the governorate that a place is run from: Damascus for its countryside, Aleppo for Sarmada.
    """
    inside = [c for c in candidates if lies_in(c.place, unit)]
    if inside:
        return inside
    if unit.pcode in _CITY_AND_COUNTRYSIDE:
        other = gazetteer.get(_CITY_AND_COUNTRYSIDE[unit.pcode])
        inside = [c for c in candidates if other is not None and lies_in(c.place, other)]
    return inside or [c for c in candidates if unit.wkb and _beside(c.place, unit)]


def _beside(place: Place, unit: Place) -> bool:
    import shapely

    point = shapely.Point(place.longitude, place.latitude)
    return bool(shapely.dwithin(unit.geometry, point, _BORDER_DEGREES))


def rank(place: Place) -> int:
    """Return how prominent a place is among namesakes (0–8).

    An inhabited place on the official list is meant more often than one that only a gazetteer of maps knows.
    """
    official = place.kind == "town" or (bool(place.pcode) and place.kind in SETTLEMENTS)
    known = _renowned().get((place.admin2_pcode, place.name_ar), 0)
    return _RANK.get(place.kind, 1) + (place.population >= 50_000) + official + known


@functools.cache
def _renowned() -> dict[tuple[str, str], int]:
    """Return what is added to the rank of villages that everybody knows, by district and Arabic name."""
    with files("geomap.matching").joinpath("data/renowned.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {(row["district"], row["name_ar"]): int(row["rank"]) for row in rows}


def not_overshadowed(candidates: list[Candidate]) -> list[Candidate]:
    """Leave out hamlets that no official list has, where a city or a large unit bears the same name."""
    spelled = [rank(c.place) for c in candidates if c.method in SPELLED_METHODS]
    best = max(spelled, default=0)
    return [c for c in candidates if best < _LARGE or rank(c.place) > _HAMLET]


def votes(places: Iterable[Place]) -> Counter[str]:
    """Count the governorates of the places that a report names without doubt."""
    return Counter(p.admin1_pcode for p in places if p.admin1_pcode)
