"""See that mypyc can still translate to C what `make compiled` compiles. Nothing is compiled: half a minute.

Run from the checkout: python scripts/compiles.py. mypyc says what it cannot do, and where.
"""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path


def main() -> None:
    from mypyc.build import mypycify

    settings = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    rooms = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["mypyc"]["include"]
    files = sorted(
        str(p) for room in map(Path, rooms) for p in (room.rglob("*.py") if room.is_dir() else [room])
    )
    with tempfile.TemporaryDirectory() as folder:
        mypycify(files, target_dir=folder)
    print(f"{len(files)} modules can be compiled")


if __name__ == "__main__":
    main()
