"""Invented official files, and a web server that breaks off, answers parts and lies as real ones do."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

#: A stretch of desert with nothing in it: everything here is invented.
LON, LAT = 39.5, 34.0


def square(lon: float, lat: float, size: float) -> dict[str, Any]:
    ring = [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def _unit(level: int) -> dict[str, str]:
    names = [("Syria", "سوريا", "SY"), ("Homs", "حمص", "SY04"), ("Wahmiyah", "الوهمية", "SY0490"),
             ("Khayal", "الخيال", "SY049000")]  # fmt: skip
    row = {}
    for n, (english, arabic, code) in enumerate(names[: level + 1]):
        row |= {f"admin{n}Name_en": english, f"admin{n}Name_ar": arabic, f"admin{n}Pcode": code}
    return row | {"validOn": "2020-12-17 00:00:00"}


def collection(features: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": p, "geometry": g} for p, g in features],
    }


#: pcode: English, Arabic, east and north of (LON, LAT) in degrees
COMMUNITIES = {
    "C9901": ("Zarquneh", "زرقونة", 0.05, 0.05),
    "C9902": ("Zarquneh Elgharbiyeh", "زرقونة الغربية", 0.04, 0.05),
    "C9903": ("Tal Wahmi - Qarn Elkhayal", "تل وهمي_قرن الخيال", 0.10, 0.10),
    "C9904": ("Naima - Khayal", "النعيمة (الخيال)", 0.15, 0.02),
    "C9905": ("Tal Muqabil", "تل مقابل", 0.020, 0.150),
    "C9906": ("Tal Muqabil", "تل مقابل", 0.030, 0.150),  # a namesake 900 m away, in the same source
}


def geonames_row(place: int, name: str, ascii_name: str, east: float, north: float, people: int = 0) -> str:
    cells = [str(place), name, ascii_name, "", f"{LAT + north:.5f}", f"{LON + east:.5f}", "P", "PPL", "SY", "", "11",
             "", "", "", str(people), "", "", "Asia/Damascus", "2024-01-01"]  # fmt: skip
    return "\t".join(cells)


GEONAMES = [
    geonames_row(99000001, "Zarqūnah", "Zarqunah", 0.052, 0.05, 6200),  # 200 m from C9901
    geonames_row(99000002, "Zarqūnah", "Zarqunah", 0.15, 0.15),  # 14 km from it
    geonames_row(99000003, "Qarn al Khayāl", "Qarn al Khayal", 0.101, 0.10),  # the second name of C9903
    geonames_row(99000004, "Tall Muqābil", "Tall Muqabil", 0.021, 0.150),  # one for the two namesakes
]
ALTERNATES = [
    "1\t99000001\tar\tزرقونة\t1\t\t\t\t\t", "2\t99000001\tku\tZerqûna\t\t\t\t\t\t",
    "3\t99000001\tku\tزەرقوونە\t\t\t\t\t\t", "4\t99000001\ttr\tZarqūnā\t\t\t\t\t\t",
    "5\t99000001\tar\tZar زرقا\t\t\t\t\t\t", "6\t99000001\tlink\thttps://example.org/z\t\t\t\t\t\t",
    "7\t99000001\tar\tكفر القديمة\t\t\t\t1\t\t", "8\t99000003\tar\tقرن الخيال\t\t\t\t\t\t",
    "9\t99000004\tar\tتل مقابل\t\t\t\t\t\t",
]  # fmt: skip
WOF = [
    {"wof_id": 77001, "name": "Zarqunah", "placetype": "locality", "lat": LAT + 0.05, "lon": LON + 0.052,
     "population": None, "gn_id": 99000001,
     "names": {"kur_x_preferred": ["Zerqûn"], "ara_x_variant": ["الزرقونة"], "jpn_x_preferred": ["ザルクーナ"]}},
    {"wof_id": 77002, "name": "Sarab", "placetype": "locality", "lat": LAT + 0.18, "lon": LON + 0.18,
     "population": None, "gn_id": None, "names": {"ara_x_preferred": ["سراب"]}},
]  # fmt: skip


def write_cod(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for level in (1, 2, 3):
        shape = square(LON, LAT, 0.2)
        text = json.dumps(collection([(_unit(level), shape)]), ensure_ascii=False)
        (folder / f"adm{level}.geojson").write_text(text, "utf-8")
    quarter = {
        "neighborhoodName_en": "Wahm", "neighborhoodName_ar": "حي الوهم", "neighborhoodPcode": "N9901",
        "areaPcode": "<Null>", "admin4Name_en": "Zarquneh", "admin4Pcode": "C9901",
    } | _unit(3)  # fmt: skip
    text = json.dumps(collection([(quarter, square(LON + 0.05, LAT + 0.05, 0.005))]), ensure_ascii=False)
    (folder / "quarters.geojson").write_text(text, "utf-8")
    lines = ["name_ar,name_en,lat,lng,pcode,admin1_pcode,admin1_ar,admin2_pcode,admin3_pcode,admin3_ar"]
    for code, (english, arabic, east, north) in COMMUNITIES.items():
        lines.append(
            f"{arabic},{english},{LAT + north:.6f},{LON + east:.6f},{code},SY04,حمص,SY0490,SY049000,الخيال"
        )
    (folder / "places.csv").write_text("\ufeff" + "\n".join(lines) + "\n", "utf-8")


def write_geonames(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "SY.txt").write_text("\n".join(GEONAMES) + "\n", "utf-8")
    (folder / "names.txt").write_text("\n".join(ALTERNATES) + "\n", "utf-8")


def write_wof(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in WOF)
    (folder / "places.jsonl").write_text(text, "utf-8")


@pytest.fixture
def invented(tmp_path: Path) -> Path:
    """A folder of files as OCHA, GeoNames and Who's On First publish them, all invented."""
    folder = tmp_path / "invented"
    write_cod(folder / "cod")
    write_geonames(folder / "geonames")
    write_wof(folder / "wof")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder and a cache of this test alone."""
    monkeypatch.setenv("GEOMAP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GEOMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GEOMAP_GAZETTEER", raising=False)
    return tmp_path / "home"


@dataclass
class Site:
    """What the server does: files below `root`, and its faults, by path."""

    root: Path
    url: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)  # path, Range header
    break_after: dict[str, list[int]] = field(default_factory=dict)  # bytes sent by each next answer
    ranges: bool = True
    listing: bool = True
    stall: threading.Event | None = None  # answers wait for it after their first bytes

    def ranges_of(self, path: str) -> list[str]:
        return [r for p, r in self.requests if p == path]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

        def do_GET(self) -> None:
            path = unquote(self.path).lstrip("/")
            asked = self.headers.get("Range", "")
            site.requests.append((path, asked))
            file = site.root / path
            if file.is_dir() and site.listing:
                links = "".join(f'<a href="{p.name}{"/" * p.is_dir()}">x</a>' for p in sorted(file.iterdir()))
                self._answer(200, f"<a href='../'>up</a>{links}".encode(), {"Content-Type": "text/html"})
            elif not file.is_file():
                self._answer(404, b"nothing here", {})
            else:
                self._file(path, file, asked)

        def _file(self, path: str, file: Path, asked: str) -> None:
            body = file.read_bytes()
            etag = f'"{hashlib.md5(body).hexdigest()}"'
            known = {"ETag": etag, "Last-Modified": formatdate(file.stat().st_mtime, usegmt=True)}
            if self.headers.get("If-None-Match") == etag:
                self._answer(304, b"", known)
            elif asked and site.ranges and self.headers.get("If-Range") in (None, etag):
                start = int(asked.removeprefix("bytes=").partition("-")[0])
                if start >= len(body):
                    self._answer(416, b"", {"Content-Range": f"bytes */{len(body)}"})
                    return
                known["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
                self._answer(206, body[start:], known, path)
            else:
                self._answer(200, body, known, path)

        def _answer(self, status: int, body: bytes, headers: dict[str, str], path: str = "") -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            faults = site.break_after.get(path)
            if path and site.stall is not None:
                self.wfile.write(body[:100])
                self.wfile.flush()
                site.stall.wait(30)
                body = body[100:]
            self.wfile.write(body[: faults.pop(0)] if faults else body)

    return Handler


@pytest.fixture
def serve() -> Iterator[Callable[[Path], Site]]:
    """Serve a folder on a free port of this machine."""
    servers: list[tuple[ThreadingHTTPServer, Site]] = []

    def start(root: Path) -> Site:
        site = Site(root)
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
        server.daemon_threads = True
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        servers.append((server, site))
        return site

    yield start
    for server, site in servers:
        if site.stall is not None:
            site.stall.set()
        server.shutdown()
        server.server_close()
