"""What waits for a second pair of eyes."""

from datetime import timedelta

from tests.texts.samples.world import (
    A_LINK,
    ALICE,
    BLOCK_3,
    BOB,
    EXCLAIMS,
    HEATER,
    LETTER,
    NOW,
    SLY,
    SUE,
    WEEKLY,
    Samples,
    Worded,
)

_VERSIONS = [
    {"reading": "zh-Hant", "words": LETTER, "people": 52},
    {"reading": "en", "words": LETTER, "people": 1},
]

SAMPLES: Samples = {
    "approval.asked": [{"names": [SUE]}, {"names": [SUE, SLY]}],
    "approval.preview": [
        {
            "versions": [LETTER, LETTER],
            "whom": BLOCK_3,
            "people": 86,
            "stops": 0,
            "at_once": False,
            "morning": NOW + timedelta(hours=22),
            "follows": "works",
            "must": [],
            "could": [EXCLAIMS],
        },
        {
            "versions": [LETTER],
            "whom": BLOCK_3,
            "people": 1,
            "stops": 1,
            "at_once": True,
            "morning": NOW + timedelta(hours=22),
            "follows": "reminders_moved",
            "must": [],
            "could": [],
        },
        {
            "versions": [LETTER],
            "whom": BLOCK_3,
            "people": 0,
            "stops": 0,
            "at_once": False,
            "morning": None,
            "follows": "reminders_off",
            "must": [A_LINK],
            "could": [],
        },
    ],
    "approval.request": [
        {
            "by": BOB,
            "versions": _VERSIONS,
            "whom": BLOCK_3,
            "people": 53,
            "stops": 40,
            "names": [ALICE, SLY],
            "could": [EXCLAIMS],
            "send_at": None,
            "morning": NOW + timedelta(hours=22),
            "again": None,
        },
        {
            "by": SLY,
            "versions": _VERSIONS[:1],
            "whom": BLOCK_3,
            "people": 1,
            "stops": 0,
            "names": [],
            "could": [],
            "send_at": NOW + timedelta(days=1),
            "morning": None,
            "again": WEEKLY,
        },
    ],
    "approval.came_back": [
        {
            "by": SUE,
            "reason": Worded("時間寫錯了", "时间写错了", "The <time> is wrong & so is the day"),
        }
    ],
    "approval.urgent": [{"people": 53}, {"people": 1}],
    "approval.review": [
        {
            "by": BOB,
            "since": NOW - timedelta(hours=9),
            "versions": _VERSIONS,
            "whom": BLOCK_3,
            "people": 53,
        },
        {
            "by": None,
            "since": NOW - timedelta(days=2),
            "versions": _VERSIONS[:1],
            "whom": BLOCK_3,
            "people": 1,
        },
    ],
    "approval.nobody_else": [{"can_be_urgent": True}, {"can_be_urgent": False}],
    "approval.remarks": [
        {"must": [A_LINK], "could": [EXCLAIMS]},
        {"must": [], "could": [EXCLAIMS]},
    ],
    "approval.year": [{"words": LETTER, "position": 1, "total": 31}],
    "approval.year_approved": [{"title": HEATER}],
    "approval.asked_for_words": [{"names": [SUE]}, {"names": [SUE, SLY]}],
    "approval.too_late": [{"expires": NOW + timedelta(hours=9)}],
    "approval.notice_asked": [{"by": BOB, "title": HEATER, "due": NOW + timedelta(days=3)}],
    "approval.asked_for_notice": [
        {"names": [SUE], "due": NOW + timedelta(days=3)},
        {"names": [SUE, SLY], "due": NOW + timedelta(days=3)},
    ],
    "approval.reworded": [{"by": BOB, "title": HEATER, "due": NOW + timedelta(days=3)}],
    "approval.words_approved": [{"by": SUE, "title": HEATER, "due": NOW + timedelta(days=3)}],
}
