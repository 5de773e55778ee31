"""`geomap gazetteer install`: official files into a full gazetteer in the user's data folder.

The new gazetteer is built beside the old one and takes its place when it is whole; whatever fails before
leaves the old one as it was.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from geomap.atomic import write_error
from geomap.errors import GazetteerError, WriteError
from geomap.gazetteer.assemble import assemble
from geomap.gazetteer.download import (
    CHECKSUMS,
    Download,
    Fetched,
    fetch,
    mirror_downloads,
    parse_checksums,
    public_downloads,
    sha256_of,
    wrong_checksum,
)  # fmt: skip
from geomap.gazetteer.load import FORMER, INSTALLED, load_gazetteer, shipped_folder, user_folder, write_index
from geomap.gazetteer.merge import Gathering
from geomap.gazetteer.sources import SOURCES, Reading, files_in, read_sources

#: What was installed, from where, with sizes and checksums.
RECORD = "install.json"
_BUILDING = ".gazetteer.new-"
# An install takes a minute or two; who waits longer waits for something that hangs.
_LONGEST_WAIT_S = 600.0
_SOURCE_COLUMNS = (
    "source", "title", "registry", "package", "version", "path", "file", "licence", "attribution", "note",
)  # fmt: skip

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Installed:
    """What an install made: where, how many, and which credits are due."""

    folder: Path
    counts: dict[str, int]
    merged: dict[str, int]
    credits: tuple[str, ...]


def install(
    origin: str | None = None, sources: Sequence[str] = (), *, say: Say = lambda _text: None,
    progress: Callable[[str, int, int], None] = lambda _file, _received, _total: None,
) -> Installed:  # fmt: skip
    """Build the full gazetteer from public downloads, or from `origin`: a folder, a zip, or a mirror's address.

    `sources` (cod, geonames, wof) limits what is taken; each must then be there. Raises GazetteerError for
    what cannot be fetched or read, WriteError for a disk that is full or read-only.
    """
    home = user_folder()
    with _no_traceback(home):
        home.mkdir(parents=True, exist_ok=True)
        with _lock(home / "gazetteer.lock", say):
            _clear_leftovers(home)
            inputs = _inputs(origin, sources, home, say, progress)
            with tempfile.TemporaryDirectory(prefix=_BUILDING, dir=home) as name:
                return _build(Path(name), inputs, origin, sources, home, say)


@contextmanager
def _no_traceback(home: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:  # what SQLite makes of a full disk
        raise WriteError(
            f"{home}: the index cannot be written ({error}). Is the disk full? "
            "The former gazetteer is still in use."
        ) from error
    except OSError as error:
        raise write_error(error.filename or home, error) from error


@contextmanager
def _lock(path: Path, say: Say) -> Iterator[None]:
    """Let one install at a time run. The operating system frees the lock of a process that has died."""
    with path.open("a+b") as file:
        give_up = time.monotonic() + _LONGEST_WAIT_S
        waiting = False
        while not _try_lock(file):
            if not waiting:
                say("another install is running; waiting until it is done")
                waiting = True
            if time.monotonic() > give_up:
                raise GazetteerError(
                    "Another install has been running for ten minutes. End it, then try again."
                )
            time.sleep(0.2)
        yield


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _clear_leftovers(home: Path) -> None:
    """Put right what a killed install left: its half-built folder, or the moment between two renames."""
    installed, former = home / INSTALLED, home / FORMER
    if former.is_dir() and not installed.is_dir():
        former.rename(installed)
    for left in [*home.glob(_BUILDING + "*"), former]:
        shutil.rmtree(left, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Inputs:
    paths: list[Path]
    wanted: frozenset[str]
    files: list[dict[str, Any]]  # for install.json


def _inputs(origin: str | None, sources: Sequence[str], home: Path, say: Say, progress: Any) -> _Inputs:
    wanted = frozenset(sources or SOURCES)
    if origin is not None and not origin.lower().startswith(("http://", "https://")):
        return _local_inputs(Path(origin), wanted)
    if origin is None:
        published = public_downloads()
        wanted = frozenset(sources) or frozenset(d.source for d, default in published.items() if default)
        downloads = [d for d in published if d.source in wanted]
        for d in downloads:
            say(f"{d.title}\n  licence {d.licence}: {d.attribution}")
    else:
        say(f"looking for files at {origin}")
        downloads = mirror_downloads(origin)
    # Files of different mirrors are kept apart: one must not go on where the other broke off
    folder = home / "downloads" / (hashlib.sha256(origin.encode()).hexdigest()[:8] if origin else "public")
    fetched = [_fetch(d, folder, say, progress) for d in downloads]
    return _Inputs(
        [folder / f.file for f in fetched], wanted,
        [
            {"file": f.file, "url": f.url, "bytes": f.bytes, "sha256": f.sha256, "etag": f.etag,
             "last_modified": f.last_modified}
            for f in fetched
        ],
    )  # fmt: skip


def _fetch(download: Download, folder: Path, say: Say, progress: Any) -> Fetched:
    fetched = fetch(download, folder, lambda received, total: progress(download.file, received, total))
    say(f"fetched {download.file}: {fetched.bytes:,} bytes, SHA-256 {fetched.sha256[:16]}…")
    return fetched


def _local_inputs(origin: Path, wanted: frozenset[str]) -> _Inputs:
    if not origin.exists():
        raise GazetteerError(
            f"{origin}: no such folder or file. Give --from a folder, a zip or a mirror's address."
        )
    try:
        return _listed_inputs(origin, wanted)
    except OSError as error:
        raise GazetteerError(
            f"{error.filename or origin}: cannot be read ({error.strerror or error})."
        ) from None


def _listed_inputs(origin: Path, wanted: frozenset[str]) -> _Inputs:
    paths = files_in(origin) if origin.is_dir() else [origin]
    sums = origin / CHECKSUMS
    wanted_sums = parse_checksums(sums.read_text("utf-8", "replace")) if sums.is_file() else {}
    files = []
    for path in paths:
        if path.is_dir():  # a geodatabase
            continue
        name = path.relative_to(origin).as_posix() if origin.is_dir() else path.name
        checksum = sha256_of(path)
        if wanted_sums.get(name, checksum) != checksum:
            raise wrong_checksum(str(path), wanted_sums[name], checksum)
        files.append({"file": name, "bytes": path.stat().st_size, "sha256": checksum})
    return _Inputs(paths, wanted, files)


def _build(
    building: Path, inputs: _Inputs, origin: str | None, sources: Sequence[str], home: Path, say: Say
) -> Installed:
    with tempfile.TemporaryDirectory(prefix=_BUILDING, dir=home) as scratch:
        say(f"reading {len(inputs.paths)} files")
        reading = read_sources(inputs.paths, inputs.wanted, Path(scratch))
        missing = [s for s in sources if s not in reading.sources()]
        if missing or not reading.sources():
            raise GazetteerError(
                f"{origin or 'the downloads'}: none of {len(inputs.paths)} files is one of "
                f"{' or '.join(missing or SOURCES)}. Known are OCHA's boundaries and populated places (GeoJSON, "
                "GeoPackage, shapefile, CSV), GeoNames' SY.txt and alternate names, and Who's On First's lines, "
                "zipped or not."
            )
        for used in reading.used:
            say(f"read {used.path.name}: {used.records:,} {used.what}")
        gathering = assemble(shipped_folder(), reading, building, say=say)
    credits = _write_sources(building, gathering, inputs, origin)
    record = _record(origin, inputs, reading, gathering)
    (building / RECORD).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    say("making the index")
    write_index(building)
    building.chmod(0o755)  # a temporary folder is its owner's alone
    _swap(building, home)
    gazetteer = load_gazetteer(home / INSTALLED)
    return Installed(home / INSTALLED, gazetteer.counts, dict(gathering.counts), credits)


def _swap(building: Path, home: Path) -> None:
    """Put the new folder in the place of the old. Between the two renames the former one is read (see load)."""
    installed, former = home / INSTALLED, home / FORMER
    if installed.is_dir():
        installed.rename(former)
    try:
        building.rename(installed)
    except OSError:
        with suppress(OSError):
            former.rename(installed)
        raise
    shutil.rmtree(former, ignore_errors=True)
    building.mkdir()  # the temporary folder's own clean-up expects it


def _write_sources(
    building: Path, gathering: Gathering, inputs: _Inputs, origin: str | None
) -> tuple[str, ...]:
    """Write sources.csv: the shipped rows and one for each source that was taken; return their credits."""
    with (shipped_folder() / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {r["source"]: r for r in csv.DictReader(file)}
    used = {e.row["source"] for e in gathering.entries.values()}
    used |= {n.source for e in gathering.entries.values() for n in e.names}
    used |= {e.record.source for e in gathering.entries.values() if e.record is not None}
    today = datetime.now(UTC).date().isoformat()
    by_word = {d.source: d for d in reversed(public_downloads())}
    credits = []
    for source in sorted(used - rows.keys()):
        published = by_word["wof" if source == "whosonfirst" else source.partition("-")[0]]
        rows[source] = dict.fromkeys(_SOURCE_COLUMNS, "") | {
            "source": source, "title": published.title, "version": today,
            "path": published.url if origin is None else str(origin),
            "licence": published.licence, "attribution": published.attribution,
            "note": "installed by the user; not part of what ships",
        }  # fmt: skip
        credits.append(f"{published.attribution}: {published.licence}")
    with (building / "sources.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, _SOURCE_COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows[s] for s in sorted(rows))
    return tuple(dict.fromkeys(credits))


def _record(origin: str | None, inputs: _Inputs, reading: Reading, gathering: Gathering) -> dict[str, Any]:
    from importlib.metadata import version

    return {
        "geomap": version("geomap"),
        "installed": datetime.now(UTC).isoformat(timespec="seconds"),
        "from": origin or "public downloads",
        "files": inputs.files,
        "contents": [
            {"file": u.path.name, "source": u.source, "what": u.what, "records": u.records}
            for u in reading.used
        ],
        "places": len(gathering.entries),
        "merged": dict(sorted(gathering.counts.items())),
    }
