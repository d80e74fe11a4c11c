"""What managers read."""

from datetime import timedelta

from markupsafe import Markup

from tests.texts.samples.world import (
    ALICE,
    ANSWER,
    ASKED,
    BLOCK_3,
    HOME,
    LEAK,
    LEAK_SAID,
    NOW,
    REPAIRS,
    SLY,
    Samples,
    Values,
    Worded,
)

LINK = "https://t.me/guanjia_bot?start=Zm9yLXRlc3RzLW9ubHktbm90LWEtdG9rZW4"

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
    "title": Worded(
        "天涼了，給電暖器留點空間", "天凉了，给电暖器留点空间", "Give the heater some room"
    ),
}

_NOTICE = Worded(
    "明天 09:00 到 12:00 清洗水塔，屆時停水。",
    "明天 09:00 到 12:00 清洗水箱，届时停水。",
    "The water tanks are cleaned tomorrow from 09:00 to 12:00; there will be no water.",
)

_LETTER = Worded(
    *(Markup("📢 <b>…</b>\n\n{}").format(each) for each in (_NOTICE.hant, _NOTICE.hans, _NOTICE.en))
)
"""A notice in its frame, as the conversation hands it over: HTML already."""


SAMPLES: Samples = {
    "manager.vouch": [
        {"who": "Alice", "unit": HOME, "said": LEAK_SAID},
        {"who": SLY, "unit": None, "said": "<script>"},
    ],
    "manager.vouched": [{"who": "Alice", "unit": HOME}],
    "manager.no_such_unit": [{"said": "9-99<Z>"}],
    "manager.invitation": [
        {"link": LINK, "unit": HOME, "team": None, "role": None, "days": 7},
        {"link": LINK, "unit": None, "team": REPAIRS, "role": "staff", "days": 7},
        {"link": LINK, "unit": None, "team": None, "role": "manager", "days": 7},
        {"link": LINK, "unit": None, "team": None, "role": "director", "days": 7},
    ],
    "manager.plan": [
        {
            "days": 60,
            "lines": [
                {
                    "position": 1,
                    "mark": "🕓",
                    "due": NOW + timedelta(days=13),
                    "title": _REPORT["title"],
                    "state": Worded("待核准", "待审批", "Awaiting approval"),
                }
            ],
        },
        {"days": 60, "lines": []},
    ],
    "manager.occurrence": [
        {
            "words": _LETTER,
            "due": NOW + timedelta(days=13),
            "state": Worded("待核准", "待审批", "Awaiting approval"),
            "people": 412,
            "reading": "zh-Hant",
        }
    ],
    "manager.shelf": [{"titles": [_REPORT["title"], Markup("A &amp; B")]}],
    "manager.at_hand": [{"words": _LETTER}],
    "manager.remarks": [
        {
            "lines": [
                {
                    "said": Worded(
                        "用了 2 個驚嘆號。", "用了 2 个感叹号。", "It exclaims 2 times."
                    ),
                    "mend": Worded("最多一個。", "最多一个。", "Once at most."),
                }
            ]
        }
    ],
    "manager.approved_due": [{"title": _REPORT["title"], "due": NOW + timedelta(days=13)}],
    "manager.skipped_title": [{"title": _REPORT["title"]}],
    "manager.write_words": [{"reading": "zh-Hans"}],
    "manager.needs_approval": [{"title": _REPORT["title"], "due": NOW + timedelta(days=3)}],
    "manager.expired": [{"title": _REPORT["title"], "due": NOW - timedelta(days=3)}],
    "manager.broadcast_too_long": [{"limit": 3500, "length": 4012}],
    "manager.broadcast_frame": [{"words": _NOTICE}],
    "manager.preview": [
        {
            "versions": [_LETTER],
            "whom": BLOCK_3,
            "people": 86,
            "names": [ALICE, SLY],
            "missing": [Worded("加簡體中文", "加繁体中文", "Add Traditional Chinese")],
        },
        {
            "versions": [_LETTER, _LETTER, _LETTER],
            "whom": HOME,
            "people": 0,
            "names": [],
            "missing": [],
        },
    ],
    "manager.write_version": [{"reading": "en"}],
    "manager.progress": [
        {"total": 200, "sent": 80, "unreachable": 1, "failed": 0, "waiting": 119},
        {"total": 200, "sent": 193, "unreachable": 4, "failed": 3, "waiting": 0},
    ],
    "manager.report": [
        _REPORT,
        _REPORT
        | {"title": None, "sent": 200, "unreachable": 0, "failed": 0, "in_doubt": 0, "names": []},
    ],
    "manager.first_manager": [{"link": LINK}],
    "manager.lesson": [
        {
            "left": 3,
            "said": LEAK_SAID,
            "source": "corrected",
            "tried": False,
            "was": Worded("排水不通", "排水不通", "Blocked drain"),
            "title": LEAK["title"],
        },
        *(
            {"left": 1, "said": said, "source": source, "tried": tried}
            | {"was": None, "title": LEAK["title"]}
            for said, source, tried in ((SLY, "rerouted", True), (LEAK_SAID, "answered", False))
        ),
    ],
    "manager.open_question": [
        {
            "left": 2,
            "asked": 3,
            "said": ASKED,
            "was": Worded("停車費", "停车费", "Parking fees"),
            "written": ANSWER,
        },
        {"left": 1, "asked": 1, "said": "<b>?", "was": None, "written": None},
    ],
    "manager.lesson_learned": [{"said": LEAK_SAID, "title": LEAK["title"]}],
    "manager.lesson_insisted": [{"said": LEAK_SAID, "title": LEAK["title"]}],
    "manager.files_wrong": [
        {
            "mistakes": [
                {
                    "file": "tap_fault.yaml",
                    "line": 12,
                    "words": Worded(
                        "少了 team，請補上。",
                        "缺了 team，请补上。",
                        "team is missing. Please add it.",
                    ),
                },
                {"file": "samples/en.yaml", "line": 2407, "words": "<kind> & so on " * 20},
            ],
            "more": 3,
        },
        {"mistakes": [{"file": "rules.yaml", "line": 7, "words": "…"}], "more": 0},
    ],
    "manager.lesson_refused": [
        {
            "said": LEAK_SAID,
            "title": Worded("排水不通", "排水不通", "Blocked drain"),
            "unknown": False,
            "owner": None,
            "robbed": [
                {"title": LEAK["title"], "count": 3},
                {"title": Worded("沒水", "没水", "No water"), "count": 1},
            ],
            "points": 0.4,
        },
        {
            "said": LEAK_SAID,
            "title": Worded("排水不通", "排水不通", "Blocked drain"),
            "unknown": False,
            "owner": LEAK["title"],
            "robbed": [],
            "points": 0.0,
        },
        {
            "said": LEAK_SAID,
            "title": "own_7",
            "unknown": True,
            "owner": None,
            "robbed": [],
            "points": 0.0,
        },
    ],
    "manager.lesson_accepted": [{"withdrawn": False}, {"withdrawn": True}],
    "manager.lesson_known": [{"withdrawn": False}, {"withdrawn": True}],
    "manager.question_dismissed": [{"withdrawn": False}, {"withdrawn": True}],
    "manager.which_topic": [{"said": LEAK_SAID}],
    "manager.write_answer": [{"said": ASKED}],
    "manager.write_answer_in": [{"reading": "en"}],
    "manager.answer_too_long": [{"limit": 450, "length": 612}],
    "manager.answer_preview": [
        {
            "said": ASKED,
            "answers": [ANSWER],
            "asked": 3,
            "missing": [
                Worded("加簡體中文", "加繁体中文", "Add Traditional Chinese"),
                Worded("加英文", "加英文", "Add Simplified Chinese"),
            ],
        },
        {"said": ASKED, "answers": [ANSWER, "1 < 2 & {{ 3 }}"], "asked": 1, "missing": []},
    ],
    "manager.answer_published": [
        {"said": ASKED, "told": 3, "left": 1},
        {"said": ASKED, "told": 1, "left": 0},
    ],
    "manager.answer_withdrawn": [{"said": ASKED}],
    "manager.lessons_wait": [
        {"lessons": 3, "questions": 1},
        {"lessons": 1, "questions": 0},
        {"lessons": 0, "questions": 2},
    ],
}
