"""One outage that many report: what the owners and the desk read."""

from datetime import timedelta

from tests.texts.samples.world import (
    AT_WORK,
    BLOCK_3,
    BOB,
    LEAK,
    LEAK_SAID,
    NOW,
    SUE,
    Samples,
    Values,
    Worded,
)

_NO_WATER: Values = {
    "building": BLOCK_3,
    "matter": Worded("停水", "停水", "No water"),
    "lead": 1024,
}

_CARD: Values = _NO_WATER | {
    "state_code": "proposed",
    "accountable": BOB,
    "reports": 3,
    "homes": ["3-12F", "3-5A", "3-7B"],
    "more_homes": 0,
    "newest": [
        {"number": 1031, "said": Worded("沒有 <水>", "没有 <水>", "No <water> & no answer")},
        {"number": 1024, "said": LEAK_SAID},
    ],
    "joined": 1,
    "fixed": 0,
    "not_fixed": 0,
    "waiting": 3,
}

_WORKS: Values = _NO_WATER | {
    "starts": NOW + timedelta(days=8),
    "ends": NOW + timedelta(days=8, hours=2),
}

_OVERNIGHT: Values = _WORKS | {"ends": NOW + timedelta(days=9)}

_MOVED: Values = _WORKS | {
    "was_starts": NOW + timedelta(days=7),
    "was_ends": NOW + timedelta(days=7, hours=3),
}

_BURST = Worded("幹管破裂", "干管破裂", "main burst")

_ANNOUNCED: Values = _WORKS | {
    "words": Worded(
        "清洗水塔，請先 <儲水>。", "清洗水箱，请提前 <储水>。", "Please fill a <bucket>."
    ),
    "urgent": None,
}

SAMPLES: Samples = {
    "incident.works_how": [
        {"mistake": mistake}
        for mistake in (None, "form", "time", "past", "reason", "matter", "building")
    ],
    "incident.works_disturb": [{"hours": ["06:30–09:00", "17:30–22:30"]}],
    "incident.works_unkind": [
        {
            "words": Worded("這是公司規定", "这是公司规定", "that's company policy"),
            "kinder": Worded("說明如下 <停水>", "说明如下 <停水>", "Let me explain <water>"),
        }
    ],
    "incident.works_announced": [
        _ANNOUNCED,
        _ANNOUNCED | {"urgent": _BURST},
    ],
    "incident.works_tomorrow": [_WORKS, _OVERNIGHT],
    "incident.works_begun": [_WORKS],
    "incident.works_over": [_WORKS],
    "incident.works_under_way": [_WORKS],
    "incident.works_over_yet": [_WORKS],
    "incident.works_standing": [_WORKS | {"begun": False}, _OVERNIGHT | {"begun": True}],
    "incident.works_move_how": [
        _WORKS | {"mistake": mistake, "begun": begun}
        for mistake, begun in (
            (None, False),
            ("time", True),
            ("past", False),
            ("reason", True),
            ("same", False),
        )
    ],
    "incident.works_moved": [
        _MOVED | {"urgent": None, "begun": False},
        _MOVED | {"urgent": _BURST, "begun": True},
        _MOVED | _OVERNIGHT | {"urgent": _BURST, "begun": False},
    ],
    "incident.works_called_off": [_WORKS, _OVERNIGHT],
    "incident.works_same": [LEAK | _WORKS],
    "incident.same_problem": [LEAK | _NO_WATER],
    "incident.apart": [AT_WORK],
    "incident.opened": [
        AT_WORK | _NO_WATER | {"unsure": True},
        AT_WORK | _NO_WATER | {"unsure": False},
    ],
    "incident.update": [AT_WORK | {"by": BOB, "words": "Pump replaced by 16:00 <sharp>"}],
    "incident.card": [
        _CARD,
        _CARD | {"state_code": "open", "reports": 30, "more_homes": 17, "joined": 12},
        _CARD | {"state_code": "resolved", "fixed": 11, "not_fixed": 1, "waiting": 18},
        _CARD | {"state_code": "closed", "fixed": 29, "not_fixed": 1, "waiting": 0},
        _CARD | {"state_code": "dismissed", "reports": 0, "homes": [], "newest": []},
    ],
    "incident.gathered": [LEAK | _NO_WATER],
    "incident.opened_by": [AT_WORK | _NO_WATER | {"by": BOB}],
    "incident.dismissed_by": [LEAK | _NO_WATER | {"by": SUE}],
    "incident.resolved_by": [AT_WORK | _NO_WATER | {"by": BOB}],
    "incident.update_wanted": [AT_WORK | {"by": BOB, "people": 30}],
    "incident.told_all": [AT_WORK | {"people": 30}],
    "incident.stands": [
        _NO_WATER | {"state_code": state}
        for state in ("proposed", "open", "resolved", "closed", "dismissed")
    ],
}
