"""Which gazetteer is used, and its compiled index: made once, opened ever after."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.compile import SCHEMA_VERSION, compile_index
from geomap.gazetteer.store import Gazetteer, connected

#: The files of a gazetteer folder; places.csv is the one that must be there.
FILES = ("places.csv", "names.csv", "geometries.geojson", "foreign.csv", "ids.csv")
#: The full gazetteer in the user's folder, and what it is called while a newer one takes its place.
INSTALLED, FORMER = "gazetteer", "gazetteer.former"
#: A folder's index, made once when it was installed.
INDEX = "index.sqlite"


def shipped_folder() -> Path:
    """Return the gazetteer that comes with geomap: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1] / "gazetteer"


def user_folder() -> Path:
    """Return the folder of the user's own places and aliases (GEOMAP_HOME, else the platform's data folder)."""
    import platformdirs

    home = os.environ.get("GEOMAP_HOME")
    return Path(home) if home else platformdirs.user_data_path("geomap", appauthor=False)


def installed_folder() -> Path | None:
    """Return the full gazetteer that `geomap gazetteer install` made, None where there is none."""
    folders = (user_folder() / name for name in (INSTALLED, FORMER))
    return next((f for f in folders if (f / "places.csv").is_file()), None)


def default_folder(path: str | Path | None = None) -> Path:
    """Return `path`, else GEOMAP_GAZETTEER, else the installed gazetteer, else the one that ships."""
    return Path(path or os.environ.get("GEOMAP_GAZETTEER") or installed_folder() or shipped_folder())


def load_gazetteer(path: str | Path | None = None) -> Gazetteer:
    """Open a gazetteer folder: `path`, else GEOMAP_GAZETTEER, else the installed one, else the one that ships.

    The user's own `places.csv` and `aliases.csv` in `user_folder()` lie over it. The first use of a folder compiles
    an index into the cache folder; where nothing can be written, the index lives in memory.
    Raises GazetteerError for a folder that is missing or broken.
    """
    folder = default_folder(path)
    if not (folder / "places.csv").is_file():
        raise GazetteerError(
            f"{folder}: no gazetteer here (places.csv is missing). "
            "Give the folder of a gazetteer with --gazetteer, or none for the one that ships."
        )
    places, aliases = (user_folder() / name for name in ("places.csv", "aliases.csv"))
    own_places = places if places.is_file() else None
    sources = [folder / name for name in FILES if (folder / name).is_file()]
    index = None
    if aliases.is_file():
        sources.append(aliases)
    elif own_places is None:
        index = _own_index(folder, sources)
    return Gazetteer(index or _cached_index(sources, own_places), folder=folder)


def write_index(folder: Path) -> None:
    """Compile the index of a folder into the folder itself. It is used as long as the files stay as they are."""
    sources = [folder / name for name in FILES if (folder / name).is_file()]
    with contextlib.closing(sqlite3.connect(folder / INDEX)) as connection:
        compile_index(sources, connection)
        with connection:
            connection.execute("INSERT INTO meta VALUES ('files', ?)", (_stamp(sources),))


def _stamp(sources: list[Path]) -> str:
    """Return names, sizes and times: unlike the fingerprint it stays when the folder is renamed."""
    stats = [(source.name, source.stat()) for source in sources]
    return "\n".join([SCHEMA_VERSION, *(f"{name}|{s.st_size}|{s.st_mtime_ns}" for name, s in stats)])


def _own_index(folder: Path, sources: list[Path]) -> sqlite3.Connection | None:
    index = folder / INDEX
    if not index.is_file():
        return None
    with contextlib.suppress(sqlite3.DatabaseError):
        connection = _open(index)
        if connection.execute("SELECT value FROM meta WHERE key = 'files'").fetchone() == (_stamp(sources),):
            return connection
        connection.close()
    return None


def _fingerprint(sources: list[Path]) -> str:
    parts = [SCHEMA_VERSION]
    for source in sources:
        stat = source.stat()
        parts.append(f"{source.resolve()}|{stat.st_size}|{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _cached_index(sources: list[Path], own_places: Path | None) -> sqlite3.Connection:
    import platformdirs

    cache = Path(os.environ.get("GEOMAP_CACHE") or platformdirs.user_cache_path("geomap", appauthor=False))
    index = cache / f"gazetteer-{_fingerprint([*sources, *([own_places] if own_places else [])])}.sqlite"
    if index.is_file():
        with contextlib.suppress(sqlite3.DatabaseError):
            return _open(index)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=cache, suffix=".part")
        os.close(handle)
    except OSError:
        return _in_memory(sources, own_places)
    temporary = Path(name)
    try:
        connection = sqlite3.connect(temporary)
        try:
            compile_index(sources, connection, own_places)
        finally:
            connection.close()
        # Two runs at once both write a whole file and one of them wins: either is right
        temporary.replace(index)
        return _open(index)
    except (OSError, sqlite3.OperationalError):  # the disk is full
        return _in_memory(sources, own_places)
    finally:
        temporary.unlink(missing_ok=True)


def _in_memory(sources: list[Path], own_places: Path | None) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    compile_index(sources, memory, own_places)
    return memory


def _open(index: Path) -> sqlite3.Connection:
    connection = connected(index)
    connection.execute("SELECT count(*) FROM meta").fetchone()
    return connection
