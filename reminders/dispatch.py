"""The plan meets the clock: what is approved and due is sent, what came too late expires."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Community, Occurrence
from db.rows import changed
from db.vocabulary import OccurrenceState, Theme, Weight
from reminders import broadcast
from reminders.audience import Audience, audience_of
from reminders.history import letters_sent, notices_sent, themes_in
from reminders.late import ends_at, next_notice_at, notices_left, sending_time
from reminders.merging import into_letters
from reminders.notices import Notice, Notices
from reminders.placing import UNSENT
from reminders.planner import NOT_APPROVED
from reminders.raising import TAKEN_OUT
from reminders.region import quiet_hours
from reminders.spacing import Past, has_room
from reminders.wording import hash_of, merged_letters, said_in, wording

_APPROVED = Occurrence.state == OccurrenceState.APPROVED


class Unsent(StrEnum):
    """Why something was never sent."""

    UNAPPROVED = "unapproved"
    LATE = "late"
    CROWDED = "crowded"
    """Others had taken the days on which it was worth sending."""
    GONE = "gone"
    """Its notice is not shipped any more."""


@dataclass(frozen=True)
class Expired:
    """Managers are told of it: it is never silent."""

    occurrence: Occurrence
    why: Unsent


@dataclass
class Dispatched:
    broadcast_ids: list[int] = field(default_factory=list)
    expired: list[Expired] = field(default_factory=list)


_where_due = select(Occurrence.community_id).where(
    Occurrence.state.in_(UNSENT),
    Occurrence.due_at <= bindparam("now", type_=Occurrence.due_at.type),
)
SOME_DUE = _where_due.exists()
"""At `now` `send_due` may have something to do."""


async def communities_due(
    session: AsyncSession, notices: Notices, now: datetime, only: Weight | None = None
) -> Sequence[int]:
    """Where `send_due` may have something to do."""
    found = _where_due.distinct().order_by(Occurrence.community_id)
    if only is not None:
        alike = [each.id for each in notices if each.weight is only]
        found = found.where(Occurrence.notice.in_(alike))
    return (await session.scalars(found, {"now": now})).all()


async def send_due(
    session: AsyncSession,
    notices: Notices,
    now: datetime,
    community_id: int | None = None,
    only: Weight | None = None,
) -> Dispatched:
    """Make a broadcast of every approved occurrence that is due, at an hour that it may ring.

    `community_id` None: everywhere; `only` what weighs so much. Claim, broadcast and copies are
    one transaction: whatever crashes, an occurrence has one broadcast or none.
    """
    dispatched = Dispatched()
    here = Occurrence.community_id == community_id if community_id is not None else true()
    due = await _found(session, here, Occurrence.state.in_(UNSENT), Occurrence.due_at <= now)
    for community, rows in groupby(due, key=lambda each: each[1]):
        office = _Dispatch(session, community, notices, now, dispatched)
        await office.send(
            [occurrence for occurrence, _ in rows if _weighs(notices, occurrence, only)]
        )
    return dispatched


def _weighs(notices: Notices, occurrence: Occurrence, weight: Weight | None) -> bool:
    notice = notices.get(occurrence.notice)
    return weight is None or (notice is not None and notice.weight is weight)


async def next_moments(
    session: AsyncSession, notices: Notices, now: datetime
) -> dict[int, datetime]:
    """When `send_due` will next have something to do, by community, where it comes soon: the first
    of all is among them. Never in the past."""
    moments = {}
    for community, rows in groupby(await _coming(session, now), key=lambda each: each[1]):
        office = _Dispatch(session, community, notices, now, Dispatched())
        coming = [await office.next_moment(occurrence) for occurrence, _ in rows]
        moments[community.id] = max(min(coming), now)
    return moments


async def _coming(session: AsyncSession, now: datetime) -> Sequence[tuple[Occurrence, Community]]:
    """What may be first to be sent, and what will be first to expire."""
    unsent = Occurrence.state.in_(UNSENT)
    first_due = await session.scalar(select(func.min(Occurrence.due_at)).where(_APPROVED))
    first_expiry = await session.scalar(select(func.min(Occurrence.expires_at)).where(unsent))
    if first_expiry is None:
        return []
    # Neither quiet hours nor notices put off the earliest for longer than a night and a day;
    # where it cannot be sent at all, others are due meanwhile.
    until = max(first_expiry, max(first_due or first_expiry, now) + timedelta(days=2))
    return await _found(session, unsent, Occurrence.due_at <= until)


async def _found(
    session: AsyncSession, *conditions: ColumnElement[bool]
) -> Sequence[tuple[Occurrence, Community]]:
    rows = await session.execute(
        select(Occurrence, Community)
        .join(Community, Community.id == Occurrence.community_id)
        .where(*conditions)
        .order_by(Community.id, Occurrence.due_at, Occurrence.id)
        .execution_options(populate_existing=True)
    )
    return [(occurrence, community) for occurrence, community in rows]


class _Dispatch:
    """What is due in one community at one moment."""

    def __init__(
        self,
        session: AsyncSession,
        community: Community,
        notices: Notices,
        now: datetime,
        dispatched: Dispatched,
    ) -> None:
        self._session = session
        self._community = community
        self._notices = notices
        self._now = now
        self._dispatched = dispatched
        self._zone = ZoneInfo(community.timezone)
        self._past: list[Past] | None = None
        self._rang: list[datetime] | None = None

    async def send(self, due: Sequence[Occurrence]) -> None:
        ringing = []
        for occurrence in due:
            notice = self._notices.get(occurrence.notice)
            if notice is None:
                await self._expire(occurrence, Unsent.GONE)
            elif (moment := self._moment(occurrence, notice)) is None:
                approved = occurrence.state is OccurrenceState.APPROVED
                await self._expire(occurrence, Unsent.LATE if approved else Unsent.UNAPPROVED)
            elif moment <= self._now and occurrence.state is OccurrenceState.APPROVED:
                match notice.weight:
                    case Weight.REMINDER:
                        await self._send_routine(occurrence, notice)
                    case Weight.NOTICE if _counts(occurrence):
                        ringing.append(occurrence)
                    case Weight.NOTICE | Weight.URGENT:
                        await self._send(occurrence)
        await self._send_ringing(ringing)

    async def next_moment(self, occurrence: Occurrence) -> datetime:
        notice = self._notices.get(occurrence.notice)
        if notice is None:
            return occurrence.due_at
        ends = ends_at(occurrence.due_at, occurrence.expires_at, notice)
        if occurrence.state is not OccurrenceState.APPROVED:
            return ends
        not_before = self._now
        if notice.weight is Weight.NOTICE and _counts(occurrence):
            not_before = next_notice_at(await self._notices_sent(), self._now)
        return self._moment(occurrence, notice, not_before) or min(ends, not_before)

    def _moment(
        self, occurrence: Occurrence, notice: Notice, now: datetime | None = None
    ) -> datetime | None:
        return sending_time(
            occurrence.due_at,
            occurrence.expires_at,
            now or self._now,
            notice,
            self._zone,
            quiet_hours(self._community.region),
        )

    async def _send_routine(self, occurrence: Occurrence, notice: Notice) -> None:
        """What a manager took out by hand goes at their word; the plan keeps its distance to it."""
        themes = await themes_in(self._session, occurrence)
        past = await self._letters_sent()
        today = self._now.astimezone(self._zone).date()
        if occurrence.key.startswith(TAKEN_OUT) or has_room(themes, today, past):
            if await self._send(occurrence):
                past.append(Past(today, themes))
            return
        later = self._next_room(occurrence, notice, themes, past)
        if later is None:
            await self._expire(occurrence, Unsent.CROWDED)
        else:
            await self._leave(occurrence, {"due_at": later})

    def _next_room(
        self,
        occurrence: Occurrence,
        notice: Notice,
        themes: frozenset[Theme],
        past: Sequence[Past],
    ) -> datetime | None:
        local = occurrence.due_at.astimezone(self._zone)
        day = self._now.astimezone(self._zone).date() + timedelta(days=1)
        while True:
            due_at = datetime.combine(day, local.time(), self._zone).astimezone(UTC)
            if due_at >= ends_at(due_at, occurrence.expires_at, notice):
                return None
            if has_room(themes, day, past):
                return due_at
            day += timedelta(days=1)

    async def _send_ringing(self, waiting: Sequence[Occurrence]) -> None:
        """Two letters a day; what else waits is put into the second, or goes on waiting."""
        if not waiting:
            return
        by_id = {each.id: each for each in waiting}
        lengths = {id_: await self._length(each) for id_, each in by_id.items()}
        left = notices_left(await self._notices_sent(), self._now)
        for ids in into_letters(lengths, left):
            lead, *others = (by_id[id_] for id_ in ids)
            whom = self._audience_of(lead)
            alike = [
                each
                for each in others
                if self._audience_of(each) == whom and _of_no_meeting(lead, each)
            ]
            if not alike or await self._put_into(lead, alike):
                await self._send(lead)

    def _audience_of(self, occurrence: Occurrence) -> Audience:
        return audience_of(occurrence, self._notices.by_id[occurrence.notice])

    async def _put_into(self, lead: Occurrence, parts: Sequence[Occurrence]) -> bool:
        """Each is approved by itself, so their letter is; False where somebody's words changed."""
        for each in (lead, *parts):
            if not await self._says_what_was_approved(each):
                return False
        for part in parts:
            merged = {"state": OccurrenceState.MERGED, "merged_into_id": lead.id}
            await self._leave(part, merged)
        return await self._leave(lead, {"text_hash": await self._hash_of(lead)})

    async def _hash_of(self, occurrence: Occurrence) -> str:
        return await hash_of(self._session, occurrence, self._notices, self._community)

    async def _says_what_was_approved(self, occurrence: Occurrence) -> bool:
        said = await self._hash_of(occurrence)
        if said == occurrence.text_hash:
            return True
        # The approval was for other words: it is asked for again.
        await self._leave(occurrence, NOT_APPROVED | {"text_hash": said})
        return False

    async def _length(self, occurrence: Occurrence) -> int:
        words = await wording(self._session, occurrence, self._notices, self._community)
        return max(map(len, words.values()))

    async def _send(self, occurrence: Occurrence) -> bool:
        """False where somebody else was first, or the words had changed."""
        if not await self._says_what_was_approved(occurrence):
            return False
        if not await self._leave(occurrence, {"state": OccurrenceState.SENT}):
            return False
        notice = self._notices.by_id[occurrence.notice]
        said = await said_in(self._session, occurrence, self._notices, self._community)
        broadcast_id = await broadcast.draft(
            self._session,
            community_id=self._community.id,
            author_id=None,
            audience=self._audience_of(occurrence),
            texts=merged_letters(said, self._community),
            silent=notice.routine,
            now=self._now,
            weight=notice.weight,
            theme=notice.theme,
            occasion=f"{occurrence.rule_id}:{occurrence.key}",
            asks=any(each.notice.asks for each in said),
            expires_at=occurrence.expires_at,
            meeting_id=occurrence.meeting_id,
        )
        occurrence.broadcast_id = broadcast_id  # before its readers are asked what it is about
        await self._session.flush()
        await broadcast.confirm(self._session, broadcast_id, self._now)
        self._dispatched.broadcast_ids.append(broadcast_id)
        return True

    async def _expire(self, occurrence: Occurrence, why: Unsent) -> None:
        if await self._leave(occurrence, {"state": OccurrenceState.EXPIRED}):
            self._dispatched.expired.append(Expired(occurrence, why))

    async def _leave(self, occurrence: Occurrence, values: dict[str, Any]) -> bool:
        """Take the occurrence out of the state it was seen in; False where somebody else did."""
        seen = (Occurrence.state == occurrence.state, Occurrence.text_hash == occurrence.text_hash)
        taken = await changed(
            self._session,
            update(Occurrence).where(Occurrence.id == occurrence.id, *seen).values(values),
        )
        if taken:
            await self._session.refresh(occurrence)
        return taken

    async def _letters_sent(self) -> list[Past]:
        if self._past is None:
            self._past = await letters_sent(self._session, self._community, self._now)
        return self._past

    async def _notices_sent(self) -> list[datetime]:
        if self._rang is None:
            self._rang = await notices_sent(self._session, self._community, self._now)
        return self._rang


def _counts(occurrence: Occurrence) -> bool:
    """Of the letters that ring in a day; an official warning waits for none of them."""
    return occurrence.alert_id is None


def _of_no_meeting(*occurrences: Occurrence) -> bool:
    """What recalls a meeting goes by itself: it has buttons, and spares who cannot come."""
    return all(each.meeting_id is None for each in occurrences)
