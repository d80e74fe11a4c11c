"""What managers say to many, and what became of it."""

from datetime import timedelta

from tests.texts.samples.world import (
    A_LINK,
    ALICE,
    BLOCK_3,
    BOB,
    EXCLAIMS,
    HEATER,
    HOME,
    LETTER,
    NOTICE,
    NOW,
    SLY,
    SUE,
    WEEKLY,
    Samples,
    Values,
    Worded,
)

_REPORT: Values = {
    "total": 200,
    "sent": 193,
    "unreachable": 4,
    "failed": 2,
    "in_doubt": 1,
    "waiting": 0,
    "names": [
        Worded("3-12F 陳雅麗", "3-12F 陈雅丽", "3-12F Alice Chan"),
        Worded("3-15A 蘇敏", "3-15A 苏敏", "3-15A Sue So"),
    ],
    "title": HEATER,
    "understood": 120,
    "needs_help": 2,
    "asks": True,
    "why": {
        "unreachable": [
            {"said": Worded("封鎖了管家", "拉黑了管家", "blocked the bot"), "n": 3},
            {"said": Worded("先前就收不到", "之前就收不到", "out of reach before"), "n": 1},
        ],
        "failed": [
            {"said": Worded("Telegram 不收", "Telegram 不收", "refused by Telegram"), "n": 2}
        ],
    },
    "more": 5,
    "again_at": NOW + timedelta(days=7),
}


SAMPLES: Samples = {
    "broadcast.too_long": [{"limit": 3500, "length": 4012}],
    "broadcast.frame": [{"words": NOTICE}],
    "broadcast.test_whom": [{"names": [SUE, SLY]}],
    "broadcast.test": [{"by": SUE, "words": LETTER}],
    "broadcast.correction_frame": [{"words": NOTICE}],
    "broadcast.preview": [
        {
            "versions": [LETTER],
            "whom": BLOCK_3,
            "people": 86,
            "stops": 12,
            "names": [ALICE, SLY],
            "missing": [Worded("加簡體中文", "加繁体中文", "Add Traditional Chinese")],
            "must": [],
            "could": [],
            "send_at": NOW + timedelta(days=1),
            "morning": None,
            "again": WEEKLY,
        },
        {
            "versions": [LETTER, LETTER, LETTER],
            "whom": HOME,
            "people": 0,
            "stops": 0,
            "names": [],
            "missing": [],
            "must": [A_LINK],
            "could": [EXCLAIMS],
            "send_at": None,
            "morning": NOW + timedelta(hours=22),
            "again": None,
        },
    ],
    "broadcast.write_version": [{"reading": "en"}],
    "broadcast.progress": [
        {"total": 200, "sent": 80, "unreachable": 1, "failed": 0, "waiting": 119}
        | {"approver": SUE, "title": None, "morning": None},
        {"total": 200, "sent": 193, "unreachable": 4, "failed": 3, "waiting": 0}
        | {"approver": None, "title": None, "morning": None},
        {"total": 200, "sent": 120, "unreachable": 0, "failed": 0, "waiting": 80}
        | {"approver": None, "title": HEATER, "morning": NOW + timedelta(hours=22.5)},
    ],
    "broadcast.when": [{"why": each} for each in ("how", "unclear", "far")],
    "broadcast.when_moved": [
        {"wanted": NOW + timedelta(hours=17), "send_at": NOW + timedelta(hours=22.5)}
    ],
    "broadcast.approved_for": [{"send_at": NOW + timedelta(days=1)}],
    "broadcast.scheduled": [
        {"approver": SUE, "title": NOTICE, "send_at": NOW + timedelta(days=1)},
    ],
    "broadcast.scheduled_list": [
        {
            "lines": [
                {"title": NOTICE, "send_at": NOW + timedelta(days=1), "again": False},
                {"title": HEATER, "send_at": NOW + timedelta(days=8), "again": True},
            ]
        }
    ],
    "broadcast.scheduled_one": [
        {
            "versions": [{"reading": "zh-Hant", "words": LETTER, "people": 52}],
            "whom": BLOCK_3,
            "people": 53,
            "send_at": NOW + timedelta(days=8),
            "again": WEEKLY,
            "to_come": 3,
            "by": BOB,
            "approver": SUE,
        }
    ],
    "broadcast.called_off": [
        {"title": NOTICE, "by": None, "send_at": None, "again_at": None, "whole": False},
        {"title": NOTICE, "by": SLY, "send_at": NOW + timedelta(days=1), "whole": False}
        | {"again_at": NOW + timedelta(days=8)},
        {"title": NOTICE, "by": SLY, "send_at": None, "again_at": None, "whole": True},
    ],
    "broadcast.passed_over": [
        {"title": NOTICE, "send_at": NOW - timedelta(days=2), "again_at": each}
        for each in (NOW + timedelta(days=5), None)
    ],
    "broadcast.repeat": [{"why": each, "most": 183} for each in ("how", "unclear")],
    "broadcast.repeat_until": [
        {"why": each, "most": 52} for each in ("how", "unclear", "soon", "far")
    ],
    "broadcast.repeated": [
        *({"every": "day", "step": step, "times": 4, "last": None} for step in (1, 7, 14, 10)),
        {"every": "month", "step": 1, "times": None, "last": NOW + timedelta(days=100)},
    ],
    "broadcast.left_behind": [{"words": LETTER, "send_at": NOW - timedelta(days=2)}],
    "broadcast.missed": [{"title": NOTICE, "send_at": NOW - timedelta(days=2)}],
    "broadcast.report_file": [{"title": HEATER}],
    "broadcast.report": [
        _REPORT,
        _REPORT
        | {"sent": 200, "unreachable": 0, "failed": 0, "in_doubt": 0, "names": []}
        | {"understood": 0, "needs_help": 0, "asks": False, "why": {}, "more": 0, "again_at": None},
    ],
}
