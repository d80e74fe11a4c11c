"""What readers answered to a letter that asks, and who has not."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import outbox
from db.models import Broadcast, Building, Delivery, Person, Residency, Unit
from db.rows import changed
from db.vocabulary import Acknowledgement, DeliveryState, Language, ReachedBy
from reminders.answering import Silent
from reminders.audience import Audience, people_in
from reminders.broadcast.asking import reminder_key


@dataclass(frozen=True)
class Answers:
    understood: int
    needs_help: int
    reached: int
    """By the office, in another way."""
    silent: int

    @property
    def asked(self) -> int:
        return self.answered + self.reached + self.silent

    @property
    def answered(self) -> int:
        return self.understood + self.needs_help


async def answer(
    session: AsyncSession, broadcast_id: int, person_id: int, said: Acknowledgement, now: datetime
) -> bool:
    """False where it was answered already. Who understood may need help after all."""
    open_: ColumnElement[bool] = Delivery.answer.is_(None)
    if said is Acknowledgement.NEEDS_HELP:
        open_ = or_(open_, Delivery.answer == Acknowledgement.UNDERSTOOD)
    answered = await changed(
        session,
        update(Delivery)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.person_id == person_id, open_)
        .values(answer=said, answered_at=now),
    )
    if answered:
        await outbox.withdraw(session, [reminder_key(broadcast_id, person_id)], now)
    return answered


async def reach(
    session: AsyncSession, broadcast_id: int, person_id: int, how: ReachedBy, now: datetime
) -> bool:
    """The office has spoken to them. False where they answered themselves, or were reached."""
    reached = await changed(
        session,
        update(Delivery)
        .where(
            Delivery.broadcast_id == broadcast_id,
            Delivery.person_id == person_id,
            Delivery.answer.is_(None),
            Delivery.reached_by.is_(None),
        )
        .values(reached_by=how, reached_at=now),
    )
    if reached:
        await outbox.withdraw(session, [reminder_key(broadcast_id, person_id)], now)
    return reached


async def count(session: AsyncSession, broadcast: Broadcast) -> Answers:
    settled = or_(Delivery.answer.is_not(None), Delivery.reached_by.is_not(None))
    rows = await session.execute(
        select(Delivery.answer, Delivery.reached_by.is_not(None), func.count())
        .where(Delivery.broadcast_id == broadcast.id, or_(settled, _is_silent(broadcast)))
        .group_by(Delivery.answer, Delivery.reached_by.is_not(None))
    )
    numbers: dict[Acknowledgement | bool, int] = {}
    for said, reached, number in rows:
        kind = said or bool(reached)
        numbers[kind] = numbers.get(kind, 0) + number
    return Answers(
        understood=numbers.get(Acknowledgement.UNDERSTOOD, 0),
        needs_help=numbers.get(Acknowledgement.NEEDS_HELP, 0),
        reached=numbers.get(True, 0),
        silent=numbers.get(False, 0),
    )


def _is_silent(broadcast: Broadcast) -> ColumnElement[bool]:
    """Neither answered nor was reached, and still lives there."""
    living_there = people_in(broadcast.community_id, Audience.everybody())
    return and_(
        Delivery.answer.is_(None),
        Delivery.reached_by.is_(None),
        Delivery.person_id.in_(living_there),
    )


async def silent(session: AsyncSession, broadcast: Broadcast, language: Language) -> list[Silent]:
    """Whom to ring, to write to on paper, or to visit; each at one door, however many homes."""
    rows = await session.execute(
        select(Person, Delivery.state, Unit, Building)
        .join(Delivery, Delivery.person_id == Person.id)
        .join(Residency, and_(Residency.person_id == Person.id, Residency.until.is_(None)))
        .join(Unit, Unit.id == Residency.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(
            Delivery.broadcast_id == broadcast.id,
            _is_silent(broadcast),
            Building.community_id == broadcast.community_id,
        )
        .order_by(Person.id, Unit.id)
    )
    found: dict[int, Silent] = {}
    for person, state, unit, building in rows:
        found.setdefault(
            person.id,
            Silent(
                person_id=person.id,
                name=person.called(language),
                language=person.language,
                building=building.name(language),
                floor=unit.floor,
                unit=unit.code,
                arrived=state is DeliveryState.SENT,
            ),
        )
    return list(found.values())
