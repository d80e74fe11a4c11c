"""A new ticket: with somebody accountable for it, a deadline, and a room of its own."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from bot.desk import Desk
from bot.places import Place
from bot.tickets.checks import when_to_look
from bot.tickets.concerned import is_confidential
from bot.tickets.deadlines import next_due
from bot.tickets.duty import is_on_duty
from bot.tickets.log import record
from bot.tickets.policy import allowance
from bot.tickets.priority import impact_of, urgency_of
from bot.tickets.replay import snapshot
from bot.tickets.routing import Candidate, accountable_for, mode_for, narrowed
from db import duty, people
from db.models import Building, ForumTopic, Person, Team, Ticket, Unit
from db.vocabulary import DispatchMode, EventType, Priority, TeamCode, TicketKind, TicketState


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
    drill: bool = False
    concerns: tuple[int, ...] = ()
    """Ids of the staff whom it is about, or may be: it is kept from them."""

    def also_kept_from(self, people: Iterable[int]) -> "Wish":
        return replace(self, concerns=tuple(dict.fromkeys((*self.concerns, *people))))

    def sorted_as(self) -> dict[str, Any]:
        """What a ticket of it is, as the fields say it."""
        return {
            "kind": self.kind,
            "topic": self.topic,
            "category": self.category,
            "priority": self.priority,
            "urgency": urgency_of(self.priority),
            "urgent": self.urgent,
            "private": self.private,
        }


async def open_ticket(desk: Desk, reporter: Person, wish: Wish, home: Unit | None) -> Ticket:
    """A new ticket with somebody accountable for it. Not told to anybody yet."""
    team = await people.team(desk.session, desk.community.id, wish.team)
    accountable = await keeper_for(
        desk,
        team,
        wish.kind,
        private=wish.private,
        category=wish.category,
        building_id=wish.place.building_id,
        excluded=wish.concerns,
    )
    given = await allowance(desk.session, desk.community, team, wish.priority, desk.now)
    place = wish.place.fields()
    ticket = Ticket(
        reporter_id=reporter.id,
        community_id=desk.community.id,
        state=TicketState.NEW,
        version=1,
        opened_at=desk.now,
        due_from=desk.now,
        escalation_level=0,
        reopened_count=0,
        **wish.sorted_as(),
        drill=wish.drill,
        said=wish.said,
        evidence=wish.evidence,
        concerned=wish.concerns,
        impact=impact_of(place["building_id"], place["unit_id"]),
        **place,
        home_id=home.id if home else None,
        follows_id=wish.follows,
        team_id=team.id,
        accountable_id=accountable.id,
        **given.fields(),
    )
    desk.session.add(ticket)
    await desk.session.flush()
    if not wish.concerns:
        set_committed_value(ticket, "concerned_rows", set())
    await _know(desk, ticket, team=team, accountable=accountable, reporter=reporter, home=home)
    given.counts_for(ticket)
    ticket.next_due_at = next_due(ticket)
    ticket.next_check_at = when_to_look(ticket, desk.now)
    record(desk, ticket, EventType.OPENED, reporter, **snapshot(ticket))
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
        "promise": None,
        "home": home,
        "building": await session.get(Building, ticket.building_id) if ticket.building_id else None,
        "unit": await session.get(Unit, ticket.unit_id) if ticket.unit_id else None,
    }
    for name, value in known.items():
        set_committed_value(ticket, name, value)


async def keeper_for(
    desk: Desk,
    team: Team,
    kind: TicketKind,
    *,
    private: bool,
    category: str,
    building_id: int | None,
    excluded: Collection[int] = (),
) -> Person:
    """Who answers for a ticket of this team. Raises NobodyAtAllError."""
    mode = mode_for(team.dispatch, kind, private=private)
    if mode is DispatchMode.ROUND_ROBIN:
        await people.keep_turns(desk.session, team.id)
    chosen, _ = accountable_for(
        team.id,
        await candidates(desk, category, building_id, () if private else excluded),
        private=private,
        mode=mode,
        excluded=excluded,
    )
    return await desk.session.get_one(Person, chosen)


async def candidates(
    desk: Desk,
    category: str | None = None,
    building_id: int | None = None,
    excluded: Collection[int] = (),
) -> list[Candidate]:
    """Everybody who could answer for a ticket here, with how much they carry already.

    Where a category or a building is given, only those of each team who fit it, if any do.
    """
    shifts = await duty.shifts_at(desk.session, desk.community.id, desk.now)
    everybody = [
        Candidate(
            each.post.person_id,
            each.post.role,
            each.post.team_id,
            is_on_duty(each.post, shifts, desk.now, by_roster=each.by_roster),
            each.load,
            frozenset(each.post.skills),
            frozenset(each.post.building_ids),
            each.post.last_assigned_at,
        )
        for each in await people.roster(desk.session, desk.community.id, desk.now)
        if each.post.person_id not in excluded
    ]
    return narrowed(everybody, category, building_id)


def give_room(desk: Desk, ticket: Ticket, title: str) -> ForumTopic | None:
    """The ticket's own topic in its team's group; None for what is confidential, and for
    unlinked teams."""
    if is_confidential(ticket) or ticket.team.forum_chat_id is None:
        return None
    room = ForumTopic(
        ticket_id=ticket.id, chat_id=ticket.team.forum_chat_id, thread_id=None, title=title[:128]
    )
    desk.session.add(room)
    return room
