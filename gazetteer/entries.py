"""The gazetteer while it is built: entries, their names, and finding the entry that a row is about."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from toponyms import fold

KINDS = frozenset(
    [
        "country",
        "governorate",
        "district",
        "subdistrict",
        "city",
        "town",
        "village",
        "settlement",
        "neighbourhood",
        "camp",
        "airport",
        "airbase",
        "crossing",
        "dam",
        "bridge",
        "mountain",
        "valley",
        "plain",
        "river",
        "lake",
        "road",
        "region",
        "desert",
        "oilfield",
        "gasfield",
        "prison",
        "barracks",
        "checkpoint",
        "hospital",
        "industrial",
        "port",
        "facility",
    ]
)
POPULATED = frozenset(["city", "town", "village", "settlement"])
# Kinds that may be one place under two names for its kind. Kinds in no group merge only with their own.
ALIKE = (
    POPULATED,
    frozenset({"settlement", "neighbourhood"}),
    frozenset({"settlement", "camp"}),
    frozenset({"airport", "airbase"}),
    frozenset({"region", "desert", "valley", "plain", "mountain"}),
)
SAME_PLACE_KM = 5.0  # two towns of one name nearer than this are one; GeoNames' positions err by up to 2 km
BYNAME_KM = 3.0  # where only a variant agrees: neighbours are often called after one another
SAME_FEATURE_KM = 60.0  # rivers, lakes and regions are long: their points may lie far apart
WIDE = frozenset(["river", "lake", "road", "region", "desert", "valley", "plain", "mountain"])
KM_PER_DEGREE = 111.2
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # marks of direction and width


@dataclass
class Entry:
    """One place: a row of places.csv and its rows of names.csv. Coordinates in degrees, WGS84."""

    place_id: str
    name_en: str
    name_ar: str
    kind: str
    longitude: float
    latitude: float
    accuracy_m: float
    source: str
    licence: str
    admin1_pcode: str = ""
    admin2_pcode: str = ""
    admin3_pcode: str = ""
    pcode: str = ""
    parent_id: str = ""
    seat_id: str = ""
    population: int = 0
    names: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # name -> lang, kind, source

    def add(self, name: str, lang: str, kind: str = "variant", source: str = "") -> None:
        """Add a name; what is known already stays, unless the new one says which language it is."""
        name = " ".join(INVISIBLE.sub("", name).split()).strip(" .,")
        known = self.names.get(name)
        if name and (known is None or (known[0].startswith("und") and not lang.startswith("und"))):
            self.names[name] = (lang, kind, source or self.source)

    def rename(self, name_en: str, name_ar: str) -> None:
        """Give other display names; the old ones stay as variants."""
        self.add(self.name_en, "und-Latn")
        self.add(self.name_ar, "ar")
        self.name_en, self.name_ar = name_en or self.name_en, name_ar or self.name_ar

    def folded(self) -> set[str]:
        """The folds of all names."""
        return {fold(name) for name in (self.name_en, self.name_ar, *self.names)} - {""}


def distance_km(a_lon: float, a_lat: float, b_lon: float, b_lat: float) -> float:
    """Distance on a sphere flattened at these latitudes; good to a per cent within Syria."""
    east = (a_lon - b_lon) * math.cos(math.radians((a_lat + b_lat) / 2))
    return KM_PER_DEGREE * math.hypot(east, a_lat - b_lat)


def alike(a: str, b: str) -> bool:
    """Whether two kinds may be one place."""
    return a == b or any(a in group and b in group for group in ALIKE)


class Gazetteer:
    """Entries by id, with an index of folded names."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self._by_key: defaultdict[str, set[str]] = defaultdict(set)

    def put(self, entry: Entry) -> None:
        """Add an entry, or index the names that one has been given."""
        self.entries[entry.place_id] = entry
        for key in entry.folded():
            self._by_key[key].add(entry.place_id)

    def twin(self, names: tuple[str, ...], kind: str, longitude: float, latitude: float) -> Entry | None:
        """The nearest entry of a like kind that shares a folded name, if near enough to be the same place."""
        ids = {place_id for name in names if fold(name) for place_id in self._by_key[fold(name)]}
        wanted = {fold(name) for name in names}
        found = []
        for entry in (self.entries[place_id] for place_id in ids):
            km = distance_km(longitude, latitude, entry.longitude, entry.latitude)
            by_display = wanted & {fold(entry.name_en), fold(entry.name_ar)}
            limit = SAME_FEATURE_KM if kind in WIDE else SAME_PLACE_KM if by_display else BYNAME_KM
            if alike(kind, entry.kind) and km <= limit:
                found.append((km, entry.place_id))
        return self.entries[min(found)[1]] if found else None
