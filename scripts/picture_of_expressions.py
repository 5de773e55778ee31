"""Draw expressions of the real report as geomap grounds them: docs/expressions.png, docs/expressions-official.png.

Run from the checkout: python scripts/picture_of_expressions.py. It takes a browser (make browser). With --installed it
draws them on the official boundaries of the installed gazetteer, in low detail and with their attribution
(docs/decisions/2026-11-25-a-picture-of-official-boundaries.md).
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import shapely
from playwright.sync_api import sync_playwright

from geomap import Report, load_gazetteer
from geomap.models import Part
from geomap.pipeline import locate, locate_name

ROOT = Path(__file__).parents[1]
EXPRESSIONS = (
    ("بادية دير الزور", "#b45309"),
    ("ريف دير الزور الغربي ضمن البادية السورية", "#b91c1c"),
    ("إدلب (شمال غرب)", "#1d4ed8"),
    ("منطقة المالكية/ ديريك شرق الحسكة", "#15803d"),
)  # fmt: skip
# The towns that the expressions are seen from.
TOWNS = ("دير الزور", "مدينة إدلب", "الحسكة")
WIDTH, HEIGHT, MARGIN = 1200, 830, 20
# The official boundaries are drawn at half the size, and no line finer than a pixel: 1.3 km.
OFFICIAL_SCALE, OFFICIAL_DETAIL = 0.5, 0.012
ATTRIBUTION = "Boundaries: OCHA, COD-AB Syrian Arab Republic (data.humdata.org), CC BY 3.0 IGO; simplified"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--installed", action="store_true", help="draw on the installed gazetteer's boundaries"
    )
    installed = parser.parse_args().installed
    gazetteer = load_gazetteer(None if installed else ROOT / "gazetteer")
    target = ROOT / "docs" / ("expressions-official.png" if installed else "expressions.png")
    west, south, east, north = gazetteer.place("SY").geometry.bounds
    # Degrees to pixels; a degree of longitude is 0.82 of one of latitude here
    scale = min((WIDTH - 2 * MARGIN) / ((east - west) * 0.82), (HEIGHT - 2 * MARGIN - 90) / (north - south))

    def path(geometry: shapely.Geometry) -> str:
        parts = []
        geometry = geometry.simplify(OFFICIAL_DETAIL) if installed else geometry
        for ring in shapely.get_parts(shapely.boundary(geometry)):
            points = [
                f"{MARGIN + (x - west) * 0.82 * scale:.1f},{MARGIN + (north - y) * scale:.1f}"
                for x, y in shapely.get_coordinates(ring)
            ]
            parts.append("M" + "L".join(points) + "Z")
        return " ".join(parts)

    shapes = [
        f'<path d="{path(p.geometry)}" fill="#fafaf9" stroke="#a8a29e"/>'
        for p in gazetteer.places("governorate")
    ]
    legend = []
    for n, (words, colour) in enumerate(EXPRESSIONS):
        # As in running text, where a bare Idlib is the governorate
        found = [
            x
            for x in locate(Report("picture", f"في {words}."), gazetteer)
            if x.resolution.mention.part is Part.HEAD and x.grounding is not None
        ]
        ground = found[0].grounding if found else None
        if ground is None:
            raise SystemExit(f"{words} is not placed")
        shape = (
            ground.geometry
            if ground.geometry.geom_type != "Point"
            else ground.geometry.buffer(ground.uncertainty_m / 100_000)
        )
        shapes.append(
            f'<path d="{path(shape)}" fill="{colour}" fill-opacity=".35" stroke="{colour}" stroke-width="2" fill-rule="evenodd"/>'
        )
        legend.append(
            f'<text x="{WIDTH - MARGIN}" y="{HEIGHT - 100 + 28 * n}" fill="{colour}" text-anchor="start" direction="rtl" '
            f'font-size="19">{words}</text>'
        )
    for name in TOWNS:
        located = locate_name(name, gazetteer)
        assert located is not None
        assert located.resolution.chosen is not None
        town = located.resolution.chosen.place
        x, y = MARGIN + (town.longitude - west) * 0.82 * scale, MARGIN + (north - town.latitude) * scale
        shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/><text x="{x + 8:.1f}" y="{y - 6:.1f}" font-size="16">{town.name_en}</text>'
        )
    if installed:
        shapes.append(
            f'<text x="{MARGIN}" y="{HEIGHT - 12}" font-size="17" fill="#57534e">{ATTRIBUTION}</text>'
        )
    page = (
        f'<meta charset="utf-8"><body style="margin:0;background:#fff"><svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="sans-serif">{"".join(shapes)}{"".join(legend)}</svg>'
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "page.html")
        file.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=_chromium())
        size = {"width": WIDTH, "height": HEIGHT}
        tab = browser.new_page(viewport=size, device_scale_factor=OFFICIAL_SCALE if installed else 1)
        tab.goto(file.as_uri())
        tab.screenshot(path=target)
        browser.close()
    print(json.dumps({"written": str(target.relative_to(ROOT))}))


def _chromium() -> str | None:
    import shutil

    return shutil.which("chromium")


if __name__ == "__main__":
    main()
