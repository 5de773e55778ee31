"""The map page beside folium's: how long it takes to make and to open, how large it is, how fast a filter answers.

Run from the checkout: python -m bench.bench_webmap [number of incidents …], by default 10,000, 100,000 and 1,000,000
(about ten minutes). The data is made up, the same for all, from a fixed seed. Pages are opened in headless Chromium
with every request blocked; folium's have Leaflet put into them, for without a network they show nothing at all.
folium is left out beyond 100,000 incidents: its page of 100,000 is 80 MB.
"""

from __future__ import annotations

import itertools
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    from playwright.sync_api import Browser, Page

SIZES = (10_000, 100_000, 1_000_000)
MOST_FOR_FOLIUM = 100_000
N_PLACES = 1_500  # a year of reports names about so many
N_AREAS = 60
SENTENCE_WORDS = 17  # with the name about 120 characters
SEED = 20201128

OPENINGS = 3  # of which the middle one counts
STEPS = 12  # of the time slider, and as many choices of a filter


@dataclass(frozen=True)
class Goal:
    """What the issue asks of a page: seconds to make and to open, bytes an incident, milliseconds of a filter step."""

    make_s: float | None = None
    bytes_each: float | None = None
    ready_s: float | None = None
    step_ms: float | None = None


GOALS = {
    10_000: Goal(make_s=1, bytes_each=160, ready_s=0.5),
    100_000: Goal(make_s=5, bytes_each=160, ready_s=1.5, step_ms=100),
    1_000_000: Goal(bytes_each=60, ready_s=8),
}

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


def make_incidents(n: int) -> gpd.GeoDataFrame:
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


def inline_libraries(path: Path) -> None:
    """Put Leaflet and its cluster plugin into a page of folium, in the place of ten links to other hosts.

    Of jQuery a page with popups needs one thing only, elements from HTML.
    """
    page = re.sub(
        r'<script src="[^"]*"></script>|<link rel="stylesheet" href="[^"]*"/>', "", path.read_text("utf-8")
    )
    parts = [
        "<script>window.$ = (html) => { const box = document.createElement('div'); box.innerHTML = html; return [box.firstElementChild]; };</script>"
    ]
    for package, files in (
        ("leaflet", ("leaflet.css", "leaflet.js")),
        (
            "leaflet_markercluster",
            ("MarkerCluster.css", "MarkerCluster.Default.css", "leaflet.markercluster.js"),
        ),
    ):
        for name in files:
            text = resources.files(f"xstatic.pkg.{package}").joinpath("data", name).read_text("utf-8")
            tag = "script" if name.endswith(".js") else "style"
            parts.append(f"<{tag}>{text}</{tag}>")
    path.write_text(page.replace("<head>", "<head>" + "".join(parts), 1), "utf-8")


# Notes when all is drawn: the page says so, or, folium's, its load event; and the next frame has been painted.
WATCH = """
addEventListener("load", () => {
  const drawn = () => requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
  if (!document.getElementById("geomap-data")) return drawn();
  const ready = () => document.documentElement.dataset.geomap === "ready";
  if (ready()) return drawn();
  new MutationObserver((_, watch) => { if (ready()) { watch.disconnect(); drawn(); } }).observe(document.documentElement, { attributes: true });
});
"""

# Milliseconds from the change to the painted page, for steps of the time slider and for choices of filters.
STEP = """
async (steps) => {
  const { state, filter, apply } = window.geomap;
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const took = [];
  const step = async (change) => {
    await painted();
    const start = performance.now();
    change();
    apply();
    await painted();
    took.push(performance.now() - start);
  };
  const width = Math.round((filter.last - filter.first) / 6);
  for (let k = 0; k < steps; k += 1) {
    await step(() => { state.from = filter.first + k * 7; state.to = state.from + width; });
  }
  await step(() => { state.from = state.to = null; });
  for (let k = 0; k < steps; k += 1) {
    const facet = ["type", "governorate", "source", "district"][k % 4];
    const words = filter.byName[facet].words;
    await step(() => { state.chosen[facet] = state.chosen[facet].length ? [] : [words[k % words.length]]; });
  }
  return took;
}
"""


def measure_make(write: Callable[[Path], None], path: Path) -> tuple[float, int]:
    """Return seconds of wall time and bytes of the file that `write` makes."""
    start = time.perf_counter()
    write(path)
    return time.perf_counter() - start, path.stat().st_size


def measure_open(browser: Browser, path: Path, openings: int) -> tuple[float, list[float]]:
    """Return seconds from opening to the drawn page, and milliseconds of each filter step (none on folium's)."""
    ready, steps = [], []
    for _ in range(openings):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(180_000)
        context.route(lambda url: not url.startswith(("file:", "data:")), lambda route: route.abort())
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(path.as_uri())
        ready.append(_wait(page) / 1000)
        if page.evaluate("Boolean(window.geomap)"):
            steps += page.evaluate(STEP, STEPS)
        context.close()
    return statistics.median(ready), steps


def _wait(page: Page) -> float:
    """Wait until the page is drawn; Playwright's own waiting evaluates text, which our page's policy forbids."""
    for _ in range(3600):
        drawn: Any = page.evaluate("window.drawnAt ?? 0")
        if drawn:
            return float(drawn)
        time.sleep(0.05)
    raise TimeoutError("the page was not drawn in three minutes")


def run(n: int, browser: Browser) -> bool:
    """Print the table for n incidents; True where our page reaches the goals."""
    from geomap.webmap import write_map

    incidents = make_incidents(n)
    writers: dict[str, Callable[[Path], None]] = {
        "geomap.write_map": lambda path: write_map(incidents, path, title="Benchmark"),
    }
    if n <= MOST_FOR_FOLIUM:
        writers["folium CircleMarker + popup"] = lambda path: write_folium(incidents, path, "CircleMarker")
        writers["folium MarkerCluster + popup"] = lambda path: write_folium(incidents, path, "MarkerCluster")
    length = incidents["context"].str.len().mean()
    print(f"map page, {n:,} incidents, sentence of {length:.0f} characters")
    print(f"{'':30}{'make s':>9}{'bytes each':>12}{'open s':>9}{'step ms':>9}{'slowest':>9}")
    reached = True
    with tempfile.TemporaryDirectory() as folder:
        for name, write in writers.items():
            path = Path(folder, "map.html")
            make_s, size = measure_make(write, path)
            if name.startswith("folium"):
                inline_libraries(path)
            openings = OPENINGS if n <= MOST_FOR_FOLIUM and not name.startswith("folium") else 1
            ready_s, steps = measure_open(browser, path, openings)
            line = f"{name:30}{make_s:9.2f}{size / n:12.0f}{ready_s:9.2f}"
            if steps:
                line += f"{statistics.median(steps):9.0f}{max(steps):9.0f}"
                reached = _reaches(GOALS.get(n, Goal()), make_s, size / n, ready_s, statistics.median(steps))
            print(line, flush=True)
    goal = GOALS.get(n)
    if goal:
        asked = (goal.make_s, goal.bytes_each, goal.ready_s, goal.step_ms)
        cells = [
            f"{'–' if number is None else number:>{width}}"
            for number, width in zip(asked, (9, 12, 9, 9), strict=True)
        ]
        print(f"{'goal':30}{''.join(cells)}", flush=True)
    return reached


def _reaches(goal: Goal, make_s: float, bytes_each: float, ready_s: float, step_ms: float) -> bool:
    pairs = (
        (goal.make_s, make_s),
        (goal.bytes_each, bytes_each),
        (goal.ready_s, ready_s),
        (goal.step_ms, step_ms),
    )
    return all(asked is None or number <= asked for asked, number in pairs)


def main(sizes: tuple[int, ...] = SIZES) -> int:
    """Print the tables; 1 where our page misses a goal."""
    import folium.plugins  # noqa: F401  (imports are not measured)
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        print("no Chromium found: the browser side cannot be measured (make browser)")
        return 1
    reached = True
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        for n in sizes:
            reached &= run(n, browser)
        browser.close()
    return int(not reached)


if __name__ == "__main__":
    sys.exit(main(tuple(int(argument.replace(",", "")) for argument in sys.argv[1:]) or SIZES))
