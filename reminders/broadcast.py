"""One text to many people: drafted, confirmed once, snapshot of the audience, report.

A hundred thousand copies are written by the database itself, in a statement per language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Broadcast,
    Building,
    Community,
    Delivery,
    LetterBody,
    OutboxLetter,
    Person,
    Residency,
    Unit,
)
from db.once import table_of
from db.rows import changed
from db.vocabulary import (
    BroadcastState,
    DeliveryState,
    Language,
    LetterKind,
    MailPriority,
    OutboxState,
)
from reminders.audience import Audience, people_in
from reminders.letterhead import greeted

CANCELLED = "cancelled"
"""Why a copy that was waiting will not be sent."""

_KIND_OF_MEDIA = {"photo": LetterKind.PHOTO, "document": LetterKind.DOCUMENT}


@dataclass(frozen=True)
class Report:
    """What became of the copies. After a cancellation, those waiting are those never sent."""

    total: int
    sent: int
    unreachable: int
    waiting: int
    failed: int
    in_doubt: int


async def draft(
    session: AsyncSession,
    *,
    community_id: int,
    author_id: int | None,
    audience: Audience,
    texts: Mapping[Language, str],
    silent: bool,
    now: datetime,
    media: dict[str, Any] | None = None,
) -> int:
    """The new broadcast's id. `texts` is HTML in one language at least.

    Who reads another language gets the community's, or else the first. `media` is
    `{"photo": {"file_id": …}}` or `{"document": {"file_id": …}}`. `author_id` None is the
    seasonal plan.
    """
    if not texts:
        raise ValueError("a broadcast says something in one language at least")
    broadcast = Broadcast(
        community_id=community_id,
        author_id=author_id,
        audience=audience.to_json(),
        texts={language.value: text for language, text in texts.items()},
        media=media,
        silent=silent,
        created_at=now,
    )
    session.add(broadcast)
    await session.flush()
    return broadcast.id


async def confirm(session: AsyncSession, broadcast_id: int, now: datetime) -> int | None:
    """Fix the audience and owe everyone in it a copy; how many people that is.

    None where it was confirmed or cancelled already.
    """
    claimed = await changed(
        session,
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, Broadcast.state == BroadcastState.DRAFT)
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
    audience = people_in(broadcast.community_id, Audience.from_json(broadcast.audience))
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
    if broadcast.silent:  # a routine reminder: not to those who asked for quiet
        chosen = chosen.where(people.c.quiet.is_(False))
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
    owed = (
        select(*columns.values())
        .join_from(deliveries, people, people.c.id == deliveries.c.person_id)
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


async def cancel(session: AsyncSession, broadcast_id: int, now: datetime) -> bool:
    """Stop what has not left yet. False where everything had, or it was cancelled already."""
    cancelled = await changed(
        session,
        update(Broadcast)
        .where(
            Broadcast.id == broadcast_id,
            Broadcast.state.in_((BroadcastState.DRAFT, BroadcastState.SENDING)),
        )
        .values(state=BroadcastState.CANCELLED, finished_at=now),
    )
    if cancelled:
        await _stop_copies(session, broadcast_id, now)
    return cancelled


async def _stop_copies(session: AsyncSession, broadcast_id: int, now: datetime) -> None:
    await changed(
        session,
        update(OutboxLetter)
        .where(
            OutboxLetter.broadcast_id == broadcast_id,
            OutboxLetter.state == OutboxState.PENDING,
        )
        .values(state=OutboxState.CANCELLED, settled_at=now),
    )
    # A copy in the sender's hands at this moment may still arrive, and is then noted as sent.
    await changed(
        session,
        update(Delivery)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.state == DeliveryState.WAITING)
        .values(reason=CANCELLED),
    )


async def report(session: AsyncSession, broadcast_id: int) -> Report:
    counted = await session.execute(
        select(Delivery.state, func.count())
        .where(Delivery.broadcast_id == broadcast_id)
        .group_by(Delivery.state)
    )
    copies: dict[DeliveryState, int] = dict(counted.all())
    return Report(
        total=sum(copies.values()),
        sent=copies.get(DeliveryState.SENT, 0),
        unreachable=copies.get(DeliveryState.UNREACHABLE, 0),
        waiting=copies.get(DeliveryState.WAITING, 0),
        failed=copies.get(DeliveryState.FAILED, 0),
        in_doubt=copies.get(DeliveryState.IN_DOUBT, 0),
    )


async def finish_done(session: AsyncSession, now: datetime) -> list[Broadcast]:
    """Mark as done what has every copy settled; each broadcast is returned once, by one caller."""
    still_waiting = (
        select(Delivery.person_id)
        .where(Delivery.broadcast_id == Broadcast.id, Delivery.state == DeliveryState.WAITING)
        .exists()
    )
    finished = await session.scalars(
        update(Broadcast)
        .where(Broadcast.state == BroadcastState.SENDING, ~still_waiting)
        .values(state=BroadcastState.DONE, finished_at=now)
        .returning(Broadcast)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(finished, key=lambda broadcast: broadcast.id)


async def unreachable_names(
    session: AsyncSession,
    broadcast_id: int,
    language: Language,
    state: DeliveryState = DeliveryState.UNREACHABLE,
) -> list[str]:
    """Whom to ring or to write to on paper, with their units: "3-12F 5-2B 陳雅麗".

    `state` may be FAILED or IN_DOUBT as well: they may have nothing in their hands either.
    """
    people = await session.scalars(
        select(Person)
        .join(Delivery, Delivery.person_id == Person.id)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.state == state)
    )
    units = await _units_there(session, broadcast_id, state)
    return sorted(
        " ".join([*units.get(person.id, ()), person.called(language)]) for person in people
    )


async def _units_there(
    session: AsyncSession, broadcast_id: int, state: DeliveryState
) -> dict[int, list[str]]:
    """Person → the codes of their units in the broadcast's community."""
    homes = await session.execute(
        select(Residency.person_id, Unit)
        .join(Unit, Unit.id == Residency.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .join(Broadcast, Broadcast.community_id == Building.community_id)
        .join(
            Delivery,
            and_(Delivery.broadcast_id == Broadcast.id, Delivery.person_id == Residency.person_id),
        )
        .where(Broadcast.id == broadcast_id, Delivery.state == state, Residency.until.is_(None))
        .order_by(Unit.id)
    )
    codes: dict[int, list[str]] = {}
    for person_id, unit in homes:
        codes.setdefault(person_id, []).append(unit.code)
    return codes
