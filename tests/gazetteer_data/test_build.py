"""The committed gazetteer is what the build makes of sources/ and curated/; broken rows are named."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

GAZETTEER = Path(__file__).resolve().parents[2] / "gazetteer"
BUILT = ("places.csv", "names.csv", "geometries.geojson", "foreign.csv", "sources.csv")
HEADER = "id,name_en,name_ar,other_names,kind,parent,longitude,latitude,accuracy_m,population,note\n"


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(GAZETTEER))
    return importlib.import_module("build")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the build's input that a test may break."""
    shutil.copytree(GAZETTEER / "sources", tmp_path / "sources")
    shutil.copytree(GAZETTEER / "curated", tmp_path / "curated")
    return tmp_path


def test_committed_files_are_what_the_build_makes(build: ModuleType, tmp_path: Path) -> None:
    build.build(tmp_path)
    stale = [name for name in BUILT if (tmp_path / name).read_bytes() != (GAZETTEER / name).read_bytes()]
    assert stale == [], "run: python gazetteer/build.py build"


def test_build_runs_as_a_script(tmp_path: Path) -> None:
    import subprocess

    script = str(GAZETTEER / "build.py")
    done = subprocess.run(
        [sys.executable, script, "build", "-o", str(tmp_path)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == set(BUILT)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",Nowhere,لا مكان,,hamlet,SY07,36.6,35.9,1000,,", "kind is 'hamlet'"),
        (",Nowhere,لا مكان,,village,SY99,36.6,35.9,1000,,", "parent is 'SY99'"),
        (",Nowhere,لا مكان,,village,,36.6,35.9,1000,,", "parent is ''"),
        (",Nowhere,لا مكان,,village,SY07,35.9,36.6,1000,,", "outside SY07"),
        (",Nowhere,لا مكان,,village,SY08,36.6,35.9,1000,,", "outside SY08"),
        (",Nowhere,لا مكان,,village,SY07,east,35.9,1000,,", "longitude is 'east'"),
        (",Nowhere,لا مكان,,village,SY07,36.6,35.9,,,", "accuracy_m is ''"),
        (",Nowhere,لا مكان,Derik,village,SY07,36.6,35.9,1000,,", "other_names has 'Derik'"),
        (",Nowhere,,,village,SY07,36.6,35.9,1000,,", "name_ar is empty"),
        ("gn-1,Nowhere,لا مكان,,village,SY07,36.6,35.9,1000,,", "no place has the id gn-1"),
        (",Nowhere,لا مكان,,village,SY07,36.6,35.9,1000", "more or fewer cells"),
    ],
)
def test_a_broken_row_is_named_with_its_file(build: ModuleType, root: Path, row: str, said: str) -> None:
    (root / "curated" / "places_zz.csv").write_text(f"{HEADER}{row}\n", encoding="utf-8")
    with pytest.raises(build.TableError) as caught:
        build.build(root / "out", root)
    assert str(caught.value).startswith("places_zz.csv row 1: ")
    assert said in str(caught.value)


def test_a_missing_column_is_named(build: ModuleType, root: Path) -> None:
    (root / "curated" / "places_zz.csv").write_text("id,name_en\n", encoding="utf-8")
    with pytest.raises(build.TableError, match=r"places_zz\.csv: has no column name_ar"):
        build.build(root / "out", root)


def test_hand_written_rows_merge_into_the_packages_row(build: ModuleType, root: Path) -> None:
    rows = [
        ",Khan Sheikhoun,خان شيخون,ku:Xan Şêxûn,town,SY0702,36.651,35.443,300,,",  # nearer than GeoNames says
        ",Saraqib,سراقب,tr:Sarakip,town,SY0700,36.81,35.86,9000,,",  # vaguer than GeoNames
        ",Khan Shaykhun Far,خان شيخون,,village,SY0702,36.651,35.3,1000,,",  # 16 km off: another place
    ]
    for path in (root / "curated").glob("places_*.csv"):
        path.unlink()
    for name in ("regions.geojson", "roads.csv"):
        (root / "curated" / name).unlink(missing_ok=True)
    (root / "curated" / "places_zz.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    build.build(root / "out", root)
    places = {row["place_id"]: row for _, row in build.read_rows(root / "out" / "places.csv", ("place_id",))}
    names = {
        (row["place_id"], row["name"]) for _, row in build.read_rows(root / "out" / "names.csv", ("name",))
    }
    khan, saraqib = places["gn-168325"], places["gn-164816"]
    assert (khan["longitude"], khan["latitude"], khan["accuracy_m"]) == ("36.651", "35.443", "300")
    assert khan["admin2_pcode"] == "SY0702"
    assert ("gn-168325", "Xan Şêxûn") in names
    assert (saraqib["longitude"], saraqib["accuracy_m"]) == ("36.80591", "2000")
    assert places["gm-khan-shaykhun-far-sy0702"]["source"] == "curated"
    settlements = [row for row in places.values() if row["kind"] != "subdistrict"]
    assert sum(row["name_ar"] == "سراقب" for row in settlements) == 1
