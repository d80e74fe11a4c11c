"""Working hours and targets in the community's file: read, checked, and kept in their tables."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tickets import calendars
from bot.tickets.policy import SHIPPED, SHIPPED_VERSION
from db import clocks
from db.clocks import OFFICE, WEEKDAYS
from db.models import Calendar, Community, Policy
from db.vocabulary import Priority, Region

_DURATION = re.compile(r"(?:(\d{1,4})h)?(?:(\d{1,3})m)?")


def _duration(value: object) -> object:
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)) if found else None
    if not length:
        raise ValueError("write a length of time as 15m, 4h or 1h30m")
    return length


def _spans(value: object) -> list[list[str]]:
    """`["08:30-12:00", "13:30-18:00"]`, as the table keeps it."""
    if not isinstance(value, list) or not all(
        isinstance(span, str) and "-" in span for span in value
    ):
        raise ValueError('write the hours of a day as a list: ["08:30-12:00", "13:30-18:00"]')
    return [[clock.strip() for clock in span.split("-", 1)] for span in value]


def _week(value: object) -> object:
    """Days by name, or several in one: mon-fri."""
    if not isinstance(value, dict):
        raise ValueError('write the hours as {mon-fri: ["08:30-18:00"]}')
    week: dict[str, list[list[str]]] = {}
    for names, spans in value.items():
        for name in _days(str(names)):
            if name in week:
                raise ValueError(f"{name} is said twice")
            week[name] = _spans(spans)
    return week


def _days(names: str) -> tuple[str, ...]:
    first, _, last = names.partition("-")
    for name in (first, last or first):
        if name not in WEEKDAYS:
            raise ValueError(f"{name!r} is no day of the week; write {', '.join(WEEKDAYS)}")
    days = WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last or first) + 1]
    if not days:
        raise ValueError(f"{names}: the earlier day comes first")
    return days


def _exceptions(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError('write exceptions as {2027-02-05: [], 2027-02-13: ["09:00-12:00"]}')
    return {
        day.isoformat() if isinstance(day, date) else str(day): _spans(spans)
        for day, spans in value.items()
    }


Hours = dict[str, list[list[str]]]


class CalendarEntry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    hours: Annotated[Hours, BeforeValidator(_week)]
    keeps_holidays: bool = False
    exceptions: Annotated[Hours, BeforeValidator(_exceptions)] = {}

    @model_validator(mode="after")
    def _works(self) -> "CalendarEntry":
        # Where it stands is not known here, and makes no hours right or wrong.
        calendars.read(
            self.hours,
            self.exceptions,
            keeps_holidays=self.keeps_holidays,
            zone="UTC",
            region=Region.TW,
        )
        return self


class TargetEntry(BaseModel):
    """What is not written is as shipped."""

    model_config = ConfigDict(extra="forbid")

    respond: Annotated[timedelta, BeforeValidator(_duration)] | None = None
    respond_next: Annotated[timedelta, BeforeValidator(_duration)] | None = None
    resolve: Annotated[timedelta, BeforeValidator(_duration)] | None = None
    round_the_clock: bool | None = None

    def fields(self, priority: Priority) -> dict[str, Any]:
        shipped = SHIPPED[priority]
        always = self.round_the_clock
        return {
            "respond_minutes": _minutes(self.respond or shipped.respond),
            "next_respond_minutes": _minutes(self.respond_next or shipped.respond_next),
            "resolve_minutes": _minutes(self.resolve or shipped.resolve),
            "round_the_clock": shipped.round_the_clock if always is None else always,
        }


def policy_mistakes(policy: dict[Priority, TargetEntry]) -> list[str]:
    """Targets that no ticket could keep in order."""
    return [
        f"policy {priority.value}: the answer is owed before the remedy"
        for priority, entry in policy.items()
        if (target := entry.fields(priority))["respond_minutes"] > target["resolve_minutes"]
    ]


async def keep_calendars(
    session: AsyncSession, community: Community, entries: dict[str, CalendarEntry]
) -> dict[str, Calendar]:
    """The rows by their codes. Those no longer named stay: tickets may count by them."""
    office = CalendarEntry.model_construct(
        hours=clocks.office_week(community), keeps_holidays=False, exceptions={}
    )
    kept = {}
    for code, entry in ({OFFICE: office} | entries).items():
        row = await clocks.calendar(session, community.id, code) or Calendar(
            community_id=community.id, code=code
        )
        row.hours, row.exceptions = entry.hours, entry.exceptions
        row.keeps_holidays = entry.keeps_holidays
        session.add(row)
        kept[code] = row
    await session.flush()
    return kept


async def keep_policy(
    session: AsyncSession,
    community: Community,
    entries: dict[Priority, TargetEntry],
    now: datetime,
) -> None:
    """A new version where the file says anything else than the newest; running tickets keep theirs.

    A file without a policy goes back to the shipped one, once another has been in force.
    """
    there = await clocks.policy(session, community.id)
    wanted = {
        priority: entries.get(priority, TargetEntry()).fields(priority) for priority in Priority
    }
    held = {row.priority: {field: getattr(row, field) for field in _FIELDS} for row in there}
    if wanted == (held or {priority: TargetEntry().fields(priority) for priority in Priority}):
        return
    version = (there[0].version if there else SHIPPED_VERSION) + 1
    session.add_all(
        Policy(community_id=community.id, version=version, priority=priority, since=now, **fields)
        for priority, fields in wanted.items()
    )
    await session.flush()


_FIELDS = ("respond_minutes", "next_respond_minutes", "resolve_minutes", "round_the_clock")


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60
