"""The seasonal plan, as managers read it."""

from datetime import timedelta

from markupsafe import Markup

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
    "plan.approved_due": [{"title": HEATER, "due": NOW + timedelta(days=13)}],
    "plan.skipped_title": [{"title": HEATER}],
    "plan.write_words": [{"reading": "zh-Hans"}],
    "plan.needs_approval": [{"title": HEATER, "due": NOW + timedelta(days=3)}],
    "plan.expired": [{"title": HEATER, "due": NOW - timedelta(days=3)}],
}
