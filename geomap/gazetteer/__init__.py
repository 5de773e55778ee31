"""The gazetteer: places with names in every spelling, opened fast, looked up by form, key or code."""

from geomap.gazetteer.found import AlikeNames, ForeignName, NameHit
from geomap.gazetteer.load import load_gazetteer, shipped_folder, user_folder
from geomap.gazetteer.store import Gazetteer

__all__ = [
    "AlikeNames",
    "ForeignName",
    "Gazetteer",
    "NameHit",
    "load_gazetteer",
    "shipped_folder",
    "user_folder",
]
