"""Read the hand-labelled passages beside this file: text with inline marks -> plain text and spans.

One passage is a block that starts with a line `### id | group | what it guards`. Inside its text

- `⟦toponym|role|place|kind⟧` is a mention. `toponym` is the bare name, without joined particles, type
  words, directions or ريف. `role` is locative, organisation, foreign or country. `place` is the id of the place
  in `gazetteer/places.csv` (for an administrative unit its P-code); `in:SY07` for a place that the gazetteer
  which ships lacks, with the P-code of the unit that it lies in; `?` where no gazetteer is expected to have
  it, and for every role but locative.
- `⟪…⟫` is a whole locative expression and may hold several mentions; expressions do not nest.

`python load.py FOLDER` writes `ar/` and `en/` with reports.jsonl and labels.jsonl in FOLDER.

Where the positions come from: no label holds one. A label's position is that of its row in the gazetteer that
ships, whose sources are named there; a place that it lacks has no position here, and is measured by whether it
was found and in which unit it was put.

Conventions of the labels:

- The place is the named place's own position, also where the expression lies elsewhere (10 km north of X).
- A type word belongs to the toponym only where the rest alone is no name of the place (جبل الزاوية, سد تشرين,
  Tishreen Dam); the article is kept as written (al-Bab), and للسويداء is marked from its seen letters: سويداء.
- ريف X, and "east of X" said of a place many kilometres away, mean the unit that X heads; beside a type word,
  a measured distance or another town, X is the town.
- Surnames, outlets, units, clubs and metonyms have the role organisation. Nationality adjectives, common words
  and names in web boilerplate are not marked: nothing is to be found there. Roundabouts, hospitals and schools
  are marked only where people use their name as that of a place.
- A governor, a municipality, a council in a town and a hospital by its town's bare name (مشفى بنش) name the town or
  unit; a hospital's or council's whole name (مشفى حمص الوطني, المجلس المحلي لمدينة داريا) and a university's are
  organisations.
"""

from __future__ import annotations

import csv
import functools
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROLES = frozenset({"locative", "organisation", "foreign", "country"})
GROUPS = frozenset({"in-the-wild", "expressions", "negative", "known-hard"})
ADMIN_KINDS = frozenset({"governorate", "district", "subdistrict"})
KINDS = ADMIN_KINDS | {
    "city", "town", "village", "settlement", "neighbourhood",
    "camp", "airport", "crossing", "region", "river", "road", "other",
}  # fmt: skip
_HEADER = re.compile(r"^### (\S+) \| (\S+) \| (.+)$", re.MULTILINE)
_PCODE = re.compile(r"SY(\d\d){1,3}")
_MARK = re.compile(r"⟦([^⟦⟧|]+)\|([^|⟧]+)\|([^|⟧]+)\|([^|⟧]+)⟧|[⟦⟧⟪⟫]")


@dataclass(frozen=True, slots=True)
class Label:
    """One mention: code-point offsets into the plain text, half-open; `expression` is empty where not marked.

    `lat`, `lon` are degrees (EPSG:4326), None for a unit and for a place that the shipped gazetteer lacks; then
    `within` may be the P-code of the unit that it lies in.
    """

    start: int
    end: int
    toponym: str
    role: str
    lat: float | None
    lon: float | None
    pcode: str
    within: str
    kind: str
    expression: str
    expression_start: int
    expression_end: int


@dataclass(frozen=True, slots=True)
class Case:
    """One passage with all its mentions, in the order of the text."""

    case_id: str
    group: str
    note: str
    text: str
    mentions: tuple[Label, ...]


@functools.cache
def positions() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of every place of the gazetteer that ships, by its id."""
    with (HERE.parents[2] / "gazetteer" / "places.csv").open(encoding="utf-8") as file:
        return {
            row["place_id"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)
        }


def parse(marked: str) -> tuple[str, tuple[Label, ...]]:
    """Take the marks out of a passage.

    >>> text, labels = parse("في ⟪ريف ⟦حلب|locative|SY02|governorate⟧⟫ و⟦كللي|locative|in:SY07|town⟧")
    >>> text
    'في ريف حلب وكللي'
    >>> [(m.start, m.end, text[m.start : m.end], m.pcode, m.within, m.expression) for m in labels]
    [(7, 10, 'حلب', 'SY02', '', 'ريف حلب'), (12, 16, 'كللي', '', 'SY07', '')]

    Raises ValueError where the marks do not pair, or a role, kind or place is not one of the above.
    """
    pieces: list[str] = []
    length = last = 0
    open_at: int | None = None
    spans: list[tuple[int, int]] = []
    found: list[tuple[int, str, str, str, str]] = []
    for mark in _MARK.finditer(marked):
        pieces.append(marked[last : mark.start()])
        length += len(pieces[-1])
        last = mark.end()
        if mark[1]:
            found.append((length, mark[1], mark[2], mark[3], mark[4]))
            pieces.append(mark[1])
            length += len(mark[1])
        elif mark[0] == "⟪" and open_at is None:
            open_at = length
        elif mark[0] == "⟫" and open_at is not None:
            spans.append((open_at, length))
            open_at = None
        else:
            raise ValueError(f"unpaired {mark[0]} at {marked[mark.start() : mark.start() + 40]!r}")
    if open_at is not None:
        raise ValueError("an expression is opened and not closed")
    text = "".join(pieces) + marked[last:]
    return text, tuple(_label(text, spans, *mention) for mention in found)


def _label(
    text: str, spans: list[tuple[int, int]], start: int, toponym: str, role: str, place: str, kind: str
) -> Label:
    end = start + len(toponym)
    pcode, within, lat, lon = "", "", None, None
    if _PCODE.fullmatch(place):
        pcode = place
    elif _PCODE.fullmatch(place.removeprefix("in:")):
        within = place.removeprefix("in:")
    elif place != "?":
        if place not in positions():
            raise ValueError(f"{toponym}: no place {place!r} in gazetteer/places.csv")
        lat, lon = positions()[place]
    if role not in ROLES or kind not in KINDS or bool(pcode) != (kind in ADMIN_KINDS):
        raise ValueError(f"{toponym}: role {role!r}, place {place!r} and kind {kind!r} do not go together")
    if role != "locative" and place != "?":
        raise ValueError(f"{toponym}: only a locative mention has a place, got {place!r}")
    first, stop = next(((a, b) for a, b in spans if a <= start and end <= b), (start, start))
    return Label(
        start, end, toponym, role, lat, lon, pcode, within, kind, text[first:stop], first, max(stop, first)
    )


def load(lang: str) -> Iterator[Case]:
    """Every passage of `ar` or `en`, in file order."""
    content = (HERE / f"{lang}.txt").read_text(encoding="utf-8")
    headers = list(_HEADER.finditer(content))
    stops = [h.start() for h in headers[1:]] + [len(content)]
    for header, stop in zip(headers, stops, strict=True):
        case_id, group, note = header.groups()
        if group not in GROUPS:
            raise ValueError(f"{case_id}: unknown group {group!r}")
        try:
            text, labels = parse(content[header.end() : stop].strip())
        except ValueError as error:
            raise ValueError(f"{case_id}: {error}") from error
        yield Case(case_id, group, note, text, labels)


def write(cases: Iterator[Case], folder: Path) -> None:
    """Write reports.jsonl (id, text, lang, group) and labels.jsonl (report_id, mentions) into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        (folder / "reports.jsonl").open("w", encoding="utf-8") as reports,
        (folder / "labels.jsonl").open("w", encoding="utf-8") as labels,
    ):
        for case in cases:
            report = {"id": case.case_id, "text": case.text, "lang": case.case_id[:2], "group": case.group}
            label = {"report_id": case.case_id, "mentions": [asdict(m) for m in case.mentions]}
            print(json.dumps(report, ensure_ascii=False), file=reports)
            print(json.dumps(label, ensure_ascii=False), file=labels)


if __name__ == "__main__":
    for language in ("ar", "en"):
        write(load(language), Path(sys.argv[1]) / language)
