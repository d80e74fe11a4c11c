"""Who is there, whose turn it is, and who leaves."""

from datetime import timedelta

from tests.texts.samples.world import (
    BLOCK_3,
    BOB,
    HANDOFF,
    LEAK,
    NOW,
    REPAIRS,
    SERVICE,
    SLY,
    SUE,
    Samples,
    Values,
    Worded,
)

BEN = Worded("彭本", "彭本", "Ben Pang")

_EVENING = NOW + timedelta(hours=10)

_TEAM_NOW: Values = {
    "name": REPAIRS,
    "mode": "claim",
    "there": [{"name": BOB, "until": _EVENING}, {"name": SLY, "until": None}],
    "next": {"name": BEN, "begins": _EVENING},
}

_NOBODY_NOW: Values = {"name": SERVICE, "mode": "assign", "there": [], "next": None}

_IN_TURN: Values = _NOBODY_NOW | {"mode": "round_robin"}

_SHIFT: Values = {"name": BOB, "leave": False, "begins": NOW, "ends": _EVENING}

_LEAVE: Values = _SHIFT | {"leave": True, "ends": NOW + timedelta(days=3)}

_POST: Values = {
    "name": BOB,
    "posts": [{"role": "staff", "team": REPAIRS}],
    "there": True,
    "load": 1,
    "skills": [Worded("水", "水", "Water"), Worded("電", "电", "Electricity")],
    "buildings": [BLOCK_3],
    "shifts": [_SHIFT, _LEAVE],
}

SAMPLES: Samples = {
    "duty.now": [
        {
            "teams": [_TEAM_NOW, _NOBODY_NOW, _IN_TURN],
            "leaders": [{"name": SUE, "until": None}, {"name": SLY, "until": _EVENING}],
            "mine": True,
            "leads": False,
        },
        {"teams": [_NOBODY_NOW], "leaders": [], "mine": False, "leads": True},
    ],
    "duty.team": [
        {
            "team": REPAIRS,
            "mode": mode,
            "keeps_roster": mode == "assign",
            "members": [{"name": BOB, "there": True}, {"name": SLY, "there": False}],
        }
        for mode in ("claim", "assign", "round_robin")
    ]
    + [{"team": None, "mode": None, "keeps_roster": False, "members": []}],
    "duty.post": [
        _POST,
        _POST
        | {
            "name": SLY,
            "posts": [{"role": role, "team": None} for role in ("supervisor", "manager")],
            "there": False,
            "load": 0,
            "skills": [],
            "buildings": [],
            "shifts": [],
        },
        _POST | {"posts": [{"role": "director", "team": None}], "load": 12},
    ],
    "duty.no_such_thing": [
        {"said": ["<x>"], "names": [BLOCK_3, "B"]},
        {"said": [], "names": [BLOCK_3]},
    ],
    "duty.entered": [
        {"added": 2, "known": 0, "removed": 0, "shifts": [_SHIFT, _LEAVE]},
        {"added": 25, "known": 3, "removed": 1, "shifts": [_SHIFT]},
        {"added": 0, "known": 0, "removed": 0, "shifts": []},
    ],
    "duty.mistakes": [
        {"count": 1, "mistakes": ["<line 7>"]},
        {"count": 25, "mistakes": ["7", "9"]},
    ],
    "duty.wrong_form": [
        {"line": 1, "said": SLY, "hint": ""},
        {"line": 1, "said": "", "hint": ""},
        {"line": 7, "said": "Bob;12/1", "hint": "person, team, date, from, to"},
    ],
    "duty.wrong_columns": [{"line": 1, "said": "team", "hint": "person, team, date, from, to"}],
    "duty.wrong_nobody": [
        {"line": 7, "said": Worded("李寶", "李宝", "Bob Leigh"), "hint": BOB},
        {"line": 7, "said": SLY, "hint": ""},
    ],
    "duty.wrong_several": [{"line": 7, "said": BOB}],
    "duty.wrong_team": [
        {"line": 7, "said": "", "hint": "repairs, security"},
        {"line": 7, "said": SLY, "hint": ""},
    ],
    "duty.wrong_kind": [{"line": 7, "said": SLY, "hint": "duty, leave, none"}],
    "duty.wrong_date": [{"line": 7, "said": "13/32"}],
    "duty.wrong_time": [{"line": 7, "said": "25:00"}, {"line": 7, "said": ""}],
    "duty.wrong_overlap": [{"line": 9, "hint": "4"}],
    "duty.wrong_taken": [{"line": 9, "hint": "2026-12-01 08:00 – 17:00"}],
    "duty.cannot_leave": [{"name": BOB, "number": 1024}, {"name": SLY, "number": None}],
    "duty.leaves_surely": [{"name": BOB, "count": 1}, {"name": SLY, "count": 11}],
    "duty.left": [
        {"name": BOB, "tickets": []},
        {"name": BOB, "tickets": [{"number": 1024, "accountable": BEN}]},
    ],
    "duty.goodbye": [{"name": BOB}],
    "duty.new_person": [{"tickets": [LEAK]}, {"tickets": [LEAK, HANDOFF | {"accountable": SUE}]}],
    "duty.yours_now": [{"was": BOB, "tickets": [LEAK]}, {"was": BOB, "tickets": [LEAK, HANDOFF]}],
    "duty.whose_turn": [LEAK, HANDOFF | {"owner": SLY}],
    "duty.assigned_to_you": [LEAK | {"by": SUE}, HANDOFF | {"by": SUE}],
    "duty.assign_whom": [LEAK | {"anybody": True}, HANDOFF | {"anybody": False}],
    "duty.assigned": [LEAK | {"by": SUE, "to": BOB}],
    "duty.passed_on": [
        LEAK | {"was": BOB, "to": BEN},
        LEAK | {"was": BOB, "to": None},
        LEAK | {"was": None, "to": None},
    ],
    "duty.named": [{"number": 1024, "to": BOB}],
}
