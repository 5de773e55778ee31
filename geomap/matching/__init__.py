"""Which place a name means: candidates with method and score, then a choice in context, or none."""

from geomap.matching.candidates import find_candidates
from geomap.matching.resolve import resolve

__all__ = ["find_candidates", "resolve"]
