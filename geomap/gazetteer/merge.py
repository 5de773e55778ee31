"""The same settlement in several sources becomes one place with all its names; namesakes stay apart.

Sources come one after the other. Records with linked ids are the same place; else two records may be, when
they lie within 2 km of each other and have a name in common: the same fold, or a consonant key with a like
sound (any sound within a quarter of a kilometre). Each place takes at most one record of a source, the nearest of the best: two villages of one name in
one source are two villages.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from geomap.gazetteer.sources.record import Name, Record
from geomap.names import bare, fold, is_arabic, keys, similarity

#: How far apart two sources may put one settlement: 95 in 100 of GeoNames' positions are within 1.8 km.
SAME_WITHIN_M = 2000.0
# A hand-written row may be farther off where it says so itself, but not where the next namesake may be.
_FARTHEST_M = 4500.0
# Where both write the Arabic name alike, and no other bears it near them: of 160 settlements that two sources have once
# each in one governorate, 115 lie 2 to 7 km apart and 40 in the 17 km beyond, as namesakes would by chance.
_ONLY_WITHIN_M = 5000.0
# A hand-written row may be so much farther off than it says; the roughest say 5 km.
_BY_HAND_M, _FARTHEST_BY_HAND_M = 1500.0, 5500.0
# What two names must sound like to be one where only the consonants agree. Romanisations of one name differ
# (Deir Hafer, Dayr Hafir), so they may; so may names written by hand, as reports spell them (حمورية), and as
# OCHA does (حمورة).
_ALIKE, _ALIKE_BY_HAND = 0.96, 0.88
# Where two official sources both write it in Arabic, it must sound exactly alike: of the merely alike (محيسن,
# محيسنية) most are one village too, but some are its neighbour, and a wrong merge loses a village where a
# missed one shows it twice.
_ALIKE_IN_ARABIC = 0.99
# Nearer than this, one consonant key is enough: of 220 pairs that near (محيسن and محيسنية, 40 m apart), the 60 that
# were looked at were one village each. The key must be of three consonants: shorter ones are shared by chance.
_SAME_SPOT_M, _SAME_SPOT_KEY = 250.0, 3
# Two Arabic names that differ more than this are two places, whatever a romanisation makes of them.
_UNLIKE, _UNLIKE_BY_HAND = 0.9, 0.75
_SETTLEMENTS = frozenset({"city", "town", "village", "settlement", "neighbourhood", "camp"})
#: Kinds that may be one place, by the kind of the record that comes in.
_KINDS = {
    **dict.fromkeys(("city", "town", "village", "settlement"), _SETTLEMENTS),
    "neighbourhood": frozenset({"neighbourhood", "camp"}),
    "airport": frozenset({"airport", "airbase"}),
}
# The plainest kind first: a later one says more.
_SIZES = ("settlement", "village", "town", "city")
_EARTH_M = 6_371_000.0


@dataclass(slots=True)
class Entry:
    """A place of the gazetteer to be, with the records that it is made of."""

    row: dict[str, str]
    names: list[Name] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    other_ids: set[str] = field(default_factory=set)
    record: Record | None = None  # the one that gave position and codes, where it is not the shipped row
    shipped: bool = False

    @property
    def point(self) -> tuple[float, float]:
        """Longitude, latitude."""
        return float(self.row["longitude"]), float(self.row["latitude"])

    def all_names(self) -> list[str]:
        """Every name, the two main ones first."""
        return [n for n in (self.row["name_en"], self.row["name_ar"], *(n.name for n in self.names)) if n]


class Merge(NamedTuple):
    """Two rows that became one, for people who check."""

    rule: str  # linked, Arabic, Latin, sound
    likeness: float
    distance_m: float
    place: str
    record: str


@dataclass(slots=True)
class Forms:
    """The names of a place as they are compared."""

    arabic: dict[str, str]
    latin: dict[str, str]
    keys: dict[str, list[str]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Forms:
        """Fold the names of a place; articles and spaces do not count."""
        forms = cls({}, {}, {})
        for name in names:
            joined = bare(fold(name)).replace(" ", "")
            if joined:
                (forms.arabic if is_arabic(name) else forms.latin).setdefault(joined, name)
                for key in keys(name):
                    forms.keys.setdefault(key, []).append(name)
        return forms


def likeness(a: Forms, b: Forms, metres: float = math.inf, *, by_hand: bool = False) -> tuple[str, float]:
    """Return by which rule two places `metres` apart have a name in common ("" for none), and how alike it is (0–1).

    `by_hand`: one of them was written by hand.

    >>> likeness(Forms.of(["خان العسل"]), Forms.of(["Khan al-Asal"]), 900)[0]
    'sound'
    >>> likeness(Forms.of(["محيسن", "Muheisen"]), Forms.of(["محيسنية", "Muhaysinah"]), 900)[0]
    ''
    >>> likeness(Forms.of(["محيسن", "Muheisen"]), Forms.of(["محيسنية", "Muhaysinah"]), 40)[0]
    'sound'
    """
    if a.arabic.keys() & b.arabic.keys():
        return "Arabic", 1.0
    shared = a.keys.keys() & b.keys.keys()
    best = max((similarity(x, y) for k in shared for x in a.keys[k] for y in b.keys[k]), default=0.0)
    if metres < _SAME_SPOT_M and any(len(key) >= _SAME_SPOT_KEY for key in shared):
        return "sound", best
    if a.arabic and b.arabic:
        closest = max(similarity(x, y) for x in a.arabic.values() for y in b.arabic.values())
        if closest < (_UNLIKE_BY_HAND if by_hand else _UNLIKE):
            return "", closest
    if a.latin.keys() & b.latin.keys():
        return "Latin", 1.0
    enough = _ALIKE_BY_HAND if by_hand else _ALIKE_IN_ARABIC if a.arabic and b.arabic else _ALIKE
    return ("sound", best) if best >= enough else ("", best)


class Gathering:
    """The places gathered so far. Add source by source, the most trusted first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: dict[str, Entry] = {e.row["place_id"]: e for e in entries}
        self.merges: list[Merge] = []
        self.counts: Counter[str] = Counter()
        self._ids: dict[str, str] = {}

    def resolve(self, place_id: str) -> str:
        """Return the id that a place has now, by any id that it had in any source."""
        while place_id in self._ids:
            place_id = self._ids[place_id]
        return place_id

    def add(self, records: Sequence[Record]) -> None:
        """Merge the records of one source into the places, or make places of them."""
        rest = []
        for record in records:
            known = next(
                (i for i in (record.place_id, *record.links) if self.resolve(i) in self.entries), None
            )
            if known is not None:
                self._join(self.entries[self.resolve(known)], record, "linked", 1.0)
            else:
                rest.append(record)
        chosen = self._matches(rest)
        for i, record in enumerate(rest):
            if i in chosen:
                place_id, rule, alike = chosen[i]
                self._join(self.entries[place_id], record, rule, alike)
            else:
                self._found(record)

    def _matches(self, records: Sequence[Record]) -> dict[int, tuple[str, str, float]]:
        """Return place_id, rule and likeness for the records that are places already: closest names, then nearest."""
        places = [e for e in self.entries.values() if e.row["kind"] in _SETTLEMENTS | _KINDS["airport"]]
        found, far = [], []
        record_forms: dict[int, Forms] = {}
        place_forms: dict[int, Forms] = {}
        for i, j, metres in _near(places, records):
            place, record = places[j], records[i]
            if place.row["kind"] not in _KINDS.get(record.kind, ()) or record.family in place.families:
                continue
            if j not in place_forms:
                place_forms[j] = Forms.of(place.all_names())
            if i not in record_forms:
                record_forms[i] = Forms.of([record.name_en, record.name_ar, *(n.name for n in record.names)])
            rule, alike = likeness(place_forms[j], record_forms[i], metres, by_hand=place.shipped)
            if metres > _reach_m(place):
                if rule == "Arabic":
                    far.append((metres, i, j))
            elif rule:
                # A quarter of a kilometre is what a hundredth of likeness is worth: the same name farther off
                # beats a like one nearer by, but not by much
                found.append((metres + (1 - alike) * 25_000, metres, i, j, rule, alike))
        # The only namesake of each other, farther than sources put one place elsewhere
        records_of, places_of = Counter(i for _, i, _ in far), Counter(j for _, _, j in far)
        close_records, close_places = {i for _, _, i, *_ in found}, {j for _, _, _, j, *_ in found}
        for metres, i, j in far:
            if records_of[i] == places_of[j] == 1 and i not in close_records and j not in close_places:
                found.append((metres, metres, i, j, "Arabic", 1.0))
        chosen: dict[int, tuple[str, str, float]] = {}
        taken: set[int] = set()
        for _, _, i, j, rule, alike in sorted(found):
            if i not in chosen and j not in taken:
                chosen[i] = (places[j].row["place_id"], rule, alike)
                taken.add(j)
        return chosen

    def _found(self, record: Record) -> None:
        entry = Entry(_row(record), _other_names(record), {record.family}, set(record.links), record)
        self.entries[record.place_id] = entry
        self._ids |= dict.fromkeys(record.links, record.place_id)
        self.counts[f"{record.source}: new"] += 1

    def _join(self, entry: Entry, record: Record, rule: str, alike: float) -> None:
        row, old_id = entry.row, entry.row["place_id"]
        metres = distance_m(entry.point, (record.longitude, record.latitude))
        self.merges.append(
            Merge(rule, alike, metres, _label(row), f"{record.place_id} {record.name_en} · {record.name_ar}")
        )
        self.counts[f"{record.source}: {rule}"] += 1
        known = {row["name_en"], row["name_ar"], *(n.name for n in entry.names)}
        entry.names += [n for n in _named(record) if n.name not in known]
        entry.families.add(record.family)
        row["name_en"], row["name_ar"] = row["name_en"] or record.name_en, row["name_ar"] or record.name_ar
        row["population"] = str(max(int(row["population"] or 0), record.population) or "")
        if not entry.shipped and row["kind"] in _SIZES and record.kind in _SIZES:
            row["kind"] = max(row["kind"], record.kind, key=_SIZES.index)
        if record.family == "ocha" or (
            entry.record is None and record.source == "geonames-dump"
            and float(row["accuracy_m"] or math.inf) > record.accuracy_m
        ):  # fmt: skip
            entry.record = record
            row |= _positioned(record)
        ids = {record.place_id, old_id, *record.links}
        new_id = record.place_id if record.family == "ocha" else old_id
        if new_id != old_id:
            del self.entries[old_id]
            row["place_id"] = new_id
            self.entries[new_id] = entry
        entry.other_ids = (entry.other_ids | ids) - {new_id}
        self._ids |= dict.fromkeys(entry.other_ids, new_id)


def _near(places: Sequence[Entry], records: Sequence[Record]) -> list[tuple[int, int, float]]:
    """Return record, place and metres for all that are near enough to be the same, if their names say so."""
    import numpy as np
    import shapely

    if not places or not records:
        return []

    def plane(points: Sequence[tuple[float, float]]) -> Any:
        """In metres; 35° is the middle of the country."""
        metres = np.radians(np.array(points)) * _EARTH_M
        return shapely.points(metres[:, 0] * math.cos(math.radians(35.0)), metres[:, 1])

    tree = shapely.STRtree(plane([p.point for p in places]))
    at = plane([(r.longitude, r.latitude) for r in records])
    pairs = tree.query(at, predicate="dwithin", distance=_FARTHEST_BY_HAND_M * 1.05).T.tolist()
    found = []
    for i, j in pairs:
        metres = distance_m(places[j].point, (records[i].longitude, records[i].latitude))
        if metres <= max(_reach_m(places[j]), _only_within_m(places[j])):
            found.append((i, j, metres))
    return found


def _reach_m(place: Entry) -> float:
    """Return how far a record may lie from a place: 2 km, or what a hand-written row says of itself."""
    if not place.shipped or place.record is not None:
        return SAME_WITHIN_M
    return min(max(SAME_WITHIN_M, float(place.row["accuracy_m"] or 0)), _FARTHEST_M)


def _only_within_m(place: Entry) -> float:
    """Return how far a record may lie from a place that is its only namesake there. A quarter's is rather a village."""
    if place.row["kind"] not in _SIZES:
        return 0.0
    if place.row["source"] == "curated" and place.record is None:
        return min(float(place.row["accuracy_m"] or 0) + _BY_HAND_M, _FARTHEST_BY_HAND_M)
    return _ONLY_WITHIN_M


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance of two points (longitude, latitude)."""
    p, q = math.radians(a[1]), math.radians(b[1])
    dx = math.radians(b[0] - a[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(dx / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(h)))


def _label(row: dict[str, str]) -> str:
    return f"{row['place_id']} {row['name_en']} · {row['name_ar']}"


def _row(record: Record) -> dict[str, str]:
    return {
        "place_id": record.place_id, "name_en": record.name_en, "name_ar": record.name_ar, "kind": record.kind,
        "parent_id": "", "seat_id": "", "population": str(record.population or ""),
    } | _positioned(record)  # fmt: skip


def _positioned(record: Record) -> dict[str, str]:
    """Return the columns that go with the source of the position."""
    ocha = record.family == "ocha"
    return {
        "longitude": f"{record.longitude:.5f}", "latitude": f"{record.latitude:.5f}",
        "accuracy_m": f"{record.accuracy_m:.0f}", "source": record.source, "licence": record.licence,
        "pcode": record.place_id if ocha else "", "admin1_pcode": record.admin1_pcode,
        "admin2_pcode": record.admin2_pcode, "admin3_pcode": record.admin3_pcode,
    }  # fmt: skip


def _named(record: Record) -> list[Name]:
    mains = [
        Name(record.name_en, "en", "variant", record.source),
        Name(record.name_ar, "ar", "variant", record.source),
    ]
    known = {n.name for n in record.names}
    return [*record.names, *(n for n in mains if n.name and n.name not in known)]


def _other_names(record: Record) -> list[Name]:
    return [n for n in _named(record) if n.name not in (record.name_en, record.name_ar)]
