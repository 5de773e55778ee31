"""What can go wrong, as one small tree.

    GeomapError
    ├── ReadError (also ValueError)        a file, row or page that could not be read
    ├── GazetteerError (also ValueError)   a gazetteer folder that is missing or broken
    └── WriteError (also ValueError)       an output that cannot be written as asked

Ambiguous and unmatched names are results, not errors.
"""

from __future__ import annotations


class GeomapError(Exception):
    """Base of everything that geomap raises on purpose."""


class ReadError(GeomapError, ValueError):
    """A file, or one row or page of it, that could not be read.

    `where` says which ("news.csv row 14"), `problem` what is wrong, `remedy` what to do about it.
    """

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"{where}: {problem}. {remedy}")
        self.where = where
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str, str]]:
        return type(self), (self.where, self.problem, self.remedy)


class GazetteerError(GeomapError, ValueError):
    """A gazetteer folder that is missing, or does not follow the schema."""


class WriteError(GeomapError, ValueError):
    """An output that cannot be written: unknown suffix, missing folder, full disk."""
