"""Work that waits: asking the owner, waiting for a contractor, an appointment, going on."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.buttons import Press
from bot.conversation import outgoing, pressed, relay
from bot.conversation.turn import Turn
from bot.tickets import cards, news, promise_watch, waiting
from bot.tickets.appointments import appointment_in
from db.models import Person, Ticket
from db.vocabulary import Step


async def ask_question(turn: Turn, press: Press) -> None:
    """The presser's next words in this chat are a question, and the work waits for its answer."""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is not None:
        await turn.expect(Step.WRITE_QUESTION, ticket=ticket.id)
        turn.notify("desk.write_here")
        await outgoing.answer_desk(turn, ticket, "desk.question_wanted", by=turn.person)


async def question_written(turn: Turn, data: dict[str, object]) -> bool:
    ticket = await pressed.told_ticket(turn, data)
    if ticket is None:
        return False
    question = turn.incoming.text.strip()
    if not await outgoing.answer_passes(turn, ticket, Step.WRITE_QUESTION, data, question):
        return True
    if not await waiting.await_owner(turn, ticket, turn.person, question):
        await refuse(turn, ticket)
        return True
    await relay.bind(turn, ticket)
    await cards.show(turn, ticket)
    by = turn.person.called(ticket.reporter.language)
    news.tell_owner(turn, ticket, "owner.asked", words=question, by=by)
    await outgoing.tell_desk(turn, ticket, "desk.asked_owner", by=turn.person)
    return True


async def await_others(turn: Turn, press: Press) -> None:
    await _change(turn, press, waiting.await_others, "desk.awaits_others")


async def _change(
    turn: Turn,
    press: Press,
    change: Callable[[Turn, Ticket, Person], Awaitable[bool]],
    text: str,
) -> None:
    """Nothing is asked for: it is done, the card follows, and the desk reads who did it."""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    if not await change(turn, ticket, turn.person):
        pressed.say_how_it_stands(turn, ticket)
        return
    await cards.show(turn, ticket)
    await outgoing.tell_desk(turn, ticket, text, by=turn.person)


async def ask_appointment(turn: Turn, press: Press) -> None:
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is not None:
        await turn.expect(Step.TELL_APPOINTMENT, ticket=ticket.id)
        turn.notify("desk.write_here")
        await outgoing.answer_desk(turn, ticket, "desk.appointment_wanted", by=turn.person)


async def appointment_told(turn: Turn, data: dict[str, object]) -> bool:
    """A time is asked for twice; what still holds none was not meant for this."""
    ticket = await pressed.told_ticket(turn, data)
    if ticket is None:
        return False
    said = turn.incoming.text.strip()
    local = turn.now.astimezone(ZoneInfo(turn.community.timezone))
    when = appointment_in(said, local, month_first=turn.writes_months_first)
    if when is None:
        if data.get("again"):
            return False
        await turn.expect(Step.TELL_APPOINTMENT, ticket=ticket.id, again=True)
        await outgoing.answer_desk(turn, ticket, "desk.appointment_unclear", by=turn.person)
        return True
    if not await waiting.book(turn, ticket, turn.person, when, said):
        await refuse(turn, ticket)
        return True
    await show_booking(turn, ticket, turn.person, when)
    await outgoing.tell_desk(turn, ticket, "desk.booked_for", by=turn.person, when=when)
    return True


async def show_booking(turn: Turn, ticket: Ticket, goes: Person, when: datetime) -> None:
    """On the cards, and to the owner."""
    await cards.show(turn, ticket)
    by = goes.called(ticket.reporter.language)
    news.tell_owner(turn, ticket, "owner.booked", by=by, when=when)


async def resume(turn: Turn, press: Press) -> None:
    await _change(turn, press, _go_on, "desk.resumed")


async def arrived(turn: Turn, press: Press) -> None:
    """Somebody is where they said they would be; the owner hears it too."""
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is not None:
        await be_there(turn, ticket)


async def be_there(turn: Turn, ticket: Ticket) -> None:
    await promise_watch.settle(turn, ticket)
    if not await waiting.arrive(turn, ticket, turn.person):
        pressed.say_how_it_stands(turn, ticket)
        return
    await cards.show(turn, ticket)
    by = turn.person.called(ticket.reporter.language)
    news.tell_owner(turn, ticket, "owner.arrived", by=by)
    await outgoing.tell_desk(turn, ticket, "desk.arrived", by=turn.person)


async def _go_on(turn: Turn, ticket: Ticket, person: Person) -> bool:
    """Whoever begins after the hour that was promised, and its grace, has missed it."""
    await promise_watch.settle(turn, ticket)
    return await waiting.resume(turn, ticket, person)


async def refuse(turn: Turn, ticket: Ticket) -> None:
    """It moved on while the words were written."""
    await outgoing.answer_desk(turn, ticket, "desk.refused", why="moved_on", into=None)
