"""A ticket that others were merged into answers for them too: when it is done, and when not."""

from bot.buttons import Action, Rows, button
from bot.desk import Desk
from bot.tickets import cards, diverting, leaving, news, paging_news
from db import tickets
from db.models import Person, Ticket


def apart_rows(ticket: Ticket) -> Rows:
    """For the reporter of a merged ticket: theirs is another matter."""
    return ((button("something_else", Action.UNMERGE, ticket.id, ticket.version),),)


async def resolved(desk: Desk, lead: Ticket) -> None:
    """Its owner is asked whether it is, and everybody whose ticket was put to it hears of it."""
    await news.resolved(desk, lead)
    for merged in await tickets.merged_into(desk.session, lead.id):
        language = merged.reporter.language
        news.tell_owner(
            desk,
            merged,
            "owner.lead_done",
            buttons=apart_rows(merged),
            by=(lead.assignee or lead.accountable).called(language),
        )


async def let_go(desk: Desk, lead: Ticket) -> None:
    """It ends without being done, and what was put to it is not: each goes its own way."""
    for merged in await tickets.merged_into(desk.session, lead.id):
        await take_apart(desk, merged, None)


async def take_apart(desk: Desk, ticket: Ticket, by: Person | None) -> bool:
    """A merged ticket on its own again; `by` None: the other one ended undone."""
    lead = ticket.merged_into_id
    if not diverting.unmerge(desk, ticket, by):
        return False
    await leaving.replace_the_gone(desk, ticket)
    await news.open_room(desk, ticket)
    await paging_news.paged(desk, ticket)
    await cards.show(desk, ticket)
    await cards.follow_keeper(desk, ticket)
    news.tell_owner(desk, ticket, "owner.unmerged")
    await news.post(desk, ticket, "desk.unmerged", by=by, into=lead)
    main = await tickets.by_number(desk.session, lead) if lead is not None else None
    if main is not None and by is not None:
        await news.post(desk, main, "desk.came_apart", by=by, other=ticket.id)
    await news.given_out(desk, ticket)
    return True
