"""Who is there, whose turn it is, and who leaves."""

from tests.texts.samples.world import BOB, HANDOFF, LEAK, SLY, SUE, Samples, Worded

BEN = Worded("彭本", "彭本", "Ben Pang")

SAMPLES: Samples = {
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
