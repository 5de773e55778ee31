"""Which place a name means: candidates with method and score, then a choice in context, or none."""

from geomap.matching.candidates import find_candidates
from geomap.matching.pairs import settle_anchors, settle_pairs
from geomap.matching.resolve import resolve

__all__ = ["find_candidates", "resolve", "settle_anchors", "settle_pairs"]
