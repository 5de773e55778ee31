"""`geomap map`: one file, whole or not there."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_one_file_at_the_default_place(process: Run, reports: Path, tmp_path: Path) -> None:
    result = process("map", reports)
    assert result.code == 0, result
    assert result.stdout == ""
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == ["map.html", reports.name]
    page = (tmp_path / "output" / "map.html").read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>") and page.rstrip().endswith("</html>")
    assert "معرة النعمان" in page and "Manbij" in page
    # Whatever the page needs is in it
    assert not re.search(r"<(?:script|img|iframe)[^>]+src=[\"']?(?:https?:)?//", page)
    assert not re.search(r"<link[^>]+href=[\"']?(?:https?:)?//", page)


def test_language_and_title(run: Run, reports: Path, tmp_path: Path) -> None:
    tags = {}
    for lang in ("ar", "en"):
        assert (
            run("map", reports, "-o", f"{lang}.html", "--lang", lang, "--title", "أحداث <آذار> & more").code
            == 0
        )
        page = (tmp_path / f"{lang}.html").read_text("utf-8")
        tag = re.search(r"<html[^>]*>", page)
        assert tag
        tags[lang] = tag[0]
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title and "أحداث" in title[1] and "<آذار>" not in title[1]
    assert 'lang="ar"' in tags["ar"] and 'dir="rtl"' in tags["ar"]
    assert 'lang="en"' in tags["en"] and "rtl" not in tags["en"]


def test_nothing_is_seen_before_it_is_done(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    out.write_text("the old map", "utf-8")
    command = [
        sys.executable,
        "-c",
        "from geomap.cli import main; main()",
        "map",
        str(reports),
        "-o",
        str(out),
    ]
    seen = set()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None:
            page = out.read_text("utf-8")
            seen.add(
                "old" if page == "the old map" else "whole" if page.rstrip().endswith("</html>") else "part"
            )
            time.sleep(0.005)
    assert child.returncode == 0
    assert "part" not in seen and "old" in seen
    assert out.read_text("utf-8").rstrip().endswith("</html>")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.html", reports.name]


def test_ctrl_c_leaves_what_was_there(tmp_path: Path) -> None:

    out = tmp_path / "map.html"
    out.write_text("the old map", "utf-8")
    command = [sys.executable, "-c", "from geomap.cli import main; main()", "map", "-", "-o", str(out)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdin is not None and child.stderr is not None
        child.stdin.write("قصف على منبج.\n".encode() * 50_000)  # more than a pipe holds: it is reading
        child.stdin.flush()
        # A signal that comes right before a read begins does not wake it: people press the keys again
        for _ in range(60):
            child.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=1)
                break
        said = child.stderr.read().decode("utf-8")
        assert child.returncode not in (0, None)
    assert "Traceback" not in said
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert out.read_text("utf-8") == "the old map"
