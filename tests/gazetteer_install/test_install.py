"""`geomap gazetteer install`: built whole or not at all, and used from then on."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap import load_gazetteer
from geomap.cli import main
from geomap.errors import GazetteerError, WriteError
from geomap.gazetteer import shipped_folder
from geomap.gazetteer.download import CHECKSUMS
from geomap.gazetteer.install import install

_COMMAND = [sys.executable, "-c", "from geomap.cli import main; main()", "gazetteer", "install"]
_ROOT = Path(__file__).parents[2]


def _start(*args: object, **more: object) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": str(_ROOT)}
    return subprocess.Popen(
        [*_COMMAND, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        **more,
    )  # type: ignore[call-overload, no-any-return]


def _works(home: Path) -> bool:
    """Whether the installed gazetteer opens and knows an invented village."""
    gazetteer = load_gazetteer()
    return gazetteer.folder == home / "gazetteer" and gazetteer.place("C9901").name_ar == "زرقونة"


def _left(home: Path) -> set[str]:
    return {p.name for p in home.iterdir()} - {"downloads"}


def test_installed_from_a_folder(invented: Path, home: Path) -> None:
    shipped = load_gazetteer()
    said: list[str] = []
    made = install(str(invented), say=said.append)
    assert made.folder == home / "gazetteer" and _left(home) == {"gazetteer", "gazetteer.lock"}
    gazetteer = load_gazetteer()
    # the six communities, the quarter, a village of GeoNames' and two of its namesakes' and Who's On First's
    assert gazetteer.counts["places"] >= shipped.counts["places"] + 9

    village = gazetteer.place("C9901")
    assert gazetteer.place("gn-99000001") == village == gazetteer.by_code("wof-77001")
    names = {(n.name, n.lang) for n in village.names}
    assert {("Zerqûna", "ku"), ("زەرقوونە", "ku-Arab"), ("Zerqûn", "ku"), ("الزرقونة", "ar")} <= names
    assert not any("زرقا" in n or "://" in n or "ザ" in n for n, _ in names)
    assert (village.kind, village.population, village.admin3_pcode) == ("town", 6200, "SY049000")
    assert village.parent_id == "SY049000"

    assert gazetteer.place("gn-99000003").place_id == "C9903"  # known by its other name
    assert "Naima" in {n.name for n in gazetteer.place("C9904").names}
    assert {"C9905", "C9906"} <= {h.place_id for h in gazetteer.by_form("تل مقابل")}
    assert gazetteer.place("gn-99000002").admin3_pcode == "SY049000"  # by its point
    quarter = gazetteer.place("N9901")
    assert quarter.kind == "neighbourhood" and quarter.wkb and not quarter.approximate
    unit = gazetteer.place("SY049000")
    assert unit.kind == "subdistrict" and unit.wkb and "OCHA" in unit.definition

    record = json.loads((home / "gazetteer" / "install.json").read_text("utf-8"))
    listed = {f["file"]: f for f in record["files"]}
    content = (invented / "geonames" / "SY.txt").read_bytes()
    assert listed["geonames/SY.txt"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert listed["geonames/SY.txt"]["bytes"] == len(content)
    with (home / "gazetteer" / "sources.csv").open(encoding="utf-8") as file:
        sources = {row["source"]: row for row in csv.DictReader(file)}
    used = {row["source"] for row in _rows(home / "gazetteer" / "places.csv")}
    assert used <= set(sources) and all(sources[s]["licence"] for s in used)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_nothing_that_ships_is_lost(invented: Path, home: Path) -> None:
    install(str(invented), ["cod"])
    gazetteer = load_gazetteer()
    for row in _rows(shipped_folder() / "places.csv"):
        place = gazetteer.place(row["place_id"])
        assert (place.name_en, place.name_ar) == (row["name_en"], row["name_ar"])
    known = {
        (gazetteer.place(r["place_id"]).place_id, r["name"]) for r in _rows(shipped_folder() / "names.csv")
    }
    written = _rows(home / "gazetteer" / "names.csv") + [
        {"place_id": r["place_id"], "name": r[c]} for r in _rows(home / "gazetteer" / "places.csv")
        for c in ("name_en", "name_ar")
    ]  # fmt: skip
    assert known <= {(r["place_id"], r["name"]) for r in written}


def test_old_ids_and_the_users_aliases_go_on_working(invented: Path, home: Path) -> None:
    old = next(
        r
        for r in _rows(shipped_folder() / "places.csv")
        if r["kind"] == "village" and r["source"] == "curated"
    )
    with (invented / "cod" / "places.csv").open("a", encoding="utf-8") as file:
        file.write(f"{old['name_ar']},{old['name_en']},{old['latitude']},{old['longitude']},C9990,"
                   f"{old['admin1_pcode']},x,SY0490,SY049000,الخيال\n")  # fmt: skip
    home.mkdir()
    alias = f"toponym,place_id,lang,kind\nضيعة الزير الوهمي,{old['place_id']},ar,alias\n"
    (home / "aliases.csv").write_text(alias, "utf-8")
    install(str(invented), ["cod"])
    gazetteer = load_gazetteer()
    assert gazetteer.place(old["place_id"]).place_id == "C9990"
    assert [h.place_id for h in gazetteer.by_form("ضيعه الزير الوهمي")] == ["C9990"]
    assert (home / "aliases.csv").read_text("utf-8") == alias


def test_the_index_is_in_the_folder(invented: Path, home: Path, tmp_path: Path) -> None:
    install(str(invented))
    shutil.rmtree(tmp_path / "cache", ignore_errors=True)
    assert _works(home)
    assert not (tmp_path / "cache").exists()  # nothing was compiled again
    (home / "gazetteer" / "index.sqlite").write_bytes(b"broken" * 1000)
    assert _works(home) and (tmp_path / "cache").is_dir()  # made anew elsewhere


def test_the_command(invented: Path, home: Path) -> None:
    result = CliRunner().invoke(main, ["gazetteer", "install", "--from", str(invented)])
    assert result.exit_code == 0 and result.stdout == ""
    assert str(home / "gazetteer") in result.stderr and "CC-BY-4.0" in result.stderr
    again = CliRunner().invoke(main, ["gazetteer", "install", "--from", str(invented), "--quiet"])
    assert (again.exit_code, again.output) == (0, "")
    assert str(home / "gazetteer") in CliRunner().invoke(main, ["gazetteer", "info"]).stdout


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--from", "nowhere"], "nowhere: no such folder"),
        (["--from", "{empty}"], "none of 0 files is one of cod or geonames or wof"),
        (["--from", "{invented}/geonames", "--source", "cod"], "is one of cod"),
    ],
)
def test_what_is_not_there(args: list[str], says: str, invented: Path, home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    given = [a.format(empty=tmp_path / "empty", invented=invented) for a in args]
    result = CliRunner().invoke(main, ["gazetteer", "install", *given])
    assert result.exit_code == 1 and says in result.stderr and "Traceback" not in result.output
    assert not (home / "gazetteer").exists()


def test_a_failed_install_leaves_the_former_one(
    invented: Path, home: Path, serve: Callable[..., object]
) -> None:
    install(str(invented))
    (invented / "geonames" / "SY.txt").write_text("1\tcut off", "utf-8")
    shutil.copy(invented / "wof" / "places.jsonl", invented / "wof" / "more.jsonl")
    (invented / "wof" / "more.jsonl").write_text('{"wof_id": broken\n', "utf-8")
    with pytest.raises(GazetteerError, match=r"more\.jsonl line 1"):
        install(str(invented))
    (invented / "wof" / "more.jsonl").unlink()
    wrong = f"{'0' * 64}  geonames/names.txt\n"
    (invented / CHECKSUMS).write_text(wrong)
    with pytest.raises(GazetteerError, match="checksum is wrong"):
        install(str(invented))
    site = serve(invented)
    with pytest.raises(GazetteerError, match="checksum is wrong"):
        install(site.url)  # type: ignore[attr-defined]
    (invented / CHECKSUMS).write_text(f"{'0' * 64}  gone.txt\n")
    with pytest.raises(GazetteerError, match=r"gone\.txt: the server answers 404"):
        install(site.url)  # type: ignore[attr-defined]
    assert _works(home) and _left(home) == {"gazetteer", "gazetteer.lock"}


def test_from_a_mirror_with_checksums_and_a_broken_line(
    invented: Path, home: Path, serve: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geomap.gazetteer.download._PAUSE_S", 0.01)
    lines = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(invented).as_posix()}"
        for p in sorted(invented.rglob("*.*"))
    ]
    (invented / CHECKSUMS).write_text("\n".join(lines) + "\n")
    site = serve(invented)
    site.break_after["geonames/SY.txt"] = [50]  # type: ignore[attr-defined]
    install(site.url)  # type: ignore[attr-defined]
    assert _works(home)
    assert site.ranges_of("geonames/SY.txt") == ["", "bytes=50-"]  # type: ignore[attr-defined]
    record = json.loads((home / "gazetteer" / "install.json").read_text("utf-8"))
    assert all(f["url"].startswith(site.url) and f["etag"] for f in record["files"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("limit", [40_000, 3_000_000])  # while the tables are written; while the index is
def test_a_full_disk(invented: Path, home: Path, limit: int) -> None:
    install(str(invented))
    before = (home / "gazetteer" / "install.json").read_bytes()

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = _start("--from", invented, preexec_fn=full)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1 and "Traceback" not in errors
    assert "cannot be written" in errors.splitlines()[-1] and str(home) in errors.splitlines()[-1]
    assert _works(home) and (home / "gazetteer" / "install.json").read_bytes() == before
    assert _left(home) == {"gazetteer", "gazetteer.lock"}


def test_two_installs_at_once(invented: Path, home: Path) -> None:
    first, second = _start("--from", invented), _start("--from", invented)
    errors = [p.communicate(timeout=90)[1] for p in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), errors
    assert sum("another install is running" in e for e in errors) == 1
    assert _works(home) and _left(home) == {"gazetteer", "gazetteer.lock"}


def test_killed_in_the_middle(invented: Path, home: Path, serve: Callable[..., object]) -> None:
    install(str(invented))
    (home / "gazetteer.lock").write_text("12345")  # whatever a dead process left there does not matter
    site = serve(invented)
    site.stall = threading.Event()  # type: ignore[attr-defined]
    process = _start("--from", site.url)  # type: ignore[attr-defined]
    give_up = time.monotonic() + 30
    while not list((home / "downloads").rglob("*.part")) and time.monotonic() < give_up:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    assert process.returncode == -signal.SIGKILL and _works(home)
    # what a kill at the worst moments leaves behind: a half-built folder, and the former one moved aside
    shutil.copytree(home / "gazetteer", home / ".gazetteer.new-left")
    (home / "gazetteer").rename(home / "gazetteer.former")
    assert load_gazetteer().folder == home / "gazetteer.former"
    site.stall.set()  # type: ignore[attr-defined]
    install(str(invented))
    assert _works(home) and _left(home) == {"gazetteer", "gazetteer.lock"}


def test_interrupted_by_the_user(invented: Path, home: Path) -> None:
    install(str(invented))

    def interrupt(text: str) -> None:
        if text.startswith("making the index"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install(str(invented), say=interrupt)
    assert _works(home) and _left(home) == {"gazetteer", "gazetteer.lock"}


def test_a_data_folder_that_is_a_file(invented: Path, home: Path) -> None:
    home.write_text("in the way")
    with pytest.raises(WriteError, match=str(home)):
        install(str(invented))
