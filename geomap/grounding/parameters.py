"""The sizes that phrases stand for, in metres and degrees, each with its reason.

Calibrated by scripts/calibrate_grounding.py; docs/uncertainty.md holds the figures. A size is the smallest round one
that held the truth in 95 of 100 cases there, unless its reason says otherwise.
"""

from __future__ import annotations

import math

from geomap.models import Place

#: Half the width of "west" seen from a place: people who tell four winds are up to 45° off by that alone, and
#: some 10° more by eye. North-west is said by people who tell eight winds: 22.5° and the same by eye.
CARDINAL_HALF_WIDTH = 60.0
INTERCARDINAL_HALF_WIDTH = 40.0
#: In "the western countryside" the same, as far as a third of the unit; beyond that no wider than this.
COUNTRYSIDE_HALF_WIDTHS = (60.0, 55.0, 50.0)
COUNTRYSIDE_SHARE = 1 / 3
#: A distance with a direction: the radius around the offset point, as a share of the distance. A bearing told to
#: eight winds by eye is up to 30° off, half the distances are told along the road, and all are rounded.
OFFSET_SHARE = 0.52
#: The same at no distance: where the places themselves are known no better.
OFFSET_MIN = 300.0
#: How far "east of a city" reaches, and "east of a town or village": to the next place as well known.
REACH_OF_CITY = 40_000.0
REACH_OF_TOWN = 25_000.0
#: How far "near" reaches from a settlement's edge, at least: a reporter names the nearest place that he knows, and
#: of villages (2 to 3 km apart) he knows one in two.
NEAR = 3_750.0
#: Where villages are few, from its middle as far as this many times the way to the n-th nearest settlement that the
#: gazetteer has: the next place that he knows is then as far as that. Found by scripts/calibrate_near.py.
NEAR_NEIGHBOURS, NEAR_NTH = 1.5, 3
#: The same around a town or city: what is as far from it as that is told of a village in between.
NEAR_NEIGHBOURS_TOWN = 1.2
#: But no farther: what is more than an hour's walk and a half from a village is "in its area" or beyond.
NEAR_FARTHEST = 10_000.0
#: The outskirts: the ring of fields and last houses around the built-up area.
OUTSKIRTS = 3_000.0
#: "The area of X" where X is no district: the town with the villages that go to its market.
AREA = 10_000.0
#: A district without a polygon: the radius of a circle of the median district's area (62 units, 2,300 km²).
DISTRICT = 27_000.0
#: A sub-district without a polygon, likewise (272 units, 450 km²).
SUBDISTRICT = 12_000.0
#: The countryside of a town that heads no unit: as far as its own sub-district would reach.
COUNTRYSIDE = 15_000.0
#: Between two places: an ellipse, half as long as this share of their distance and half as wide as that. It holds
#: what is seen between the two under an angle of 130° and more, and a little beyond the ends.
BETWEEN_LENGTH = 0.515
BETWEEN_WIDTH = 0.23
#: How wide it gets at most: a report that names two far cities means the road, not half a governorate.
BETWEEN_MAX = 20_000.0
#: Between three places and more: so far beyond the sides of the figure, as a share of its longest side, as what is
#: between two may lie off the line that joins them; and at least as far as a village is wide.
AMONG_MARGIN = 0.1
AMONG_LEAST = 1_000.0
#: The strip along a road of two named ends: its bends grow with its length.
ROAD_SHARE = 0.15
ROAD_MIN = 1_500.0
ROAD_MAX = 12_000.0
#: The same along a road whose line the gazetteer has: fields and houses that are named after it at least, and on
#: long stretches the villages that are told by it.
ALONG_ROAD = 3_000.0
ALONG_ROAD_MAX = 5_000.0
#: A known road joins two places where it passes them this near, its line being off by a kilometre or two, and is no
#: longer than this many times the straight way. Places nearer than ROAD_SHORTEST have roads of their own beside it.
ROAD_PASSES = 2_000.0
ROAD_PASSES_CITY = 10_000.0  # a motorway passes a city by its edge or by a spur to it
ROAD_DETOUR = 1.5
ROAD_SHORTEST = 10_000.0
#: A river's bank: the irrigated strip and the villages on it; and how far the river's line itself may be off.
BANK = 5_000.0
RIVER_ACCURACY = 1_000.0
#: How far the line of a border may be off between two sources, where it is drawn by hand.
BORDER_ACCURACY = 2_500.0
#: How far beyond its hand-drawn edge the Badia is still called so: half of what its definition says it may be off.
BADIA_EDGE = 5_000.0
#: A gloss (north-west) agrees with its place where the bearing from the country's middle is off by less than this.
GLOSS_TOLERANCE = 80.0
#: How far two sources put one village apart, as a share of the accuracy that they state: of 1,900 names that mean
#: the right place 97 in 100 lie within 2.8 km of a village's point, 95 in 100 within 2 km (docs/accuracy.md).
SOURCES_APART = 1.8
#: What lies in a city lies among its quarters that are known, or this near them.
QUARTER_MARGIN = 1_500.0
#: An area larger than this is a larger region (ACLED geo_precision 3), a smaller one part of a region (2).
LARGE_AREA_KM2 = 2_000.0

# The built-up radius of a settlement by kind: what its name covers on the ground.
_BUILT_UP = {"city": 5_000.0, "town": 2_500.0, "village": 1_000.0, "settlement": 1_500.0,
             "neighbourhood": 1_000.0, "camp": 1_000.0, "oilfield": 8_000.0, "gasfield": 8_000.0, "airport": 2_000.0, "airbase": 2_000.0}  # fmt: skip
# Inhabitants per square kilometre of a town with its gardens, the edge of its fields included.
_DENSITY = 2_500.0
_METROPOLIS = 1_000_000  # Aleppo and Damascus: their built-up area is some 16 km across


def built_up_m(place: Place) -> float:
    """Return the radius in metres of what a settlement's name covers."""
    if place.population >= _METROPOLIS:
        return 8_000.0
    usual = _BUILT_UP.get(place.kind, 1_000.0)
    if place.kind not in ("city", "town") or not place.population:
        return usual
    # A market town that a list of cities has is no city on the ground
    return min(
        usual, max(1_000 * math.sqrt(place.population / (math.pi * _DENSITY)), _BUILT_UP["village"] * 1.5)
    )


def point_uncertainty_m(place: Place) -> float:
    """Return the radius that holds the true place when the name alone is given."""
    return max(place.accuracy_m, built_up_m(place)) + SOURCES_APART * min(place.accuracy_m, 1_000.0)


def sector_half_width(direction: str) -> float:
    """Return half the width in degrees of a direction that is said without a distance."""
    return CARDINAL_HALF_WIDTH if len(direction) == 1 else INTERCARDINAL_HALF_WIDTH


def offset_uncertainty_m(place: Place, distance_m: float, rounding_m: float) -> float:
    """Return the radius around the point at a distance and direction from a place that holds the truth."""
    return OFFSET_MIN + max(OFFSET_SHARE * distance_m, rounding_m) + built_up_m(place) / 6
