"""Incidents to one HTML map page that opens from disk with no network."""

from __future__ import annotations

from geomap.webmap.basemap import base_layers
from geomap.webmap.page import write_map

__all__ = ["base_layers", "write_map"]
