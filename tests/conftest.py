"""Shared fixtures, and the rule that CI skips nothing that it should run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from geomap import Gazetteer, load_gazetteer

ROOT = Path(__file__).parents[1]
BESIDE = ROOT.parent / "shared"
_skipped: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's own aliases and caches out of the tests, and the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOMAP_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("GEOMAP_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("GEOMAP_GAZETTEER", raising=False)
        yield


@pytest.fixture(scope="session")
def gazetteer(_own_home: None) -> Gazetteer:
    """The gazetteer that ships."""
    return load_gazetteer()


@pytest.fixture
def beside() -> Path:
    """The folder of test material beside the checkout; the test is skipped where it is absent."""
    if not BESIDE.is_dir():
        pytest.skip("the reference material is not beside this checkout")
    return BESIDE


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(
            f"{item.nodeid}: {report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr}"
        )
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    allowed = "is not beside this checkout" if not BESIDE.is_dir() else "\0"
    wrong = [s for s in _skipped if allowed not in s]
    if os.environ.get("CI") == "true" and wrong:
        print("\nCI must not skip:", *wrong, sep="\n  ")
        session.exitstatus = 1
