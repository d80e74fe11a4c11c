"""Meetings, announced and answered."""

from tests.texts.samples.world import Samples

SAMPLES: Samples = {}
