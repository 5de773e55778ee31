"""Which file is what: a folder of files, zipped or not, into units, places and the points of seats."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.sources import geonames, wof
from geomap.gazetteer.sources.cod import Cod
from geomap.gazetteer.sources.record import Record
from geomap.gazetteer.sources.tables import GIS_SUFFIXES, csv_table, gis_tables

#: The words of `--source`.
SOURCES = ("cod", "geonames", "wof")
_TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson")
# All that is read of Syria unpacks to less than 200 MB; far more is no gazetteer but a zip bomb.
_LARGEST_UNPACKED = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Used:
    """A file that was read: what it turned out to be, and how many records it gave."""

    path: Path
    source: str
    what: str
    records: int


@dataclass(slots=True)
class Reading:
    """Everything that the files hold."""

    cod: Cod = field(default_factory=Cod)
    geonames: list[Record] = field(default_factory=list)
    wof: list[Record] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)

    def sources(self) -> set[str]:
        """The words of `--source` that files were found for."""
        return {u.source for u in self.used}


def read_sources(paths: Iterable[Path], wanted: Iterable[str], scratch: Path) -> Reading:
    """Read the files that belong to the wanted sources; others are left alone.

    `scratch` is an empty folder to unpack zips into. Raises GazetteerError that names a broken file, or
    the wanted source that no file belongs to.
    """
    reading = Reading()
    want = set(wanted)
    names: list[Path] = []
    dumps: list[Path] = []
    features: list[Path] = []
    for path in _unpacked(sorted(paths), scratch):
        suffix = path.suffix.lower()
        if suffix in (".geojson", ".json") and _holds(path, b'"wof:id"'):
            features.append(path)
        elif suffix in GIS_SUFFIXES:
            if "cod" in want and (suffix != ".json" or _holds(path, b"FeatureCollection")):
                _read_gis(path, reading)
        elif suffix in _TEXT_SUFFIXES:
            _sort_text(path, reading, want, dumps, names)
    reading.cod.add_parts()
    if "geonames" in want:
        _read_geonames(dumps, names, reading)
    if "wof" in want and features:
        found = [record for path in features if (record := wof.read_feature(path)) is not None]
        reading.wof += found
        reading.used.append(Used(features[0].parent, "wof", "places", len(found)))
    return reading


def _unpacked(paths: Iterable[Path], scratch: Path) -> Iterator[Path]:
    """Yield the files, with those inside of zips in place of the zips, and .gdb folders as one."""
    for path in paths:
        if path.suffix.lower() != ".zip":
            yield path
            continue
        folder = scratch / str(len(list(scratch.iterdir())))
        try:
            with zipfile.ZipFile(path) as archive:
                if sum(i.file_size for i in archive.infolist()) > _LARGEST_UNPACKED:
                    raise GazetteerError(
                        f"{path.name}: unpacks to more than 2 GB, which no file of Syria does."
                    )
                archive.extractall(folder)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise GazetteerError(f"{path.name}: a broken zip file ({error}). Fetch it again.") from None
        yield from _unpacked(files_in(folder), scratch)


def files_in(folder: Path) -> list[Path]:
    """Return all files under a folder, sorted; a .gdb folder counts as one file, hidden ones as none."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "__MACOSX")):
            continue
        if path.is_dir() and path.suffix.lower() != ".gdb":
            found += files_in(path)
        else:
            found.append(path)
    return found


def _holds(path: Path, words: bytes) -> bool:
    with path.open("rb") as file:
        return words in file.read(100_000)


def _read_gis(path: Path, reading: Reading) -> None:
    for table in gis_tables(path):
        what = reading.cod.add(table) if len(table) else ""
        if what:
            reading.used.append(Used(path, "cod", what, len(table)))


def _sort_text(path: Path, reading: Reading, want: set[str], dumps: list[Path], names: list[Path]) -> None:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(100_000)
    kind = geonames.recognise(first)
    if kind:
        (dumps if kind == "dump" else names).append(path)
    elif wof.recognise(first):
        if "wof" in want:
            found = list(wof.read_lines(path))
            reading.wof += found
            reading.used.append(Used(path, "wof", "places", len(found)))
    elif path.suffix.lower() == ".csv" and "cod" in want and "pcode" in first.lower():
        table = csv_table(path)
        what = reading.cod.add(table) if len(table) else ""
        if what:
            reading.used.append(Used(path, "cod", what, len(table)))


def _read_geonames(dumps: list[Path], names: list[Path], reading: Reading) -> None:
    alternates: dict[str, list[tuple[str, str, str]]] = {}
    try:
        for path in names:
            found = geonames.read_names(path)
            alternates |= found
            reading.used.append(Used(path, "geonames", "alternate names", sum(map(len, found.values()))))
        for path in dumps:
            records = list(geonames.read_dump(path, alternates))
            reading.geonames += records
            reading.used.append(Used(path, "geonames", "places", len(records)))
    except UnicodeDecodeError as error:
        raise GazetteerError(f"a GeoNames file is not UTF-8 ({error}). Fetch it again.") from None
