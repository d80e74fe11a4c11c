"""Letters that ask to be acknowledged."""

from reminders.broadcast.answers import Answers
from tests.texts.samples.world import ALICE, BLOCK_3, HEATER, NOW, SLY, Samples, Values

_NUMBERS: Values = {
    "title": HEATER,
    "counted": Answers(understood=187, needs_help=1, reached=2, silent=10),
}
_ALL: Values = {
    "title": HEATER,
    "counted": Answers(understood=200, needs_help=0, reached=0, silent=0),
}

SAMPLES: Samples = {
    "answer.help_is_coming": [{"number": 17}],
    "answer.help_wanted": [{"title": HEATER}],
    "answer.reminder": [{"title": HEATER}],
    "answer.so_far": [
        _NUMBERS | {"reminded": 9},
        _NUMBERS | {"reminded": 0},
        _ALL | {"reminded": 0},
    ],
    "answer.who_not": [
        _NUMBERS
        | {
            "floors": [
                {
                    "place": BLOCK_3,
                    "people": [
                        {"unit": "3-12F", "name": ALICE, "arrived": True},
                        {"unit": "3-15A", "name": SLY, "arrived": False},
                    ],
                }
            ],
            "page": 1,
            "pages": 2,
        },
        _ALL | {"floors": [], "page": 1, "pages": 1},
    ],
    "answer.paper": [_NUMBERS],
    "answer.paper_summary": [_NUMBERS, _ALL],
    "answer.paper_printed": [{"by": ALICE, "since": NOW}],
    "answer.paper_page": [{"page": 1, "pages": 3}],
    "answer.paper_floor": [{"floor": "12"}],
    "answer.paper_heading": [{"building": BLOCK_3, "level": "12F"}],
    "answer.how_reached": [{"name": ALICE}],
    "answer.ticked_off": [{"name": ALICE}],
}
