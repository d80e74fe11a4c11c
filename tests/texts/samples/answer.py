"""Letters that ask to be acknowledged."""

from tests.texts.samples.world import HEATER, Samples

SAMPLES: Samples = {
    "answer.help_is_coming": [{"number": 17}],
    "answer.help_wanted": [{"title": HEATER}],
}
