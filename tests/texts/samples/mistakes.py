"""What is wrong in a file of words, each flaw as it is told."""

from tests.texts.mistakes import EXAMPLES, text_of
from tests.texts.samples.world import Samples

SAMPLES: Samples = {}
for _each in EXAMPLES:
    SAMPLES.setdefault(text_of(_each.flaw), []).append(_each.values)
