"""The menu behind the desk's card, and what comes of it."""

from datetime import timedelta

from bot.tickets.moving import Refusal
from db.vocabulary import RejectReason
from tests.texts.samples.world import (
    ALICE,
    AT_WORK,
    BOB,
    LEAK,
    LEAK_SAID,
    NOW,
    SUE,
    Samples,
    Worded,
)

_CONTACT = Worded("自來水公司 1910", "自来水公司 1910", "the water company, 1910")

SAMPLES: Samples = {
    "desk.more": [LEAK],
    "desk.asked_already": [{"to": SUE}],
    "desk.question_wanted": [AT_WORK | {"by": BOB}],
    "desk.asked_owner": [AT_WORK | {"by": BOB}],
    "desk.unanswered": [AT_WORK],
    "desk.awaits_others": [AT_WORK | {"by": BOB}],
    "desk.appointment_wanted": [AT_WORK | {"by": BOB}],
    "desk.appointment_unclear": [AT_WORK | {"by": BOB}],
    "desk.booked_for": [AT_WORK | {"by": BOB, "when": NOW + timedelta(days=1, hours=5)}],
    "desk.appointment_soon": [AT_WORK | {"when": NOW + timedelta(hours=1)}],
    "desk.arrived": [AT_WORK | {"by": BOB}],
    "desk.appointment_missed": [AT_WORK | {"by": BOB, "due": NOW}],
    "desk.appointment_now": [AT_WORK | {"when": NOW}, AT_WORK | {"when": NOW, "place": ""}],
    "desk.resumed": [AT_WORK | {"by": BOB}],
    "desk.reject_why": [LEAK],
    "desk.contact_wanted": [LEAK | {"by": BOB}],
    "desk.rejected_by": [
        LEAK | {"by": BOB, "reason": reason.value, "contact": _CONTACT} for reason in RejectReason
    ],
    "desk.merge_into": [LEAK | {"by": BOB, "some": True}, LEAK | {"by": BOB, "some": False}],
    "desk.merged": [LEAK | {"by": BOB, "into": 1020}],
    "desk.gained": [AT_WORK | {"by": BOB, "other": 1030, "words": LEAK_SAID}],
    "desk.unmerged": [LEAK | {"by": ALICE, "into": 1020}, LEAK | {"by": None, "into": 1020}],
    "desk.came_apart": [AT_WORK | {"by": ALICE, "other": 1030}],
    "desk.refused": [LEAK | {"why": why.value, "into": 1020} for why in Refusal],
}
