"""A letter about a ticket did not arrive: whoever spoke hears so, and somebody else reads it."""

from collections.abc import Collection
from dataclasses import replace

from bot.desk import Desk
from bot.post import Mailbag
from bot.tickets import cards, description, news, paging_news
from bot.tickets.concerned import concerned
from bot.tickets.leaders import first_of
from bot.tickets.routing import RANKS
from db.models import OutboxLetter, Person, Ticket
from db.vocabulary import OutboxState


async def report(desk: Desk, ticket: Ticket, letter: OutboxLetter) -> None:
    if ticket.drill:
        desk.bag.tell(
            ticket.reporter, "drill.not_shown", ticket=ticket, key=f"drill_not_shown:{ticket.id}"
        )
        return
    if await paging_news.passed_on(desk, ticket, letter):
        return
    if letter.person_id == ticket.reporter_id:
        await news.post(desk, ticket, "staff.undelivered")
        return
    reader = await _reader_in_person(desk, ticket) if letter.topic_id is not None else None
    if _says_what_the_owner_said(letter, ticket):
        await _tell_the_owner(desk, ticket, reader)
    if reader is not None:  # the group is out of reach
        await _pass_on(desk, ticket, letter, reader)
    elif letter.person_id is not None and letter.state is OutboxState.UNREACHABLE:
        await _tell_another(desk, ticket, letter.person_id)


async def _reader_in_person(desk: Desk, ticket: Ticket) -> Person | None:
    """Whoever answers for it; where they are out of reach too, somebody who leads."""
    keeper = ticket.accountable
    if keeper.unreachable_since is None:
        return keeper
    return await _leader_within_reach(desk, {keeper.id, *concerned(ticket)})


async def _pass_on(desk: Desk, ticket: Ticket, letter: OutboxLetter, reader: Person) -> None:
    """What the group should have read, word for word; whoever leads hears why it is theirs."""
    shown = await cards.show_privately(desk, ticket, reader)
    if shown and reader.id != ticket.accountable_id:
        _say_who_is_unreachable(desk, ticket, reader, ticket.accountable)
    desk.bag.send_instead(letter, reader, ticket)


def _says_what_the_owner_said(letter: OutboxLetter, ticket: Ticket) -> bool:
    body = letter.body or {}
    source = body.get("origin") or body.get("copy") or {}
    return source.get("chat_id") == ticket.reporter.telegram_id


async def _tell_the_owner(desk: Desk, ticket: Ticket, reader: Person | None) -> None:
    """Once an hour: ten sentences that did not pass are one trouble. `reader`: who has them now."""
    hour = desk.now.replace(minute=0, second=0, microsecond=0)
    bag = Mailbag(f"not_passed_on:{ticket.id}:{hour.isoformat()}", desk.voice, desk.now)
    told = reader.called(ticket.reporter.language) if reader else None
    news.tell_owner(replace(desk, bag=bag), ticket, "owner.not_passed_on", reply=True, told=told)
    await bag.drop(desk.session)


async def _tell_another(desk: Desk, ticket: Ticket, person_id: int) -> None:
    """A member of staff does not get their letters: in the topic, else a leader who does."""
    staff = {post.person_id: post for post in await desk.staff()}
    unheard = staff.get(person_id)
    if unheard is None:
        return
    if await news.room_of(desk, ticket) is not None:
        language = desk.community.language
        by = unheard.person.called(language)
        await news.post(desk, ticket, "staff.colleague_unreachable", by=by)
        return
    leader = await _leader_within_reach(desk, {person_id, *concerned(ticket)})
    if leader is not None:
        _say_who_is_unreachable(desk, ticket, leader, unheard.person)


def _say_who_is_unreachable(desk: Desk, ticket: Ticket, leader: Person, unheard: Person) -> None:
    desk.bag.tell(
        leader,
        "staff.colleague_unreachable",
        ticket=ticket,
        by=unheard.called(leader.language),
        **description.values(desk, ticket, leader.language),
    )


async def _leader_within_reach(desk: Desk, besides: Collection[int]) -> Person | None:
    staff = [(post.role, post.person) for post in await desk.staff()]
    within_reach = [(role, who) for role, who in staff if who.unreachable_since is None]
    return next(iter(first_of(within_reach, *RANKS, besides=besides)), None)
