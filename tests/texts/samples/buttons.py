"""Labels that say more than one word of their own."""

from tests.texts.samples.world import BLOCK_3, BOB, HOME, LEAK, Samples, Worded

_TAB = [{"count": "1,000+", "here": True}]

SAMPLES: Samples = {
    **{f"buttons.queue_{tab}": _TAB for tab in ("mine", "team", "all", "overdue", "waiting")},
    "buttons.add_to": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.open_again": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.take_one": [{"mark": "①"}],
    "buttons.ticket": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.same_place": [{"number": 1024}],
    "buttons.my_home": [{"unit": HOME}],
    "buttons.shared_part": [{"building": BLOCK_3}],
    "buttons.vouch": [{"unit": HOME}],
    "buttons.promise": [{"when": Worded("明天 15:00", "明天 15:00", "tomorrow 15:00")}],
    "buttons.move_agreed": [
        {"when": Worded("11月27日（週五）15:00", "11月27日（周五）15:00", "Fri 27 Nov, 15:00")}
    ],
    "buttons.not_them": [{"name": BOB}],
    "buttons.not_them_surely": [{"name": BOB}],
    "buttons.year": [{"count": 31}],
    "buttons.submit": [{"people": 86}],
    "buttons.send_unasked": [{"people": 86}],
    "buttons.repeat_times": [{"count": 12}],
    "buttons.approve_broadcast": [{"people": 86}],
    "buttons.urgent_surely": [{"people": 86}],
    "buttons.help_wanted": [{"number": 1024}],
    "buttons.party": [{"heads": 4}],
}
