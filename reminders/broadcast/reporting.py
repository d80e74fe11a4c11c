"""What became of the copies, and whom none has reached."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Building, Delivery, Person, Residency, Unit
from db.vocabulary import Acknowledgement, DeliveryState, Language
from reminders.broadcast.trouble import Trouble, trouble_of


@dataclass(frozen=True)
class Report:
    """What became of the copies. After a cancellation, those waiting are those never sent."""

    total: int
    sent: int
    unreachable: int
    waiting: int
    failed: int
    in_doubt: int
    understood: int = 0
    """They said so, where the letter asked for it."""
    needs_help: int = 0


async def report(session: AsyncSession, broadcast_id: int) -> Report:
    counted = await session.execute(
        select(Delivery.state, func.count())
        .where(Delivery.broadcast_id == broadcast_id)
        .group_by(Delivery.state)
    )
    copies: dict[DeliveryState, int] = dict(counted.all())
    answers = await _answers(session, broadcast_id)
    return Report(
        total=sum(copies.values()),
        sent=copies.get(DeliveryState.SENT, 0),
        unreachable=copies.get(DeliveryState.UNREACHABLE, 0),
        waiting=copies.get(DeliveryState.WAITING, 0),
        failed=copies.get(DeliveryState.FAILED, 0),
        in_doubt=copies.get(DeliveryState.IN_DOUBT, 0),
        understood=answers.get(Acknowledgement.UNDERSTOOD, 0),
        needs_help=answers.get(Acknowledgement.NEEDS_HELP, 0),
    )


async def _answers(session: AsyncSession, broadcast_id: int) -> dict[Acknowledgement, int]:
    given = await session.execute(
        select(Delivery.answer, func.count())
        .where(Delivery.broadcast_id == broadcast_id, Delivery.answer.is_not(None))
        .group_by(Delivery.answer)
    )
    return {answer: count for answer, count in given if answer is not None}


async def troubles(
    session: AsyncSession, broadcast_id: int
) -> dict[DeliveryState, dict[Trouble, int]]:
    """How many of the copies that did not arrive for certain failed for which reason."""
    counted = await session.execute(
        select(Delivery.state, Delivery.reason, func.count())
        .where(
            Delivery.broadcast_id == broadcast_id,
            Delivery.state.not_in((DeliveryState.SENT, DeliveryState.WAITING)),
        )
        .group_by(Delivery.state, Delivery.reason)
    )
    grouped: dict[DeliveryState, dict[Trouble, int]] = {}
    for state, reason, count in counted:
        trouble = trouble_of(state, reason)
        if trouble is not None:
            kinds = grouped.setdefault(state, {})
            kinds[trouble] = kinds.get(trouble, 0) + count
    return grouped


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
