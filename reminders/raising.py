"""What no date of the year plans: reminders that a warning, a forecast or a meeting calls for."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, Community, Forecast, Meeting, Occurrence
from db.once import table_of, write_once
from db.vocabulary import MeetingState, OccurrenceState
from reminders.approvals import valid
from reminders.notices import ApprovalMode, Notice, Notices
from reminders.placing import UNSENT
from reminders.quiet_hours import decent_time
from reminders.region import earliest, first_decent, quiet_hours
from reminders.told import RISEN, told_of
from reminders.triggered_rules import EventRule
from reminders.wanted import Wanted, row_of
from reminders.wording import Said, merged_letters, own_words, shipped_hash, text_hash

TAKEN_OUT = "taken-out@"
"""Begins the key of what a manager took from the shelf."""
ALERT = "alert:"
MEETING = "meeting:"
FORECAST = "forecast:"
RAISED = (TAKEN_OUT, ALERT, MEETING, FORECAST)
"""No rule wants what bears these keys on any day, and it stays."""

_AGAIN = "~"
"""In the key of an alert's occurrence: it was told of before, and is news again."""
_BEFORE_THE_MEETING = timedelta(hours=2)


async def raise_alert(
    session: AsyncSession,
    community: Community,
    notice: Notice,
    alert: Alert,
    now: datetime,
    *,
    risen: bool = False,
    anew: bool = False,
) -> Occurrence:
    """Warn of it now, or in the morning; once more where it has `risen` since it was told, or where
    it is `anew` what it was before.

    The same one again, with its newer words and end, where it waits already. It is approved where
    its shipped words are for the year, or where it cannot wait for anybody.
    """
    used = await _keys_used(session, community, notice, alert) if anew else ()
    key = next(each for each in _keys(alert, risen=risen) if each not in used)
    due_at = earliest(notice.weight, now, community)
    wanted = Wanted(notice, key, due_at, alert_expiry(due_at, notice, community, alert))
    return await _raise(session, community, wanted, now, alert_id=alert.id)


def is_about(row: Occurrence, alert: Alert) -> bool:
    """It was raised for this very warning, whichever it goes on with."""
    key = _key(alert)
    return row.key == key or row.key.startswith((f"{key}{_AGAIN}", f"{key}{RISEN}"))


def _key(alert: Alert) -> str:
    return f"{ALERT}{alert.feed.value}:{alert.event}:{alert.area}:{alert.first_identifier}"


def _keys(alert: Alert, *, risen: bool) -> Iterator[str]:
    """For each time that it is told."""
    end = f"{RISEN}{alert.level}" if risen else ""
    yield f"{_key(alert)}{end}"
    for number in count(2):
        yield f"{_key(alert)}{_AGAIN}{number}{end}"


async def _keys_used(
    session: AsyncSession, community: Community, notice: Notice, alert: Alert
) -> Sequence[str]:
    found = await session.scalars(
        select(Occurrence.key).where(
            Occurrence.community_id == community.id,
            Occurrence.rule_id == notice.id,
            Occurrence.key.startswith(_key(alert), autoescape=True),
        )
    )
    return found.all()


async def raise_forecast(
    session: AsyncSession,
    community: Community,
    notice: Notice,
    forecast: Forecast,
    until: datetime,
    now: datetime,
) -> Occurrence:
    """Tell of what is expected, now or in the morning; `until` it is past."""
    key = f"{FORECAST}{forecast.feed.value}:{forecast.area}:{forecast.metric.value}@{forecast.day}"
    due_at = first_decent(now, community)
    expires_at = min(due_at + notice.lasts(community.region), until)
    return await _raise(session, community, Wanted(notice, key, due_at, expires_at), now)


async def _raise(
    session: AsyncSession, community: Community, wanted: Wanted, now: datetime, **cause: int
) -> Occurrence:
    row = await _raised(session, community, wanted, **cause)
    await _refresh_as_approved(session, community, row, wanted, now)
    return row


async def follow_alert(
    session: AsyncSession,
    community: Community,
    notice: Notice,
    row: Occurrence,
    alert: Alert,
    now: datetime,
) -> None:
    """What was raised goes on with this warning: its end, and what it tells of it."""
    row.alert_id = alert.id
    wanted = Wanted(notice, row.key, row.due_at, alert_expiry(row.due_at, notice, community, alert))
    await _refresh_as_approved(session, community, row, wanted, now)


async def _refresh_as_approved(
    session: AsyncSession, community: Community, row: Occurrence, wanted: Wanted, now: datetime
) -> None:
    """Approved where its shipped words are for the year, or where it cannot wait for anybody."""
    mode, shipped = wanted.notice.approval, shipped_hash(wanted.notice, community)
    read = mode is ApprovalMode.TEMPLATE and shipped in await valid(session, community.id, now)
    approved = read or mode is ApprovalMode.AFTERWARDS
    await _refresh(session, community, row, wanted, approved=approved, read=read, now=now)


def alert_expiry(due_at: datetime, notice: Notice, community: Community, alert: Alert) -> datetime:
    """Until its notice is stale, and no longer than the warning."""
    stale = due_at + notice.lasts(community.region)
    return min(stale, alert.expires_at) if alert.expires_at else stale


async def raise_meeting(
    session: AsyncSession, meeting: Meeting, notices: Notices, now: datetime
) -> list[Occurrence]:
    """The reminders of an announced meeting, moved with it; of any other they are withdrawn.

    They say what the announcement said, and its approval is theirs.
    """
    if meeting.state is not MeetingState.ANNOUNCED:
        await withdraw_for(session, meeting_id=meeting.id)
        return []
    community = await session.get_one(Community, meeting.community_id)
    ahead = {
        each.name: each for each in _recalling(meeting, community, notices) if each.due_at > now
    }
    rows = []
    for wanted in ahead.values():
        row = await _raised(session, community, wanted, meeting_id=meeting.id)
        row.audience = meeting.audience
        await _refresh(session, community, row, wanted, approved=True, read=True, now=now)
        rows.append(row)
    waiting = await _waiting(session, Occurrence.meeting_id == meeting.id)
    passed = [row for row in waiting if (row.rule_id, row.key) not in ahead and row.due_at > now]
    await _withdraw(session, passed)
    return rows


def _recalling(meeting: Meeting, community: Community, notices: Notices) -> Iterator[Wanted]:
    """So many days before it, at their hour; on the day itself, two hours before at the latest."""
    zone = ZoneInfo(community.timezone)
    begins = meeting.starts_at.astimezone(zone)
    for notice in notices:
        schedule = notice.schedule(community.region)
        if schedule is None or not isinstance(schedule.rule, EventRule):
            continue
        offset = schedule.rule.offset_days
        day = begins.date() + timedelta(days=offset)
        due_at = datetime.combine(day, schedule.at, zone).astimezone(UTC)
        if offset == 0:
            due_at = min(due_at, meeting.starts_at - _BEFORE_THE_MEETING)
        expires_at = min(due_at + schedule.expiry, meeting.starts_at)
        quiet = quiet_hours(community.region)
        if decent_time(due_at, expires_at, due_at, zone, quiet):
            yield Wanted(notice, f"{MEETING}{meeting.id}:{offset}d", due_at, expires_at)


async def withdraw_for(
    session: AsyncSession,
    *,
    alert_id: int | None = None,
    meeting_id: int | None = None,
    rule_id: str | None = None,
    community_id: int | None = None,
) -> list[Occurrence]:
    """What was not sent of it yet never will be; those that it concerned, of one rule or of all, in
    one community or everywhere."""
    concerned = (
        Occurrence.alert_id == alert_id
        if alert_id is not None
        else Occurrence.meeting_id == meeting_id
    )
    of_it = true() if rule_id is None else Occurrence.rule_id == rule_id
    here = true() if community_id is None else Occurrence.community_id == community_id
    return await _withdraw(session, await _waiting(session, concerned & of_it & here))


async def _waiting(session: AsyncSession, concerned: Any) -> list[Occurrence]:
    rows = await session.scalars(
        select(Occurrence)
        .where(concerned, Occurrence.state.in_((*UNSENT, OccurrenceState.MERGED)))
        .order_by(Occurrence.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def _withdraw(session: AsyncSession, rows: list[Occurrence]) -> list[Occurrence]:
    for row in rows:
        row.state = OccurrenceState.WITHDRAWN
    await session.flush()
    return rows


async def _raised(
    session: AsyncSession, community: Community, wanted: Wanted, **cause: int
) -> Occurrence:
    row = row_of(community, wanted, "") | cause
    await write_once(session, table_of(Occurrence), [row])
    found = await session.scalars(
        select(Occurrence)
        .filter_by(community_id=community.id, rule_id=wanted.notice.id, key=wanted.key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def _refresh(
    session: AsyncSession,
    community: Community,
    row: Occurrence,
    wanted: Wanted,
    *,
    approved: bool,
    read: bool,
    now: datetime,
) -> None:
    """Its end and its words as they are now, and its time where that lies ahead; what is sent or
    skipped stays so. Without a standing approval, which is for the shipped words alone, other
    words are asked about again; approved and not `read` by anybody, it is reviewed once it is
    out."""
    ahead = wanted.due_at > now
    again = row.state in (OccurrenceState.WITHDRAWN, OccurrenceState.EXPIRED) and ahead
    if row.state not in UNSENT and not again:
        return
    if ahead:
        row.due_at = row.wanted_at = wanted.due_at
    row.expires_at = wanted.expires_at
    told = await told_of(session, row, community)
    own = (await own_words(session, [row.id])).get(row.id, {})
    letter = merged_letters([Said(wanted.notice, own, told)], community)
    words = text_hash(letter, wanted.notice)
    if approved and not own:
        row.state = OccurrenceState.APPROVED
        row.approved_at = row.approved_at or (now if read else None)
    elif again or words != row.text_hash:
        row.state, row.submitted_by = OccurrenceState.PLANNED, None
        row.approved_by, row.approved_at = None, None
    row.text_hash = words
    await session.flush()
