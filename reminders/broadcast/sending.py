"""Confirmed: the audience is fixed, and the database itself writes everyone their copy."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Community, Delivery, LetterBody, OutboxLetter, Person
from db.once import table_of
from db.rows import changed
from db.vocabulary import BroadcastState, DeliveryState, Language, LetterKind, MailPriority
from reminders.audience import Audience, people_in
from reminders.letterhead import greeted

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
    await _snapshot(session, broadcast, now)
    await _post(session, broadcast, now)
    counted = select(func.count()).where(Delivery.broadcast_id == broadcast_id)
    broadcast.total = (await session.execute(counted)).scalar_one()
    await session.flush()
    return broadcast.total


async def _snapshot(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Whom it is for, as of now. Who cannot be reached is settled at once."""
    deliveries, people = table_of(Delivery), table_of(Person)
    audience = people_in(
        broadcast.community_id,
        Audience.from_json(broadcast.audience),
        weight=broadcast.weight,
        theme=broadcast.theme,
        occasion=broadcast.occasion,
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
    await session.execute(insert(deliveries).from_select(list(columns), chosen))


async def _post(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Owe everyone who can be reached a copy: one statement, whatever their number."""
    outbox, deliveries, people = table_of(OutboxLetter), table_of(Delivery), table_of(Person)
    bodies = await _write_bodies(session, broadcast)

    def typed(column: str, value: object) -> ColumnElement[Any]:
        return literal(value, outbox.c[column].type)

    columns: dict[str, ColumnElement[Any]] = {
        "key": literal(f"broadcast:{broadcast.id}:") + cast(people.c.id, String),
        "priority": typed("priority", MailPriority.REMINDER),
        "kind": typed("kind", _kind(broadcast.media)),
        "chat_id": people.c.telegram_id,
        "broadcast_id": literal(broadcast.id),
        "person_id": people.c.id,
        "body_id": _by_language({reader: literal(body.id) for reader, body in bodies.items()}),
        "addressee": _addressee({reader: body.language for reader, body in bodies.items()}),
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
        columns["body"] = _in_reply_to(session, first.c.message_id)
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


def _in_reply_to(session: AsyncSession, message_id: ColumnElement[Any]) -> ColumnElement[Any]:
    """What each copy has of its own, made by the database: {"reply_to": …}, where it is known."""
    as_json = table_of(OutboxLetter).c.body.type
    if session.get_bind().dialect.name == "sqlite":
        return func.json_object("reply_to", message_id, type_=as_json)
    return cast(func.json_build_object("reply_to", message_id), as_json)


@dataclass(frozen=True)
class _Body:
    id: int
    language: Language


async def _write_bodies(session: AsyncSession, broadcast: Broadcast) -> dict[Language, _Body]:
    """The text once per language it was written in; and which of them each reader gets."""
    community = await session.get_one(Community, broadcast.community_id)
    texts = {Language(code): text for code, text in broadcast.texts.items()}
    written = {
        language: LetterBody(body={"text": greeted(text, language), **(broadcast.media or {})})
        for language, text in texts.items()
    }
    session.add_all(written.values())
    await session.flush()
    return {
        reader: _Body(written[language].id, language)
        for reader, language in read_in(texts, community.language).items()
    }


def read_in(written: Collection[Language], fallback: Language) -> dict[Language, Language]:
    """Reader's language → the language they get: their own, the community's, or the first."""
    otherwise = fallback if fallback in written else next(iter(written))
    return {reader: reader if reader in written else otherwise for reader in Language}


def _by_language(values: dict[Language, ColumnElement[Any]]) -> ColumnElement[Any]:
    people = table_of(Person)
    return case(*((people.c.language == reader, value) for reader, value in values.items()))


def _addressee(reads: dict[Language, Language]) -> ColumnElement[Any]:
    """How the person is called in the language of the letter."""
    people = table_of(Person)
    known = {
        reader: people.c.names[language.value].as_string() for reader, language in reads.items()
    }
    return func.coalesce(func.nullif(_by_language(known), ""), people.c.name)


def _kind(media: Mapping[str, Any] | None) -> LetterKind:
    return next((_KIND_OF_MEDIA[name] for name in media or {}), LetterKind.TEXT)
