"""Hypothesis for machines of any speed: few examples, the same ones every time, no deadline."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "geomap",
    max_examples=80,
    deadline=None,  # the first example loads the gazetteer
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("geomap")
