"""An output file is written whole or not at all."""

from __future__ import annotations

import errno
import glob
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geomap.errors import WriteError

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose a folder on another disk"),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, or choose a folder on another disk"),
    errno.EFBIG: ("the file is larger than this disk or account allows", "Choose a folder on another disk"),
    errno.EACCES: ("you may not write there", "Choose a folder that you may write to"),
    errno.EPERM: ("you may not write there", "Choose a folder that you may write to"),
    errno.EROFS: ("that disk is read-only", "Choose a folder on another disk"),
    errno.EISDIR: ("it is a folder", "Add a file name"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "Choose another folder"),
    errno.EEXIST: ("a part of the path is a file, not a folder", "Choose another folder"),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one"),
}


def write_error(path: str | os.PathLike[str], error: OSError) -> WriteError:
    """The WriteError that tells an OSError in words: which file, why, and what to do."""
    reason, remedy = _REASONS.get(
        error.errno or 0, (error.strerror or str(error), "Choose another file or folder")
    )
    return WriteError(f"{os.fspath(path)}: cannot be written, {reason}. {remedy}.")


@contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside `path`, with its suffix; move it there when the block ends well.

    When the block raises, Ctrl-C included, the temporary file is removed and what stood at `path`
    before stands there still. The parent folder is made. The block must create the file.

    Raises WriteError for every OSError, those of the block included.
    """
    target = Path(os.path.realpath(path))  # a link stays a link; its target is replaced
    # Hidden, and a random name: two runs may write the same file at once.
    temporary = target.with_name(f".{target.stem[:80]}.{secrets.token_hex(4)}{target.suffix}")
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if target.exists() and not target.is_file():  # /dev/null, a pipe: must not be replaced
            raise WriteError(
                f"{os.fspath(path)}: cannot be written, it is not an ordinary file. Name a new file."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with suppress(OSError):
            for left in target.parent.glob(glob.escape(temporary.stem) + "*"):  # and what GDAL left beside it
                left.unlink()
