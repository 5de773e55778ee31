"""Finding the places that a text names, and what the words around each name say."""

from geomap.mentions.find import find_in_parts, find_mentions
from geomap.mentions.parse import parse_name
from geomap.mentions.recogniser import Recogniser, load_recogniser, spacy_recogniser

__all__ = [
    "Recogniser",
    "find_in_parts",
    "find_mentions",
    "load_recogniser",
    "parse_name",
    "spacy_recogniser",
]
