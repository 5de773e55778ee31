"""What a passage says happened: its date, its kind in ACLED's words, and how many were killed or hurt."""

from geomap.events.dates import find_date, parse_date
from geomap.events.extract import extract_event

__all__ = ["extract_event", "find_date", "parse_date"]
