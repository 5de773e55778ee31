"""A home of its own for each test, and the commands run in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from geomap.cli import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("GEOMAP_HOME", str(folder))
    monkeypatch.setenv("GEOMAP_REVIEWER", "reviewer A")
    return folder


@pytest.fixture
def geomap(home: Path) -> Callable[..., Result]:
    """Run `geomap gazetteer ARG...`."""

    def run(*args: object) -> Result:
        return CliRunner().invoke(main, ["gazetteer", *map(str, args)], catch_exceptions=False)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small gazetteer without a fault: two governorates side by side, a district, two villages."""
    made = tmp_path / "gazetteer"
    made.mkdir()
    columns = (
        "place_id,name_en,name_ar,kind,admin1_pcode,parent_id,seat_id,longitude,latitude,accuracy_m,source\n"
    )
    rows = [
        "SY07,Westland,غربية,governorate,SY07,,v-one,36.5,35.5,1000,curated",
        "SY02,Eastland,شرقية,governorate,SY02,,,37.5,35.5,1000,curated",
        "v-one,Tell One,تل واحد,village,SY07,SY07,,36.5,35.5,1000,curated",
        "v-two,Tell Two,تل اثنان,village,SY02,SY02,,37.5,35.5,1000,curated",
    ]
    (made / "places.csv").write_text(columns + "\n".join(rows) + "\n", "utf-8")
    (made / "names.csv").write_text("place_id,name,lang,kind,source\nv-one,Girê Yek,ku,variant,x\n", "utf-8")
    features = ",".join(
        f'{{"type":"Feature","id":"{code}","properties":{{}},"geometry":{{"type":"Polygon","coordinates":'
        f"[[[{west},35],[{west + 1},35],[{west + 1},36],[{west},36],[{west},35]]]}}}}"
        for code, west in (("SY07", 36), ("SY02", 37))
    )
    (made / "geometries.geojson").write_text(
        f'{{"type":"FeatureCollection","features":[{features}]}}', "utf-8"
    )
    return made
