"""The commands as a user runs them: in a process of their own, or (faster) in this one."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from geomap.cli import main

#: The longest that one command may take here; the slowest (a map page) needs about two seconds.
_TIMEOUT_S = 60

SHELLING = "قُتل ثلاثة أشخاص في قصف على مدينة معرة النعمان بريف إدلب الجنوبي، ووصل الجرحى إلى سراقب."
MADE_UP = "انفجار في قرية زرقونية الوهمية صباح اليوم."
AMBIGUOUS = "قصف على قرية الصالحية."
ABROAD = "أعلنت الأمم المتحدة من جنيف دعم سوريا."
ENGLISH = "Two civilians were injured when a mine exploded north of Manbij."


class Result:
    """What a command left: its exit code, and the two streams as text."""

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code, self.stdout, self.stderr = code, stdout, stderr

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- stdout\n{self.stdout[:2000]}\n--- stderr\n{self.stderr[:2000]}"


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., Result]:
    """Run `geomap ARG...` as a process in tmp_path. `env` replaces the environment, `encoding` is of the output."""
    script = Path(sysconfig.get_path("scripts")) / "geomap"
    command = (
        [str(script)] if script.exists() else [sys.executable, "-c", "from geomap.cli import main; main()"]
    )

    def run(
        *args: object, stdin: bytes = b"", env: dict[str, str] | None = None, encoding: str = "utf-8"
    ) -> Result:
        done = subprocess.run(
            [*command, *map(str, args)], input=stdin, capture_output=True, cwd=tmp_path, env=env,
            timeout=_TIMEOUT_S, check=False,
        )  # fmt: skip
        return Result(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    return run


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `geomap ARG...` in this process, in tmp_path. What the command does not catch is raised."""
    monkeypatch.chdir(tmp_path)

    def invoke(*args: object, stdin: bytes = b"") -> Result:
        done = CliRunner().invoke(main, [str(a) for a in args], input=stdin, catch_exceptions=False)
        return Result(done.exit_code, done.stdout, done.stderr)

    return invoke


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A JSONL of five reports: placed, unmatched, ambiguous, foreign and the country, English."""
    path = tmp_path / "reports.jsonl"
    rows = [
        {
            "id": "shelling",
            "text": SHELLING,
            "date": "2020-03-05",
            "source": "سجل",
            "url": "https://example.org/1",
        },
        {"id": "made-up", "text": MADE_UP, "date": "2020-03-06"},
        {"id": "two-places", "text": AMBIGUOUS},
        {"id": "abroad", "text": ABROAD},
        {"id": "english", "text": ENGLISH, "lang": "en"},
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def texts() -> dict[str, str]:
    """The texts of `reports`, by id."""
    return {
        "shelling": SHELLING, "made-up": MADE_UP, "two-places": AMBIGUOUS, "abroad": ABROAD, "english": ENGLISH,
    }  # fmt: skip
