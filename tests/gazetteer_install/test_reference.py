"""The real files, served over HTTP with an interruption: how much there is, and that nothing is lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap import Gazetteer, load_gazetteer
from geomap.gazetteer import shipped_folder
from geomap.gazetteer.install import install
from geomap.names import fold
from geomap.pipeline import locate_name, unit_named

pytestmark = pytest.mark.reference


def test_the_full_gazetteer(
    beside: Path, home: Path, serve: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.gazetteer.download._PAUSE_S", 0.01)
    site = serve(beside / "reference")
    site.break_after["cod/syr_adm3_20201217.geojson"] = [1_000_000]  # type: ignore[attr-defined]
    install(site.url)  # type: ignore[attr-defined]
    assert site.ranges_of("cod/syr_adm3_20201217.geojson") == ["", "bytes=1000000-"]  # type: ignore[attr-defined]

    gazetteer = load_gazetteer()
    # 15,023 before villages on one spot were merged: docs/decisions/2026-11-25-one-spot-one-village.md
    assert gazetteer.counts["places"] >= 14_500 and gazetteer.counts["names"] >= 45_000
    exact = Counter(p.kind for p in gazetteer.places() if p.wkb and not p.approximate)
    assert (exact["governorate"], exact["district"], exact["subdistrict"]) == (14, 62, 272)
    assert sum(p.place_id.startswith("N") for p in gazetteer.places("neighbourhood")) == 414
    _every_record_is_somewhere(gazetteer, beside / "reference")
    _places_know_their_units(gazetteer)


def _every_record_is_somewhere(gazetteer: Gazetteer, reference: Path) -> None:
    """No record is lost, and no two of one source are one place."""
    communities = (
        (reference / "cod" / "syr_populated_places_adm4.csv").read_text("utf-8-sig").splitlines()[1:]
    )
    codes = {
        cell
        for line in communities
        for cell in line.split(",")
        if cell.startswith("C") and cell[1:].isdigit()
    }
    assert len(codes) == 7266 and all(gazetteer.place(c).place_id == c for c in codes)
    lines = (reference / "geonames" / "SY.txt").read_text("utf-8").splitlines()
    at = [gazetteer.place("gn-" + line.split("\t")[0]).place_id for line in lines]
    assert len(set(at)) == len(lines)
    names: dict[str, set[str]] = {}
    for line in (reference / "wof" / "wof_sy_places.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        for name in record["names"].get("kur_x_preferred", []):
            names.setdefault(fold(name), set()).add(record["placetype"])
    known = {fold(n.name) for p in gazetteer.places() for n in p.names}
    assert sum(n in known for n in names) >= 0.98 * len(names)


def _places_know_their_units(gazetteer: Gazetteer) -> None:
    unit = unit_named("ناحية كفر نبودة", gazetteer) or unit_named("SY050202", gazetteer)
    assert unit is not None and unit.kind == "subdistrict"
    found = locate_name("Zayzun", gazetteer, within=gazetteer.place("SY050202")).resolution
    assert found.best is not None and found.best.place.admin3_pcode == "SY050202"
    for place in gazetteer.places():
        for code in (
            place.admin1_pcode,
            place.admin2_pcode,
            place.admin3_pcode,
            place.parent_id,
            place.seat_id,
        ):
            assert not code or gazetteer.get(code) is not None, (place.place_id, code)
        if place.admin3_pcode and place.kind != "subdistrict" and place.source.startswith("cod"):
            assert place.admin3_pcode.startswith(place.admin2_pcode) and place.parent_id == place.admin3_pcode
    assert (shipped_folder() / "places.csv").is_file()
