"""What anybody is told."""

from datetime import timedelta

from tests.texts.samples.world import (
    ALICE,
    BLOCK_3,
    BOB,
    HOME,
    NOW,
    SLY,
    SUE,
    Samples,
    Values,
    Worded,
)

_PLACE: Values = {"building": None, "floor": None, "door": None, "room": None, "said": None}


A_PET = Worded("養寵物", "养宠物", "A pet")
FESTIVALS = Worded("節慶", "节日", "Festivals")

SAMPLES: Samples = {
    "common.place": [
        _PLACE | {"building": BLOCK_3, "floor": "12", "door": "F", "room": "kitchen"},
        _PLACE | {"building": BLOCK_3, "floor": "12", "room": "corridor"},
        _PLACE | {"building": BLOCK_3, "floor": "G", "room": "lift"},
        _PLACE | {"floor": "B2", "room": "car_park"},
        _PLACE | {"room": "pool"},
        _PLACE | {"said": Worded("大門左邊那棵樹", "大门左边那棵树", "the tree left of the gate")},
        _PLACE,
    ],
    "common.choose_language": [{"name": ALICE}, {"name": SLY}],
    "common.welcome": [
        {
            "name": ALICE,
            "unit": HOME,
            "bound": True,
            "works": False,
            "leads": False,
            "manages": False,
        },
        {
            "name": SLY,
            "unit": None,
            "bound": False,
            "works": False,
            "leads": False,
            "manages": False,
        },
        {"name": BOB, "unit": None, "bound": True, "works": True, "leads": False, "manages": False},
        {"name": SUE, "unit": None, "bound": True, "works": True, "leads": True, "manages": True},
    ],
    "common.help": [
        {"bound": True, "works": False, "leads": False, "manages": False, "heads": False},
        {"bound": True, "works": True, "leads": True, "manages": True, "heads": True},
        {"bound": False, "works": False, "leads": False, "manages": False, "heads": False},
    ],
    "common.my_data": [
        {
            "name": ALICE,
            "units": [HOME],
            "marks": [A_PET],
            "spared": [],
            "tickets": 3,
            "since": NOW - timedelta(days=400),
        },
        {"name": SLY, "units": [], "marks": [], "spared": [FESTIVALS], "tickets": 0, "since": NOW},
    ],
    "common.not_for_you": [{"command": "queue"}],
    "common.unknown_command": [{"command": "<b>dance"}],
}
