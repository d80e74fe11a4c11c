"""What managers say to many, and what became of it."""

from tests.texts.samples.world import (
    A_LINK,
    ALICE,
    BLOCK_3,
    EXCLAIMS,
    HEATER,
    HOME,
    LETTER,
    NOTICE,
    SLY,
    SUE,
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
}


SAMPLES: Samples = {
    "broadcast.too_long": [{"limit": 3500, "length": 4012}],
    "broadcast.frame": [{"words": NOTICE}],
    "broadcast.preview": [
        {
            "versions": [LETTER],
            "whom": BLOCK_3,
            "people": 86,
            "names": [ALICE, SLY],
            "missing": [Worded("加簡體中文", "加繁体中文", "Add Traditional Chinese")],
            "must": [],
            "could": [],
        },
        {
            "versions": [LETTER, LETTER, LETTER],
            "whom": HOME,
            "people": 0,
            "names": [],
            "missing": [],
            "must": [A_LINK],
            "could": [EXCLAIMS],
        },
    ],
    "broadcast.write_version": [{"reading": "en"}],
    "broadcast.progress": [
        {"total": 200, "sent": 80, "unreachable": 1, "failed": 0, "waiting": 119}
        | {"approver": SUE},
        {"total": 200, "sent": 193, "unreachable": 4, "failed": 3, "waiting": 0}
        | {"approver": None},
    ],
    "broadcast.report": [
        _REPORT,
        _REPORT
        | {"title": None, "sent": 200, "unreachable": 0, "failed": 0, "in_doubt": 0, "names": []},
    ],
}
