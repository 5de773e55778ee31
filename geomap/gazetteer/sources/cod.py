"""OCHA's common operational datasets: units (COD-AB), communities and neighbourhoods.

The columns are recognised by what they hold, not by one spelling of their names: OCHA has published the
same content as admin3Name_en, ADM3_EN and adm3_name, and shapefiles cut names to ten letters (admin3Na_1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from geomap.gazetteer.sources.record import Name, Record, clean_names, script
from geomap.gazetteer.sources.tables import Table
from geomap.names import fold, keys

#: P-codes by level, the deepest first: neighbourhoods, communities, sub-districts … country.
_CODES = {
    "neighbourhood": re.compile(r"N\d{3,}"),
    "community": re.compile(r"[CN]\d{3,}"),
    "subdistrict": re.compile(r"SY\d{6}"),
    "district": re.compile(r"SY\d{4}"),
    "governorate": re.compile(r"SY\d{2}"),
    "country": re.compile(r"SY"),
}
# The start of the name columns of each level, in all of OCHA's spellings.
_NAMES = {
    "neighbourhood": r"neighb",
    "community": r"adm(in)?4|featur|name",
    "subdistrict": r"adm(in)?3",
    "district": r"adm(in)?2",
    "governorate": r"adm(in)?1",
    "country": r"adm(in)?0",
}
_X = re.compile(r"(?:lng|lon|long|longitude|x|point_x|rep_lon)", re.IGNORECASE)
_Y = re.compile(r"(?:lat|latitude|y|point_y|rep_lat)", re.IGNORECASE)
_SECOND_NAME = re.compile(r"ref|alt", re.IGNORECASE)
# A compound of two names (أم قرون_أم جرن), or a name and where it is (المنصورة (تادف)).
_PARTS = re.compile(r"\s*[_/\\()]\s*|\s+-\s*|\s*-\s+|(?<=[\u0600-\u06ff])-(?=[\u0600-\u06ff])")
_SOURCES = {"community": "cod-ps", "neighbourhood": "cod-neighbourhoods"}
LICENCE = "CC-BY-3.0-IGO"
# OCHA's communities were placed on satellite images: their middle, give or take the size of a village.
_ACCURACY_M = 1000.0
_UNITS = ("subdistrict", "district", "governorate", "country")


@dataclass(slots=True)
class Cod:
    """All that OCHA's files hold: units and places by P-code."""

    units: dict[str, Record] = field(default_factory=dict)
    places: dict[str, Record] = field(default_factory=dict)

    def add(self, table: Table) -> str:
        """Take in a layer. Return which level it is, "" where it is no layer of OCHA's."""
        found = _recognise(table)
        if found is None:
            return ""
        level, code_column = found
        areal = table.geometries is not None and not _is_points(table.geometries)
        if level in _UNITS and not areal:
            return ""  # points for labels, in the middle of the units: neither boundaries nor seats
        target = self.units if level in _UNITS else self.places
        for record in _records(table, level, code_column):
            # P-codes of neighbourhoods stand among the communities too: the polygon is worth more
            known = target.get(record.place_id)
            if known is None or (known.geometry is None and record.geometry is not None):
                target[record.place_id] = record
        if level == "neighbourhood":
            self.places |= {a.place_id: a for a in _areas(table, self.places)}
        return level

    def add_parts(self) -> None:
        """Add the parts of compound names, once the names of all units are known."""
        for place in self.places.values():
            codes = (place.admin1_pcode, place.admin2_pcode, place.admin3_pcode)
            units = [n.name for c in codes if c in self.units for n in self.units[c].names]
            found = [p for name in (place.name_en, place.name_ar) for p in parts(name, units)]
            if not found:
                # A last word that is a unit's name may be part of the name itself, unless both languages agree
                english, arabic = (without_unit(n, units) for n in (place.name_en, place.name_ar))
                found = english + arabic if english and arabic else []
            known = {n.name for n in place.names}
            named = clean_names([(p, "und", "variant") for p in found], place.source)
            place.names += [n for n in named if n.name not in known]


def _is_points(geometries: list[Any]) -> bool:
    return next((g for g in geometries if g is not None), None).__class__.__name__ == "Point"


def _recognise(table: Table) -> tuple[str, str] | None:
    """Return the level of a layer and the column with its own P-codes: the deepest that names each row once."""
    for level, code in _CODES.items():
        for column, values in table.columns.items():
            given = [v for v in values if v]
            if (
                given and len(given) == len(values) == len(set(given))
                and all(code.fullmatch(v) for v in given)
            ):  # fmt: skip
                return level, column
    return None


def _parent_columns(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for level in ("subdistrict", "district", "governorate"):
        for column, values in table.columns.items():
            given = [v for v in values if v]
            if given and all(_CODES[level].fullmatch(v) for v in given):
                found.setdefault(level, column)
    return found


def _name_columns(table: Table, level: str) -> tuple[str, str, list[str]]:
    """Return the columns of the English and the Arabic name, and of second names."""
    start = re.compile(_NAMES[level], re.IGNORECASE)
    english = arabic = ""
    others = []
    for column, values in table.columns.items():
        scripts = [script(v) for v in values if v]
        if not start.match(column) or not scripts or any(re.search(r"\d{3}", v) for v in values[:50]):
            continue
        of = max(set(scripts), key=scripts.count)
        if _SECOND_NAME.search(column) or of not in ("Latin", "Arabic"):
            others.append(column)
        elif of == "Latin" and not english:
            english = column
        elif of == "Arabic" and not arabic:
            arabic = column
        else:
            others.append(column)
    return english, arabic, others


def _records(table: Table, level: str, code_column: str) -> Iterator[Record]:
    english, arabic, others = _name_columns(table, level)
    parents = _parent_columns(table)
    x = next((c for c in table.columns if _X.fullmatch(c)), "")
    y = next((c for c in table.columns if _Y.fullmatch(c)), "")
    for i, code in enumerate(table.columns[code_column]):
        row = {column: values[i] for column, values in table.columns.items()}
        geometry = table.geometries[i] if table.geometries else None
        point = _position(geometry, row.get(x, ""), row.get(y, ""))
        if point is None:
            continue
        source = _SOURCES.get(level, "cod-ab")
        name_en, name_ar = (row.get(c, "").replace("_", " - ") for c in (english, arabic))
        raw = [(name_en, "en", "official"), (name_ar, "ar", "official")]
        raw += [(row[c], "en" if script(row[c]) == "Latin" else "ar", "variant") for c in others]
        areal = geometry is not None and geometry.geom_type != "Point"
        yield Record(
            place_id=code, family="ocha", kind="village" if level == "community" else level,
            name_en=name_en, name_ar=name_ar, longitude=point[0], latitude=point[1],
            source=source, licence=LICENCE, accuracy_m=_ACCURACY_M,
            names=_official(clean_names(raw, source)),
            admin1_pcode=row.get(parents.get("governorate", ""), ""),
            admin2_pcode=row.get(parents.get("district", ""), ""),
            admin3_pcode=row.get(parents.get("subdistrict", ""), ""),
            geometry=geometry if areal else None,
            definition=_definition(level, row) if areal else "",
        )  # fmt: skip


def _areas(table: Table, places: dict[str, Record]) -> Iterator[Record]:
    """Yield the parts of a city that OCHA's neighbourhoods are grouped into (المزة, ركن الدين), as their union."""
    import shapely

    lower = {c.lower(): c for c in table.columns}
    members: dict[str, list[tuple[Record, str, str]]] = {}
    codes = table.columns.get(lower.get("areapcode", ""), [])
    own = next(
        (
            c
            for c, values in table.columns.items()
            if all(_CODES["neighbourhood"].fullmatch(v) for v in values)
        )
    )
    for i, area in enumerate(codes):
        part = places.get(table.columns[own][i])
        if re.fullmatch(r"A\d{3,}", area) and part is not None and part.geometry is not None:
            named = [table.columns[lower[c]][i] if c in lower else "" for c in ("areaname_en", "areaname_ar")]
            members.setdefault(area, []).append((part, named[0], named[1]))
    for area, parts_of in members.items():
        first, name_en, name_ar = parts_of[0]
        if not name_ar or any(fold(name_ar) == fold(p.name_ar) for p, _, _ in parts_of):
            continue  # nothing would tell the area from its part of the same name
        whole = shapely.union_all([p.geometry for p, _, _ in parts_of])
        inside = whole.representative_point()
        names = [Name(name_en, "en", "official", first.source), Name(name_ar, "ar", "official", first.source)]
        yield replace(
            first, place_id=area, name_en=name_en, name_ar=name_ar, names=names, geometry=whole,
            longitude=inside.x, latitude=inside.y,
            definition=f"{len(parts_of)} of OCHA's neighbourhoods (COD-AB)",
        )  # fmt: skip


def _official(names: list[Name]) -> list[Name]:
    return [n._replace(lang="en") if n.kind == "official" and n.lang == "und-Latn" else n for n in names]


def _position(geometry: Any, x: str, y: str) -> tuple[float, float] | None:
    if geometry is not None and geometry.geom_type == "Point":
        return geometry.x, geometry.y
    try:
        return float(x), float(y)
    except ValueError:
        if geometry is None or geometry.is_empty:
            return None
        inside = geometry.representative_point()
        return inside.x, inside.y


def _definition(level: str, row: dict[str, str]) -> str:
    valid = next((v[:10] for c, v in row.items() if re.match(r"valid_?on$", c, re.IGNORECASE) and v), "")
    return f"OCHA's boundary of the {level} (COD-AB{', valid on ' + valid if valid else ''})"


def parts(name: str, units: Iterable[str]) -> list[str]:
    """Return the names that a compound holds, without those that only name the units that it lies in.

    >>> parts("أم قرون_أم جرن", ()), parts("Mansura - Tadaf", ["Tadaf"]), parts("Tall-Abyad", ())
    (['أم قرون', 'أم جرن'], ['Mansura'], [])
    """
    found = [p for p in _PARTS.split(name) if p and fold(p)]
    if len(found) < 2:
        return []
    # Two letters are too few to be a name: "Bali - Koy"
    return [p for i, p in enumerate(found) if (i == 0 or not _is_one_of(p, units)) and len(fold(p)) > 3]


def without_unit(name: str, units: Iterable[str]) -> list[str]:
    """Return the name without a last word that only names a unit that it lies in; nothing where it has none.

    >>> without_unit("Abu Jrin Manbaj", ["Menbij"]), without_unit("Kafr Aleppo", ["Aleppo"])
    (['Abu Jrin'], ['Kafr'])
    """
    first, _, last = name.rpartition(" ")
    return [first] if len(fold(first)) > 3 and _is_one_of(last, units) else []


def _is_one_of(name: str, units: Iterable[str]) -> bool:
    return bool(keys(_without_article(name)) & {k for u in units for k in keys(_without_article(u))})


def _without_article(name: str) -> str:
    """OCHA also writes the article as one word with the name: Elbab is Al Bab."""
    return re.sub(r"^(?:al|el)[ -]?(?=\w{3})", "", fold(name))
