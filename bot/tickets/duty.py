"""Who is there: leave goes before a shift, and a shift before what somebody said of themselves."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from operator import attrgetter

from db.models import Membership, Shift
from db.vocabulary import ShiftKind

SHIFT_OF_ONES_OWN = timedelta(hours=8)
"""So long is somebody on duty who says "I am on" where a roster is kept."""


def is_on_duty(
    post: Membership, shifts: Iterable[Shift], now: datetime, *, by_roster: bool
) -> bool:
    """`shifts` may be anybody's; only those of this person and post count."""
    mine = [each for each in shifts if each.person_id == post.person_id and covers(each, now)]
    if any(each.kind is ShiftKind.LEAVE for each in mine):
        return False
    if any(each.team_id == post.team_id for each in mine):
        return True
    return post.on_duty and not by_roster


def covers(shift: Shift, moment: datetime) -> bool:
    return shift.starts_at <= moment < shift.ends_at


def there_until(post: Membership, shifts: Iterable[Shift], now: datetime) -> datetime | None:
    """When the shifts of this post that join one another end, or a leave begins; None: no shift."""
    mine = sorted(
        (each for each in shifts if each.person_id == post.person_id), key=attrgetter("starts_at")
    )
    end = None
    for each in mine:
        joins = covers(each, end or now) or each.starts_at == end
        if each.kind is ShiftKind.DUTY and each.team_id == post.team_id and joins:
            end = max(end or now, each.ends_at)
    leaves = (each.starts_at for each in mine if each.kind is ShiftKind.LEAVE)
    return min((each for each in leaves if end and now < each < end), default=end)


def follows(shifts: Iterable[Shift], team_id: int | None, now: datetime) -> Shift | None:
    """The next shift of a team to begin."""
    coming = (
        each
        for each in shifts
        if each.kind is ShiftKind.DUTY and each.team_id == team_id and each.starts_at > now
    )
    return min(coming, key=attrgetter("starts_at", "person_id"), default=None)


def overlapping(shifts: Collection[Shift]) -> Iterator[tuple[Shift, Shift]]:
    """Pairs in which somebody would be at two places, or away twice; what begins first, first.

    A leave may well lie over a shift: that is what it is for.
    """
    order = attrgetter("person_id", "kind", "starts_at", "ends_at")
    furthest: Shift | None = None
    for each in sorted(shifts, key=order):
        if furthest and (furthest.person_id, furthest.kind) == (each.person_id, each.kind):
            if each.starts_at < furthest.ends_at:
                yield furthest, each
            if each.ends_at <= furthest.ends_at:
                continue
        furthest = each
