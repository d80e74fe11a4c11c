"""Reminders and broadcasts: what is planned, who approved it, and who got it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import BroadcastState, DeliveryState, Language, OccurrenceState


class Occurrence(Base):
    """One reminder at one time in one community; the key says which day of which year."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("rule_id", "key", "community_id"),
        Index("ix_occurrences_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    rule_id: Mapped[str]
    key: Mapped[str]
    """`小寒@2027`, `lny-5@2027`, `break@2027-02-04`: the anchor, not the date it falls on."""
    notice: Mapped[str]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[OccurrenceState] = mapped_column(default=OccurrenceState.PLANNED)
    text_hash: Mapped[str]
    """Of the words in every language: an approval holds only for the words that were seen."""
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))


class Notice(Base):
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


class Broadcast(Base):
    """One text to many people: a manager's own, or an occurrence that fell due."""

    __tablename__ = "broadcasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: the seasonal plan."""
    audience: Mapped[dict[str, Any]]
    """{"kind": all | building | unit, "ids": [...]}: see `reminders.audience.Audience`."""
    texts: Mapped[dict[str, str]]
    """Language → HTML, as previewed and confirmed."""
    media: Mapped[dict[str, Any] | None]
    state: Mapped[BroadcastState] = mapped_column(default=BroadcastState.DRAFT)
    silent: Mapped[bool]
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
