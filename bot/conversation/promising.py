"""A time named to an owner becomes a promise: made by one tap, kept, or moved if they agree.

Where an appointment is for that very hour, both are one: it is kept by being there, and moved by
another appointment.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.buttons import Action, Press, Rows, button
from bot.conversation import outgoing, pressed, waiting
from bot.conversation.turn import Turn
from bot.texts.wording import worded_time
from bot.tickets import news, promises
from bot.tickets import waiting as appointments
from bot.tickets.standing import works_on
from db import people, tickets
from db import promises as stored
from db.models import Person, Promise, Ticket
from db.vocabulary import PromiseState, Step


async def promise(turn: Turn, press: Press) -> None:
    """Only whoever wrote the words gives their word."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    due, inbox_id = _moment(press, 1), press.wide_number(2)
    written = await turn.recall(inbox_id) if inbox_id is not None else None
    if due is None or written is None:
        turn.notify("common.stale")
    elif written.speaker.telegram_id != turn.person.telegram_id:
        turn.notify("spoken.only_the_writer", alert=True)
    elif not await promises.make(turn, ticket, turn.person, due, written.text):
        turn.notify("common.stale")
    else:
        turn.notify("spoken.promise_noted")
        await _tell_of(turn, ticket, due, turn.person)


async def _tell_of(turn: Turn, ticket: Ticket, due: datetime, maker: Person) -> None:
    """The owner has it in writing; the desk sees it with what can become of it."""
    news.tell_owner(
        turn,
        ticket,
        "spoken.promised",
        silent=True,
        by=maker.called(ticket.reporter.language),
        due=due,
    )
    made = await stored.at(turn.session, ticket.id, due)
    await news.post(
        turn,
        ticket,
        "spoken.promised_here",
        buttons=_desk_rows(ticket, made) if made else (),
        by=maker,
        due=due,
    )


def _desk_rows(ticket: Ticket, made: Promise) -> Rows:
    return (
        (
            button("promise_kept", Action.PROMISE_KEPT, ticket.id, made.id),
            button("promise_move", Action.PROMISE_MOVE, ticket.id, made.id),
        ),
    )


async def kept(turn: Turn, press: Press) -> None:
    found = await _at_desk(turn, press)
    if found is None:
        return
    ticket, made = found
    if await appointments.is_appointment(turn, ticket, made):
        await waiting.be_there(turn, ticket)
        return
    if not await promises.keep(turn, ticket, made, turn.person):
        turn.notify("common.stale")
        return
    turn.notify("spoken.kept")
    await outgoing.tell_desk(turn, ticket, "spoken.kept_here", by=turn.person, due=made.due_at)


async def ask_time(turn: Turn, press: Press) -> None:
    """The presser's next words in this chat name another time."""
    found = await _at_desk(turn, press)
    if found is None:
        return
    ticket, made = found
    await turn.expect(Step.MOVE_PROMISE, ticket=ticket.id, promise=made.id)
    turn.notify("spoken.write_time")
    await outgoing.answer_desk(turn, ticket, "spoken.time_wanted", by=turn.person, due=made.due_at)


async def time_told(turn: Turn, data: dict[str, object]) -> bool:
    """The owner decides; until then the first time stands."""
    number, promise_id = data.get("ticket"), data.get("promise")
    if not isinstance(number, int) or not isinstance(promise_id, int):
        return False
    ticket = await tickets.by_number(turn.session, number)
    made = await stored.by_id(turn.session, promise_id)
    if ticket is None or made is None or not works_on(turn.standings(ticket)):
        return False
    zone = ZoneInfo(turn.community.timezone)
    wanted = promises.promised_in(
        turn.incoming.text, turn.now, zone, month_first=turn.writes_months_first
    )
    if wanted is None or wanted == made.due_at or made.state is not PromiseState.OPEN:
        await outgoing.answer_desk(turn, ticket, "spoken.no_time_read", due=made.due_at)
        return True
    minutes = int(wanted.timestamp()) // 60
    label = worded_time(wanted, turn.now, zone, ticket.reporter.language)
    maker = await people.by_id(turn.session, made.made_by)
    news.tell_owner(
        turn,
        ticket,
        "spoken.move_asked",
        buttons=(
            (button("move_agreed", Action.MOVE_AGREED, ticket.id, made.id, minutes, when=label),),
            (button("move_refused", Action.MOVE_REFUSED, ticket.id, made.id),),
        ),
        by=(maker or turn.person).called(ticket.reporter.language),
        due=made.due_at,
        wanted=wanted,
    )
    await outgoing.answer_desk(turn, ticket, "spoken.move_passed_on", wanted=wanted)
    return True


async def move_agreed(turn: Turn, press: Press) -> None:
    found = await _for_owner(turn, press)
    to = _moment(press, 2)
    if found is None:
        return
    ticket, made = found
    maker = await people.by_id(turn.session, made.made_by)
    if to is None or maker is None:
        turn.notify("common.stale")
        return
    first_due = made.due_at
    booked = await appointments.is_appointment(turn, ticket, made)
    moved = (
        await appointments.book(turn, ticket, maker, to, made.said)
        if booked
        else await promises.move(turn, ticket, made, to, turn.person, maker)
    )
    if not moved:
        turn.notify("common.stale")
        return
    turn.notify("spoken.thanks_for_agreeing")
    await news.post(turn, ticket, "spoken.moved", due=first_due)
    if booked:
        await waiting.show_booking(turn, ticket, maker, to)
        await news.post(turn, ticket, "desk.booked_for", by=maker, when=to)
    else:
        await _tell_of(turn, ticket, to, maker)


async def move_refused(turn: Turn, press: Press) -> None:
    found = await _for_owner(turn, press)
    if found is None:
        return
    ticket, made = found
    turn.notify("spoken.it_stays")
    await news.post(turn, ticket, "spoken.move_refused", due=made.due_at)


async def _at_desk(turn: Turn, press: Press) -> tuple[Ticket, Promise] | None:
    ticket = await pressed.desk_ticket(turn, press)
    return await _with_promise(turn, press, ticket) if ticket else None


async def _for_owner(turn: Turn, press: Press) -> tuple[Ticket, Promise] | None:
    ticket = await pressed.own_ticket(turn, press)
    return await _with_promise(turn, press, ticket) if ticket else None


async def _with_promise(turn: Turn, press: Press, ticket: Ticket) -> tuple[Ticket, Promise] | None:
    """The open promise that the button is about; else a polite note."""
    number = press.number(1)
    made = await stored.by_id(turn.session, number) if number is not None else None
    if made is None or made.ticket_id != ticket.id or made.state is not PromiseState.OPEN:
        turn.notify("common.stale")
        return None
    return ticket, made


def _moment(press: Press, index: int) -> datetime | None:
    """Minutes since 1970; None where no calendar has them."""
    minutes = press.number(index)
    try:
        return datetime.fromtimestamp(minutes * 60, UTC) if minutes is not None else None
    except (ValueError, OverflowError, OSError):
        return None
