"""Somebody leaves the house: at once, all that they answered for is somebody else's."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.desk import Desk
from bot.tickets import cards, description, lifecycle
from bot.tickets.concerned import concerned
from bot.tickets.dispatch_news import given_out
from bot.tickets.dispatching import give_out
from bot.tickets.log import change, settle_people
from bot.tickets.opening import keeper_for
from bot.tickets.routing import NobodyAtAllError
from bot.tickets.taking import OFFERED_TO_NOBODY
from db import leaving, people
from db.models import Person, Ticket
from db.vocabulary import DispatchMode, EventType, TicketKind


class NobodyLeftError(Exception):
    """A ticket is kept from everybody who would be left to answer for it."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"nobody is left who could answer for #{ticket.id}")
        self.ticket = ticket


@dataclass(frozen=True)
class Handed:
    """What became of what the leaver had."""

    kept: list[Ticket] = field(default_factory=list)
    """Those with another accountable person now."""
    other: list[Ticket] = field(default_factory=list)
    """Those that were only offered to them, or on which they only worked."""


async def is_last_manager(desk: Desk, person: Person) -> bool:
    """A community without a manager could let nobody in any more."""
    return await leaving.managers_kept(desk.session, desk.community.id) == {person.id}


async def release(desk: Desk, person: Person, by: Person) -> Handed:
    """Their posts end, with the shifts to come; every open ticket, offer and promise goes on.

    Whoever is the last manager cannot be released: see `is_last_manager`. Raises NobodyLeftError,
    and nothing is done.
    """
    theirs = await theirs_to_hand_over(desk, person)
    shown = [each.id for each in theirs if await cards.is_on_the_desk(desk, each)]
    await leaving.end_posts(desk.session, desk.community.id, person.id, desk.now)
    handed = Handed()
    for ticket in theirs:
        if ticket.accountable_id == person.id:
            await _reassign(desk, ticket, person, by)
            handed.kept.append(ticket)
        else:
            await _take_back(desk, ticket, person, by)
            handed.other.append(ticket)
    await leaving.pass_promises_on(desk.session, desk.community.id, person.id)
    await _tell(desk, handed, person, shown)
    return handed


async def theirs_to_hand_over(desk: Desk, person: Person) -> Sequence[Ticket]:
    """All that goes to others when they leave. Raises NobodyLeftError."""
    theirs = await leaving.tickets_of(desk.session, desk.community.id, person.id)
    for ticket in theirs:
        if ticket.accountable_id != person.id:
            continue
        try:
            await _keeper(desk, ticket, person)
        except NobodyAtAllError as error:
            raise NobodyLeftError(ticket) from error
    return theirs


async def replace_the_gone(desk: Desk, ticket: Ticket) -> None:
    """What goes on after its people left is somebody else's; the owner has yet to hear.

    Where nobody at all is left it stays as it was.
    """
    here = {post.person_id for post in await desk.staff()}
    keeper, worker = ticket.accountable, ticket.assignee
    if keeper.id not in here:
        with suppress(NobodyAtAllError):
            await _reassign(desk, ticket, keeper, None)
            _tell_keeper(desk, [ticket], keeper)
            await cards.follow_keeper(desk, ticket)
    if ticket.state in lifecycle.OVER:
        return  # who did the work is history
    if worker is not None and worker.id not in here and worker.id == ticket.assignee_id:
        await _take_back(desk, ticket, worker, None)


async def _reassign(desk: Desk, ticket: Ticket, person: Person, by: Person | None) -> None:
    keeper = await _keeper(desk, ticket, person)
    if ticket.team.dispatch is DispatchMode.ROUND_ROBIN:
        await people.had_turn(desk.session, keeper.id, ticket.team_id, desk.now)
    await _change(desk, ticket, person, by, keeper)


async def _keeper(desk: Desk, ticket: Ticket, person: Person) -> Person:
    """Who answers for it instead of them; whoever it is about does not. Raises NobodyAtAllError."""
    try:
        return await _chosen(desk, ticket, person, private=ticket.private)
    except NobodyAtAllError:  # nobody leads whom it may reach: then anybody else
        return await _chosen(desk, ticket, person, private=False)


async def _chosen(desk: Desk, ticket: Ticket, person: Person, *, private: bool) -> Person:
    return await keeper_for(
        desk,
        ticket.team,
        ticket.kind,
        private=private,
        category=ticket.category,
        building_id=ticket.building_id,
        excluded={person.id, *concerned(ticket)},
    )


async def _take_back(desk: Desk, ticket: Ticket, person: Person, by: Person | None) -> None:
    await _change(desk, ticket, person, by, ticket.accountable)


async def _change(
    desk: Desk, ticket: Ticket, person: Person, by: Person | None, keeper: Person
) -> None:
    """What was begun is the keeper's work too; what was not waits to be accepted."""
    fields: dict[str, object] = {}
    if ticket.accountable_id == person.id:
        fields["accountable_id"] = keeper.id
    if ticket.assignee_id == person.id and ticket.state not in lifecycle.OVER:
        begun = ticket.state not in lifecycle.UNACCEPTED
        fields["assignee_id"] = keeper.id if begun else None
    if person.id == ticket.offered_to_id or keeper.id == ticket.offered_to_id:
        fields |= OFFERED_TO_NOBODY
    change(desk, ticket, EventType.REASSIGNED, by, note={"was": person.id}, **fields)
    await settle_people(desk, ticket)


async def _tell(desk: Desk, handed: Handed, person: Person, shown: Collection[int]) -> None:
    """Each owner once, each new person once, each card; and whoever is asked next.

    `shown`: the numbers of those that the desk has seen; a doubt it may see later.
    """
    owners: dict[int, list[Ticket]] = {}
    keepers: dict[int, list[Ticket]] = {}
    for ticket in handed.kept:
        if ticket.kind is not TicketKind.FOLLOW_UP:  # of which the owner knows nothing
            owners.setdefault(ticket.reporter_id, []).append(ticket)
        keepers.setdefault(ticket.accountable_id, []).append(ticket)
    for tickets in owners.values():
        reader = tickets[0].reporter
        desk.bag.tell(
            reader,
            "duty.new_person",
            ticket=tickets[0],
            tickets=[description.values(desk, each, reader.language) for each in tickets],
        )
    for tickets in keepers.values():
        _tell_keeper(desk, tickets, person)
    for ticket in (*handed.kept, *handed.other):
        await cards.show(desk, ticket)
        if ticket.id in shown:
            await cards.follow_keeper(desk, ticket)
        if ticket.offered_to_id is None:
            await give_out(desk, ticket)
            await given_out(desk, ticket)


def _tell_keeper(desk: Desk, tickets: list[Ticket], was: Person) -> None:
    keeper = tickets[0].accountable
    desk.bag.tell(
        keeper,
        "duty.yours_now",
        ticket=tickets[0],
        was=was.called(keeper.language),
        tickets=[description.values(desk, each, keeper.language) for each in tickets],
    )
