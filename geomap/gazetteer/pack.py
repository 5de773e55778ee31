"""Packing what many look-ups need of an index into a few blobs, which `geomap.gazetteer.packed` reads."""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from geomap.names.key import deletions
from geomap.names.keystroke import marks

P = TypeVar("P")
#: Where compile_index puts the blobs.
TABLE = "CREATE TABLE packed (part TEXT PRIMARY KEY, data BLOB);"
_SETTLED = """
SELECT DISTINCT f.form FROM form f JOIN name n USING (name_id) JOIN place p USING (place_id)
WHERE p.kind IN ('governorate', 'district', 'subdistrict', 'city', 'town', 'region', 'desert')
"""


def first_words(names: Iterable[str]) -> dict[str, int]:
    """Return the first words of folded names, each with how many words the longest name has that begins with it."""
    longest: dict[str, int] = {}
    for name in names:
        if " بريف " in name:
            continue  # جبل الأكراد بريف اللاذقية: the grammar reads the parent
        first, space, rest = name.partition(" ")
        length = 1 + len(space) + rest.count(" ")
        if length > longest.get(first, 0):
            longest[first] = length
    return longest


def grouped(names: Iterable[tuple[int, P, str, str]]) -> list[list[int]]:
    """Group names (number, place, outline, how it is heard) that are as like as each other to any name.

    They have one outline, script and numbers. Those of one outline follow one another; of each place only the first
    name is kept.
    """
    found: dict[str, dict[str, dict[P, int]]] = {}
    for number, place, outline, heard in names:
        mark = heard.partition("\t")[0]
        found.setdefault(outline, {}).setdefault(mark, {}).setdefault(place, number)
    return [list(group.values()) for by_mark in found.values() for group in by_mark.values()]


def pack(database: sqlite3.Connection) -> None:
    """Pack the tables name, form and consonants of an index that is being made."""
    database.executemany("INSERT INTO packed VALUES (?, ?)", _parts(database))


def _parts(database: sqlite3.Connection) -> Iterator[tuple[str, bytes]]:
    rows = database.execute("SELECT place_id, name, lang, kind, sounds, heard FROM name ORDER BY name_id")
    names = rows.fetchall()
    yield from _texts("name", (row[1] for row in names))
    yield from _texts("sounds", (row[4] for row in names))
    yield from _texts("heard", (row[5] for row in names))
    places = {
        place_id: i for i, (place_id,) in enumerate(database.execute("SELECT place_id FROM place ORDER BY 1"))
    }
    yield from _texts("place ids", places)
    place_of = [places[row[0]] for row in names]
    yield "place of", _numbers(place_of)
    yield from _lists("place names", _inverse(place_of, len(places)))
    tags = {tag: i for i, tag in enumerate(dict.fromkeys((row[2], row[3]) for row in names))}
    yield "tags", "\n".join(f"{lang}\t{kind}" for lang, kind in tags).encode()
    yield "tag of", _numbers(tags[row[2], row[3]] for row in names)

    by_form: dict[str, list[tuple[int, int]]] = {}
    for form, how, name in database.execute(
        "SELECT form, how, name_id FROM form ORDER BY form, how, name_id"
    ):
        by_form.setdefault(form, []).append((how, name))
    yield from _texts("forms", by_form)
    yield "closest", _numbers(found[0][0] for found in by_form.values())
    yield from _lists("form hows", ([how for how, _ in found] for found in by_form.values()))
    yield from _lists("form names", ([name for _, name in found] for found in by_form.values()))
    # Only names as they are written: a looser form one keystroke away proves nothing
    marked = sorted(
        (mark, i)
        for i, (form, found) in enumerate(by_form.items())
        if not found[0][0]
        for mark in marks(form)
    )
    yield "marks", array("I", (mark for mark, _ in marked)).tobytes()
    yield "marked forms", _numbers(i for _, i in marked)
    longest = first_words(by_form)
    yield from _texts("first words", longest)
    yield "longest", _numbers(longest.values())
    yield from _texts("settled", (form for (form,) in database.execute(_SETTLED)))

    by_key: dict[str, list[int]] = {}
    for key, name in database.execute("SELECT key, name_id FROM consonants ORDER BY key, name_id"):
        by_key.setdefault(key, []).append(name)
    yield from _texts("keys", by_key)
    yield from _lists("key names", by_key.values())
    groups = [grouped((n, place_of[n], names[n][4], names[n][5]) for n in found) for found in by_key.values()]
    yield "key groups", _ends(map(len, groups))
    yield from _lists("group names", itertools.chain.from_iterable(groups))
    shortened: dict[str, list[int]] = {}
    for i, key in enumerate(by_key):
        for shorter in deletions(key):
            shortened.setdefault(shorter, []).append(i)
    yield from _texts("shortened", shortened)
    yield from _lists("shortened keys", shortened.values())


def _inverse(numbers: Sequence[int], count: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for i, number in enumerate(numbers):
        found[number].append(i)
    return found


def _numbers(values: Iterable[int]) -> bytes:
    return array("i", values).tobytes()


def _ends(lengths: Iterable[int]) -> bytes:
    return _numbers(itertools.accumulate(lengths, initial=0))


def _texts(part: str, texts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    texts = list(texts)
    yield part, "".join(texts).encode("utf-8")
    yield f"{part} ends", _ends(map(len, texts))


def _lists(part: str, lists: Iterable[Sequence[int]]) -> Iterator[tuple[str, bytes]]:
    lists = list(lists)
    yield part, _numbers(itertools.chain.from_iterable(lists))
    yield f"{part} ends", _ends(map(len, lists))
