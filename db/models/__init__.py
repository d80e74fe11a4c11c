"""The tables."""

from db.models.base import Base
from db.models.clocks import Calendar, Policy, Promise, Rung
from db.models.community import Building, Community, Team, Unit
from db.models.duty import QuickReply, Shift
from db.models.incidents import Incident, RollCall, Subscriber
from db.models.learning import Asker, Lesson, OpenQuestion, OwnQuestion
from db.models.mail import InboxUpdate, LetterBody, OutboxLetter
from db.models.people import Dialogue, Invitation, Membership, Person, Residency, VouchRequest
from db.models.questions import FaqAnswer, FaqOverride
from db.models.reminders import Broadcast, Delivery, Notice, Occurrence
from db.models.tickets import Card, ForumTopic, MessageLink, StepTaken, Ticket, TicketEvent

__all__ = [
    "Asker",
    "Base",
    "Broadcast",
    "Building",
    "Calendar",
    "Card",
    "Community",
    "Delivery",
    "Dialogue",
    "FaqAnswer",
    "FaqOverride",
    "ForumTopic",
    "InboxUpdate",
    "Incident",
    "Invitation",
    "Lesson",
    "LetterBody",
    "Membership",
    "MessageLink",
    "Notice",
    "Occurrence",
    "OpenQuestion",
    "OutboxLetter",
    "OwnQuestion",
    "Person",
    "Policy",
    "Promise",
    "QuickReply",
    "Residency",
    "RollCall",
    "Rung",
    "Shift",
    "StepTaken",
    "Subscriber",
    "Team",
    "Ticket",
    "TicketEvent",
    "Unit",
    "VouchRequest",
]
