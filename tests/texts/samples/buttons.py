"""Labels that say more than one word of their own."""

from tests.texts.samples.world import BLOCK_3, HOME, LEAK, Samples

SAMPLES: Samples = {
    "buttons.add_to": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.open_again": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.take_one": [{"mark": "①"}],
    "buttons.ticket": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.my_home": [{"unit": HOME}],
    "buttons.shared_part": [{"building": BLOCK_3}],
    "buttons.vouch": [{"unit": HOME}],
    "buttons.send_broadcast": [{"people": 86}],
}
