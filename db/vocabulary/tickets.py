"""Tickets, their clocks, complaints and incidents."""

from enum import StrEnum


class TicketKind(StrEnum):
    """The kinds of message that can become a ticket; see `intents.Kind` for all kinds."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    QUESTION = "question"
    EMERGENCY = "emergency"
    PRAISE = "praise"
    HANDOFF = "handoff"
    FOLLOW_UP = "follow_up"
    """A low score: the supervisor gets in touch. Nobody wrote it, and no owner owes anything."""
    OTHER = "other"


class TicketState(StrEnum):
    NEW = "new"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    PENDING_CUSTOMER = "pending_customer"
    PENDING_THIRD_PARTY = "pending_third_party"
    SCHEDULED = "scheduled"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


OVER = frozenset(
    {TicketState.CLOSED, TicketState.DUPLICATE, TicketState.REJECTED, TicketState.CANCELLED}
)
"""Nobody owes anything any more."""


class Priority(StrEnum):
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Impact(StrEnum):
    """How far it reaches."""

    UNIT = "unit"
    BUILDING = "building"
    ESTATE = "estate"


class Urgency(StrEnum):
    """How soon it hurts; with the impact it makes the priority."""

    CRITICAL = "critical"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class RejectReason(StrEnum):
    """Why a ticket is not for this office (不屬本處); each has its right contact."""

    UTILITY = "utility"
    AUTHORITY = "authority"
    OWN_PROPERTY = "own_property"
    NEIGHBOUR = "neighbour"
    OTHER = "other"


class ClockKind(StrEnum):
    """What can fall due; each climbs a ladder of its own."""

    RESPONSE = "response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    PROMISE = "promise"


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    MOVED = "moved"
    """The owner agreed to another time: the first one does not count as kept."""


class ComplaintStep(StrEnum):
    """一謝二謙三聽四辦五幫助六解釋七理智八匯報."""

    THANK = "thank"
    APOLOGISE = "apologise"
    LISTEN = "listen"
    ACT = "act"
    HELP = "help"
    EXPLAIN = "explain"
    STAY_RATIONAL = "stay_rational"
    REPORT = "report"


class IncidentKind(StrEnum):
    OUTAGE = "outage"
    WORKS = "works"
    """Planned (停水/停電/維修), and announced beforehand."""


class IncidentState(StrEnum):
    PROPOSED = "proposed"
    OPEN = "open"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DISMISSED = "dismissed"


LIVE = (IncidentState.PROPOSED, IncidentState.OPEN)
"""It speaks for tickets, and takes in more of them."""


class Subscription(StrEnum):
    """What a reporter says about the incident that their ticket was put to."""

    ASSUMED = "assumed"
    """They were asked and have not said."""
    JOINED = "joined"
    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    """Theirs goes on alone."""


class SafetyAnswer(StrEnum):
    SAFE = "safe"
    HELP = "help"


class EventType(StrEnum):
    """What can happen to a ticket; the log of these rebuilds the row."""

    OPENED = "opened"
    RECLASSIFIED = "reclassified"
    PLACED = "placed"
    CONFIRMED = "confirmed"
    WISHED = "wished"
    ACCEPTED = "accepted"
    HANDOFF_OFFERED = "handoff_offered"
    HANDOFF_DECLINED = "handoff_declined"
    FOLLOWED_UP = "followed_up"
    REPLIED = "replied"
    NOTED = "noted"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"
    RATED = "rated"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    ESCALATED = "escalated"
    REMINDED = "reminded"
    FALSE_ALARM = "false_alarm"
    RAISED = "raised"
    DISPATCHED = "dispatched"
    REASSIGNED = "reassigned"
    PRIORITISED = "prioritised"
    AWAITED_OWNER = "awaited_owner"
    AWAITED_OTHERS = "awaited_others"
    BOOKED = "booked"
    RESUMED = "resumed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    RATING_EXPLAINED = "rating_explained"
    PROMISED = "promised"
    PROMISE_SETTLED = "promise_settled"
    BREACHED = "breached"
    WARNED = "warned"
    PAGED = "paged"
    DRILLED = "drilled"
    GOING = "going"
    """Somebody said that they go to an emergency."""
    ROLL_CALLED = "roll_called"
    STEP_DONE = "step_done"
    CONCERNED = "concerned"
    """Somebody has said whom a complaint is about."""
    PRESSED = "pressed"
    """The owner wants redress, or is beside themselves: a person is told at once."""
    HELD_BACK = "held_back"
    """Words for the owner hold one of the ten phrases: their writer is asked."""
    OVERRODE = "overrode"
    """They were sent all the same."""
    SAID_KINDER = "said_kinder"
    INCIDENT_JOINED = "incident_joined"
    INCIDENT_LEFT = "incident_left"
    WORDS_WAITED = "words_waited"
