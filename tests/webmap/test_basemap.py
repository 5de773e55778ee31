"""The base map that the shipped gazetteer gives."""

from __future__ import annotations

import json

import pytest
import shapely

from geomap.gazetteer import load_gazetteer
from geomap.webmap.basemap import base_layers

# A page of a few incidents is mostly Leaflet and this.
MAX_BYTES = 200_000


@pytest.fixture(scope="module")
def layers():
    return base_layers(load_gazetteer())


def test_it_is_small(layers) -> None:
    assert len(json.dumps(layers, ensure_ascii=False, separators=(",", ":")).encode()) < MAX_BYTES


def test_layers_are_in_syria_and_whole(layers) -> None:
    assert len(layers["governorates"]["features"]) == 14
    assert len(layers["districts"]["features"]) == 62
    for name in ("country", "governorates", "districts", "rivers", "lakes", "roads"):
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in layers[name]["features"]]
        assert shapes, name
        assert not any(shape.is_empty for shape in shapes), name
    ground = shapely.geometry.shape(layers["country"]["features"][0]["geometry"])
    assert ground.contains(shapely.Point(38.5, 35))
    west, south, east, north = ground.bounds
    assert (west, south, east, north) == pytest.approx((35.6, 32.3, 42.4, 37.3), abs=0.3)


def test_districts_say_that_their_extent_is_no_official_boundary(layers) -> None:
    assert all(f["properties"]["approximate"] is True for f in layers["districts"]["features"])


def test_labels_have_both_names_and_ranks(layers) -> None:
    labels = {label["name_en"]: label for label in layers["labels"] if label["rank"] == 1}
    assert len(labels) == 14
    assert labels["Idlib"]["name_ar"] == "إدلب"
    assert {label["rank"] for label in layers["labels"]} == {1, 2, 3, 4}
    seats = [label["name_en"] for label in layers["labels"] if label["rank"] == 2]
    assert "Deir ez-Zor" in seats
    for label in layers["labels"]:
        assert 35 < label["lon"] < 43, label
        assert 32 < label["lat"] < 38, label
        assert label["name_en"] and label["name_ar"], label


def test_the_sources_are_credited(layers) -> None:
    for credit in ("Made with Natural Earth", "GeoNames", "UN OCHA"):
        assert credit in layers["attribution"]
