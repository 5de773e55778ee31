"""What each relation draws: (name, points that must lie in it, points that must not)."""

from __future__ import annotations

import pickle

import pytest
import shapely

from geomap import Gazetteer, Grounding
from geomap.grounding.shapes import area_km2
from geomap.matching.context import distance_km
from geomap.models import Status
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


# (name, inside, outside): longitude, latitude
COMBINED = [
    # The road as far as it lies west of the town
    ("M4 غرب عين عيسى", [], [(37.16, 36.2), (41.2, 37.0)]),
    # The Euphrates flows south-east below Raqqa: Jazira on its left, the Badia on its right
    ("الضفة الشرقية للفرات", [(40.6, 34.95)], [(40.35, 34.95)]),
    ("west bank of the Euphrates", [(40.42, 35.0)], [(40.7, 35.1)]),
    # By its flow: left is the Jazira's side; the Khabur flows south to it
    ("الضفة اليسرى للفرات", [(40.6, 34.95)], [(40.35, 34.95)]),
    ("right bank of the Euphrates near Mayadin", [(40.42, 35.0)], [(40.49, 35.05), (39.0, 35.92)]),
    ("left bank of the Khabur", [(40.77, 36.06)], [(40.7, 36.06)]),
    ("الضفة الجنوبية للفرات في الرقة", [(39.0, 35.92)], [(39.0, 35.99), (40.42, 35.0)]),
    # Both sides of a river as far as 25 km, however it bends
    ("غرب الفرات", [(40.3, 34.95), (38.8, 35.75)], [(40.7, 35.1), (38.8, 36.1)]),
    ("5 km east of the Euphrates", [(40.66, 34.89)], [(40.3, 34.95), (40.52, 34.93)]),
    # From the border's own line, and inside the country
    ("10 كم جنوب الحدود التركية", [(38.95, 36.59)], [(38.95, 36.2), (38.95, 36.75)]),
    ("15 km from the Iraqi border", [(41.05, 35.2)], [(40.6, 35.2)]),
    # The figure of three towns
    ("المنطقة الواقعة بين سراقب وأريحا ومعرة النعمان", [(36.7, 35.75)], [(36.63, 35.93), (36.9, 35.75)]),
    ("triangle of Saraqib, Ariha and Maarrat al-Numan", [(36.7, 35.75)], [(36.63, 35.93)]),
    # A road that the gazetteer has: the M5 passes an-Nabk, the straight line does not
    ("على طريق دمشق - حمص", [(36.73, 34.02)], [(36.55, 34.3), (36.6, 33.95)]),
    ("a village 15 km south-east of Mayadin in the Badia", [(40.5, 34.9)], [(40.45, 35.02), (40.75, 35.05)]),
    ("الأطراف الشرقية لمدينة حلب", [], [(37.0, 36.2)]),
    ("شارع الزعموطة في حلب", [(37.16, 36.2), (37.13, 36.2)], [(37.5, 36.2)]),
    ("في الريف الشرقي لمحافظة دير الزور قرب الحدود العراقية", [(41.15, 34.9)], [(40.6, 35.1)]),
    ("حماة : شمال مدينة مورك", [(36.69, 35.42)], [(36.75, 35.13), (36.69, 35.33)]),
    ("western countryside of Damascus", [(36.05, 33.55)], [(36.9, 33.6)]),
    ("قريتي كفرعين وتلمنس", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "inside", "outside"), COMBINED, ids=[c[0] for c in COMBINED])
def test_combined(
    name: str, inside: list[tuple[float, float]], outside: list[tuple[float, float]], gazetteer: Gazetteer
) -> None:
    found = grounded(name, gazetteer)
    ground = found.geometry
    assert ground.is_valid
    assert [p for p in inside if not ground.intersects(shapely.Point(p))] == []
    assert [p for p in outside if ground.intersects(shapely.Point(p))] == []
    assert not found.unused
    assert not found.conflict


def test_a_gloss_that_contradicts_its_place_is_said(gazetteer: Gazetteer) -> None:
    right, wrong = (locate_name(f"إدلب ({gloss})", gazetteer) for gloss in ("شمال غرب", "جنوب شرق"))
    assert right is not None
    assert wrong is not None
    assert (right.resolution.status, right.resolution.unused) == (Status.RESOLVED, ())
    assert wrong.resolution.status is Status.AMBIGUOUS
    assert wrong.resolution.unused
    assert "does not lie in the south-east" in wrong.resolution.reason


def test_what_leads_out_of_the_country_is_outside(gazetteer: Gazetteer) -> None:
    located = locate_name("60 km north of Ayn al-Arab", gazetteer)
    assert located is not None
    assert located.resolution.status is Status.OUTSIDE
    assert located.resolution.chosen is None


def test_each_candidate_has_its_ground(gazetteer: Gazetteer) -> None:
    located = locate_name("قرب الخالدية", gazetteer)
    assert located is not None
    assert located.resolution.status is Status.AMBIGUOUS
    assert len(located.alternatives) == len(located.resolution.candidates) > 1
    for candidate, ground in zip(located.resolution.candidates, located.alternatives, strict=True):
        assert ground.geometry.contains(shapely.Point(candidate.place.longitude, candidate.place.latitude))


def test_between_is_within_its_goal(gazetteer: Gazetteer) -> None:
    found = grounded("بين الميادين والبوكمال", gazetteer)
    a, b = (gazetteer.place(p) for p in _ids("الميادين", "البوكمال", gazetteer=gazetteer))
    apart = distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
    assert area_km2(found.geometry) <= 1.5 * apart**2 / 4


def _ids(*names: str, gazetteer: Gazetteer) -> list[str]:
    found = [locate_name(name, gazetteer) for name in names]
    return [
        x.resolution.chosen.place.place_id for x in found if x is not None and x.resolution.chosen is not None
    ]


def test_a_distance_is_as_wide_as_its_goal_allows(gazetteer: Gazetteer) -> None:
    found = grounded("10 كم شمال سراقب", gazetteer)
    assert found.uncertainty_m < 6_180  # a circle of 120 km²


def test_parents_that_do_not_meet_are_said(gazetteer: Gazetteer) -> None:
    located = locate_name("ريف إدلب الجنوبي ضمن البادية السورية", gazetteer)
    assert located is not None
    assert located.grounding is not None
    assert "does not meet" in located.grounding.derivation
    assert located.resolution.unused


def test_a_side_that_there_is_not_is_said(gazetteer: Gazetteer) -> None:
    for name in ("10 km north of the Turkish border", "left bank of the M5"):
        located = locate_name(name, gazetteer)
        assert located is not None
        assert located.resolution.status is not Status.RESOLVED
        assert located.resolution.unused


def test_a_corner_that_is_not_placed_is_said(gazetteer: Gazetteer) -> None:
    located = locate_name("بين سراقب وأريحا وبلدة الزعموطة", gazetteer)
    assert located is not None
    assert "الزعموطة" in located.resolution.unused


def test_near_reaches_farther_where_villages_are_few(gazetteer: Gazetteer) -> None:
    lonely, settled = (
        grounded("قرب الشولا في ريف دير الزور", gazetteer),
        grounded("near Kafr Nabl", gazetteer),
    )
    assert area_km2(lonely.geometry) > 2 * area_km2(settled.geometry)
    assert "as far as the places around it lie apart" in lonely.derivation
    # 10 km from its middle at most
    assert area_km2(lonely.geometry) < 315


def test_a_drawn_area_is_the_same_whenever_it_is_asked_for(gazetteer: Gazetteer) -> None:
    located = locate_name("ريف دير الزور الغربي", gazetteer)
    assert located is not None and located.grounding is not None
    again = pickle.loads(pickle.dumps(located))
    assert again.grounding.wkb == located.grounding.wkb == located.grounding.wkb
    assert again == located
