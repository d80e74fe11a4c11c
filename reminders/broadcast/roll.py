"""Everybody who was to get it, and what became of their copy: read in parts, for a file."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Building, Delivery, Person, Residency, Unit
from db.vocabulary import Acknowledgement, DeliveryState, Language, ReachedBy
from reminders.broadcast.trouble import Trouble, trouble_of

PART = 5000
"""Copies that are in memory at a time."""


@dataclass(frozen=True)
class Copy:
    """`units`: where they live there now; nothing for who has moved out."""

    units: tuple[str, ...]
    name: str
    speaks: Language
    state: DeliveryState
    trouble: Trouble | None
    settled_at: datetime | None
    answer: Acknowledgement | None
    answered_at: datetime | None
    reached_by: ReachedBy | None


async def roll(
    session: AsyncSession, sent: Broadcast, language: Language, part: int = PART
) -> AsyncIterator[list[Copy]]:
    """The names as they are written in `language`."""
    after = 0
    while rows := await _rows(session, sent.id, after, part):
        people = [person.id for _, person in rows]
        homes = await _homes(session, sent, people[0], people[-1])
        yield [_copy(each, person, homes, language) for each, person in rows]
        after = people[-1]


async def _rows(
    session: AsyncSession, broadcast_id: int, after: int, part: int
) -> list[Row[Delivery, Person]]:
    found = await session.execute(
        select(Delivery, Person)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.person_id > after)
        .order_by(Delivery.person_id)
        .limit(part)
    )
    return list(found)


async def _homes(
    session: AsyncSession, sent: Broadcast, first: int, last: int
) -> dict[int, list[str]]:
    found = await session.execute(
        select(Residency.person_id, Unit)
        .join(Unit, Unit.id == Residency.unit_id)
        .join(
            Building,
            and_(Building.id == Unit.building_id, Building.community_id == sent.community_id),
        )
        .where(Residency.person_id.between(first, last), Residency.until.is_(None))
        .order_by(Unit.id)
    )
    homes: dict[int, list[str]] = {}
    for person_id, unit in found:
        homes.setdefault(person_id, []).append(unit.code)
    return homes


def _copy(each: Delivery, person: Person, homes: dict[int, list[str]], language: Language) -> Copy:
    return Copy(
        units=tuple(homes.get(person.id, ())),
        name=person.called(language),
        speaks=person.language,
        state=each.state,
        trouble=trouble_of(each.state, each.reason),
        settled_at=each.settled_at,
        answer=each.answer,
        answered_at=each.answered_at,
        reached_by=each.reached_by,
    )
