"""Official warnings, as managers read of them."""

from tests.texts.samples.world import Samples

SAMPLES: Samples = {}
