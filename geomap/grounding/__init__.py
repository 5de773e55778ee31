"""Where on the ground an expression lies: geometry, uncertainty in metres, precision class, derivation."""

from geomap.grounding.ground import ground

__all__ = ["ground"]
