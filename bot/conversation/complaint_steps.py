"""A complaint's eight steps at the desk: each is put down in words, of which the owner may hear."""

from collections.abc import Sequence
from dataclasses import replace

from bot.buttons import Action, Press, Rows, button, grid, plain
from bot.conversation import notes, outgoing, pressed, relay
from bot.conversation.turn import Turn
from bot.tickets import cards, complaints, description, eight_steps, lifecycle
from bot.tickets.log import record
from db import tickets
from db.models import StepTaken, Ticket
from db.vocabulary import ComplaintStep, EventType, Step, TicketState


async def show(turn: Turn, press: Press) -> None:
    ticket = await _complaint(turn, press)
    if ticket is not None:
        await _show(turn, ticket)


async def _show(turn: Turn, ticket: Ticket) -> None:
    done = await complaints.taken(turn, ticket)
    left = eight_steps.left(done)
    await outgoing.answer_desk(
        turn,
        ticket,
        "complaint.steps",
        buttons=(*_choices(turn, ticket, left), *_resolve(ticket, left)),
        steps=complaints.lines(turn, done, outgoing.desk_language(turn)),
        left=bool(left),
    )


def _choices(turn: Turn, ticket: Ticket, left: Sequence[ComplaintStep]) -> Rows:
    language = outgoing.desk_language(turn)
    named = [
        plain(complaints.name(turn, step, language), Action.STEP, ticket.id, step.value)
        for step in left
    ]
    return grid(named, 2)


def _resolve(ticket: Ticket, left: Sequence[ComplaintStep]) -> Rows:
    """Once all is done it may be resolved from here."""
    if left or ticket.state in lifecycle.UNACCEPTED or ticket.state is TicketState.RESOLVED:
        return ()
    return ((button("resolve", Action.RESOLVE, ticket.id, ticket.version),),)


async def refuse_to_resolve(turn: Turn, ticket: Ticket, left: Sequence[ComplaintStep]) -> None:
    """It is not done yet: what is missing, over the button, and the steps to go on with."""
    names = [complaints.name(turn, step, turn.language) for step in left]
    turn.notify("complaint.not_yet", alert=True, number=ticket.id, left=names)
    await _show(turn, ticket)


async def ask(turn: Turn, press: Press) -> None:
    """The presser's next words in this chat say what was done."""
    ticket, step = await _complaint(turn, press), _step(press)
    if ticket is None:
        return
    if step not in await complaints.left(turn, ticket):
        turn.notify("complaint.taken_already")
        return
    await turn.expect(Step.TAKE_STEP, ticket=ticket.id, of=step.value)
    turn.notify("desk.write_here")
    await outgoing.answer_desk(
        turn,
        ticket,
        "complaint.step_wanted",
        by=turn.person.called(outgoing.desk_language(turn)),
        step=complaints.name(turn, step, outgoing.desk_language(turn)),
        code=step.value,
    )


async def written(turn: Turn, data: dict[str, object]) -> bool:
    ticket = await pressed.told_ticket(turn, data)
    step = next((each for each in ComplaintStep if each.value == data.get("of")), None)
    if ticket is None or step is None:
        return False
    words = turn.incoming.text.strip()[:1000]
    if not await complaints.take(turn, ticket, step, turn.person, words):
        await notes.take(turn, ticket, words)  # somebody was faster: nothing of it is lost
        return True
    await cards.show(turn, ticket)
    language = outgoing.desk_language(turn)
    left = await complaints.left(turn, ticket)
    draft = _draft(turn, ticket, step, words)
    send = ((button("send_draft", Action.SEND_DRAFT, ticket.id, step.value),),) if draft else ()
    await outgoing.answer_desk(
        turn,
        ticket,
        "complaint.step_noted",
        buttons=(*send, *_choices(turn, ticket, left), *_resolve(ticket, left)),
        step=complaints.name(turn, step, language),
        words=words,
        draft=draft,
        left=[complaints.name(turn, each, language) for each in left],
    )
    return True


async def send_draft(turn: Turn, press: Press) -> None:
    """What was drafted goes out in the presser's name, through the same gate as what they write."""
    ticket, step = await _complaint(turn, press), _step(press)
    if ticket is None:
        return
    done = (await complaints.taken(turn, ticket)).get(step) if step else None
    draft = _draft(turn, ticket, done.step, done.words) if done else None
    if done is None or draft is None:
        turn.notify("common.stale")
        return
    if await _was_sent(turn, ticket, done):
        turn.notify("complaint.sent_already")
        return
    if not await outgoing.passes(turn, ticket, draft):
        return
    record(turn, ticket, EventType.STEP_DONE, turn.person, note={"told": done.step.value})
    spoken = replace(turn.incoming, press=None, message_id=None, text=draft)
    as_writer = replace(turn, incoming=spoken)
    await relay.to_owner(as_writer, ticket)
    turn.notify("complaint.draft_sent")
    await outgoing.offer_promise(as_writer, ticket, draft, turn.incoming.inbox_id)


def _draft(turn: Turn, ticket: Ticket, step: ComplaintStep, words: str | None) -> str | None:
    """In the owner's language, round what was put down in whichever it was."""
    if step not in eight_steps.TOLD:
        return None
    language = ticket.reporter.language
    given = description.values(turn, ticket, language)
    return turn.voice.words(f"complaint.draft_{step.value}", language, words=words, **given)


async def _was_sent(turn: Turn, ticket: Ticket, done: StepTaken) -> bool:
    events = await tickets.events_of(turn.session, ticket.id, EventType.STEP_DONE)
    return any(event.data.get("told") == done.step.value for event in events)


async def _complaint(turn: Turn, press: Press) -> Ticket | None:
    """For somebody who works on it, while there is anything left to do about it."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return None
    if not eight_steps.goes_through(ticket) or ticket.state in lifecycle.OVER:
        turn.notify("common.stale")
        return None
    return ticket


def _step(press: Press) -> ComplaintStep | None:
    return next((each for each in ComplaintStep if each.value == press.word(1)), None)
