"""What waits at the desk, for one reader: a page at a time, and how many there are.

Every question here is answered from one of the partial indexes over open tickets, and loads no
more than a line of a list prints: it has to be quick however much is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, lazyload
from sqlalchemy.orm.interfaces import ORMOption

from db.models import Concerned, ForumTopic, Ticket, Unit
from db.vocabulary import TicketKind

PAGE = 15
COUNTED, COUNTED_BESIDE = 1000, 99
"""Nobody reads on beyond this: counting further would only take time. Of the tabs beside the one
that is read, it is enough to know whether there is much."""

_NEAREST_FIRST = (Ticket.next_due_at, Ticket.id)


@dataclass(frozen=True)
class Reader:
    """Somebody who works in a community, and what of it they see."""

    person_id: int
    community_id: int
    leads: bool
    """Supervisor, manager or director: sees all teams, and what is private."""
    team_ids: tuple[int, ...]


class Tab(StrEnum):
    MINE = "mine"
    TEAM = "team"
    """Of whoever leads: everybody's."""
    OVERDUE = "overdue"
    WAITING = "waiting"
    """No deadline runs: an answer, or the word that it is fixed, is waited for."""


@dataclass(frozen=True)
class Place:
    """Where in a list a ticket stands."""

    due: datetime | None
    id: int


@dataclass(frozen=True)
class Page:
    tickets: Sequence[Ticket]
    before: Place | None
    """Where the page before ends; None on the first."""
    after: Place | None
    """Where the page after begins; None on the last."""


def visible(reader: Reader) -> ColumnElement[bool]:
    """Which tickets they may work on: what `bot.tickets.standing` says, asked of many at once."""
    kept = select(Concerned.ticket_id).where(Concerned.person_id == reader.person_id)
    here = and_(Ticket.community_id == reader.community_id, Ticket.id.not_in(kept))
    if reader.leads:
        return here
    of_their_team = or_(Ticket.team_id.in_(reader.team_ids), Ticket.kind == TicketKind.EMERGENCY)
    return and_(
        here,
        or_(
            Ticket.accountable_id == reader.person_id,
            and_(Ticket.private.is_(False), of_their_team),
        ),
    )


def _lists(reader: Reader, tab: Tab, now: datetime) -> list[ColumnElement[bool]]:
    """The tab as lists that share no ticket, each in the order of an index of its own."""
    runs = Ticket.next_due_at.is_not(None)
    everybodys = Ticket.community_id == reader.community_id
    mine = Ticket.accountable_id == reader.person_id
    if tab is Tab.MINE:
        return [and_(mine, runs)]
    teams = [Ticket.team_id == each for each in reader.team_ids]
    if tab is Tab.TEAM:
        return [and_(each, runs) for each in ([everybodys] if reader.leads else teams)]
    late = Ticket.next_due_at < now if tab is Tab.OVERDUE else Ticket.next_due_at.is_(None)
    if reader.leads:
        return [and_(everybodys, late)]
    others = Ticket.accountable_id != reader.person_id
    return [and_(mine, late), *(and_(each, others, late) for each in teams)]


def _open(reader: Reader, in_list: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(Ticket.closed_at.is_(None), in_list, Ticket.drill.is_(False), visible(reader))


async def page(
    session: AsyncSession,
    reader: Reader,
    tab: Tab,
    now: datetime,
    *,
    after: Place | None = None,
    before: Place | None = None,
) -> Page:
    """The nearest deadlines first. One that has gone, or is no full page, gives the first page."""
    found = await _places(session, reader, tab, now, after, before)
    if (before and len(found) < PAGE) or (after and not found):
        after = before = None
        found = await _places(session, reader, tab, now, None, None)
    shown = found[:PAGE]
    if before:
        shown.reverse()
    more_ahead, more_behind = bool(before) or len(found) > PAGE, bool(after)
    if before:
        more_behind = len(found) > PAGE
    return Page(
        await lines(session, [each.id for each in shown]),
        before=shown[0] if shown and more_behind else None,
        after=shown[-1] if shown and more_ahead else None,
    )


async def _places(
    session: AsyncSession,
    reader: Reader,
    tab: Tab,
    now: datetime,
    after: Place | None,
    before: Place | None,
) -> list[Place]:
    """Of a page, and of one more where another follows in that direction."""
    found = []
    for each in _lists(reader, tab, now):
        asked = _within(each, after, before)
        rows = await session.execute(asked.where(_open(reader, each)).limit(PAGE + 1))
        found += [Place(due, number) for due, number in rows]
    beginning = datetime.min.replace(tzinfo=now.tzinfo)
    found.sort(key=lambda place: (place.due or beginning, place.id), reverse=before is not None)
    return found[: PAGE + 1]


def _within(
    in_list: ColumnElement[bool], after: Place | None, before: Place | None
) -> Select[datetime | None, int]:
    asked = select(Ticket.next_due_at, Ticket.id)
    if before is not None:
        behind = Ticket.id < before.id
        if before.due is not None:
            behind = and_(
                Ticket.next_due_at <= before.due, or_(Ticket.next_due_at < before.due, behind)
            )
        return asked.where(behind).order_by(Ticket.next_due_at.desc(), Ticket.id.desc())
    asked = asked.order_by(*_NEAREST_FIRST)
    if after is None:
        return asked
    ahead = Ticket.id > after.id
    if after.due is not None:
        ahead = and_(Ticket.next_due_at >= after.due, or_(Ticket.next_due_at > after.due, ahead))
    return asked.where(ahead)


@dataclass(frozen=True)
class Count:
    number: int
    capped: bool
    """There are more."""


async def counts(
    session: AsyncSession, reader: Reader, here: Tab, now: datetime
) -> dict[Tab, Count]:
    """How many each tab has; `here` is the one that is read."""
    caps = {tab: COUNTED if tab is here else COUNTED_BESIDE for tab in Tab}
    asked = {
        tab: [_up_to(caps[tab] + 1, _open(reader, each)) for each in _lists(reader, tab, now)]
        for tab in Tab
    }
    row = (
        await session.execute(select(*(each for lists in asked.values() for each in lists)))
    ).one()
    found = iter(row)
    sums = {tab: sum(next(found) for _ in lists) for tab, lists in asked.items()}
    return {tab: Count(min(sums[tab], caps[tab]), sums[tab] > caps[tab]) for tab in Tab}


def _up_to(most: int, wanted: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = (
        select(literal(1))
        .select_from(Ticket)
        .where(wanted)
        .order_by(*_NEAREST_FIRST)  # so that it is the index that is counted
        .limit(most)
        .subquery()
    )
    return select(func.count()).select_from(counted).scalar_subquery()


_LINE: tuple[ORMOption, ...] = (
    *(
        lazyload(each)
        for each in (
            Ticket.community,
            Ticket.team,
            Ticket.reporter,
            Ticket.assignee,
            Ticket.home,
            Ticket.calendar,
            Ticket.promise,
        )
    ),
    joinedload(Ticket.unit).lazyload(Unit.building),
)
"""What a line of a list says nothing of. Whether it is kept from somebody, one question more asks
for all of them."""


async def lines(session: AsyncSession, numbers: Sequence[int]) -> Sequence[Ticket]:
    """Those tickets, in that order, with no more than a line of a list prints."""
    if not numbers:
        return []
    found = await session.scalars(select(Ticket).where(Ticket.id.in_(numbers)).options(*_LINE))
    by_id = {ticket.id: ticket for ticket in found}
    return [by_id[number] for number in numbers if number in by_id]


async def rooms_of(session: AsyncSession, numbers: Sequence[int]) -> dict[int, ForumTopic]:
    """The newest room that stands, by ticket."""
    found = await session.scalars(
        select(ForumTopic)
        .where(ForumTopic.ticket_id.in_(numbers), ForumTopic.thread_id.is_not(None))
        .order_by(ForumTopic.id)
    )
    return {room.ticket_id: room for room in found}
