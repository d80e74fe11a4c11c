"""Meetings and other gatherings (業主懇談會): announced, answered, recalled, minuted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import Attendance, MeetingKind, MeetingState


class Meeting(Base):
    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_starts_at", "community_id", "starts_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[MeetingKind]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    """Grows with every change; also the SEQUENCE of its calendar entry."""
    titles: Mapped[dict[str, str]]
    places: Mapped[dict[str, str]]
    agendas: Mapped[dict[str, str]]
    """Language → words, as the manager wrote them."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    audience: Mapped[dict[str, Any]]
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    minuted_at: Mapped[datetime | None]
    """When its minutes were sent."""


class Reply(Base):
    """Whether somebody comes; the last answer counts."""

    __tablename__ = "replies"
    __table_args__ = (Index("ix_replies_answer", "meeting_id", "answer"),)

    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meetings.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    answer: Mapped[Attendance]
    party: Mapped[int] = mapped_column(SmallInteger, default=1)
    """How many come, with them."""
    answered_at: Mapped[datetime]
