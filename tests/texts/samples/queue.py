"""What the desk reads when it looks for tickets."""

from datetime import timedelta

from db.figures import Share
from tests.texts.samples.world import (
    AT_WORK,
    BOB,
    COMPLAINT,
    HOME,
    NOW,
    SLY,
    Samples,
    Values,
    Worded,
)

_LISTED: Values = AT_WORK | {
    "lamp": "🟡",
    "link": "https://t.me/c/2000000001/17",
    "mine": True,
    "confidential": False,
    "due": NOW + timedelta(hours=3),
    "late": False,
}
_LATE = _LISTED | {"number": 1021, "due": NOW - timedelta(hours=20), "late": True, "lamp": "🟠"}
_PRIVATE = _LISTED | COMPLAINT | {"confidential": True, "link": None, "mine": False}
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
_KNOWN = "{{ owner }}, {{ place }}"
_SEEN = Worded("您說的我看到了。", "您说的我看到了。", "I have read your report.")

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
    "queue.quick_which": [AT_WORK],
    "queue.quick_preview": [
        AT_WORK | {"words": _SEEN, "other": False},
        AT_WORK | {"owner": SLY, "words": "<b>1</b>", "other": True},
    ],
    "queue.quick_sent": [{"number": 1024}],
    "queue.quick_said": [AT_WORK | {"by": BOB}],
    "queue.replies": [
        {
            "replies": [
                {"code": "garage", "title": "garage", "own": True},
                {"code": "seen", "title": Worded("收到了", "收到了", "Received"), "own": False},
            ]
        }
    ],
    "queue.reply": [
        {"code": "seen", "texts": [("zh-Hant", "{{ owner }}，您好！"), ("en", "Hello {{ owner }}")]}
    ],
    "queue.reply_saved": [
        {"code": "garage", "lacking": "zh-Hans, en"},
        {"code": "garage", "lacking": ""},
    ],
    "queue.reply_dropped": [{"code": "garage"}],
    "queue.no_such_reply": [{"code": "garage"}],
    "queue.reply_code": [{"code": SLY}],
    "queue.reply_wrong": [
        {"what": "unknown", "line": 2, "name": "ownr", "known": _KNOWN},
        {"what": "forbidden", "line": 1, "name": "", "known": _KNOWN},
        {"what": "syntax", "line": 1, "name": "", "known": _KNOWN},
        {"what": "long", "line": 9, "name": "", "known": _KNOWN},
    ],
}
