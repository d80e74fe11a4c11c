"""The year's plan: made anew every day, asked about in time, sent when it is due."""

from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone

from markupsafe import Markup
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.conversation import prepared
from bot.conversation.plan_list import title_of
from bot.conversation.progress import open_progress
from bot.conversation.reviewing import ask_review
from bot.ticking.apart import each_apart
from bot.ticking.hands import Hands, Sign
from bot.ticking.setbacks import FIRST, Setbacks
from db import people, retention
from db.models import Broadcast, Community, Occurrence
from db.vocabulary import OccurrenceState, Prepared, Weight
from reminders import approving, correcting, dispatch, planner
from reminders.raising import RAISED

APPROVAL_NOTICE = timedelta(days=3)
"""So long before a reminder is due, a manager who has not approved it is asked to look."""

KEEP_INBOX = timedelta(days=7)
KEEP_OUTBOX = timedelta(days=30)

_CIVIL = timezone(timedelta(hours=8))
"""The calendar's day begins at midnight of UTC+8, whatever zone the machine is in."""


class Planning:
    """Once a day, and at every start: the year ahead, and what is old enough to forget."""

    sign = None

    def __init__(self) -> None:
        self._day: date | None = None
        self._left: set[int] = set()
        """Communities that are still to be planned today."""
        self._forgotten: date | None = None
        self._planning = Setbacks("plan of community")
        self._forgetting = Setbacks("what is old enough to forget on day")

    async def look(self, hands: Hands) -> None:
        now = hands.now
        today = now.astimezone(_CIVIL).date()
        if self._forgotten != today and await each_apart(
            hands, self._forgetting, [today.toordinal()], _forget
        ):
            self._forgotten = today
        if self._day != today:
            async with hands.database.reading() as session:
                self._left = {each.id for each in await people.communities(session)}
            self._day = today
        self._left -= (await each_apart(hands, self._planning, sorted(self._left), _plan)).keys()

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        """At no time of its own: the next tick of the day does, the plan reaches a year ahead."""
        return None


async def _forget(hands: Hands, session: AsyncSession, _day: int) -> None:
    now = hands.now
    await retention.forget(
        session, now, updates_before=now - KEEP_INBOX, letters_before=now - KEEP_OUTBOX
    )


async def _plan(hands: Hands, session: AsyncSession, community_id: int) -> None:
    changes = await planner.plan(session, hands.library.notices, hands.now, community_id)
    for occurrence in changes.withdrawn_approved:
        await _tell_managers(hands, session, occurrence, "plan.withdrawn_approved")
    for occurrence in changes.to_correct:
        await _offer_correction(hands, session, occurrence)


_SOON_AGAIN = timedelta(minutes=1)
"""What is due is put off no longer than this: the letters of a whole community wait with it."""


class Sending:
    sign = Sign(dispatch.SOME_DUE)

    def __init__(self) -> None:
        self._urgent = Setbacks("what is urgent in community", longest=FIRST)
        self._setbacks = Setbacks("what is due in community", longest=_SOON_AGAIN)

    async def look(self, hands: Hands) -> None:
        """Nothing else that is due, and nothing that has failed, keeps waiting what is urgent."""
        notices, now = hands.library.notices, hands.now
        async with hands.database.reading() as session:
            urgent = await dispatch.communities_due(session, notices, now, Weight.URGENT)
            due = await dispatch.communities_due(session, notices, now)
        await each_apart(hands, self._urgent, urgent, self._send_urgent)
        await each_apart(hands, self._setbacks, due, self._send)

    async def _send_urgent(self, hands: Hands, session: AsyncSession, community_id: int) -> None:
        await self._send(hands, session, community_id, only=Weight.URGENT)

    async def _send(
        self,
        hands: Hands,
        session: AsyncSession,
        community_id: int,
        only: Weight | None = None,
    ) -> None:
        done = await dispatch.send_due(
            session, hands.library.notices, hands.now, community_id, only
        )
        for broadcast_id in done.broadcast_ids:
            await _follow(hands, session, broadcast_id)
        for each in done.expired:
            await _tell_managers(hands, session, each.occurrence, "plan.expired", each.why)
        if done.broadcast_ids:
            await self._ask_reviews(hands, session, done.broadcast_ids)

    async def _ask_reviews(
        self, hands: Hands, session: AsyncSession, sent: Collection[int]
    ) -> None:
        """Of what could not wait for anybody to read it."""
        for each in await approving.unreviewed(session):
            if each.id in sent:
                community = await session.get_one(Community, each.community_id)
                desk = hands.desk(session, community, f"review:{each.id}")
                await ask_review(desk, each)
                await desk.bag.drop(session)

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        moments = await dispatch.next_moments(session, hands.library.notices, hands.now)
        return min((self._setbacks.not_before(*each) for each in moments.items()), default=None)


async def _follow(hands: Hands, session: AsyncSession, broadcast_id: int) -> None:
    """What the plan has begun to send can be watched, and stopped, like anything else."""
    begun = await session.get_one(Broadcast, broadcast_id)
    community = await session.get_one(Community, begun.community_id)
    desk = hands.desk(session, community, f"begun:{broadcast_id}")
    for manager in await people.managers_of(session, community.id):
        await open_progress(desk, broadcast_id, manager)
    await desk.bag.drop(session)


_waiting = select(Occurrence.id, Occurrence.text_hash).where(
    Occurrence.state == OccurrenceState.PLANNED,
    Occurrence.due_at > bindparam("now", type_=Occurrence.due_at.type),
    Occurrence.due_at <= bindparam("soon", type_=Occurrence.due_at.type),
    # A manager has it in hand, or was asked when it was planned.
    *(~Occurrence.key.startswith(each) for each in RAISED),
)


def _soon(now: datetime) -> dict[str, datetime]:
    return {"soon": now + APPROVAL_NOTICE}


class Approval:
    """Asked for once for the same words; the letter's key sees to it across restarts."""

    sign = Sign(_waiting.exists(), _soon)

    def __init__(self) -> None:
        self._asked: dict[int, str] = {}
        """For which words it was asked for last."""
        self._setbacks = Setbacks("planned reminder")

    async def look(self, hands: Hands) -> None:
        async with hands.database.reading() as session:
            waiting = await session.execute(_waiting, {"now": hands.now, **_soon(hands.now)})
        open_ = [number for number, words in waiting if self._asked.get(number) != words]
        self._asked.update(await each_apart(hands, self._setbacks, open_, _ask_for_approval))

    async def next_time(self, hands: Hands, session: AsyncSession) -> datetime | None:
        due = (
            await session.scalars(
                select(Occurrence.due_at)
                .where(
                    Occurrence.state == OccurrenceState.PLANNED,
                    Occurrence.due_at > hands.now + APPROVAL_NOTICE,
                )
                .order_by(Occurrence.due_at)
                .limit(1)
            )
        ).first()
        return due - APPROVAL_NOTICE if due else None


async def _ask_for_approval(hands: Hands, session: AsyncSession, occurrence_id: int) -> str:
    """Returns for which words, by their hash; empty where nobody was asked."""
    occurrence = await session.get(Occurrence, occurrence_id)
    if occurrence is None or occurrence.state is not OccurrenceState.PLANNED:
        return ""
    await _tell_managers(hands, session, occurrence, "plan.needs_approval")
    return occurrence.text_hash


async def _offer_correction(hands: Hands, session: AsyncSession, told: Occurrence) -> None:
    """The words that put it right are ready: one tap hands them in."""
    community = await session.get_one(Community, told.community_id)
    letter = await correcting.letter_of(session, told)
    first_day = correcting.first_day(told, hands.library.notices, community)
    if letter is None or first_day is None:
        return
    desk = hands.desk(session, community, f"day_moved:{told.id}:{first_day.date().isoformat()}")
    say = button("tell_moved", Action.CORRECT, letter, Prepared.MOVED, prepared.AT_ONCE)
    for manager in await people.managers_of(session, community.id):
        title = title_of(hands.library.notices, told, community, manager.language)
        words = prepared.words(desk.voice, Prepared.MOVED, manager.language, title, first_day)
        desk.bag.tell(
            manager,
            "plan.day_moved",
            buttons=((say,),),
            title=title,
            first_day=first_day,
            words=Markup(words),
        )
    await desk.bag.drop(session)


async def _tell_managers(
    hands: Hands, session: AsyncSession, occurrence: Occurrence, text: str, why: str = ""
) -> None:
    community = await session.get_one(Community, occurrence.community_id)
    own_day = occurrence.wanted_at or occurrence.due_at
    said = f"{occurrence.text_hash[:8]}:{own_day.date().isoformat()}"
    desk = hands.desk(session, community, f"{text}:{occurrence.id}:{said}")
    for manager in await people.managers_of(session, community.id):
        desk.bag.tell(
            manager,
            text,
            buttons=((button("look_at_it", Action.OCCURRENCE, occurrence.id),),),
            title=title_of(hands.library.notices, occurrence, community, manager.language),
            due=occurrence.due_at,
            why=why,
        )
    await desk.bag.drop(session)
