"""The outbox: what is owed, what need not go any more, and what went or did not arrive.

Written with Core: these few statements run for every message that leaves the house.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import OutboxLetter
from db.once import table_of, write_once
from db.vocabulary import OutboxState

_outbox = table_of(OutboxLetter)

# Written out and not bound: the partial indexes answer only to these very conditions.
_PENDING: ColumnElement[Any] = literal_column(f"'{OutboxState.PENDING.value}'")
SENDING: ColumnElement[Any] = literal_column(f"'{OutboxState.SENDING.value}'")
_ASLEEP: ColumnElement[Any] = literal_column(f"'{OutboxState.ASLEEP.value}'")
is_pending = _outbox.c.state == _PENDING
is_asleep = _outbox.c.state == _ASLEEP
is_sending = _outbox.c.state == SENDING


# --- writing -----------------------------------------------------------------------------------


async def add(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """A letter whose key is taken is owed already, and is left as it is."""
    await write_once(session, _outbox, rows)


async def withdraw(session: AsyncSession, keys: Collection[str], now: datetime) -> None:
    """Letters that need not go any more, where they have not gone yet."""
    if keys:
        await session.execute(
            update(_outbox)
            .where(_outbox.c.key.in_(keys), or_(is_pending, is_asleep))
            .values(state=OutboxState.SUPERSEDED, settled_at=now)
        )


async def withdraw_from(
    session: AsyncSession, ticket_id: int, person_ids: Collection[int], now: datetime
) -> None:
    """Letters of a ticket to these, to whom they are not to go any more, where they have not."""
    await session.execute(
        update(_outbox)
        .where(
            _outbox.c.ticket_id == ticket_id,
            _outbox.c.person_id.in_(person_ids),
            or_(is_pending, is_asleep),
        )
        .values(state=OutboxState.SUPERSEDED, settled_at=now)
    )


async def is_owed(session: AsyncSession, key: str) -> bool:
    """True where a letter of this key was written, sent or not."""
    return await session.scalar(select(_outbox.c.id).where(_outbox.c.key == key)) is not None


async def keep_newest(session: AsyncSession, card_ids: Collection[int], now: datetime) -> None:
    """Of the letters waiting for one card only the newest is of use: it shows the latest state.

    It inherits what the older ones were entitled to: their place in the order of priorities, a
    sound, a pin.
    """
    waiting = (
        select(
            _outbox.c.card_id, _outbox.c.id, _outbox.c.priority, _outbox.c.silent, _outbox.c.body
        )
        .where(is_pending, _outbox.c.card_id.in_(card_ids))
        .order_by(_outbox.c.card_id, _outbox.c.id)
    )
    by_card: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    for row in await session.execute(waiting):
        by_card.setdefault(row.card_id, []).append(row)
    for rows in by_card.values():
        if len(rows) > 1:
            await _supersede(session, rows, now)


async def _supersede(
    session: AsyncSession, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime
) -> None:
    *older, newest = rows
    pinned = any((row.body or {}).get("pin") for row in rows)
    await session.execute(
        update(_outbox)
        .where(_outbox.c.id == newest.id)
        .values(
            priority=min(row.priority for row in rows),
            silent=all(row.silent for row in rows),
            body=newest.body | {"pin": True} if pinned else newest.body,
        )
    )
    await session.execute(
        update(_outbox)
        .where(_outbox.c.id.in_([row.id for row in older]), is_pending)
        .values(state=OutboxState.SUPERSEDED, settled_at=now)
    )


# --- what became of them -----------------------------------------------------------------------


_LOST = (OutboxState.UNREACHABLE, OutboxState.REJECTED, OutboxState.IN_DOUBT)

_last_sent_or_lost = (
    select(_outbox.c.settled_at)
    .where(_outbox.c.settled_at.is_not(None), _outbox.c.state.in_((OutboxState.SENT, *_LOST)))
    .order_by(_outbox.c.settled_at.desc())
    .limit(1)
)
_settled_since = (
    select(_outbox.c.id)
    .where(
        _outbox.c.settled_at > bindparam("since", type_=_outbox.c.settled_at.type),
        _outbox.c.ticket_id.is_not(None),
    )
    .order_by(_outbox.c.id)
)
_lost_since = _settled_since.where(_outbox.c.state.in_(_LOST))
_gone_since = _settled_since.where(
    _outbox.c.key.startswith(bindparam("keys", type_=_outbox.c.key.type)),
    _outbox.c.state.not_in((OutboxState.SUPERSEDED, OutboxState.CANCELLED)),
)


def some_settled(since: str) -> ColumnElement[bool]:
    """Whether a letter about a ticket went, or could not, after the moment of that name."""
    settled_at = _outbox.c.settled_at
    after = bindparam(since, type_=settled_at.type)
    return select(_outbox.c.id).where(settled_at > after, _outbox.c.ticket_id.is_not(None)).exists()


async def last_sent_or_lost(session: AsyncSession) -> datetime | None:
    """When the sender last settled a letter."""
    found: datetime | None = await session.scalar(_last_sent_or_lost)
    return found


async def lost_since(session: AsyncSession, since: datetime) -> Sequence[int]:
    """Letters about a ticket that did not arrive."""
    return (await session.scalars(_lost_since, {"since": since})).all()


async def gone_since(session: AsyncSession, since: datetime, keys: str) -> Sequence[int]:
    """Letters about a ticket that went, or could not, whose keys begin so; not those that were
    withdrawn."""
    return (await session.scalars(_gone_since, {"since": since, "keys": keys})).all()
