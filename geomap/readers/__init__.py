"""Files, folders and standard input -> reports."""

from geomap.readers.columns import ColumnNames
from geomap.readers.plain_table import read_rows
from geomap.readers.read import read_reports

__all__ = ["ColumnNames", "read_reports", "read_rows"]
