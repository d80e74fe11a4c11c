"""The seasonal plan, as managers read it."""

from datetime import date, timedelta

from markupsafe import Markup

from db.vocabulary import Theme
from tests.texts.samples.world import HEATER, LETTER, NOW, SUE, Samples, Worded

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
                    "others": [],
                    "provisional": False,
                },
                {
                    "position": 2,
                    "mark": "✅",
                    "due": NOW + timedelta(days=20),
                    "title": HEATER,
                    "state": Worded("已核准", "已通过", "Approved"),
                    "others": [Markup("A &amp; B"), HEATER],
                    "provisional": True,
                },
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
            "whom": None,
            "reading": "zh-Hant",
            "others": [],
            "own_day": None,
            "provisional": False,
            "first": None,
        },
        {
            "words": LETTER,
            "due": NOW + timedelta(days=13),
            "state": Worded("待核准", "待审批", "Awaiting approval"),
            "people": 412,
            "whom": Worded(
                "翠湖花園 · 有長輩、有嬰幼兒",
                "翠湖花园 · 有老人、有婴幼儿",
                "Emerald Garden · Older person, Small child",
            ),
            "reading": "en",
            "others": [Markup("A &amp; B"), HEATER],
            "own_day": NOW + timedelta(days=10),
            "provisional": True,
            "first": SUE,
        },
    ],
    "plan.shelf": [{"titles": [HEATER, Markup("A &amp; B")]}],
    "plan.at_hand": [{"words": LETTER}],
    "plan.approved_due": [{"title": HEATER, "due": NOW + timedelta(days=13)}],
    "plan.skipped_title": [{"title": HEATER}],
    "plan.write_words": [{"reading": "zh-Hans"}],
    "plan.needs_approval": [{"title": HEATER, "due": NOW + timedelta(days=3)}],
    "plan.picture": [{"days": 60}],
    "plan.calendar": [{"count": 43}],
    "plan.sheet_span": [
        {"first": date(2026, 11, 24), "last": date(2027, 1, 22)},
        {"first": date(2027, 3, 1), "last": date(2027, 4, 29)},
    ],
    "plan.month": [{"year": 2026, "month": 12}],
    "plan.theme": [{"theme": theme.value} for theme in Theme],
    "plan.withdrawn_approved": [{"title": HEATER, "due": NOW + timedelta(days=3)}],
    "plan.day_moved": [{"title": HEATER, "first_day": NOW + timedelta(days=9), "words": LETTER}],
    "plan.expired": [
        {"title": HEATER, "due": NOW - timedelta(days=3), "why": why}
        for why in ("unapproved", "late", "crowded", "gone")
    ],
}
