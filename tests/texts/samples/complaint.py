"""A complaint's eight steps."""

from datetime import timedelta

from db.vocabulary import ComplaintStep
from tests.texts.samples.world import ALICE, BOB, COMPLAINT, NOW, SLY, SUE, Samples, Values, Worded

_AT_WORK: Values = COMPLAINT | {"state": Worded("處理中", "处理中", "In progress")}

_ACT = Worded("四辦", "四办", "Act")

_EXPLAIN = Worded("六解釋", "六解释", "Explain")

_DONE = Worded(
    "已請裝修公司晚上六點後停工，警衛加巡一次",
    "已请装修公司晚上六点后停工，保安加巡一次",
    "The contractor now stops at six, and the guard walks by once more",
)

_DRAFT = Worded(
    "陳雅麗，您反映的事，我們已經去辦了：已請裝修公司晚上六點後停工",
    "陈雅丽，您反映的事，我们已经去办了：已请装修公司晚上六点后停工",
    "Alice Chan, this is what we have done: the contractor now stops at six",
)


def _line(name: Worded, words: Worded | None) -> Values:
    return {"name": name, "done": words is not None, "words": words}


_SHORT: Values = _AT_WORK | {
    "home": None,
    "since": NOW,
    "steps": [_line(_ACT, _DONE)],
    "wish": None,
}

SAMPLES: Samples = {
    "complaint.steps": [
        _AT_WORK | {"steps": [_line(_ACT, _DONE), _line(_EXPLAIN, None)], "left": True},
        _AT_WORK | {"steps": [_line(_ACT, _DONE)], "left": False},
    ],
    "complaint.step_wanted": [
        _AT_WORK | {"by": SUE, "step": Worded(each.value, each.value, each.value), "code": each}
        for each in ComplaintStep
        if each is not ComplaintStep.REPORT
    ],
    "complaint.step_noted": [
        _AT_WORK | {"step": _ACT, "words": _DONE, "draft": _DRAFT, "left": [_EXPLAIN]},
        _AT_WORK | {"step": _EXPLAIN, "words": SLY, "draft": None, "left": []},
    ],
    "complaint.not_yet": [{"number": 1025, "left": [_ACT, _EXPLAIN]}],
    "complaint.draft_act": [_AT_WORK | {"words": _DONE}],
    "complaint.draft_help": [_AT_WORK | {"words": _DONE}],
    "complaint.draft_explain": [_AT_WORK | {"words": _DONE}],
    "complaint.draft_stay_rational": [_AT_WORK],
    "complaint.concerns_whom": [COMPLAINT],
    "complaint.concerns_noted": [{"number": 1025}],
    "complaint.concerns_named": [
        COMPLAINT | {"whom": BOB, "moved": False},
        COMPLAINT | {"whom": BOB, "moved": True},
        COMPLAINT | {"whom": None, "moved": False},
    ],
    "complaint.moved_on": [{"number": 1025}],
    "complaint.passed_on": [{"number": 1025}],
    "complaint.pressing": [
        COMPLAINT | {"why": "hostile", "waits": False},
        COMPLAINT | {"why": "redress", "waits": False},
        COMPLAINT | {"why": "redress", "waits": True},
    ],
    "complaint.heard_by": [{"name": ALICE, "number": 1025, "accountable": SUE}],
    "complaint.by_phone": [{"name": ALICE, "danger": False}, {"name": ALICE, "danger": True}],
    "complaint.report": [
        _AT_WORK
        | {
            "home": "3-12F",
            "since": NOW - timedelta(hours=26),
            "steps": [_line(_ACT, _DONE), _line(_EXPLAIN, _DONE)],
            "left": [],
            "end": "done",
        }
        | {"wish": Worded("說明原因", "说明原因", "Explain what happened")},
        _SHORT | {"left": [], "end": "done_again"},
        _SHORT | {"left": [_EXPLAIN], "end": "unanswered"},
        _SHORT | {"steps": [], "left": [], "end": "withdrawn"},
    ],
}
