"""The table: one row per place and event of a report, one fixed column schema."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.events import extract_event
from geomap.gazetteer import Gazetteer
from geomap.matching.context import distance_km
from geomap.mentions.sentences import Sentences
from geomap.models import Candidate, Event, Grounding, Located, Part, Report, Resolution, Role, Status
from geomap.names import fold

if TYPE_CHECKING:
    import geopandas

#: Columns in order. The contract's first; then the sentence, how many mentions the row stands for, and the
#: candidates (JSON) of an ambiguous one.
COLUMNS = (
    "incident_id", "report_id", "event_date", "time_precision", "event_type", "sub_event_type", "fatalities",
    "injuries", "country", "admin1", "admin2", "admin3", "admin1_pcode", "admin2_pcode", "admin3_pcode",
    "location", "toponym", "expression", "matched_name", "place_id", "pcode", "kind", "role", "status",
    "match_method", "match_score", "n_candidates", "latitude", "longitude", "geo_precision", "where_prec",
    "uncertainty_m", "derivation", "source", "url", "notes", "context", "context_start", "n_mentions",
    "candidates",
    "location_ar",
)  # fmt: skip
_WHOLE_NUMBERS = ("time_precision", "fatalities", "injuries", "n_candidates", "geo_precision", "where_prec",
                  "context_start", "n_mentions")  # fmt: skip
_NUMBERS = ("match_score", "latitude", "longitude", "uncertainty_m")
# How far the story of a place goes on after its sentence, when no other place is named.
_FOLLOWING_SENTENCES = 3

Row = dict[str, Any]


@dataclass(slots=True)
class _Passage:
    """The sentences that speak of one place."""

    sentences: list[str]
    first: int  # the number of the first sentence


def incident_rows(report: Report, located: Sequence[Located], gazetteer: Gazetteer) -> list[Row]:
    """Return the rows of one report. Every mention belongs to exactly one row (`n_mentions` adds up)."""
    groups: dict[int, list[Located]] = {}
    for item in located:
        groups.setdefault(item.resolution.mention.expression_id, []).append(item)
    events = _events(report, located)
    rows: dict[tuple[object, ...], Row] = {}
    for group in groups.values():
        heads = [
            x
            for x in group
            if x.resolution.mention.part is Part.HEAD or x.resolution.mention.role is not Role.LOCATIVE
        ]
        counted = [x for x in group if x not in heads]
        for n, item in enumerate(heads):
            event = events.get(id(item), Event())
            row = _row(report, item, event, gazetteer)
            row["n_mentions"] += len(counted) if n == 0 else 0
            key = _same_incident(item, event)
            if key in rows:
                rows[key]["n_mentions"] += row["n_mentions"]
            else:
                rows[key] = row
    for n, row in enumerate(rows.values(), start=1):
        row["incident_id"] = f"{report.report_id}/{n}"
    return list(rows.values())


def _same_incident(item: Located, event: Event) -> tuple[object, ...]:
    """A place that is named again with the same event, as in a headline and its repetition, is one incident."""
    resolution = item.resolution
    mention = resolution.mention
    chosen = resolution.chosen.place.place_id if resolution.chosen else ""
    words = mention.expression if mention.role is Role.LOCATIVE else mention.toponym
    happened = (event.event_type, event.sub_event_type, event.fatalities, event.injuries)
    return (mention.role, resolution.status, chosen, fold(words), happened)


def _events(report: Report, located: Sequence[Located]) -> dict[int, Event]:
    """Return the event of each placed mention, by the identity of its Located."""
    if report.location:
        event = extract_event([report.text] if report.text else [])
        heads = [x for x in located if x.resolution.mention.part is Part.HEAD]
        return {id(x): event for x in heads[:1]}
    sentences = Sentences(report.text)
    named = {
        sentences.index(x.resolution.mention.start)
        for x in located
        if x.resolution.mention.role in (Role.LOCATIVE, Role.FOREIGN)
    }
    passages: dict[int, list[Located]] = {}
    for item in located:
        mention = item.resolution.mention
        if mention.role is Role.LOCATIVE and mention.part is Part.HEAD:
            passages.setdefault(sentences.index(mention.start), []).append(item)
    events: dict[int, Event] = {}
    for first, items in passages.items():
        passage = _passage(report.text, sentences, first, named)
        whole = extract_event(passage.sentences)
        shares = _shares(report.text, sentences, first, items) if len(items) > 1 else []
        if sum(e.fatalities is not None or e.injuries is not None for e in shares) > 1:
            for item, share in zip(items, shares, strict=True):
                events[id(item)] = _merged(whole, share)
            continue
        for n, item in enumerate(items):
            events[id(item)] = whole if n == 0 else _uncounted(whole, items[0].resolution)
    return events


def _passage(text: str, sentences: Sentences, first: int, named: set[int]) -> _Passage:
    """Return a sentence with those that go on about it: as far as the next that names a place.

    A headline (a line without a full stop) stands for itself.
    """
    start, end = sentences.span(first)
    found = [text[start:end]]
    if text[start:end].rstrip('»"”)').endswith((".", "!", "?", "؟", "…")):
        for i in range(first + 1, min(first + 1 + _FOLLOWING_SENTENCES, len(sentences))):
            if i in named:
                break
            start, end = sentences.span(i)
            if start < end:
                found.append(text[start:end])
    return _Passage(found, first)


def _shares(text: str, sentences: Sentences, first: int, items: list[Located]) -> list[Event]:
    """Return what each place's own part of a sentence says: "3 killed in A and 2 in B"."""
    start, end = sentences.span(first)
    ends = [max(x.resolution.mention.expression_end, start) for x in items[:-1]] + [end]
    cuts = [start, *ends]
    return [extract_event([text[a:b]]) if a < b else Event() for a, b in itertools.pairwise(cuts)]


def _merged(whole: Event, share: Event) -> Event:
    kind = share if share.event_type else whole
    return Event(
        kind.event_type, kind.sub_event_type, share.fatalities, share.injuries,
        whole.event_date, whole.time_precision, share.notes,
    )  # fmt: skip


def _uncounted(whole: Event, first: Resolution) -> Event:
    """The same event at a further place: its casualties are counted once, at the first."""
    counted = whole.fatalities is not None or whole.injuries is not None
    notes = f"casualties of this sentence are counted at {first.mention.toponym}" if counted else ""
    return Event(
        whole.event_type, whole.sub_event_type, None, None, whole.event_date, whole.time_precision, notes
    )


def _row(report: Report, item: Located, event: Event, gazetteer: Gazetteer) -> Row:
    resolution, grounding = item.resolution, item.grounding
    mention = resolution.mention
    best = resolution.best
    place = resolution.chosen.place if resolution.chosen else None
    date = event.event_date or report.event_date
    foreign = gazetteer.foreign(fold(mention.toponym)) if mention.role is Role.FOREIGN else None
    units = {n: gazetteer.get(getattr(place, f"admin{n}_pcode")) if place else None for n in (1, 2, 3)}
    notes = [event.notes]
    if resolution.status in (Status.AMBIGUOUS, Status.UNMATCHED, Status.OUTSIDE):
        notes.append(resolution.reason)
    if resolution.unused:
        notes.append("not used: " + ", ".join(resolution.unused))
    return {
        "report_id": report.report_id,
        "event_date": date,
        "time_precision": (event.time_precision or 1) if date else None,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "fatalities": event.fatalities,
        "injuries": event.injuries,
        "country": foreign.name_en
        if foreign and foreign.kind == "country"
        else foreign.country
        if foreign
        else "Syria",
        **{f"admin{n}": unit.name_en if unit else "" for n, unit in units.items()},
        **{f"admin{n}_pcode": getattr(place, f"admin{n}_pcode") if place else "" for n in (1, 2, 3)},
        "location": place.name_en if place else foreign.name_en if foreign else "",
        "location_ar": place.name_ar if place else "",
        "toponym": mention.toponym,
        "expression": mention.expression,
        "matched_name": best.matched_name if best else "",
        "place_id": place.place_id if place else "",
        "pcode": place.pcode if place else "",
        "kind": place.kind if place else "",
        "role": str(mention.role),
        "status": str(resolution.status),
        "match_method": best.method if best else "",
        "match_score": best.score if best else None,
        "n_candidates": len(resolution.candidates),
        "latitude": grounding.latitude if grounding else None,
        "longitude": grounding.longitude if grounding else None,
        "geo_precision": grounding.geo_precision if grounding else None,
        "where_prec": grounding.where_prec if grounding else None,
        "uncertainty_m": round(grounding.uncertainty_m) if grounding else None,
        "derivation": grounding.derivation if grounding else "",
        "source": report.source,
        "url": report.url,
        "notes": "; ".join(n for n in notes if n),
        "context": mention.context,
        "context_start": max(mention.start - mention.context_start, 0),
        "n_mentions": 1,
        "candidates": candidates_json(
            resolution.candidates if resolution.status is not Status.RESOLVED else (),
            item.alternatives,
            gazetteer=gazetteer,
        ),
        "geometry": grounding.wkb if grounding else None,
    }


def candidates_json(
    candidates: Sequence[Candidate], grounds: Sequence[Grounding] = (), *, gazetteer: Gazetteer | None = None
) -> str:
    """Return candidates as JSON: place_id, pcode, name, name_ar, method, score, latitude, longitude, uncertainty_m.

    `grounds` are what the expression stands for with each candidate, as far as there are any: `uncertainty_m` then
    holds it from the candidate's own position. With `gazetteer`, its `kind` is told, the English names of its
    units as `admin1` and `admin2`, and an area that the expression stands for is its `geometry` (GeoJSON, EPSG:4326).
    """
    found = []
    for candidate, ground in itertools.zip_longest(candidates, grounds[: len(candidates)]):
        place = candidate.place
        entry = {
            "place_id": place.place_id, "pcode": place.pcode, "name": place.name_en, "name_ar": place.name_ar,
            "method": candidate.method, "score": candidate.score, "latitude": place.latitude, "longitude": place.longitude,
        }  # fmt: skip
        if gazetteer is not None:
            units = {n: gazetteer.get(getattr(place, f"admin{n}_pcode")) for n in (1, 2)}
            entry |= {"kind": place.kind} | {f"admin{n}": unit.name_en for n, unit in units.items() if unit}
        if ground is not None:
            moved = distance_km(place.latitude, place.longitude, ground.latitude, ground.longitude)
            entry["uncertainty_m"] = round(ground.uncertainty_m + 1000 * moved)
            # A unit's own polygon is drawn from its point and radius; only what the words make of it is told
            if gazetteer is not None and ground.wkb != place.wkb:
                shape = ground.geometry
                if shape.geom_type in ("Polygon", "MultiPolygon"):
                    entry["geometry"] = _outline(ground.wkb)
        found.append(entry)
    return _ENCODER.encode(found)


# One for all: json.dumps makes a new one each time
_ENCODER = json.JSONEncoder(ensure_ascii=False)


@functools.lru_cache(maxsize=1024)
def _outline(wkb: bytes) -> Any:
    """Return an area as GeoJSON, as coarse as a map of the country needs: a candidate is only one of several."""
    import shapely

    shape = shapely.from_wkb(wkb)
    west, south, east, north = shape.bounds
    coarse = shapely.simplify(shape, max(east - west, north - south) / 100)
    return json.loads(shapely.to_geojson(shapely.transform(coarse, lambda xy: xy.round(4))))


def incidents_frame(rows: Sequence[Row]) -> geopandas.GeoDataFrame:
    """Return the rows as a GeoDataFrame (EPSG:4326) with the columns of COLUMNS and `geometry`.

    Counts are nullable integers; a row that is not placed has no geometry.
    """
    import geopandas
    import pandas
    import shapely

    table = pandas.DataFrame({c: [row[c] for row in rows] for c in COLUMNS}, columns=list(COLUMNS))
    for column in _WHOLE_NUMBERS:
        table[column] = table[column].astype("Int64")
    for column in _NUMBERS:
        table[column] = table[column].astype("float64")
    shapes = shapely.from_wkb([row["geometry"] for row in rows])
    return geopandas.GeoDataFrame(
        table, geometry=geopandas.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326"
    )
