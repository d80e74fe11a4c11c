"""Questions about the roll-call of an emergency."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Card, Person, Residency, RollCall, Unit
from db.vocabulary import CardAudience


async def residents(session: AsyncSession, building_id: int) -> dict[int, tuple[Person, Unit]]:
    """Everybody who lives in a building, by their number; with one home where they have two."""
    rows = await session.execute(
        select(Person, Unit)
        .join(Residency, Residency.person_id == Person.id)
        .join(Unit, Unit.id == Residency.unit_id)
        .where(Unit.building_id == building_id, Residency.until.is_(None))
        .order_by(Residency.id.desc())
    )
    return {person.id: (person, unit) for person, unit in rows}


async def called(session: AsyncSession, ticket_id: int) -> Sequence[tuple[RollCall, Person, Unit]]:
    """Who was asked, and where they live."""
    rows = await session.execute(
        select(RollCall, Person, Unit)
        .join(Person, Person.id == RollCall.person_id)
        .join(Unit, Unit.id == RollCall.unit_id)
        .where(RollCall.ticket_id == ticket_id)
        .order_by(RollCall.unit_id, RollCall.person_id)
    )
    return [(asked, person, unit) for asked, person, unit in rows]


async def of(session: AsyncSession, ticket_id: int, person_id: int) -> RollCall | None:
    """None for somebody who was not asked."""
    return await session.get(RollCall, (ticket_id, person_id))


async def boards_of(session: AsyncSession, ticket_id: int) -> Sequence[Card]:
    """More than one where the first stands where it must not be read any more."""
    return (
        await session.scalars(
            select(Card)
            .where(Card.ticket_id == ticket_id, Card.audience == CardAudience.ROLL_CALL)
            .order_by(Card.id)
        )
    ).all()
