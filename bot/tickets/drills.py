"""An exercise (演習): an emergency that is none. It shows in its topic, and wakes nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.places import Place
from bot.tickets import ending, news, opening
from bot.tickets.log import record
from bot.tickets.opening import Wish
from bot.tickets.paging import paged_for
from db import people, tickets
from db.models import Building, Person, Ticket
from db.vocabulary import EventType, Priority, TeamCode, TicketKind
from intents import Topic


@dataclass(frozen=True)
class Report:
    """Who said that they go, the first one first, and who of those to be woken when it began did
    not."""

    lasted: timedelta
    went: list[tuple[Person, timedelta]]
    unanswered: list[Person]


async def begin(desk: Desk, person: Person, danger: Topic, building: Building) -> Ticket | None:
    """None where the team has no group: there would be nowhere to exercise."""
    team = await people.team(desk.session, desk.community.id, TeamCode(danger.team))
    if team.forum_chat_id is None:
        return None
    language = desk.community.language
    wish = Wish(
        kind=TicketKind.EMERGENCY,
        category=danger.category,
        team=TeamCode(danger.team),
        priority=Priority.P1,
        said=desk.voice.words(
            "drill.scene",
            language,
            title=danger.name[language],
            building=building.name(language),
        ),
        place=Place(building_id=building.id),
        topic=danger.id,
        urgent=True,
        drill=True,
    )
    ticket = await opening.open_ticket(desk, person, wish, None)
    called = paged_for(ticket.team_id, await opening.candidates(desk))
    record(desk, ticket, EventType.DRILLED, None, note={"people": called})
    await news.opened(desk, ticket, receipt=False)
    return ticket


async def end(desk: Desk, ticket: Ticket, person: Person | None) -> Report | None:
    """None where it was over already; `person` None: nobody has thought of it."""
    if not (ending.cancel(desk, ticket, person) or ending.close(desk, ticket, person)):
        return None
    gone: dict[int | None, datetime] = {}
    for event in await tickets.events_of(desk.session, ticket.id, EventType.GOING):
        gone.setdefault(event.actor_id, event.at)
    here = {post.person_id: post.person for post in await desk.staff()}
    begun = await tickets.events_of(desk.session, ticket.id, EventType.DRILLED)
    called = [who for event in begun for who in event.data["people"]]
    return Report(
        lasted=desk.now - ticket.opened_at,
        went=[(here[who], at - ticket.opened_at) for who, at in gone.items() if who in here],
        unanswered=[here[each] for each in called if each in here and each not in gone],
    )
