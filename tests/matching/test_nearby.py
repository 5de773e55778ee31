"""What lies near some places: the short way asks less than the long one, and must not miss what that finds."""

from __future__ import annotations

import random

from geomap import Gazetteer
from geomap.matching.alike import is_like_any
from geomap.matching.candidates import MIN_SCORE, find_similar_of
from geomap.matching.nearby import Nearby

_SMALL = frozenset({"village", "settlement", "neighbourhood"})
_SEED = 5


def test_no_name_that_sounds_so_is_missed_near_a_place(gazetteer: Gazetteer) -> None:
    chance = random.Random(_SEED)
    places = [p for kind in sorted(_SMALL) for p in gazetteer.places(kind) if p.name_ar]
    found = 0
    for place in chance.sample(places, 300):
        name = place.name_ar
        similar = [
            c
            for c in find_similar_of(name, gazetteer, lambda _: True)
            if c.score >= MIN_SCORE and c.place.kind in _SMALL
        ]
        for beside in (place, chance.choice(places)):
            there = Nearby(gazetteer, _SMALL, [beside])
            near = any(there.holds(c.place.latitude, c.place.longitude) for c in similar)
            assert is_like_any(name, gazetteer, there, least=MIN_SCORE) >= near, (name, beside.place_id)
            found += near
    assert found > 200  # most are near themselves


def test_names_are_those_of_the_key_and_the_ground(gazetteer: Gazetteer) -> None:
    place = next(p for p in gazetteer.places("village") if p.name_ar)
    there = Nearby(gazetteer, _SMALL, [place])
    for key in gazetteer.keys_from(0)[::50]:
        near = dict(there.names([key]))
        groups = gazetteer.alike([key])[key].values()
        for number in {n for group in groups for numbers in group for n in numbers}:
            other = gazetteer.place(gazetteer.owner(number))
            wanted = other.kind in _SMALL and there.holds(other.latitude, other.longitude)
            assert (number in near) == wanted
