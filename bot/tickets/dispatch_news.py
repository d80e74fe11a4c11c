"""Who hears that a ticket looks for somebody: whose turn it is, and those who name them."""

from bot.buttons import Action, Rows, button, column, plain
from bot.desk import Desk
from bot.tickets import dispatching, taking
from bot.tickets.concerned import concerned
from bot.tickets.description import values
from bot.tickets.leaders import who_lead
from bot.tickets.opening import candidates
from bot.tickets.routing import RANKS, in_turn
from db import tickets
from db.models import Person, Ticket
from db.vocabulary import DispatchMode, EventType, Language, TicketState

MOST_NAMED = 8


async def given_out(desk: Desk, ticket: Ticket) -> None:
    """After a ticket was opened, or has come back."""
    if ticket.offered_to_id is not None:
        to = await desk.session.get_one(Person, ticket.offered_to_id)
        _ask(desk, ticket, to, "duty.whose_turn")
    elif await _needs_somebody_named(desk, ticket):
        for leader in await _leaders(desk, ticket):
            await ask_whom(desk, ticket, leader)


def assigned(desk: Desk, ticket: Ticket, by: Person, to: Person) -> None:
    _ask(desk, ticket, to, "duty.assigned_to_you", by=by.called(to.language))


def _ask(desk: Desk, ticket: Ticket, to: Person, text: str, **more: str) -> None:
    desk.bag.tell(
        to,
        text,
        buttons=(
            (
                button("accept", Action.ACCEPT, ticket.id, ticket.version),
                button("decline", Action.DECLINE, ticket.id, taking.offer_stamp(ticket)),
            ),
        ),
        ticket=ticket,
        **(values(desk, ticket, to.language) | more),
    )


async def asked(desk: Desk, ticket: Ticket) -> Person | None:
    """Whoever is asked now."""
    if ticket.offered_to_id is None:
        return None
    return await desk.session.get_one(Person, ticket.offered_to_id)


async def _needs_somebody_named(desk: Desk, ticket: Ticket) -> bool:
    """Nobody was named yet, or all who were asked have let it pass."""
    if not dispatching.may_be_assigned(ticket):
        return False
    if dispatching.mode_of(ticket) is DispatchMode.ROUND_ROBIN:
        return bool(await tickets.events_of(desk.session, ticket.id, EventType.DISPATCHED))
    assigned = ticket.state is TicketState.ASSIGNED
    return assigned or dispatching.mode_of(ticket) is DispatchMode.ASSIGN


async def _leaders(desk: Desk, ticket: Ticket) -> list[Person]:
    """Whoever is accountable, where they lead; else all who do."""
    posts = [post for post in await desk.staff() if post.role in RANKS]
    if any(post.person_id == ticket.accountable_id for post in posts):
        return [ticket.accountable]
    return await who_lead(desk, besides=concerned(ticket))


async def ask_whom(desk: Desk, ticket: Ticket, leader: Person) -> None:
    """Who could do it: the team's own that fit, whoever is on duty and has waited longest first."""
    rows = await _choices(desk, ticket, leader.language)
    desk.bag.tell(
        leader,
        "duty.assign_whom",
        buttons=rows,
        ticket=ticket,
        anybody=bool(rows),
        **values(desk, ticket, leader.language),
    )


async def _choices(desk: Desk, ticket: Ticket, language: Language) -> Rows:
    team = [
        each
        for each in await candidates(desk, ticket.category, ticket.building_id, concerned(ticket))
        if each.team_id == ticket.team_id
    ]
    names = {post.person_id: post.person.called(language) for post in await desk.staff()}
    ordered = sorted(in_turn(team), key=lambda each: (not each.on_duty, each.load))
    return column(
        *(
            plain(
                f"{'🟢' if each.on_duty else '⚪'} {names[each.person_id]} · {each.load}",
                Action.ASSIGN_TO,
                ticket.id,
                each.person_id,
                ticket.version,
            )
            for each in ordered[:MOST_NAMED]
        )
    )
