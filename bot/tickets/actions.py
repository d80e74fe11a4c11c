"""What can be done to a ticket: one verb, one change, one event. Who hears of it: `news`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from bot.desk import Desk
from bot.places import Place
from bot.tickets import lifecycle
from bot.tickets.checks import when_to_look
from bot.tickets.clocks import REOPEN_WINDOW, OfficeHours, due
from bot.tickets.grounds import BY_OWNER, BY_STAFF, Grounds
from bot.tickets.log import change, move, record
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


async def open_ticket(desk: Desk, reporter: Person, wish: Wish, home: Unit | None) -> Ticket:
    """A new ticket with somebody accountable for it. Not told to anybody yet."""
    team = await _team(desk, wish.team)
    roster = await people.roster(desk.session, desk.community.id)
    chosen, _ = accountable_for(team.id, _candidates(roster), private=wish.private)
    accountable = next(post.person for post, _ in roster if post.person_id == chosen)
    limits = due(wish.priority, desk.now, _hours(desk))
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


async def _team(desk: Desk, code: TeamCode) -> Team:
    return await people.team(desk.session, desk.community.id, code)


def give_room(desk: Desk, ticket: Ticket, title: str) -> ForumTopic | None:
    """The ticket's own topic in its team's group; None for private ones and unlinked teams."""
    if ticket.private or ticket.team.forum_chat_id is None:
        return None
    room = ForumTopic(
        ticket_id=ticket.id, chat_id=ticket.team.forum_chat_id, thread_id=None, title=title[:128]
    )
    desk.session.add(room)
    return room


async def accept(desk: Desk, ticket: Ticket, person: Person) -> bool:
    """Somebody says "mine": they do the work and answer for it. False where it was taken."""
    if ticket.state not in lifecycle.UNACCEPTED:
        return False
    accepted = move(
        desk,
        ticket,
        TicketState.IN_PROGRESS,
        EventType.ACCEPTED,
        person,
        assignee_id=person.id,
        accountable_id=person.id,
        offered_to_id=None,
        offered_at=None,
        escalation_level=0,
        first_response_at=ticket.first_response_at or desk.now,
    )
    await _settle_people(desk, ticket)
    return accepted


async def offer(desk: Desk, ticket: Ticket, person: Person, to: Person) -> bool:
    """Ask a colleague to take over. Until they accept, nothing changes for the owner."""
    if ticket.state in lifecycle.OVER or to.id == ticket.accountable_id:
        return False
    change(
        desk,
        ticket,
        EventType.HANDOFF_OFFERED,
        person,
        note={"to": to.id},
        offered_to_id=to.id,
        offered_at=desk.now,
    )
    return True


async def take_over(desk: Desk, ticket: Ticket, person: Person) -> bool:
    """Accept a hand-off; only whoever it was offered to can."""
    if ticket.offered_to_id != person.id or ticket.state in lifecycle.OVER:
        return False
    if ticket.state in lifecycle.UNACCEPTED:
        return await accept(desk, ticket, person)
    change(
        desk,
        ticket,
        EventType.ACCEPTED,
        person,
        assignee_id=person.id,
        accountable_id=person.id,
        offered_to_id=None,
        offered_at=None,
    )
    await _settle_people(desk, ticket)
    return True


def decline(desk: Desk, ticket: Ticket, person: Person | None) -> bool:
    """The hand-off returns; `person` None: nobody answered in time."""
    if ticket.offered_to_id is None or (person and ticket.offered_to_id != person.id):
        return False
    change(
        desk,
        ticket,
        EventType.HANDOFF_DECLINED,
        person,
        note={"offered_to": ticket.offered_to_id},
        offered_to_id=None,
        offered_at=None,
    )
    return True


def resolve(desk: Desk, ticket: Ticket, person: Person) -> bool:
    return move(
        desk,
        ticket,
        TicketState.RESOLVED,
        EventType.RESOLVED,
        person,
        resolved_at=desk.now,
        first_response_at=ticket.first_response_at or desk.now,
        offered_to_id=None,
        offered_at=None,
    )


def close(desk: Desk, ticket: Ticket, person: Person | None) -> bool:
    """The owner says it is fixed; `person` None: the confirm window passed in silence."""
    if ticket.state is not TicketState.RESOLVED:
        return False
    return move(desk, ticket, TicketState.CLOSED, EventType.CLOSED, person, closed_at=desk.now)


def may_reopen(ticket: Ticket, now: datetime) -> bool:
    if ticket.state not in (TicketState.RESOLVED, TicketState.CLOSED):
        return False
    return ticket.closed_at is None or now - ticket.closed_at <= REOPEN_WINDOW


def reopen(desk: Desk, ticket: Ticket, person: Person, why: str | None = None) -> bool:
    """Back to the same person; a closed ticket only within fourteen days."""
    if not may_reopen(ticket, desk.now):
        return False
    return move(
        desk,
        ticket,
        TicketState.IN_PROGRESS,
        EventType.REOPENED,
        person,
        note={"why": why} if why else None,
        reopened_count=ticket.reopened_count + 1,
        resolved_at=None,
        closed_at=None,
        due_from=desk.now,
        resolution_due=due(ticket.priority, desk.now, _hours(desk)).resolution,
        escalation_level=0,
    )


def _hours(desk: Desk) -> OfficeHours:
    community = desk.community
    return OfficeHours.read(community.office_opens, community.office_closes, community.timezone)


def rate(desk: Desk, ticket: Ticket, person: Person, stars: int) -> bool:
    """Once per closure; False where it was rated already or is not closed."""
    if ticket.state is not TicketState.CLOSED or ticket.rating is not None:
        return False
    if not 1 <= stars <= 5:
        return False
    change(desk, ticket, EventType.RATED, person, rating=stars)
    return True


def cancel(
    desk: Desk, ticket: Ticket, person: Person, event: EventType = EventType.CANCELLED
) -> bool:
    """The reporter takes it back; FALSE_ALARM is the event where it was an emergency, or
    might have been one."""
    return move(
        desk,
        ticket,
        TicketState.CANCELLED,
        event,
        person,
        closed_at=desk.now,
        offered_to_id=None,
        offered_at=None,
    )


async def reclassify(desk: Desk, ticket: Ticket, person: Person, wish: Wish) -> bool:
    """The owner corrects the category; another team may have to answer for it."""
    if ticket.state not in lifecycle.UNACCEPTED:
        return False
    team = await _team(desk, wish.team)
    accountable_id = ticket.accountable_id
    if team.id != ticket.team_id:
        accountable_id, _ = accountable_for(team.id, await candidates(desk), private=ticket.private)
    limits = due(wish.priority, ticket.opened_at, _hours(desk))
    by = BY_OWNER if person.id == ticket.reporter_id else BY_STAFF
    grounds = Grounds.read(ticket.evidence).but(by=by, said="", rivals=())
    change(
        desk,
        ticket,
        EventType.RECLASSIFIED,
        person,
        note={"was": ticket.topic},
        topic=wish.topic,
        category=wish.category,
        priority=wish.priority,
        urgent=wish.urgent,
        team_id=team.id,
        accountable_id=accountable_id,
        first_response_due=limits.response,
        resolution_due=limits.resolution,
        evidence=grounds.written(),
    )
    await _settle_people(desk, ticket)
    return True


def may_raise(ticket: Ticket) -> bool:
    """Somebody still works on it, or will."""
    return ticket.state not in lifecycle.OVER and ticket.state is not TicketState.RESOLVED


async def raise_to_emergency(desk: Desk, ticket: Ticket, person: Person, wish: Wish) -> bool:
    """It is a danger after all: from now on everybody's, and as urgent as anything."""
    if not may_raise(ticket):
        return False
    team = await _team(desk, wish.team)
    accountable_id = ticket.accountable_id
    if ticket.state in lifecycle.UNACCEPTED and team.id != ticket.team_id:
        accountable_id, _ = accountable_for(team.id, await candidates(desk), private=False)
    limits = due(Priority.P1, desk.now, _hours(desk))
    change(
        desk,
        ticket,
        EventType.RAISED,
        person,
        note={"was": ticket.kind.value},
        kind=TicketKind.EMERGENCY,
        topic=wish.topic,
        category=wish.category,
        priority=Priority.P1,
        urgent=True,
        private=False,
        team_id=team.id,
        accountable_id=accountable_id,
        first_response_due=limits.response,
        resolution_due=limits.resolution,
        escalation_level=0,
        evidence=Grounds.read(ticket.evidence).but(doubt=None).written(),
    )
    await _settle_people(desk, ticket)
    return True


def settle_doubt(desk: Desk, ticket: Ticket, person: Person) -> None:
    """The owner says that nothing is happening."""
    grounds = Grounds.read(ticket.evidence).but(doubt=None)
    change(desk, ticket, EventType.CONFIRMED, person, evidence=grounds.written())


def leave_open(desk: Desk, ticket: Ticket, person: Person, place: Place) -> None:
    """A place that was mistyped: kept as said, with what it may mean, until the owner chooses."""
    grounds = Grounds.read(ticket.evidence).but(guesses=place.guesses)
    change(desk, ticket, EventType.PLACED, person, **place.fields(), evidence=grounds.written())


async def set_place(desk: Desk, ticket: Ticket, person: Person, place: Place) -> bool:
    if ticket.state in lifecycle.OVER:
        return False
    change(desk, ticket, EventType.PLACED, person, **place.fields())
    await _settle_people(desk, ticket)
    return True


def reply(desk: Desk, ticket: Ticket, person: Person, said: str, media: str | None) -> None:
    """Staff wrote to the owner: the first such word is the human first response."""
    fields = {} if ticket.first_response_at else {"first_response_at": desk.now}
    change(desk, ticket, EventType.REPLIED, person, note={"said": said, "media": media}, **fields)


def follow_up(
    desk: Desk,
    ticket: Ticket,
    person: Person,
    said: str,
    media: str | None,
    *,
    again: bool = False,
) -> bool:
    """The owner adds something. True where that brings a waiting ticket back to work.

    `again`: they speak of what they reported before and what is still so.
    """
    note: dict[str, Any] = {"said": said, "media": media}
    if again:
        note["again"] = True
    if ticket.state is TicketState.PENDING_CUSTOMER:
        return move(desk, ticket, TicketState.IN_PROGRESS, EventType.FOLLOWED_UP, person, note=note)
    record(desk, ticket, EventType.FOLLOWED_UP, person, note=note)
    return False


def note(desk: Desk, ticket: Ticket, person: Person, said: str) -> None:
    """An internal remark; the owner never sees it."""
    record(desk, ticket, EventType.NOTED, person, note={"said": said})


async def _settle_people(desk: Desk, ticket: Ticket) -> None:
    """Load the rows that changed ids point at, so that the cards name the right people."""
    await desk.session.flush()
    await desk.session.refresh(ticket, ["team", "accountable", "assignee", "building", "unit"])
