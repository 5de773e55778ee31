"""How long 10,000 incidents take to become a page, and how large it is, beside folium's own markers.

Run from the checkout: python bench/bench_webmap.py. The data is made up, the same for all, from a fixed seed.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd

N_INCIDENTS = 10_000
N_PLACES = 1_500  # a year of reports names about so many
N_AREAS = 60
SENTENCE_WORDS = 17  # with the name about 120 characters
SEED = 20201128

# Goals of the issue for our page.
MAX_SECONDS = 2.0
MAX_BYTES = 400

# Cut in halves and glued anew, these give a vocabulary as large as that of a year of reports.
_SEED_WORDS_EN = (
    "residents said shelling hit the market near a school after midnight and several people were taken to hospital "
    "while local sources reported that two shells landed in farmland beside main road without casualties as drones "
    "flew over villages in countryside during morning on Tuesday when an armed group attacked checkpoint leaving "
    "wounded guards clashes continued until dawn according to field medics civil defence teams reached site later"
)
_SEED_WORDS_AR = (
    "قال سكان إن القصف أصاب السوق قرب المدرسة بعد منتصف الليل ونُقل عدد من المصابين إلى المستشفى فيما ذكرت مصادر "
    "محلية أن قذيفتين سقطتا في أراض زراعية بجانب الطريق الرئيسي دون إصابات وحلّقت طائرات مسيّرة فوق القرى صباح "
    "الثلاثاء عندما هاجمت مجموعة مسلحة حاجزاً أدى إلى جرح عناصر واستمرت الاشتباكات حتى الفجر بحسب مسعفين ميدانيين "
    "ووصلت فرق الدفاع المدني إلى الموقع لاحقاً"
)
_NAMES = [
    ("Tell", "تل"),
    ("Kafr", "كفر"),
    ("Ayn", "عين"),
    ("Deir", "دير"),
    ("Khirbat", "خربة"),
    ("Beit", "بيت"),
]
_SECOND = [
    ("Ahmar", "أحمر"),
    ("Hamra", "حمرا"),
    ("Zayt", "زيت"),
    ("Sultan", "سلطان"),
    ("Nahr", "نهر"),
    ("Wardan", "وردان"),
]
_EVENTS = [
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Violence against civilians", "Attack"),
    ("Protests", "Peaceful protest"),
    ("Strategic developments", "Other"),
]


N_WORDS = 3_000


def _vocabulary(seed_words: str, rng: random.Random) -> tuple[list[str], list[float]]:
    """Words and cumulative weights by Zipf's law, so that the text deflates about as real text does."""
    heads = sorted({word[: (len(word) + 1) // 2] for word in seed_words.split()})
    tails = sorted({word[(len(word) + 1) // 2 :] for word in seed_words.split()})
    made = sorted({head + tail for head in heads for tail in tails})
    words = rng.sample(made, min(N_WORDS, len(made)))
    return words, list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))


def make_incidents(n: int = N_INCIDENTS) -> gpd.GeoDataFrame:
    """Return n made-up incidents with all of the page's columns, a sentence of about 120 characters each."""
    import geopandas as gpd
    import pandas as pd
    from shapely import Point

    rng = random.Random(SEED)
    english, arabic_words = _vocabulary(_SEED_WORDS_EN, rng), _vocabulary(_SEED_WORDS_AR, rng)
    places = []
    for i in range(N_PLACES):
        (first_en, first_ar), (second_en, second_ar) = rng.choice(_NAMES), rng.choice(_SECOND)
        lon, lat = rng.uniform(36.0, 41.0), rng.uniform(33.0, 36.8)
        places.append(
            (f"gn-{170000 + i}", f"{first_en} {second_en} {i}", f"{first_ar} {second_ar} {i}", lon, lat)
        )
    areas = [Point(p[3], p[4]).buffer(rng.uniform(0.05, 0.4)) for p in places[:N_AREAS]]
    rows = []
    for i in range(n):
        number = min(int(rng.expovariate(5) * N_PLACES), N_PLACES - 1)  # a few places are named often
        place_id, name_en, name_ar, lon, lat = places[number]
        arabic = rng.random() < 0.6
        toponym, (words, weights) = (name_ar, arabic_words) if arabic else (name_en, english)
        chosen = rng.choices(words, cum_weights=weights, k=SENTENCE_WORDS)
        before = " ".join(chosen[: SENTENCE_WORDS // 2])
        context = f"{before} {toponym} {' '.join(chosen[SENTENCE_WORDS // 2 :])}."
        event_type, sub_event_type = rng.choice(_EVENTS)
        is_area = number < N_AREAS and rng.random() < 0.5
        governorate = number % 14 + 1
        rows.append(
            {
                "incident_id": f"report-{i // 2}:{i % 2 + 1}",
                "report_id": f"report-{i // 2}",
                "event_date": f"2020-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                "time_precision": 1,
                "event_type": event_type,
                "sub_event_type": sub_event_type,
                "fatalities": rng.choice([None, None, 0, 1, 2, 5]),
                "injuries": rng.choice([None, None, 0, 3, 4]),
                "country": "Syria",
                "admin1": f"Governorate {governorate}",
                "admin2": f"District {governorate}-{number % 5}",
                "admin3": "",
                "admin1_pcode": f"SY{governorate:02d}",
                "admin2_pcode": f"SY{governorate:02d}{number % 5:02d}",
                "admin3_pcode": "",
                "location": name_en,
                "toponym": toponym,
                "expression": toponym if not is_area else f"ريف {toponym}",
                "matched_name": toponym,
                "place_id": place_id,
                "pcode": f"C{1000 + number}",
                "kind": "village",
                "role": "locative",
                "status": "resolved",
                "match_method": "exact" if arabic else "variant",
                "match_score": round(rng.uniform(0.9, 1), 3),
                "n_candidates": 1,
                "latitude": lat,
                "longitude": lon,
                "geo_precision": 2 if is_area else 1,
                "where_prec": 3 if is_area else 1,
                "uncertainty_m": 20_000.0 if is_area else 2_000.0,
                "derivation": f"countryside of {name_en}" if is_area else f"the place {name_en} itself",
                "source": rng.choice(["Orontes Desk", "Steppe Wire", "مكتب الجزيرة"]),
                "url": f"https://example.org/reports/{i // 2}",
                "notes": "",
                "context": context,
                "context_start": len(before) + 1,
                "n_mentions": 1,
                "candidates": "[]",
                "geometry": areas[number] if is_area else Point(lon, lat),
            }
        )
    frame = pd.DataFrame(rows)
    frame[["fatalities", "injuries"]] = frame[["fatalities", "injuries"]].astype("Int64")
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


def write_folium(incidents: gpd.GeoDataFrame, path: Path, kind: str) -> None:
    """Write the same incidents as folium's documentation shows it: one marker and one popup a row.

    `kind` is "CircleMarker", or "MarkerCluster" for markers in a cluster.
    """
    import folium
    from folium.plugins import MarkerCluster

    page = folium.Map(location=(35.0, 38.5), zoom_start=7, tiles=None)
    parent = MarkerCluster().add_to(page) if kind == "MarkerCluster" else page
    shown = ["toponym", "matched_name", "event_date", "event_type", "source", "context"]
    columns = [incidents[name].tolist() for name in ("latitude", "longitude", *shown)]
    for lat, lon, *texts in zip(*columns, strict=True):
        popup = folium.Popup("<br>".join(texts), max_width=300)
        if kind == "MarkerCluster":
            folium.Marker((lat, lon), popup=popup).add_to(parent)
        else:
            folium.CircleMarker((lat, lon), radius=5, popup=popup).add_to(parent)
    page.save(str(path))


def measure(write: Callable[[Path], None]) -> tuple[float, int]:
    """Return seconds of wall time and bytes of the file that `write` makes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        start = time.perf_counter()
        write(path)
        return time.perf_counter() - start, path.stat().st_size


def main() -> int:
    """Print the table; 1 where our page misses its goal."""
    import folium.plugins  # noqa: F401  (imports are not measured)

    from geomap.webmap import write_map

    incidents = make_incidents()
    writers: dict[str, Callable[[Path], None]] = {
        "geomap.write_map": lambda path: write_map(incidents, path, title="Benchmark"),
        "folium CircleMarker + popup": lambda path: write_folium(incidents, path, "CircleMarker"),
        "folium MarkerCluster + popup": lambda path: write_folium(incidents, path, "MarkerCluster"),
    }
    print(
        f"map page, {len(incidents):,} incidents, sentence of {incidents['context'].str.len().mean():.0f} characters"
    )
    print(f"{'':30}{'seconds':>9}{'bytes/incident':>16}")
    results = {}
    for name, write in writers.items():
        seconds, size = results[name] = measure(write)
        print(f"{name:30}{seconds:9.2f}{size / len(incidents):16.0f}", flush=True)
    seconds, size = results["geomap.write_map"]
    print(f"{'goal':30}{MAX_SECONDS:9.2f}{MAX_BYTES:16.0f}")
    return int(seconds > MAX_SECONDS or size / len(incidents) > MAX_BYTES)


if __name__ == "__main__":
    sys.exit(main())
