"""Duty: who works when, and what the desk says again and again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import ShiftKind


class Shift(Base):
    """A span in which somebody is there, or away."""

    __tablename__ = "shifts"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "starts_at"),
        Index("ix_shifts_span", "community_id", "ends_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    """None: leave, and the shifts of those who lead."""
    kind: Mapped[ShiftKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None: the operator, from a file."""
    entered_at: Mapped[datetime]


class QuickReply(Base):
    """Words that staff send with one tap."""

    __tablename__ = "quick_replies"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    """None: every team's."""
    code: Mapped[str]
    texts: Mapped[dict[str, str]]
    """Language → Jinja2, rendered in a sandbox: managers write it."""
    written_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]
