"""What became of a letter, written down: in the outbox, the delivery list, the card, the links."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.leasing import ATTEMPTS, LeasedLetter, queued_again
from db.models import Card, Delivery, ForumTopic, MessageLink, OutboxLetter, Person
from db.once import table_of, write_once
from db.outbox import is_pending, is_sending
from db.vocabulary import DeliveryState, LetterKind, OutboxState

_outbox = table_of(OutboxLetter)
_deliveries = table_of(Delivery)
_cards = table_of(Card)
_topics = table_of(ForumTopic)
_people = table_of(Person)
_links = table_of(MessageLink)

_BECOMES = {
    OutboxState.SENT: DeliveryState.SENT,
    OutboxState.UNREACHABLE: DeliveryState.UNREACHABLE,
    OutboxState.REJECTED: DeliveryState.FAILED,
    OutboxState.IN_DOUBT: DeliveryState.IN_DOUBT,
}
"""What an outbox row's end means for the person's copy of a broadcast."""


@dataclass(frozen=True)
class MadeMessage:
    """A message that now stands in a chat, and the message it is a copy of."""

    message_id: int
    origin_message_id: int | None = None


@dataclass(frozen=True)
class SentLetter:
    letter: LeasedLetter
    message_id: int | None
    """None where the letter left no message behind: a topic closed, a card unchanged."""
    made: tuple[MadeMessage, ...] = ()


_mark_sent = (
    update(_outbox)
    .where(_outbox.c.id == bindparam("letter"))
    .values(
        state=OutboxState.SENT,
        message_id=bindparam("sent_as"),
        settled_at=bindparam("at"),
        lease_until=None,
        error=None,
    )
)
_mark_delivery = (
    update(_deliveries)
    .where(
        _deliveries.c.broadcast_id == bindparam("broadcast"),
        _deliveries.c.person_id == bindparam("person"),
    )
    .values(
        state=bindparam("becomes"),
        reason=bindparam("why"),
        settled_at=bindparam("at"),
        message_id=func.coalesce(
            bindparam("sent_as", type_=_deliveries.c.message_id.type), _deliveries.c.message_id
        ),
    )
)
_place_card = (
    update(_cards).where(_cards.c.id == bindparam("card")).values(message_id=bindparam("stands_at"))
)


async def mark_sent(session: AsyncSession, sent: Sequence[SentLetter], now: datetime) -> None:
    await session.execute(
        _mark_sent,
        [{"letter": each.letter.id, "sent_as": each.message_id, "at": now} for each in sent],
    )
    cards = [
        {"card": each.letter.card_id, "stands_at": each.message_id}
        for each in sent
        if each.letter.kind is LetterKind.CARD
        and each.message_id not in (None, each.letter.card_message_id)
    ]
    if cards:
        await session.execute(_place_card, cards)
    for each in sent:
        await link(session, each.letter, each.made)
    copies = [(each.letter.broadcast_id, each.letter.person_id, each.message_id) for each in sent]
    await _settle_deliveries(session, copies, OutboxState.SENT, None, now)


async def link(session: AsyncSession, letter: LeasedLetter, made: Iterable[MadeMessage]) -> None:
    """Let a reply to these messages find the ticket, and the message that they pass on."""
    if letter.ticket_id is None:
        return
    source = letter.body.get("copy", {}).get("chat_id")
    passed_on = letter.body.get("origin", {"chat_id": None, "message_id": None})
    rows = [
        {
            "chat_id": letter.chat_id,
            "message_id": each.message_id,
            "ticket_id": letter.ticket_id,
            "origin_chat_id": source if each.origin_message_id else passed_on["chat_id"],
            "origin_message_id": each.origin_message_id or passed_on["message_id"],
        }
        for each in made
    ]
    await write_once(session, _links, rows)


async def postpone(
    session: AsyncSession,
    letter: LeasedLetter,
    not_before: datetime,
    reason: str,
    now: datetime,
    *,
    repeated: bool = False,
    done: int = 0,
) -> None:
    """Back into the queue, one attempt older; `done` parts of it need not be sent again."""
    body = (letter.own_body or {}) | {"done": done} if done else letter.own_body
    await session.execute(
        update(_outbox)
        .where(_outbox.c.id == letter.id)
        .values(
            **queued_again(now),
            not_before=not_before,
            lease_until=None,
            attempts=_outbox.c.attempts + 1,
            repeated=letter.repeated or repeated,
            body=body,
            error=reason,
        )
    )


async def give_up(
    session: AsyncSession, letter: LeasedLetter, state: OutboxState, reason: str, now: datetime
) -> None:
    """The letter's end without having arrived for certain: rejected, unreachable or in doubt."""
    await _end(session, _outbox.c.id == letter.id, state, reason, now)


async def give_up_all(
    session: AsyncSession,
    letter_ids: Collection[int],
    body_id: int,
    priority: int,
    reason: str,
    now: datetime,
) -> None:
    """These, which were taken and not sent, and all that wait of the same shared body."""
    waiting = and_(_outbox.c.priority == priority, _outbox.c.body_id == body_id, is_pending)
    doomed = or_(_outbox.c.id.in_(letter_ids), waiting)
    await _end(session, doomed, OutboxState.REJECTED, reason, now)


async def give_up_chat(
    session: AsyncSession, letter: LeasedLetter, reason: str, now: datetime
) -> None:
    """Nothing reaches this private chat any more: not this letter, nor the others waiting."""
    await session.execute(
        update(_people)
        .where(_people.c.telegram_id == letter.chat_id, _people.c.unreachable_since.is_(None))
        .values(unreachable_since=now)
    )
    waiting = and_(_outbox.c.chat_id == letter.chat_id, is_pending)
    doomed = or_(_outbox.c.id == letter.id, waiting)
    await _end(session, doomed, OutboxState.UNREACHABLE, reason, now)


async def recover(
    session: AsyncSession, now: datetime, *, flying: Collection[int] = (), at_once: bool = False
) -> bool:
    """Decide over letters whose sender died with them in hand; True when there were any.

    Whether they arrived nobody knows. What may be repeated is, marked as a repetition; the rest
    is parked and listed. `flying` are the letters the caller is sending at this moment;
    `at_once` takes back even those whose lease still runs: only for one who is alone.
    """
    lost = is_sending if at_once else and_(is_sending, _outbox.c.lease_until < now)
    if flying:
        lost = and_(lost, _outbox.c.id.not_in(flying))
    again = await session.execute(
        update(_outbox)
        .where(lost, _outbox.c.repeatable, _outbox.c.attempts < ATTEMPTS)
        .values(
            state=OutboxState.PENDING,
            lease_until=None,
            repeated=True,
            attempts=_outbox.c.attempts + 1,
        )
        .returning(_outbox.c.id)
    )
    repeated = again.all()
    parked = await _end(session, lost, OutboxState.IN_DOUBT, "the sender stopped", now)
    return bool(repeated or parked)


async def _end(
    session: AsyncSession,
    which: ColumnElement[bool],
    state: OutboxState,
    reason: str,
    now: datetime,
) -> Sequence[Row[Any]]:
    result = await session.execute(
        update(_outbox)
        .where(which)
        .values(state=state, settled_at=now, lease_until=None, error=reason)
        .returning(_outbox.c.broadcast_id, _outbox.c.person_id)
    )
    ended = result.all()
    copies = [(broadcast_id, person_id, None) for broadcast_id, person_id in ended]
    await _settle_deliveries(session, copies, state, reason, now)
    return ended


async def _settle_deliveries(
    session: AsyncSession,
    copies: Iterable[tuple[int | None, int | None, int | None]],
    state: OutboxState,
    reason: str | None,
    now: datetime,
) -> None:
    rows = [
        {
            "broadcast": broadcast_id,
            "person": person_id,
            "becomes": _BECOMES[state],
            "why": reason,
            "at": now,
            "sent_as": message_id,
        }
        for broadcast_id, person_id, message_id in copies
        if broadcast_id is not None and person_id is not None
    ]
    if rows:
        await session.execute(_mark_delivery, rows)


# --- what letters need: a topic to go into, a card to edit ---------------------------------------


async def store_thread(session: AsyncSession, topic_id: int, thread_id: int) -> int | None:
    """Write down the thread made for a topic; the answer is the one that counts.

    Another sender may have made one meanwhile: the first one written stays.
    """
    result = await session.execute(
        update(_topics)
        .where(_topics.c.id == topic_id)
        .values(
            thread_id=case((_topics.c.thread_id.is_(None), thread_id), else_=_topics.c.thread_id)
        )
        .returning(_topics.c.thread_id)
    )
    stored: int | None = result.scalar_one_or_none()
    return stored


async def forget_thread(session: AsyncSession, topic_id: int, thread_id: int | None) -> None:
    """Somebody deleted the topic, and its card with it. One made anew meanwhile stays."""
    forgotten = await session.execute(
        update(_topics)
        .where(_topics.c.id == topic_id, _topics.c.thread_id == thread_id)
        .values(thread_id=None)
        .returning(_topics.c.id)
    )
    if forgotten.scalar_one_or_none() is not None:
        await _owe_cards_again(session, topic_id, thread_id)


async def _owe_cards_again(session: AsyncSession, topic_id: int, thread_id: int | None) -> None:
    """As they stood last: a topic without its card could not be worked with."""
    cards = await session.scalars(
        update(_cards)
        .where(_cards.c.topic_id == topic_id, _cards.c.message_id.is_not(None))
        .values(message_id=None)
        .returning(_cards.c.id)
    )
    for card_id in cards.all():
        newest = select(_outbox).where(_outbox.c.card_id == card_id).order_by(_outbox.c.id.desc())
        row = (await session.execute(newest.limit(1))).mappings().one_or_none()
        if row is not None and row["state"] == OutboxState.SENT:
            again = {name: row[name] for name in _OF_THE_CARD}
            key = f"again:{card_id}:{thread_id}"
            await write_once(session, _outbox, [again | {"key": key}])


_OF_THE_CARD = (
    "priority",
    "kind",
    "chat_id",
    "topic_id",
    "card_id",
    "ticket_id",
    "person_id",
    "body",
    "silent",
    "repeatable",
    "created_at",
)


async def forget_card_message(session: AsyncSession, card_id: int, message_id: int | None) -> None:
    """The message cannot be edited any more: the card will stand in a new one."""
    await session.execute(
        update(_cards)
        .where(_cards.c.id == card_id, _cards.c.message_id == message_id)
        .values(message_id=None)
    )


async def revive(session: AsyncSession, person_id: int) -> None:
    """The person can be written to again."""
    await session.execute(
        update(_people).where(_people.c.id == person_id).values(unreachable_since=None)
    )
