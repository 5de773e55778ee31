"""An opened gazetteer: look-ups by form, key and code. Reads what is asked for, when it is asked for."""

from __future__ import annotations

import bisect
import functools
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from geomap.gazetteer.compile import PLACE_COLUMNS
from geomap.gazetteer.found import AlikeNames, ForeignName, NameHit, Names, Site, cell_of
from geomap.gazetteer.pack import grouped
from geomap.gazetteer.packed import Packed
from geomap.models import Place
from geomap.names.forms import ORDER
from geomap.names.key import deletions
from geomap.names.keystroke import marks, one_apart


def connected(index: Path) -> sqlite3.Connection:
    """Open the file of an index, which nobody changes, for reading."""
    return sqlite3.connect(f"{index.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


_GEOMETRY_COLUMNS = ("wkb", "radius_m", "area_km2", "approximate", "definition")
_SELECT_PLACE = f"""
SELECT {", ".join([*("p." + c for c in PLACE_COLUMNS), *("g." + c for c in _GEOMETRY_COLUMNS)])}
FROM place p LEFT JOIN geometry g USING (place_id)
"""


# Look-ups by form that are remembered: more than the names of one language that one run meets.
_REMEMBERED = 50_000
# Look-ups one by one, of some 30 µs each, that take as long as reading all that is packed (see `packed`).
_MANY = 500


class Gazetteer:
    """Places and their names. Made by `load_gazetteer`; safe to read from several threads."""

    def __init__(self, index: sqlite3.Connection, *, folder: Path) -> None:
        self._db = index
        self.folder = folder
        # Closed with the gazetteer, or when Python ends: Python 3.13 warns of what is left open
        weakref.finalize(self, index.close)
        self._places: dict[str, Place] = {}
        self._keys: dict[str, AlikeNames] = {}
        self._cells: dict[str, dict[tuple[int, int], list[tuple[int, Site]]]] = {}
        self._long_keys: dict[int, list[str]] = {}
        self._hits: dict[str, list[NameHit]] = {}
        self._packed = Packed(index)
        self._asked = 0
        self._rows: dict[str, tuple[object, ...]] = {}

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        from geomap.gazetteer.load import load_gazetteer

        return load_gazetteer, (self.folder,)

    def __repr__(self) -> str:
        return f"Gazetteer({str(self.folder)!r})"

    def place(self, place_id: str) -> Place:
        """Return a place by its id, or by one that it had before it was merged. KeyError where there is none."""
        place = self._places.get(place_id)
        if place is not None:
            return place
        row = self._row(place_id)
        if row is None:
            other = self._db.execute("SELECT place_id FROM other_id WHERE id = ?", (place_id,)).fetchone()
            if other is None:
                raise KeyError(place_id)
            return self.place(other[0])
        self._places[place_id] = place = self._to_place(row)
        return place

    def _row(self, place_id: str) -> tuple[object, ...] | None:
        if self._many() and not self._rows:
            without = "WHERE place_id NOT IN (SELECT place_id FROM geometry)"
            rows = self._db.execute(f"SELECT {', '.join(PLACE_COLUMNS)} FROM place {without}")
            self._rows = {row[0]: row for row in rows}
        row: tuple[object, ...] | None = self._rows.get(place_id)
        return row or self._db.execute(f"{_SELECT_PLACE} WHERE p.place_id = ?", (place_id,)).fetchone()

    def _many(self) -> bool:
        """Whether so much has been looked up that all of it had better be read at once."""
        self._asked += 1
        return self._asked > _MANY

    def prepare(self) -> None:
        """Get ready for many names: read what is packed."""
        self._asked = _MANY
        self._row("")
        self._packed.read()

    def reopen(self) -> None:
        """Open the index anew: a forked process must not read by the connection that it was born with."""
        path = self._db.execute("PRAGMA database_list").fetchone()[2]
        if path:
            self._db = connected(Path(path))
            self._packed.reopen(self._db)

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
        found = self._packed_form(form) if self._many() else self._form(form)
        if len(self._hits) > _REMEMBERED:
            self._hits.clear()
        self._hits[form] = found
        return found

    def _form(self, form: str) -> list[NameHit]:
        rows = self._db.execute(
            "SELECT n.place_id, n.name, n.lang, n.kind, f.how FROM form f JOIN name n USING (name_id) "
            "WHERE f.form = ? ORDER BY f.how, n.name_id",
            (form,),
        )
        return [NameHit(place, name, lang, kind, ORDER[how]) for place, name, lang, kind, how in rows]

    def _packed_form(self, form: str) -> list[NameHit]:
        packed = self._packed
        i = packed.forms.get(form)
        if i is None:
            return []
        names_and_hows = zip(packed.form_names[i], packed.form_hows[i], strict=True)
        return [NameHit(*packed.name(n), ORDER[how]) for n, how in names_and_hows]

    def by_key(self, consonants: Iterable[str]) -> list[NameHit]:
        """Return the names that share one of these consonant keys."""
        found: dict[int, NameHit] = {}
        for key in sorted(consonants):
            for n in self._names_of_key(key):
                if n not in found:
                    found[n] = self.name(n)
        return list(found.values())

    def has_key(self, consonants: Iterable[str]) -> bool:
        """Whether a name has one of these consonant keys."""
        return any(self._names_of_key(key) for key in consonants)

    def _names_of_key(self, key: str) -> Sequence[int]:
        if not self._many():
            rows = self._db.execute("SELECT name_id FROM consonants WHERE key = ? ORDER BY name_id", (key,))
            return [n for (n,) in rows]
        i = self._packed.keys.get(key)
        return self._packed.key_names[i] if i is not None else ()

    def names_by_cell(self, key: str) -> dict[tuple[int, int], list[tuple[int, Site]]]:
        """Return the names of a consonant key and their places, by the cell of the map (`found.cell_of`) of the place."""
        found = self._cells.get(key)
        if found is None:
            self._cells[key] = found = {}
            for number in self._names_of_key(key):
                site = self.sites[self.owner(number)]
                found.setdefault(cell_of(site.longitude, site.latitude), []).append((number, site))
        return found

    def alike(self, consonants: Iterable[str]) -> dict[str, AlikeNames]:
        """Return the names of each of these consonant keys, in order, by their sounds."""
        return {key: self._keys.get(key) or self._read_alike(key) for key in sorted(consonants)}

    def _read_alike(self, key: str) -> AlikeNames:
        found: AlikeNames = {}
        if self._many():
            for outline, numbers in self._packed.groups(key):
                found.setdefault(outline, []).append(numbers)
        else:
            rows = self._db.execute(
                "SELECT n.name_id, n.place_id, n.sounds, n.heard FROM consonants c JOIN name n USING (name_id) "
                "WHERE c.key = ? ORDER BY n.name_id",
                (key,),
            ).fetchall()
            outlines = {number: outline for number, _, outline, _ in rows}
            for numbers in grouped(rows):
                found.setdefault(outlines[numbers[0]], []).append(numbers)
        self._keys[key] = found
        return found

    def heard(self, number: int) -> str:
        """Return how the name with a number is heard (`geomap.names.heard`)."""
        if self._many():
            return self._packed.heard[number]
        return self._of_name("heard", number)

    def owner(self, number: int) -> str:
        """Return the place_id of the name with a number."""
        if self._many():
            packed = self._packed
            return packed.place_ids[packed.place_of[number]]
        return self._of_name("place_id", number)

    def written(self, number: int) -> str:
        """Return the name with a number as it is written."""
        if self._many():
            return self._packed.names[number]
        return self._of_name("name", number)

    def _of_name(self, column: str, number: int) -> str:
        query = f"SELECT {column} FROM name WHERE name_id = ?"
        return str(self._db.execute(query, (number,)).fetchone()[0])

    def name(self, number: int) -> NameHit:
        """Return the name with a number."""
        if self._many():
            return NameHit(*self._packed.name(number), "key")
        row = self._db.execute(
            "SELECT place_id, name, lang, kind FROM name WHERE name_id = ?", (number,)
        ).fetchone()
        place_id, name, lang, kind = row
        return NameHit(place_id, name, lang, kind, "key")

    def near_keys(self, key: str) -> set[str]:
        """Return the consonant keys that are one typing error from a key, itself included where it is one."""
        packed = self._packed
        numbers = (packed.shortened.get(shorter) for shorter in deletions(key))
        return {packed.key_list[i] for n in numbers if n is not None for i in packed.shortened_keys[n]}

    def foreign(self, form: str) -> ForeignName | None:
        """Return the place outside Syria (or Syria itself) that has this folded name."""
        if self._many() and form not in self.foreign_spellings:
            return None
        row = self._db.execute(
            "SELECT name_en, kind, country FROM foreign_name WHERE form = ?", (form,)
        ).fetchone()
        return ForeignName(*row) if row else None

    def keys_from(self, length: int) -> list[str]:
        """Return every consonant key (see `geomap.names.keys`) of so many letters or more, sorted."""
        found = self._long_keys.get(length)
        if found is None:
            found = self._long_keys[length] = [key for key in self._packed.key_list if len(key) >= length]
        return found

    @functools.cached_property
    def spellings(self) -> dict[str, int]:
        """Every look-up form that running text may hold, with the closest way it came about (index of ORDER)."""
        return dict(zip(self._packed.forms, self._packed.closest, strict=True))

    @property
    def first_words(self) -> dict[str, int]:
        """The first words of the spellings, each with how many words the longest spelling has that begins with it."""
        return self._packed.first_words

    def knows(self, form: str) -> bool:
        """Whether a look-up form is some place's. One look-up where the spellings are not all loaded yet."""
        if "spellings" in self.__dict__:
            return form in self.spellings
        if self._many():
            return form in self._packed.forms
        return self._db.execute("SELECT 1 FROM form WHERE form = ? LIMIT 1", (form,)).fetchone() is not None

    def one_keystroke_from(self, form: str) -> list[str]:
        """Return the look-up forms, of names as they are written, that are one keystroke from a folded name."""
        packed = self._packed
        numbers = set()
        for mark in marks(form):
            i = bisect.bisect_left(packed.marks, mark)
            while i < len(packed.marks) and packed.marks[i] == mark:
                numbers.add(packed.marked_forms[i])
                i += 1
        return [other for i in sorted(numbers) if one_apart(form, other := packed.form_list[i])]

    @property
    def settled_spellings(self) -> frozenset[str]:
        """The look-up forms of places too well known to be taken for an ordinary word: towns, units, regions."""
        return self._packed.settled

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
        place, geometry = row[: len(PLACE_COLUMNS)], row[len(PLACE_COLUMNS) :]
        values = dict(zip(PLACE_COLUMNS, place, strict=True))
        if any(geometry):
            values |= zip(_GEOMETRY_COLUMNS, geometry, strict=True)
            values["approximate"] = bool(values["approximate"])
        return Place(**values, names=Names(lambda: self._names_of(str(row[0]))))  # type: ignore[arg-type]

    def _names_of(self, place_id: str) -> list[tuple[str, str, str]]:
        if self._rows:
            packed = self._packed
            return [packed.name(n)[1:] for n in packed.place_names[place_id]]
        return self._db.execute(
            "SELECT name, lang, kind FROM name WHERE place_id = ? ORDER BY name_id", (place_id,)
        ).fetchall()
