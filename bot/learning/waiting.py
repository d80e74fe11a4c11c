"""Once a day, at most: how much waits for a manager to decide, where something new came in."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.buttons import Action, button
from bot.desk import Desk
from db import lessons, open_questions, people
from db.models import Community

TOLD_AT = time(9, 30)
"""Local time: the day has begun, and the first calls are over."""

EVERY = timedelta(days=1)


def last_time(community: Community, now: datetime) -> datetime:
    """The moment for telling that passed last."""
    local = now.astimezone(ZoneInfo(community.timezone))
    today = datetime.combine(local.date(), TOLD_AT, local.tzinfo)
    return today if today <= local else today - EVERY


async def tell(desk: Desk, moment: datetime) -> None:
    """What came in on the day before `moment` and waits still; nothing new, no letter.

    The bag's cause bears the moment, so that it is told once, whoever asks again.
    """
    here = desk.community.id
    if not await _fresh(desk.session, here, moment):
        return
    waiting = await lessons.count_proposed(desk.session, here)
    unanswered = await open_questions.count_open(desk.session, here)
    for manager in await people.managers_of(desk.session, here):
        desk.bag.tell(
            manager,
            "manager.lessons_wait",
            buttons=((button("begin_teaching", Action.TEACH_LATER, "l", 0),),),
            silent=True,
            lessons=waiting,
            questions=unanswered,
        )


async def next_time(session: AsyncSession, community: Community, now: datetime) -> datetime | None:
    """When there will be something to tell; None where nothing new waits."""
    moment = last_time(community, now) + EVERY
    return moment if await _fresh(session, community.id, moment) else None


async def _fresh(session: AsyncSession, community_id: int, moment: datetime) -> bool:
    begin = moment - EVERY
    return bool(
        await lessons.proposed_between(session, community_id, begin, moment)
        or await open_questions.asked_between(session, community_id, begin, moment)
    )
