"""Roll-call (點名): who of a building is safe, who needs help, and on which floors it is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.tickets import lifecycle
from bot.tickets.log import record
from db import roll_calls
from db.models import Person, RollCall, Ticket, Unit
from db.vocabulary import EventType, SafetyAnswer, TicketKind
from reminders.stairs import height

ASK_AGAIN = timedelta(minutes=2)
"""Whoever was asked so short a time ago is not asked once more."""

MOST_LISTED = 60
"""Silent people on the board; it has to fit one message."""

MOST_IN_NEED = 30
"""Those who need help and are named on it; each was called out as well."""


# --- the board --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One person who was asked."""

    floor: str
    home: str
    name: str
    answer: SafetyAnswer | None
    reachable: bool = True


@dataclass(frozen=True)
class Floor:
    floor: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Board:
    asked: int
    safe: int
    help: tuple[Line, ...]
    silent: tuple[Floor, ...]
    """From the top down: who is above a fire is looked for first."""
    more: int
    """Silent people who are not listed."""


def board(lines: Sequence[Line]) -> Board:
    silent = sorted(
        (each for each in lines if each.answer is None),
        key=lambda each: (height(each.floor), each.home),
        reverse=True,
    )
    listed = silent[:MOST_LISTED]
    floors: dict[str, list[Line]] = {}
    for each in listed:
        floors.setdefault(each.floor, []).insert(0, each)
    return Board(
        asked=len(lines),
        safe=sum(each.answer is SafetyAnswer.SAFE for each in lines),
        help=tuple(each for each in lines if each.answer is SafetyAnswer.HELP),
        silent=tuple(Floor(floor, tuple(there)) for floor, there in floors.items()),
        more=len(silent) - len(listed),
    )


# --- the call ---------------------------------------------------------------------------------


def may_call(ticket: Ticket) -> bool:
    """A danger that is not over, in a building that is known."""
    return (
        ticket.kind is TicketKind.EMERGENCY
        and ticket.state in lifecycle.UNDONE
        and ticket.building_id is not None
    )


async def call(desk: Desk, ticket: Ticket, person: Person) -> list[tuple[Person, Unit]]:
    """Write down who has to be asked: everybody of the building who has not answered.

    What was answered in an earlier danger of the same ticket counts no more.
    """
    known = {
        asked.person_id: asked for asked, *_ in await roll_calls.called(desk.session, ticket.id)
    }
    wanted = []
    for who, unit in (await roll_calls.residents(desk.session, ticket.building_id or 0)).values():
        asked = known.get(who.id)
        if asked is None:
            asked = RollCall(ticket_id=ticket.id, person_id=who.id, unit_id=unit.id)
            desk.session.add(asked)
        elif not _has_to_be_asked(asked, ticket, desk.now):
            continue
        asked.answer, asked.asked_at, asked.answered_at = None, desk.now, None
        wanted.append((who, unit))
    if wanted:
        record(desk, ticket, EventType.ROLL_CALLED, person, note={"people": len(wanted)})
        await desk.session.flush()
    return wanted


def _has_to_be_asked(asked: RollCall, ticket: Ticket, now: datetime) -> bool:
    if not belongs_to(ticket, asked):
        return True
    return asked.answer is None and now - asked.asked_at >= ASK_AGAIN


def belongs_to(ticket: Ticket, asked: RollCall) -> bool:
    """They were asked in the danger that there is now, and not in an earlier one."""
    return asked.asked_at >= ticket.due_from


def danger(ticket: Ticket) -> int:
    """Which danger of a ticket it is: when it began, in minutes since 1970."""
    return int(ticket.due_from.timestamp()) // 60


def answer(desk: Desk, ticket: Ticket, asked: RollCall, said: SafetyAnswer) -> bool:
    """The last word counts; False where it is the same as before."""
    if belongs_to(ticket, asked) and asked.answer is said:
        return False
    asked.asked_at = max(asked.asked_at, ticket.due_from)
    asked.answer, asked.answered_at = said, desk.now
    return True
