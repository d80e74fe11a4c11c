"""Corrections that are ready."""

from datetime import timedelta

from tests.texts.samples.world import HEATER, NOW, Samples

SAMPLES: Samples = {
    "correction.over": [{"title": HEATER}],
    "correction.moved": [{"title": HEATER, "first_day": NOW + timedelta(days=9)}],
    "correction.error": [{"title": HEATER}],
}
