"""The inbox: updates stored before they are acknowledged, and settled exactly once.

A lane is a chat. Its lowest pending row is its head, and only the head may be handled: so a chat
never overtakes itself, however many processes work on one inbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Executable,
    bindparam,
    case,
    delete,
    literal_column,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import InboxUpdate
from db.once import table_of, write_once
from db.vocabulary import InboxState

_inbox = table_of(InboxUpdate)
# Written out and not bound: the index of pending rows answers only to this very condition.
_PENDING: ColumnElement[Any] = literal_column(f"'{InboxState.PENDING.value}'")
_is_pending = _inbox.c.state == _PENDING


@dataclass(frozen=True)
class Arrival:
    """An update as it came in, and the chat it belongs to."""

    update_id: int
    chat_id: int
    payload: dict[str, Any]


@dataclass(frozen=True)
class StoredUpdate:
    id: int
    update_id: int
    chat_id: int
    payload: dict[str, Any]
    attempts: int
    error: str | None


_COLUMNS = (
    _inbox.c.id,
    _inbox.c.update_id,
    _inbox.c.chat_id,
    _inbox.c.payload,
    _inbox.c.attempts,
    _inbox.c.error,
)
_first = (
    select(*_COLUMNS)
    .where(_is_pending, _inbox.c.chat_id == bindparam("lane"))
    .order_by(_inbox.c.id)
    .limit(bindparam("most"))
)
# The inner SELECT is what skips a row another process is just handling; SQLite has one writer
# and leaves FOR UPDATE out.
_claim = (
    update(_inbox)
    .where(
        _inbox.c.id
        == select(_inbox.c.id)
        .where(_inbox.c.id == bindparam("row"), _is_pending)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    .values(state=InboxState.DONE)
)


async def store(session: AsyncSession, arrivals: Sequence[Arrival], now: datetime) -> None:
    """An update that is stored already, whatever became of it, is left alone."""
    rows = [
        {
            "update_id": arrival.update_id,
            "chat_id": arrival.chat_id,
            "payload": arrival.payload,
            "received_at": now,
        }
        for arrival in arrivals
    ]
    await write_once(session, _inbox, rows)


async def head(session: AsyncSession, chat_id: int) -> StoredUpdate | None:
    """The update this lane has to handle next; None when it is empty."""
    return next(iter(await first(session, chat_id, 1)), None)


async def first(session: AsyncSession, chat_id: int, most: int) -> list[StoredUpdate]:
    """The head and what follows it; more than the head is only for one who works alone."""
    rows = await session.execute(_first, {"lane": chat_id, "most": most})
    return [StoredUpdate(*row) for row in rows]


async def claim(session: AsyncSession, row_id: int) -> bool:
    """Settle the update, as the first thing in the transaction that acts on it.

    False: another process is handling it or has handled it, and nothing is left to do here. A
    rollback gives it back.
    """
    return await _changed(session, _claim, {"row": row_id}) == 1


async def fail(session: AsyncSession, row_id: int, error: str, limit: int = 5) -> bool:
    """Count a failed attempt; True when it was the last one and the update is dead now."""
    spent = _inbox.c.attempts + 1
    statement = (
        update(_inbox)
        .where(_inbox.c.id == row_id, _is_pending)
        .values(
            attempts=spent,
            error=error,
            state=case((spent >= limit, InboxState.DEAD), else_=InboxState.PENDING),
        )
        .returning(_inbox.c.state)
    )
    return (await session.execute(statement)).scalar_one_or_none() is InboxState.DEAD


async def waiting_lanes(session: AsyncSession) -> list[int]:
    statement = select(_inbox.c.chat_id).where(_is_pending).distinct()
    return list(await session.scalars(statement))


async def prune(session: AsyncSession, before: datetime) -> int:
    """Forget settled updates received before then. Telegram repeats none older than a day."""
    statement = delete(_inbox).where(_inbox.c.received_at < before, _inbox.c.state != _PENDING)
    return await _changed(session, statement)


async def dead(session: AsyncSession) -> list[StoredUpdate]:
    """What could not be handled and waits for a person to look at it."""
    statement = select(*_COLUMNS).where(_inbox.c.state == InboxState.DEAD).order_by(_inbox.c.id)
    return [StoredUpdate(*row) for row in await session.execute(statement)]


async def _changed(
    session: AsyncSession, statement: Executable, values: dict[str, Any] | None = None
) -> int:
    result = await session.execute(statement, values)
    assert isinstance(result, CursorResult)
    return result.rowcount
