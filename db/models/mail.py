"""Mail: the inbox (stored before it is acknowledged) and the outbox (owed until it is settled)."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, WideKey
from db.vocabulary import InboxState, LetterKind, OutboxState

_PENDING = text("state = 'pending'")
_LEASED = text("state = 'sending'")
_ASLEEP = text("state = 'asleep'")
_WAITING_CARD = text("state = 'pending' AND card_id IS NOT NULL")
_SETTLED = text("settled_at IS NOT NULL")


class InboxUpdate(Base):
    """One update from the messenger, word for word."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_lane", "chat_id", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
        Index("ix_inbox_received_at", "received_at"),
        # An id must not come back once its row was cleared away: buttons and letters name it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(WideKey, primary_key=True)
    update_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    """The lane: updates of one chat are handled one after the other."""
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    state: Mapped[InboxState] = mapped_column(default=InboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]


class LetterBody(Base):
    """What a broadcast says in one language: written once, pointed at by every copy."""

    __tablename__ = "letter_bodies"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - read by SQLAlchemy

    id: Mapped[int] = mapped_column(WideKey, primary_key=True)
    body: Mapped[dict[str, Any]]


class OutboxLetter(Base):
    """One message owed to one chat, written in the transaction of the fact it tells.

    It bears no foreign keys: PostgreSQL would check each for each of 100,000 copies of a
    broadcast, and that took six seconds instead of one and a half.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_queue", "priority", "id", sqlite_where=_PENDING, postgresql_where=_PENDING
        ),
        Index("ix_outbox_lease", "lease_until", sqlite_where=_LEASED, postgresql_where=_LEASED),
        Index("ix_outbox_asleep", "not_before", sqlite_where=_ASLEEP, postgresql_where=_ASLEEP),
        Index(
            "ix_outbox_card", "card_id", sqlite_where=_WAITING_CARD, postgresql_where=_WAITING_CARD
        ),
        Index(
            "ix_outbox_settled_at", "settled_at", sqlite_where=_SETTLED, postgresql_where=_SETTLED
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(WideKey, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    """Names the event and the reader, so that the same news is never owed twice."""
    priority: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[LetterKind]
    chat_id: Mapped[int] = mapped_column(BigInteger)
    topic_id: Mapped[int | None]
    card_id: Mapped[int | None]
    ticket_id: Mapped[int | None]
    """Set: the message sent is linked to the ticket, and a reply to it finds it."""
    broadcast_id: Mapped[int | None]
    person_id: Mapped[int | None]
    body: Mapped[dict[str, Any] | None]
    """{"text": HTML, "buttons": [[{"text", "data" | "url"}]], "from_chat", "message_id", …}."""
    body_id: Mapped[int | None] = mapped_column(BigInteger)
    addressee: Mapped[str | None]
    """The name put in a shared body's place for it."""
    silent: Mapped[bool] = mapped_column(default=False)
    repeatable: Mapped[bool] = mapped_column(default=True)
    """In doubt after a crash: True repeats it, marked; False parks it and lists it."""
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.PENDING)
    not_before: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str | None]
    message_id: Mapped[int | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
