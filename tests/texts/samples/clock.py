"""What falls due."""

from datetime import timedelta

from tests.texts.samples.world import AT_WORK, BOB, COMPLAINT, FIRE, LEAK, NOW, SUE, Samples

_SOON, _GONE = NOW + timedelta(hours=2), NOW - timedelta(days=1)

SAMPLES: Samples = {
    "clock.warned": [
        LEAK | {"clock": "response", "late": False, "emergency": False},
        LEAK | {"clock": "response", "late": True, "emergency": False},
        AT_WORK | {"clock": "next_response", "late": False, "emergency": False},
        AT_WORK | {"clock": "next_response", "late": True, "emergency": False},
        AT_WORK | {"clock": "resolution", "late": False, "emergency": False},
        AT_WORK | {"clock": "resolution", "late": True, "emergency": False},
        AT_WORK | {"clock": "promise", "late": False, "emergency": False},
        AT_WORK | {"clock": "promise", "late": True, "emergency": False, "accountable": SUE},
        FIRE | {"clock": "response", "late": False, "emergency": True},
        FIRE | {"clock": "resolution", "late": False, "emergency": True},
    ],
    "clock.priority_which": [LEAK],
    "clock.prioritised": [LEAK | {"by": BOB, "priority_code": "P2", "resolve_by": _SOON}],
    "clock.late_apology": [AT_WORK, COMPLAINT],
    "clock.rung": [
        LEAK | {"clock": "response", "level": 50, "due": _SOON},
        AT_WORK | {"clock": "resolution", "level": 80, "due": _SOON},
        LEAK | {"clock": "response", "level": 100, "due": NOW},
        AT_WORK | {"clock": "next_response", "level": 50, "due": _SOON},
        AT_WORK | {"clock": "next_response", "level": 150, "due": _GONE},
        AT_WORK | {"clock": "promise", "level": 80, "due": _SOON},
        COMPLAINT | {"clock": "resolution", "level": 200, "due": _GONE},
    ],
}
