"""What the page carries is what the frame holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geomap.webmap import write_map
from geomap.webmap.data import NUMBER_COLUMNS, TEXT_COLUMNS

Read = Callable[[Path], dict[str, Any]]
MakeFrame = Callable[[list[dict[str, Any]]], gpd.GeoDataFrame]


def assert_same(data: dict[str, Any], frame: gpd.GeoDataFrame) -> None:
    """Every column and every geometry of the frame is in the page's data."""
    assert data["n"] == len(frame)
    for name in TEXT_COLUMNS:
        assert data["columns"][name] == frame[name].fillna("").tolist(), name
    for name, decimals in NUMBER_COLUMNS.items():
        wanted = [None if pd.isna(value) else round(float(value), decimals) for value in frame[name]]
        assert data["columns"][name] == wanted, name
    assert len(data["geometry"]) == len(frame)
    for code, wanted_shape in zip(data["geometry"], frame.geometry, strict=True):
        if wanted_shape is None:
            assert code == -1
            continue
        shape = shapely.geometry.shape(data["geometries"][code])
        assert shape.geom_type == wanted_shape.geom_type
        assert shape.hausdorff_distance(wanted_shape) <= 0.005


def test_plain_block_holds_the_frame(incidents, base, tmp_path, read_data: Read) -> None:
    write_map(incidents, tmp_path / "map.html", base=base)
    data = read_data(tmp_path / "map.html")
    assert "was_compressed" not in data
    assert_same(data, incidents)
    assert data["columns"]["fatalities"] == [4, None, None, None, None, None]
    assert data["columns"]["latitude"][0] == 37.18


def test_compressed_block_holds_the_frame(incidents, base, tmp_path, read_data: Read) -> None:
    many = pd.concat([incidents] * 500, ignore_index=True)
    many["incident_id"] = [f"i{number}" for number in range(len(many))]
    write_map(many, tmp_path / "map.html", base=base)
    data = read_data(tmp_path / "map.html")
    assert data["was_compressed"]
    assert_same(data, many)


def test_incidents_share_geometries(incidents, base, tmp_path, read_data: Read) -> None:
    write_map(incidents, tmp_path / "map.html", base=base)
    data = read_data(tmp_path / "map.html")
    assert data["geometry"] == [0, 1, 1, 2, -1, -1]
    assert [shape["type"] for shape in data["geometries"]] == ["Point", "Polygon", "LineString"]


def test_empty_frame(base, tmp_path, make_frame: MakeFrame, read_data: Read) -> None:
    frame = make_frame([])
    write_map(frame, tmp_path / "map.html", base=base)
    assert_same(read_data(tmp_path / "map.html"), frame)


def test_all_unmatched(base, tmp_path, make_frame: MakeFrame, read_data: Read) -> None:
    frame = make_frame(
        [{"incident_id": str(i), "toponym": "Zorgon", "status": "unmatched"} for i in range(3)]
    )
    write_map(frame, tmp_path / "map.html", base=base)
    data = read_data(tmp_path / "map.html")
    assert_same(data, frame)
    assert data["geometries"] == []


def test_missing_text_and_missing_columns(base, tmp_path, make_frame: MakeFrame, read_data: Read) -> None:
    frame = make_frame([{"incident_id": "a", "source": None}, {"incident_id": "b", "source": float("nan")}])
    write_map(frame.drop(columns=["notes", "uncertainty_m"]), tmp_path / "map.html", base=base)
    columns = read_data(tmp_path / "map.html")["columns"]
    assert columns["source"] == ["", ""]
    assert "notes" not in columns
    assert "uncertainty_m" not in columns


def test_empty_and_infinite_geometry_is_not_drawn(
    base, tmp_path, make_frame: MakeFrame, read_data: Read
) -> None:
    rows = [
        {"geometry": shapely.Point()},
        {"geometry": shapely.Point(float("inf"), 1), "latitude": float("inf")},
    ]
    write_map(make_frame(rows), tmp_path / "map.html", base=base)
    data = read_data(tmp_path / "map.html")
    assert data["geometry"] == [-1, -1]
    assert data["columns"]["latitude"] == [None, None]


def test_other_projection_becomes_degrees(incidents, base, tmp_path, read_data: Read) -> None:
    write_map(incidents.to_crs("EPSG:32637"), tmp_path / "map.html", base=base)
    data = read_data(tmp_path / "map.html")
    assert data["geometries"][0]["coordinates"] == pytest.approx([42.14, 37.18], abs=1e-5)


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", "\x00", "{{ 7*7 }}"]
)
@pytest.mark.parametrize("copies", [1, 20_000], ids=["plain", "compressed"])
def test_hostile_text_survives_and_cannot_end_the_block(
    base, tmp_path, make_frame, read_data, text, copies
) -> None:
    frame = make_frame([{"incident_id": "a", "toponym": text, "context": text * copies}])
    write_map(frame, tmp_path / "map.html", title=text, base=base)
    data = read_data(tmp_path / "map.html")
    assert data["title"] == text
    assert data["columns"]["toponym"] == [text]
    assert data["columns"]["context"] == [text * copies]


def test_half_a_surrogate_pair_is_written(base, tmp_path, make_frame: MakeFrame, read_data: Read) -> None:
    frame = make_frame([{}])
    frame["toponym"] = pd.Series(["\ud83d"], dtype=object)  # pandas' own strings cannot hold it
    write_map(frame, tmp_path / "map.html", title="\ud83d", base=base)
    assert read_data(tmp_path / "map.html")["columns"]["toponym"] == ["\ud83d"]


def test_large_columns_hold_the_frame_in_every_form(
    base, tmp_path, make_frame: MakeFrame, read_data: Read
) -> None:
    """Numbered, shared, whole, negative and huge values, each through the packed block."""
    rows = []
    for n in range(6000):
        rows.append(
            {
                "incident_id": f"desk/{n // 2}/{n % 2}",
                "report_id": f"desk/{n // 2}",
                "url": f"https://example.org/{n:04d}" if n % 3 else f"https://example.org/{n}?lang=ar",
                "source": f"Desk {n % 2500}",
                "toponym": "تل" if n % 2 else "Tal",
                "context": f"word{n % 900} near تل or Tal number {n % 70} and Tal",
                "context_start": None,
                "notes": f"note {chr(97 + n % 26)}{n * 7919 % 2900} of the desk",
                "uncertainty_m": [-3, 2**40, 0, None][n % 4],
                "fatalities": n % 5 - 1,
            }
        )
    rows[0] |= {"context_start": 5, "incident_id": "desk/0"}
    frame = make_frame(rows)
    write_map(frame, tmp_path / "map.html", base=base)
    data = read_data(tmp_path / "map.html")
    assert data["was_compressed"]
    assert_same(data, frame)


def test_a_page_of_reports_is_small(base, tmp_path, make_frame: MakeFrame) -> None:
    """What many incidents share is stored once: 40 bytes each where the same columns are 700 bytes of CSV."""
    rows = [
        {
            "incident_id": f"r/{n}",
            "report_id": "r",
            "context": f"They say that {'shelling' if n % 2 else 'clashes'} hit Tal {n % 90} on day {n % 31}.",
            "toponym": f"Tal {n % 90}",
            "derivation": f"the place Tal {n % 90} itself",
            "latitude": 35 + n % 90 / 90,
            "url": f"https://example.org/{n}",
        }
        for n in range(20_000)
    ]
    write_map(make_frame([]), tmp_path / "empty.html", base=base)
    write_map(make_frame(rows), tmp_path / "map.html", base=base)
    more = (tmp_path / "map.html").stat().st_size - (tmp_path / "empty.html").stat().st_size
    assert more / len(rows) < 40
