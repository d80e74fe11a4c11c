"""The words of the field, as enums: one idea, one name, in talk, table, class and test."""

from enum import IntEnum, StrEnum


class Language(StrEnum):
    HANT = "zh-Hant"
    HANS = "zh-Hans"
    EN = "en"


class Region(StrEnum):
    """Decides terms, emergency numbers and public holidays; a locale is language × region."""

    TW = "TW"
    HK = "HK"
    CN = "CN"


class TeamCode(StrEnum):
    REPAIRS = "repairs"
    SECURITY = "security"
    CLEANING = "cleaning"
    GREENING = "greening"
    SERVICE = "service"


class ResidentRole(StrEnum):
    """What a person is to a unit; `owner` (業主) in talk means any of them."""

    OWNER = "owner"
    FAMILY = "family"
    TENANT = "tenant"
    MERCHANT = "merchant"


class StaffRole(StrEnum):
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    DIRECTOR = "director"
    """Above the manager; hears of what is twice overdue."""


class DispatchMode(StrEnum):
    """How a team's new tickets find the person who does the work."""

    CLAIM = "claim"
    """搶單: whoever presses first."""
    ASSIGN = "assign"
    """指派: the supervisor names somebody."""
    ROUND_ROBIN = "round_robin"
    """輪訓: whoever has waited longest is asked."""


class ShiftKind(StrEnum):
    DUTY = "duty"
    LEAVE = "leave"
    """Goes before every shift of the same person."""


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


class Step(StrEnum):
    """What the bot waits for in a chat; the dialogue table holds it."""

    NAME_UNIT = "name_unit"
    TELL_PLACE = "tell_place"
    CORRECT_COMPLAINT = "correct_complaint"
    TELL_WISH = "tell_wish"
    TELL_RATING_REASON = "tell_rating_reason"
    DESCRIBE_MEDIA = "describe_media"
    WRITE_NOTE = "write_note"
    WRITE_BROADCAST = "write_broadcast"
    NAME_AUDIENCE = "name_audience"
    EDIT_NOTICE = "edit_notice"
    SEND_BACK_WORDS = "send_back_words"
    WRITE_CORRECTION = "write_correction"
    TELL_SEND_TIME = "tell_send_time"
    TELL_REPEAT = "tell_repeat"
    WRITE_TEMPLATE = "write_template"
    FILL_TEMPLATE = "fill_template"
    NAME_INVITEE = "name_invitee"
    IS_IT_NOW = "is_it_now"
    WRITE_ANSWER = "write_answer"
    WRITE_QUESTION = "write_question"
    TELL_APPOINTMENT = "tell_appointment"
    WRITE_CONTACT = "write_contact"
    NAME_MAIN_TICKET = "name_main_ticket"
    MOVE_PROMISE = "move_promise"
    ENTER_SHIFT = "enter_shift"
    TAKE_STEP = "take_step"
    WRITE_UPDATE = "write_update"
    WRITE_WORKS = "write_works"
    MOVE_WORKS = "move_works"
    IS_IT_SAME = "is_it_same"
    WRITE_MEETING = "write_meeting"
    MOVE_MEETING = "move_meeting"
    WRITE_MINUTES = "write_minutes"


class InboxState(StrEnum):
    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"


class OutboxState(StrEnum):
    PENDING = "pending"
    ASLEEP = "asleep"
    """It waits for the morning, out of the queue's way."""
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    IN_DOUBT = "in_doubt"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class MailPriority(IntEnum):
    """The order in which the sender drains the outbox: lower goes first."""

    EMERGENCY = 0
    REPLY = 1
    TICKET = 2
    URGENT = 3
    """To many: it passes every other letter to many, and holds up no page and no answer, however
    many there are."""
    REMINDER = 4


class LetterKind(StrEnum):
    """What the sender does with an outbox row; the border translates it to the messenger."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    COPY = "copy"
    CARD = "card"
    BUTTONS = "buttons"
    """Other buttons under a message that stands already."""
    CLOSE_TOPIC = "close_topic"
    REOPEN_TOPIC = "reopen_topic"


class CardAudience(StrEnum):
    """Whose view of a ticket a card shows."""

    OWNER = "owner"
    STAFF = "staff"
    PROGRESS = "progress"
    INCIDENT = "incident"
    ROLL_CALL = "roll_call"
    MEETING = "meeting"


class Theme(StrEnum):
    """What a reminder is about; owners may ask to be spared one, but not the last."""

    FIRE = "fire"
    THEFT = "theft"
    COLD = "cold"
    HEAT = "heat"
    FESTIVAL = "festival"
    STORM = "storm"
    QUAKE = "quake"
    HEALTH = "health"
    MAJOR = "major"
    """What owners have to know or to decide: meetings, planned works, drills, inspections."""


class Weight(StrEnum):
    """How much a letter to many asks of its readers, and what it may ask: sound, the night."""

    REMINDER = "reminder"
    """Routine: silent, counted against the budgets, and one may opt out of it."""
    NOTICE = "notice"
    """Rings, at a decent hour."""
    URGENT = "urgent"
    """Life safety: goes at once, whatever the hour, and is reviewed afterwards."""


class HouseholdTag(StrEnum):
    """What a household says of itself; it is never inferred."""

    ELDER = "elder"
    INFANT = "infant"
    PET = "pet"
    GAS_HEATER = "gas_heater"
    E_BIKE = "e_bike"


class OccurrenceState(StrEnum):
    PLANNED = "planned"
    APPROVED = "approved"
    SENT = "sent"
    SKIPPED = "skipped"
    EXPIRED = "expired"
    MERGED = "merged"
    """Goes out inside another of the same week."""
    WITHDRAWN = "withdrawn"
    """What called for it is over: the warning was cancelled, the meeting called off."""


class FeedCode(StrEnum):
    """Who warns officially, or forecasts, and how we read it."""

    NCDR = "ncdr"
    HKO = "hko"
    CMA = "cma"
    CWA = "cwa"
    """A forecast, as the two below."""
    HKO_FORECAST = "hko_fnd"
    OPEN_METEO = "open_meteo"


class Metric(StrEnum):
    """What is forecast of a day, in °C."""

    TMAX = "tmax"
    TMIN = "tmin"


class AlertState(StrEnum):
    IN_FORCE = "in_force"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class MeetingKind(StrEnum):
    OWNERS_MEETING = "owners_meeting"
    """業主大會, 區分所有權人會議: it decides."""
    BRIEFING = "briefing"
    """業主懇談會: it listens."""
    ACTIVITY = "activity"


class Becomes(StrEnum):
    """What a letter makes of a meeting, or of works, that were announced."""

    MOVED = "moved"
    CALLED_OFF = "called_off"


class MeetingState(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    OVER = "over"
    CALLED_OFF = "called_off"


class Attendance(StrEnum):
    COMING = "coming"
    MAYBE = "maybe"
    NOT_COMING = "not_coming"


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    """A second person is asked: four eyes."""
    SCHEDULED = "scheduled"
    """Approved, and waiting for its time."""
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    """What became of one person's copy of a broadcast."""

    WAITING = "waiting"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"


class Acknowledgement(StrEnum):
    """What a reader answers to a letter that asks for it."""

    UNDERSTOOD = "understood"
    """知道了."""
    NEEDS_HELP = "needs_help"
    """需要協助: opens a ticket."""


class ReachedBy(StrEnum):
    """How the office reached somebody who did not acknowledge."""

    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in_person"


class AudienceKind(StrEnum):
    """What sort of place an audience names."""

    ALL = "all"
    BUILDING = "building"
    FLOOR = "floor"
    UNIT = "unit"


class VouchState(StrEnum):
    ASKED = "asked"
    VOUCHED = "vouched"
    REFUSED = "refused"


class LessonSource(StrEnum):
    """How it came out that words had been taken for the wrong thing."""

    CORRECTED = "corrected"
    """The owner said what they meant."""
    NOT_HELPFUL = "not_helpful"
    REROUTED = "rerouted"
    """The desk put the ticket into another category."""
    ANSWERED = "answered"
    """Nobody had understood; a person did."""


class LessonState(StrEnum):
    """Proposed → accepted → learned or refused; or declined. Only the learned count."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    LEARNED = "learned"
    REFUSED = "refused"
    DECLINED = "declined"


class OpenQuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class OwnQuestionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
