"""Questions: the answers given, whether they helped, and a community's own answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import Language


class FaqAnswer(Base):
    """One answer given to one person."""

    __tablename__ = "faq_answers"
    __table_args__ = (Index("ix_faq_answers_topic", "community_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    topic: Mapped[str]
    asked: Mapped[str]
    """The question, word for word: it becomes the ticket's words if the answer did not help."""
    answered_at: Mapped[datetime]
    helpful: Mapped[bool | None]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))


class FaqOverride(Base):
    """A community's own answer to a question, instead of the shipped one."""

    __tablename__ = "faq_overrides"
    __table_args__ = (UniqueConstraint("community_id", "topic", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    topic: Mapped[str]
    language: Mapped[Language]
    answer: Mapped[str]
    """Jinja2, rendered in a sandbox: managers write it."""
