"""What staff press and write: accept, hand off, note, resolve."""

from bot.buttons import Action, Press, Rows, button, column, plain
from bot.conversation import complaint_steps, notes, outgoing, pressed, reroute
from bot.conversation.turn import Turn
from bot.tickets import (
    complaints,
    desk_card,
    ending,
    leading,
    news,
    promises,
    roll_call_news,
    taking,
    waiting,
)
from bot.tickets.complaints import End
from bot.tickets.concerned import concerned
from bot.tickets.opening import candidates
from bot.tickets.standing import works_on
from db import people, tickets
from db.models import Person, Ticket
from db.vocabulary import Step


async def accept(turn: Turn, press: Press) -> None:
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    if not await taking.accept(turn, ticket, turn.person):
        pressed.say_how_it_stands(turn, ticket)
        return
    turn.notify("staff.accepted", number=ticket.id)
    await news.accepted(turn, ticket)
    await news.post(turn, ticket, "staff.accepted_by", by=turn.person)


async def resolve(turn: Turn, press: Press) -> None:
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    left = await complaints.left(turn, ticket)
    if left:
        await complaint_steps.refuse_to_resolve(turn, ticket, left)
        return
    await waiting.keep_appointment(turn, ticket, turn.person)
    if not ending.resolve(turn, ticket, turn.person):
        pressed.say_how_it_stands(turn, ticket)
        return
    await promises.keep_all(turn, ticket, turn.person)
    await complaints.ended(turn, ticket, End.DONE_AGAIN)
    turn.notify("staff.resolved", number=ticket.id)
    await leading.resolved(turn, ticket)
    await roll_call_news.all_clear(turn, ticket, false_alarm=False)
    await news.post(turn, ticket, "staff.resolved_by", by=turn.person)


async def choose_colleague(turn: Turn, press: Press) -> None:
    """Who could take over: the team and the supervisors, whoever is on duty first."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    colleagues = await _colleagues(turn, ticket)
    elsewhere: Rows = ()
    if reroute.can_be_rerouted(ticket):
        elsewhere = ((button("reroute", Action.REROUTE, ticket.id),),)
    if not colleagues and not elsewhere:
        turn.notify("staff.nobody_else", alert=True)
        return
    language = outgoing.desk_language(turn)
    rows = column(
        *(
            plain(each.called(language), Action.OFFER, ticket.id, each.id, ticket.version)
            for each in colleagues
        )
    )
    await outgoing.answer_desk(turn, ticket, "staff.hand_off_to", buttons=(*rows, *elsewhere))


async def _colleagues(turn: Turn, ticket: Ticket) -> list[Person]:
    staff = await people.staff_of(turn.session, ticket.community_id)
    fitting = [
        post for post in staff if post.team_id in (ticket.team_id, None) and not ticket.private
    ] or [post for post in staff if post.team_id is None]
    there = {each.person_id for each in await candidates(turn) if each.on_duty}
    fitting.sort(
        key=lambda post: (post.team_id is None, post.person_id not in there, post.person_id)
    )
    found = {post.person_id: post.person for post in fitting}
    for away in (ticket.accountable_id, *concerned(ticket)):
        found.pop(away, None)
    return list(found.values())[:8]


async def offer(turn: Turn, press: Press) -> None:
    ticket = await pressed.desk_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    to = next(
        (each for each in await _colleagues(turn, ticket) if each.id == press.number(1)), None
    )
    if ticket.offered_to_id is not None:
        asked = await people.by_id(turn.session, ticket.offered_to_id)
        turn.notify("desk.asked_already", to=asked.called(turn.language) if asked else "")
        return
    if to is None or not await taking.offer(turn, ticket, turn.person, to):
        turn.notify("common.stale")
        return
    turn.notify("staff.offer_made", to=to.called(turn.language))
    await news.offered(turn, ticket, turn.person, to)


async def take_over(turn: Turn, press: Press) -> None:
    """Whatever has become of the ticket meanwhile: the offer stands until it is answered."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    if not _answers_offer(press, ticket) or not await taking.take_over(turn, ticket, turn.person):
        turn.notify("staff.offer_gone")
        return
    turn.notify("staff.accepted", number=ticket.id)
    await news.handed_over(turn, ticket)


def _answers_offer(press: Press, ticket: Ticket) -> bool:
    """The button was sent with the offer that stands, and not with one that was let pass."""
    return press.wide_number(1) == taking.offer_stamp(ticket)


async def decline(turn: Turn, press: Press) -> None:
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    if not _answers_offer(press, ticket) or not taking.decline(turn, ticket, turn.person):
        turn.notify("staff.offer_gone")
        return
    turn.notify("staff.declined")
    await news.returned(turn, ticket, turn.person)


async def why(turn: Turn, press: Press) -> None:
    """Why a ticket was sorted so: for whoever asks, over the button."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is not None:
        reasons = desk_card.why(turn, ticket, turn.language)
        turn.notify(
            "staff.why",
            alert=True,
            title=turn.subject(ticket, turn.language),
            team=ticket.team.name(turn.language),
            by=reasons.by,
            evidence=reasons.said,
            near=reasons.near,
        )


async def ask_note(turn: Turn, press: Press) -> None:
    """The presser's next words in this chat are a note, and stay in the house."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    await turn.expect(Step.WRITE_NOTE, ticket=ticket.id)
    turn.notify("staff.write_note")
    await outgoing.answer_desk(turn, ticket, "staff.note_wanted", by=turn.person)


async def note_written(turn: Turn, data: dict[str, object]) -> bool:
    number = data.get("ticket")
    media = turn.incoming.media
    text = turn.incoming.text.strip() or (f"📎 {media.value}" if media else "")
    if not isinstance(number, int) or not text:
        return False
    ticket = await tickets.by_number(turn.session, number)
    if ticket is None or not works_on(turn.standings(ticket)):
        return False
    await notes.take(turn, ticket, text)
    return True
