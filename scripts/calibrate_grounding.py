"""How often the ground that geomap states holds the truth, and how large it is, over any gazetteer.

A settlement of the gazetteer is the true place; it is described from better-known places as monitors do ("5 km
north-west of A", "between A and B", "ريف A الشمالي"), with their sloppiness: distances rounded or along the road,
directions told to eight or four winds by eye. geomap reads the description; what it states must hold the settlement.

Run from the checkout: python scripts/calibrate_grounding.py [--gazetteer DIR] [--n 300] [--seed 7] [--misses FILE].
Nothing of the gazetteer is kept but the counts that it prints (docs/uncertainty.md holds them).
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import shapely
from pyproj import Geod

from geomap import Gazetteer, load_gazetteer
from geomap.grounding import shapes
from geomap.matching.context import distance_km
from geomap.models import Place, Status
from geomap.pipeline import locate_name

SETTLEMENTS = ("city", "town", "village", "settlement")
WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
EN = dict(
    zip(
        WINDS,
        ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"),
        strict=True,
    )
)
EN_ADJ = {w: f"{e}ern" for w, e in EN.items()}
AR = dict(
    zip(WINDS, ("شمال", "شمال شرق", "شرق", "جنوب شرق", "جنوب", "جنوب غرب", "غرب", "شمال غرب"), strict=True)
)
AR_ADJ = dict(zip(WINDS, ("الشمالي", "الشمالي الشرقي", "الشرقي", "الجنوبي الشرقي", "الجنوبي", "الجنوبي الغربي", "الغربي",
                          "الشمالي الغربي"), strict=True))  # fmt: skip
#: How far by eye from the true bearing people are before they choose the nearest wind (one standard deviation).
BEARING_SIGMA = 10.0
#: Who says "near": the nearest place that the reporter knows; of villages, one in two.
KNOWN_SHARE = 0.5
#: "Between" is said where both are seen in about opposite directions.
BETWEEN_ANGLE = 130.0
_GEOD = Geod(ellps="WGS84")
# The goals of issue 6: median area in km², or as a share of what the case's own size allows.
LIMITS = {
    "near a village": 80.0, "outskirts of a village": 80.0, "between A and B": 1.0, "countryside, direction": 1.0,
    "N km direction of X": 120.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """An expression and where the truth lies. `allowed_km2`: areas are told as shares of it, where it is given."""

    kind: str
    text: str
    longitude: float
    latitude: float
    within: str = ""
    allowed_km2: float = 0.0


@dataclass(slots=True)
class Tally:
    """What became of the cases of one kind."""

    n: int = 0
    placed: int = 0
    held: int = 0
    in_radius: int = 0
    unused: int = 0
    areas: list[float] = field(default_factory=list)


class World:
    """The settlements of a gazetteer and what is near them."""

    def __init__(self, gazetteer: Gazetteer, chance: random.Random) -> None:
        self.gazetteer = gazetteer
        self.chance = chance
        places = [p for p in gazetteer.places() if p.name_ar and p.name_en and p.admin1_pcode]
        self.settlements = [p for p in places if p.kind in SETTLEMENTS and p.pcode]
        if not self.settlements:  # a gazetteer without P-codes for settlements
            self.settlements = [p for p in places if p.kind in SETTLEMENTS]
        self.quarters = [p for p in places if p.kind == "neighbourhood"]
        self.villages = [p for p in self.settlements if p.kind in ("village", "settlement")]
        self.seats = {p.seat_id for p in gazetteer.places() if p.seat_id}
        self.towns = [p for p in self.settlements if p.kind in ("city", "town") or p.place_id in self.seats]
        self.known = self.towns + [v for v in self.villages if chance.random() < KNOWN_SHARE]
        self._trees: dict[int, shapely.STRtree] = {}

    def near(self, place: Place, among: list[Place], radius_km: float) -> list[tuple[float, Place]]:
        """Return (kilometres, place) of the others within a radius, the nearest first."""
        if id(among) not in self._trees:
            self._trees[id(among)] = shapely.STRtree([shapes.point_m(p) for p in among])
        found = self._trees[id(among)].query(shapes.point_m(place), "dwithin", radius_km * 1000)
        others = [among[i] for i in found if among[i].name_ar != place.name_ar]
        return sorted(((_km(place, o), o) for o in others), key=lambda x: x[0])

    def winds(self, seen_from: Place, place: Place, winds: int) -> str:
        """Return the wind in which a place is seen, as people say it."""
        bearing = _GEOD.inv(seen_from.longitude, seen_from.latitude, place.longitude, place.latitude)[0]
        step = 360 / winds
        n = round((bearing + self.chance.gauss(0, BEARING_SIGMA)) / step) % winds
        return WINDS[n * (8 // winds)]

    def one(self, arabic: str, english: str) -> str:
        return self.chance.choice((arabic, english))


def _km(a: Place, b: Place) -> float:
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude)


def _case(kind: str, text: str, truth: Place, anchor: Place, allowed: float = 0.0) -> Case:
    return Case(kind, text, truth.longitude, truth.latitude, anchor.admin1_pcode, allowed)


def near(w: World) -> Iterator[Case]:
    for v in w.chance.sample(w.villages, len(w.villages)):
        found = w.near(v, w.known, 8.0)
        if not found:
            continue
        km, anchor = found[0]
        kind = "a town" if anchor.kind in ("city", "town") else "a village"
        ar = w.chance.choice(("قرب", "بالقرب من", "بالقرب من بلدة", "جوار"))
        yield _case(f"near {kind}", w.one(f"{ar} {anchor.name_ar}", f"near {anchor.name_en}"), v, anchor)
        # The outskirts are told of what lies at a town's edge
        if km < (6 if anchor.kind == "city" else 5 if anchor.kind == "town" else 3.5):
            ar = w.chance.choice(("محيط", "أطراف", "مشارف", "محيط بلدة"))
            yield _case(f"outskirts of {kind}", w.one(f"{ar} {anchor.name_ar}", f"outskirts of {anchor.name_en}"), v, anchor)  # fmt: skip


def offsets(w: World) -> Iterator[Case]:
    for v in w.chance.sample(w.villages, len(w.villages)):
        found = [f for f in w.near(v, w.towns, 40.0) if f[0] > 1.5]
        if not found:
            continue
        km, anchor = w.chance.choice(found[:3])
        # Half measure on the map, half along the road, which is longer
        told = km * w.chance.choice((1.0, w.chance.uniform(1.0, 1.25)))
        step = 5 if told >= 8 or w.chance.random() < 0.2 else 1
        n = max(round(told / step) * step, 1)
        wind = w.winds(anchor, v, 8)
        kind = "N km direction of X" if n <= 15 else "N > 15 km direction of X"
        ar = w.chance.choice(
            (f"على بعد {n} كم {AR[wind]} {anchor.name_ar}", f"{n} كيلومتر {AR[wind]} مدينة {anchor.name_ar}")
        )
        yield _case(kind, w.one(ar, f"{n} km {EN[wind]} of {anchor.name_en}"), v, anchor)


def directions(w: World) -> Iterator[Case]:
    for v in w.chance.sample(w.villages, len(w.villages)):
        found = [f for f in w.near(v, w.towns, 25.0) if f[0] > 1.5]
        if not found:
            continue
        anchor = w.chance.choice(found[:2])[1]
        wind = w.winds(anchor, v, w.chance.choice((4, 8)))
        yield _case(
            "direction of X",
            w.one(f"{AR[wind]} {anchor.name_ar}", f"{EN[wind]} of {anchor.name_en}"),
            v,
            anchor,
        )


def between(w: World) -> Iterator[Case]:
    for v in w.chance.sample(w.villages, len(w.villages)):
        found = [f[1] for f in w.near(v, w.known, 30.0)][:12]
        pairs = [(a, b) for i, a in enumerate(found) for b in found[:i] if _angle(a, v, b) > BETWEEN_ANGLE]
        pairs = [(a, b) for a, b in pairs if _km(a, b) > 4 and a.name_ar != b.name_ar]
        if not pairs:
            continue
        a, b = w.chance.choice(pairs[:12])
        allowed = 1.5 * _km(a, b) ** 2 / 4
        text = w.one(f"بين {a.name_ar} و{b.name_ar}", f"between {a.name_en} and {b.name_en}")
        yield _case("between A and B", text, v, a, allowed)
        if _angle(a, v, b) > 150:
            text = w.one(f"طريق {a.name_ar} – {b.name_ar}", f"{a.name_en}–{b.name_en} road")
            yield _case("road A – B", text, v, a, allowed)


def _angle(a: Place, v: Place, b: Place) -> float:
    p, q, r = (shapes.point_m(x) for x in (a, v, b))
    one, two = math.atan2(p.y - q.y, p.x - q.x), math.atan2(r.y - q.y, r.x - q.x)
    turn = abs(math.degrees(one - two)) % 360
    return min(turn, 360 - turn)


def countrysides(w: World) -> Iterator[Case]:
    for v in w.chance.sample(w.villages, len(w.villages)):
        for code, kind in ((v.admin1_pcode, "countryside"), (v.admin2_pcode, "countryside of a district")):
            unit = w.gazetteer.get(code)
            seat = w.gazetteer.get(unit.seat_id) if unit else None
            if unit is None or seat is None or _km(seat, v) < 2 or unit.pcode == "SY01":
                continue
            ar, en = (
                (unit if unit.pcode == "SY03" else seat).name_ar,
                (unit if unit.pcode == "SY03" else seat).name_en,
            )
            wind = w.winds(seat, v, w.chance.choice((4, 4, 8)))
            direct = w.one(f"ريف {ar} {AR_ADJ[wind]}", w.chance.choice((f"{EN_ADJ[wind]} countryside of {en}", f"{EN_ADJ[wind]} {en} countryside")))  # fmt: skip
            if w.chance.random() < 0.3:
                direct = f"الريف {AR_ADJ[wind]} ل{'ل' + ar[2:] if ar.startswith('ال') else ar}"
            if unit.pcode == "SY03":
                direct = w.one(f"ريف دمشق {AR_ADJ[wind]}", f"{EN_ADJ[wind]} countryside of Damascus")
            yield _case(f"{kind}, direction", direct, v, unit, unit.area_km2 / 3 if unit.area_km2 else 0.0)
            if unit.pcode != "SY03" and w.chance.random() < 0.2:
                yield _case(kind, w.one(f"ريف {ar}", f"{en} countryside"), v, unit, unit.area_km2)


def badias(w: World) -> Iterator[Case]:
    badia = w.gazetteer.get("region-badia")
    if badia is None or badia.wkb is None:
        return
    # 0.05° is 5 km: people do not know the region's edge better
    edge = shapely.buffer(badia.geometry, 0.05)
    valley = w.gazetteer.get("region-euphrates-valley")
    if valley is not None and valley.wkb:
        edge = edge.difference(valley.geometry)
    shapely.prepare(edge)
    for v in w.chance.sample(w.villages, len(w.villages)):
        if not edge.contains(shapely.Point(v.longitude, v.latitude)):
            continue
        unit = w.gazetteer.get(v.admin1_pcode)
        seat = w.gazetteer.get(unit.seat_id) if unit else None
        if unit is not None and seat is not None and unit.pcode != "SY03":
            yield _case(
                "badia of a governorate", w.one(f"بادية {seat.name_ar}", f"{seat.name_en} desert"), v, unit
            )
        found = [t for t in w.near(v, w.towns, 40.0) if t[1].place_id != (seat.place_id if seat else "")]
        if found:
            anchor = found[0][1]
            yield _case(
                "badia of a town", w.one(f"بادية {anchor.name_ar}", f"{anchor.name_en} badia"), v, anchor
            )


def quarters(w: World) -> Iterator[Case]:
    for q in w.chance.sample(w.quarters, len(w.quarters)):
        city = next(
            (t for _, t in w.near(q, w.towns, 12.0) if t.kind == "city" or t.place_id in w.seats), None
        )
        if city is None or q.admin3_pcode != city.admin3_pcode:
            continue
        text = w.one(
            f"حي {q.name_ar} في مدينة {city.name_ar}", f"{q.name_en} neighbourhood in {city.name_en}"
        )
        yield _case("quarter of a city", text, q, city)
        # Names that no gazetteer has stand for the many that ours lacks
        text = w.chance.choice(
            (
                f"حي الزعموطة في {city.name_ar}",
                f"حي الزعموطة - {city.name_ar}",
                f"Zamouta neighbourhood, {city.name_en}",
            )
        )
        yield _case("unknown quarter of a city", text, q, city)
        text = w.chance.choice(
            (
                f"شارع الزعموطة في {city.name_ar}",
                f"شارع الزعموطة - {city.name_ar}",
                f"Zamouta Street in {city.name_en}",
            )
        )
        yield _case("street of a city", text, q, city)


KINDS: tuple[Callable[[World], Iterator[Case]], ...] = (
    near, offsets, directions, between, countrysides, badias, quarters,
)  # fmt: skip


def cases(w: World, n: int) -> list[Case]:
    """Return up to n cases of each kind."""
    kept: dict[str, list[Case]] = {}
    for make in KINDS:
        for found, case in enumerate(make(w), start=1):
            of_kind = kept.setdefault(case.kind, [])
            if len(of_kind) < n:
                of_kind.append(case)
            if found > 12 * n:
                break
    return [case for of_kind in kept.values() for case in of_kind]


def measure(
    found: list[Case], gazetteer: Gazetteer, *, within: bool, misses: Path | None
) -> dict[str, Tally]:
    """Return the tallies by kind; write what was missed to a file."""
    tallies: dict[str, Tally] = {}
    lines = []
    for case in found:
        tally = tallies.setdefault(case.kind, Tally())
        tally.n += 1
        located = locate_name(case.text, gazetteer, within=gazetteer.get(case.within) if within else None)
        tally.unused += bool(located is None or located.resolution.unused)
        grounding = located.grounding if located else None
        if located is None or grounding is None or located.resolution.status is not Status.RESOLVED:
            lines.append(
                f"not placed\t{case.kind}\t{case.text}\t{located.resolution.reason if located else ''}"
            )
            continue
        tally.placed += 1
        km = distance_km(case.latitude, case.longitude, grounding.latitude, grounding.longitude)
        in_radius = km * 1000 <= grounding.uncertainty_m
        geometry = grounding.geometry
        polygon = geometry.geom_type in ("Polygon", "MultiPolygon")
        area = shapes.area_km2(geometry) if polygon else math.pi * (grounding.uncertainty_m / 1000) ** 2
        held = geometry.intersects(shapely.Point(case.longitude, case.latitude)) if polygon else in_radius
        tally.held += held
        tally.in_radius += in_radius
        tally.areas.append(area / case.allowed_km2 if case.allowed_km2 else area)
        if not held or located.resolution.unused:
            what = "outside" if not held else "unused"
            lines.append(f"{what}\t{case.kind}\t{case.text}\t{case.longitude},{case.latitude}\t{grounding.derivation}\t{located.resolution.unused}")  # fmt: skip
    if misses is not None:
        misses.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tallies


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--gazetteer", help="a gazetteer folder (default: the installed one, else the shipped)"
    )
    parser.add_argument("--n", type=int, default=300, help="cases of each kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--no-within", action="store_true", help="do not give the governorate with the expression"
    )
    parser.add_argument("--misses", type=Path, help="write the cases that were missed to this file")
    args = parser.parse_args()
    gazetteer = load_gazetteer(args.gazetteer)
    world = World(gazetteer, random.Random(args.seed))
    tallies = measure(cases(world, args.n), gazetteer, within=not args.no_within, misses=args.misses)
    print(
        "| expression | cases | placed | holds the truth | the radius does | median area | goal | nothing unused |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for kind, t in tallies.items():
        area = statistics.median(t.areas) if t.areas else math.nan
        goal = LIMITS.get(kind)
        shares = kind.startswith(("between", "road", "countryside"))
        share = f"{area:.2f} of the allowed" if shares else f"{area:,.0f} km²"
        if not t.placed:
            print(f"| {kind} | {t.n} | 0 | | | | | |")
            continue
        print(
            f"| {kind} | {t.n} | {t.placed / t.n:.2f} | {t.held / t.placed:.3f} | {t.in_radius / t.placed:.3f} | {share} "
            f"| {'' if goal is None else '1' if goal == 1.0 else f'{goal:.0f} km²'} | {1 - t.unused / t.n:.2f} |"
        )  # fmt: skip
    everything = sum(t.n for t in tallies.values())
    placed = sum(t.placed for t in tallies.values())
    held, unused = (sum(getattr(t, name) for t in tallies.values()) for name in ("held", "unused"))
    print(f"{everything} cases, {placed / everything:.3f} placed, {held / placed:.3f} of these hold the truth, "
          f"{1 - unused / everything:.3f} with nothing unused", file=sys.stderr)  # fmt: skip


if __name__ == "__main__":
    main()
