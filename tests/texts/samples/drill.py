"""Exercises: what the desk reads, and whoever began one."""

from tests.texts.samples.world import (
    ALICE,
    BLOCK_3,
    BOB,
    FIRE,
    HOME,
    SLY,
    SUE,
    Samples,
    Values,
    Worded,
)

_FIRE = FIRE | {"place": BLOCK_3}

_BOARD: Values = {"number": 1026, "building": BLOCK_3, "asked": 86}


def _line(home: str, name: object, *, reachable: bool = True) -> Values:
    return {"home": home, "name": name, "reachable": reachable}


_12: Values = {"floor": "12", "lines": [_line("3-12A", SLY), _line("3-12F", SUE, reachable=False)]}
_2: Values = {"floor": "2", "lines": [_line("3-2A", BOB)]}

SAMPLES: Samples = {
    "drill.scene": [{"title": FIRE["title"], "building": BLOCK_3}],
    "drill.how": [{"dangers": [FIRE["title"], Worded("瓦斯味", "燃气味", "Smell of gas")]}],
    "drill.running": [_FIRE | {"by": None}, _FIRE | {"by": SUE}],
    "drill.begun": [_FIRE],
    "drill.report": [
        _FIRE
        | {
            "forgotten": False,
            "lasted": "25:08",
            "went": [{"name": BOB, "after": "0:40"}, {"name": SLY, "after": "12:05"}],
            "unanswered": [SUE],
        },
        _FIRE | {"forgotten": True, "lasted": "4:00:00", "went": [], "unanswered": [BOB, SUE]},
        _FIRE
        | {
            "forgotten": False,
            "lasted": "5:00",
            "went": [{"name": BOB, "after": "0:40"}],
            "unanswered": [],
        },
    ],
    "drill.are_you_safe": [{"building": BLOCK_3, "title": FIRE["title"]}],
    "drill.all_clear": [
        {"building": BLOCK_3, "title": FIRE["title"], "false_alarm": True},
        {"building": BLOCK_3, "title": FIRE["title"], "false_alarm": False},
    ],
    "drill.asked": [{"people": 86}, {"people": 1}],
    "drill.would_ask": [
        _FIRE | {"people": 86, "floors": 18},
        _FIRE | {"people": 1, "floors": 1},
    ],
    "drill.needs_help": [FIRE | {"who": SLY, "home": HOME}],
    "drill.safe_now": [FIRE | {"who": ALICE, "home": HOME}],
    "drill.board": [
        _BOARD
        | {"safe": 84, "in_need": 1, "named": [_line("3-12F", ALICE)], "unheard": [_12], "more": 0},
        _BOARD | {"safe": 0, "in_need": 0, "named": [], "unheard": [_12, _2], "more": 83},
        _BOARD
        | {"safe": 40, "in_need": 46, "named": [_line("3-12F", ALICE)], "unheard": [], "more": 0},
        _BOARD | {"safe": 86, "in_need": 0, "named": [], "unheard": [], "more": 0},
    ],
}
