"""What readers answer to a notice, and who has not."""

from tests.texts.samples.world import Samples

SAMPLES: Samples = {}
