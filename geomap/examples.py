"""The example reports that come with geomap: invented events, for trying it out."""

from __future__ import annotations

from pathlib import Path


def examples_folder() -> Path:
    """Return the folder of the examples: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "example_reports"
    return installed if installed.is_dir() else package.parent / "examples"
