"""The commands. Each parses, calls, writes, and says on standard error what happened.

Exit codes: 0 done, 1 something in the input could not be read (the rest was done), 2 wrong usage.
"""

from __future__ import annotations

import io
import sys

import click

from geomap.cli.evaluate import evaluate
from geomap.cli.gazetteer import gazetteer_group
from geomap.cli.match import match
from geomap.cli.reports import demo, export, map_command, mentions, unmatched


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="geomap")
def main() -> None:
    """Find every place that reports on Syria name, in Arabic, English and Kurdish, and map it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Results that go into a file or pipe are UTF-8 everywhere; a terminal shows what it can
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


for command in (match, evaluate, mentions, map_command, export, unmatched, demo, gazetteer_group):
    main.add_command(command)
