"""Expressions to ground, and 100,000 grounded rows to a table, beside drawing each of them anew.

Run from the checkout: python -m bench.bench_ground.
"""

from __future__ import annotations

import itertools
import random
import resource
import time

from geomap import Gazetteer, Report, load_gazetteer
from geomap.grounding import ground
from geomap.incidents import incident_rows, incidents_frame
from geomap.matching import resolve
from geomap.mentions import parse_name
from geomap.models import Resolution, Status
from geomap.pipeline import locate_name

SEED = 7
N_EXPRESSIONS = 3_000
N_ROWS = 100_000
# Goals of issue 6.
GOAL_PER_SECOND, GOAL_SECONDS, GOAL_GB = 1_500, 15.0, 1.0

_ABOUT = ("قرب {}", "شرق {}", "10 كم شمال {}", "أطراف {}", "near {}", "5 km southwest of {}", "بين {} و{}")
_UNITS = ("ريف {} الشمالي", "ريف {} الغربي", "southern countryside of {}", "بادية {}", "ريف {}")


def _expressions(gazetteer: Gazetteer) -> list[str]:
    """Return expressions that differ from one another, over all towns and governorates."""
    chance = random.Random(SEED)
    towns = [
        p for kind in ("city", "town", "village") for p in gazetteer.places(kind) if p.name_ar and p.name_en
    ]
    seats = list(gazetteer.places("governorate"))
    found = set()
    while len(found) < N_EXPRESSIONS:
        form = chance.choice(_ABOUT if chance.random() < 0.8 else _UNITS)
        names = chance.sample(seats if form in _UNITS else towns, 2)
        found.add(form.format(*(p.name_ar if form.isascii() is False else p.name_en for p in names)))
        if len(found) > 0.8 * N_EXPRESSIONS and form in _UNITS:
            found.add(_ABOUT[0].format(chance.choice(towns).name_ar))
    return sorted(found, key=lambda _: chance.random())


def _resolved(names: list[str], gazetteer: Gazetteer) -> list[list[Resolution]]:
    groups = [resolve(parse_name(name, gazetteer), gazetteer, coarse=False) for name in names]
    return [g for g in groups if g and g[0].status is Status.RESOLVED]


def _rate(groups: list[list[Resolution]], gazetteer: Gazetteer) -> float:
    started = time.perf_counter()
    for head, *others in groups:
        ends = [r for r in others if str(r.mention.part) == "end"]
        ground(head, gazetteer, parents=[r for r in others if r not in ends], ends=ends)
    return len(groups) / (time.perf_counter() - started)


def main() -> None:
    gazetteer = load_gazetteer()
    names = _expressions(gazetteer)
    groups = _resolved(names, gazetteer)
    # The first use of each parent reads and turns its polygon
    _rate(groups[: len(groups) // 3], gazetteer)
    first = _rate(groups[len(groups) // 3 :], gazetteer)
    again = _rate(groups, gazetteer)
    print(f"Grounding {len(groups):,} different expressions (resolved; parents used before)")
    print(f"  drawn                   {first:8.0f} expressions/s   goal {GOAL_PER_SECOND}")
    print(f"  met again (cached)      {again:8.0f} expressions/s")
    print(f"  ratio                   {again / first:8.1f}")

    located = [x for x in (locate_name(name, gazetteer) for name in names) if x is not None]
    reports = [Report(f"r{i}", "", location=name) for i, name in enumerate(names)]
    rows = [
        row
        for report, x in zip(reports, located, strict=False)
        for row in incident_rows(report, [x], gazetteer)
    ]
    many = list(itertools.islice(itertools.cycle(rows), N_ROWS))
    started = time.perf_counter()
    table = incidents_frame(many)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    areas = int((table.geometry.geom_type == "Polygon").sum())
    print(f"{len(table):,} grounded rows ({areas:,} polygons) to a GeoDataFrame")
    print(f"  geomap                  {seconds:8.2f} s   goal {GOAL_SECONDS:.0f} s")
    print(f"  the whole process       {peak:8.2f} GB  goal {GOAL_GB:.0f} GB")


if __name__ == "__main__":
    main()
