"""An appointment is a promise like any: kept, given up for another, or missed, and logged so."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.buttons import Action, Press
from bot.conversation import outgoing, promising, staff
from bot.conversation import waiting as pressed
from bot.conversation.turn import Turn
from bot.post import Mailbag
from bot.tickets import promises, sweep, taking, waiting
from bot.tickets.clocks import APPOINTMENT_GRACE
from bot.tickets.invariants import broken
from bot.tickets.replay import rebuilt, snapshot
from db import tickets
from db.models import OutboxLetter, Person, Promise, Ticket
from db.vocabulary import EventType, Language, PromiseState, TicketState
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


async def arrived(turn: Turn, ticket: Ticket) -> None:
    await pressed.arrived(turn, Press.of(Action.ARRIVED, ticket.id, ticket.version))


async def resolved(turn: Turn, ticket: Ticket) -> None:
    await staff.resolve(turn, Press.of(Action.RESOLVE, ticket.id, ticket.version))


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


@pytest.mark.parametrize("press", [go_on, arrived, resolved])
async def test_who_is_there_within_the_grace_has_kept_it(
    estate: Estate, press: Callable[[Turn, Ticket], Awaitable[object]]
) -> None:
    number = await taken(estate)
    await at(estate, NOW, number, booking(THEN))
    await at(estate, THEN + APPOINTMENT_GRACE - timedelta(seconds=1), number, press)
    assert await states(estate) == [PromiseState.KEPT]
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
        assert not ticket.breached_promise
        assert broken(ticket) == []
        log = await tickets.events_of(session, number)
        assert not [each for each in log if each.type is EventType.BREACHED]
        (settled,) = [each for each in log if each.type is EventType.PROMISE_SETTLED]
        assert settled.data["set"]["promise_kept_at"] == snapshot(ticket)["promise_kept_at"]
        assert log[-1].data["set"]["state"] == snapshot(ticket)["state"]


async def test_another_hour_within_the_grace_takes_its_place(estate: Estate) -> None:
    number = await taken(estate)
    await at(estate, NOW, number, booking(THEN))
    await at(estate, THEN + timedelta(minutes=10), number, booking(LATER))
    assert await states(estate) == [PromiseState.MOVED, PromiseState.OPEN]


async def test_the_hours_before_an_appointment_and_an_answer_stand_still_together(
    estate: Estate,
) -> None:
    number = await taken(estate)

    async def asking(turn: Turn, ticket: Ticket) -> None:
        assert await waiting.await_owner(turn, ticket, turn.person, "何時方便？")

    await at(estate, NOW, number, booking(THEN))
    await at(estate, NOW + timedelta(minutes=20), number, asking)
    await at(estate, NOW + timedelta(minutes=30), number, go_on)
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
    assert (ticket.paused_at, ticket.paused_seconds) == (None, 30 * 60)
    assert ticket.resolution_due == NOW + timedelta(days=3, minutes=30)


async def promise_then(turn: Turn, ticket: Ticket) -> None:
    assert await promises.make(turn, ticket, turn.person, THEN, "那時")


async def the_promise(turn: Turn) -> Promise:
    return (await turn.session.scalars(select(Promise).where(Promise.due_at == THEN))).one()


async def tap_kept(turn: Turn, ticket: Ticket) -> None:
    made = await the_promise(turn)
    await promising.kept(turn, Press.of(Action.PROMISE_KEPT, ticket.id, made.id))


def agree_to_later(estate: Estate) -> Callable[[Turn, Ticket], Awaitable[None]]:
    async def agree(turn: Turn, ticket: Ticket) -> None:
        owner = await turn_of(estate, turn.session, "alice")
        made, minutes = await the_promise(turn), int(LATER.timestamp()) // 60
        press = Press.of(Action.MOVE_AGREED, ticket.id, made.id, minutes)
        await promising.move_agreed(replace(owner, now=turn.now, bag=turn.bag), press)

    return agree


async def test_a_promise_for_the_hour_of_an_appointment_is_kept_by_being_there(
    estate: Estate,
) -> None:
    number = await taken(estate)
    await at(estate, NOW, number, promise_then)
    await at(estate, NOW, number, booking(THEN))
    await at(estate, THEN + timedelta(minutes=10), number, tap_kept)
    assert await states(estate) == [PromiseState.KEPT]
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
        assert (ticket.state, ticket.promise_due) == (TicketState.IN_PROGRESS, None)
        letters = (await session.scalars(select(OutboxLetter))).all()
    assert "已經到了" in " ".join(_text(each) for each in _to(letters, estate.alice))


async def test_an_owner_who_agrees_to_another_hour_moves_the_appointment(estate: Estate) -> None:
    number = await taken(estate)
    await at(estate, NOW, number, promise_then)
    await at(estate, NOW, number, booking(THEN))
    await at(estate, NOW, number, agree_to_later(estate))
    assert await states(estate) == [PromiseState.MOVED, PromiseState.OPEN]
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
        assert (ticket.state, ticket.promise_due) == (TicketState.SCHEDULED, LATER)
        letters = (await session.scalars(select(OutboxLetter))).all()
    assert "請準時" not in " ".join(_text(each) for each in _to(letters, estate.alice))
    assert "請準時" in " ".join(_text(each) for each in _to(letters, estate.bob))
    await at(estate, THEN + APPOINTMENT_GRACE, number, sweep.look)
    assert await states(estate) == [PromiseState.MOVED, PromiseState.OPEN]
    await at(estate, LATER, number, arrived)
    assert await states(estate) == [PromiseState.MOVED, PromiseState.KEPT]


async def test_an_hour_that_is_promised_is_not_offered_as_a_promise(estate: Estate) -> None:
    number = await taken(estate)

    offered = []

    async def name_it(turn: Turn, ticket: Ticket) -> None:
        own = replace(turn, bag=Mailbag(f"offer:{ticket.version}", turn.voice, turn.now))
        await outgoing.offer_promise(own, ticket, "今天上午 11:00 到", 1)
        offered.append(await own.bag.drop(turn.session))

    for when in (THEN, LATER):
        await at(estate, NOW, number, booking(when))
        await at(estate, NOW, number, name_it)
    assert offered == [False, True]


async def test_nobody_arrives_where_nothing_was_booked(estate: Estate) -> None:
    number = await taken(estate)
    await at(estate, NOW, number, arrived)
    async with estate.database.reading() as session:
        assert not await tickets.events_of(session, number, EventType.RESUMED)


async def test_an_hour_that_was_promised_before_the_appointment_has_no_grace(
    estate: Estate,
) -> None:
    number = await taken(estate)

    await at(estate, NOW, number, promise_then)
    await at(estate, NOW, number, booking(LATER))
    await at(estate, THEN, number, sweep.look)
    assert await states(estate) == [PromiseState.BROKEN, PromiseState.OPEN]
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
        assert ticket.state is TicketState.SCHEDULED
        letters = (await session.scalars(select(OutboxLetter))).all()
    assert "還沒有做到" in " ".join(_text(each) for each in _to(letters, estate.alice))
    assert "🔴" in " ".join(_text(each) for each in _to(letters, estate.sue))


def _to(letters: Sequence[OutboxLetter], person: Person) -> list[OutboxLetter]:
    return [each for each in letters if each.chat_id == person.telegram_id]


def _text(letter: OutboxLetter) -> str:
    return str((letter.body or {}).get("text", ""))


async def test_who_goes_on_after_the_grace_has_missed_it_and_the_owner_hears_so(
    estate: Estate,
) -> None:
    number = await taken(estate)
    await at(estate, NOW, number, booking(THEN))
    await at(estate, THEN + APPOINTMENT_GRACE, number, go_on)
    assert await states(estate) == [PromiseState.BROKEN]
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
        assert ticket.breached_promise
        assert ticket.promise_due is None
        letters = await session.scalars(
            select(OutboxLetter).where(OutboxLetter.chat_id == estate.alice.telegram_id)
        )
        texts = [(each.body or {}).get("text", "") for each in letters]
    assert any("還沒有回報到場" in each for each in texts)


async def test_whoever_reads_in_person_reads_names_in_their_own_language(estate: Estate) -> None:
    number = await taken(estate)
    async with estate.database.transaction() as session:
        bob = await session.get_one(Person, estate.bob.id)
        bob.names, bob.language = {"zh-Hant": "李保", "en": "Bob Lee"}, Language.EN
    await at(estate, NOW, number, promise_then)
    await at(estate, THEN + timedelta(minutes=1), number, sweep.look)
    async with estate.database.reading() as session:
        letters = (await session.scalars(select(OutboxLetter))).all()
    (broken_one,) = [each for each in _to(letters, bob) if "apologised" in _text(each)]
    assert "Bob Lee" in _text(broken_one)


async def test_an_hour_that_was_given_up_may_be_promised_again(estate: Estate) -> None:
    number = await taken(estate)

    async def move(turn: Turn, ticket: Ticket) -> None:
        (made,) = await turn.session.scalars(select(Promise))
        assert await promises.move(turn, ticket, made, LATER, ticket.reporter, turn.person)

    for act in (promise_then, move, promise_then):
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
