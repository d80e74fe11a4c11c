"""The menu behind the desk's card."""

from tests.texts.samples.world import LEAK, Samples

SAMPLES: Samples = {
    "desk.more": [LEAK],
}
