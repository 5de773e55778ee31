"""Where on the ground an expression lies: geometry, uncertainty in metres, precision class, derivation."""

from geomap.grounding.ground import ground, ground_candidates

__all__ = ["ground", "ground_candidates"]
