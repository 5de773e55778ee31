"""What each relation draws: (name, points that must lie in it, points that must not)."""

from __future__ import annotations

import pytest
import shapely

from geomap import Gazetteer, Grounding
from geomap.pipeline import locate_name

RAQQA, DEIR, IDLIB = (39.01, 35.95), (40.14, 35.34), (36.634, 35.931)

# (name, inside, outside, geo_precision, where_prec): longitude, latitude
AREAS = [
    ("بادية دير الزور", [(39.9, 34.9)], [DEIR, (40.73, 35.02), (40.9, 35.8)], 3, 5),
    ("ريف دير الزور الغربي", [(39.75, 35.45)], [DEIR, (40.4, 35.1), RAQQA], 3, 5),
    ("western countryside of Deir ez-Zor", [(39.75, 35.45)], [DEIR, (40.4, 35.1)], 3, 5),
    ("ريف إدلب الجنوبي", [(36.65, 35.5)], [IDLIB, (36.6, 36.1)], 3, 5),
    ("ريف إدلب", [(36.65, 35.5), (36.6, 36.15)], [IDLIB, (37.16, 36.2)], 3, 4),
    ("ريف حلب الشمالي والغربي", [(37.1, 36.55), (36.95, 36.2)], [(37.16, 36.2), (37.9, 36.3)], 3, 5),
    ("شرق سراقب", [(36.9, 35.86)], [(36.7, 35.86), (37.3, 35.86)], 2, 2),
    ("near Saraqib", [(36.8, 35.87)], [(36.95, 35.87)], 2, 2),
    ("أطراف مدينة سراقب", [(36.84, 35.86)], [(36.8025, 35.8636)], 2, 2),
    ("بين الميادين والبوكمال", [(40.68, 34.74)], [DEIR, (40.3, 34.7)], 3, 5),
    ("محافظة إدلب", [IDLIB, (36.65, 35.5)], [(37.16, 36.2)], 3, 4),
    ("Eastern Ghouta", [(36.402, 33.571)], [(36.1, 33.7)], 2, 5),
    ("eastern Hama", [(37.3, 35.1)], [(36.4, 35.1)], 3, 5),
]  # fmt: skip
POINTS = [
    ("Idlib", IDLIB, 10_000),
    ("مدينة إدلب", IDLIB, 10_000),
    ("10 km north of Raqqa", (39.01, 36.04), 8_000),
    ("على بعد 10 كم شمال الرقة", (39.01, 36.04), 8_000),
    ("20 كيلومترا شرق تدمر", (38.49, 34.56), 14_000),
    ("Derik", (42.14, 37.18), 10_000),
]  # fmt: skip


def grounded(name: str, gazetteer: Gazetteer) -> Grounding:
    located = locate_name(name, gazetteer)
    assert located is not None
    assert located.grounding is not None, located.resolution
    return located.grounding


@pytest.mark.parametrize(("name", "inside", "outside", "geo", "where"), AREAS, ids=[a[0] for a in AREAS])
def test_areas(
    name: str, inside: list[tuple[float, float]], outside: list[tuple[float, float]], geo: int, where: int,
    gazetteer: Gazetteer,
) -> None:  # fmt: skip
    found = grounded(name, gazetteer)
    ground = found.geometry
    assert ground.is_valid
    assert [p for p in inside if not ground.contains(shapely.Point(p))] == []
    assert [p for p in outside if ground.contains(shapely.Point(p))] == []
    assert (found.geo_precision, found.where_prec) == (geo, where)
    assert not found.unused
    assert gazetteer.place("SY").geometry.buffer(0.05).contains(ground)


@pytest.mark.parametrize(("name", "point", "radius_m"), POINTS, ids=[p[0] for p in POINTS])
def test_points(name: str, point: tuple[float, float], radius_m: float, gazetteer: Gazetteer) -> None:
    found = grounded(name, gazetteer)
    assert found.geometry.geom_type == "Point"
    assert shapely.distance(found.geometry, shapely.Point(point)) < 0.02
    assert 1_000 < found.uncertainty_m <= radius_m


@pytest.mark.parametrize("name", [a[0] for a in AREAS])
def test_the_point_of_an_area_lies_in_it_and_reaches_all_of_it(name: str, gazetteer: Gazetteer) -> None:
    found = grounded(name, gazetteer)
    point = shapely.Point(found.longitude, found.latitude)
    assert found.geometry.buffer(1e-6).contains(point)
    farthest = max(shapely.distance(shapely.points(shapely.get_coordinates(found.geometry)), point))
    assert found.uncertainty_m >= farthest * 80_000  # a degree of longitude here is 89 km at least


def test_what_is_outside_the_country_is_said(gazetteer: Gazetteer) -> None:
    found = grounded("60 km north of Ayn al-Arab", gazetteer)
    assert "outside Syria" in found.derivation
    assert found.unused


def test_parents_that_do_not_meet_are_said(gazetteer: Gazetteer) -> None:
    located = locate_name("ريف إدلب الجنوبي ضمن البادية السورية", gazetteer)
    assert located is not None
    assert located.grounding is not None
    assert "does not meet" in located.grounding.derivation
    assert located.resolution.unused
