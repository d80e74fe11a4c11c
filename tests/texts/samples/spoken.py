"""What goes out to an owner: words held back, times promised."""

from datetime import timedelta

from tests.texts.samples.world import AT_WORK, BOB, NOW, SLY, Samples, Worded

_TOMORROW = {"due": NOW + timedelta(hours=29)}
_LATER = {"wanted": NOW + timedelta(days=3, hours=5)}
_BY_BOB = AT_WORK | {"by": BOB}

_HELD = _BY_BOB | {
    "afresh": False,
    "words": Worded("這是公司規定！", "这是公司规定！", "That's company policy."),
    "kinder": Worded(
        "這樣安排是有原因的，我向您說明，也看看能怎麼幫您。",
        "这样安排是有原因的，我向您说明，也看看能怎么帮您。",
        "There is a reason for this. I will explain it and see how I can help.",
    ),
}

SAMPLES: Samples = {
    "spoken.held": [
        _HELD,
        _HELD | {"by": SLY, "words": "<b>" + 400 * "x", "kinder": None},
        _HELD | {"afresh": True},
    ],
    "spoken.promise_offer": [AT_WORK | _TOMORROW],
    "spoken.promised": [_BY_BOB | _TOMORROW],
    "spoken.promised_here": [_BY_BOB | _TOMORROW],
    "spoken.kept_here": [_BY_BOB | _TOMORROW],
    "spoken.time_wanted": [_BY_BOB | _TOMORROW],
    "spoken.no_time_read": [AT_WORK | _TOMORROW],
    "spoken.move_asked": [_BY_BOB | _TOMORROW | _LATER],
    "spoken.move_passed_on": [AT_WORK | _LATER],
    "spoken.moved": [AT_WORK | _TOMORROW],
    "spoken.move_refused": [AT_WORK | _TOMORROW],
    "spoken.broken_sorry": [_BY_BOB | {"due": NOW}],
    "spoken.broken": [_BY_BOB | {"due": NOW}],
}
