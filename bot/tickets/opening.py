"""A new ticket: with somebody accountable for it, a deadline, and a room of its own."""

from dataclasses import dataclass

from sqlalchemy.orm.attributes import set_committed_value

from bot.desk import Desk
from bot.places import Place
from bot.tickets.checks import when_to_look
from bot.tickets.clocks import OfficeHours, due
from bot.tickets.log import record
from bot.tickets.routing import Candidate, accountable_for
from db import people
from db.models import Building, ForumTopic, Membership, Person, Team, Ticket, Unit
from db.vocabulary import EventType, Priority, TeamCode, TicketKind, TicketState


@dataclass(frozen=True)
class Wish:
    """What somebody wants, as it was understood."""

    kind: TicketKind
    category: str
    team: TeamCode
    priority: Priority
    said: str
    place: Place
    topic: str | None = None
    urgent: bool = False
    private: bool = False
    evidence: str | None = None
    follows: int | None = None
    """The earlier ticket that it goes on with."""


async def open_ticket(desk: Desk, reporter: Person, wish: Wish, home: Unit | None) -> Ticket:
    """A new ticket with somebody accountable for it. Not told to anybody yet."""
    team = await people.team(desk.session, desk.community.id, wish.team)
    roster = await people.roster(desk.session, desk.community.id)
    chosen, _ = accountable_for(team.id, _candidates(roster), private=wish.private)
    accountable = next(post.person for post, _ in roster if post.person_id == chosen)
    limits = due(wish.priority, desk.now, OfficeHours.of(desk.community))
    fields = {
        "kind": wish.kind,
        "category": wish.category,
        "topic": wish.topic,
        "urgent": wish.urgent,
        "private": wish.private,
        "priority": wish.priority,
        "said": wish.said,
        "evidence": wish.evidence,
        **wish.place.fields(),
        "home_id": home.id if home else None,
        "follows_id": wish.follows,
        "team_id": team.id,
        "accountable_id": accountable.id,
        "first_response_due": limits.response,
        "resolution_due": limits.resolution,
    }
    ticket = Ticket(
        reporter_id=reporter.id,
        community_id=desk.community.id,
        state=TicketState.NEW,
        version=1,
        opened_at=desk.now,
        due_from=desk.now,
        escalation_level=0,
        reopened_count=0,
        **fields,
    )
    ticket.next_check_at = when_to_look(ticket, desk.now)
    desk.session.add(ticket)
    await desk.session.flush()
    await _know(desk, ticket, team=team, accountable=accountable, reporter=reporter, home=home)
    record(desk, ticket, EventType.OPENED, reporter, **fields)
    return ticket


async def _know(
    desk: Desk,
    ticket: Ticket,
    *,
    team: Team,
    accountable: Person,
    reporter: Person,
    home: Unit | None,
) -> None:
    """Tell a new ticket its neighbours, which are all at hand: no need to ask for them again."""
    session = desk.session
    known = {
        "community": desk.community,
        "team": team,
        "reporter": reporter,
        "accountable": accountable,
        "assignee": None,
        "home": home,
        "building": await session.get(Building, ticket.building_id) if ticket.building_id else None,
        "unit": await session.get(Unit, ticket.unit_id) if ticket.unit_id else None,
    }
    for name, value in known.items():
        set_committed_value(ticket, name, value)


async def candidates(desk: Desk) -> list[Candidate]:
    """Everybody who could answer for a ticket here, with how much they carry already."""
    return _candidates(await people.roster(desk.session, desk.community.id))


def _candidates(roster: list[tuple[Membership, int]]) -> list[Candidate]:
    return [
        Candidate(post.person_id, post.role, post.team_id, post.on_duty, load)
        for post, load in roster
    ]


def give_room(desk: Desk, ticket: Ticket, title: str) -> ForumTopic | None:
    """The ticket's own topic in its team's group; None for private ones and unlinked teams."""
    if ticket.private or ticket.team.forum_chat_id is None:
        return None
    room = ForumTopic(
        ticket_id=ticket.id, chat_id=ticket.team.forum_chat_id, thread_id=None, title=title[:128]
    )
    desk.session.add(room)
    return room
