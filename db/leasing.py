"""The outbox as a queue: what may go now, and who has taken it in hand.

Written with Core: these few statements run for every message that leaves the house.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Card, ForumTopic, LetterBody, OutboxLetter
from db.once import table_of
from db.outbox import SENDING, is_asleep, is_pending, is_sending
from db.vocabulary import BroadcastState, LetterKind, OutboxState

ATTEMPTS = 10
"""After so many a letter is given up."""

_outbox = table_of(OutboxLetter)
_topics = table_of(ForumTopic)
_cards = table_of(Card)
_bodies = table_of(LetterBody)
_broadcasts = table_of(Broadcast)


@dataclass(frozen=True)
class LeasedLetter:
    """A letter in the sender's hands, with all that is needed to send it."""

    id: int
    kind: LetterKind
    priority: int
    chat_id: int
    topic_id: int | None
    card_id: int | None
    ticket_id: int | None
    broadcast_id: int | None
    person_id: int | None
    own_body: dict[str, Any] | None
    body_id: int | None
    addressee: str | None
    silent: bool
    repeatable: bool
    repeated: bool
    attempts: int
    shared_body: dict[str, Any] | None
    thread_id: int | None
    topic_title: str | None
    card_message_id: int | None

    @property
    def body(self) -> dict[str, Any]:
        return (self.shared_body or {}) | (self.own_body or {})


_letters = select(
    _outbox.c.id,
    _outbox.c.kind,
    _outbox.c.priority,
    _outbox.c.chat_id,
    _outbox.c.topic_id,
    _outbox.c.card_id,
    _outbox.c.ticket_id,
    _outbox.c.broadcast_id,
    _outbox.c.person_id,
    _outbox.c.body,
    _outbox.c.body_id,
    _outbox.c.addressee,
    _outbox.c.silent,
    _outbox.c.repeatable,
    _outbox.c.repeated,
    _outbox.c.attempts,
    _bodies.c.body,
    _topics.c.thread_id,
    _topics.c.title,
    _cards.c.message_id,
).select_from(
    _outbox.outerjoin(_bodies, _bodies.c.id == _outbox.c.body_id)
    .outerjoin(_topics, _topics.c.id == _outbox.c.topic_id)
    .outerjoin(_cards, _cards.c.id == _outbox.c.card_id)
)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= now)


# --- taking in hand ----------------------------------------------------------------------------


async def lease(
    session: AsyncSession,
    limit: int,
    now: datetime,
    until: datetime,
    resting: Collection[int] = (),
    held: Collection[tuple[int, int]] = (),
) -> list[LeasedLetter]:
    """Take up to `limit` letters in hand, by priority and age, one to a chat.

    `resting` chats get nothing; of a `held` (chat, priority) nothing may overtake a letter that
    has to be tried again. They are left out by the query, so that a long queue for one chat
    never stands in front of the others.
    """
    await _keep_to_the_queue(session)
    taken: dict[int, LeasedLetter] = {}
    while len(taken) < limit:
        missing = limit - len(taken)
        found = await _candidates(session, 2 * missing, now, {*resting, *taken}, held)
        for letter in found:
            if len(taken) < limit:
                taken.setdefault(letter.chat_id, letter)
        if len(found) < 2 * missing:
            break
    letters = list(taken.values())
    if letters:
        await session.execute(_take, {"rows": [letter.id for letter in letters], "until": until})
    return letters


async def _keep_to_the_queue(session: AsyncSession) -> None:
    """Have PostgreSQL walk the queue's index and stop at the limit.

    Its statistics know nothing yet of a broadcast written a moment ago; it would fetch and sort
    all of it for every handful of letters.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_queue_only)


_queue_only = select(
    func.set_config("enable_bitmapscan", "off", True), func.set_config("enable_sort", "off", True)
)

_take = (
    update(_outbox)
    .where(_outbox.c.id.in_(bindparam("rows", expanding=True)), is_pending)
    .values(state=OutboxState.SENDING, lease_until=bindparam("until"))
)


async def _candidates(
    session: AsyncSession,
    limit: int,
    now: datetime,
    resting: Collection[int],
    held: Collection[tuple[int, int]],
) -> list[LeasedLetter]:
    statement = (
        _letters.where(is_pending, _is_due(now))
        .order_by(_outbox.c.priority, _outbox.c.id)
        .limit(limit)
        .with_for_update(of=_outbox, skip_locked=True)
    )
    rows = await session.execute(_without(statement, resting, held))
    return [LeasedLetter(*row) for row in rows]


_under_way = _outbox.alias("under_way")
_overtakes_nothing = tuple_(_outbox.c.chat_id, _outbox.c.priority).not_in(
    select(_under_way.c.chat_id, _under_way.c.priority).where(_under_way.c.state == SENDING)
)
"""Nor is a letter overtaken that a dead sender had in hand: its lease has to run out first."""


def _without(
    statement: Select[Any], resting: Collection[int], held: Collection[tuple[int, int]]
) -> Select[Any]:
    statement = statement.where(_overtakes_nothing)
    if resting:
        statement = statement.where(_outbox.c.chat_id.not_in(resting))
    if held:
        statement = statement.where(
            tuple_(_outbox.c.chat_id, _outbox.c.priority).not_in(list(held))
        )
    return statement


def queued_again(now: datetime) -> dict[str, ColumnElement[Any]]:
    """What a letter that was taken and not sent becomes: it waits again, unless the broadcast that
    it is a copy of was stopped meanwhile."""
    stopped = _outbox.c.broadcast_id.in_(
        select(_broadcasts.c.id).where(_broadcasts.c.state == BroadcastState.CANCELLED)
    )
    state, settled_at = _outbox.c.state.type, _outbox.c.settled_at.type
    return {
        "state": case(
            (stopped, literal(OutboxState.CANCELLED, state)),
            else_=literal(OutboxState.PENDING, state),
        ),
        "settled_at": case((stopped, literal(now, settled_at)), else_=literal(None, settled_at)),
    }


async def release(session: AsyncSession, letter_ids: Iterable[int], now: datetime) -> None:
    """Give letters back that were taken but certainly not sent."""
    await session.execute(
        update(_outbox)
        .where(_outbox.c.id.in_(list(letter_ids)), is_sending)
        .values(lease_until=None, **queued_again(now))
    )


async def put_to_sleep(
    session: AsyncSession,
    letter_ids: Collection[int],
    body_id: int,
    priority: int,
    until: datetime,
) -> None:
    """These, which were taken and not sent, and all that wait of the same shared body, go no
    earlier; until then nobody who looks for what may go comes across them."""
    sleep = update(_outbox).values(state=OutboxState.ASLEEP, not_before=until, lease_until=None)
    await session.execute(sleep.where(_outbox.c.id.in_(letter_ids), is_sending))
    await session.execute(
        sleep.where(_outbox.c.priority == priority, _outbox.c.body_id == body_id, is_pending)
    )


async def wake(session: AsyncSession, now: datetime) -> None:
    """What slept until now takes its place in the queue again."""
    await session.execute(
        update(_outbox)
        .where(is_asleep, _outbox.c.not_before <= now)
        .values(state=OutboxState.PENDING, not_before=None)
    )


async def wakes_at(session: AsyncSession) -> datetime | None:
    """When the first of those that sleep may go."""
    found: datetime | None = await session.scalar(
        select(func.min(_outbox.c.not_before)).where(is_asleep)
    )
    return found


async def renew(session: AsyncSession, letter_ids: Iterable[int], until: datetime) -> None:
    await session.execute(
        update(_outbox)
        .where(_outbox.c.id.in_(list(letter_ids)), is_sending)
        .values(lease_until=until)
    )


# --- looking -----------------------------------------------------------------------------------


async def is_due(
    session: AsyncSession,
    now: datetime,
    resting: Collection[int] = (),
    held: Collection[tuple[int, int]] = (),
) -> bool:
    """Whether a `lease` of the same arguments would take anything."""
    statement = select(_outbox.c.id).where(is_pending, _is_due(now)).limit(1)
    statement = _without(statement, resting, held)
    return (await session.execute(statement)).first() is not None


async def next_due(session: AsyncSession, now: datetime) -> datetime | None:
    """When the first of the letters that have to wait for their time may go."""
    statement = select(func.min(_outbox.c.not_before)).where(is_pending, _outbox.c.not_before > now)
    found: datetime | None = await session.scalar(statement)
    return min(filter(None, (found, await wakes_at(session))), default=None)


async def held_back(session: AsyncSession, now: datetime) -> dict[tuple[int, int], datetime]:
    """(chat, priority) → until when a letter that is to be tried again keeps others behind it."""
    statement = (
        select(_outbox.c.chat_id, _outbox.c.priority, _outbox.c.not_before)
        .where(is_pending, _outbox.c.attempts > 0, _outbox.c.not_before > now)
        .order_by(_outbox.c.not_before)
    )
    return {(chat, priority): until for chat, priority, until in await session.execute(statement)}
