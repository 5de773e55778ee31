"""What is not known to lie in one governorate may lie in several, and the page is told in which."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pytest
from shapely import LineString, Point, Polygon, box
from shapely.geometry import mapping

from geomap.webmap.possible import with_possible_units
from geomap.webmap.shapes import encode_geometries


def _layer(**units: Polygon) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": mapping(shape)}
        for name, shape in units.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _with_units(frame: gpd.GeoDataFrame, base: dict[str, Any]) -> gpd.GeoDataFrame:
    return with_possible_units(frame, base, *encode_geometries(frame.geometry))


@pytest.fixture
def units() -> dict[str, Any]:
    """Two governorates side by side, the western one with two districts."""
    return {
        "governorates": _layer(West=box(36, 34, 38, 36), East=box(38, 34, 40, 36)),
        "districts": _layer(North=box(36, 35, 38, 36), South=box(36, 34, 38, 35)),
    }


def _candidates(*found: dict[str, Any]) -> str:
    return json.dumps(list(found))


WEST, EAST = {"longitude": 37, "latitude": 35.5}, {"longitude": 39, "latitude": 35}

ROWS = [
    # an ambiguous name: the units of its candidates, stated or by where they lie, in their order
    ({"status": "ambiguous", "candidates": _candidates(EAST, WEST)}, "East; West", "North"),
    ({"status": "ambiguous", "candidates": _candidates(WEST | {"admin1": "East"})}, "East", "North"),
    # the area that the expression stands for with a candidate, not the candidate's own unit
    (
        {
            "status": "ambiguous",
            "candidates": _candidates(
                WEST | {"admin1": "West", "geometry": mapping(box(37, 34.2, 38.5, 34.8))}
            ),
        },
        "West; East",
        "South",
    ),
    # an area or a line that reaches into several
    ({"geometry": box(37, 34.5, 39, 35.5)}, "West; East", "North; South"),
    ({"geometry": LineString([(37, 34.5), (37, 35.5)])}, "West", "North; South"),
    # a sliver along a border is none of it
    ({"geometry": box(38 - 0.005, 34.5, 39, 35.5)}, "East", ""),
    # what is known is not guessed, and what is nowhere may be nowhere
    ({"admin1": "West", "admin2": "South", "geometry": Point(37, 35.5)}, "", ""),
    ({"admin1": "West", "geometry": Point(37, 35.5)}, "", "North"),
    ({"status": "unmatched", "candidates": _candidates(WEST)}, "", ""),
    ({"status": "outside", "geometry": Point(37, 35)}, "", ""),
    ({"status": "ambiguous", "candidates": "no JSON"}, "", ""),
    ({"status": "ambiguous", "candidates": _candidates({"name": "x", "longitude": None})}, "", ""),
    ({"status": "ambiguous", "candidates": '[1, null, {"geometry": {"type": "x"}}]'}, "", ""),
]


@pytest.mark.parametrize(("row", "governorates", "districts"), ROWS)
def test_possible_units(make_frame, units, row, governorates, districts) -> None:
    # Beside a row that leaves all open, so that both columns are always made.
    frame = _with_units(make_frame([{"status": "resolved"} | row, {"status": "resolved"}]), units)
    assert frame.possible_admin1[0] == governorates
    assert frame.possible_admin2[0] == districts


def test_each_row_has_its_own(make_frame, units) -> None:
    rows = [{"status": "resolved"} | row for row, _, _ in ROWS]
    frame = _with_units(make_frame([*rows, *rows]), units)
    assert frame.possible_admin1.tolist() == 2 * [governorates for _, governorates, _ in ROWS]
    assert frame.possible_admin2.tolist() == 2 * [districts for _, _, districts in ROWS]


def test_a_base_map_without_names_adds_nothing(make_frame, base) -> None:
    frame = make_frame([{"status": "ambiguous", "candidates": _candidates(WEST)}])
    assert list(_with_units(frame, base).columns) == list(frame.columns)
    assert list(_with_units(frame, {}).columns) == list(frame.columns)
