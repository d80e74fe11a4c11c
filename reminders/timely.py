"""When the copies of a letter to many may leave: by day, and before what they say is stale.

It is asked of every copy, just before it goes: a hundred thousand of them take an hour, and what
was begun in the evening must not run into the night.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from db import leasing, settling
from db.leasing import LeasedLetter
from db.models import Broadcast, Community
from db.vocabulary import Weight
from reminders.quiet_hours import QuietHours
from reminders.region import quiet_hours

TOO_LATE = "too late"
"""Why a copy was never sent."""


@dataclass(frozen=True)
class Timely:
    zone: ZoneInfo
    hours: QuietHours | None
    """None: it may ring at any hour."""
    ends: datetime | None = None

    @classmethod
    def of(cls, broadcast: Broadcast, community: Community, *, routine: bool = False) -> "Timely":
        """`routine`: what follows it may wait for the morning, even where it could not itself."""
        wakes = broadcast.weight is Weight.URGENT and not routine
        hours = None if wakes else quiet_hours(community.region)
        return cls(ZoneInfo(community.timezone), hours, broadcast.expires_at)

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> "Timely":
        hours, ends = None, stored.get("ends")
        if "opens" in stored:
            opens, closes = (time.fromisoformat(stored[name]) for name in ("opens", "closes"))
            hours = QuietHours(opens, closes)
        return cls(ZoneInfo(stored["zone"]), hours, datetime.fromisoformat(ends) if ends else None)

    def to_json(self) -> dict[str, str]:
        stored = {"zone": self.zone.key}
        if self.hours:
            stored |= {"opens": str(self.hours.opens), "closes": str(self.hours.closes)}
        if self.ends:
            stored["ends"] = self.ends.astimezone(UTC).isoformat()
        return stored

    def moment(self, now: datetime) -> datetime | None:
        """The first, `now` or later, at which a copy may leave; None where that is too late."""
        moment = self.hours.first_decent(now, self.zone).astimezone(UTC) if self.hours else now
        return moment if self.ends is None or moment < self.ends else None


def goes_on_at(sending: Broadcast, community: Community, now: datetime) -> datetime | None:
    """When the copies that sleep at this moment will go; None where none have to."""
    moment = Timely.of(sending, community).moment(now)
    return moment if moment is not None and moment > now else None


class Nights:
    """What the sender has to leave for the morning. It remembers only what spares it a look."""

    def __init__(self) -> None:
        self._wakes_at: datetime | None = None

    async def look(self, session: AsyncSession) -> None:
        """On taking over: when the first of what sleeps may go."""
        self._wakes_at = await leasing.wakes_at(session)

    def are_over(self, now: datetime) -> bool:
        return self._wakes_at is not None and self._wakes_at <= now

    async def wake(self, session: AsyncSession, now: datetime) -> None:
        if self.are_over(now):
            await leasing.wake(session, now)
            await self.look(session)

    async def sift(
        self, session: AsyncSession, letters: Sequence[LeasedLetter], now: datetime
    ) -> list[LeasedLetter]:
        """Those that may go; the others, with all that wait beside them, sleep or are given up."""
        moments = {
            letter.body_id: Timely.from_json(letter.body["timely"]).moment(now)
            for letter in letters
            if letter.body_id is not None and "timely" in letter.body
        }
        kept = {body_id for body_id, moment in moments.items() if moment != now}
        if not kept:
            return list(letters)
        together: dict[tuple[int, int], list[int]] = {}
        for letter in letters:
            if letter.body_id is not None and letter.body_id in kept:
                together.setdefault((letter.body_id, letter.priority), []).append(letter.id)
        for (body_id, priority), ids in together.items():
            moment = moments[body_id]
            if moment is None:
                await settling.give_up_all(session, ids, body_id, priority, TOO_LATE, now)
            else:
                await leasing.put_to_sleep(session, ids, body_id, priority, moment)
                self._wakes_at = min(filter(None, (self._wakes_at, moment)))
        return [letter for letter in letters if letter.body_id not in kept]
