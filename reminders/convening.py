"""A meeting in the database: drafted, announced, answered, moved, called off, over.

Every change is a version, and only one of two people who change the same version has done so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, inspect, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Amendment, Broadcast, Delivery, Meeting, Reply
from db.once import table_of, write_once
from db.rows import changed
from db.vocabulary import Attendance, BroadcastState, Language, MeetingState
from reminders.audience import Audience
from reminders.meetings import MeetingPlan, Times, Words, kind_of

_OF_LATE = timedelta(days=7)
"""So long after a meeting its minutes are asked for: the letter's key is forgotten one day."""

_WAITING = (BroadcastState.SUBMITTED, BroadcastState.SCHEDULED)
_GONE_OUT = (BroadcastState.SENDING, BroadcastState.DONE)


@dataclass(frozen=True)
class Tally:
    """What came back, by people who answered."""

    coming: int = 0
    heads: int = 0
    """With those they bring."""
    maybe: int = 0
    not_coming: int = 0
    asked: int = 0
    """To how many it was sent."""

    @property
    def silent(self) -> int:
        return max(0, self.asked - self.coming - self.maybe - self.not_coming)


async def draft(
    session: AsyncSession,
    *,
    community_id: int,
    made_by: int,
    plan: MeetingPlan,
    language: Language,
    now: datetime,
) -> Meeting:
    """Written down, for everybody, and told to nobody yet."""
    meeting = Meeting(
        community_id=community_id,
        kind=kind_of(plan.words.title),
        titles={language.value: plan.words.title},
        places={language.value: plan.words.place},
        agendas={language.value: plan.words.agenda},
        starts_at=plan.times.starts,
        ends_at=plan.times.ends,
        audience=Audience.everybody().to_json(),
        made_by=made_by,
        made_at=now,
    )
    session.add(meeting)
    await session.flush()
    return meeting


def words_in(meeting: Meeting, language: Language, fallback: Language) -> Words:
    """As a reader of the language gets them: in it, in the community's, or as first written."""
    written = meeting.titles
    code = next(
        (each.value for each in (language, fallback) if each.value in written), next(iter(written))
    )
    return Words(meeting.titles[code], meeting.places[code], meeting.agendas[code])


async def change(
    session: AsyncSession, meeting: Meeting, *states: MeetingState, **values: Any
) -> bool:
    """The next version. False where somebody else had changed it, or it is in another state."""
    done = await changed(
        session,
        update(Meeting)
        .where(
            Meeting.id == meeting.id,
            Meeting.version == meeting.version,
            Meeting.state.in_(states),
        )
        .values(version=Meeting.version + 1, **values),
    )
    await session.refresh(meeting)
    return done


async def translate(
    session: AsyncSession, meeting: Meeting, language: Language, words: Words
) -> bool:
    """What it says in one more language; while it is a draft."""
    code = language.value
    return await change(
        session,
        meeting,
        MeetingState.DRAFT,
        titles={**meeting.titles, code: words.title},
        places={**meeting.places, code: words.place},
        agendas={**meeting.agendas, code: words.agenda},
    )


def moved(meeting: Meeting, times: Times, place: str) -> Meeting:
    """As it is to be, which is no row: `place` as it is called in every language; empty: where it
    was."""
    places = dict.fromkeys(meeting.places, place) if place else meeting.places
    return _as(meeting, starts_at=times.starts, ends_at=times.ends, places=places)


def called_off(meeting: Meeting) -> Meeting:
    """As it is to be, which is no row."""
    return _as(meeting, state=MeetingState.CALLED_OFF)


def _as(meeting: Meeting, **values: Any) -> Meeting:
    columns = {each.key: getattr(meeting, each.key) for each in inspect(Meeting).column_attrs}
    return Meeting(**columns | {"version": meeting.version + 1} | values)


async def amend(session: AsyncSession, meeting: Meeting, amendment: Amendment) -> bool:
    """What was said of it is so now. False where it is not announced any more."""
    becomes = called_off(meeting)
    if amendment.starts_at is not None and amendment.ends_at is not None:
        times = Times(amendment.starts_at, amendment.ends_at)
        becomes = moved(meeting, times, amendment.place or "")
    return await change(
        session,
        meeting,
        MeetingState.ANNOUNCED,
        state=becomes.state,
        starts_at=becomes.starts_at,
        ends_at=becomes.ends_at,
        places=becomes.places,
    )


async def leave(
    session: AsyncSession, meeting: Meeting, state: MeetingState, to: MeetingState
) -> bool:
    """Into its next state, once: the version stays, for nothing that was announced changes."""
    left = await changed(
        session,
        update(Meeting).where(Meeting.id == meeting.id, Meeting.state == state).values(state=to),
    )
    await session.refresh(meeting)
    return left


_announced = (
    select(Meeting)
    .where(
        Meeting.state == MeetingState.DRAFT,
        Meeting.id.in_(select(Broadcast.meeting_id).where(Broadcast.state.in_(_GONE_OUT))),
    )
    .order_by(Meeting.id)
)


async def announced(session: AsyncSession) -> Sequence[Meeting]:
    """Drafts whose announcement is on its way: whoever approved it need not know of meetings."""
    return (await session.scalars(_announced)).all()


async def announcement_of(session: AsyncSession, meeting_id: int) -> Broadcast | None:
    """The first thing that was said, or is to be said, about a meeting."""
    found = await session.scalars(
        select(Broadcast).where(Broadcast.meeting_id == meeting_id).order_by(Broadcast.id).limit(1)
    )
    return found.first()


async def was_asked(session: AsyncSession, meeting_id: int, person_id: int) -> bool:
    """Whether somebody got anything about it: nobody else has an answer to give."""
    copies = (
        select(Delivery.person_id)
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(Broadcast.meeting_id == meeting_id, Delivery.person_id == person_id)
        .limit(1)
    )
    return (await session.execute(copies)).first() is not None


async def answer(
    session: AsyncSession,
    meeting_id: int,
    person_id: int,
    attendance: Attendance,
    party: int | None,
    now: datetime,
) -> Reply | None:
    """The last answer counts; None where it is the one that stood already.

    `party` None: as many as they had said, or one.
    """
    place = {"meeting_id": meeting_id, "person_id": person_id}
    said = {"answer": attendance, "answered_at": now}
    differs: ColumnElement[bool] = Reply.answer != attendance
    if party is not None:
        said["party"] = party
        differs |= Reply.party != party
    elif attendance is not Attendance.COMING:
        said["party"] = 1
    known = await session.scalar(select(func.count()).select_from(Reply).filter_by(**place))
    await write_once(session, table_of(Reply), [place | {"party": 1} | said])
    rewritten = await changed(session, update(Reply).filter_by(**place).where(differs).values(said))
    if known and not rewritten:
        return None
    return await session.get(Reply, (meeting_id, person_id), populate_existing=True)


async def tally(session: AsyncSession, meeting_id: int) -> Tally:
    counted = await session.execute(
        select(Reply.answer, func.count(), func.sum(Reply.party))
        .where(Reply.meeting_id == meeting_id)
        .group_by(Reply.answer)
    )
    found = {answer: (people, heads) for answer, people, heads in counted}
    announcement = await announcement_of(session, meeting_id)
    return Tally(
        coming=found.get(Attendance.COMING, (0, 0))[0],
        heads=int(found.get(Attendance.COMING, (0, 0))[1]),
        maybe=found.get(Attendance.MAYBE, (0, 0))[0],
        not_coming=found.get(Attendance.NOT_COMING, (0, 0))[0],
        asked=announcement.total if announcement else 0,
    )


async def coming_up(session: AsyncSession, community_id: int, now: datetime) -> Sequence[Meeting]:
    """Drafts and announced ones, and those that still wait for their minutes; soonest first."""
    found = await session.scalars(
        select(Meeting)
        .where(
            Meeting.community_id == community_id,
            or_(
                (Meeting.state == MeetingState.DRAFT) & (Meeting.starts_at > now),
                Meeting.state == MeetingState.ANNOUNCED,
                (Meeting.state == MeetingState.OVER) & Meeting.minuted_at.is_(None),
            ),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return found.all()


_open_for_answers = (
    select(Meeting).where(Meeting.state == MeetingState.ANNOUNCED).order_by(Meeting.id)
)


async def open_for_answers(session: AsyncSession) -> Sequence[Meeting]:
    """Announced, and not over."""
    return (await session.scalars(_open_for_answers)).all()


async def held(session: AsyncSession, now: datetime) -> Sequence[Meeting]:
    """Announced ones whose end has come."""
    return [each for each in await open_for_answers(session) if each.ends_at <= now]


def _with_minutes(*states: BroadcastState) -> Select[int]:
    """Meetings with minutes in one of the states: what a manager wrote once it was over."""
    return (
        select(Meeting.id)
        .join(Broadcast, Broadcast.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.OVER,
            Broadcast.state.in_(states),
            Broadcast.created_at >= Meeting.ends_at,
            Broadcast.author_id.is_not(None),
            Broadcast.corrects_id.is_(None),
        )
    )


async def minutes_handed_in(session: AsyncSession, meeting_id: int) -> bool:
    """They wait for a second person, or have gone out; once sent back they do neither."""
    found = _with_minutes(*_WAITING, *_GONE_OUT).where(Meeting.id == meeting_id).limit(1)
    return (await session.execute(found)).first() is not None


_minuted = (
    select(Meeting)
    .where(Meeting.minuted_at.is_(None), Meeting.id.in_(_with_minutes(*_GONE_OUT)))
    .order_by(Meeting.id)
)


async def minuted(session: AsyncSession) -> Sequence[Meeting]:
    """Whose minutes are on their way, and which do not know it yet."""
    return (await session.scalars(_minuted)).all()


_unminuted = (
    select(Meeting)
    .where(
        Meeting.state == MeetingState.OVER,
        Meeting.minuted_at.is_(None),
        Meeting.ends_at > bindparam("of_late", type_=Meeting.ends_at.type),
        Meeting.id.not_in(_with_minutes(*_WAITING)),
    )
    .order_by(Meeting.id)
)


def since_of_late(now: datetime) -> dict[str, datetime]:
    """What is over of late, as `SOME_AT_HAND` is to be told."""
    return {"of_late": now - _OF_LATE}


async def unminuted(session: AsyncSession, now: datetime) -> Sequence[Meeting]:
    """Over of late, and no minutes were sent, nor wait for a second person."""
    return (await session.scalars(_unminuted, since_of_late(now))).all()


SOME_AT_HAND = or_(
    *(each.exists() for each in (_announced, _open_for_answers, _minuted, _unminuted))
)
"""There is a meeting of which something may become by itself."""
