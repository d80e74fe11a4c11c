"""A year of reminders, hour by hour: managers who dawdle, days without power, warnings at night,
and a messenger so slow that what is begun in the evening takes until the morning.

What everybody got is then read from the tables, and held against what was promised.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import leasing, settling
from db.models import (
    Alert,
    Approval,
    Broadcast,
    Building,
    Community,
    Delivery,
    Occurrence,
    OptOut,
    Person,
    Residency,
    Unit,
)
from db.once import table_of
from db.session import Database
from db.settling import SentLetter
from db.vocabulary import (
    DeliveryState,
    FeedCode,
    Language,
    OccurrenceState,
    Region,
    ResidentRole,
    Theme,
    Weight,
)
from reminders import deciding, dispatch, planner
from reminders.dispatch import Unsent
from reminders.history import theme_of
from reminders.notices import ApprovalMode, Notices
from reminders.opting_out import THEMES
from reminders.raising import raise_alert, withdraw_for
from reminders.region import quiet_hours
from reminders.spacing import BUDGET
from reminders.timely import Nights
from reminders.wanted import wanted_in
from reminders.wording import letters, text_hash
from tests.reminders.altered_notices import altered
from tests.reminders.neighbourhood import community

BEGINS = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=365)
ZONES = {
    Region.TW: "Asia/Taipei",
    Region.HK: "Asia/Hong_Kong",
    Region.CN: "Asia/Shanghai",
}
ADVISORIES = ("cold.advisory", "heat.advisory", "storm.rainstorm", "storm.typhoon_warning")
MANAGER = 1
AN_HOUR = 15
"""Letters that the messenger carries."""
_DAY = timedelta(days=1)


def loud(notices: Notices) -> Notices:
    """Warnings ring; a typhoon waits for no morning."""
    for notice_id in ADVISORIES:
        notices = altered(notices, notice_id, weight=Weight.NOTICE)
    return altered(notices, "storm.typhoon_warning", weight=Weight.URGENT)


@dataclass
class Told:
    """What managers were told, as the ticker would."""

    expired: dict[int, Unsent] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)


class Year:
    """The simulation; everything in it follows from the seed."""

    def __init__(
        self,
        database: Database,
        notices: Notices,
        owners: int,
        regions: Sequence[Region],
        seed: int,
    ) -> None:
        self._database = database
        self.notices = loud(notices)
        self._owners = owners
        self.regions = dict(enumerate(regions, start=1))
        self._chance = random.Random(seed)
        self.told = Told()
        self._nights = Nights()
        self._owes = False
        self.outages = sorted(self._outages(8))

    def _outages(self, count: int) -> Iterator[tuple[datetime, datetime]]:
        for _ in range(count):
            start = BEGINS + timedelta(hours=self._chance.randrange(365 * 24))
            yield start, start + timedelta(hours=self._chance.randint(1, 72))

    def _is_down(self, now: datetime) -> bool:
        return any(start <= now < end for start, end in self.outages)

    async def run(self) -> None:
        await self._settle()
        weather = self._weather()
        due: datetime | None = BEGINS
        planned_on: date | None = None
        for hour in range((ENDS - BEGINS) // timedelta(hours=1)):
            now = BEGINS + timedelta(hours=hour)
            if self._is_down(now):
                continue
            today = now.astimezone(ZoneInfo("Asia/Taipei")).date()
            if planned_on != today:
                await self._plan(now)
                planned_on, due = today, now
            for number in weather.get(hour, ()):
                await self._warn(number, now)
                due = now
            if due is not None and due <= now:
                due = await self._dispatch(now)
            if self._owes:
                await self._carry(now)

    async def _settle(self) -> None:
        async with self._database.transaction() as session:
            for id_, region in self.regions.items():
                session.add(community(id_, region, ZONES[region]))
            await session.flush()
            for id_ in self.regions:
                session.add(Building(id=id_, community_id=id_, code=str(id_), names={}, aliases=[]))
            await session.flush()
            for id_ in self.regions:
                session.add(Unit(id=id_, building_id=id_, floor="1", door="A"))
            await session.flush()
            people = [self._person(id_) for id_ in range(1, self._owners + 1)]
            await session.execute(insert(table_of(Person)), people)
            await session.execute(insert(table_of(Residency)), list(self._homes()))
            await session.execute(insert(table_of(OptOut)), list(self._wishes()))
            for id_ in self.regions:
                await self._approve_half_for_the_year(session, id_)

    def _person(self, id_: int) -> dict[str, object]:
        return {
            "id": id_,
            "telegram_id": 1000 + id_,
            "name": f"owner {id_}",
            "language": self._chance.choice(list(Language)),
            "language_chosen": True,
            "quiet": self._chance.random() < 0.1,
            "created_at": BEGINS,
        }

    def _homes(self) -> Iterator[dict[str, object]]:
        """A few have a second home, in another community."""
        for id_ in range(1, self._owners + 1):
            first = id_ % len(self.regions) + 1
            second = first % len(self.regions) + 1
            for unit in {first, second} if id_ % 25 == 0 else {first}:
                yield {
                    "person_id": id_,
                    "unit_id": unit,
                    "role": ResidentRole.OWNER,
                    "since": BEGINS,
                }

    def _wishes(self) -> Iterator[dict[str, object]]:
        """Every third wants to be spared something, some of them nearly everything."""
        for id_ in range(3, self._owners + 1, 3):
            for theme in self._chance.sample(THEMES, self._chance.randint(1, len(THEMES) - 1)):
                yield {"person_id": id_, "theme": theme, "since": BEGINS}

    async def _approve_half_for_the_year(self, session: AsyncSession, community_id: int) -> None:
        here = await session.get_one(Community, community_id)
        routine = [each for each in self.notices if each.approval is ApprovalMode.TEMPLATE]
        for number, notice in enumerate(routine):
            if number % 2:
                session.add(
                    Approval(
                        community_id=community_id,
                        notice=notice.id,
                        text_hash=text_hash(letters(notice, here, {})),
                        approved_by=MANAGER,
                        approved_at=BEGINS,
                        expires_at=ENDS,
                    )
                )

    async def _plan(self, now: datetime) -> None:
        async with self._database.transaction() as session:
            if now.month == 9 and now.day == 1 and Region.CN in self.regions.values():
                await self._hear_of_holidays(session)
            changes = await planner.plan(session, self.notices, now)
            self.told.withdrawn |= {row.id for row in changes.withdrawn_approved}
            waiting = await session.scalars(
                select(Occurrence).where(
                    Occurrence.state == OccurrenceState.PLANNED,
                    Occurrence.due_at <= now + timedelta(days=3),
                )
            )
            for row in waiting.all():
                await self._decide(session, row, now)

    async def _hear_of_holidays(self, session: AsyncSession) -> None:
        """The notice comes: the autumn break begins two days sooner."""
        for here in await session.scalars(select(Community).where(Community.region == Region.CN)):
            here.holidays = {"2027-09-29": "off", "2027-09-30": "off", "2027-10-09": "workday"}
        await session.flush()

    async def _decide(self, session: AsyncSession, row: Occurrence, now: datetime) -> None:
        mood = self._chance.random()
        if mood < 0.08:
            await deciding.skip(session, row.id, MANAGER, now)
        elif mood < 0.16:
            await deciding.reword(
                session, self.notices, row.id, Language.EN, "Mind the weather.", MANAGER, now
            )
            await deciding.approve(session, row.id, MANAGER, now)
        elif mood < 0.7:
            await deciding.approve(session, row.id, MANAGER, now)

    def _weather(self) -> dict[int, list[int]]:
        """Three dozen warnings, at any hour, some of them together: hour of the year → which."""
        hours = [self._chance.randrange(365 * 24) for _ in range(24)]
        together = [hour + more for hour in self._chance.sample(hours, 4) for more in range(3)]
        found: dict[int, list[int]] = defaultdict(list)
        for number, hour in enumerate(sorted(hours + together), 1):
            found[hour].append(number)
        return found

    async def _warn(self, number: int, now: datetime) -> None:
        where = number % len(self.regions) + 1
        notice = self.notices.by_id[self._chance.choice(ADVISORIES)]
        async with self._database.transaction() as session:
            alert = Alert(
                feed=FeedCode.NCDR,
                event=notice.id,
                level="yellow",
                area="",
                first_identifier=str(number),
                issued_at=now,
                updated_at=now,
                expires_at=now + timedelta(hours=self._chance.randint(3, 48)),
                headline={},
                known_before=False,
            )
            session.add(alert)
            await session.flush()
            here = await session.get_one(Community, where)
            row = await raise_alert(session, here, notice, alert, now)
            if row.state is OccurrenceState.PLANNED:
                await self._decide(session, row, now)
            if self._chance.random() < 0.2:
                gone = await withdraw_for(session, alert_id=alert.id)
                self.told.withdrawn |= {each.id for each in gone}

    async def _dispatch(self, now: datetime) -> datetime | None:
        async with self._database.transaction() as session:
            done = await dispatch.send_due(session, self.notices, now)
            self.told.expired |= {each.occurrence.id: each.why for each in done.expired}
            self._owes = self._owes or bool(done.broadcast_ids)
            moments = await dispatch.next_moments(session, self.notices, now)
            return min(moments.values(), default=None)

    async def _carry(self, now: datetime) -> None:
        """As the sender does, without the minutes."""
        async with self._database.transaction() as session:
            await self._nights.wake(session, now)
            letters = await leasing.lease(session, AN_HOUR, now, now + timedelta(minutes=1))
            going = await self._nights.sift(session, letters, now)
            if going:
                sent = [SentLetter(each, each.id) for each in going]
                await settling.mark_sent(session, sent, now)
            self._owes = bool(letters) or await leasing.next_due(session, now) is not None

    async def got(self) -> "Got":
        async with self._database.reading() as session:
            broadcasts = (await session.scalars(select(Broadcast).order_by(Broadcast.id))).all()
            rows = (await session.scalars(select(Occurrence).order_by(Occurrence.id))).all()
            copies = await session.execute(
                select(
                    Delivery.broadcast_id,
                    Delivery.person_id,
                    Delivery.state,
                    Delivery.settled_at,
                )
            )
            declined: dict[int, set[Theme]] = defaultdict(set)
            for wish in await session.scalars(select(OptOut)):
                declined[wish.person_id].add(wish.theme)
            quiet = set(await session.scalars(select(Person.id).where(Person.quiet)))
            readers: dict[int, list[int]] = defaultdict(list)
            arrived: dict[int, list[datetime]] = defaultdict(list)
            unsettled: dict[int, int] = Counter()
            for broadcast_id, person_id, state, settled_at in copies:
                readers[broadcast_id].append(person_id)
                if state is DeliveryState.SENT and settled_at is not None:
                    arrived[broadcast_id].append(settled_at)
                unsettled[broadcast_id] += state is DeliveryState.WAITING
            wanted = {
                (here.id, *each.name): each.due_at
                for here in await session.scalars(select(Community))
                for each in wanted_in(here, self.notices, ENDS - timedelta(days=20))
            }
        return Got(
            self, broadcasts, rows, dict(readers), arrived, unsettled, quiet, declined, wanted
        )


@dataclass
class Got:
    """What everybody got of it, and what became of the rest."""

    year: Year
    broadcasts: Sequence[Broadcast]
    rows: Sequence[Occurrence]
    readers: dict[int, list[int]]
    arrived: dict[int, list[datetime]]
    """Broadcast → when each of its copies did."""
    unsettled: dict[int, int]
    """Broadcast → how many of its copies still wait."""
    quiet: set[int]
    declined: dict[int, set[Theme]]
    wanted: dict[tuple[int, str, str], datetime]

    def _zone(self, sent: Broadcast) -> ZoneInfo:
        return ZoneInfo(ZONES[self.year.regions[sent.community_id]])

    def _moment(self, sent: Broadcast) -> datetime:
        assert sent.confirmed_at is not None
        return sent.confirmed_at.astimezone(self._zone(sent))

    def themes(self, sent: Broadcast) -> set[Theme]:
        lead = next(row for row in self.rows if row.broadcast_id == sent.id)
        parts = [row for row in self.rows if row.merged_into_id == lead.id]
        return {theme_of(row.notice) for row in (lead, *parts)}

    def of_weight(self, weight: Weight) -> list[Broadcast]:
        return [sent for sent in self.broadcasts if sent.weight is weight]

    def by_reader(self, weight: Weight) -> dict[int, list[Broadcast]]:
        """Person → what they got, wherever they have a home, in order."""
        found: dict[int, list[Broadcast]] = defaultdict(list)
        for sent in sorted(self.of_weight(weight), key=self._moment):
            for person_id in self.readers.get(sent.id, ()):
                found[person_id].append(sent)
        return found

    def in_one_community(self, weight: Weight) -> dict[tuple[int, int], list[Broadcast]]:
        """Person and community → what they got there, in order."""
        found: dict[tuple[int, int], list[Broadcast]] = defaultdict(list)
        for person_id, had in self.by_reader(weight).items():
            for sent in had:
                found[person_id, sent.community_id].append(sent)
        return found

    def woken(self) -> list[str]:
        """What rang, or came routinely, at an hour that is nobody's business."""
        return [
            f"{sent.occasion} at {moment.astimezone(self._zone(sent)):%H:%M}"
            for sent in self.broadcasts
            for moment in {self._moment(sent), *self.arrived[sent.id]}
            if sent.weight is not Weight.URGENT and not self._is_decent(sent, moment)
        ]

    def _is_decent(self, sent: Broadcast, moment: datetime) -> bool:
        hours = quiet_hours(self.year.regions[sent.community_id])
        return hours.opens <= moment.astimezone(self._zone(sent)).time() < hours.closes

    def overnight(self) -> list[Broadcast]:
        """Those whose copies went out on several days."""
        return [
            sent
            for sent in self.broadcasts
            if len({each.astimezone(self._zone(sent)).date() for each in self.arrived[sent.id]}) > 1
        ]

    def over_budget(self) -> list[str]:
        found = []
        themes = {sent.id: self.themes(sent) for sent in self.of_weight(Weight.REMINDER)}
        for who, sent in self.by_reader(Weight.REMINDER).items():
            days = [self._moment(each).date() for each in sent]
            gaps = [(later - day).days for day, later in pairwise(days)]
            if min(gaps, default=BUDGET.days_between) < BUDGET.days_between:
                found.append(f"{who}: two in a week")
            for theme in Theme:
                said = zip(days, sent, strict=True)
                of_it = [day for day, each in said if theme in themes[each.id]]
                gaps = [(later - day).days for day, later in pairwise(of_it)]
                if min(gaps, default=14) < BUDGET.days_between_same_theme:
                    found.append(f"{who}: {theme} twice in a fortnight")
            if max(Counter(day.year for day in days).values(), default=0) > BUDGET.a_year:
                found.append(f"{who}: too many in a year")
        warned = {row.broadcast_id for row in self.rows if row.alert_id is not None}
        for there, sent in self.in_one_community(Weight.NOTICE).items():
            moments = [self._moment(each) for each in sent if each.id not in warned]
            if any(
                third - first < timedelta(days=1)
                for first, third in zip(moments, moments[2:], strict=False)
            ):
                found.append(f"{there}: three notices in a day")
        return found

    def twice(self) -> list[str]:
        told = Counter(
            (person_id, sent.community_id, sent.occasion)
            for sent in self.broadcasts
            for person_id in self.readers.get(sent.id, ())
        )
        return [f"{who} {count} times" for who, count in told.items() if count > 1]

    def against_their_wish(self) -> list[str]:
        return [
            f"{person_id}: {sent.occasion}"
            for sent in self.of_weight(Weight.REMINDER)
            for person_id in self.readers.get(sent.id, ())
            if person_id in self.quiet or self.themes(sent) <= self.declined[person_id]
        ]

    def lost(self) -> list[str]:
        """What went unsent without a person's word or a word to a person."""
        by_id = {row.id: row for row in self.rows}
        named = {(row.community_id, row.rule_id, row.key) for row in self.rows}
        # What was wanted before the first planning is nobody's loss.
        found = [
            f"{name} was never planned"
            for name, due_at in self.wanted.items()
            if BEGINS < due_at < ENDS and name not in named
        ]
        found += [
            f"{sent.occasion}: {self.unsettled[sent.id]} copies were neither sent nor given up"
            for sent in self.broadcasts
            if self.unsettled[sent.id] and self._moment(sent) < ENDS - timedelta(days=4)
        ]
        for row in self.rows:
            lead = by_id.get(row.merged_into_id) if row.merged_into_id else None
            accounted = {
                OccurrenceState.SENT: row.broadcast_id is not None,
                OccurrenceState.MERGED: (
                    lead is not None and lead.state in (OccurrenceState.SENT, *_WAITS)
                )
                or row.expires_at > ENDS - timedelta(days=4),
                OccurrenceState.SKIPPED: row.approved_by is not None,
                OccurrenceState.EXPIRED: row.id in self.year.told.expired,
                OccurrenceState.WITHDRAWN: row.id in self.year.told.withdrawn,
            }.get(row.state, row.expires_at > ENDS - timedelta(days=4))
            if not accounted:
                found.append(f"{row.rule_id} {row.key} is {row.state}")
        return found


_WAITS = (OccurrenceState.PLANNED, OccurrenceState.APPROVED)
