"""The user's own places and names: added, used in the next run, kept over a reinstall, given to others."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from geomap import GeomapError, load_gazetteer
from geomap.gazetteer import shipped_folder
from geomap.matching import find_candidates

NEW = ("add", "Tell Zarqunia", "--kind", "village", "--lon", "36.72", "--lat", "35.61")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_alias_is_used_in_the_next_run(geomap: Callable[..., Result], home: Path) -> None:
    result = geomap(
        "add", "زرقونتان", "--place-id", "SY07", "--lang", "ar", "--date", "2020-11-28", "--note", "=1+1"
    )
    assert result.exit_code == 0, result.output
    (row,) = _rows(home / "aliases.csv")
    assert row == {
        "toponym": "زرقونتان", "place_id": "SY07", "lang": "ar", "kind": "alias", "reviewer": "reviewer A",
        "reviewed_on": "2020-11-28", "note": "'=1+1",
    }  # fmt: skip
    assert find_candidates("زرقونتان", load_gazetteer())[0].place.place_id == "SY07"


def test_a_place_is_used_in_the_next_run(geomap: Callable[..., Result], home: Path) -> None:
    result = geomap(*NEW, "--name-ar", "تل زرقونية", "--note", "seen on a map")
    assert result.exit_code == 0, result.output
    (row,) = _rows(home / "places.csv")
    assert (row["reviewer"], row["note"], len(row["reviewed_on"])) == ("reviewer A", "seen on a map", 10)
    place = find_candidates("تل زرقونية", load_gazetteer())[0].place
    assert (place.longitude, place.latitude, place.admin1_pcode, place.kind) == (
        36.72,
        35.61,
        "SY07",
        "village",
    )
    assert geomap("add", "Zarqunet", "--place-id", place.place_id).exit_code == 0
    assert find_candidates("Zarqunet", load_gazetteer())[0].place.place_id == place.place_id


def test_it_lies_over_the_installed_gazetteer_and_a_new_one(
    geomap: Callable[..., Result], home: Path
) -> None:
    geomap(*NEW)
    for _ in range(2):
        shutil.rmtree(home / "gazetteer", ignore_errors=True)
        (home / "gazetteer").mkdir()
        for name in ("places.csv", "names.csv", "geometries.geojson", "foreign.csv"):
            shutil.copy(shipped_folder() / name, home / "gazetteer" / name)
        gazetteer = load_gazetteer()
        assert gazetteer.folder == home / "gazetteer"
        assert find_candidates("Tell Zarqunia", gazetteer)[0].place.place_id == "own-tell-zarqunia-sy07"


def test_the_same_again_corrects_and_a_namesake_is_another(geomap: Callable[..., Result], home: Path) -> None:
    geomap(*NEW)
    geomap(*NEW[:-1], "35.615")
    assert [r["latitude"] for r in _rows(home / "places.csv")] == ["35.615"]
    geomap(*NEW[:-1], "35.8")
    assert [r["place_id"] for r in _rows(home / "places.csv")] == [
        "own-tell-zarqunia-sy07",
        "own-tell-zarqunia-sy07-2",
    ]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((*NEW[:4], "--lon", "35.61", "--lat", "38.72"), "are swapped. Give --lon 38.72 --lat 35.61"),
        ((*NEW[:4], "--lon", "12", "--lat", "50"), "outside Syria"),
        (("add", "X", "--kind", "hut", *NEW[4:]), "the kind 'hut' is unknown"),
        ((*NEW, "--parent", "SY99"), "'SY99' is no governorate"),
        ((*NEW, "--date", "yesterday"), "Write it as 2020-11-28"),
        (("add", "=1+1 hill", *NEW[2:]), "does not begin with ="),
        (("add", "...", *NEW[2:]), "is no name"),
        (
            ("add", "سراقب", "--kind", "village", "--lon", "36.8", "--lat", "35.86"),
            "has this village already",
        ),
        (("add", "X", "--place-id", "gone"), "no place has the id 'gone'"),
    ],
)
def test_what_is_refused(geomap: Callable[..., Result], home: Path, args: tuple[str, ...], says: str) -> None:
    result = geomap(*args)
    assert result.exit_code == 1
    assert says in result.stderr
    assert not home.exists()


@pytest.mark.parametrize(
    "args", [("add", "X"), ("add", "X", "--place-id", "SY07", "--kind", "town"), NEW[:4]]
)
def test_wrong_usage(geomap: Callable[..., Result], args: tuple[str, ...]) -> None:
    assert geomap(*args).exit_code == 2


def test_an_alias_ends_a_verdict_and_leaves_the_rest(geomap: Callable[..., Result], home: Path) -> None:
    home.mkdir()
    (home / "aliases.csv").write_text(
        "toponym,place_id,lang,kind,reviewer,reviewed_on,note\nBoomtown,,,not_a_place,b,,\nOther,SY07,,alias,b,,\n"
    )
    geomap("add", "Boomtown", "--place-id", "SY02")
    rows = _rows(home / "aliases.csv")
    assert [(r["toponym"], r["place_id"], r["reviewer"]) for r in rows] == [
        ("Boomtown", "SY02", "reviewer A"), ("Other", "SY07", "b"),
    ]  # fmt: skip


def test_a_broken_own_file_is_named(home: Path) -> None:
    home.mkdir()
    (home / "places.csv").write_text("place_id,name_en,kind,longitude,latitude\nown-x,X,village,,35\n")
    with pytest.raises(GeomapError, match=r"places.csv line 2: longitude or latitude is missing"):
        load_gazetteer()


@pytest.mark.parametrize("suffix", ["json", "csv"])
@pytest.mark.parametrize("own", [["--own"], []])
def test_round_trip(
    geomap: Callable[..., Result], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, own: list[str]
) -> None:  # fmt: skip
    geomap(*NEW, "--name-ar", "تل زرقونية", "--note", "- on a <b>map</b>", "--date", "2020-11-28")
    geomap("add", "Girê Zerqûnî", "--place-id", "own-tell-zarqunia-sy07", "--lang", "ku", "--reviewer", "B")
    geomap("add", "Sarakeppo", "--place-id", "SY07", "--date", "2020-01-02")
    file = tmp_path / f"out.{suffix}"
    assert geomap("export", "-o", file, *own).exit_code == 0
    other = tmp_path / "other"
    monkeypatch.setenv("GEOMAP_HOME", str(other))
    for _ in range(2):  # the second time changes nothing
        result = geomap("import", file, "--reviewer", "somebody else")
        assert result.exit_code == 0, result.output
        for name in ("places.csv", "aliases.csv"):
            assert (other / name).read_text("utf-8") == (home / name).read_text("utf-8")


def test_linked_places_of_what_ships(geomap: Callable[..., Result], tmp_path: Path) -> None:
    geomap("export", "-o", tmp_path / "all.json")
    features = json.loads((tmp_path / "all.json").read_text("utf-8"))["features"]
    assert len(features) == len({f["@id"] for f in features}) == load_gazetteer().counts["places"]
    for feature in features:
        assert feature["properties"]["title"] and feature["properties"]["ccodes"] == ["SY"]
        assert set(feature["properties"]["fclasses"]) <= set("AHLPRST")
        assert all(n["toponym"] and n["lang"] for n in feature["names"]) and feature["names"]
        assert feature["when"]["timespans"][0]["start"] and feature["types"][0]["label"]
        assert len(feature["geometry"]["coordinates"]) == 2


def test_linked_places_of_others(geomap: Callable[..., Result], home: Path, tmp_path: Path) -> None:
    made = {
        "type": "FeatureCollection",
        "features": [
            {
                "@id": "https://example.org/places/17",
                "properties": {"title": "Tell Zarqunia", "ccodes": ["SY"]},
                "names": [{"toponym": "تل زرقونية", "lang": "ar"}, {"toponym": "Zarqunet", "lang": "en"}],
                "types": [{"identifier": "aat:300008372", "label": "villages", "sourceLabels": [{"label": "Village"}]}],
                "geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [36.72, 35.61]}]},
            },
            {
                "@id": "https://example.org/places/18",
                "properties": {"title": "Saraqib"},
                "names": [{"toponym": "Saraqippo", "lang": "en"}],
                "types": [{"label": "town"}],
                "geometry": {"type": "Polygon", "coordinates": [[[36.79, 35.85], [36.81, 35.85], [36.81, 35.87], [36.79, 35.85]]]},
            },
        ],
    }  # fmt: skip
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(made), "utf-8")
    result = geomap("import", file)
    assert result.exit_code == 0 and "1 line or polygon" in result.stderr
    (place,) = _rows(home / "places.csv")
    assert (place["name_ar"], place["kind"], place["admin1_pcode"]) == ("تل زرقونية", "village", "SY07")
    gazetteer = load_gazetteer()
    assert find_candidates("Zarqunet", gazetteer)[0].place.place_id == place["place_id"]
    # The gazetteer has this town: it gets one more name, not a twin
    assert find_candidates("Saraqippo", gazetteer)[0].place.name_ar == "سراقب"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", '{"features": [{"properties": {"title": "X"}}]}', "feature 1: X: longitude '' is no number"),
        ("a.json", "[1]", "is no list of places"),
        ("a.json", '{"features": [{"geometry": {"type": "Point", "coordinates": [36]}}]}', "is no list of places"),
        ("a.json", '{"features": [{"geometry": {"type": "Blob", "coordinates": [36]}}]}', "is no list of places"),
        ("a.csv", "name_en,longitude,latitude\nX,nan,35\n", "longitude 'nan' is no number"),
        ("a.csv", "name_en,kind\nX,town\n", "no columns longitude and latitude"),
        ("a.csv", "name_en,longitude,latitude\nTell Q,36.7,35.6\nX,35.6,38.7\n", "row 2: X: longitude 35.6 and latitude 38.7 are swapped"),
    ],
)  # fmt: skip
def test_a_bad_file_changes_nothing(
    geomap: Callable[..., Result], home: Path, tmp_path: Path, name: str, text: str, says: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    result = geomap("import", tmp_path / name)
    assert result.exit_code == 1 and says in result.stderr
    assert not home.exists()


def test_export_refuses_another_format(geomap: Callable[..., Result], tmp_path: Path) -> None:
    result = geomap("export", "-o", tmp_path / "x.xml")
    assert result.exit_code == 1 and "Use .json" in result.stderr
