"""Whether a name sounds like that of an official town, village or unit."""

from __future__ import annotations

from geomap.mentions.lexicon import Lexicon
from geomap.names import keys
from geomap.names.similarity import similarity

# As alike as two romanisations of one name; at 0.9 the surname Hamouri is the town Hamra.
ALIKE = 0.93
# A surname made from a town's name ends so, and the town's name does not: al-Muhaysini, of Muhaysin.
_NISBA = ("i", "y", "î", "ī", "ي", "ى")
# Two consonants are shared by too many names: Reem, Rima, Arima.
_CONSONANTS = 3


def sounds_known(name: str, lexicon: Lexicon, alike: float = ALIKE) -> bool:
    """Whether a name sounds like one of a place on the official list (`alike`: 0–1, see `similarity`)."""
    found = lexicon.respelled.get(name)
    if found is None:
        gazetteer = lexicon.gazetteer
        hits = gazetteer.by_key(k for k in keys(name) if len(k) >= _CONSONANTS)
        found = any(
            gazetteer.sites[hit.place_id].pcode
            and similarity(name, hit.name) >= alike
            and not (name.endswith("i") and not hit.name.endswith(_NISBA))
            for hit in hits
        )
        lexicon.respelled[name] = found
    return found
