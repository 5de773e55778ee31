"""How a name is folded and compared: one fold and one key for the gazetteer and for the query."""

from geomap.names.fold import bare, fold, is_arabic
from geomap.names.forms import forms, shortened
from geomap.names.key import keys
from geomap.names.similarity import heard, likeness, likenesses, outline, similarity

__all__ = [
    "bare",
    "fold",
    "forms",
    "heard",
    "is_arabic",
    "keys",
    "likeness",
    "likenesses",
    "outline",
    "shortened",
    "similarity",
]
