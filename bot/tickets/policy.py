"""How much time there is: targets by priority, the project's own or a community's.

The shipped targets are this project's proposals. Only danger is counted round the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from bot.tickets import calendars
from bot.tickets.calendars import ALWAYS, Calendar
from db import clocks
from db.models import Calendar as CalendarRow
from db.models import Community, Policy, Team, Ticket
from db.vocabulary import Priority


@dataclass(frozen=True)
class Target:
    respond: timedelta
    respond_next: timedelta
    """To answer what the owner writes later on."""
    resolve: timedelta
    round_the_clock: bool


Targets = Mapping[Priority, Target]

_OFFICE_DAY = timedelta(hours=8)
_QUARTER = timedelta(minutes=15)
_HOUR = timedelta(hours=1)

SHIPPED: Targets = {
    Priority.P1: Target(timedelta(minutes=5), _QUARTER, 2 * _HOUR, round_the_clock=True),
    Priority.P2: Target(_QUARTER, _HOUR, 4 * _HOUR, round_the_clock=False),
    Priority.P3: Target(4 * _HOUR, 4 * _HOUR, 3 * _OFFICE_DAY, round_the_clock=False),
    Priority.P4: Target(_OFFICE_DAY, _OFFICE_DAY, 5 * _OFFICE_DAY, round_the_clock=False),
}

SHIPPED_VERSION = 1
"""A community's own versions count on from here."""


@dataclass(frozen=True)
class Due:
    response: datetime
    resolution: datetime


def due(target: Target, start: datetime, calendar: Calendar) -> Due:
    counted = ALWAYS if target.round_the_clock else calendar
    return Due(counted.after(start, target.respond), counted.after(start, target.resolve))


@dataclass(frozen=True)
class Allowance:
    """The time one ticket is given, and by which version of which rule."""

    due: Due
    target: Target
    version: int
    calendar: CalendarRow | None
    """None: every hour counts."""

    def fields(self) -> dict[str, Any]:
        """As the ticket's columns."""
        return {
            "first_response_due": self.due.response,
            "resolution_due": self.due.resolution,
            "policy_version": self.version,
            "calendar_id": self.calendar.id if self.calendar else None,
        }

    def resolution_after(self, ticket: Ticket) -> datetime:
        """When it is to be done, with the time that stood still given back."""
        hours = calendars.of_row(self.calendar, ticket.community)
        stood = timedelta(seconds=ticket.paused_seconds)
        return hours.after(ticket.due_from, self.target.resolve + stood)

    def counts_for(self, ticket: Ticket) -> None:
        """The ticket's clocks count these hours from now on, before anything asks the table."""
        set_committed_value(ticket, "calendar", self.calendar)


async def allowance(
    session: AsyncSession,
    community: Community,
    team: Team,
    priority: Priority,
    start: datetime,
    version: int | None = None,
) -> Allowance:
    """By the newest policy, or by the one a ticket was opened under."""
    found, targets = await targets_of(session, community.id, version)
    target = targets[priority]
    row = None if target.round_the_clock else await _calendar(session, community, team)
    return Allowance(due(target, start, calendars.of_row(row, community)), target, found, row)


async def targets_of(
    session: AsyncSession, community_id: int, version: int | None = None
) -> tuple[int, Targets]:
    """The newest version, or the one asked for; what a community has not set is as shipped."""
    rows = await clocks.policy(session, community_id, version)
    if not rows:
        return SHIPPED_VERSION, SHIPPED
    return rows[0].version, {**SHIPPED, **{row.priority: _target(row) for row in rows}}


def _target(row: Policy) -> Target:
    return Target(
        timedelta(minutes=row.respond_minutes),
        timedelta(minutes=row.next_respond_minutes),
        timedelta(minutes=row.resolve_minutes),
        round_the_clock=row.round_the_clock,
    )


async def _calendar(session: AsyncSession, community: Community, team: Team) -> CalendarRow:
    """The team's hours, else the community's."""
    if team.calendar_id is not None:
        return await session.get_one(CalendarRow, team.calendar_id)
    return await clocks.office_calendar(session, community)
