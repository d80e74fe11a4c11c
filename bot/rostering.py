"""Entering shifts: all that was written, or nothing and every mistake; and coming on and off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.roster_file import Mistake, RosterError, ShiftLine, Wrong, read
from bot.tickets.duty import SHIFT_OF_ONES_OWN, covers, overlapping
from db import duty, people
from db.models import Community, Membership, Person, Shift
from db.vocabulary import ShiftKind


@dataclass(frozen=True)
class Entered:
    """How much of it is new, was there already, and was taken back."""

    added: tuple[ShiftLine, ...]
    known: int
    removed: int


async def enter(
    session: AsyncSession, community: Community, text: str, now: datetime, by: int | None
) -> Entered:
    """Raises RosterError where anything is wrong; the same roster twice changes nothing.

    `by` None: the operator. Once its first shift begins, a team is on duty by its roster; whoever
    leads is so by their own shifts from now on.
    """
    posts = await people.staff_of(session, community.id)
    teams = await people.teams_of(session, community.id)
    zone = ZoneInfo(community.timezone)
    lines = read(text, posts, teams, zone, now.astimezone(zone).date())
    there = await _there(session, community, lines)
    undone = [each for each in lines if each.kind is None]
    taken_back = [each for each in there if _is_taken_back(each, undone)]
    stays = [each for each in there if each not in taken_back]
    known = {_key(each) for each in stays}
    fresh = {_key(each): each for each in lines if each.kind and _key(each) not in known}
    shifts = {key: line.shift() for key, line in fresh.items()}
    _refuse_clashes(stays, [(shifts[key], line) for key, line in fresh.items()], zone)
    for shift in taken_back:
        await session.delete(shift)
    await session.flush()  # before the same hours may be entered again
    for shift in shifts.values():
        shift.community_id, shift.entered_by, shift.entered_at = community.id, by, now
        session.add(shift)
    await session.flush()
    worked = [each for each in fresh.values() if each.kind is ShiftKind.DUTY]
    for team in teams:
        team.keeps_roster = team.keeps_roster or any(each.team_id == team.id for each in worked)
    leaders = {each.person_id for each in worked if each.team_id is None}
    for post in posts:
        if post.team_id is None and post.person_id in leaders:
            post.on_duty = False
    known_lines = sum(1 for each in lines if each.kind) - len(fresh)
    return Entered(tuple(fresh.values()), known_lines, len(taken_back))


async def _there(
    session: AsyncSession, community: Community, lines: Sequence[ShiftLine]
) -> Sequence[Shift]:
    if not lines:
        return []
    since = min(each.starts_at for each in lines)
    until = max(each.ends_at for each in lines)
    who = {each.person_id for each in lines}
    return await duty.shifts_between(session, community.id, since, until, who)


def _key(shift: Shift | ShiftLine) -> tuple[object, ...]:
    return shift.person_id, shift.team_id, shift.kind, shift.starts_at, shift.ends_at


def _is_taken_back(shift: Shift, undone: Sequence[ShiftLine]) -> bool:
    return any(
        each.person_id == shift.person_id and each.starts_at <= shift.starts_at < each.ends_at
        for each in undone
    )


async def come_on(
    session: AsyncSession, community: Community, person: Person, now: datetime
) -> None:
    """They say that they are there: their leave is over, and where a roster is kept they stand
    on it for as long as a shift lasts, or until their next one."""
    shifts = await _coming(session, community, person, now)
    for leave in (each for each in shifts if each.kind is ShiftKind.LEAVE and covers(each, now)):
        if leave.starts_at < now:
            leave.ends_at = now
        else:
            await session.delete(leave)
    await session.flush()
    there = any(each.kind is ShiftKind.DUTY and covers(each, now) for each in shifts)
    for each in await people.roster(session, community.id, now):
        if each.post.person_id != person.id:
            continue
        if not each.by_roster:
            each.post.on_duty = True
        elif not there:
            session.add(_of_their_own(shifts, each.post, now))
            there = True
    await session.flush()


def _of_their_own(shifts: Sequence[Shift], post: Membership, now: datetime) -> Shift:
    coming = [each.starts_at for each in shifts if each.kind is ShiftKind.DUTY]
    return Shift(
        community_id=post.community_id,
        person_id=post.person_id,
        team_id=post.team_id,
        kind=ShiftKind.DUTY,
        starts_at=now,
        ends_at=min([now + SHIFT_OF_ONES_OWN, *coming]),
        entered_by=post.person_id,
        entered_at=now,
    )


async def go_off(
    session: AsyncSession, community: Community, person: Person, now: datetime
) -> None:
    """They say that they are not: until they come on again, or until their next shift begins."""
    for post in _posts(person, community):
        post.on_duty = False
    shifts = await _coming(session, community, person, now)
    running = [each for each in shifts if covers(each, now)]
    if all(each.kind is ShiftKind.DUTY for each in running) and running:
        leave = Shift(
            community_id=community.id,
            person_id=person.id,
            team_id=None,
            kind=ShiftKind.LEAVE,
            starts_at=now,
            ends_at=max(each.ends_at for each in running),
            entered_by=person.id,
            entered_at=now,
        )
        session.add(leave)
    await session.flush()


async def _coming(
    session: AsyncSession, community: Community, person: Person, now: datetime
) -> Sequence[Shift]:
    return await duty.shifts_between(
        session, community.id, now, now + SHIFT_OF_ONES_OWN, [person.id]
    )


def _posts(person: Person, community: Community) -> list[Membership]:
    return [each for each in person.memberships if each.community_id == community.id]


def _refuse_clashes(
    stays: Sequence[Shift], fresh: Sequence[tuple[Shift, ShiftLine]], zone: ZoneInfo
) -> None:
    """Against what was entered before; among themselves they were compared when they were read."""
    lines = {id(shift): line.line for shift, line in fresh}
    mistakes = [
        Mistake(lines[id(new)], Wrong.TAKEN, hint=_span(old, zone))
        for pair in overlapping([*stays, *(shift for shift, _ in fresh)])
        for old, new in (pair, pair[::-1])
        if id(new) in lines and id(old) not in lines
    ]
    if mistakes:
        raise RosterError(sorted(mistakes, key=lambda each: each.line))


def _span(shift: Shift, zone: ZoneInfo) -> str:
    begin, end = shift.starts_at.astimezone(zone), shift.ends_at.astimezone(zone)
    until = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{begin:%Y-%m-%d %H:%M} – {until}"
