"""What owners read."""

from datetime import timedelta

from markupsafe import Markup

from db.vocabulary import RejectReason
from tests.texts.samples.world import (
    ALICE,
    ANSWER,
    ASKED,
    AT_WORK,
    BOB,
    COMPLAINT,
    FIRE,
    HANDOFF,
    HOME,
    LEAK,
    LEAK_SAID,
    NOW,
    REPAIRS,
    SERVICE,
    SLY,
    SUE,
    Samples,
    Values,
    Worded,
)

_OWNER_CARD: Values = {
    "state_code": "new",
    "respond_by": NOW + timedelta(hours=4),
    "resolve_by": NOW + timedelta(days=2, hours=7),
    "place_known": True,
    "wish": None,
    "rating": None,
    "may_rate": False,
    "guesses": [],
}

_AT_REST: Values = {
    "state": Worded("已結案", "已结案", "Closed"),
    "merged": False,
    "again": True,
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


_WHEN_SUITS = Worded(
    "週三還是週四方便？", "周三还是周四方便？", "Does Wednesday or Thursday suit you?"
)
_WATER_COMPANY = Worded("自來水公司 1910", "自来水公司 1910", "the water company, 1910")

SAMPLES: Samples = {
    "owner.asked": [AT_WORK | {"by": BOB, "words": _WHEN_SUITS}],
    "owner.asked_again": [AT_WORK | {"words": _WHEN_SUITS}],
    "owner.closed_unanswered": [AT_WORK],
    "owner.arrived": [AT_WORK | {"by": BOB}],
    "owner.appointment_waits": [AT_WORK | {"by": BOB, "latest": NOW + timedelta(minutes=30)}],
    "owner.appointment_missed": [AT_WORK | {"by": BOB, "due": NOW}],
    "owner.booked": [AT_WORK | {"by": BOB, "when": NOW + timedelta(days=1, hours=5)}],
    "owner.rejected": [
        LEAK | {"reason": reason.value, "contact": _WATER_COMPANY} for reason in RejectReason
    ],
    "owner.merged": [LEAK | {"own": 1020, "keeper": BOB}, LEAK | {"own": None, "keeper": BOB}],
    "owner.unmerged": [LEAK],
    "owner.lead_done": [LEAK | {"by": BOB}],
    "owner.moved_on": [
        AT_WORK,
        AT_WORK | {"state": Worded("待業主回覆", "待业主回复", "Waiting for the resident")},
    ],
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
        AT_WORK
        | _OWNER_CARD
        | {
            "state": Worded("已結案", "已结案", "Closed"),
            "state_code": "closed",
            "may_rate": True,
        },
        COMPLAINT | _OWNER_CARD | {"wish": Worded("打電話給我", "给我打电话", "Ring me")},
        FIRE | _OWNER_CARD | {"place_known": False},
        FIRE | _OWNER_CARD | {"state_code": "in_progress", "assignee": BOB},
        HANDOFF | _OWNER_CARD,
    ],
    "owner.greeting": [{"name": ALICE}],
    "owner.added": [{"number": 1024}],
    "owner.danger_from": [{"number": 1024, "accountable": SUE}],
    "owner.not_kept_from": [
        {"others": [1023], "told": [SUE]},
        {"others": [1023, 1020], "told": [SUE, BOB]},
    ],
    "owner.not_them_surely": [{"number": 1024, "whom": BOB}],
    "owner.not_them": [{"number": 1024, "whom": BOB}],
    "owner.added_at_rest": [
        AT_WORK | _AT_REST | {"keeper": BOB},
        AT_WORK | _AT_REST | {"keeper": BOB, "again": False},
        AT_WORK | _AT_REST | {"keeper": BOB, "merged": True},
    ],
    "owner.tell_me": [{"name": ALICE}],
    "owner.tell_place": [{"number": 1024}],
    "owner.place_noted": [{"number": 1024}],
    "owner.where_is": [
        {"number": 1024, "title": LEAK["title"], "noted": None},
        {"number": 1027, "title": _LIFT_WISH["title"], "noted": 1024},
    ],
    "owner.my_tickets": [
        {"name": ALICE, "tickets": [LEAK, COMPLAINT, HANDOFF], "page": 1},
        {"name": ALICE, "tickets": [LEAK], "page": 2},
        {"name": SLY, "tickets": [], "page": 1},
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
    "owner.going": [FIRE | {"by": BOB}],
    "owner.handed_over": [AT_WORK | {"accountable": SUE}],
    "owner.fixed": [AT_WORK],
    "owner.rate": [AT_WORK],
    "owner.rated": [{"name": ALICE, "stars": 5}, {"name": SLY, "stars": 3}],
    "owner.reason_thanks": [{"seen": True}, {"seen": False}],
    "owner.low_rating": [
        {"name": ALICE, "stars": 2, "seen": True},
        {"name": ALICE, "stars": 2, "seen": False},
    ],
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
    "owner.reported_before": [AT_WORK],
    "owner.open_again": [AT_WORK],
    "owner.closed_silently": [AT_WORK],
    "owner.closing_soon": [AT_WORK],
    "owner.complaint_heard": [
        COMPLAINT | {"name": ALICE, "about": None, "apart": False, "pressing": False},
        COMPLAINT | {"name": ALICE, "about": 1024, "apart": False, "pressing": True},
        COMPLAINT | {"name": ALICE, "about": 1024, "apart": True, "pressing": False},
    ],
    "owner.answer": [{"answer": Markup("<b>08:30–21:00</b>")}],
    "owner.already_has_ticket": [{"number": 1024}, {"number": None}],
    "owner.staff_says": [AT_WORK | {"by": SLY, "words": "1 < 2\n& 3"}],
    "owner.staff_edited": [AT_WORK | {"by": BOB, "words": "15:00"}],
    "owner.staff_sends": [
        AT_WORK | {"by": BOB, "edited": False, "words": ""},
        AT_WORK | {"by": SLY, "edited": True, "words": "1 < 2"},
    ],
    "owner.whose_is_it": [AT_WORK],
    "owner.put_there": [AT_WORK],
    "owner.not_passed_on": [AT_WORK | {"told": BOB}, COMPLAINT | {"told": None}],
    "owner.praise": [{"name": ALICE}],
    "owner.invited": [
        {"fresh": True, "name": ALICE, "unit": HOME, "team": None, "role": None},
        {"fresh": True, "name": BOB, "unit": None, "team": REPAIRS, "role": "staff"},
        {"fresh": True, "name": SUE, "unit": None, "team": None, "role": "supervisor"},
        {"fresh": False, "name": SLY, "unit": None, "team": None, "role": "manager"},
        {"fresh": True, "name": SUE, "unit": None, "team": None, "role": "director"},
    ],
    "owner.which_unit": [{"name": SLY}],
    "owner.vouch_asked": [{"name": ALICE}],
    "owner.vouched": [{"name": ALICE, "by": SUE, "unit": HOME}],
    "owner.vouch_refused": [{"name": SLY}],
    "owner.false_alarm": [{"name": ALICE}],
    "owner.question_answered": [{"name": ALICE, "said": ASKED, "answer": ANSWER}],
}
