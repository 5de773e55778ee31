"""One thing that is wrong with a gazetteer, and what can be wrong with a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

ERROR, WARNING = "error", "warning"
_KURDISH_ARABIC = frozenset("ەێۆڕڵڤ")
# ê is Kurdish where no French letter (é, ï, â …) stands beside it; î is French, ç, ş and û are Turkish as well
_HAWAR = frozenset("abcçdeêfghiîjklmnopqrsştuûvwxyz '’-")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `row` is the line in the file, 0 where it has none (GeoJSON)."""

    level: str
    check: str
    file: str
    row: int
    place_id: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        at = f" line {self.row}" if self.row else ""
        return f"{self.level}: {self.file}{at} ({self.place_id or 'no id'}): {self.problem}. {self.remedy}."

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON carries it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV, and where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def finding(self, check: str, problem: str, remedy: str, level: str = ERROR) -> Finding:
        """A finding about this row."""
        return Finding(level, check, self.file, self.line, self["place_id"], problem, remedy)


def scripts(name: str) -> set[str]:
    """The alphabets of a name's letters, as Unicode calls them.

    >>> sorted(scripts("مطار T4")), sorted(scripts("Halab حلب"))
    (['ARABIC'], ['ARABIC', 'LATIN'])
    """
    # A designation is no word: مطار T4, طريق M5
    words = [w for w in name.split() if not (any(c.isdigit() for c in w) and len(w) <= 4)]
    return {
        unicodedata.name(c, "?").partition(" ")[0]
        for w in words for c in w
        if c.isalpha() and unicodedata.category(c) != "Lm"
    }  # fmt: skip


def name_findings(row: Row, name: str, lang: str) -> Iterator[Finding]:
    """What is wrong with a name and its language."""
    found = scripts(name)
    if len(found) > 1:
        yield row.finding(
            "script", f"{name!r} mixes scripts ({', '.join(sorted(found))})", "Write one name for each script"
        )
        return
    script = next(iter(found), "")
    if lang == "ku" and script and script != "LATIN":
        yield row.finding("kurdish", f"{name!r} is marked ku but is no Latin script", "Mark it ku-Arab")
    elif lang == "ku-Arab" and script and script != "ARABIC":
        yield row.finding("kurdish", f"{name!r} is marked ku-Arab but is no Arabic script", "Mark it ku")
    elif lang in ("", "und", "und-Latn", "ar"):
        letters = set(unicodedata.normalize("NFC", name).lower())
        hawar = "ê" in letters and letters <= _HAWAR
        tag = "ku-Arab" if letters & _KURDISH_ARABIC else "ku" if hawar else ""
        if tag:
            yield row.finding(
                "kurdish", f"{name!r} has Kurdish letters but its language is {lang or 'empty'}",
                f"Mark it {tag} if it is Kurdish", WARNING,
            )  # fmt: skip
