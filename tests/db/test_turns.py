"""Whose turn it is, where two tickets come at once: each of them asks somebody else."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.post import Mailbag, Voice
from bot.texts import load_texts
from bot.tickets import dispatching
from db import tickets
from db.models import Community, Membership, Person, Team, Ticket
from db.vocabulary import DispatchMode, EventType, StaffRole, TicketKind
from intents import Catalogue
from tests.db.estate import NOW, Estate, at_once

TEXTS = load_texts(compare=False)


async def takes_turns(estate: Estate) -> int:
    """Repairs are Bob's and Ben's now, one after the other; Ben's id."""
    async with estate.database.transaction() as session:
        (await session.get_one(Team, estate.repairs.id)).dispatch = DispatchMode.ROUND_ROBIN
        ben = Person(telegram_id=1006, name="ben", language=estate.bob.language, created_at=NOW)
        session.add(ben)
        await session.flush()
        session.add(
            Membership(
                person_id=ben.id,
                community_id=estate.community.id,
                role=StaffRole.STAFF,
                team_id=estate.repairs.id,
            )
        )
        return ben.id


async def give_out(session: AsyncSession, estate: Estate, number: int) -> int | None:
    community = await session.get_one(Community, estate.community.id)
    bag = Mailbag(f"test:{number}", Voice(TEXTS, community, NOW), NOW)
    desk = Desk(session, NOW, bag, Catalogue({}))
    ticket = await tickets.by_number(session, number)
    assert ticket is not None
    await dispatching.give_out(desk, ticket)
    return ticket.offered_to_id


async def test_two_tickets_at_once_are_two_peoples(estate: Estate) -> None:
    ben = await takes_turns(estate)
    one, other = estate.ticket(), estate.ticket()
    await estate.add(one, other)
    asked = await at_once(
        estate.database,
        lambda session: give_out(session, estate, one.id),
        lambda session: give_out(session, estate, other.id),
    )
    assert set(asked) == {estate.bob.id, ben}
    async with estate.database.reading() as session:
        for number, who in zip((one.id, other.id), asked, strict=True):
            (event,) = await tickets.events_of(session, number, EventType.DISPATCHED)
            assert event.data["to"] == who
            assert event.data["set"]["offered_to_id"] == who
        turns = await session.scalars(
            select(Membership.last_assigned_at).where(Membership.team_id == estate.repairs.id)
        )
        assert list(turns) == [NOW, NOW]


async def test_nobody_is_asked_twice_about_one_ticket(estate: Estate) -> None:
    ben = await takes_turns(estate)
    ticket = estate.ticket()
    await estate.add(ticket)
    asked = []
    for _ in range(3):
        async with estate.database.transaction() as session:
            row = await session.get_one(Ticket, ticket.id)
            row.offered_to_id = row.offered_at = None
            asked.append(await give_out(session, estate, ticket.id))
    assert asked == [estate.bob.id, ben, None]


async def test_what_is_no_teams_or_everybodys_waits_for_no_turn(estate: Estate) -> None:
    await takes_turns(estate)
    private, fire = estate.ticket(private=True), estate.ticket(kind=TicketKind.EMERGENCY)
    await estate.add(private, fire)
    async with estate.database.transaction() as session:
        assert await give_out(session, estate, private.id) is None
        assert await give_out(session, estate, fire.id) is None
