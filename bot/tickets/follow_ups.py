"""A low score is followed up (回訪): a ticket of the supervisor's own, open until they have noted
what came of it. The owner owes it nothing, and hears of it only from the person who gets in touch.
"""

import logging

from bot.desk import Desk
from bot.places import Place
from bot.tickets import ending, lifecycle, news, opening, taking, talking
from bot.tickets.concerned import concerned
from bot.tickets.description import values
from bot.tickets.grounds import Grounds
from bot.tickets.opening import Wish
from bot.tickets.routing import NobodyAtAllError
from db import tickets
from db.models import Person, Ticket
from db.vocabulary import Priority, TeamCode, TicketKind

_log = logging.getLogger(__name__)


async def begin(desk: Desk, ticket: Ticket, stars: int) -> bool:
    """The supervisor's card; where one is open from an earlier score, it hears of this one.

    It is about whoever did the work, and not for them: nor for those whom that was about. False
    where nobody is left who could follow it up.
    """
    language = desk.community.language
    given = values(desk, ticket, language)
    words = desk.voice.words("rating.low_score", language, stars=stars, **given)
    worker = ticket.assignee_id or ticket.accountable_id
    running = await tickets.follow_up_of(desk.session, ticket)
    if running is not None and running.accountable_id != worker:
        await news.post(desk, running, "rating.low_again", words=words)
        return True
    wish = Wish(
        kind=TicketKind.FOLLOW_UP,
        category=ticket.category,
        team=TeamCode(ticket.team.code),
        priority=Priority.P3,
        said=words,
        place=Place(ticket.building_id, ticket.floor, ticket.unit_id, ticket.room),
        private=True,
        evidence=Grounds(about=ticket.id).written(),
        follows=ticket.id,
        concerns=(worker, *(concerned(ticket) - {worker})),
    )
    try:
        opened = await opening.open_ticket(desk, ticket.reporter, wish, ticket.home)
    except NobodyAtAllError:
        _log.warning("nobody else leads who could follow up the low score of #%d", ticket.id)
        return False
    await news.opened(desk, opened, receipt=False)
    return True


async def explain(desk: Desk, ticket: Ticket, words: str) -> bool:
    """Why the score was low, to whoever follows it up, where somebody does: the team's topic may
    be read by whom it is about."""
    running = await tickets.follow_up_of(desk.session, ticket)
    if running is not None:
        await news.post(desk, running, "staff.rating_reason", words=words)
    return running is not None


async def settle(desk: Desk, ticket: Ticket, person: Person, outcome: str) -> bool:
    """Noted and over; False, and only noted, where it was over before."""
    talking.note(desk, ticket, person, outcome)
    if ticket.state in lifecycle.OVER:
        return False
    await taking.accept(desk, ticket, person)
    ending.resolve(desk, ticket, person)
    return ending.close(desk, ticket, person)
