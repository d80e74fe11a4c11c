"""The tables."""

from db.models.alerts import Alert, AlertIdentifier, Feed, Forecast, Tripwire
from db.models.amendments import Amendment
from db.models.base import Base
from db.models.clocks import Calendar, Policy, Promise, Rung
from db.models.community import Building, Community, Team, Unit
from db.models.duty import QuickReply, Shift
from db.models.incidents import Incident, RollCall, Subscriber
from db.models.learning import Asker, Lesson, OpenQuestion, OwnQuestion
from db.models.mail import InboxUpdate, LetterBody, OutboxLetter
from db.models.meetings import Meeting, Reply
from db.models.people import Dialogue, Invitation, Membership, Person, Residency, VouchRequest
from db.models.questions import FaqAnswer, FaqOverride
from db.models.reminders import (
    Approval,
    Broadcast,
    Delivery,
    Enclosure,
    HouseholdMark,
    Occurrence,
    OptOut,
    OwnWords,
    Template,
)
from db.models.tickets import (
    Card,
    Concerned,
    ForumTopic,
    MessageLink,
    StepTaken,
    Ticket,
    TicketEvent,
)

__all__ = [
    "Alert",
    "AlertIdentifier",
    "Amendment",
    "Approval",
    "Asker",
    "Base",
    "Broadcast",
    "Building",
    "Calendar",
    "Card",
    "Community",
    "Concerned",
    "Delivery",
    "Dialogue",
    "Enclosure",
    "FaqAnswer",
    "FaqOverride",
    "Feed",
    "Forecast",
    "ForumTopic",
    "HouseholdMark",
    "InboxUpdate",
    "Incident",
    "Invitation",
    "Lesson",
    "LetterBody",
    "Meeting",
    "Membership",
    "MessageLink",
    "Occurrence",
    "OpenQuestion",
    "OptOut",
    "OutboxLetter",
    "OwnQuestion",
    "OwnWords",
    "Person",
    "Policy",
    "Promise",
    "QuickReply",
    "Reply",
    "Residency",
    "RollCall",
    "Rung",
    "Shift",
    "StepTaken",
    "Subscriber",
    "Team",
    "Template",
    "Ticket",
    "TicketEvent",
    "Tripwire",
    "Unit",
    "VouchRequest",
]
