"""What managers read."""

from tests.texts.samples.world import (
    ANSWER,
    ASKED,
    HOME,
    LEAK,
    LEAK_SAID,
    REPAIRS,
    SLY,
    Samples,
    Worded,
)

LINK = "https://t.me/guanjia_bot?start=Zm9yLXRlc3RzLW9ubHktbm90LWEtdG9rZW4"

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
