"""Files over HTTP: resumed where they broke off, checked against what is known of them."""

from __future__ import annotations

import csv
import hashlib
import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path, PurePosixPath

from geomap.atomic import write_error
from geomap.errors import GazetteerError

#: Called with the bytes that are there and the bytes that there will be (0 where unknown).
Progress = Callable[[int, int], None]

#: A mirror may say with `sha256sum *` what it holds.
CHECKSUMS = "SHA256SUMS"
_SUFFIXES = (".zip", ".geojson", ".json", ".gpkg", ".fgb", ".csv", ".txt", ".tsv", ".jsonl", ".ndjson",
             ".shp", ".shx", ".dbf", ".prj", ".cpg")  # fmt: skip
_TIMEOUT_S = 60
_TRIES = 4
_PAUSE_S = 0.5  # after the first failure; twice and three times as long after the next
_CHUNK = 1 << 16
# All of Syria is some 10 MB; a mirror that lists thousands of files is none.
_MOST_FILES = 200
_LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Download:
    """A file to fetch: of which source, where it is, under which licence."""

    source: str
    file: str
    url: str
    title: str = ""
    licence: str = ""
    attribution: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is known of a file on disk. `validator` is the ETag or the date by which a server knows its version."""

    file: str
    url: str
    bytes: int
    sha256: str
    etag: str = ""
    last_modified: str = ""

    @property
    def validator(self) -> str:
        """What If-Range takes: a strong ETag, else the date."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


def public_downloads() -> dict[Download, bool]:
    """Return the published files, and whether they are fetched when no source is named."""
    with files("geomap.gazetteer.sources").joinpath("data/downloads.csv").open(encoding="utf-8") as file:
        return {
            Download(r["source"], r["file"], r["url"], r["title"], r["licence"], r["attribution"]): r["default"] == "yes"
            for r in csv.DictReader(file)
        }  # fmt: skip


def mirror_downloads(base: str) -> list[Download]:
    """Return the files of a mirror: those in its SHA256SUMS, else in its listing, else the published names.

    `base` may also be the address of one file.
    """
    if PurePosixPath(urllib.parse.urlsplit(base).path).suffix.lower() in _SUFFIXES:
        return [Download("", _local_name(urllib.parse.urlsplit(base).path.rsplit("/", 1)[-1]), base)]
    base = base.rstrip("/") + "/"
    sums = _text(base + CHECKSUMS)
    if sums is not None:
        listed = parse_checksums(sums)
        return [
            Download(
                "", _local_name(name), urllib.parse.urljoin(base, urllib.parse.quote(name)), sha256=checksum
            )
            for name, checksum in listed.items()
        ]
    found = _listed(base, base, depth=2)
    if found:
        return found[:_MOST_FILES]
    return [Download(d.source, d.file, base + d.file) for d, default in public_downloads().items() if default]


def parse_checksums(text: str) -> dict[str, str]:
    """Return the checksum of each file in the lines that sha256sum writes.

    >>> parse_checksums("0" * 64 + "  cod/syr.zip")
    {'cod/syr.zip': '0000000000000000000000000000000000000000000000000000000000000000'}
    """
    lines = re.findall(r"^([0-9a-fA-F]{64}) [ *](.+?)\r?$", text, re.MULTILINE)
    return {name.removeprefix("./"): checksum.lower() for checksum, name in lines}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(download: Download, folder: Path, progress: Progress = lambda _received, _total: None) -> Fetched:
    """Bring a file into a folder, unless the server says that the one there is still the newest.

    A broken connection is taken up where it broke, now or by the next call: what came is kept in a .part
    file. Raises GazetteerError for what the server does not give or gives wrongly, WriteError for the disk.
    """
    if urllib.parse.urlsplit(download.url).scheme not in ("http", "https"):
        raise GazetteerError(f"{download.url}: not an http or https address.")
    job = _Job(download, folder, progress)
    for left in reversed(range(_TRIES)):
        try:
            return job.run()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code not in (408, 425, 429, 500, 502, 503, 504) or not left:
                raise GazetteerError(
                    f"{download.url}: the server answers {error.code} {error.reason}. "
                    "Check the address, try later, or fetch the file by hand and use --from its folder."
                ) from None
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
            if not left:
                reason = getattr(error, "reason", None) or error
                raise GazetteerError(
                    f"{download.url}: the connection failed ({reason}). What came is kept: run the same "
                    "command again to go on from there, or fetch the file by hand and use --from its folder."
                ) from None
        time.sleep(_PAUSE_S * (_TRIES - left))
    raise AssertionError("unreachable")


class _Job:
    """One file on its way to disk."""

    def __init__(self, download: Download, folder: Path, progress: Progress) -> None:
        self.download, self.progress = download, progress
        self.target = folder / download.file
        self.part = self.target.with_name(self.target.name + ".part")
        self.note = self.target.with_name(self.target.name + ".download.json")

    def run(self) -> Fetched:
        known = self._known()
        have = self.part.stat().st_size if self.part.is_file() and known and known.validator else 0
        headers = {"User-Agent": "geomap (gazetteer install)", "Accept-Encoding": "identity"}
        if have and known:
            headers |= {"Range": f"bytes={have}-", "If-Range": known.validator}
        elif known and self.target.is_file():
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        request = urllib.request.Request(self.download.url, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:
                self._receive(response, have)
        except urllib.error.HTTPError as error:
            if error.code == 304 and known:
                error.close()
                return self._checked(known)
            if error.code == 416:  # the part is as long as the file, or the file has shrunk
                self.part.unlink(missing_ok=True)
                raise ConnectionError("the file has changed on the server") from error
            raise
        return self._finish()

    def _known(self) -> Fetched | None:
        with suppress(OSError, ValueError, TypeError):
            known = Fetched(**json.loads(self.note.read_text("utf-8")))
            return known if known.url == self.download.url else None
        return None

    def _receive(self, response: http.client.HTTPResponse, have: int) -> None:
        resumed = response.status == 206 and (response.headers.get("Content-Range") or "").startswith(
            f"bytes {have}-"
        )
        if response.status == 206 and not resumed:
            self.part.unlink(missing_ok=True)
            raise ConnectionError("the server sent another part of the file than was asked for")
        received = have if resumed else 0
        length = int(response.headers.get("Content-Length") or 0)
        total = received + length if length else 0
        with _disk(self.target):
            self.target.parent.mkdir(parents=True, exist_ok=True)
            fresh = Fetched(
                self.download.file, self.download.url, total, "",
                response.headers.get("ETag") or "", response.headers.get("Last-Modified") or "",
            )  # fmt: skip
            self.note.write_text(json.dumps(asdict(fresh)), encoding="utf-8")
            file = self.part.open("ab" if resumed else "wb")
        try:
            while chunk := response.read(_CHUNK):
                with _disk(self.target):
                    file.write(chunk)
                received += len(chunk)
                self.progress(received, total)
                if received > _LARGEST:
                    raise GazetteerError(f"{self.download.url}: more than 1 GB, which no file of Syria is.")
        finally:
            with _disk(self.target):
                file.close()
        if total and received < total:
            raise http.client.IncompleteRead(b"", total - received)

    def _finish(self) -> Fetched:
        with _disk(self.target):
            noted = Fetched(**json.loads(self.note.read_text("utf-8")))
            fetched = Fetched(
                noted.file, noted.url, self.part.stat().st_size, sha256_of(self.part), noted.etag, noted.last_modified
            )  # fmt: skip
            self._checked(fetched)
            self.part.replace(self.target)
            self.note.write_text(json.dumps(asdict(fetched)), encoding="utf-8")
        return fetched

    def _checked(self, fetched: Fetched) -> Fetched:
        """Raise GazetteerError, and forget the file, where it is not what the mirror says it is."""
        if self.download.sha256 and fetched.sha256 != self.download.sha256:
            for path in (self.part, self.target, self.note):
                path.unlink(missing_ok=True)
            raise wrong_checksum(self.download.url, self.download.sha256, fetched.sha256)
        return fetched


def wrong_checksum(where: str, wanted: str, found: str) -> GazetteerError:
    """The error for a file that is not the one that was published."""
    return GazetteerError(
        f"{where}: the checksum is wrong (SHA-256 {found[:16]}…, not {wanted[:16]}… as in {CHECKSUMS}). "
        "The file is damaged or was exchanged; it was not used. Fetch it again, or ask who keeps it."
    )


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """Tell trouble with the disk from trouble with the network: both are OSErrors."""
    try:
        yield
    except OSError as error:
        raise write_error(path, error) from error


def _text(url: str) -> str | None:
    """Return a small text, None where there is none."""
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as response:
            return str(response.read(1_000_000).decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException, ValueError):
        return None


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [v for k, v in attrs if tag == "a" and k == "href" and v]


def _listed(base: str, url: str, *, depth: int) -> list[Download]:
    """Return the files that a web server's listing of a folder links to, below the base only."""
    page = _Links()
    page.feed(_text(url) or "")
    found: list[Download] = []
    for link in dict.fromkeys(urllib.parse.urljoin(url, href) for href in page.links):
        address = link.partition("#")[0].partition("?")[0]
        if not address.startswith(url) or address == url:
            continue
        if address.endswith("/") and depth:
            found += _listed(base, address, depth=depth - 1)
        elif PurePosixPath(address).suffix.lower() in _SUFFIXES:
            found.append(Download("", _local_name(urllib.parse.unquote(address.removeprefix(base))), address))
    return found


def _local_name(name: str) -> str:
    """Return a relative path that cannot leave its folder."""
    parts = [re.sub(r'[\x00-\x1f<>:"\\|?*]', "_", p) for p in name.split("/") if p not in ("", ".", "..")]
    return "/".join(parts) or "file"
