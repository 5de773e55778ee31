"""The types that flow through geomap, from a file to a row on the map.

All are frozen and slotted. Coordinates are WGS84 degrees (EPSG:4326), distances metres,
scores 0–1. Offsets are code points into `Report.text`, half-open; the text is never rewritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Role(StrEnum):
    """What a name is doing in the text."""

    LOCATIVE = "locative"
    ORGANISATION = "organisation"
    FOREIGN = "foreign"
    COUNTRY = "country"


#: Administrative kinds, coarsest first.
ADMIN = ("governorate", "district", "subdistrict")
#: Kinds of inhabited places, the largest first.
SETTLEMENTS = ("city", "town", "village", "settlement")


class Status(StrEnum):
    """What became of a mention. The five always add up to the number of mentions."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNMATCHED = "unmatched"
    OUTSIDE = "outside"
    NOT_LOCATIVE = "not_locative"


class Part(StrEnum):
    """What a toponym does inside its expression."""

    HEAD = "head"  # the place that the expression is about
    END = "end"  # the other end of "between A and B" or "the A–B road"
    WITHIN = "within"  # a place that only says where the head lies
    ALSO = "also"  # another name of the place before it: كوباني in عين العرب (كوباني)


class Relation(StrEnum):
    """How an expression relates to the place that it names."""

    AT = "at"  # the place itself
    AREA_OF = "area_of"  # منطقة X used loosely: the place and its surroundings
    COUNTRYSIDE = "countryside"  # ريف X
    DIRECTION = "direction"  # شرق X
    DISTANCE = "distance"  # 10 km north of X
    NEAR = "near"  # قرب X
    OUTSKIRTS = "outskirts"  # محيط X
    BETWEEN = "between"  # بين A وB
    ROAD = "road"  # طريق A – B: a road that the gazetteer lacks
    INSIDE = "inside"  # شارع … في X: something in X that no gazetteer has
    BADIA = "badia"  # بادية X
    BANK = "bank"  # ضفة الفرات الشرقية


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in the user's files a report came from."""

    file: str
    row: int | None = None  # 1-based line of a JSONL or data row of a table, header not counted
    page: int | None = None

    def __str__(self) -> str:
        at = (
            f" row {self.row}"
            if self.row is not None
            else f" page {self.page}"
            if self.page is not None
            else ""
        )
        return self.file + at


@dataclass(frozen=True, slots=True)
class Report:
    """One text to be mapped. `event_date` is ISO 8601 (2020-11-28) or empty.

    `location` and `admin1` hold what a table says in its own place columns; then the text may be empty.
    `attributes` carries every other field that the file had, unchanged.
    """

    report_id: str
    text: str
    title: str = ""
    source: str = ""
    url: str = ""
    event_date: str = ""
    lang: str = ""
    location: str = ""
    admin1: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    locator: Locator = field(default_factory=lambda: Locator(""))


@dataclass(frozen=True, slots=True)
class NameVariant:
    """One name of a place. `kind` is official, variant, former or alias; `lang` a BCP 47 tag."""

    name: str
    lang: str = ""
    kind: str = "variant"


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry. `latitude, longitude` of an administrative unit are its seat's (ACLED's custom).

    `wkb` is the polygon or line in EPSG:4326 where one is known, else None; `definition` says in words
    what a region's polygon covers, `approximate` that it is no official boundary.
    """

    place_id: str
    name_en: str
    name_ar: str
    kind: str
    latitude: float
    longitude: float
    pcode: str = ""
    admin1_pcode: str = ""
    admin2_pcode: str = ""
    admin3_pcode: str = ""
    parent_id: str = ""
    seat_id: str = ""
    accuracy_m: float = 1000.0
    population: int = 0
    names: Sequence[NameVariant] = field(default=(), compare=False, repr=False)
    wkb: bytes | None = field(default=None, repr=False)
    radius_m: float = 0.0  # from the point to the farthest corner of the polygon or line
    area_km2: float = 0.0
    approximate: bool = False
    definition: str = ""
    source: str = ""
    licence: str = ""

    @property
    def geometry(self) -> BaseGeometry:
        """The polygon or line where known, else the point (EPSG:4326)."""
        import shapely

        return shapely.from_wkb(self.wkb) if self.wkb else shapely.Point(self.longitude, self.latitude)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What the words around a toponym say: relation, admitted kinds, directions, distance.

    `kinds` are the gazetteer kinds that a type word admits (قرية: village, town …; empty: no type word).
    `directions` are compass points (N, NE … NW). `unused` are words that no rule explained.
    """

    relation: Relation = Relation.AT
    type_word: str = ""
    kinds: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    distance_m: float | None = None
    distance_rounding_m: float = 0.0
    gloss: tuple[str, ...] = ()  # directions of a gloss: إدلب (شمال غرب)
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One toponym in one report. Mentions of one expression share `expression_id` (a number in the report)."""

    report_id: str
    start: int
    end: int
    toponym: str
    expression: str
    expression_start: int
    expression_end: int
    role: Role
    context: str = ""  # the sentence
    context_start: int = 0
    expression_id: int = 0
    part: Part = Part.HEAD
    phrase: Phrase = field(default_factory=Phrase)
    full_name: str = (
        ""  # what a short name stands for (المعرة, after معرة النعمان), or a place's names together
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. `method`: pcode, exact, variant, key or fuzzy."""

    place: Place
    matched_name: str
    method: str
    score: float
    evidence: str = ""

    def scored(self, score: float) -> Candidate:
        """Return it with another score: half the time of `dataclasses.replace`, for what every name needs."""
        return Candidate(self.place, self.matched_name, self.method, score, self.evidence)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided about a mention, and why. `chosen` is set for resolved only."""

    mention: Mention
    status: Status
    chosen: Candidate | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
    unused: tuple[str, ...] = ()

    @property
    def best(self) -> Candidate | None:
        """The chosen candidate, else the first of several."""
        return self.chosen or (
            self.candidates[0] if self.status is Status.AMBIGUOUS and self.candidates else None
        )


@dataclass(frozen=True, slots=True)
class Grounding:
    """Where on the ground an expression lies. `wkb` is EPSG:4326; `derivation` a sentence for people.

    `geo_precision` is ACLED's 1–3, `where_prec` UCDP's 1–7. For a point, the true place lies within
    `uncertainty_m` of it; for an area, inside the polygon.
    """

    shape: bytes | Callable[[], bytes] = field(repr=False, compare=False)  # the WKB, or what makes it
    latitude: float
    longitude: float
    uncertainty_m: float
    geo_precision: int
    where_prec: int
    derivation: str
    unused: tuple[str, ...] = ()
    conflict: str = ""  # what in the expression contradicts what is known: said, and nothing drawn finer
    beyond: bool = False  # the expression leads out of the country

    @property
    def wkb(self) -> bytes:
        """The point, line or polygon (EPSG:4326); a list of mentions asks for none."""
        return self.shape if isinstance(self.shape, bytes) else self.shape()

    @property
    def geometry(self) -> BaseGeometry:
        """The point, line or polygon (EPSG:4326)."""
        import shapely

        return shapely.from_wkb(self.wkb)


@dataclass(frozen=True, slots=True)
class Located:
    """A mention with what was decided about it and where it lies.

    `grounding` is None unless resolved, or where the words contradict each other (`Grounding.conflict`): then it is
    what is left of them. `alternatives` are the grounds of an ambiguous mention's candidates, in their order, drawn
    when somebody looks.
    """

    resolution: Resolution
    grounding: Grounding | None
    alternatives: Sequence[Grounding] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What a passage says happened, in ACLED's words. Counts are None where the text gives none."""

    event_type: str = ""
    sub_event_type: str = ""
    fatalities: int | None = None
    injuries: int | None = None
    event_date: str = ""  # ISO 8601, of the event where the passage dates it
    time_precision: int | None = None  # ACLED: 1 the day, 2 within a week, 3 within a month
    notes: str = ""  # how the counts add up: "14 killed + 5 killed"
