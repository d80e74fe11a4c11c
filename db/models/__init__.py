"""The tables."""

from db.models.base import Base
from db.models.community import Building, Community, Team, Unit
from db.models.mail import InboxUpdate, LetterBody, OutboxLetter
from db.models.people import Dialogue, Invitation, Membership, Person, Residency, VouchRequest
from db.models.questions import FaqAnswer, FaqOverride
from db.models.reminders import Broadcast, Delivery, Notice, Occurrence
from db.models.tickets import Card, ForumTopic, MessageLink, Ticket, TicketEvent

__all__ = [
    "Base",
    "Broadcast",
    "Building",
    "Card",
    "Community",
    "Delivery",
    "Dialogue",
    "FaqAnswer",
    "FaqOverride",
    "ForumTopic",
    "InboxUpdate",
    "Invitation",
    "LetterBody",
    "Membership",
    "MessageLink",
    "Notice",
    "Occurrence",
    "OutboxLetter",
    "Person",
    "Residency",
    "Team",
    "Ticket",
    "TicketEvent",
    "Unit",
    "VouchRequest",
]
