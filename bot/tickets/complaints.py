"""What is done about a complaint: its eight steps, each taken once, and the report at the end."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.desk import Desk
from bot.tickets import description, eight_steps, lifecycle
from bot.tickets.concerned import concerned, is_confidential
from bot.tickets.leaders import who_lead
from bot.tickets.log import change, record, settle_people
from bot.tickets.opening import keeper_for
from bot.tickets.taking import OFFERED_TO_NOBODY
from db import promises, steps, tickets
from db.models import Person, StepTaken, Ticket
from db.vocabulary import ComplaintStep, EventType, Language, StaffRole, TicketKind


class End(StrEnum):
    """What a complaint has come to when it is reported."""

    DONE = "done"
    """Its steps are done; next, its owner is asked."""
    DONE_AGAIN = "done_again"
    """The same, after its owner had said that it was not."""
    UNANSWERED = "unanswered"
    """Its owner was asked something, and it was closed without an answer."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Line:
    """One step as it is shown: its name, whether it is done, and what was written about it."""

    name: str
    done: bool
    words: str | None


async def taken(desk: Desk, ticket: Ticket) -> dict[ComplaintStep, StepTaken]:
    if not eight_steps.goes_through(ticket):
        return {}
    return {each.step: each for each in await steps.taken(desk.session, ticket.id)}


async def left(desk: Desk, ticket: Ticket) -> tuple[ComplaintStep, ...]:
    """What has to be done before it is resolved; nothing where it is no complaint."""
    if not eight_steps.goes_through(ticket):
        return ()
    return eight_steps.left(await taken(desk, ticket))


async def take(
    desk: Desk, ticket: Ticket, step: ComplaintStep, person: Person | None, words: str | None = None
) -> bool:
    """A step is done; `person` None: by the bot. False where it was, or where all is over."""
    if not eight_steps.goes_through(ticket) or ticket.state in lifecycle.OVER:
        return False
    who = person.id if person else None
    if not await steps.take(desk.session, ticket.id, step, words, who, desk.now):
        return False
    record(desk, ticket, EventType.STEP_DONE, person, note={"step": step.value, "words": words})
    await _report_once_all_is_done(desk, ticket)
    return True


async def _report_once_all_is_done(desk: Desk, ticket: Ticket) -> None:
    if not eight_steps.is_to_be_reported(await taken(desk, ticket)):
        return
    await steps.take(desk.session, ticket.id, eight_steps.LAST, None, None, desk.now)
    await _report(desk, ticket, End.DONE_AGAIN if ticket.reopened_count else End.DONE)


async def ended(desk: Desk, ticket: Ticket, end: End) -> None:
    """The report is filed by itself at each end, however often there is one; nothing where it is
    no complaint. What is done again is reported once for each time that it was reopened."""
    if not eight_steps.goes_through(ticket):
        return
    if end is End.DONE_AGAIN and not await _waits_for_a_report(desk, ticket):
        return
    await _report(desk, ticket, end)


async def _waits_for_a_report(desk: Desk, ticket: Ticket) -> bool:
    """It was reopened, and nothing has been reported since."""
    events = await tickets.events_of(
        desk.session, ticket.id, EventType.REOPENED, EventType.STEP_DONE
    )
    told = [
        event.type is not EventType.REOPENED
        for event in events
        if event.type is EventType.REOPENED or event.data.get("step") == eight_steps.LAST.value
    ]
    return bool(told) and not told[-1]


async def _report(desk: Desk, ticket: Ticket, end: End) -> None:
    note = {"step": eight_steps.LAST.value, "end": end.value}
    record(desk, ticket, EventType.STEP_DONE, None, note=note)
    done = await taken(desk, ticket)
    left_undone = eight_steps.left(done) if end is End.UNANSWERED else ()
    for person in await above(desk, ticket):
        language = person.language
        desk.bag.tell(
            person,
            "complaint.report",
            ticket=ticket,
            home=ticket.home.code if ticket.home else None,
            wish=ticket.wish,
            since=ticket.opened_at,
            steps=[each for each in lines(desk, done, language) if each.words],
            left=[name(desk, each, language) for each in left_undone],
            end=end.value,
            **description.values(desk, ticket, language),
        )


async def above(desk: Desk, ticket: Ticket, *, besides: int | None = None) -> list[Person]:
    """The managers, else the directors, never whom it is about; else whoever answers for it."""
    ranks = (StaffRole.MANAGER, StaffRole.DIRECTOR)
    found = await who_lead(desk, *ranks, besides={besides, *concerned(ticket)})
    return found or [ticket.accountable]


def lines(desk: Desk, done: dict[ComplaintStep, StepTaken], language: Language) -> list[Line]:
    return [
        Line(name(desk, step, language), step in done, done[step].words if step in done else None)
        for step in eight_steps.ORDER
    ]


def name(desk: Desk, step: ComplaintStep, language: Language) -> str:
    return desk.voice.words(f"complaint.step_{step.value}", language)


def may_concern(ticket: Ticket) -> bool:
    """Somebody can be named whom it is about."""
    return is_confidential(ticket) and ticket.kind is not TicketKind.FOLLOW_UP


async def name_concerned(desk: Desk, ticket: Ticket, by: Person, whom: Person | None) -> None:
    """It is about this member of staff too, and kept from them as well; None: it is about none.

    What they had of it, and promised, is somebody else's. Raises NobodyAtAllError, and nothing is
    done, where nobody else leads.
    """
    named = {whom.id} if whom else frozenset()
    about = concerned(ticket) | named if whom else named
    await keep_from(desk, ticket, by, about, named=named)


async def keep_from(
    desk: Desk, ticket: Ticket, by: Person, about: Set[int], *, named: Set[int], **fields: Any
) -> None:
    """It is about these, and none else; what they had of it, and promised, is somebody else's. So
    it is with what was merged into it, which may come apart again.

    Raises NobodyAtAllError, and nothing is done, where nobody else could have it. `named`: of whom
    that was said just now. `fields`: what becomes different with that.
    """
    cleared = concerned(ticket) - about
    merged = await tickets.merged_into(desk.session, ticket.id)
    kept = [(ticket, about), *((each, (concerned(each) - cleared) | about) for each in merged)]
    keepers = [await _keeper(desk, each, kept_from) for each, kept_from in kept]
    for (each, kept_from), keeper in zip(kept, keepers, strict=True):
        changed = handed_on(each, kept_from, keeper) | (fields if each is ticket else {})
        note = {"named": sorted(named)}
        change(desk, each, EventType.CONCERNED, by, note=note, concerned=kept_from, **changed)
        await settle_people(desk, each)
        await pass_promises_on(desk, each)


async def _keeper(desk: Desk, ticket: Ticket, about: Set[int]) -> Person:
    """Who has it, or is to have it instead of these."""
    if not has_any_of(ticket, about):
        return ticket.accountable
    return await keeper_for(
        desk,
        ticket.team,
        ticket.kind,
        private=ticket.private,
        category=ticket.category,
        building_id=ticket.building_id,
        excluded=about,
    )


def has_any_of(ticket: Ticket, about: Set[int]) -> bool:
    """One of them answers for it, or works on it."""
    return not about.isdisjoint({ticket.accountable_id, ticket.assignee_id})


def handed_on(ticket: Ticket, about: Set[int], keeper: Person) -> dict[str, Any]:
    """What changes as the keeper gets what these have; what they were only offered, nobody does."""
    fields: dict[str, Any] = {}
    if ticket.offered_to_id in about:
        fields |= OFFERED_TO_NOBODY
    if ticket.accountable_id in about:
        fields["accountable_id"] = keeper.id
    if ticket.assignee_id in about:
        begun = ticket.state not in lifecycle.UNACCEPTED
        fields["assignee_id"] = keeper.id if begun else None
    return fields


async def pass_promises_on(desk: Desk, ticket: Ticket) -> None:
    """What those promised from whom it is kept is promised by whoever answers for it."""
    for promise in await promises.open_of(desk.session, ticket.id):
        if promise.made_by in concerned(ticket):
            promise.made_by = ticket.accountable_id
