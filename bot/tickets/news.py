"""Who hears of what happened to a ticket, and in which words."""

from datetime import datetime
from typing import Any, TypedDict

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.post import Original
from bot.texts.wording import QUOTED
from bot.tickets import (
    cards,
    description,
    dispatch_news,
    dispatching,
    leaving,
    opening,
    owner_card,
    paging_news,
    rooms,
    taking,
)
from bot.tickets.concerned import is_confidential
from bot.tickets.leaders import who_lead
from db import incidents, tickets
from db.models import ForumTopic, Person, Ticket
from db.vocabulary import MailPriority, TicketKind


async def opened(desk: Desk, ticket: Ticket, *, receipt: bool = True) -> ForumTopic | None:
    """The receipt to the owner and the card to the desk; the topic, where the ticket has one.

    Words too long for the card follow it whole.
    """
    room = opening.give_room(desk, ticket, description.room_title(desk, ticket))
    await cards.show_first(desk, ticket, room, receipt=receipt)
    if len(ticket.said) > QUOTED:
        await followed_up(desk, ticket, ticket.said)
    await given_out(desk, ticket)
    return room


async def given_out(desk: Desk, ticket: Ticket) -> None:
    """Whose turn it is hears so; or the supervisor is asked whom to name."""
    await dispatching.give_out(desk, ticket)
    await dispatch_news.given_out(desk, ticket)


async def accepted(desk: Desk, ticket: Ticket) -> None:
    """The owner hears who is coming."""
    await cards.show(desk, ticket)
    await cards.follow_keeper(desk, ticket)
    tell_owner(desk, ticket, "owner.accepted")


async def handed_over(desk: Desk, ticket: Ticket) -> None:
    await cards.show(desk, ticket)
    await cards.follow_keeper(desk, ticket)
    tell_owner(desk, ticket, "owner.handed_over")
    await post(desk, ticket, "staff.handed_over")


async def resolved(desk: Desk, ticket: Ticket) -> None:
    """The owner is asked whether it is really fixed."""
    await cards.show(desk, ticket)
    tell_owner(desk, ticket, "owner.fixed", buttons=_fixed_rows(ticket))


async def closed(desk: Desk, ticket: Ticket, *, by_owner: bool) -> None:
    await cards.show(desk, ticket)
    if by_owner:
        tell_owner(desk, ticket, "owner.rate", buttons=owner_card.stars(ticket), reply=True)
        await post(desk, ticket, "staff.confirmed")
    else:
        still_broken = _not_fixed_row(ticket)
        tell_owner(desk, ticket, "owner.closed_silently", buttons=still_broken, silent=True)
    await shut_room(desk, ticket)


async def closed_unanswered(desk: Desk, ticket: Ticket) -> None:
    """The owner was asked and did not say."""
    await cards.show(desk, ticket)
    tell_owner(desk, ticket, "owner.closed_unanswered", buttons=_not_fixed_row(ticket), silent=True)
    await post(desk, ticket, "desk.unanswered")
    await shut_room(desk, ticket)


def closing_soon(desk: Desk, ticket: Ticket) -> None:
    """The last question, the day before silence closes the ticket."""
    tell_owner(desk, ticket, "owner.closing_soon", buttons=_fixed_rows(ticket))


def _fixed_rows(ticket: Ticket) -> Rows:
    fixed = button("fixed_yes", Action.FIXED, ticket.id, ticket.version)
    return ((fixed, *_not_fixed_row(ticket)[0]),)


def _not_fixed_row(ticket: Ticket) -> Rows:
    return ((button("fixed_no", Action.NOT_FIXED, ticket.id, ticket.version),),)


async def reopened(desk: Desk, ticket: Ticket, why: str | None) -> None:
    """A danger that is not over is as urgent as a new one. Whoever left keeps it no more."""
    await leaving.replace_the_gone(desk, ticket)
    await paging_news.paged(desk, ticket)
    await open_room(desk, ticket)
    await cards.show(desk, ticket)
    tell_owner(desk, ticket, "owner.reopened", reply=True, why=why)
    await post(desk, ticket, "staff.reopened", why=why)


async def cancelled(desk: Desk, ticket: Ticket, words: str) -> None:
    """`words`: staff.withdrawn or staff.false_alarm."""
    await cards.show(desk, ticket)
    await post(desk, ticket, words)
    await shut_room(desk, ticket)


async def followed_up(
    desk: Desk, ticket: Ticket, said: str, original: Original | None = None
) -> None:
    """The owner's further words, in the topic or to whoever keeps the ticket; of one that was
    merged, where the other one is spoken of."""
    lead = await tickets.lead_of(desk.session, ticket)
    await post(desk, ticket, "staff.owner_says", at=lead, original=original, words=said)


async def said_at_rest(desk: Desk, ticket: Ticket, said: str) -> None:
    """It is over, and its topic shut: whoever answered for it last hears in person as well."""
    lead = await tickets.lead_of(desk.session, ticket)
    if await room_of(desk, lead) is None:
        return  # they have read it in person
    await leaving.replace_the_gone(desk, lead)
    keeper = lead.accountable
    given = description.values(desk, ticket, keeper.language)
    desk.bag.tell(keeper, "staff.said_at_rest", ticket=ticket, words=said, **given)


async def raised_again(
    desk: Desk, ticket: Ticket, said: str, original: Original | None = None
) -> None:
    """The owner had to say it again: in the topic, and to whoever answers for it in person."""
    await post(desk, ticket, "staff.raised_again", original=original, words=said)
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
    """Its own topic, or its incident's; None for what is told in person, though it was spoken of
    in one before, and before a group is linked."""
    return None if is_confidential(ticket) else await incidents.room_of(desk.session, ticket.id)


async def reader_of(desk: Desk, ticket: Ticket) -> ForumTopic | Person:
    """Where the desk reads of it: in its topic, else whoever answers for it and is still here."""
    room = await room_of(desk, ticket)
    if room is not None:
        return room
    await leaving.replace_the_gone(desk, ticket)
    return ticket.accountable


async def post(
    desk: Desk,
    ticket: Ticket,
    text: str,
    *,
    buttons: Rows = (),
    priority: MailPriority = MailPriority.TICKET,
    original: Original | None = None,
    at: Ticket | None = None,
    **more: Any,
) -> None:
    """Tell the desk: in the ticket's topic, or in private to the person who answers for it.

    `original`: the owner's message that this passes on. `at`: the ticket where it is spoken of,
    if another. A person among what it speaks of is called as the reader's language has it.
    """
    reader = await reader_of(desk, at or ticket)
    if isinstance(reader, ForumTopic):
        language = desk.community.language
        given = description.values(desk, ticket, language) | description.read_in(language, more)
        thread = await threaded(desk, original, reader.chat_id)
        desk.bag.post(
            reader, text, buttons=buttons, priority=priority, ticket=ticket, **thread, **given
        )
        return
    language = reader.language
    given = description.values(desk, ticket, language) | description.read_in(language, more)
    thread = await threaded(desk, original, reader.telegram_id)
    desk.bag.tell(
        reader, text, buttons=buttons, priority=priority, ticket=ticket, **thread, **given
    )


class Thread(TypedDict):
    """What ties a letter to what was said before."""

    reply_to: int | None
    origin: tuple[int, int] | None


async def threaded(desk: Desk, original: Original | None, chat_id: int) -> Thread:
    """For a letter to this chat that passes the original on: a reply stays a reply there."""
    if original is None:
        return {"reply_to": None, "origin": None}
    return {
        "reply_to": await answered(desk, original, chat_id),
        "origin": original.place,
    }


async def answered(desk: Desk, original: Original, chat_id: int) -> int | None:
    """The message of this chat that stands for what the original replies to."""
    if original.reply_to is None:
        return None
    return await tickets.counterpart(desk.session, original.chat_id, original.reply_to, chat_id)


def tell_owner(
    desk: Desk,
    ticket: Ticket,
    text: str,
    *,
    buttons: Rows = (),
    reply: bool = False,
    silent: bool = False,
    reply_to: int | None = None,
    origin: tuple[int, int] | None = None,
    key: str | None = None,
    not_before: datetime | None = None,
    **more: Any,
) -> None:
    """`reply`: the owner has just pressed something and waits for it.

    `reply_to`, `origin`: as for the mailbag's `tell`. Of a follow-up the owner hears only what
    somebody writes to them.
    """
    if ticket.kind is TicketKind.FOLLOW_UP and origin is None:
        return
    desk.bag.tell(
        ticket.reporter,
        text,
        buttons=buttons,
        priority=MailPriority.REPLY if reply else MailPriority.TICKET,
        ticket=ticket,
        silent=silent,
        reply_to=reply_to,
        origin=origin,
        key=key,
        not_before=not_before,
        **(description.values(desk, ticket, ticket.reporter.language) | more),
    )


async def offered(desk: Desk, ticket: Ticket, by: Person, to: Person) -> None:
    """The colleague is asked in person, and the topic sees that they were."""
    offer = taking.offer_stamp(ticket)
    desk.bag.tell(
        to,
        "staff.offer",
        buttons=(
            (
                button("take_over", Action.TAKE_OVER, ticket.id, offer),
                button("decline", Action.DECLINE, ticket.id, offer),
            ),
        ),
        ticket=ticket,
        by=by.called(to.language),
        **description.values(desk, ticket, to.language),
    )
    await post(desk, ticket, "staff.offered", by=by, to=to)


async def returned(desk: Desk, ticket: Ticket, to: Person | None) -> None:
    """A hand-off was declined, or nobody answered it: the ticket stays where it was.

    One that its team gave out goes on to the next.
    """
    if await dispatching.pass_on(desk, ticket):
        await cards.show(desk, ticket)
        await post(
            desk,
            ticket,
            "duty.passed_on",
            was=to,
            to=await dispatch_news.asked(desk, ticket),
        )
        await dispatch_news.given_out(desk, ticket)
        return
    await post(desk, ticket, "staff.returned", to=to)


async def praised(desk: Desk, by: Person, said: str, ticket: Ticket | None) -> None:
    """Kind words reach whom they concern, where they work here still: who did the work, and who
    leads."""
    hear = {person.id: person for person in await who_lead(desk)}
    here = {post.person_id for post in await desk.staff()}
    if ticket and ticket.assignee and ticket.assignee.id in here:
        hear[ticket.assignee.id] = ticket.assignee
    for person in hear.values():
        desk.bag.tell(
            person,
            "staff.praise",
            owner=by.called(person.language),
            said=said,
            number=ticket.id if ticket else None,
        )


async def open_room(desk: Desk, ticket: Ticket) -> None:
    """What was shut is talked about again."""
    room = await tickets.topic_of(desk.session, ticket.id)
    if room and not is_confidential(ticket):
        desk.bag.open_again(room)
    await rooms.follow(desk, ticket)


async def shut_room(desk: Desk, ticket: Ticket) -> None:
    """Nothing is left to say there, unless somebody else's ticket is spoken of in it."""
    await rooms.follow(desk, ticket)
    await rooms.shut(desk, ticket)
