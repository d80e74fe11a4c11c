"""Who hears of what happened to a ticket, and in which words."""

from collections.abc import Sequence
from typing import Any

from bot.conversation.buttons import Action, Rows, button, plain
from bot.desk import Desk
from bot.texts.wording import QUOTED
from bot.tickets import cards, description, opening, rooms
from bot.tickets.routing import paged_for
from db import incidents, people, tickets
from db.models import ForumTopic, Person, Ticket
from db.vocabulary import EventType, MailPriority, StaffRole


async def opened(desk: Desk, ticket: Ticket, *, receipt: bool = True) -> ForumTopic | None:
    """The receipt to the owner and the card to the desk; the topic, where the ticket has one.

    Words too long for the card follow it whole.
    """
    room = opening.give_room(desk, ticket, description.room_title(desk, ticket))
    await cards.show_first(desk, ticket, room, receipt=receipt)
    if len(ticket.said) > QUOTED:
        await followed_up(desk, ticket, ticket.said)
    return room


async def paged(desk: Desk, ticket: Ticket, *, higher: bool = False) -> None:
    """Wake everybody an emergency concerns, at once; `higher` adds the managers."""
    for person in await _woken(desk, ticket, higher=higher):
        desk.bag.tell(
            person,
            "staff.page",
            buttons=((button("on_my_way", Action.ACCEPT, ticket.id, ticket.version),),),
            priority=MailPriority.EMERGENCY,
            ticket=ticket,
            again=higher,
            place_known=ticket.place_known,
            home=ticket.home.code if ticket.home else None,
            **description.values(desk, ticket, person.language),
        )


async def _woken(desk: Desk, ticket: Ticket, *, higher: bool) -> list[Person]:
    staff = await desk.staff()
    woken = set(paged_for(ticket.team_id, await opening.candidates(desk)))
    if higher:
        woken |= {post.person_id for post in staff if post.role is StaffRole.MANAGER}
    by_id = {post.person_id: post.person for post in staff}
    return [by_id[person_id] for person_id in sorted(woken)]


async def accepted(desk: Desk, ticket: Ticket) -> None:
    """The owner hears who is coming."""
    await cards.show(desk, ticket)
    tell_owner(desk, ticket, "owner.accepted")


async def handed_over(desk: Desk, ticket: Ticket) -> None:
    await cards.show(desk, ticket)
    tell_owner(desk, ticket, "owner.handed_over")
    await post(desk, ticket, "staff.handed_over")


async def resolved(desk: Desk, ticket: Ticket) -> None:
    """The owner is asked whether it is really fixed."""
    await cards.show(desk, ticket)
    tell_owner(desk, ticket, "owner.fixed", buttons=_fixed_rows(ticket))


async def closed(desk: Desk, ticket: Ticket, *, by_owner: bool) -> None:
    await cards.show(desk, ticket)
    if by_owner:
        tell_owner(desk, ticket, "owner.rate", buttons=stars(ticket), reply=True)
        await post(desk, ticket, "staff.confirmed")
    else:
        still_broken = ((button("fixed_no", Action.NOT_FIXED, ticket.id),),)
        tell_owner(desk, ticket, "owner.closed_silently", buttons=still_broken, silent=True)
    await rooms.follow(desk, ticket)
    await rooms.shut(desk, ticket)


def stars(ticket: Ticket) -> Rows:
    return (
        tuple(
            plain("⭐" * n if n == 1 else f"{n}⭐", Action.RATE, ticket.id, n) for n in range(1, 6)
        ),
    )


def closing_soon(desk: Desk, ticket: Ticket) -> None:
    """The last question, the day before silence closes the ticket."""
    tell_owner(desk, ticket, "owner.closing_soon", buttons=_fixed_rows(ticket))


def _fixed_rows(ticket: Ticket) -> Rows:
    return (
        (
            button("fixed_yes", Action.FIXED, ticket.id),
            button("fixed_no", Action.NOT_FIXED, ticket.id),
        ),
    )


async def reopened(desk: Desk, ticket: Ticket, why: str | None) -> None:
    room = await tickets.topic_of(desk.session, ticket.id)
    if room:
        desk.bag.open_again(room)
    await rooms.follow(desk, ticket)
    await cards.show(desk, ticket)
    tell_owner(desk, ticket, "owner.reopened", reply=True, why=why)
    await post(desk, ticket, "staff.reopened", why=why)


async def cancelled(desk: Desk, ticket: Ticket, words: str) -> None:
    """`words`: staff.withdrawn or staff.false_alarm."""
    await cards.show(desk, ticket)
    await post(desk, ticket, words)
    await rooms.follow(desk, ticket)
    await rooms.shut(desk, ticket)


async def followed_up(desk: Desk, ticket: Ticket, said: str) -> None:
    """The owner's further words, in the topic or to whoever keeps the ticket."""
    await post(desk, ticket, "staff.owner_says", words=said)


async def raised_again(desk: Desk, ticket: Ticket, said: str) -> None:
    """The owner had to say it again: in the topic, and to whoever answers for it in person."""
    await post(desk, ticket, "staff.raised_again", words=said)
    keeper = ticket.accountable
    if await room_of(desk, ticket) is not None:
        desk.bag.tell(
            keeper,
            "staff.raised_again",
            ticket=ticket,
            words=said,
            **description.values(desk, ticket, keeper.language),
        )


async def room_of(desk: Desk, ticket: Ticket) -> ForumTopic | None:
    """Its own topic, or its incident's; None for private ones and before a group is linked."""
    return await incidents.room_of(desk.session, ticket.id)


async def post(desk: Desk, ticket: Ticket, text: str, *, buttons: Rows = (), **more: Any) -> None:
    """Tell the desk: in the ticket's room, or in private to the person who answers for it."""
    room = await room_of(desk, ticket)
    if room is not None:
        given = description.values(desk, ticket, desk.community.language) | more
        desk.bag.post(room, text, buttons=buttons, ticket=ticket, **given)
        return
    keeper = ticket.accountable
    given = description.values(desk, ticket, keeper.language) | more
    desk.bag.tell(keeper, text, buttons=buttons, ticket=ticket, **given)


def tell_owner(
    desk: Desk,
    ticket: Ticket,
    text: str,
    *,
    buttons: Rows = (),
    reply: bool = False,
    silent: bool = False,
    **more: Any,
) -> None:
    """`reply`: the owner has just pressed something and waits for it."""
    desk.bag.tell(
        ticket.reporter,
        text,
        buttons=buttons,
        priority=MailPriority.REPLY if reply else MailPriority.TICKET,
        ticket=ticket,
        silent=silent,
        **(description.values(desk, ticket, ticket.reporter.language) | more),
    )


async def offered(desk: Desk, ticket: Ticket, by: Person, to: Person) -> None:
    """The colleague is asked in person, and the topic sees that they were."""
    desk.bag.tell(
        to,
        "staff.offer",
        buttons=(
            (
                button("take_over", Action.TAKE_OVER, ticket.id),
                button("decline", Action.DECLINE, ticket.id),
            ),
        ),
        ticket=ticket,
        by=by.called(to.language),
        **description.values(desk, ticket, to.language),
    )
    await post(desk, ticket, "staff.offered", by=_name(desk, by), to=_name(desk, to))


async def returned(desk: Desk, ticket: Ticket, to: Person | None) -> None:
    """A hand-off was declined, or nobody answered it: the ticket stays where it was."""
    await post(desk, ticket, "staff.returned", to=_name(desk, to) if to else None)


async def escalated(desk: Desk, ticket: Ticket, level: int) -> None:
    """A rung of the ladder: the nearer the deadline, the higher up."""
    staff = await desk.staff()
    told = _rung(ticket, level, [(post.role, post.person) for post in staff])
    if await incidents.is_one_more(desk.session, ticket.id):
        told = []  # of one outage the desk hears once, by the first report
    for person in told:
        desk.bag.tell(
            person,
            "staff.escalated",
            ticket=ticket,
            level=level,
            unaccepted=ticket.first_response_at is None,
            due=ticket.resolution_due if ticket.first_response_at else ticket.first_response_due,
            **description.values(desk, ticket, person.language),
        )
    if level == 80 and ticket.first_response_at:
        tell_owner(desk, ticket, "owner.running_late", silent=True)
    if level == 150:
        tell_owner(desk, ticket, "owner.overdue_apology", silent=True)


def _rung(ticket: Ticket, level: int, staff: Sequence[tuple[StaffRole, Person]]) -> list[Person]:
    supervisors = [person for role, person in staff if role is StaffRole.SUPERVISOR]
    managers = [person for role, person in staff if role is StaffRole.MANAGER]
    told: list[Person] = [ticket.assignee] if ticket.assignee else [ticket.accountable]
    if level >= 80:
        told.append(ticket.accountable)
    if level >= 100:
        told = supervisors or managers
    if level >= 150:
        told = managers or supervisors
    return list({person.id: person for person in told}.values())


async def praised(desk: Desk, by: Person, said: str, ticket: Ticket | None) -> None:
    """Kind words reach whom they concern: who did the work, and the supervisors."""
    staff = await desk.staff()
    hear = {p.person_id: p.person for p in staff if p.role is StaffRole.SUPERVISOR}
    if ticket and ticket.assignee:
        hear[ticket.assignee.id] = ticket.assignee
    if not hear:
        hear = {
            person.id: person
            for person in await people.managers_of(desk.session, desk.community.id)
        }
    for person in hear.values():
        desk.bag.tell(
            person,
            "staff.praise",
            owner=by.called(person.language),
            said=said,
            number=ticket.id if ticket else None,
        )


def _name(desk: Desk, person: Person) -> str:
    return person.called(desk.community.language)


async def stood_down(desk: Desk, ticket: Ticket) -> None:
    """A false alarm: whoever was woken hears that they can rest, the managers too if they were."""
    higher = bool(await tickets.events_of(desk.session, ticket.id, EventType.ESCALATED))
    for person in await _woken(desk, ticket, higher=higher):
        desk.bag.tell(
            person,
            "staff.stood_down",
            ticket=ticket,
            **description.values(desk, ticket, person.language),
        )
