"""What the clock does about promises: one that fell due unkept is said to both sides."""

from bot.desk import Desk
from bot.tickets import lifecycle, news, promises
from db import people
from db.models import Ticket


async def settle(desk: Desk, ticket: Ticket) -> None:
    """The owner hears it from us, and not by waiting in vain."""
    if ticket.promise_due is None or ticket.promise_due > desk.now:
        return
    for broken in await promises.settle_due(desk, ticket):
        if ticket.state not in lifecycle.UNDONE:
            continue
        maker = await people.by_id(desk.session, broken.made_by) or ticket.accountable
        news.tell_owner(
            desk,
            ticket,
            "spoken.broken_sorry",
            by=maker.called(ticket.reporter.language),
            due=broken.due_at,
        )
        await news.post(
            desk,
            ticket,
            "spoken.broken",
            by=maker.called(desk.community.language),
            due=broken.due_at,
        )
