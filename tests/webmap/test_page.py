"""The page as a file: one piece, nothing from elsewhere, written whole, in two languages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib import resources

import pytest

from geomap.errors import WriteError
from geomap.webmap import write_map
from geomap.webmap.page import SCRIPTS


@pytest.fixture
def page(incidents, base, tmp_path) -> str:
    write_map(incidents, tmp_path / "map.html", title="A & B", base=base)
    return (tmp_path / "map.html").read_text(encoding="utf-8")


def test_nothing_is_linked_from_elsewhere(page: str) -> None:
    markup = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
    assert "<link" not in markup
    assert not re.search(r"""\b(src|href)\s*=\s*["']?(https?:)?//""", markup)
    styles = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL))
    assert "url(" not in styles
    assert "@import" not in styles
    assert "sourceMappingURL" not in page


def test_policy_admits_each_script_and_style_by_hash_and_nothing_else(page: str) -> None:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert found
    policy = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    assert (
        policy["default-src"]
        == policy["connect-src"]
        == policy["base-uri"]
        == policy["form-action"]
        == "'none'"
    )
    assert policy["img-src"] == "data:"
    for tag in ("script", "style"):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        hashes = [
            f"'sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}'" for body in bodies
        ]
        assert policy[f"{tag}-src"].split() == hashes
        assert hashes
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_title_is_escaped(page: str) -> None:
    assert "<title>A &amp; B</title>" in page


def test_same_data_same_bytes(incidents, base, tmp_path, page: str) -> None:
    write_map(incidents, tmp_path / "again.html", title="A & B", base=base)
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_language_and_direction(incidents, base, tmp_path, lang, direction) -> None:
    write_map(incidents, tmp_path / "map.html", lang=lang, base=base)
    assert f'<html lang="{lang}" dir="{direction}">' in (tmp_path / "map.html").read_text(encoding="utf-8")


def test_tiles_open_the_policy_for_their_host_only(incidents, base, tmp_path) -> None:
    write_map(
        incidents, tmp_path / "map.html", tiles="https://{s}.tiles.example.org/{z}/{x}/{y}.png", base=base
    )
    text = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "img-src data: https://*.tiles.example.org; " in text


@pytest.mark.parametrize(
    "tiles",
    [
        "",
        "yes",
        "ftp://example.org/{z}/{x}/{y}.png",
        "https://example.org/tiles",
        "https://a;script-src/{z}/{x}/{y}",
    ],
)
def test_wrong_tiles_are_refused(incidents, base, tmp_path, tiles) -> None:
    with pytest.raises(WriteError, match="not a tile address"):
        write_map(incidents, tmp_path / "map.html", tiles=tiles, base=base)
    assert list(tmp_path.iterdir()) == []


def test_unknown_language_is_refused(incidents, base, tmp_path) -> None:
    with pytest.raises(WriteError, match=r"language 'de'.*en, ar"):
        write_map(incidents, tmp_path / "map.html", lang="de", base=base)


def test_folder_is_created(incidents, base, tmp_path) -> None:
    write_map(incidents, tmp_path / "new" / "folder" / "map.html", base=base)
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["map.html"]


def test_what_cannot_be_written_leaves_nothing_behind(incidents, base, tmp_path) -> None:
    (tmp_path / "map.html").mkdir()
    with pytest.raises(WriteError, match=r"map\.html: cannot be written"):
        write_map(incidents, tmp_path / "map.html", base=base)
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(WriteError, match="cannot be written"):
        write_map(incidents, tmp_path / "file" / "map.html", base=base)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "map.html"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


def _own(name: str) -> str:
    return resources.files("geomap.webmap").joinpath("page", name).read_text(encoding="utf-8")


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    strings = json.loads(_own("strings.json"))
    code = "".join(_own(name) for name in SCRIPTS)
    used = set(re.findall(r"""\bt\(\s*"([a-z0-9_]+)\"""", code)) | set(re.findall(r'fact\("([a-z_]+)"', code))
    counted = {f"{key}.other" for key in re.findall(r'tCount\("([a-z_]+)"', code)} | {
        "fatalities.other",
        "injuries.other",
    }
    for lang, words in strings.items():
        assert used | counted <= set(words), lang
    stems = {
        lang: {key.partition(".")[0] for key in words if ":" not in key} for lang, words in strings.items()
    }
    assert stems["en"] == stems["ar"]
