"""The buttons of a letter that asks, and asking once more whoever has not pressed one.

Like the copies themselves, what is owed to many is written by the database in one statement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    String,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Community, Delivery, LetterBody, OutboxLetter, Person
from db.once import table_of
from db.rows import changed
from db.vocabulary import (
    Acknowledgement,
    BroadcastState,
    DeliveryState,
    Language,
    LetterKind,
    MailPriority,
)
from reminders.answering import NEVER
from reminders.audience import Audience, people_in
from reminders.broadcast.readers import addressee, by_language, in_reply_to, read_in
from reminders.letterhead import greeted, label
from reminders.outbox import Key
from reminders.quiet_hours import decent_time
from reminders.region import quiet_hours
from reminders.timely import Timely

PRESS = {Acknowledgement.UNDERSTOOD: "ack", Acknowledgement.NEEDS_HELP: "hlp"}
"""What the buttons send back, before the broadcast's number."""


def buttons(broadcast: Broadcast, language: Language) -> list[list[Key]]:
    """Under every copy, and under the reminder; none where nothing is asked."""
    if not broadcast.asks:
        return []
    return [
        [
            Key(text=label(answer, language), data=f"{press}:{broadcast.id}")
            for answer, press in PRESS.items()
        ]
    ]


def reminder_key(broadcast_id: int, person_id: int) -> str:
    return f"{_reminder_of(broadcast_id)}{person_id}"


def _reminder_of(broadcast_id: int) -> str:
    return f"remind:{broadcast_id}:"


async def remind(
    session: AsyncSession, broadcast: Broadcast, texts: Mapping[Language, str], now: datetime
) -> int:
    """Ask everybody once more who has the letter and has not answered it; how many they are.

    The reminder replies to the letter. It is no copy of it: it bears no broadcast's number, so
    that what becomes of it is not taken for what became of the letter.
    """
    deliveries, people = table_of(Delivery), table_of(Person)
    living_there = people_in(broadcast.community_id, Audience.everybody())
    reachable = select(people.c.id).where(people.c.unreachable_since.is_(None))
    await session.execute(
        update(deliveries)
        .where(
            deliveries.c.broadcast_id == broadcast.id,
            deliveries.c.state == DeliveryState.SENT,
            deliveries.c.answer.is_(None),
            deliveries.c.reached_by.is_(None),
            deliveries.c.reminded_at.is_(None),
            deliveries.c.person_id.in_(reachable),
            deliveries.c.person_id.in_(living_there),
        )
        .values(reminded_at=now)
    )
    reminded = (deliveries.c.broadcast_id == broadcast.id, deliveries.c.reminded_at == now)
    await _post(session, broadcast, texts, now, reminded)
    return await session.scalar(select(func.count()).where(*reminded)) or 0


async def _post(
    session: AsyncSession,
    broadcast: Broadcast,
    texts: Mapping[Language, str],
    now: datetime,
    reminded: tuple[ColumnElement[bool], ...],
) -> None:
    outbox, deliveries, people = table_of(OutboxLetter), table_of(Delivery), table_of(Person)
    community = await session.get_one(Community, broadcast.community_id)
    timely = Timely.of(broadcast, community, routine=True).to_json()
    written = {
        language: LetterBody(
            body={
                "text": greeted(text, language),
                "buttons": buttons(broadcast, language),
                "timely": timely,
            }
        )
        for language, text in texts.items()
    }
    session.add_all(written.values())
    await session.flush()
    reads = read_in(texts, community.language)

    def typed(column: str, value: object) -> ColumnElement[Any]:
        return literal(value, outbox.c[column].type)

    columns: dict[str, ColumnElement[Any]] = {
        "key": literal(_reminder_of(broadcast.id)) + cast(people.c.id, String),
        "priority": typed("priority", MailPriority.REMINDER),
        "kind": typed("kind", LetterKind.TEXT),
        "chat_id": people.c.telegram_id,
        "person_id": people.c.id,
        "body": case(
            (
                deliveries.c.message_id.is_not(None),
                in_reply_to(session, deliveries.c.message_id),
            ),
            else_=null(),
        ),
        "body_id": by_language({each: literal(written[reads[each]].id) for each in reads}),
        "addressee": addressee(reads),
        "silent": typed("silent", broadcast.silent),
        "repeatable": typed("repeatable", False),
        "created_at": typed("created_at", now),
    }
    owed = (
        select(*columns.values())
        .join_from(deliveries, people, people.c.id == deliveries.c.person_id)
        .where(*reminded)
        .order_by(people.c.id)
    )
    await session.execute(insert(outbox).from_select(list(columns), owed))


# --- when it is time -------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    asked: Broadcast
    in_time: bool
    """False: it is too late to remind anybody; the office still reads who has not answered."""


SOME_DUE = (
    select(Broadcast.id)
    .where(Broadcast.remind_at <= bindparam("now", type_=Broadcast.remind_at.type))
    .exists()
)
"""At `now` there may be silent readers to remind; in the morning at the latest."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Letters whose silent readers are to be reminded now, by whoever claims them."""
    return [each.asked.id for each in await _due(session, now)]


async def claim(session: AsyncSession, broadcast_id: int, now: datetime) -> Due | None:
    """For one caller; None for every other, and where it was corrected or stopped meanwhile."""
    for each in await _due(session, now, Broadcast.id == broadcast_id):
        if await changed(
            session,
            update(Broadcast)
            .where(Broadcast.id == broadcast_id, Broadcast.remind_at == each.asked.remind_at)
            .values(remind_at=None),
        ):
            return each
    return None


async def _due(session: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> list[Due]:
    found = []
    for asked, community in await _waiting(session, Broadcast.remind_at <= now, *which):
        moment = _moment(asked, community, now)
        if moment is None or moment <= now:
            found.append(Due(asked, moment is not None))
    return found


async def moments(session: AsyncSession, now: datetime) -> dict[int, datetime]:
    """When `due` will have each of the letters to return."""
    return {
        asked.id: _moment(asked, community, now) or now
        for asked, community in await _waiting(session, Broadcast.remind_at.is_not(None))
    }


async def _waiting(
    session: AsyncSession, *which: ColumnElement[bool]
) -> Sequence[tuple[Broadcast, Community]]:
    rows = await session.execute(
        select(Broadcast, Community)
        .join(Community, Community.id == Broadcast.community_id)
        .where(Broadcast.state.in_((BroadcastState.SENDING, BroadcastState.DONE)), *which)
        .order_by(Broadcast.remind_at, Broadcast.id)
        .execution_options(populate_existing=True)
    )
    return [(asked, community) for asked, community in rows]


def _moment(asked: Broadcast, community: Community, now: datetime) -> datetime | None:
    """A decent hour to remind; None once the letter has expired."""
    zone, quiet = ZoneInfo(community.timezone), quiet_hours(community.region)
    due = asked.remind_at or now
    return decent_time(due, asked.expires_at or NEVER, now, zone, quiet)
