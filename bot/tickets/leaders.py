"""Who leads: the supervisors; where there is none, the managers, and then the directors."""

from collections.abc import Collection, Iterable

from bot.desk import Desk
from bot.tickets.routing import RANKS
from db.models import Person
from db.vocabulary import StaffRole

Staff = Iterable[tuple[StaffRole, Person]]
"""Everybody by the posts they have; who has two is there twice."""


async def who_lead(
    desk: Desk, *ranks: StaffRole, besides: Collection[int | None] = ()
) -> list[Person]:
    """`ranks`: asked in this order instead."""
    staff = [(post.role, post.person) for post in await desk.staff()]
    return first_of(staff, *ranks or RANKS, besides=besides)


def first_of(staff: Staff, *ranks: StaffRole, besides: Collection[int | None] = ()) -> list[Person]:
    """All who hold the first of these ranks that anybody holds, each once, but for `besides`."""
    fit = [(role, who) for role, who in staff if who.id not in besides]
    for rank in ranks:
        found = {who.id: who for role, who in fit if role is rank}
        if found:
            return list(found.values())
    return []
