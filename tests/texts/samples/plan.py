"""The seasonal plan, as managers read it."""

from datetime import date, timedelta

from markupsafe import Markup

from db.vocabulary import Theme
from tests.texts.samples.world import HEATER, LETTER, NOW, Samples, Worded

SAMPLES: Samples = {
    "plan.coming": [
        {
            "days": 60,
            "lines": [
                {
                    "position": 1,
                    "mark": "🕓",
                    "due": NOW + timedelta(days=13),
                    "title": HEATER,
                    "state": Worded("待核准", "待审批", "Awaiting approval"),
                }
            ],
        },
        {"days": 60, "lines": []},
    ],
    "plan.occurrence": [
        {
            "words": LETTER,
            "due": NOW + timedelta(days=13),
            "state": Worded("待核准", "待审批", "Awaiting approval"),
            "people": 412,
            "reading": "zh-Hant",
        }
    ],
    "plan.shelf": [{"titles": [HEATER, Markup("A &amp; B")]}],
    "plan.at_hand": [{"words": LETTER}],
    "plan.remarks": [
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
    "plan.approved_due": [{"title": HEATER, "due": NOW + timedelta(days=13)}],
    "plan.skipped_title": [{"title": HEATER}],
    "plan.write_words": [{"reading": "zh-Hans"}],
    "plan.needs_approval": [{"title": HEATER, "due": NOW + timedelta(days=3)}],
    "plan.picture": [{"days": 60}],
    "plan.calendar": [{"days": 60}],
    "plan.sheet_span": [
        {"first": date(2026, 11, 24), "last": date(2027, 1, 22)},
        {"first": date(2027, 3, 1), "last": date(2027, 4, 29)},
    ],
    "plan.month": [{"year": 2026, "month": 12}],
    "plan.theme": [{"theme": theme.value} for theme in Theme],
    "plan.expired": [{"title": HEATER, "due": NOW - timedelta(days=3)}],
}
