"""Official and public files of Syria's places, read into one kind of record.

Files are recognised by what they hold, not by their names: see `cod`, `geonames` and `wof`.
"""

from geomap.gazetteer.sources.read import SOURCES, Reading, Used, files_in, read_sources
from geomap.gazetteer.sources.record import Name, Record

__all__ = ["SOURCES", "Name", "Reading", "Record", "Used", "files_in", "read_sources"]
