"""geomap: find every place that reports on Syria name, and put it on a map, honestly.

import geomap

gazetteer = geomap.load_gazetteer()
geomap.match("Malikiyah/Derik", gazetteer)
incidents = geomap.map_reports(["reports/"], gazetteer)
geomap.write_map(incidents, "output/map.html")
geomap.write(incidents, "output/incidents.geojson")
"""

from geomap.api import map_reports, match, write, write_map
from geomap.errors import GazetteerError, GeomapError, ReadError, WriteError
from geomap.gazetteer import Gazetteer, load_gazetteer
from geomap.mentions import find_mentions
from geomap.models import (
    Candidate,
    Event,
    Grounding,
    Mention,
    NameVariant,
    Place,
    Report,
    Resolution,
    Role,
    Status,
)

__version__ = "0.1.0"

__all__ = [
    "Candidate",
    "Event",
    "Gazetteer",
    "GazetteerError",
    "GeomapError",
    "Grounding",
    "Mention",
    "NameVariant",
    "Place",
    "ReadError",
    "Report",
    "Resolution",
    "Role",
    "Status",
    "WriteError",
    "find_mentions",
    "load_gazetteer",
    "map_reports",
    "match",
    "write",
    "write_map",
]
