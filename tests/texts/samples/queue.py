"""What the desk reads when it looks for tickets."""

from datetime import timedelta

from tests.texts.samples.world import AT_WORK, COMPLAINT, NOW, Samples, Values, Worded

_LISTED: Values = AT_WORK | {
    "lamp": "🟡",
    "link": "https://t.me/c/2000000001/17",
    "mine": True,
    "private": False,
    "due": NOW + timedelta(hours=3),
    "late": False,
}
_LATE = _LISTED | {"number": 1021, "due": NOW - timedelta(hours=20), "late": True, "lamp": "🟠"}
_PRIVATE = _LISTED | COMPLAINT | {"private": True, "link": None, "mine": False}
_RESOLVED = _LISTED | {"due": None, "state": Worded("待業主確認", "待业主确认", "Fixed?")}

SAMPLES: Samples = {
    "queue.page": [
        {"tab": "mine", "total": "2", "tickets": [_LATE, _LISTED]},
        {"tab": "team", "total": "17", "tickets": [_LISTED, _LISTED | {"mine": False}]},
        {"tab": "all", "total": "1,000+", "tickets": [_LATE, _PRIVATE]},
        {"tab": "overdue", "total": "1", "tickets": [_LATE]},
        {"tab": "waiting", "total": "1", "tickets": [_RESOLVED]},
        {"tab": "mine", "total": "0", "tickets": []},
    ],
}
