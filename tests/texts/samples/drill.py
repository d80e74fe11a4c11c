"""Exercises: what the desk reads, and whoever began one."""

from tests.texts.samples.world import BLOCK_3, BOB, FIRE, SLY, SUE, Samples, Worded

_FIRE = FIRE | {"place": BLOCK_3}

SAMPLES: Samples = {
    "drill.scene": [{"title": FIRE["title"], "building": BLOCK_3}],
    "drill.how": [{"dangers": [FIRE["title"], Worded("瓦斯味", "燃气味", "Smell of gas")]}],
    "drill.running": [_FIRE],
    "drill.begun": [_FIRE],
    "drill.report": [
        _FIRE
        | {
            "lasted": "25:08",
            "went": [{"name": BOB, "after": "0:40"}, {"name": SLY, "after": "12:05"}],
            "unanswered": [SUE],
        },
        _FIRE | {"lasted": "5:00", "went": [], "unanswered": [BOB, SUE]},
        _FIRE | {"lasted": "5:00", "went": [{"name": BOB, "after": "0:40"}], "unanswered": []},
    ],
}
