"""Confirmed: the audience is fixed, and the database itself writes everyone their copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, case, cast, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Amendment,
    Broadcast,
    Community,
    Delivery,
    LetterBody,
    Meeting,
    OutboxLetter,
    Person,
    Reply,
)
from db.once import table_of
from db.rows import changed
from db.vocabulary import (
    Attendance,
    Becomes,
    BroadcastState,
    DeliveryState,
    Language,
    LetterKind,
    MailPriority,
    MeetingState,
    Weight,
)
from reminders.answering import remind_at
from reminders.audience import Audience, people_in
from reminders.broadcast import asking
from reminders.broadcast.readers import addressee, by_language, in_reply_to, read_in
from reminders.broadcast.stopping import cancel
from reminders.history import crowded, themes_of
from reminders.letterhead import greeted, label
from reminders.outbox import Key
from reminders.region import quiet_hours
from reminders.timely import Timely

_UNSENT = (BroadcastState.DRAFT, BroadcastState.SCHEDULED)
_KIND_OF_MEDIA = {"photo": LetterKind.PHOTO, "document": LetterKind.DOCUMENT}


async def confirm(session: AsyncSession, broadcast_id: int, now: datetime) -> int | None:
    """Fix the audience and owe everyone in it a copy; how many people that is.

    What a person wrote is approved first (`reminders.approving`). None where it was confirmed or
    cancelled already, or waits for a second person.
    """
    claimed = await changed(
        session,
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, Broadcast.state.in_(_UNSENT))
        .values(state=BroadcastState.SENDING, confirmed_at=now),
    )
    if not claimed:
        return None
    broadcast = await session.get_one(Broadcast, broadcast_id, populate_existing=True)
    if broadcast.corrects_id is not None:  # whoever has not got what is wrong does not get it
        await cancel(session, broadcast.corrects_id, now)
    await _snapshot(session, broadcast, now)
    await _post(session, broadcast, now)
    if broadcast.corrects_id is not None:  # nobody is asked again about what was wrong
        corrected = update(Broadcast).where(Broadcast.id == broadcast.corrects_id)
        await session.execute(corrected.values(remind_at=None))
    if broadcast.asks:
        community = await session.get_one(Community, broadcast.community_id)
        zone, quiet = ZoneInfo(community.timezone), quiet_hours(community.region)
        broadcast.remind_at = remind_at(now, broadcast.expires_at, zone, quiet)
    counted = select(func.count()).where(Delivery.broadcast_id == broadcast_id)
    broadcast.total = (await session.execute(counted)).scalar_one()
    await session.flush()
    return broadcast.total


async def _snapshot(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Whom it is for, as of now. Who cannot be reached is settled at once."""
    deliveries, people = table_of(Delivery), table_of(Person)
    community = await session.get_one(Community, broadcast.community_id)
    routine = broadcast.weight is Weight.REMINDER
    themes = await themes_of(session, broadcast)
    audience = people_in(
        broadcast.community_id,
        Audience.from_json(broadcast.audience),
        weight=broadcast.weight,
        themes=themes,
        occasion=broadcast.occasion,
        crowded=await crowded(session, community, themes, now) if routine else None,
        corrects_id=broadcast.corrects_id,
    )
    reachable = people.c.unreachable_since.is_(None)

    def typed(column: str, value: object) -> ColumnElement[Any]:
        return literal(value, deliveries.c[column].type)

    columns: dict[str, ColumnElement[Any]] = {
        "broadcast_id": literal(broadcast.id),
        "person_id": people.c.id,
        "state": case(
            (reachable, typed("state", DeliveryState.WAITING)),
            else_=typed("state", DeliveryState.UNREACHABLE),
        ),
        "settled_at": case((reachable, typed("settled_at", None)), else_=typed("settled_at", now)),
    }
    chosen = select(*columns.values()).where(people.c.id.in_(audience)).order_by(people.c.id)
    if broadcast.meeting_id is not None and broadcast.author_id is None:
        # A reminder of a meeting: not to those who said that they cannot come.
        declined = select(Reply.person_id).where(
            Reply.meeting_id == broadcast.meeting_id, Reply.answer == Attendance.NOT_COMING
        )
        chosen = chosen.where(people.c.id.not_in(declined))
    await session.execute(insert(deliveries).from_select(list(columns), chosen))


async def _post(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Owe everyone who can be reached a copy: one statement, whatever their number."""
    outbox, deliveries, people = table_of(OutboxLetter), table_of(Delivery), table_of(Person)
    bodies = await _write_bodies(session, broadcast)

    def typed(column: str, value: object) -> ColumnElement[Any]:
        return literal(value, outbox.c[column].type)

    columns: dict[str, ColumnElement[Any]] = {
        "key": literal(f"broadcast:{broadcast.id}:") + cast(people.c.id, String),
        "priority": typed("priority", _priority(broadcast)),
        "kind": typed("kind", _kind(broadcast.media)),
        "chat_id": people.c.telegram_id,
        "broadcast_id": literal(broadcast.id),
        "person_id": people.c.id,
        "body_id": by_language({reader: literal(body.id) for reader, body in bodies.items()}),
        "addressee": addressee({reader: body.language for reader, body in bodies.items()}),
        "silent": typed("silent", broadcast.silent),
        "repeatable": typed("repeatable", False),
        "created_at": typed("created_at", now),
    }
    joined = deliveries.join(people, people.c.id == deliveries.c.person_id)
    if broadcast.corrects_id is not None:
        first = deliveries.alias()
        of_the_first = (first.c.broadcast_id == broadcast.corrects_id) & (
            first.c.person_id == people.c.id
        )
        joined = joined.join(first, of_the_first)
        columns["body"] = in_reply_to(session, first.c.message_id)
    owed = (
        select(*columns.values())
        .select_from(joined)
        .where(
            deliveries.c.broadcast_id == broadcast.id,
            deliveries.c.state == DeliveryState.WAITING,
        )
        .order_by(people.c.id)
    )
    await session.execute(insert(outbox).from_select(list(columns), owed))


@dataclass(frozen=True)
class _Body:
    id: int
    language: Language


async def _write_bodies(session: AsyncSession, broadcast: Broadcast) -> dict[Language, _Body]:
    """The text once per language it was written in; and which of them each reader gets."""
    community = await session.get_one(Community, broadcast.community_id)
    texts = {Language(code): text for code, text in broadcast.texts.items()}
    meets = await _meets(session, broadcast)
    timely = Timely.of(broadcast, community).to_json()
    written = {
        language: LetterBody(
            body={
                "text": greeted(text, language),
                "timely": timely,
                **media_in(broadcast.media, language),
                **({"buttons": rows} if (rows := buttons_of(broadcast, language, meets)) else {}),
            }
        )
        for language, text in texts.items()
    }
    session.add_all(written.values())
    await session.flush()
    return {
        reader: _Body(written[language].id, language)
        for reader, language in read_in(texts, community.language).items()
    }


def media_in(media: Mapping[str, Any] | None, language: Language) -> dict[str, Any]:
    """A file may be one for everybody, or one for each language."""
    return {name: file.get(language.value, file) for name, file in (media or {}).items()}


async def _meets(session: AsyncSession, broadcast: Broadcast) -> bool:
    """While a meeting lies ahead; of its minutes, or where it is called off, nobody is asked."""
    if broadcast.meeting_id is None:
        return False
    meeting = await session.get_one(Meeting, broadcast.meeting_id)
    amendment = await session.get(Amendment, broadcast.id)
    called_off = amendment is not None and amendment.becomes is Becomes.CALLED_OFF
    return not called_off and meeting.state in (MeetingState.DRAFT, MeetingState.ANNOUNCED)


def buttons_of(broadcast: Broadcast, language: Language, meets: bool) -> list[list[Key]]:
    """What its readers can answer; what they press is read by `bot.buttons`."""
    rows = asking.buttons(broadcast, language)
    if meets:
        answers = [
            Key(text=label(each, language), data=f"rsvp:{broadcast.meeting_id}:{each.value}")
            for each in Attendance
        ]
        rows += [answers[:2], answers[2:]]
    return rows


def _priority(broadcast: Broadcast) -> MailPriority:
    return MailPriority.URGENT if broadcast.weight is Weight.URGENT else MailPriority.REMINDER


def _kind(media: Mapping[str, Any] | None) -> LetterKind:
    return next((_KIND_OF_MEDIA[name] for name in media or {}), LetterKind.TEXT)
