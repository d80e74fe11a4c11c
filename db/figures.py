"""What a manager counts, always as so many of so many, and the tickets behind each.

Without exercises, follow-ups and what was reported twice; without what its owner withdrew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Promise, Ticket
from db.queue import PAGE, Reader, lines, visible
from db.vocabulary import PromiseState, TicketKind, TicketState


class Figure(StrEnum):
    RETENTION = "retention"
    """首問: closed by the one who first said "mine"."""
    RESPONSE = "response"
    """響應率: a person answered in time."""
    ON_TIME = "on_time"
    """及時率: resolved in time; what is overdue and still open is a miss."""
    PROMISES = "promises"
    """兌現率: kept by the time that was named first."""
    REOPENED = "reopened"
    """Of those that were resolved, how many came back: the fewer, the better."""


@dataclass(frozen=True)
class Span:
    """Counts what fell into it."""

    since: datetime
    until: datetime

    def holds(self, moment: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        return and_(moment > self.since, moment <= self.until)


@dataclass(frozen=True)
class Share:
    met: int
    of: int


@dataclass(frozen=True)
class Counted:
    """One ticket behind a figure."""

    ticket: Ticket
    met: bool


_NOT_OURS = (TicketState.DUPLICATE, TicketState.CANCELLED)


def _counted(reader: Reader, figure: Figure, span: Span) -> ColumnElement[bool]:
    ours = and_(visible(reader), Ticket.drill.is_(False), Ticket.kind != TicketKind.FOLLOW_UP)
    if figure is Figure.PROMISES:
        return and_(
            ours,
            span.holds(Promise.due_at),
            Ticket.state != TicketState.DUPLICATE,
            or_(Promise.state != PromiseState.OPEN, Ticket.state != TicketState.CANCELLED),
        )
    return and_(ours, Ticket.state.not_in(_NOT_OURS), _fell_due(figure, span))


def _fell_due(figure: Figure, span: Span) -> ColumnElement[bool]:
    match figure:
        case Figure.RETENTION:
            return and_(Ticket.state == TicketState.CLOSED, span.holds(Ticket.closed_at))
        case Figure.RESPONSE:
            return span.holds(Ticket.first_response_due)
        case Figure.ON_TIME:
            stands_still = and_(
                Ticket.paused_at.is_not(None), Ticket.paused_at <= Ticket.resolution_due
            )
            still_owed = and_(Ticket.closed_at.is_(None), ~stands_still)
            return and_(
                span.holds(Ticket.resolution_due), or_(Ticket.resolved_at.is_not(None), still_owed)
            )
        case Figure.REOPENED:
            resolved = func.coalesce(Ticket.resolved_at, Ticket.due_from)
            ever = or_(Ticket.resolved_at.is_not(None), Ticket.reopened_count > 0)
            return and_(ever, span.holds(resolved))
    raise ValueError(f"{figure} is about no ticket's own row")


def _met(figure: Figure) -> ColumnElement[bool]:
    return {
        Figure.RETENTION: Ticket.accountable_id == Ticket.first_accepted_id,
        Figure.RESPONSE: Ticket.first_response_at <= Ticket.first_response_due,
        Figure.ON_TIME: Ticket.resolved_at <= Ticket.resolution_due,
        Figure.PROMISES: Promise.state == PromiseState.KEPT,
        Figure.REOPENED: Ticket.reopened_count > 0,
    }[figure]


def _as_number(figure: Figure) -> ColumnElement[int]:
    """1 or 0, also where there is no time to compare."""
    return case((_met(figure), 1), else_=0)


def _among(figure: Figure, asked: Select[*tuple[int, ...]]) -> Select[*tuple[int, ...]]:
    if figure is not Figure.PROMISES:
        return asked
    return asked.join(Promise, Promise.ticket_id == Ticket.id)


async def shares(session: AsyncSession, reader: Reader, span: Span) -> dict[Figure, Share]:
    found = {}
    for figure in Figure:
        asked = select(func.coalesce(func.sum(_as_number(figure)), 0), func.count(Ticket.id))
        asked = asked.select_from(Ticket).where(_counted(reader, figure, span))
        met, of = (await session.execute(_among(figure, asked))).one()
        found[figure] = Share(met, of)
    return found


async def behind(
    session: AsyncSession, reader: Reader, figure: Figure, span: Span, offset: int
) -> Sequence[Counted]:
    """Those that were not met first, the newest first; a page, and one more where it goes on."""
    met = _as_number(figure).label("met")
    asked = _among(figure, select(Ticket.id, met).where(_counted(reader, figure, span)))
    order = met.desc() if figure is Figure.REOPENED else met
    rows = (
        await session.execute(
            asked.order_by(order, Ticket.id.desc()).limit(PAGE + 1).offset(offset)
        )
    ).all()
    found = await lines(session, [number for number, _ in rows])
    return [Counted(ticket, bool(row[1])) for ticket, row in zip(found, rows, strict=True)]
