"""An opened gazetteer: look-ups by form, key and code. Reads what is asked for, when it is asked for."""

from __future__ import annotations

import functools
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from geomap.gazetteer.compile import PLACE_COLUMNS
from geomap.models import NameVariant, Place
from geomap.names.forms import ORDER


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name that was found: whose it is, and by which form (exact, joined, split, bare)."""

    place_id: str
    name: str
    lang: str
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class ForeignName:
    """A place outside Syria, or Syria itself (country SY)."""

    name_en: str
    kind: str
    country: str


class Site(NamedTuple):
    """Where a place lies: its units, and its position in degrees."""

    kind: str
    pcode: str
    admin1_pcode: str
    admin2_pcode: str
    admin3_pcode: str
    longitude: float
    latitude: float


_GEOMETRY_COLUMNS = ("wkb", "radius_m", "area_km2", "approximate", "definition")
_SELECT_PLACE = f"""
SELECT {", ".join([*("p." + c for c in PLACE_COLUMNS), *("g." + c for c in _GEOMETRY_COLUMNS)])}
FROM place p LEFT JOIN geometry g USING (place_id)
"""


# Look-ups by form that are remembered: more than the names of one language that one run meets.
_REMEMBERED = 50_000


class Gazetteer:
    """Places and their names. Made by `load_gazetteer`; safe to read from several threads."""

    def __init__(self, index: sqlite3.Connection, *, folder: Path) -> None:
        self._db = index
        self.folder = folder
        # Closed with the gazetteer, or when Python ends: Python 3.13 warns of what is left open
        weakref.finalize(self, index.close)
        self._places: dict[str, Place] = {}
        self._keys: dict[str, dict[str, tuple[NameHit, ...]]] = {}
        self._hits: dict[str, list[NameHit]] = {}

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        from geomap.gazetteer.load import load_gazetteer

        return load_gazetteer, (self.folder,)

    def __repr__(self) -> str:
        return f"Gazetteer({str(self.folder)!r})"

    def place(self, place_id: str) -> Place:
        """Return a place by its id, or by one that it had before it was merged. KeyError where there is none."""
        if place_id not in self._places:
            row = self._db.execute(f"{_SELECT_PLACE} WHERE p.place_id = ?", (place_id,)).fetchone()
            if row is None:
                other = self._db.execute("SELECT place_id FROM other_id WHERE id = ?", (place_id,)).fetchone()
                if other is None:
                    raise KeyError(place_id)
                return self.place(other[0])
            self._places[place_id] = self._to_place(row)
        return self._places[place_id]

    def get(self, place_id: str) -> Place | None:
        """Return a place by its id, or None."""
        if not place_id:
            return None
        try:
            return self.place(place_id)
        except KeyError:
            return None

    @functools.cached_property
    def sites(self) -> dict[str, Site]:
        """Where each place lies, by its id: for those who look at many places and need no names."""
        rows = self._db.execute(
            "SELECT place_id, kind, pcode, admin1_pcode, admin2_pcode, admin3_pcode, longitude, latitude FROM place"
        )
        return {row[0]: Site(*row[1:]) for row in rows}

    def by_code(self, code: str) -> Place | None:
        """Return the place of a P-code or place_id, in any case (sy0803, C4133, gn-170794)."""
        row = self._db.execute(
            "SELECT place_id FROM place WHERE pcode = ? OR place_id IN (?, ?)",
            (code.upper(), code, code.upper()),
        ).fetchone()
        return self.place(row[0]) if row else self.get(code) or self.get(code.lower())

    def places(self, kind: str | None = None) -> Iterator[Place]:
        """Yield all places, or those of one kind, in the order of their ids."""
        where, values = ("WHERE p.kind = ?", (kind,)) if kind else ("", ())
        for row in self._db.execute(f"{_SELECT_PLACE} {where} ORDER BY p.place_id", values).fetchall():
            yield self._places.setdefault(row[0], self._to_place(row))

    def points(self, kinds: Sequence[str]) -> list[tuple[float, float]]:
        """Return longitude and latitude of every place of these kinds."""
        marks = ", ".join("?" * len(kinds))
        return self._db.execute(
            f"SELECT longitude, latitude FROM place WHERE kind IN ({marks}) ORDER BY place_id", tuple(kinds)
        ).fetchall()

    def by_form(self, form: str) -> list[NameHit]:
        """Return the names with this look-up form (see `geomap.names.forms`), the closest first."""
        found = self._hits.get(form)
        if found is not None:
            return found
        rows = self._db.execute(
            "SELECT n.place_id, n.name, n.lang, n.kind, f.how FROM form f JOIN name n USING (name_id) "
            "WHERE f.form = ? ORDER BY f.how, n.name_id",
            (form,),
        )
        found = [NameHit(place, name, lang, kind, ORDER[how]) for place, name, lang, kind, how in rows]
        if len(self._hits) > _REMEMBERED:
            self._hits.clear()
        self._hits[form] = found
        return found

    def by_key(self, consonants: Iterable[str]) -> dict[str, tuple[NameHit, ...]]:
        """Return the names that share one of these consonant keys, by their sounds (`geomap.names.outline`)."""
        found: dict[str, tuple[NameHit, ...]] = {}
        for key in sorted(consonants):
            for sounds, hits in self._of_key(key).items():
                known = found.get(sounds)
                found[sounds] = hits if known is None else tuple(dict.fromkeys((*known, *hits)))
        return found

    def _of_key(self, key: str) -> dict[str, tuple[NameHit, ...]]:
        if key not in self._keys:
            rows = self._db.execute(
                "SELECT DISTINCT n.sounds, n.place_id, n.name, n.lang, n.kind FROM consonants c "
                "JOIN name n USING (name_id) WHERE c.key = ? ORDER BY n.name_id",
                (key,),
            )
            found: dict[str, list[NameHit]] = {}
            for sounds, place, name, lang, kind in rows:
                found.setdefault(sounds, []).append(NameHit(place, name, lang, kind, "key"))
            self._keys[key] = {sounds: tuple(hits) for sounds, hits in found.items()}
        return self._keys[key]

    def foreign(self, form: str) -> ForeignName | None:
        """Return the place outside Syria (or Syria itself) that has this folded name."""
        row = self._db.execute(
            "SELECT name_en, kind, country FROM foreign_name WHERE form = ?", (form,)
        ).fetchone()
        return ForeignName(*row) if row else None

    @functools.cached_property
    def consonants(self) -> tuple[str, ...]:
        """Every consonant key of the gazetteer's names (see `geomap.names.keys`), sorted."""
        return tuple(key for (key,) in self._db.execute("SELECT DISTINCT key FROM consonants ORDER BY key"))

    @functools.cached_property
    def spellings(self) -> dict[str, int]:
        """Every look-up form that running text may hold, with the closest way it came about (index of ORDER)."""
        return dict(self._db.execute("SELECT form, min(how) FROM form GROUP BY form").fetchall())

    def knows(self, form: str) -> bool:
        """Whether a look-up form is some place's. One look-up where the spellings are not all loaded yet."""
        if "spellings" in self.__dict__:
            return form in self.spellings
        return self._db.execute("SELECT 1 FROM form WHERE form = ? LIMIT 1", (form,)).fetchone() is not None

    @functools.cached_property
    def settled_spellings(self) -> frozenset[str]:
        """The look-up forms of places too well known to be taken for an ordinary word: towns, units, regions."""
        rows = self._db.execute(
            "SELECT DISTINCT f.form FROM form f JOIN name n USING (name_id) JOIN place p USING (place_id) "
            "WHERE p.kind IN ('governorate', 'district', 'subdistrict', 'city', 'town', 'region', 'desert')"
        )
        return frozenset(form for (form,) in rows)

    @functools.cached_property
    def foreign_spellings(self) -> frozenset[str]:
        """Every folded name of the foreign list."""
        return frozenset(form for (form,) in self._db.execute("SELECT form FROM foreign_name"))

    @functools.cached_property
    def no_places(self) -> frozenset[str]:
        """The folded names that a reviewer has found to be no place."""
        return frozenset(form for (form,) in self._db.execute("SELECT form FROM no_place"))

    @functools.cached_property
    def counts(self) -> dict[str, int]:
        """How many places, names, geometries and foreign names there are."""
        tables = {"places": "place", "names": "name", "geometries": "geometry", "foreign": "foreign_name"}
        return {k: self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for k, t in tables.items()}

    @functools.cached_property
    def kinds(self) -> dict[str, int]:
        """How many places there are of each kind, the most frequent first."""
        return dict(
            self._db.execute("SELECT kind, count(*) AS n FROM place GROUP BY kind ORDER BY n DESC, kind")
        )

    def _to_place(self, row: tuple[object, ...]) -> Place:
        values = dict(zip((*PLACE_COLUMNS, *_GEOMETRY_COLUMNS), row, strict=True))
        if values["wkb"] is None:
            values |= {"radius_m": 0.0, "area_km2": 0.0, "approximate": False, "definition": ""}
        values["approximate"] = bool(values["approximate"])
        names = self._db.execute(
            "SELECT name, lang, kind FROM name WHERE place_id = ? ORDER BY name_id", (row[0],)
        )
        return Place(**values, names=tuple(NameVariant(*n) for n in names))  # type: ignore[arg-type]
