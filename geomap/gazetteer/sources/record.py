"""What every source is read into: one record a place, its names by language and script."""

from __future__ import annotations

import csv
import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from geomap.names import fold

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: No place name is longer; what is, is a description.
LONGEST_NAME = 120
# Letters of the Kurdish (Hawar) and Turkish alphabets; a "Kurdish" name with others is some romanisation.
_ALPHABETS = {
    "ku": frozenset("abcçdeêfghiîjklmnopqrsştuûvwxyz"),
    "tr": frozenset("abcçdefgğhıijklmnoöprsştuüvyzâîû"),
}
_KURDISH_ARABIC = frozenset("ەێۆڕڵڤ")
_PERSIAN = frozenset("یکگپچژہھے")
_SCRIPTS = ("Latin", "Arabic", "Armenian", "Syriac", "Hebrew", "Cyrillic")


class Name(NamedTuple):
    """One name of a place, in the words of names.csv."""

    name: str
    lang: str
    kind: str
    source: str


@dataclass(slots=True)
class Record:
    """A place as one source has it. Coordinates WGS84; empty codes and 0 where the source is silent."""

    place_id: str
    family: str  # records of one family are different places, whatever their names
    kind: str
    name_en: str
    name_ar: str
    longitude: float
    latitude: float
    source: str
    licence: str
    accuracy_m: float
    names: list[Name] = field(default_factory=list)
    links: tuple[str, ...] = ()  # ids of the same place in other sources
    admin1_pcode: str = ""
    admin2_pcode: str = ""
    admin3_pcode: str = ""
    population: int = 0
    geometry: BaseGeometry | None = None
    definition: str = ""


@functools.lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> str:
    name = unicodedata.name(letter, "")
    if name.startswith("MODIFIER LETTER"):
        return ""  # ayn and hamza signs of romanisations
    return next((s for s in _SCRIPTS if name.startswith(s.upper())), "other")


@functools.lru_cache(maxsize=65536)
def script(text: str) -> str:
    """Return the one script of a name: Latin, Arabic, … ; "mixed" for several, "" for none.

    >>> script("Dêrik"), script("دێریک"), script("Al حلب"), script("12")
    ('Latin', 'Arabic', 'mixed', '')
    """
    found = {_script_of_letter(c) for c in text if c.isalpha()} - {""}
    return found.pop() if len(found) == 1 else "mixed" if found else ""


@functools.cache
def _languages() -> dict[tuple[str, str], str]:
    with files("geomap.gazetteer.sources").joinpath("data/languages.csv").open(encoding="utf-8") as file:
        return {(row["code"], row["script"]): row["lang"] for row in csv.DictReader(file)}


def language(text: str, code: str) -> str | None:
    """Return the language tag of a name by its source's language code and its letters; None to drop it.

    The code is not believed against the letters: "Ra’s al ‘Ayn" marked as Arabic is a romanisation.

    >>> language("Dêrik", "ku"), language("Tall Tamr", "ar"), language("یەبرود", ""), language("حلب", "und")
    ('ku', 'und-Latn', 'ku-Arab', 'ar')
    >>> language("Qāmishlī", "tr"), language("アレッポ", "ja") is None
    ('und-Latn', True)
    """
    letters = script(text)
    lang = _languages().get((code, letters))
    if lang in _ALPHABETS and not {c for c in text.lower() if c.isalpha()} <= _ALPHABETS[lang]:
        lang = None
    if lang == "ar" and set(text) & (_KURDISH_ARABIC | _PERSIAN):
        lang = None
    if lang is None and letters == "Latin":
        return "und-Latn"
    if lang is None and letters == "Arabic" and code in ("", "und", "ar", "ara", "arz"):
        if set(text) & _KURDISH_ARABIC:
            return "ku-Arab"
        return "und-Arab" if set(text) & _PERSIAN else "ar"
    return lang


def clean_names(raw: Iterable[tuple[str, str, str]], source: str) -> list[Name]:
    """Return the names worth keeping of (name, the source's language code, kind), each once.

    Dropped: mixed scripts, scripts that nobody reports on Syria in, codes (OSKL), links, descriptions.
    """
    kept: dict[str, Name] = {}
    for text, code, kind in raw:
        name = " ".join(text.split())
        if not fold(name) or len(name) > LONGEST_NAME or "://" in name:
            continue
        if name.isascii() and name.isupper() and len(name) <= 4:
            continue
        lang = language(name, code)
        known = kept.get(name)
        # A name that one language claims outright is better known than as a mere romanisation
        if lang and (known is None or (known.lang.startswith("und") and not lang.startswith("und"))):
            kept[name] = Name(name, lang, kind, source)
    return list(kept.values())


def first_name(names: Iterable[Name], *langs: str) -> str:
    """Return the first name in one of these languages, in the order of the languages."""
    found = list(names)
    return next((n.name for lang in langs for n in found if n.lang == lang), "")
