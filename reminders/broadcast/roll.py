"""Everybody who was to get it, and what became of their copy: read in parts, for a file."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Building, Delivery, Person, Residency, Unit
from db.models.people import called
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
    codes = await _codes(session, sent.community_id)
    after = 0
    while rows := await _rows(session, sent.id, after, part):
        people = [each.person_id for each in rows]
        homes = await _homes(session, codes, people[0], people[-1])
        yield [_copy(each, homes, language) for each in rows]
        after = people[-1]


async def _codes(session: AsyncSession, community_id: int) -> dict[int, str]:
    """The community's units, as they are written."""
    units = await session.scalars(
        select(Unit)
        .join(Building, Building.id == Unit.building_id)
        .where(Building.community_id == community_id)
    )
    return {unit.id: unit.code for unit in units}


async def _rows(session: AsyncSession, broadcast_id: int, after: int, part: int) -> Sequence[Any]:
    """Columns, not objects: they are many, and read once."""
    found = await session.execute(
        select(
            Delivery.person_id,
            Delivery.state,
            Delivery.reason,
            Delivery.settled_at,
            Delivery.answer,
            Delivery.answered_at,
            Delivery.reached_by,
            Person.name,
            Person.names,
            Person.language,
        )
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.person_id > after)
        .order_by(Delivery.person_id)
        .limit(part)
    )
    return found.all()


async def _homes(
    session: AsyncSession, codes: Mapping[int, str], first: int, last: int
) -> dict[int, list[str]]:
    found = await session.execute(
        select(Residency.person_id, Residency.unit_id)
        .where(Residency.person_id.between(first, last), Residency.until.is_(None))
        .order_by(Residency.person_id, Residency.unit_id)
    )
    homes: dict[int, list[str]] = {}
    for person_id, unit_id in found:
        if unit_id in codes:
            homes.setdefault(person_id, []).append(codes[unit_id])
    return homes


def _copy(each: Any, homes: Mapping[int, list[str]], language: Language) -> Copy:
    return Copy(
        units=tuple(homes.get(each.person_id, ())),
        name=called(each.name, each.names, language),
        speaks=each.language,
        state=each.state,
        trouble=trouble_of(each.state, each.reason),
        settled_at=each.settled_at,
        answer=each.answer,
        answered_at=each.answered_at,
        reached_by=each.reached_by,
    )
