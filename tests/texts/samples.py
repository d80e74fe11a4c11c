"""What the texts speak of while they are tested: one small world, worded in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.post import Voice
from bot.texts import Texts
from db.models import Community
from db.vocabulary import Language, Region

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Taipei"))

Values = dict[str, Any]


@dataclass(frozen=True)
class Worded:
    """A value that is different in each language."""

    hant: str
    hans: str
    en: str

    def read_in(self, language: Language) -> str:
        return {Language.HANT: self.hant, Language.HANS: self.hans, Language.EN: self.en}[language]


def worded(value: Any, language: Language) -> Any:
    """The value as a reader of the language meets it, however deep."""
    if isinstance(value, Worded):
        return value.read_in(language)
    if isinstance(value, dict):
        return {key: worded(each, language) for key, each in value.items()}
    if isinstance(value, list):
        return [worded(each, language) for each in value]
    return value


def voice(texts: Texts, region: Region = Region.TW, *, now: datetime = NOW) -> Voice:
    return Voice(
        texts,
        Community(
            code="greenlake",
            names={"zh-Hant": "翠湖花園", "zh-Hans": "翠湖花园", "en": "Greenlake Gardens"},
            region=region,
            language=Language.HANT,
            timezone="Asia/Taipei",
            office_phone="02-2345-6789",
            office_opens="08:30",
            office_closes="21:00",
            facts={},
        ),
        now,
    )


def rendered(
    texts: Texts, name: str, language: Language, values: Mapping[str, Any], *, now: datetime = NOW
) -> str:
    return voice(texts, now=now).html(name, language, **worded(values, language))


# --- the cast ---------------------------------------------------------------------------------

ALICE = Worded("陳雅麗", "陈雅丽", "Alice Chan")
BOB = Worded("李保", "李保", "Bob Lee")
SUE = Worded("蘇敏", "苏敏", "Sue So")
SLY = "<b>Bob</b> & co"
"""An account may call itself anything."""

HOME = Worded("3棟12樓F", "3栋12楼F室", "Block 3, 12/F, Flat F")
KITCHEN = Worded("3棟12樓F／廚房", "3栋12楼F室／厨房", "Block 3, 12/F, Flat F, kitchen")
REPAIRS = Worded("維修組", "维修组", "Repairs")
SERVICE = Worded("客服組", "客服组", "Front desk")

LEAK_SAID = Worded(
    "廚房水槽下面一直滴水，地板都濕了",
    "厨房水槽下面一直滴水，地板都湿了",
    "The pipe under the kitchen sink keeps dripping and the floor is wet",
)
LINK = "https://t.me/guanjia_bot?start=Zm9yLXRlc3RzLW9ubHktbm90LWEtdG9rZW4"

LEAK: Values = {
    "number": 1024,
    "title": Worded("水管漏水", "水管漏水", "Leaking pipe"),
    "kind": "request",
    "state": Worded("已受理", "已受理", "Received"),
    "place": KITCHEN,
    "said": LEAK_SAID,
    "accountable": BOB,
    "assignee": None,
    "team": REPAIRS,
    "owner": ALICE,
}
"""What `bot.tickets.description.values` gives: a leak nobody has taken yet."""

AT_WORK = LEAK | {"state": Worded("處理中", "处理中", "In progress"), "assignee": BOB}

COMPLAINT = LEAK | {
    "number": 1025,
    "title": Worded("噪音投訴", "噪音投诉", "Noise"),
    "kind": "complaint",
    "place": "",
    "said": Worded(
        "樓上裝修到晚上十一點，跟警衛說了也沒用",
        "楼上装修到晚上十一点，跟保安说了也没用",
        "Drilling upstairs until eleven at night, and the guard did nothing",
    ),
    "accountable": SUE,
    "team": SERVICE,
}

FIRE = LEAK | {
    "number": 1026,
    "title": Worded("火警", "火警", "Fire"),
    "kind": "emergency",
    "place": "",
    "said": Worded("樓梯間冒濃煙！", "楼梯间冒浓烟！", "Thick smoke on the stairs!"),
    "team": Worded("保全組", "保安组", "Security"),
}

HANDOFF = LEAK | {
    "number": 1027,
    "title": Worded("找真人", "转人工", "Speak to a person"),
    "kind": "handoff",
    "place": "",
    "said": Worded(
        "我想找人談談 <管理費>", "我想找人谈谈 <物业费>", "I want to talk about my <fees>"
    ),
    "team": SERVICE,
}

_OWNER_CARD: Values = {
    "state_code": "new",
    "respond_by": NOW + timedelta(hours=4),
    "resolve_by": NOW + timedelta(days=2, hours=7),
    "place_known": True,
    "wish": None,
    "rating": None,
    "guesses": [],
}

_DESK_CARD: Values = {
    "lamp": "🟡",
    "priority_code": "P3",
    "home": "3-12F",
    "place_known": True,
    "wish": None,
    "respond_by": NOW + timedelta(hours=4),
    "resolve_by": NOW + timedelta(days=2, hours=7),
    "over": False,
    "reopened": 0,
    "rating": None,
    "by": "phrase",
    "evidence": Worded("水管一直滴水", "水管一直滴水", "the pipe keeps dripping"),
    "near": [Worded("牆面滲水", "墙面渗水", "Seepage")],
    "about": None,
    "doubtful": False,
    "time_said": "",
    "time_meant": None,
    "phone": "",
    "speaks": "zh-Hans",
    "private": False,
}

_LIFT_WISH = {
    "mark": "①",
    "kind": "request",
    "title": Worded("電梯故障", "电梯故障", "Lift out of order"),
    "said": Worded("12樓電梯壞了", "12楼电梯坏了", "the lift on 12 is broken"),
}
_GUARD_WISH = {
    "mark": "②",
    "kind": "complaint",
    "title": Worded("人員態度", "人员态度", "Staff manners"),
    "said": Worded("警衛還兇我", "保安还凶我", "the guard shouted at me <!>"),
}
_FEE_WISH = {
    "mark": "③",
    "kind": "question",
    "title": Worded("管理費怎麼繳", "物业费怎么交", "How to pay the fees"),
    "said": Worded("管理費怎麼繳", "物业费怎么交", "how do I pay the fees"),
}

_PLACE: Values = {"building": None, "floor": None, "door": None, "room": None, "said": None}

_BLOCK_3 = Worded("3棟", "3栋", "Block 3")

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

_QUEUED = AT_WORK | {"mine": True, "due": NOW + timedelta(hours=3)}


_ASKED = Worded(
    "訪客的車可以停多久？", "访客的车可以停多久？", "How long may a visitor's car stay?"
)
_ANSWER = Worded(
    "訪客車位最多停兩個小時，過夜請先登記。",
    "访客车位最多停两个小时，过夜请先登记。",
    "Visitors may park for two hours; please register a car that stays overnight.",
)

# --- every text that speaks of something, in every way it can ---------------------------------

SAMPLES: dict[str, list[Values]] = {
    "common.place": [
        _PLACE | {"building": _BLOCK_3, "floor": "12", "door": "F", "room": "kitchen"},
        _PLACE | {"building": _BLOCK_3, "floor": "12", "room": "corridor"},
        _PLACE | {"building": _BLOCK_3, "floor": "G", "room": "lift"},
        _PLACE | {"floor": "B2", "room": "car_park"},
        _PLACE | {"room": "pool"},
        _PLACE | {"said": Worded("大門左邊那棵樹", "大门左边那棵树", "the tree left of the gate")},
        _PLACE,
    ],
    "common.quiet_on": [{"name": ALICE}],
    "common.quiet_off": [{"name": SLY}],
    "common.choose_language": [{"name": ALICE}, {"name": SLY}],
    "common.welcome": [
        {
            "name": ALICE,
            "unit": HOME,
            "bound": True,
            "works": False,
            "leads": False,
            "manages": False,
        },
        {
            "name": SLY,
            "unit": None,
            "bound": False,
            "works": False,
            "leads": False,
            "manages": False,
        },
        {"name": BOB, "unit": None, "bound": True, "works": True, "leads": False, "manages": False},
        {"name": SUE, "unit": None, "bound": True, "works": True, "leads": True, "manages": True},
    ],
    "common.help": [
        {"bound": True, "works": False, "leads": False, "manages": False},
        {"bound": True, "works": True, "leads": True, "manages": True},
        {"bound": False, "works": False, "leads": False, "manages": False},
    ],
    "common.my_data": [
        {"name": ALICE, "units": [HOME], "tickets": 3, "since": NOW - timedelta(days=400)},
        {"name": SLY, "units": [], "tickets": 0, "since": NOW},
    ],
    "common.not_for_you": [{"command": "queue"}],
    "common.unknown_command": [{"command": "<b>dance"}],
    "owner.card": [
        LEAK | _OWNER_CARD,
        LEAK | _OWNER_CARD | {"place": "", "place_known": False},
        LEAK | _OWNER_CARD | {"place": "", "place_known": False, "guesses": [HOME]},
        AT_WORK | _OWNER_CARD | {"state_code": "in_progress", "accountable": SUE},
        AT_WORK
        | _OWNER_CARD
        | {"state_code": "in_progress", "resolve_by": NOW - timedelta(hours=1)},
        AT_WORK
        | _OWNER_CARD
        | {
            "state": Worded("待業主確認", "待业主确认", "Done, to be confirmed"),
            "state_code": "resolved",
        },
        AT_WORK
        | _OWNER_CARD
        | {"state": Worded("已結案", "已结案", "Closed"), "state_code": "closed", "rating": 5},
        COMPLAINT | _OWNER_CARD | {"wish": Worded("打電話給我", "给我打电话", "Ring me")},
        FIRE | _OWNER_CARD | {"place_known": False},
        FIRE | _OWNER_CARD | {"state_code": "in_progress", "assignee": BOB},
        HANDOFF | _OWNER_CARD,
    ],
    "owner.greeting": [{"name": ALICE}],
    "owner.added": [{"number": 1024}],
    "owner.tell_me": [{"name": ALICE}],
    "owner.tell_place": [{"number": 1024}],
    "owner.my_tickets": [
        {"name": ALICE, "tickets": [LEAK, COMPLAINT, HANDOFF]},
        {"name": SLY, "tickets": []},
    ],
    "owner.no_such_ticket": [{"number": 9}],
    "owner.which_category": [{"number": 1024}],
    "owner.corrected_person": [LEAK | {"accountable": SUE, "team": SERVICE}],
    "owner.withdraw_surely": [LEAK],
    "owner.withdrawn": [{"number": 1024}],
    "owner.accepted": [
        AT_WORK,
        FIRE | {"assignee": BOB},
        COMPLAINT | {"assignee": SUE},
        HANDOFF | {"assignee": SLY},
    ],
    "owner.handed_over": [AT_WORK | {"accountable": SUE}],
    "owner.fixed": [AT_WORK],
    "owner.rate": [AT_WORK],
    "owner.rated": [{"name": ALICE, "stars": 5}, {"name": SLY, "stars": 3}],
    "owner.low_rating": [{"name": ALICE, "stars": 2}],
    "owner.reopened": [AT_WORK | {"why": None}, AT_WORK | {"why": LEAK_SAID}],
    "owner.abuse": [{"name": ALICE}, {"name": SLY}],
    "owner.several": [
        {"name": ALICE, "danger": False, "wishes": [_LIFT_WISH, _GUARD_WISH]},
        {"name": SLY, "danger": False, "wishes": [_LIFT_WISH, _GUARD_WISH, _FEE_WISH]},
        {"name": ALICE, "danger": True, "wishes": [_LIFT_WISH]},
    ],
    "owner.is_it_now": [
        {"name": ALICE, "hazard": hazard} for hazard in ("gas", "intruder", "medical")
    ],
    "owner.added_again": [AT_WORK],
    "owner.open_again": [AT_WORK],
    "owner.running_late": [AT_WORK],
    "owner.closed_silently": [AT_WORK],
    "owner.closing_soon": [AT_WORK],
    "owner.overdue_apology": [AT_WORK],
    "owner.complaint_heard": [
        {"name": ALICE, "said": COMPLAINT["said"], "about": None},
        {"name": ALICE, "said": COMPLAINT["said"], "about": 1024},
    ],
    "owner.answer": [{"answer": Markup("<b>08:30–21:00</b>")}],
    "owner.already_has_ticket": [{"number": 1024}, {"number": None}],
    "owner.staff_says": [AT_WORK | {"by": SLY, "words": "1 < 2\n& 3"}],
    "owner.staff_edited": [AT_WORK | {"by": BOB, "words": "15:00"}],
    "owner.staff_sends": [AT_WORK | {"by": BOB}],
    "owner.praise": [{"name": ALICE}],
    "owner.invited": [
        {"fresh": True, "name": ALICE, "unit": HOME, "team": None, "role": None},
        {"fresh": True, "name": BOB, "unit": None, "team": REPAIRS, "role": "staff"},
        {"fresh": True, "name": SUE, "unit": None, "team": None, "role": "supervisor"},
        {"fresh": False, "name": SLY, "unit": None, "team": None, "role": "manager"},
    ],
    "owner.which_unit": [{"name": SLY}],
    "owner.vouch_asked": [{"name": ALICE}],
    "owner.vouched": [{"name": ALICE, "by": SUE, "unit": HOME}],
    "owner.vouch_refused": [{"name": SLY}],
    "owner.false_alarm": [{"name": ALICE}],
    "staff.card": [
        LEAK | _DESK_CARD,
        LEAK | _DESK_CARD | {"place": "", "place_known": False, "owner": SLY, "home": None},
        LEAK
        | _DESK_CARD
        | {"place_known": False, "place": Worded("「9棟」", "“9栋”", "“Block 9”")},
        AT_WORK | _DESK_CARD | {"respond_by": None, "reopened": 2, "accountable": SUE},
        AT_WORK | _DESK_CARD | {"respond_by": None, "over": True, "rating": 4},
        COMPLAINT
        | _DESK_CARD
        | {"private": True, "wish": Worded("說明原因", "说明原因", "Explain what happened")}
        | {"about": 1024, "by": "words", "near": []},
        LEAK | _DESK_CARD | {"doubtful": True, "by": "rule", "near": []},
        LEAK
        | _DESK_CARD
        | {
            "time_said": Worded("明天下午三點", "明天下午三点", "tomorrow 3pm"),
            "time_meant": NOW + timedelta(hours=29),
            "phone": "+886912345678",
        },
        LEAK | _DESK_CARD | {"by": "owner", "evidence": "", "near": []},
        LEAK | _DESK_CARD | {"by": "staff", "evidence": "", "near": []},
        FIRE | _DESK_CARD | {"lamp": "🔴", "priority_code": "P1", "speaks": "en"},
    ],
    "staff.page": [
        FIRE | {"again": False, "place_known": False, "home": "3-12F"},
        FIRE | {"again": True, "place_known": True, "place": KITCHEN, "home": None, "owner": SLY},
    ],
    "staff.why": [
        LEAK | {key: _DESK_CARD[key] for key in ("by", "evidence", "near")},
        LEAK | {"by": "rule", "evidence": "<b>" + 80 * "x", "near": []},
        LEAK | {"by": "owner", "evidence": "", "near": []},
        LEAK | {"by": "staff", "evidence": "", "near": []},
        LEAK | {"by": "nothing", "evidence": "", "near": [LEAK["title"], LEAK["title"]]},
    ],
    "staff.raised_again": [AT_WORK | {"words": LEAK_SAID}],
    "staff.not_about_this": [AT_WORK],
    "staff.raised": [FIRE],
    "staff.no_danger": [LEAK],
    "staff.accepted": [{"number": 1024}],
    "staff.accepted_by": [AT_WORK | {"by": BOB}],
    "staff.confirmed": [AT_WORK],
    "staff.escalated": [
        LEAK | {"level": 50, "unaccepted": True, "due": NOW + timedelta(hours=2)},
        AT_WORK | {"level": 80, "unaccepted": False, "due": NOW + timedelta(hours=3)},
        LEAK | {"level": 100, "unaccepted": True, "due": NOW},
        AT_WORK | {"level": 150, "unaccepted": False, "due": NOW - timedelta(days=1)},
    ],
    "staff.false_alarm": [FIRE],
    "staff.stood_down": [FIRE],
    "staff.group_joined": [{"ready": True}, {"ready": False}],
    "staff.hand_off_to": [LEAK],
    "staff.handed_over": [AT_WORK | {"accountable": SUE}],
    "staff.linked": [{"teams": Worded("維修組, 客服組", "维修组, 客服组", "Repairs, Front desk")}],
    "staff.no_such_team": [{"said": "<i>pool", "teams": "repairs, security, cleaning"}],
    "staff.low_rating": [AT_WORK | {"stars": 2}],
    "staff.note_wanted": [LEAK | {"by": BOB}],
    "staff.noted": [LEAK | {"by": SLY, "words": "P-trap < 40 mm"}],
    "staff.offer": [AT_WORK | {"by": BOB}, COMPLAINT | {"by": SLY}],
    "staff.offer_made": [{"to": SUE}],
    "staff.offered": [AT_WORK | {"by": BOB, "to": SUE}],
    "staff.owner_edited": [AT_WORK | {"words": LEAK_SAID}],
    "staff.owner_says": [AT_WORK | {"words": "a <b> c", "owner": SLY}],
    "staff.owner_sends": [AT_WORK | {"by": ALICE}],
    "staff.owner_unreachable": [AT_WORK],
    "staff.undelivered": [
        AT_WORK | {"reason": "Forbidden: bot was blocked by the user"},
        AT_WORK | {"reason": ""},
    ],
    "staff.placed": [LEAK],
    "staff.praise": [
        {
            "owner": ALICE,
            "said": Worded("李師傅人很好！", "李师傅人真好！", "Bob was so kind!"),
            "number": 1024,
        },
        {"owner": SLY, "said": "<3", "number": None},
    ],
    "staff.queue": [
        {"total": 17, "tickets": [_QUEUED, _QUEUED | COMPLAINT | {"mine": False}]},
        {"total": 0, "tickets": []},
    ],
    "staff.rating_reason": [
        AT_WORK | {"words": Worded("等太久", "等太久", "It took too long")},
    ],
    "staff.reclassified": [LEAK],
    "staff.relayed": [{"number": 1024}],
    "staff.reopened": [AT_WORK | {"why": None}, AT_WORK | {"why": LEAK_SAID}],
    "staff.resolved": [{"number": 1024}],
    "staff.resolved_by": [AT_WORK | {"by": BOB}],
    "staff.returned": [AT_WORK | {"to": SUE}, AT_WORK | {"to": None}],
    "staff.somebody_was_faster": [AT_WORK],
    "staff.talk_so_far": [
        HANDOFF | {"lines": [LEAK_SAID, HANDOFF["said"]]},
        HANDOFF | {"lines": []},
    ],
    "staff.ticket_is_over": [LEAK | {"state": Worded("已撤回", "已撤回", "Withdrawn")}],
    "staff.withdrawn": [LEAK],
    "staff.cannot_relay": [LEAK],
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
            "whom": _BLOCK_3,
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
            "was": Worded("排水不通", "排水不通", "Blocked drain"),
            "title": LEAK["title"],
        },
        {"left": 1, "said": SLY, "source": "rerouted", "was": None, "title": LEAK["title"]},
        {"left": 1, "said": LEAK_SAID, "source": "answered", "was": None, "title": LEAK["title"]},
    ],
    "manager.open_question": [
        {
            "left": 2,
            "asked": 3,
            "said": _ASKED,
            "was": Worded("停車費", "停车费", "Parking fees"),
            "written": _ANSWER,
        },
        {"left": 1, "asked": 1, "said": "<b>?", "was": None, "written": None},
    ],
    "manager.lesson_learned": [{"said": LEAK_SAID, "title": LEAK["title"]}],
    "manager.lesson_insisted": [{"said": LEAK_SAID, "title": LEAK["title"]}],
    "manager.lesson_refused": [
        {
            "said": LEAK_SAID,
            "title": Worded("排水不通", "排水不通", "Blocked drain"),
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
            "owner": LEAK["title"],
            "robbed": [],
            "points": 0.0,
        },
    ],
    "manager.which_topic": [{"said": LEAK_SAID}],
    "manager.write_answer": [{"said": _ASKED}],
    "manager.write_answer_in": [{"reading": "en"}],
    "manager.answer_too_long": [{"limit": 450, "length": 612}],
    "manager.answer_preview": [
        {
            "said": _ASKED,
            "answers": [_ANSWER],
            "asked": 3,
            "missing": [
                Worded("加簡體中文", "加繁体中文", "Add Traditional Chinese"),
                Worded("加英文", "加英文", "Add Simplified Chinese"),
            ],
        },
        {"said": _ASKED, "answers": [_ANSWER, "1 < 2 & {{ 3 }}"], "asked": 1, "missing": []},
    ],
    "manager.answer_published": [
        {"said": _ASKED, "told": 3, "left": 1},
        {"said": _ASKED, "told": 1, "left": 0},
    ],
    "manager.answer_withdrawn": [{"said": _ASKED}],
    "manager.lessons_wait": [
        {"lessons": 3, "questions": 1},
        {"lessons": 1, "questions": 0},
        {"lessons": 0, "questions": 2},
    ],
    "owner.question_answered": [{"name": ALICE, "said": _ASKED, "answer": _ANSWER}],
    "staff.reroute_to": [LEAK],
    "staff.rerouted": [LEAK | {"by": SUE}],
    "desk.more": [LEAK],
    "buttons.add_to": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.open_again": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.take_one": [{"mark": "①"}],
    "buttons.ticket": [{"number": 1024, "title": LEAK["title"]}],
    "buttons.my_home": [{"unit": HOME}],
    "buttons.shared_part": [{"building": _BLOCK_3}],
    "buttons.vouch": [{"unit": HOME}],
    "buttons.send_broadcast": [{"people": 86}],
}


def samples(name: str) -> list[Values]:
    """A text that is not listed speaks of nothing that could differ."""
    return SAMPLES.get(name, [{}])
