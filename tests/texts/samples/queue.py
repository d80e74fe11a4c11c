"""What the desk reads when it looks for tickets."""

from datetime import timedelta

from db.figures import Share
from tests.texts.samples.world import AT_WORK, COMPLAINT, HOME, NOW, SLY, Samples, Values, Worded

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
_OVER = _LISTED | {"due": None, "lamp": "⚪", "state": Worded("已結案", "已结案", "Closed")}
_MET, _MISSED = _OVER | {"met": True}, _LATE | {"met": False}
_SHARES = {
    "retention": Share(12, 14),
    "response": Share(31, 31),
    "on_time": Share(26, 30),
    "promises": Share(8, 9),
    "reopened": Share(1, 28),
}

SAMPLES: Samples = {
    "queue.page": [
        {"tab": "mine", "total": "2", "tickets": [_LATE, _LISTED]},
        {"tab": "team", "total": "17", "tickets": [_LISTED, _LISTED | {"mine": False}]},
        {"tab": "all", "total": "1,000+", "tickets": [_LATE, _PRIVATE]},
        {"tab": "overdue", "total": "1", "tickets": [_LATE]},
        {"tab": "waiting", "total": "1", "tickets": [_RESOLVED]},
        {"tab": "mine", "total": "0", "tickets": []},
    ],
    "queue.found": [
        {"sought": Worded("漏水", "漏水", "leak"), "page": 2, "more": True}
        | {"tickets": [_LISTED, _PRIVATE, _OVER]},
        {"sought": HOME, "page": 1, "more": False, "tickets": [_LISTED]},
        {"sought": SLY, "page": 3, "more": True, "tickets": []},
    ],
    "queue.nothing_found": [{"sought": SLY}],
    "queue.figures": [
        {"days": 30, "shares": _SHARES},
        {"days": 7, "shares": dict.fromkeys(_SHARES, Share(0, 0))},
    ],
    "queue.behind": [
        {"figure": "on_time", "days": 30, "tickets": [_MISSED, _MET | {"link": None}]},
        {"figure": "reopened", "days": 30, "tickets": [_MET, _MISSED | _PRIVATE]},
        {"figure": "promises", "days": 7, "tickets": []},
    ],
}
