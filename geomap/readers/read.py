"""Paths -> reports: which files are read, by which reader, and what becomes of those that cannot be."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from geomap.errors import ReadError
from geomap.models import Report
from geomap.readers.columns import ColumnNames
from geomap.readers.source import OnProblem, Source

Reader = Callable[[Source, OnProblem, ColumnNames], Iterator[Report]]

STDIN = "-"
STDIN_NAME = "standard input"
# Standard input is kept in memory up to this size, then on disk, because encodings need a second look.
SPOOL_BYTES = 64 << 20
# Beside files that begin with a dot: locks of Office programs, and what a Mac adds to archives.
HIDDEN = (".", "~$", "__MACOSX")
# Files that speak of a folder are no reports of its own; named on purpose they are read.
ABOUT = ("readme", "license", "licence", "changelog")
CONVERT = {
    "xls": "Open it in Excel or LibreOffice and save it as .xlsx.",
    "ods": "Open it in LibreOffice and save it as .xlsx.",
    "doc": "Open it in Word or LibreOffice and save it as .docx.",
    "odt": "Open it in LibreOffice and save it as .docx.",
    "rtf": "Open it in Word or LibreOffice and save it as .docx.",
    "zip": "Unpack it and give the folder.",
    "gz": "Unpack it and give the file.",
    "rar": "Unpack it and give the folder.",
    "7z": "Unpack it and give the folder.",
}


def _text(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.text import read_text

    return read_text(source, on_problem)


def _html(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.html import read_html

    return read_html(source, on_problem)


def _json(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.jsonl import read_json

    return read_json(source, on_problem, columns)


def _json_lines(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.jsonl import read_json_lines

    return read_json_lines(source, on_problem, columns)


def _csv(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.tables import read_csv

    return read_csv(source, on_problem, columns)


def _tsv(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.tables import read_csv

    return read_csv(source, on_problem, columns, delimiter="\t")


def _xlsx(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.tables import read_xlsx

    return read_xlsx(source, on_problem, columns)


def _parquet(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.tables import read_parquet

    return read_parquet(source, on_problem, columns)


def _docx(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.office import read_docx

    return read_docx(source, on_problem)


def _pdf(source: Source, on_problem: OnProblem, columns: ColumnNames) -> Iterator[Report]:
    from geomap.readers.pdf import read_pdf

    return read_pdf(source, on_problem)


READERS: dict[str, Reader] = {
    "txt": _text,
    "text": _text,
    "md": _text,
    "html": _html,
    "htm": _html,
    "xhtml": _html,
    "json": _json,
    "jsonl": _json_lines,
    "ndjson": _json_lines,
    "csv": _csv,
    "tsv": _tsv,
    "tab": _tsv,
    "xlsx": _xlsx,
    "xlsm": _xlsx,
    "parquet": _parquet,
    "docx": _docx,
    "pdf": _pdf,
}


def read_reports(
    paths: Iterable[str | Path],
    *,
    stdin_format: str = "txt",
    columns: ColumnNames | None = None,
    on_problem: OnProblem,
) -> Iterator[Report]:
    """The reports of files, folders and "-" (standard input), one by one, in the order given.

    Folders are read with all below them, sorted by name, without hidden files and files of unknown kind.
    A file named twice is read once. `stdin_format` is a suffix without dot (txt, jsonl, csv …). Whatever
    cannot be read goes to `on_problem` as a ReadError that names file and row or page; the rest is read.
    """
    wanted = columns or ColumnNames()
    stems: set[str] = set()
    seen: set[Path] = set()
    stdin_read = False
    for path in paths:
        if str(path) == STDIN:
            if not stdin_read:
                yield from _read_stdin(stdin_format, wanted, stems, on_problem)
            stdin_read = True
            continue
        for file in _files(path, on_problem):
            real = Path(os.path.realpath(file))
            if real not in seen:
                seen.add(real)
                yield from _read_file(file, wanted, stems, on_problem)


def _files(path: str | Path, on_problem: OnProblem) -> Iterator[Path]:
    """The path itself, or the readable files of the folder that it is."""
    where = str(path)
    try:
        given = Path(path)
        if where and given.is_dir():
            yield from _folder(given, on_problem)
            return
        exists = bool(where) and given.exists()
    except (OSError, ValueError) as error:  # a name too long, or with a zero byte
        on_problem(ReadError(where[:200], f"it cannot be opened ({error})", "Check the path."))
        return
    if exists:
        yield given
    else:
        on_problem(ReadError(where or "''", "there is no such file or folder", "Check the path."))


def _folder(folder: Path, on_problem: OnProblem) -> Iterator[Path]:
    found = skipped = 0

    def unreadable(error: OSError) -> None:
        on_problem(_cannot_open(str(error.filename), error))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(HIDDEN))
        for name in sorted(names):
            if name.startswith(HIDDEN) or Path(name).stem.lower() in ABOUT:
                continue
            file = Path(parent, name)
            if _suffix(file) in READERS:
                found += 1
                yield file
            else:
                skipped += 1
    if not found:
        other = f"{skipped} file{'s' if skipped != 1 else ''} of other kinds" if skipped else "no files"
        on_problem(
            ReadError(
                str(folder),
                f"nothing in the folder can be read; it holds {other}",
                f"Files that are read: {_known()}.",
            )
        )


def _known() -> str:
    return ", ".join(f".{suffix}" for suffix in READERS)


def _suffix(path: Path) -> str:
    return path.suffix.lower().lstrip(".")


def _cannot_open(name: str, error: OSError) -> ReadError:
    return ReadError(
        name, f"it cannot be opened ({error.strerror or error})", "Check its permissions and retry."
    )


def _unique(stem: str, stems: set[str]) -> str:
    """The stem, or stem.2, stem.3 … where files of one name lie in several folders."""
    unique, again = stem, 2
    while unique in stems:
        unique, again = f"{stem}.{again}", again + 1
    stems.add(unique)
    return unique


def _read_file(path: Path, columns: ColumnNames, stems: set[str], on_problem: OnProblem) -> Iterator[Report]:
    name = str(path)
    suffix = _suffix(path)
    if suffix in CONVERT:
        on_problem(ReadError(name, f"files of the kind .{suffix} are not read", CONVERT[suffix]))
        return
    if not path.is_file():
        on_problem(
            ReadError(name, "it is not a regular file", "Give a file, a folder, or - for standard input.")
        )
        return
    try:
        with path.open("rb") as file:
            source = Source(name, _unique(path.stem, stems), file)
            # A file of unknown kind that was named on purpose may be text; if not, that is said.
            yield from _read(source, READERS.get(suffix, _text), columns, on_problem)
    except OSError as error:
        on_problem(_cannot_open(name, error))


def _read(source: Source, reader: Reader, columns: ColumnNames, on_problem: OnProblem) -> Iterator[Report]:
    if not source.file.read(1):
        on_problem(
            ReadError(source.name, "the file is empty", "Check that it was saved or downloaded completely.")
        )
        return
    source.file.seek(0)
    try:
        yield from reader(source, on_problem, columns)
    except ReadError as error:
        on_problem(error)


def _read_stdin(
    stdin_format: str, columns: ColumnNames, stems: set[str], on_problem: OnProblem
) -> Iterator[Report]:
    reader = READERS.get(stdin_format.lower().lstrip("."))
    if reader is None:
        on_problem(
            ReadError(STDIN_NAME, f"the format '{stdin_format}' is not known", f"Known formats: {_known()}.")
        )
        return
    with tempfile.SpooledTemporaryFile(SPOOL_BYTES) as spool:
        while chunk := sys.stdin.buffer.read(io.DEFAULT_BUFFER_SIZE * 16):
            spool.write(chunk)
        spool.seek(0)
        source = Source(STDIN_NAME, _unique("stdin", stems), cast(BinaryIO, spool))
        yield from _read(source, reader, columns, on_problem)
