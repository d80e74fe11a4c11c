"""What owners say of their household, and what they would rather not have."""

from tests.texts.samples.world import ALICE, HOME, SLY, Samples

SAMPLES: Samples = {
    "household.home": [{"unit": HOME, "marked": 0}, {"unit": HOME, "marked": 2}],
    "household.quiet": [
        {"name": ALICE, "everything": False},
        {"name": SLY, "everything": True},
    ],
}
