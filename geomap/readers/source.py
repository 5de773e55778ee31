"""An opened input, and the two ways in which a reader speaks: reports and problems."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from geomap.errors import ReadError

OnProblem = Callable[[ReadError], None]

# What an unpacked Office file may hold: tables stream, documents are held in memory.
# Beyond it the file is damaged or made to exhaust the machine.
LARGEST_WORKBOOK = 4 << 30
LARGEST_DOCUMENT = 256 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is open for reading and can be rewound.

    `name` is what the user called it, `stem` the start of ids made from it (unique in a run).
    """

    name: str
    stem: str
    file: BinaryIO


def refuse_archive_bomb(source: Source, largest: int) -> None:
    """Raise ReadError where a zipped Office file is damaged or unpacks to more than `largest` bytes."""
    import zipfile

    try:
        with zipfile.ZipFile(source.file) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadError(
            source.name,
            "the file is damaged or not of the kind that its name says",
            "Save it again and retry.",
        ) from error
    if unpacked > largest:
        raise ReadError(
            source.name,
            f"the file unpacks to {unpacked >> 20} MB, more than the {largest >> 20} MB allowed",
            "Split it into smaller files.",
        )
    source.file.seek(0, io.SEEK_SET)
