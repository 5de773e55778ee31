"""Progress of downloads: a bar on a terminal, nothing elsewhere (the lines of `say` tell enough)."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

import click


class Bars:
    """One bar after the other on standard error, one for each file."""

    def __init__(self, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._file = ""
        self._bar: Any = None

    def __enter__(self) -> Bars:
        return self

    def update(self, file: str, received: int, total: int) -> None:
        """Show that so many of a file's bytes are there; a total of 0 is unknown."""
        if not self._shown or not total:
            return
        if file != self._file:
            self._end()
            self._file = file
            self._bar = click.progressbar(length=total, label=file, file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(max(0, received - self._bar.pos))
        if received >= total:
            self._end()

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
        self._bar, self._file = None, ""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
