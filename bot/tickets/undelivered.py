"""A letter about a ticket did not arrive: whoever spoke hears so, and somebody else reads it."""

from dataclasses import replace

from bot.desk import Desk
from bot.post import Mailbag
from bot.tickets import cards, description, news, paging_news
from db.models import OutboxLetter, Person, Ticket
from db.vocabulary import OutboxState, StaffRole


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
    keeper = ticket.accountable
    in_person = letter.topic_id is not None and keeper.unreachable_since is None
    if _says_what_the_owner_said(letter, ticket):
        await _tell_the_owner(desk, ticket, in_person=in_person)
    if in_person:  # the group is out of reach: it all goes to whoever answers
        await cards.show_privately(desk, ticket)
        desk.bag.send_instead(letter, keeper, ticket)
    elif letter.person_id is not None and letter.state is OutboxState.UNREACHABLE:
        await _tell_another(desk, ticket, letter.person_id)


def _says_what_the_owner_said(letter: OutboxLetter, ticket: Ticket) -> bool:
    body = letter.body or {}
    source = body.get("origin") or body.get("copy") or {}
    return source.get("chat_id") == ticket.reporter.telegram_id


async def _tell_the_owner(desk: Desk, ticket: Ticket, *, in_person: bool) -> None:
    """Once an hour: ten sentences that did not pass are one trouble."""
    hour = desk.now.replace(minute=0, second=0, microsecond=0)
    bag = Mailbag(f"not_passed_on:{ticket.id}:{hour.isoformat()}", desk.voice, desk.now)
    news.tell_owner(
        replace(desk, bag=bag), ticket, "owner.not_passed_on", reply=True, in_person=in_person
    )
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
    leader = _leader_within_reach(
        [post.person for post in staff.values() if post.role is not StaffRole.STAFF],
        besides={person_id, ticket.concerns_id},
    )
    if leader is not None:
        desk.bag.tell(
            leader,
            "staff.colleague_unreachable",
            ticket=ticket,
            by=unheard.person.called(leader.language),
            **description.values(desk, ticket, leader.language),
        )


def _leader_within_reach(leaders: list[Person], besides: set[int | None]) -> Person | None:
    return next(
        (each for each in leaders if each.id not in besides and each.unreachable_since is None),
        None,
    )
