"""An appointment is a promise like any: kept, given up for another, or missed, and logged so."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.buttons import Action, Press
from bot.conversation import waiting as pressed
from bot.conversation.turn import Turn
from bot.tickets import promises, taking, waiting
from bot.tickets.replay import rebuilt, snapshot
from db import tickets
from db.models import OutboxLetter, Promise, Ticket
from db.vocabulary import EventType, PromiseState
from tests.db.estate import NOW, Estate
from tests.db.test_two_presses import turn_of

THEN, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


async def at(
    estate: Estate, now: datetime, number: int, act: Callable[[Turn, Ticket], Awaitable[object]]
) -> None:
    async with estate.database.transaction() as session:
        turn = replace(await turn_of(estate, session, "bob"), now=now)
        ticket = await tickets.by_number(session, number)
        assert ticket is not None
        await act(turn, ticket)
        await turn.bag.drop(session)


async def taken(estate: Estate) -> int:
    leak = estate.ticket()
    await estate.add(leak)
    await at(estate, NOW, leak.id, lambda turn, ticket: taking.accept(turn, ticket, turn.person))
    return leak.id


def booking(when: datetime) -> Callable[[Turn, Ticket], Awaitable[object]]:
    return lambda turn, ticket: waiting.book(turn, ticket, turn.person, when, "那時")


async def go_on(turn: Turn, ticket: Ticket) -> None:
    await pressed.resume(turn, Press.of(Action.RESUME, ticket.id, ticket.version))


async def states(estate: Estate) -> list[PromiseState]:
    async with estate.database.reading() as session:
        return list(await session.scalars(select(Promise.state).order_by(Promise.due_at)))


async def test_an_appointment_is_logged_like_any_promise(estate: Estate) -> None:
    number = await taken(estate)
    for when in (THEN, LATER, THEN):
        await at(estate, NOW, number, booking(when))
    assert await states(estate) == [PromiseState.OPEN, PromiseState.MOVED]
    await at(estate, NOW, number, go_on)
    assert await states(estate) == [PromiseState.KEPT, PromiseState.MOVED]
    async with estate.database.reading() as session:
        events = await tickets.events_of(
            session, number, EventType.PROMISED, EventType.PROMISE_SETTLED
        )
        outcomes = [each.data.get("outcome", "promised") for each in events]
        ticket = await session.get_one(Ticket, number)
        assert ticket.promise_kept_at == NOW
        assert ticket.promise_due is None
    assert outcomes == ["promised", "moved", "promised", "moved", "promised", "kept"]


async def test_who_goes_on_after_the_hour_has_missed_it_and_the_owner_hears_so(
    estate: Estate,
) -> None:
    number = await taken(estate)
    await at(estate, NOW, number, booking(THEN))
    await at(estate, THEN + timedelta(seconds=20), number, go_on)
    assert await states(estate) == [PromiseState.BROKEN]
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
        assert ticket.breached_promise
        assert ticket.promise_due is None
        letters = await session.scalars(
            select(OutboxLetter).where(OutboxLetter.chat_id == estate.alice.telegram_id)
        )
        texts = [(each.body or {}).get("text", "") for each in letters]
    assert any("還沒有做到" in each for each in texts)


async def test_an_hour_that_was_given_up_may_be_promised_again(estate: Estate) -> None:
    number = await taken(estate)

    async def promise(turn: Turn, ticket: Ticket) -> None:
        assert await promises.make(turn, ticket, turn.person, THEN, "那時")

    async def move(turn: Turn, ticket: Ticket) -> None:
        (made,) = await turn.session.scalars(select(Promise))
        assert await promises.move(turn, ticket, made, LATER, ticket.reporter, turn.person)

    for act in (promise, move, promise):
        await at(estate, NOW, number, act)
    assert await states(estate) == [PromiseState.OPEN, PromiseState.OPEN]
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
        log = await tickets.events_of(session, number, *EventType)
        assert ticket.promise_due == THEN
        told = rebuilt(log)
        assert {name: told[name] for name in told} == {
            name: value for name, value in snapshot(ticket).items() if name in told
        }
