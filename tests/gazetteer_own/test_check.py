"""`geomap gazetteer check` finds each kind of fault, and none in what ships."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from geomap import GeomapError
from geomap.gazetteer import shipped_folder
from geomap.gazetteer.check import check
from geomap.gazetteer.finding import ERROR


def test_what_ships_has_no_errors() -> None:
    found = check(shipped_folder())
    assert [str(f) for f in found if f.level == ERROR] == []
    assert len(found) < 50  # warnings that nobody would read


def test_a_sound_folder_has_no_findings(folder: Path) -> None:
    assert check(folder) == []


PLACE = "v-new,New,جديد,village,SY07,SY07,,36.6,35.6,1000,curated"


@pytest.mark.parametrize(
    ("file", "row", "kind", "says"),
    [
        ("places.csv", PLACE.replace("v-new", "v-one"), "id", "line 4"),
        ("places.csv", PLACE.replace("v-new", ""), "id", "empty"),
        ("places.csv", PLACE.replace("36.6", "37.4"), "parent", "36 km outside"),
        ("places.csv", PLACE.replace("36.6,35.6", "35.6,38.6"), "position", "Swap"),
        ("places.csv", PLACE.replace("36.6,35.6", "12,50"), "position", "outside Syria"),
        ("places.csv", PLACE.replace("36.6", "east"), "position", "no number"),
        ("places.csv", PLACE.replace("SY07,,", "SY99,,"), "link", "SY99"),
        ("places.csv", PLACE.replace("SY07,,", "SY07,gone,"), "link", "seat_id 'gone'"),
        ("places.csv", PLACE.replace("New", "New جديد"), "script", "ARABIC, LATIN"),
        ("names.csv", "gone,Lost,en,variant,x", "alias", "no place 'gone'"),
        ("names.csv", "v-one,گرێ یەک,ku,variant,x", "kurdish", "ku-Arab"),
        ("names.csv", "v-one,Gire Yek,ku-Arab,variant,x", "kurdish", "Mark it ku"),
        ("names.csv", "v-one,Girê Duyê,,variant,x", "kurdish", "empty"),
        ("names.csv", "v-one,گرێ یەک,ar,variant,x", "kurdish", "Mark it ku-Arab"),
    ],
)
def test_each_fault_is_found(folder: Path, file: str, row: str, kind: str, says: str) -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
    (finding,) = check(folder)
    assert finding.check == kind
    assert says in str(finding)
    assert f"{file} line {len(path.read_text('utf-8').splitlines())}" in str(finding)


@pytest.mark.parametrize(
    "row",
    [
        PLACE.replace("36.6", "37.1"),  # 9 km beyond the border
        PLACE.replace("36.6", "37.4").replace("1000", "40000"),  # as far as its accuracy says
        PLACE.replace("جديد", "مطار T4"),
        PLACE.replace("New", "Aïn el Fîjé"),  # French
    ],
)
def test_what_is_no_fault(folder: Path, row: str) -> None:
    path = folder / "places.csv"
    path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
    assert check(folder) == []


@pytest.mark.parametrize(
    ("place_id", "ring", "says"),
    [
        ("v-one", [[36, 35], [37, 36], [37, 35], [36, 36], [36, 35]], "invalid, Self-intersection"),
        ("v-one", [[36.9, 35], [37.9, 35], [37.9, 36], [36.9, 35]], "of it lie in its governorate SY07"),
        ("gone", [[36, 35], [37, 35], [37, 36], [36, 35]], "no place has this id"),
    ],
)
def test_polygons(folder: Path, place_id: str, ring: list[list[float]], says: str) -> None:
    path = folder / "geometries.geojson"
    features = json.loads(path.read_text("utf-8"))
    geometry = {"type": "Polygon", "coordinates": [ring]}
    features["features"].append({"type": "Feature", "id": place_id, "properties": {}, "geometry": geometry})
    path.write_text(json.dumps(features), "utf-8")
    (finding,) = check(folder)
    assert says in str(finding) and finding.place_id == place_id


def test_a_seat_outside_its_unit(folder: Path) -> None:
    path = folder / "places.csv"
    path.write_text(path.read_text("utf-8").replace("SY07,,v-one", "SY07,,v-two"), "utf-8")
    (finding,) = check(folder)
    assert finding.place_id == "SY07" and "its seat v-two lies 45 km outside" in str(finding)


def test_the_users_aliases(geomap: Callable[..., Result], home: Path, folder: Path) -> None:
    home.mkdir()
    (home / "aliases.csv").write_text(
        "toponym,place_id,lang,kind\nTel Wahid,v-one,,alias\nLost,gone,,alias\nBoom,,,not_a_place\n", "utf-8"
    )
    result = geomap("check", "--gazetteer", folder, "--format", "json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["file"], finding["row"], finding["check"]) == ("your aliases.csv", 3, "alias")


def test_exit_code_and_table(geomap: Callable[..., Result], folder: Path) -> None:
    result = geomap("check", "--gazetteer", folder)
    assert (result.exit_code, result.stdout) == (0, f"{folder}: 0 errors, 0 warnings\n")
    names = folder / "names.csv"
    names.write_text(names.read_text("utf-8") + "v-one,Girê Duyê,,variant,x\n", "utf-8")
    assert geomap("check", "--gazetteer", folder).exit_code == 0  # a warning
    names.write_text(names.read_text("utf-8") + "gone,Lost,en,variant,x\n", "utf-8")
    result = geomap("check", "--gazetteer", folder)
    assert result.exit_code == 1 and "1 error, 1 warning" in result.stdout


def test_reference(folder: Path, tmp_path: Path) -> None:
    reference = tmp_path / "reference"
    (reference / "cod").mkdir(parents=True)
    cod = reference / "cod" / "syr_populated_places_adm4.csv"
    cod.write_text(
        "name_ar,name_en,lat,lng,pcode\nتل واحد,Tall Wahed,35.5,36.6,C1\nتل اثنان,Tall,35.5,37.6,C2\n",
        "utf-8",
    )
    assert {f.place_id for f in check(folder, None, reference)} == {"v-one", "v-two"}
    (reference / "wof").mkdir()
    wof = {
        "wof_id": 7,
        "placetype": "locality",
        "lat": 35.51,
        "lon": 37.51,
        "name": "x",
        "names": {"e": ["Tell Two"]},
    }
    (reference / "wof" / "wof_sy_places.jsonl").write_text(json.dumps(wof) + "\n", "utf-8")
    (finding,) = check(folder, None, reference)  # one near namesake is enough
    assert finding.level == "warning" and "9.1 km from the nearest place of that name in COD C1" in str(
        finding
    )


def test_no_reference_there(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GeomapError, match="no reference here"):
        check(folder, None, tmp_path)
