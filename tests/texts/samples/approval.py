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
    "approval.request": [
        {
            "by": BOB,
            "versions": _VERSIONS,
            "whom": BLOCK_3,
            "people": 53,
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
    "approval.reworded": [{"by": BOB, "title": HEATER, "due": NOW + timedelta(days=3)}],
    "approval.words_approved": [{"by": SUE, "title": HEATER, "due": NOW + timedelta(days=3)}],
}
