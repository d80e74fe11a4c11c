"""Meetings: what managers write, and what everybody reads of them."""

from datetime import timedelta

from markupsafe import Markup

from db.vocabulary import MeetingKind
from reminders.meetings import Mistake
from tests.texts.samples.world import LETTER, NOW, Samples, Values, Worded

_LIFTS: Values = {
    "title": Worded("業主懇談會：電梯更新", "业主恳谈会：电梯更新", "Owners’ briefing: the lifts"),
    "place": Worded("一樓大廳 <A>", "一楼大厅 <A>", "Lobby <A>"),
    "agenda": Worded(
        "1. 報價說明\n2. 大家提問", "1. 报价说明\n2. 大家提问", "1. The offers\n2. Questions"
    ),
    "meets": NOW + timedelta(days=26, hours=9),
    "ends": NOW + timedelta(days=26, hours=11),
    "kind_code": "briefing",
}

_CARD: Values = _LIFTS | {
    "state_code": "announced",
    "minuted": False,
    "coming": 12,
    "heads": 19,
    "maybe": 3,
    "not_coming": 5,
    "silent": 66,
    "asked": 86,
}

_PARTIES = (("coming", 1), ("coming", 4), ("maybe", 1), ("not_coming", 1))

_MOVED: Values = _LIFTS | {
    "moved_from": NOW + timedelta(days=19, hours=9),
    "old_place": Worded("二樓會議室", "二楼会议室", "Room 2"),
}

_OF_WORDS = (Mistake.FORM, Mistake.LONG_TITLE, Mistake.LONG_PLACE, Mistake.LONG_AGENDA)
_OF_A_TIME = (
    *(Mistake.WHEN, Mistake.NO_SUCH_DAY, Mistake.WEEKDAY, Mistake.ENDS, Mistake.PAST),
    *(Mistake.TOO_FAR, Mistake.LONG_PLACE),
)

SAMPLES: Samples = {
    "meeting.how": [{"mistakes": []}, {"mistakes": [each.value for each in Mistake]}],
    "meeting.day": [{"meets": NOW + timedelta(days=26)}],
    "meeting.write_version": [
        {"reading": "en", "mistakes": []},
        {"reading": "zh-Hans", "mistakes": [each.value for each in _OF_WORDS]},
    ],
    "meeting.preview": [
        {
            "versions": [LETTER, LETTER, LETTER],
            "people": 86,
            "kind_code": "briefing",
            "missing": [Worded("加英文版", "加英文版", "Add English")],
        },
        {"versions": ["…"], "people": 0, "kind_code": "owners_meeting", "missing": []},
    ],
    "meeting.announced": [
        *(_LIFTS | {"kind_code": kind.value} for kind in MeetingKind),
        _LIFTS | {"agenda": ""},
    ],
    "meeting.card": [
        _CARD,
        _CARD | {"heads": 12, "state_code": "called_off"},
        _CARD | {"state_code": "over"},
        _CARD | {"state_code": "over", "minuted": True},
    ],
    "meeting.no_more_answers": [{"called_off": False}, {"called_off": True}],
    "meeting.noted": [{"answer": answer, "party": party} for answer, party in _PARTIES],
    "meeting.answered": [_LIFTS | {"answer": answer, "party": party} for answer, party in _PARTIES],
    "meeting.when_instead": [
        _LIFTS | {"mistakes": []},
        _LIFTS | {"mistakes": [each.value for each in _OF_A_TIME]},
    ],
    "meeting.moved": [_MOVED, _MOVED | {"old_place": _LIFTS["place"]}],
    "meeting.called_off": [_LIFTS],
    "meeting.minutes_wanted": [_LIFTS | {"coming": 12}],
    "meeting.write_minutes": [
        _LIFTS | {"too_long": 0, "limit": 3000},
        _LIFTS | {"too_long": 3456, "limit": 3000},
    ],
    "meeting.minutes": [
        _LIFTS | {"words": Worded("選定第二家 <B>。", "选定第二家 <B>。", "The second <B> offer.")},
        _LIFTS | {"words": Markup("")},
    ],
    "meeting.minutes_preview": [
        {"words": LETTER, "people": 86, "document": False},
        {"words": LETTER, "people": 86, "document": True},
    ],
}
