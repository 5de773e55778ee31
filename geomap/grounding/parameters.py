"""The sizes that phrases stand for, in metres and degrees, each with its reason.

Starting points from the design's table of expressions; docs/accuracy.md holds what calibration says of them.
"""

from __future__ import annotations

from geomap.models import Place

#: Half the width of "west": the compass rose of eight has sectors of 45°, but people say west for
#: south-west and north-west as well, so the sector spans half-way to the neighbours' middles.
SECTOR_HALF_WIDTH = 45.0
#: Half the width of a direction that goes with a distance: one of eight directions.
BEARING_HALF_WIDTH = 22.5
#: How far "east of a city" reaches, and "east of a town or village": to the next place as well known.
REACH_OF_CITY = 40_000.0
REACH_OF_TOWN = 20_000.0
#: How far "near" reaches from a settlement's edge: less than the usual distance between villages, twice.
NEAR = 4_000.0
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
#: The corridor between two places: half its width, as a share of their distance, and its bounds: a road's
#: bends grow with its length, but a report that names two far cities means the road, not half a governorate.
CORRIDOR_SHARE = 0.15
CORRIDOR_MIN = 2_000.0
CORRIDOR_MAX = 12_000.0
#: A river's bank: the irrigated strip and the villages on it.
BANK = 5_000.0
#: An area larger than this is a larger region (ACLED geo_precision 3), a smaller one part of a region (2).
LARGE_AREA_KM2 = 2_000.0

# The built-up radius of a settlement by kind: what its name covers on the ground.
_BUILT_UP = {"city": 5_000.0, "town": 2_500.0, "village": 1_000.0, "settlement": 1_500.0,
             "neighbourhood": 1_000.0, "camp": 1_000.0, "airport": 2_000.0, "airbase": 2_000.0}  # fmt: skip
_METROPOLIS = 1_000_000  # Aleppo and Damascus: their built-up area is some 16 km across


def built_up_m(place: Place) -> float:
    """Return the radius in metres of what a settlement's name covers."""
    if place.population >= _METROPOLIS:
        return 8_000.0
    return _BUILT_UP.get(place.kind, 1_000.0)


def point_uncertainty_m(place: Place) -> float:
    """Return the radius that holds the true place when the name alone is given."""
    return max(place.accuracy_m, built_up_m(place)) + min(place.accuracy_m, 1_000.0)
