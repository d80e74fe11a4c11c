"""Learning: lessons proposed and decided, questions nobody could answer, answers of one's own."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.vocabulary import LessonSource, LessonState, OpenQuestionState, OwnQuestionState


class Lesson(Base):
    """An owner's words (例句) and the topic they should have been taken for."""

    __tablename__ = "lessons"
    __table_args__ = (
        UniqueConstraint("community_id", "folded", "topic"),
        Index("ix_lessons_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    text: Mapped[str]
    """The owner's words, without their name or telephone number."""
    folded: Mapped[str]
    """The same words as they are compared: one script, no punctuation."""
    topic: Mapped[str]
    was: Mapped[str | None]
    """What they were taken for; None where they were not understood."""
    source: Mapped[LessonSource]
    state: Mapped[LessonState] = mapped_column(default=LessonState.PROPOSED)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    verdict: Mapped[dict[str, Any] | None]
    """What the trial found: see `bot.learning.verdict.Verdict`."""


class OwnQuestion(Base):
    """A question that one community answers for itself (自訂問答)."""

    __tablename__ = "own_questions"
    __table_args__ = (Index("ix_own_questions_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    name: Mapped[str]
    category: Mapped[str]
    phrases: Mapped[list[str]]
    """The ways in which owners asked it."""
    answers: Mapped[dict[str, str]]
    """Language → plain text, as the manager wrote it; one language at least."""
    state: Mapped[OwnQuestionState] = mapped_column(default=OwnQuestionState.DRAFT)
    written_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime]


class OpenQuestion(Base):
    """Something asked that found no answer, or none that helped (待答問題)."""

    __tablename__ = "open_questions"
    __table_args__ = (UniqueConstraint("community_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    text: Mapped[str]
    """In the words of whoever asked first."""
    folded: Mapped[str]
    topic: Mapped[str | None]
    """The question whose answer did not help; None where nothing was understood."""
    asked: Mapped[int] = mapped_column(default=0)
    """How many people asked."""
    first_asked_at: Mapped[datetime]
    last_asked_at: Mapped[datetime]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    """Where a person answered it for one owner."""
    state: Mapped[OpenQuestionState] = mapped_column(default=OpenQuestionState.OPEN)
    own_question_id: Mapped[int | None] = mapped_column(ForeignKey("own_questions.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]


class Asker(Base):
    """One person who asked an open question, in their words; told when there is an answer."""

    __tablename__ = "askers"

    open_question_id: Mapped[int] = mapped_column(
        ForeignKey("open_questions.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    text: Mapped[str]
    asked_at: Mapped[datetime]
