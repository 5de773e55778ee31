"""Kurdish words before a name in running text: what they say of the place goes with the name."""

from __future__ import annotations

import pytest

from geomap import Gazetteer, Report
from geomap.models import Status
from geomap.pipeline import locate


@pytest.mark.parametrize(
    ("text", "name", "expression"),
    [
        ("Li gundewarê Dirbêsiyê agir bi zeviyan ket.", "Dirbêsiyê", "gundewarê Dirbêsiyê"),
        ("Li nêzîkî Dirbêsiyê balafirek ket.", "Dirbêsiyê", "nêzîkî Dirbêsiyê"),
        ("Li derdora Kobanê agir bi daristanê ket.", "Kobanê", "derdora Kobanê"),
    ],
)
def test_about_the_town_is_not_in_the_town(
    text: str, name: str, expression: str, gazetteer: Gazetteer
) -> None:
    (about,) = locate(Report("about", text), gazetteer)
    assert about.resolution.status is Status.RESOLVED
    assert (about.resolution.mention.toponym, about.resolution.mention.expression) == (name, expression)
    (town,) = locate(Report("town", text.replace(expression, f"bajarê {name}")), gazetteer)
    assert about.grounding is not None and town.grounding is not None
    assert about.grounding.uncertainty_m > town.grounding.uncertainty_m
    assert about.grounding.geo_precision > town.grounding.geo_precision
