"""Reminders, official warnings, meetings, and letters to many."""

from enum import StrEnum


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


class Prepared(StrEnum):
    """What a letter can be corrected by without writing a word."""

    OVER = "over"
    """What it warned of is."""
    MOVED = "moved"
    """The break that it told of is on other days."""
    ERROR = "error"
    """It should not have been sent."""


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
