"""Who's On First: one JSON object a line, or one GeoJSON file a place as its repositories hold them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.gazetteer.sources.record import Record, clean_names, first_name

LICENCE = "CC-BY-4.0"
_SOURCE = "whosonfirst"
_KINDS = {
    "locality": "settlement", "neighbourhood": "neighbourhood", "campus": "airport",
    "county": "district", "region": "governorate",
}  # fmt: skip
_ACCURACY_M = 2500.0
# Of a unit only these languages: elsewhere the word for "province" is part of its names.
_UNIT_LANGUAGES = {"ar", "en", "ku", "ku-Arab", "tr", "und-Latn"}
_UNIT_CODES = {"ara", "eng", "kur", "ckb", "tur", "und"}


def recognise(line: str) -> bool:
    """Whether a line is a record of Who's On First."""
    return line.startswith("{") and '"wof_id"' in line[:2000]


def read_lines(path: Path) -> Iterator[Record]:
    """Yield the records of a file of lines. Raises GazetteerError for a broken one."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = _record(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise GazetteerError(
                    f"{path.name} line {number}: not a record of Who's On First ({error!r})."
                ) from None
            if record is not None:
                yield record


def read_feature(path: Path) -> Record | None:
    """Return the record of one GeoJSON file of a Who's On First repository; None for what is no place here."""
    try:
        feature = json.loads(path.read_text("utf-8"))
        return _record(_flat(feature["properties"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GazetteerError(f"{path.name}: not a record of Who's On First ({error!r}).") from None


def _flat(properties: dict[str, Any]) -> dict[str, Any]:
    concordances = properties.get("wof:concordances") or {}
    return {
        "wof_id": properties["wof:id"], "name": properties["wof:name"],
        "placetype": properties["wof:placetype"],
        "lat": properties.get("lbl:latitude") or properties["geom:latitude"],
        "lon": properties.get("lbl:longitude") or properties["geom:longitude"],
        "population": properties.get("wof:population"), "gn_id": concordances.get("gn:id"),
        "superseded": properties.get("wof:superseded_by") or properties.get("mz:is_current") == 0,
        "names": {k[5:]: v for k, v in properties.items() if k.startswith("name:")},
    }  # fmt: skip


def _record(row: dict[str, Any]) -> Record | None:
    kind = _KINDS.get(row["placetype"])
    at = float(row["lon"]), float(row["lat"])
    if kind is None or row.get("superseded") or at == (0.0, 0.0):
        return None
    raw = [(row["name"], "und", "variant")]
    for key, texts in row["names"].items():
        code, _, use = key.partition("_x_")
        code = code.partition("_")[0]
        if kind in ("district", "governorate") and code not in _UNIT_CODES:
            continue
        # The preferred name of each language first
        found = [(text, code, "former" if use == "historical" else "variant") for text in texts]
        raw = found + raw if use == "preferred" else raw + found
    known = clean_names(raw, _SOURCE)
    geonames, own = row.get("gn_id"), f"wof-{row['wof_id']}"
    return Record(
        place_id=f"gn-{geonames}" if geonames else own, family="geonames" if geonames else "wof", kind=kind,
        name_en=first_name(known, "en") or row["name"], name_ar=first_name(known, "ar"),
        longitude=at[0], latitude=at[1], source=_SOURCE, licence=LICENCE, accuracy_m=_ACCURACY_M,
        names=known, links=(own,) if geonames else (), population=int(row.get("population") or 0),
    )  # fmt: skip
