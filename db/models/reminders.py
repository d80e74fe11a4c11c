"""Reminders and broadcasts: what is planned, who approved it, who got it, and what they said."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import (
    Acknowledgement,
    BroadcastState,
    DeliveryState,
    HouseholdTag,
    Language,
    OccurrenceState,
    Prepared,
    ReachedBy,
    Theme,
    Weight,
)

_WAITS_FOR_ITS_TIME = text("state = 'scheduled'")
_HAS_OCCASION = text("occasion IS NOT NULL")


class Occurrence(Base):
    """One reminder at one time in one community; the key says which day of which year."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("rule_id", "key", "community_id"),
        Index("ix_occurrences_due", "state", "due_at"),
        Index("ix_occurrences_plan", "community_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    rule_id: Mapped[str]
    key: Mapped[str]
    """`小寒@2027`, `break:lunar_new_year@2027`: the anchor, not the date it falls on."""
    notice: Mapped[str]
    due_at: Mapped[datetime]
    wanted_at: Mapped[datetime | None]
    """When its rule has it; `due_at` may be another day of a week that was too full."""
    expires_at: Mapped[datetime]
    state: Mapped[OccurrenceState] = mapped_column(default=OccurrenceState.PLANNED)
    text_hash: Mapped[str]
    """Of the words in every language: an approval holds only for the words that were seen."""
    audience: Mapped[dict[str, Any] | None]
    """None: whom its notice is for."""
    provisional: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The year's holidays are not announced yet: the day may still move."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("occurrences.id"))
    """Set where it is MERGED: the one that says both."""
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"))
    """The official warning that called for it."""
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    """The meeting that it announces or recalls."""
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The first of the two who read it, where two have to; never who approves it."""
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None where it is approved: for the year, or because it cannot wait."""
    approved_at: Mapped[datetime | None]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))


class OwnWords(Base):
    """A manager's own words for an occurrence, in one language, instead of the shipped ones."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("occurrence_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"))
    language: Mapped[Language]
    text: Mapped[str]
    """Plain text as the manager wrote it; escaped when it is rendered."""
    edited_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    edited_at: Mapped[datetime]


class Approval(Base):
    """Shipped words approved for a year: every occurrence that says just these may go out."""

    __tablename__ = "approvals"
    __table_args__ = (UniqueConstraint("community_id", "text_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    notice: Mapped[str]
    text_hash: Mapped[str]
    """As in `Occurrence.text_hash`: other words need another approval."""
    approved_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class OptOut(Base):
    """Somebody asked to be spared the routine reminders of a theme."""

    __tablename__ = "opt_outs"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    theme: Mapped[Theme] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class HouseholdMark(Base):
    """What somebody declared of their household; it counts while they live there."""

    __tablename__ = "household_marks"
    __table_args__ = (Index("ix_household_marks_tag", "tag", "unit_id"),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int] = mapped_column(
        ForeignKey("units.id"), primary_key=True, autoincrement=False
    )
    tag: Mapped[HouseholdTag] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class Template(Base):
    """Words that a community's managers keep, with places for what changes."""

    __tablename__ = "templates"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[str]
    texts: Mapped[dict[str, str]]
    """Language → Jinja2 as the manager wrote it; rendered in the sandbox only."""
    written_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class Broadcast(Base):
    """One text to many people: a manager's own, or an occurrence that fell due."""

    __tablename__ = "broadcasts"
    __table_args__ = (
        Index(
            "ix_broadcasts_send_at",
            "send_at",
            sqlite_where=_WAITS_FOR_ITS_TIME,
            postgresql_where=_WAITS_FOR_ITS_TIME,
        ),
        Index(
            "ix_broadcasts_occasion",
            "occasion",
            sqlite_where=_HAS_OCCASION,
            postgresql_where=_HAS_OCCASION,
        ),
        Index("ix_broadcasts_state", "state"),
        Index("uq_broadcasts_repeats", "repeats_id", "send_at", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: the seasonal plan."""
    audience: Mapped[dict[str, Any]]
    """{"kind": all | building | …, "ids": [...], …}: see `reminders.audience.Audience`."""
    texts: Mapped[dict[str, str]]
    """Language → HTML, as previewed and confirmed."""
    media: Mapped[dict[str, Any] | None]
    state: Mapped[BroadcastState] = mapped_column(default=BroadcastState.DRAFT)
    silent: Mapped[bool]
    weight: Mapped[Weight] = mapped_column(
        default=Weight.NOTICE, server_default=Weight.NOTICE.value
    )
    theme: Mapped[Theme | None]
    """Of what leads it. Who opted out of it, and of all that is merged into it, is spared a
    REMINDER; None: nobody is."""
    occasion: Mapped[str | None]
    """`cold.elders:小寒@2027`: who had it in one community is not told again in another."""
    asks: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Readers are asked to acknowledge."""
    framed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Our own frame, in every language, around a few of the writer's words: they are changed where
    they were written."""
    prepared: Mapped[Prepared | None]
    """Of a correction that nobody had to write: what it says."""
    seal: Mapped[str | None]
    """Of words, media and audience as submitted: what changes afterwards voids the approval."""
    submitted_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The second pair of eyes; never the author's."""
    approved_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Read afterwards, where it could not wait for an approval."""
    reviewed_at: Mapped[datetime | None]
    send_at: Mapped[datetime | None]
    """None: at once."""
    expires_at: Mapped[datetime | None]
    """Not worth sending after this."""
    repeat: Mapped[dict[str, Any] | None]
    """See `reminders.repeating.Repeat`; each time is a broadcast of its own."""
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    """The first of a repeated one; of these each has its own `send_at`."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    """It says what was wrong there, in reply to it, to the same people."""
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    remind_at: Mapped[datetime | None]
    """When who has not acknowledged is asked once more; None: never, or done."""
    total: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Delivery(Base):
    """One person's copy of a broadcast. The audience is fixed when the broadcast is confirmed.

    Written 100,000 at a time: like the outbox it bears no foreign keys.
    """

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_state", "broadcast_id", "state"),)

    broadcast_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[DeliveryState]
    reason: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    """Where it stands in the reader's chat: a correction replies to it. None: not known."""
    answer: Mapped[Acknowledgement | None]
    answered_at: Mapped[datetime | None]
    ticket_id: Mapped[int | None]
    """Opened for who needs help."""
    reminded_at: Mapped[datetime | None]
    """Asked once more; nobody is asked a third time."""
    reached_by: Mapped[ReachedBy | None]
    reached_at: Mapped[datetime | None]


class Enclosure(Base):
    """A file of our own making that letters bear: a calendar, a picture."""

    __tablename__ = "enclosures"
    __table_args__ = (Index("ix_enclosures_expires_at", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    """As the reader's device shows it: `plan-2027.ics`."""
    content: Mapped[bytes]
    file_id: Mapped[str | None]
    """The messenger's own, once it was sent: the next letter need not carry it again."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Forgotten then: it may name people."""
