"""Official files in every layout that they are published in give the same records."""

from __future__ import annotations

import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

from geomap.errors import GazetteerError
from geomap.gazetteer.sources import Reading, files_in, read_sources


def _read(folder: Path, *sources: str, scratch: Path) -> Reading:
    scratch.mkdir(exist_ok=True)
    return read_sources(files_in(folder), sources or ("cod", "geonames", "wof"), scratch)


def _facts(reading: Reading) -> dict[str, Any]:
    records = {**reading.cod.units, **reading.cod.places}
    return {
        code: (r.kind, r.name_en, r.name_ar, r.admin1_pcode, r.admin2_pcode, r.admin3_pcode,
               sorted(n.name for n in r.names), round(r.geometry.area, 6) if r.geometry is not None else 0,
               round(r.longitude, 4), round(r.latitude, 4))
        for code, r in records.items()
    }  # fmt: skip


def _upper(column: str) -> str:
    """admin3Name_en as ADM3_EN, admin3Pcode as ADM3_PCODE."""
    return column.replace("admin", "ADM").replace("Name", "").replace("Pcode", "_PCODE").upper()


def _lower(column: str) -> str:
    """admin3Name_en as adm3_name, admin3Name_ar as adm3_name1: the latest of OCHA's ways."""
    short = column.replace("admin", "adm").replace("Name_en", "_name").replace("Name_ar", "_name1")
    return short.replace("Pcode", "_pcode").lower()


@pytest.mark.parametrize("rename", [_upper, _lower])
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".zip"])
def test_every_layout_of_the_boundaries(invented: Path, tmp_path: Path, rename: Any, suffix: str) -> None:
    import geopandas

    expected = _facts(_read(invented / "cod", scratch=tmp_path / "a"))
    other = tmp_path / "other"
    other.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in sorted((invented / "cod").glob("*.geojson")):
            frame = geopandas.read_file(path)
            columns = {c: rename(c) for c in frame.columns if c.startswith("admin")}
            frame = frame.rename(columns=columns)
            if suffix == ".gpkg":
                frame.to_file(other / "all.gpkg", layer=path.stem, driver="GPKG")
            elif suffix == ".geojson":
                frame.to_file(other / path.name)
            else:  # in metres, to see that the reference system is minded
                frame.to_crs(32637).to_file(other / f"{path.stem}.shp", encoding="UTF-8")
    if suffix == ".zip":
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for path in other.iterdir():
                archive.write(path, f"deep/{path.name}")
                path.unlink()
        (tmp_path / "all.zip").rename(other / "all.zip")
    (other / "populated.csv").write_bytes((invented / "cod" / "places.csv").read_bytes())
    assert _facts(_read(other, scratch=tmp_path / "b")) == expected


def test_shapefile_with_cut_names_and_no_encoding(invented: Path, tmp_path: Path) -> None:
    """admin3Name_en and admin3Name_ar both become admin3Name: which is which, the letters tell."""
    import geopandas

    expected = _facts(_read(invented / "cod", scratch=tmp_path / "a"))
    other = tmp_path / "other"
    other.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in sorted((invented / "cod").glob("*.geojson")):
            geopandas.read_file(path).to_file(other / f"{path.stem}.shp", encoding="UTF-8")
            (other / f"{path.stem}.cpg").unlink()
    got = _facts(_read(other, scratch=tmp_path / "b"))
    assert got == {code: facts for code, facts in expected.items() if not code.startswith("C")}


def test_populated_places_as_geojson(tmp_path: Path) -> None:
    rows = [
        ({"pcode": "C9001", "featurename_en": "Sarab", "featurename_ar": "سراب", "featurealtname1_en": "Serab",
          "adm3_name": "Khayal", "adm3_pcode": "SY049000", "adm1_pcode": "SY04", "popplaceclasstitle": "Village"},
         {"type": "Point", "coordinates": [39.6, 34.1]}),
        ({"pcode": "N9002", "featurename_en": "Wahm", "featurename_ar": "الوهم", "featurealtname1_en": "",
          "adm3_name": "Khayal", "adm3_pcode": "SY049000", "adm1_pcode": "SY04", "popplaceclasstitle": "Area"},
         {"type": "Point", "coordinates": [39.61, 34.1]}),
    ]  # fmt: skip
    features = [{"type": "Feature", "properties": p, "geometry": g} for p, g in rows]
    folder = tmp_path / "in"
    folder.mkdir()
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (folder / "pp.geojson").write_text(text, "utf-8")
    place = _read(folder, scratch=tmp_path / "s").cod.places["C9001"]
    assert (place.name_en, place.name_ar, place.kind) == ("Sarab", "سراب", "village")
    assert (place.admin1_pcode, place.admin3_pcode) == ("SY04", "SY049000")
    assert [n.name for n in place.names] == ["Sarab", "سراب", "Serab"]


def test_geonames_names_by_language_and_letters(invented: Path, tmp_path: Path) -> None:
    place = next(r for r in _read(invented, scratch=tmp_path / "s").geonames if r.place_id == "gn-99000001")
    assert {n.name: (n.lang, n.kind) for n in place.names} == {
        "زرقونة": ("ar", "variant"), "Zerqûna": ("ku", "variant"), "زەرقوونە": ("ku-Arab", "variant"),
        "Zarqūnā": ("und-Latn", "variant"),  # no Turkish has these letters, whatever the file says
        "كفر القديمة": ("ar", "former"), "Zarqūnah": ("und-Latn", "variant"), "Zarqunah": ("und-Latn", "variant"),
    }  # fmt: skip
    assert (place.name_en, place.name_ar, place.kind, place.population) == (
        "Zarqunah",
        "زرقونة",
        "town",
        6200,
    )


def test_geonames_without_the_alternate_names(invented: Path, tmp_path: Path) -> None:
    (invented / "geonames" / "names.txt").unlink()
    line = (invented / "geonames" / "SY.txt").read_text("utf-8").splitlines()[0].split("\t")
    line[3] = "زرقونة,Zerqûna,Заркуна"
    (invented / "geonames" / "SY.txt").write_text("\t".join(line) + "\n", "utf-8")
    (place,) = _read(invented, scratch=tmp_path / "s").geonames
    assert place.name_ar == "زرقونة"
    assert {n.name for n in place.names} == {"زرقونة", "Zerqûna", "Zarqūnah", "Zarqunah"}


def test_wof_repository_files(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "data" / "123"
    folder.mkdir(parents=True)
    properties = {
        "wof:id": 123, "wof:name": "Sarab", "wof:placetype": "locality", "geom:latitude": 34.1,
        "geom:longitude": 39.6, "name:ara_x_preferred": ["سراب"], "wof:concordances": {"gn:id": 55},
        "wof:superseded_by": [],
    }  # fmt: skip
    feature = {"type": "Feature", "properties": properties, "geometry": None}
    (folder / "123.geojson").write_text(json.dumps(feature), "utf-8")
    (record,) = _read(tmp_path / "in", scratch=tmp_path / "s").wof
    assert (record.place_id, record.links, record.name_ar) == ("gn-55", ("wof-123",), "سراب")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("broken.zip", b"PK\x03\x04 and no more", "broken zip"),
        ("adm1.geojson", b'{"type": "FeatureCollection", "features": [', "cannot be read as a GIS file"),
        ("places.csv", "pcode,name_ar,lat\nC9901,سراب\n".encode(), "line 2: not as many cells"),
        ("SY.txt", b"\t".join([b"1", b"a", b"a", b"", b"34", b"39", b"P"] + [b""] * 12) + b"\n2\tcut", "line 2"),
        ("SY.txt", b"\t".join([b"1", b"a", b"a", b"", b"x", b"39", b"P"] + [b""] * 12) + b"\n", "line 1"),
        ("w.jsonl", b'{"wof_id": 1, "names": {}}\n', "line 1: not a record"),
    ],
)  # fmt: skip
def test_broken_files_are_named(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    with pytest.raises(GazetteerError, match=says) as caught:
        _read(tmp_path / "in", scratch=tmp_path / "s")
    assert name in str(caught.value)


def test_only_the_wanted_sources(invented: Path, tmp_path: Path) -> None:
    reading = _read(invented, "geonames", scratch=tmp_path / "s")
    assert reading.sources() == {"geonames"} and not reading.cod.units and not reading.wof


def test_other_files_are_left_alone(invented: Path, tmp_path: Path) -> None:
    (invented / "package.json").write_text('{"name": "not ours"}')
    (invented / "notes.txt").write_text("nothing")
    (invented / "sums.csv").write_text("a,b\n1,2\n")
    assert len(_read(invented, scratch=tmp_path / "s").used) == 8
