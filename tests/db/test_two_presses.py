"""Two press at the same moment: one thing is done, and the other hears who was faster."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, Press
from bot.conversation import diverting, owner_ticket, rating, staff, waiting
from bot.conversation.messages import Incoming, Speaker
from bot.conversation.turn import Turn
from bot.post import Mailbag, Voice
from bot.texts import FOLDER, Texts
from bot.tickets import diverting as divert
from bot.tickets import ending, leading, taking
from bot.tickets import waiting as wait
from db import people, tickets
from db.models import Community, Person, Ticket
from db.vocabulary import EventType, TicketKind
from intents import Catalogue
from tests.db.estate import NOW, Estate, at_once

Prepare = Callable[[Turn, Ticket], Awaitable[Any]]
Room = Callable[[Turn, Press], Awaitable[None]]


@cache
def texts() -> Texts:
    return Texts(FOLDER)


async def begins_a_drill(session: AsyncSession, estate: Estate, who: Person) -> str | None:
    """Who else's is running; None where it is theirs now."""
    running = await tickets.running_drill(session, estate.community.id)
    if running is None:
        session.add(estate.ticket(drill=True, kind=TicketKind.EMERGENCY, reporter_id=who.id))
    return running.reporter.name if running else None


async def test_of_two_managers_one_begins_a_drill_and_the_other_sees_whose_it_is(
    estate: Estate,
) -> None:
    answers = await at_once(
        estate.database,
        partial(begins_a_drill, estate=estate, who=estate.mei),
        partial(begins_a_drill, estate=estate, who=estate.sue),
    )
    assert answers == (None, "mei")


async def turn_of(estate: Estate, session: AsyncSession, who: str) -> Turn:
    telegram_id = getattr(estate, who).telegram_id
    person = await people.by_telegram_id(session, telegram_id)
    assert person is not None
    voice = Voice(texts(), estate.community, NOW)
    said = Incoming(Speaker(telegram_id, who, None), telegram_id, True, 1)
    unheard: Any = None
    return Turn(
        session, NOW, Mailbag(who, voice, NOW), Catalogue({}), said, person, unheard, unheard,
        "guanjia_bot", unheard,
    )  # fmt: skip


async def nothing(turn: Turn, ticket: Ticket) -> None:
    """As it was opened."""


async def at_work(turn: Turn, ticket: Ticket) -> None:
    assert await taking.accept(turn, ticket, turn.person)


async def outside(turn: Turn, ticket: Ticket) -> None:
    await at_work(turn, ticket)
    assert await wait.await_others(turn, ticket, turn.person)


async def offered(turn: Turn, ticket: Ticket) -> None:
    """And gone on with since: the offer stands."""
    await at_work(turn, ticket)
    sue = await people.by_id(turn.session, ticket.accountable_id + 1)
    assert sue is not None
    assert await taking.offer(turn, ticket, turn.person, sue)
    assert await wait.await_others(turn, ticket, turn.person)


async def done(turn: Turn, ticket: Ticket) -> None:
    await at_work(turn, ticket)
    assert ending.resolve(turn, ticket, turn.person)


async def closed(turn: Turn, ticket: Ticket) -> None:
    await done(turn, ticket)
    assert ending.close(turn, ticket, ticket.reporter)


async def merged(turn: Turn, ticket: Ticket) -> None:
    other = await tickets.by_number(turn.session, ticket.id + 1)
    assert other is not None
    assert await divert.merge(turn, ticket, turn.person, other) is None


@dataclass(frozen=True)
class Case:
    action: Action
    room: Room
    prepared: Prepare
    event: EventType
    who: tuple[str, str] = ("bob", "sue")
    args: tuple[object, ...] = ()
    refusals: tuple[str, ...] = ("staff.somebody_was_faster",)


OWNER_TWICE = ("alice", "alice")
CASES = (
    Case(Action.ACCEPT, staff.accept, nothing, EventType.ACCEPTED),
    Case(Action.RESOLVE, staff.resolve, at_work, EventType.RESOLVED),
    Case(Action.AWAIT_OTHERS, waiting.await_others, at_work, EventType.AWAITED_OTHERS),
    Case(Action.RESUME, waiting.resume, outside, EventType.RESUMED),
    Case(Action.REJECT_AS, diverting.reject_as, nothing, EventType.REJECTED, args=("utility",)),
    Case(Action.MERGE_INTO, diverting.merge_into, nothing, EventType.MERGED, args=("other",)),
    Case(Action.UNMERGE, diverting.unmerge, merged, EventType.UNMERGED),
    Case(
        Action.OFFER,
        staff.offer,
        at_work,
        EventType.HANDOFF_OFFERED,
        args=("mei",),
        refusals=("desk.asked_already",),
    ),
    Case(
        Action.TAKE_OVER,
        staff.take_over,
        offered,
        EventType.ACCEPTED,
        who=("sue", "sue"),
        refusals=("staff.offer_gone",),
    ),
    Case(
        Action.DECLINE,
        staff.decline,
        offered,
        EventType.HANDOFF_DECLINED,
        who=("sue", "sue"),
        refusals=("staff.offer_gone",),
    ),
    Case(
        Action.CANCEL_SURELY,
        owner_ticket.withdraw,
        nothing,
        EventType.CANCELLED,
        who=OWNER_TWICE,
        refusals=("owner.moved_on",),
    ),
    Case(
        Action.FIXED,
        owner_ticket.fixed,
        done,
        EventType.CLOSED,
        who=OWNER_TWICE,
        refusals=("common.already_answered",),
    ),
    Case(
        Action.NOT_FIXED,
        owner_ticket.not_fixed,
        done,
        EventType.REOPENED,
        who=OWNER_TWICE,
        refusals=("common.already_answered",),
    ),
    Case(
        Action.RATE,
        rating.rate,
        closed,
        EventType.RATED,
        who=OWNER_TWICE,
        args=(5,),
        refusals=("owner.rated_already",),
    ),
)


def refusals(case: Case, turn: Turn, ticket: Ticket) -> Iterator[str]:
    """What the slower of the two may read over their button."""
    person = ticket.assignee or ticket.accountable
    given = {
        "number": ticket.id,
        "state": turn.voice.words(f"states.{ticket.state.value}", turn.language),
        "assignee": None,
        "accountable": person.called(turn.language),
        "to": "mei",
    }
    yield from (turn.voice.words(name, turn.language, **given) for name in case.refusals)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.action.name)
async def test_of_two_presses_at_once_one_is_done(estate: Estate, case: Case) -> None:
    first, second = estate.ticket(), estate.ticket()
    await estate.add(first, second)
    async with estate.database.transaction() as session:
        words = {"utility": {"zh-Hant": "自來水公司 1910"}}
        await session.execute(update(Community).values(contacts=words))
        estate.community.contacts = words
        turn = await turn_of(estate, session, "bob")
        ticket = await tickets.by_number(session, first.id)
        assert ticket is not None
        await case.prepared(turn, ticket)
        drawn_for = taking.offer_stamp(ticket) or ticket.version
        before = len(await tickets.events_of(session, ticket.id, case.event))
    named = {"other": second.id, "mei": estate.mei.id}
    args = [named.get(str(each), each) for each in case.args]
    press = Press.of(case.action, first.id, *args, drawn_for)

    async def by(session: AsyncSession, who: str) -> tuple[str | None, list[str]]:
        turn = await turn_of(estate, session, who)
        await case.room(turn, press)
        ticket = await tickets.by_number(session, first.id)
        assert ticket is not None
        return turn.toast, list(refusals(case, turn, ticket))

    (faster, polite), (slower, said) = await at_once(
        estate.database,
        lambda session: by(session, case.who[0]),
        lambda session: by(session, case.who[1]),
    )
    assert slower in said
    assert faster not in polite
    async with estate.database.reading() as session:
        assert len(await tickets.events_of(session, first.id, case.event)) == before + 1


async def test_two_who_merge_crosswise_wait_for_each_other(estate: Estate) -> None:
    """One of the two tickets leads; that the other leads as well is refused, and not a deadlock."""
    first, second = estate.ticket(), estate.ticket()
    await estate.add(first, second)

    async def merge(session: AsyncSession, who: str, numbers: tuple[int, int]) -> str | None:
        turn = await turn_of(estate, session, who)
        await diverting.merge_into(turn, Press.of(Action.MERGE_INTO, *numbers, 1))
        return turn.toast

    await at_once(
        estate.database,
        lambda session: merge(session, "bob", (first.id, second.id)),
        lambda session: merge(session, "sue", (second.id, first.id)),
    )
    async with estate.database.reading() as session:
        led = await session.get_one(Ticket, first.id)
        lead = await session.get_one(Ticket, second.id)
    assert (led.merged_into_id, lead.merged_into_id) == (second.id, None)


async def test_what_is_taken_apart_while_its_lead_ends_waits_for_it_and_not_for_ever(
    estate: Estate,
) -> None:
    first, second = estate.ticket(), estate.ticket()
    await estate.add(first, second)
    async with estate.database.transaction() as session:
        turn = await turn_of(estate, session, "bob")
        ticket = await tickets.by_number(session, first.id)
        assert ticket is not None
        await merged(turn, ticket)

    async def end_lead(session: AsyncSession) -> str | None:
        turn = await turn_of(estate, session, "bob")
        lead = await tickets.by_number(session, second.id)
        assert lead is not None
        await asyncio.sleep(0.1)
        await leading.let_go(turn, lead)
        return turn.toast

    async def take_apart(session: AsyncSession) -> str | None:
        turn = await turn_of(estate, session, "alice")
        await diverting.unmerge(turn, Press.of(Action.UNMERGE, first.id, ticket.version))
        return turn.toast

    async def transaction(work: Callable[[AsyncSession], Awaitable[str | None]]) -> str | None:
        async with estate.database.transaction() as session:
            return await work(session)

    ended = asyncio.create_task(transaction(end_lead))
    await asyncio.sleep(0.05)
    said = await asyncio.wait_for(transaction(take_apart), 10)
    await ended
    assert said is not None
    async with estate.database.reading() as session:
        assert len(await tickets.events_of(session, first.id, EventType.UNMERGED)) == 1
