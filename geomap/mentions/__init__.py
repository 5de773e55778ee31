"""Finding the places that a text names, and what the words around each name say."""

from geomap.mentions.find import find_in_parts, find_mentions
from geomap.mentions.parse import parse_name

__all__ = ["find_in_parts", "find_mentions", "parse_name"]
