"""Files over HTTP: interruption, resume, exchange, damage. The server is real; its faults are those of real ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.errors import GazetteerError, WriteError
from geomap.gazetteer.download import CHECKSUMS, Download, fetch, mirror_downloads, public_downloads

Serve = Callable[..., object]
BODY = bytes(range(256)) * 2000  # half a megabyte


@pytest.fixture
def site(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr("geomap.gazetteer.download._PAUSE_S", 0.01)
    (tmp_path / "www").mkdir()
    (tmp_path / "www" / "a.zip").write_bytes(BODY)
    return serve(tmp_path / "www")


def _download(site, sha256: str = "") -> Download:  # type: ignore[no-untyped-def]
    return Download("cod", "a.zip", f"{site.url}/a.zip", sha256=sha256)


def test_whole(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    seen: list[tuple[int, int]] = []
    got = fetch(_download(site), tmp_path / "to", lambda *bytes_: seen.append(bytes_))
    assert (tmp_path / "to" / "a.zip").read_bytes() == BODY
    assert got.sha256 == hashlib.sha256(BODY).hexdigest() and got.bytes == len(BODY) and got.etag
    assert seen[-1] == (len(BODY), len(BODY)) and seen == sorted(seen)


def test_a_broken_connection_goes_on_where_it_broke(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    site.break_after["a.zip"] = [100_000, 50_000]
    fetch(_download(site), tmp_path / "to")
    assert (tmp_path / "to" / "a.zip").read_bytes() == BODY
    assert site.ranges_of("a.zip") == ["", "bytes=100000-", "bytes=150000-"]


def test_the_next_run_goes_on_where_the_last_one_gave_up(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    site.break_after["a.zip"] = [1000] * 4
    with pytest.raises(GazetteerError, match="run the same command again"):
        fetch(_download(site), tmp_path / "to")
    assert not (tmp_path / "to" / "a.zip").exists()
    assert fetch(_download(site), tmp_path / "to").bytes == len(BODY)
    assert site.ranges_of("a.zip")[-1] == "bytes=4000-"
    assert (tmp_path / "to" / "a.zip").read_bytes() == BODY


def test_a_file_that_changed_meanwhile_starts_anew(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    site.break_after["a.zip"] = [1000] * 4
    with pytest.raises(GazetteerError):
        fetch(_download(site), tmp_path / "to")
    (site.root / "a.zip").write_bytes(BODY[::-1])
    fetch(_download(site), tmp_path / "to")
    assert (tmp_path / "to" / "a.zip").read_bytes() == BODY[::-1]


def test_a_part_longer_than_the_file_starts_anew(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    site.break_after["a.zip"] = [1000] * 4
    with pytest.raises(GazetteerError):
        fetch(_download(site), tmp_path / "to")
    (tmp_path / "to" / "a.zip.part").write_bytes(BODY + b"more")
    fetch(_download(site), tmp_path / "to")
    assert (tmp_path / "to" / "a.zip").read_bytes() == BODY


def test_a_server_without_ranges(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    site.ranges = False
    site.break_after["a.zip"] = [1000]
    fetch(_download(site), tmp_path / "to")
    assert (tmp_path / "to" / "a.zip").read_bytes() == BODY


def test_what_is_still_the_newest_is_not_fetched_again(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    first = fetch(_download(site), tmp_path / "to")
    before = (tmp_path / "to" / "a.zip").stat().st_mtime_ns
    assert fetch(_download(site), tmp_path / "to") == first
    assert (tmp_path / "to" / "a.zip").stat().st_mtime_ns == before
    (site.root / "a.zip").write_bytes(b"newer")
    assert fetch(_download(site), tmp_path / "to").bytes == 5


def test_a_wrong_checksum_is_named_and_nothing_is_kept(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(GazetteerError, match=r"a\.zip: the checksum is wrong.*was not used"):
        fetch(_download(site, sha256="0" * 64), tmp_path / "to")
    assert list((tmp_path / "to").iterdir()) == []
    assert fetch(_download(site, sha256=hashlib.sha256(BODY).hexdigest()), tmp_path / "to").bytes == len(BODY)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("{}/none.zip", "404"),
        ("file:///etc/hostname", "not an http"),
        ("http://127.0.0.1:9/a.zip", "the connection failed"),
    ],
)
def test_what_cannot_be_fetched(
    site,
    tmp_path: Path,
    url: str,
    says: str,  # type: ignore[no-untyped-def]
) -> None:
    with pytest.raises(GazetteerError, match=says) as caught:
        fetch(Download("cod", "a.zip", url.format(site.url)), tmp_path / "to")
    assert url.format(site.url) in str(caught.value)


def test_a_folder_that_is_a_file(site, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "to").write_text("in the way")
    with pytest.raises(WriteError, match="a file, not a folder"):
        fetch(_download(site), tmp_path / "to")


def test_a_mirror_is_read_from_its_listing(serve: Serve, invented: Path) -> None:
    (invented / "README.md").write_text("not for us")
    site = serve(invented)
    found = mirror_downloads(site.url)  # type: ignore[attr-defined]
    assert {d.file for d in found} == {
        "cod/adm1.geojson", "cod/adm2.geojson", "cod/adm3.geojson", "cod/quarters.geojson", "cod/places.csv",
        "geonames/SY.txt", "geonames/names.txt", "wof/places.jsonl",
    }  # fmt: skip
    assert not any(d.sha256 for d in found)


def test_a_mirror_with_checksums(serve: Serve, invented: Path) -> None:
    checksum = hashlib.sha256((invented / "geonames" / "SY.txt").read_bytes()).hexdigest()
    (invented / CHECKSUMS).write_text(f"{checksum}  ./geonames/SY.txt\n{'1' * 64} *../../etc/passwd\n")
    site = serve(invented)
    found = mirror_downloads(site.url)  # type: ignore[attr-defined]
    assert (found[0].file, found[0].sha256) == ("geonames/SY.txt", checksum)
    assert found[1].file == "etc/passwd"  # whatever a mirror calls a file, it stays inside the folder


def test_a_mirror_without_a_listing_has_the_published_names(serve: Serve, tmp_path: Path) -> None:
    site = serve(tmp_path)
    site.listing = False  # type: ignore[attr-defined]
    names = {d.file for d in mirror_downloads(site.url + "/sub/")}  # type: ignore[attr-defined]
    assert names == {d.file for d, default in public_downloads().items() if default}


def test_every_published_file_has_address_and_credit() -> None:
    published = public_downloads()
    assert {d.source for d in published} == {"cod", "geonames", "wof"}
    for download in published:
        assert download.url.startswith("https://") and download.licence and download.attribution
    assert len({d.file for d in published}) == len(published)
