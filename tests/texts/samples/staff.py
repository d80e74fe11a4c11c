"""What the desk reads."""

from datetime import timedelta

from tests.texts.samples.world import (
    ALICE,
    AT_WORK,
    BOB,
    COMPLAINT,
    FIRE,
    HANDOFF,
    KITCHEN,
    LEAK,
    LEAK_SAID,
    NOW,
    SLY,
    SUE,
    Samples,
    Values,
    Worded,
)

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
    "who": "",
    "called": (),
    "amount": "",
    "currency": "",
    "confidential": False,
    "steps_done": None,
    "concerns": [],
    "steps_left": [],
}


SAMPLES: Samples = {
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
        | {"confidential": True, "wish": Worded("說明原因", "说明原因", "Explain what happened")}
        | {"about": 1024, "by": "words", "near": []}
        | {
            "concerns": [BOB],
            "steps_done": 6,
            "steps_left": [Worded("六解釋", "六解释", "Explain")],
        },
        LEAK | _DESK_CARD | {"doubtful": True, "by": "rule", "near": []},
        LEAK
        | _DESK_CARD
        | {
            "time_said": Worded("明天下午三點", "明天下午三点", "tomorrow 3pm"),
            "time_meant": NOW + timedelta(hours=29),
            "phone": "+886912345678",
            "who": Worded("王師傅", "王师傅", "Mr Wong"),
            "called": ("王大明",),
            "amount": "1,200",
            "currency": "TWD",
        },
        LEAK | _DESK_CARD | {"amount": "80.50", "who": Worded("警衛", "保安", "guard")},
        LEAK | _DESK_CARD | {"called": ("Bob Lee",)},
        LEAK | _DESK_CARD | {"by": "owner", "evidence": "", "near": []},
        LEAK | _DESK_CARD | {"by": "staff", "evidence": "", "near": []},
        FIRE | _DESK_CARD | {"lamp": "🔴", "priority_code": "P1", "speaks": "en"},
    ],
    "staff.page": [
        FIRE | {"again": False, "place_known": False, "home": "3-12F", "unreached": None},
        FIRE
        | {"again": True, "place_known": True, "place": KITCHEN, "home": None, "owner": SLY}
        | {"unreached": None},
        FIRE | {"again": False, "place_known": True, "home": "3-12F", "unreached": BOB},
    ],
    "staff.danger_from": [
        FIRE
        | {"words": SLY, "concerns": [BOB, SLY], "place_known": False, "home": "3-12F"}
        | {"more": False, "going": True},
        FIRE
        | {"words": SLY, "concerns": [BOB], "place_known": True, "place": KITCHEN, "home": None}
        | {"more": True, "going": False},
    ],
    "staff.not_kept_from": [FIRE | {"by": SLY, "concerns": [BOB, SLY]}],
    "staff.not_them": [
        FIRE | {"whom": BOB, "concerns": []},
        FIRE | {"whom": BOB, "concerns": [SLY]},
    ],
    "staff.page_unreached": [
        FIRE | {"by": BOB, "instead": [SUE, SLY]},
        FIRE | {"by": BOB, "instead": []},
    ],
    "staff.why": [
        LEAK | {key: _DESK_CARD[key] for key in ("by", "evidence", "near")},
        LEAK | {"by": "rule", "evidence": "<b>" + 80 * "x", "near": []},
        LEAK | {"by": "owner", "evidence": "", "near": []},
        LEAK | {"by": "staff", "evidence": "", "near": []},
        LEAK | {"by": "nothing", "evidence": "", "near": [LEAK["title"], LEAK["title"]]},
    ],
    "staff.raised_again": [AT_WORK | {"words": LEAK_SAID}],
    "staff.said_at_rest": [
        AT_WORK | {"words": LEAK_SAID, "state": Worded("已結案", "已结案", "Closed")}
    ],
    "staff.not_about_this": [AT_WORK],
    "staff.raised": [FIRE],
    "staff.no_danger": [LEAK],
    "staff.accepted": [{"number": 1024}],
    "staff.accepted_by": [AT_WORK | {"by": BOB}],
    "staff.confirmed": [AT_WORK],
    "staff.false_alarm": [FIRE],
    "staff.stood_down": [FIRE],
    "staff.going": [
        FIRE | {"by": BOB, "first": True, "drill": False},
        FIRE | {"by": BOB, "first": True, "drill": True},
        FIRE | {"by": SLY, "first": False, "drill": False},
    ],
    "staff.you_are_going": [{"number": 1026}],
    "staff.group_joined": [{"ready": True}, {"ready": False}],
    "staff.hand_off_to": [LEAK],
    "staff.handed_over": [AT_WORK | {"accountable": SUE}],
    "staff.linked": [{"teams": Worded("維修組, 客服組", "维修组, 客服组", "Repairs, Front desk")}],
    "staff.no_such_team": [{"said": "<i>pool", "teams": "repairs, security, cleaning"}],
    "staff.note_wanted": [LEAK | {"by": BOB}],
    "staff.noted": [LEAK | {"by": SLY, "words": "P-trap < 40 mm"}],
    "staff.offer": [AT_WORK | {"by": BOB}, COMPLAINT | {"by": SLY}],
    "staff.offer_made": [{"to": SUE}],
    "staff.offered": [AT_WORK | {"by": BOB, "to": SUE}],
    "staff.owner_edited": [AT_WORK | {"words": LEAK_SAID}],
    "staff.owner_says": [AT_WORK | {"words": "a <b> c", "owner": SLY}],
    "staff.owner_says_somewhere": [
        AT_WORK | {"words": "a <b> c", "owner": SLY},
        AT_WORK | {"words": ""},
    ],
    "staff.owner_sends": [
        AT_WORK | {"by": ALICE, "edited": False, "words": ""},
        AT_WORK | {"by": ALICE, "edited": True, "words": LEAK_SAID, "speaks": "en"},
    ],
    "staff.owner_unreachable": [AT_WORK],
    "staff.undelivered": [
        AT_WORK | {"reason": "Forbidden: bot was blocked by the user"},
        AT_WORK | {"reason": ""},
    ],
    "staff.colleague_unreachable": [AT_WORK | {"by": BOB}, COMPLAINT | {"by": SLY}],
    "staff.placed": [LEAK],
    "staff.praise": [
        {
            "owner": ALICE,
            "said": Worded("李師傅人很好！", "李师傅人真好！", "Bob was so kind!"),
            "number": 1024,
        },
        {"owner": SLY, "said": "<3", "number": None},
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
    "staff.reroute_to": [LEAK],
    "staff.rerouted": [LEAK | {"by": SUE}],
}
