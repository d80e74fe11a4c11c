"""Tickets: the current state as a row, what happened as an append-only log, where they show."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, and_, false, text
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from db.models import append_only
from db.models.base import Base, WideKey
from db.models.clocks import Calendar, Promise
from db.models.community import Building, Community, Team, Unit
from db.models.people import Person
from db.vocabulary import (
    CardAudience,
    ComplaintStep,
    EventType,
    Impact,
    Priority,
    RejectReason,
    TicketKind,
    TicketState,
    Urgency,
)

_CLOCK_RUNS = text("next_check_at IS NOT NULL")
_OPEN = text("closed_at IS NULL")
_MERGED = text("merged_into_id IS NOT NULL")
_DRILL_RUNS = text("drill AND closed_at IS NULL")
_WHILE_OPEN: dict[str, Any] = {"sqlite_where": _OPEN, "postgresql_where": _OPEN}
_WHERE_MERGED: dict[str, Any] = {"sqlite_where": _MERGED, "postgresql_where": _MERGED}


class Concerned(Base):
    """One of the staff whom a complaint is about: it is kept from them, whatever their post."""

    __tablename__ = "concerned"
    __table_args__ = (Index("ix_concerned_person", "person_id", "ticket_id"),)

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )


class Ticket(Base):
    """One wish of one owner; its id is the number people quote (#1024)."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_reporter", "reporter_id", "id"),
        Index("ix_tickets_queue", "community_id", "next_due_at", "id", **_WHILE_OPEN),
        Index("ix_tickets_team_queue", "team_id", "next_due_at", "id", **_WHILE_OPEN),
        Index("ix_tickets_own_queue", "accountable_id", "next_due_at", "id", **_WHILE_OPEN),
        Index("ix_tickets_spike", "building_id", "category", "opened_at"),
        Index("ix_tickets_home", "home_id", "id"),
        Index("ix_tickets_merged", "merged_into_id", "id", **_WHERE_MERGED),
        Index(
            "ix_tickets_one_drill",
            "community_id",
            unique=True,
            sqlite_where=_DRILL_RUNS,
            postgresql_where=_DRILL_RUNS,
        ),
        Index(
            "ix_tickets_due",
            "next_check_at",
            sqlite_where=_CLOCK_RUNS,
            postgresql_where=_CLOCK_RUNS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[TicketKind]
    category: Mapped[str]
    topic: Mapped[str | None]
    """The catalogue topic that was understood; None where a person has to read it."""
    urgent: Mapped[bool]
    private: Mapped[bool]
    """True: never posted in a team's group, only to the supervisor in person."""
    priority: Mapped[Priority]
    impact: Mapped[Impact] = mapped_column(default=Impact.UNIT, server_default=Impact.UNIT.value)
    urgency: Mapped[Urgency] = mapped_column(
        default=Urgency.NORMAL, server_default=Urgency.NORMAL.value
    )
    drill: Mapped[bool] = mapped_column(default=False, server_default=false())
    """An exercise (演習): it wakes nobody, and counts in no figure."""
    state: Mapped[TicketState] = mapped_column(default=TicketState.NEW)
    version: Mapped[int] = mapped_column(default=1)
    """Goes up with every change of state: a press made on an older card is refused."""

    said: Mapped[str]
    """The owner's own words."""
    wish: Mapped[str | None]
    """What the owner would like done about a complaint."""
    evidence: Mapped[str | None]
    """Which phrase or rule decided the topic, and what was left open: `bot.tickets.grounds`."""
    building_id: Mapped[int | None] = mapped_column(ForeignKey("buildings.id"))
    floor: Mapped[str | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    room: Mapped[str | None]
    place_said: Mapped[str | None]
    place_known: Mapped[bool]

    reporter_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """The reporter's own unit when they reported."""
    accountable_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """Answers to the owner until the end; never empty."""
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Asked to take over, and has not answered yet."""
    offered_at: Mapped[datetime | None]
    first_accepted_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who first said "mine": whether they saw it through is a figure (首問)."""
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))

    opened_at: Mapped[datetime]
    due_from: Mapped[datetime]
    """When the time allowed began: the opening, or the last reopening."""
    first_response_due: Mapped[datetime]
    first_response_at: Mapped[datetime | None]
    resolution_due: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    """Of an emergency: somebody said that they go. Until then everybody is paged again."""
    called_afresh_at: Mapped[datetime | None]
    """It counts no more that they go, and everybody else is paged as if it were new."""
    policy_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendars.id"))
    """Whose hours its clocks count; None: every hour counts."""
    awaiting_reply_since: Mapped[datetime | None]
    """The owner wrote, and nobody has answered."""
    next_response_due: Mapped[datetime | None]
    promise_due: Mapped[datetime | None]
    """The nearest open promise."""
    promise_kept_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    paused_seconds: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Of the calendar's time, in pauses that are over."""
    breached_response: Mapped[bool] = mapped_column(default=False, server_default=false())
    breached_resolution: Mapped[bool] = mapped_column(default=False, server_default=false())
    breached_promise: Mapped[bool] = mapped_column(default=False, server_default=false())
    next_due_at: Mapped[datetime | None]
    """The nearest deadline that runs; None while none does."""
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """Set in every state that is over, and in no other."""
    reject_reason: Mapped[RejectReason | None]
    reject_contact: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    """The earlier ticket that this one goes on with."""
    next_check_at: Mapped[datetime | None]
    """When the clock looks at this ticket again; None once nothing can fall due."""
    escalation_level: Mapped[int] = mapped_column(default=0)
    """The highest rung of the ladder already told, in per cent of the time allowed."""
    reopened_count: Mapped[int] = mapped_column(default=0)
    rating: Mapped[int | None]
    rating_reason: Mapped[str | None]

    concerned_rows: Mapped[set[Concerned]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )
    concerned: AssociationProxy[set[int]] = association_proxy(
        "concerned_rows", "person_id", creator=lambda person_id: Concerned(person_id=person_id)
    )
    """The ids of those whom it is about, or may be: nothing of it reaches them."""
    community: Mapped[Community] = relationship(lazy="joined", innerjoin=True)
    team: Mapped[Team] = relationship(lazy="joined", innerjoin=True)
    reporter: Mapped[Person] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[reporter_id]
    )
    accountable: Mapped[Person] = relationship(
        lazy="joined", innerjoin=True, foreign_keys=[accountable_id]
    )
    assignee: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[assignee_id])
    building: Mapped[Building | None] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(lazy="joined", foreign_keys=[unit_id])
    home: Mapped[Unit | None] = relationship(lazy="joined", foreign_keys=[home_id])
    calendar: Mapped[Calendar | None] = relationship(lazy="joined")
    promise: Mapped[Promise | None] = relationship(
        lazy="joined",
        viewonly=True,
        primaryjoin=lambda: and_(
            foreign(Promise.ticket_id) == Ticket.id, foreign(Promise.due_at) == Ticket.promise_due
        ),
    )
    """The nearest open one."""


class TicketEvent(Base):
    """One thing that happened to a ticket. Rows are added, never changed."""

    __tablename__ = "ticket_events"
    __table_args__ = (Index("ix_ticket_events_ticket", "ticket_id", "id"),)

    id: Mapped[int] = mapped_column(WideKey, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    type: Mapped[EventType]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: the clock."""
    at: Mapped[datetime]
    data: Mapped[dict[str, Any]]


append_only.keep(Base.metadata.tables[TicketEvent.__tablename__])


class StepTaken(Base):
    """One of a complaint's eight steps, done once and by somebody."""

    __tablename__ = "steps_taken"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    step: Mapped[ComplaintStep] = mapped_column(primary_key=True)
    words: Mapped[str | None]
    """What was done, as whoever did it wrote it."""
    done_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: the bot."""
    done_at: Mapped[datetime]


class ForumTopic(Base):
    """A ticket's room in a team's forum group."""

    __tablename__ = "forum_topics"
    __table_args__ = (
        UniqueConstraint("ticket_id", "chat_id"),
        Index("ix_forum_topics_thread", "chat_id", "thread_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int | None]
    """None until the messenger has made it, and again when somebody deleted it."""
    title: Mapped[str]


class Card(Base):
    """A message that is edited in place whenever what it shows changes."""

    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_ticket", "ticket_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[CardAudience]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("forum_topics.id"))
    message_id: Mapped[int | None]
    """None until the first sending has come back."""

    topic: Mapped[ForumTopic | None] = relationship(lazy="raise")


class MessageLink(Base):
    """Which ticket a message belongs to, and the copy made of it on the other side.

    A reply to either finds the ticket; an edit of the original finds the copy.
    """

    __tablename__ = "message_links"
    __table_args__ = (Index("ix_message_links_origin", "origin_chat_id", "origin_message_id"),)

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    origin_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    origin_message_id: Mapped[int | None]
