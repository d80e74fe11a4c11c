"""Why a copy did not arrive for certain, in the few kinds that differ in what can be done."""

from enum import StrEnum

from db.vocabulary import DeliveryState
from reminders.timely import TOO_LATE


class Trouble(StrEnum):
    BLOCKED = "blocked"
    NEVER_STARTED = "never_started"
    GONE = "gone"
    """Their account is deleted."""
    BEFORE = "before"
    """Known to be out of reach when it was confirmed: it was not even tried."""
    GAVE_UP = "gave_up"
    LATE = "late"
    """Its letter was stale before its turn came."""
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    ELSE = "else"


_SAID = (
    ("blocked", Trouble.BLOCKED),
    ("deactivated", Trouble.GONE),
    ("initiate conversation", Trouble.NEVER_STARTED),
    ("not found", Trouble.NEVER_STARTED),
    ("peer_id_invalid", Trouble.NEVER_STARTED),
)
"""What the messenger says of a chat that nothing reaches, in small letters."""


def trouble_of(state: DeliveryState, reason: str | None) -> Trouble | None:
    """None where there is none: it arrived, or still waits."""
    said = (reason or "").lower()
    match state:
        case DeliveryState.UNREACHABLE if not said:
            return Trouble.BEFORE
        case DeliveryState.UNREACHABLE:
            return next((kind for words, kind in _SAID if words in said), Trouble.ELSE)
        case DeliveryState.FAILED if said == TOO_LATE:
            return Trouble.LATE
        case DeliveryState.FAILED:
            return Trouble.GAVE_UP if said.startswith("given up") else Trouble.REFUSED
        case DeliveryState.IN_DOUBT:
            return Trouble.UNCERTAIN
    return None
