"""Questions about people: who is this, where do they live, where do they work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, false, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, lazyload

from db.models import (
    Building,
    Community,
    Dialogue,
    Invitation,
    Membership,
    Person,
    Residency,
    Shift,
    Team,
    Ticket,
    Unit,
    VouchRequest,
)
from db.rows import changed
from db.vocabulary import ShiftKind, StaffRole, Step, TeamCode, VouchState

_WHOLE_PERSON = (
    select(Person)
    .options(
        joinedload(Person.residencies),
        joinedload(Person.memberships),
        joinedload(Person.community),
        joinedload(Person.waiting),
    )
    .execution_options(populate_existing=True)
)
"""With where they live and work, and what their chat waits for: one statement a message."""


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Person | None:
    found = await session.scalars(_WHOLE_PERSON.where(Person.telegram_id == telegram_id))
    return found.unique().one_or_none()


async def by_id(session: AsyncSession, person_id: int) -> Person | None:
    found = await session.scalars(_WHOLE_PERSON.where(Person.id == person_id))
    return found.unique().one_or_none()


async def staff_of(session: AsyncSession, community_id: int) -> Sequence[Membership]:
    """Everybody who works in a community, with the person."""
    return (await session.scalars(_staff(community_id))).all()


def _staff(community_id: int) -> Select[Membership]:
    return (
        select(Membership)
        .where(Membership.community_id == community_id)
        .options(joinedload(Membership.person, innerjoin=True), lazyload(Membership.team))
        .order_by(Membership.id)
    )


async def managers_of(session: AsyncSession, community_id: int) -> list[Person]:
    posts = await staff_of(session, community_id)
    return [post.person for post in posts if post.role is StaffRole.MANAGER]


async def who_follow(
    session: AsyncSession, community_id: int, begun_by: int | None
) -> list[Person]:
    """Who hears what became of it: whoever began it; every manager where that is the seasonal
    plan, or has left since."""
    here = await staff_of(session, community_id)
    return [each.person for each in here if each.person_id == begun_by][:1] or [
        each.person for each in here if each.role is StaffRole.MANAGER
    ]


@dataclass(frozen=True)
class Rostered:
    """Somebody's post, and what decides whether a ticket goes to them."""

    post: Membership
    load: int
    """Open tickets they answer for, here and elsewhere; nobody counts beyond `_HEAVY`."""
    by_roster: bool
    """Their team is on duty by its shifts, the first of which has begun."""


_HEAVY = 200
"""Whoever carries this much is no choice over anybody: counting further would only take time."""


async def roster(session: AsyncSession, community_id: int, now: datetime) -> list[Rostered]:
    """Everybody who works in a community."""
    carried = (
        select(literal(1))
        .where(Ticket.accountable_id == Membership.person_id, Ticket.closed_at.is_(None))
        .limit(_HEAVY)
        .correlate(Membership)
        .subquery()
    )
    load = select(func.count()).select_from(carried).scalar_subquery()
    begun = exists().where(
        Shift.community_id == community_id,
        Shift.team_id == Membership.team_id,
        Shift.kind == ShiftKind.DUTY,
        Shift.starts_at <= now,
    )
    rows = await session.execute(
        _staff(community_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .add_columns(load, and_(func.coalesce(Team.keeps_roster, false()), begun))
    )
    return [Rostered(post, count, bool(by_roster)) for post, count, by_roster in rows]


async def keep_turns(session: AsyncSession, team_id: int) -> None:
    """One ticket at a time looks whose turn it is in a team: the next waits for it."""
    await session.execute(select(Team.id).where(Team.id == team_id).with_for_update())


async def had_turn(session: AsyncSession, person_id: int, team_id: int, now: datetime) -> None:
    """They go to the end of the line."""
    await session.execute(
        update(Membership)
        .where(Membership.person_id == person_id, Membership.team_id == team_id)
        .values(last_assigned_at=now)
    )


async def communities(session: AsyncSession) -> Sequence[Community]:
    return (await session.scalars(select(Community).order_by(Community.id))).all()


async def dialogue(session: AsyncSession, chat_id: int, person_id: int) -> Dialogue | None:
    return await session.get(Dialogue, (chat_id, person_id))


async def wait_for(
    session: AsyncSession,
    chat_id: int,
    person_id: int,
    step: Step,
    data: dict[str, Any],
    now: datetime,
) -> None:
    """Remember what the next words in this chat will be an answer to."""
    await session.merge(
        Dialogue(chat_id=chat_id, person_id=person_id, step=step, data=data, updated_at=now)
    )


async def stop_waiting(session: AsyncSession, chat_id: int, person_id: int) -> bool:
    """True where something had been waited for."""
    waiting = await dialogue(session, chat_id, person_id)
    if waiting is None:
        return False
    # By the session, which may hold it: what is expected next would pass for a change of it.
    await session.delete(waiting)
    await session.flush()
    return True


async def invitation(session: AsyncSession, token_hash: str) -> Invitation | None:
    return (
        await session.scalars(select(Invitation).where(Invitation.token_hash == token_hash))
    ).one_or_none()


async def use_invitation(
    session: AsyncSession, invitation_id: int, person_id: int, now: datetime
) -> bool:
    """True for the one person who used it; False for everybody after, and once it expired."""
    return await changed(
        session,
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.used_by.is_(None),
            Invitation.expires_at > now,
        )
        .values(used_by=person_id, used_at=now),
    )


async def decide_vouch(
    session: AsyncSession, request_id: int, state: VouchState, manager_id: int, now: datetime
) -> bool:
    """True for the first decision; a second manager's press changes nothing."""
    return await changed(
        session,
        update(VouchRequest)
        .where(VouchRequest.id == request_id, VouchRequest.state == VouchState.ASKED)
        .values(state=state, decided_by=manager_id, decided_at=now),
    )


async def open_vouch(session: AsyncSession, person_id: int) -> VouchRequest | None:
    """The newest request of a person that nobody has decided."""
    return (
        await session.scalars(
            select(VouchRequest)
            .where(VouchRequest.person_id == person_id, VouchRequest.state == VouchState.ASKED)
            .order_by(VouchRequest.id.desc())
            .limit(1)
        )
    ).one_or_none()


async def team(session: AsyncSession, community_id: int, code: TeamCode) -> Team:
    """Every community has every team; one without people answers through its supervisor."""
    return (
        await session.scalars(
            select(Team).where(Team.community_id == community_id, Team.code == code)
        )
    ).one()


async def teams_of(session: AsyncSession, community_id: int) -> Sequence[Team]:
    return (
        await session.scalars(
            select(Team).where(Team.community_id == community_id).order_by(Team.id)
        )
    ).all()


async def buildings_of(session: AsyncSession, community_id: int) -> Sequence[Building]:
    return (
        await session.scalars(
            select(Building).where(Building.community_id == community_id).order_by(Building.id)
        )
    ).all()


async def unit_at(session: AsyncSession, building_id: int, floor: str, door: str) -> Unit | None:
    return (
        await session.scalars(
            select(Unit).where(
                Unit.building_id == building_id, Unit.floor == floor, Unit.door == door
            )
        )
    ).one_or_none()


async def units_coded(
    session: AsyncSession, building: Building, codes: Collection[str]
) -> Sequence[Unit]:
    """The units of a building by what staff call them: 3-12F."""
    if not codes:
        return []
    doors = [code.removeprefix(f"{building.code}-") for code in codes]
    return (
        await session.scalars(
            select(Unit)
            .where(Unit.building_id == building.id, (Unit.floor + Unit.door).in_(doors))
            .order_by(Unit.id)
        )
    ).all()


async def households(session: AsyncSession, unit_id: int) -> Sequence[Residency]:
    return (
        await session.scalars(
            select(Residency).where(Residency.unit_id == unit_id, Residency.until.is_(None))
        )
    ).all()


async def floors_of(session: AsyncSession, building_id: int) -> list[str]:
    """As its units have them, in the order of the stairs: B2, B1, G, 1 … 30."""
    found = await session.scalars(
        select(Unit.floor).where(Unit.building_id == building_id).distinct()
    )
    return sorted(found, key=_height)


def _height(floor: str) -> tuple[int, int, str]:
    digits = "".join(sign for sign in floor if sign.isdecimal())
    number = int(digits) if digits else 0
    if floor.upper().startswith("B"):
        return 0, -number, floor
    return (2, number, floor) if digits else (1, 0, floor)
