"""What waits for a second pair of eyes."""

from tests.texts.samples.world import Samples

SAMPLES: Samples = {}
