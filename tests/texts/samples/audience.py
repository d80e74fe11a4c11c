"""Whom a manager's notice is for."""

from tests.texts.samples.world import ALICE, BLOCK_3, SLY, Samples

SAMPLES: Samples = {
    "audience.place": [{"building": BLOCK_3, "floors": "5, 12"}],
    "audience.choices": [
        {"whom": BLOCK_3, "people": 86, "names": [ALICE, SLY]},
        {"whom": BLOCK_3, "people": 1, "names": []},
    ],
    "audience.floors": [{"whom": BLOCK_3}],
}
