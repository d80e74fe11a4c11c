"""The year planned, and one of it approved, in a line."""

from datetime import datetime

from db.models import Occurrence
from reminders.deciding import approve
from reminders.notices import Notices
from reminders.planner import Changes, plan
from tests.reminders.neighbourhood import MEI, NOW, Neighbourhood


async def planned(neighbourhood: Neighbourhood, notices: Notices, now: datetime = NOW) -> Changes:
    async with neighbourhood.database.transaction() as session:
        return await plan(session, notices, now)


async def approved(neighbourhood: Neighbourhood, occurrence: Occurrence, by: int = MEI) -> bool:
    async with neighbourhood.database.transaction() as session:
        return await approve(session, occurrence.id, by, NOW)
