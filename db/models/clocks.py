"""Clocks: when is worked, how much time there is, who was told, what was promised."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import ClockKind, Priority, PromiseState

_OPEN = text("state = 'open'")


class Calendar(Base):
    """When a community, or one of its teams, works."""

    __tablename__ = "calendars"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[str]
    """`office` is the community's own."""
    hours: Mapped[dict[str, Any]]
    """Weekday (mon … sun) → spans: [["08:30", "12:00"], ["13:30", "21:00"]]."""
    keeps_holidays: Mapped[bool]
    """True: shut on the region's public holidays, open on its make-up workdays."""
    exceptions: Mapped[dict[str, Any]]
    """Day (YYYY-MM-DD) → its spans, whatever day it is; none: shut."""


class Policy(Base):
    """The time there is for one priority. A row is never changed: a new version is written."""

    __tablename__ = "policies"

    community_id: Mapped[int] = mapped_column(
        ForeignKey("communities.id"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    priority: Mapped[Priority] = mapped_column(primary_key=True)
    respond_minutes: Mapped[int]
    next_respond_minutes: Mapped[int]
    resolve_minutes: Mapped[int]
    round_the_clock: Mapped[bool]
    since: Mapped[datetime]


class Rung(Base):
    """A rung of the ladder that was climbed: told once, whatever restarts or clocks do."""

    __tablename__ = "rungs"

    ticket_id: Mapped[int] = mapped_column(
        ForeignKey("tickets.id"), primary_key=True, autoincrement=False
    )
    clock: Mapped[ClockKind] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    """When that clock was started: a reopened ticket climbs anew."""
    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    """Per cent of the time allowed."""
    told_at: Mapped[datetime]


class Promise(Base):
    """A time that a person named to an owner (承諾)."""

    __tablename__ = "promises"
    __table_args__ = (
        UniqueConstraint("ticket_id", "due_at"),
        Index("ix_promises_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    said: Mapped[str]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[PromiseState] = mapped_column(default=PromiseState.OPEN)
    settled_at: Mapped[datetime | None]
