"""Whoever reads a complaint says whom it is about: from then on it is kept from them."""

from bot.buttons import Action, Press, button, column, grid, plain
from bot.conversation import outgoing, pressed
from bot.conversation.turn import Turn
from bot.tickets import cards, complaints, endangering, lifecycle, paging_news, roll_call_news
from bot.tickets.concerned import concerned
from bot.tickets.routing import NobodyAtAllError
from db.models import Person, Ticket
from db.vocabulary import StaffRole

MOST = 16


async def choose(turn: Turn, press: Press) -> None:
    """Whom its words may name first, then the team, then whoever else works here."""
    ticket = await _complaint(turn, press)
    if ticket is None:
        return
    language = outgoing.desk_language(turn)
    named = [
        plain(each.called(language), Action.CONCERNS_WHOM, ticket.id, each.id)
        for each in await _staff(turn, ticket)
    ]
    nobody = button("concerns_nobody", Action.CONCERNS_WHOM, ticket.id, 0)
    await outgoing.answer_desk(
        turn, ticket, "complaint.concerns_whom", buttons=(*grid(named, 2), *column(nobody))
    )


async def _staff(turn: Turn, ticket: Ticket) -> list[Person]:
    posts = sorted(
        await turn.staff(),
        key=lambda post: (
            post.person_id not in concerned(ticket),
            post.team_id != ticket.team_id,
            post.role is not StaffRole.STAFF,
            post.person_id,
        ),
    )
    return list({post.person_id: post.person for post in posts}.values())[:MOST]


async def name_whom(turn: Turn, press: Press) -> None:
    ticket, number = await _complaint(turn, press), press.number(1)
    if ticket is None:
        return
    staff = {post.person_id: post.person for post in await turn.staff()}
    whom = staff.get(number) if number is not None else None
    if whom is None and number != 0:
        turn.notify("common.stale")
        return
    before, to_call = ticket.accountable_id, False
    try:
        if whom is not None and endangering.is_undone(ticket):
            to_call = await endangering.keep_from(turn, ticket, turn.person, {whom.id})
        else:
            await complaints.name_concerned(turn, ticket, turn.person, whom)
    except NobodyAtAllError:
        turn.notify("complaint.nobody_else", alert=True)
        return
    await cards.withdraw(turn, ticket)
    await cards.show(turn, ticket)
    if ticket.accountable_id != before:
        await cards.show_privately(turn, ticket)
    await roll_call_news.follow_keeper(turn, ticket)
    if to_call:
        await paging_news.paged(turn, ticket)
    if whom is not None and whom.id == turn.person.id:
        turn.notify("complaint.passed_on", number=ticket.id)
        return
    turn.notify("complaint.concerns_noted", number=ticket.id)
    await outgoing.answer_desk(
        turn,
        ticket,
        "complaint.concerns_named",
        whom=whom.called(outgoing.desk_language(turn)) if whom else None,
        moved=ticket.accountable_id != before,
    )


async def _complaint(turn: Turn, press: Press) -> Ticket | None:
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return None
    if not complaints.may_concern(ticket) or ticket.state not in lifecycle.UNDONE:
        turn.notify("common.stale")
        return None
    return ticket
