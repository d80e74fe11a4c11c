"""Who a broadcast reaches."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

import pytest
from sqlalchemy import select

from db.models import (
    Broadcast,
    Community,
    Delivery,
    HouseholdMark,
    Occurrence,
    OptOut,
    Person,
    Residency,
    Unit,
)
from db.vocabulary import (
    AudienceKind,
    BroadcastState,
    DeliveryState,
    HouseholdTag,
    Language,
    ResidentRole,
    Theme,
    Weight,
)
from reminders.audience import (
    Audience,
    count,
    count_by_language,
    count_of,
    people_in,
    sample_names,
)
from reminders.history import crowded
from reminders.notices import Notices, Readers
from tests.reminders.neighbourhood import (
    ALICE,
    BLOCK_3,
    BLOCK_5,
    BOB,
    EMERALD,
    HARBOUR,
    NOW,
    SUE,
    TOWER_A,
    Neighbourhood,
)
from tests.reminders.planning import planned

EVERYBODY = Audience.everybody()


async def _reached(neighbourhood: Neighbourhood, where: int, audience: Audience) -> list[int]:
    async with neighbourhood.database.reading() as session:
        people = people_in(where, audience)
        found = await session.scalars(select(Person.id).where(Person.id.in_(people)))
        reached = sorted(found)
        assert await count(session, where, audience) == len(reached)
        return reached


@pytest.fixture
async def housed(neighbourhood: Neighbourhood) -> Neighbourhood:
    """Alice in 3-12F (from the start) and 5-2B, Bob in 5-2B, Sue in the other community."""
    await neighbourhood.moves_in(ALICE, unit=3)
    await neighbourhood.moves_in(BOB, unit=3)
    await neighbourhood.moves_in(SUE, unit=4)
    return neighbourhood


@pytest.mark.parametrize(
    ("audience", "reached"),
    [
        (EVERYBODY, [ALICE, BOB]),
        (Audience(AudienceKind.BUILDING, (BLOCK_3,)), [ALICE]),
        (Audience(AudienceKind.BUILDING, (BLOCK_5,)), [ALICE, BOB]),
        (Audience(AudienceKind.BUILDING, (BLOCK_3, BLOCK_5)), [ALICE, BOB]),
        (Audience(AudienceKind.BUILDING, (TOWER_A,)), []),
        (Audience(AudienceKind.BUILDING), []),
        (Audience(AudienceKind.UNIT, (1,)), [ALICE]),
        (Audience(AudienceKind.UNIT, (2,)), []),
        (Audience(AudienceKind.UNIT, (4,)), []),
    ],
)
async def test_whom_it_reaches(
    housed: Neighbourhood, audience: Audience, reached: list[int]
) -> None:
    assert await _reached(housed, EMERALD, audience) == reached


async def test_who_moved_out_is_not_reached(housed: Neighbourhood) -> None:
    await housed.moves_out(BOB, unit=3)
    assert await _reached(housed, EMERALD, EVERYBODY) == [ALICE]
    await housed.moves_out(ALICE, unit=3)
    assert await _reached(housed, EMERALD, EVERYBODY) == [ALICE], "3-12F is still hers"


async def test_names_are_shown_in_the_managers_language(housed: Neighbourhood) -> None:
    async with housed.database.reading() as session:
        assert await sample_names(session, EMERALD, EVERYBODY, Language.EN) == [
            "Alice Chan",
            "Bob Lee",
        ]
        assert await sample_names(session, EMERALD, EVERYBODY, Language.HANS, limit=1) == ["陈雅丽"]
        assert await sample_names(session, HARBOUR, EVERYBODY, Language.HANS) == ["sue"]


@pytest.mark.parametrize(
    "audience",
    [
        EVERYBODY,
        Audience(AudienceKind.UNIT, (1, 2)),
        Audience(
            AudienceKind.FLOOR,
            floors=((BLOCK_3, "12"), (BLOCK_5, "B1")),
            roles=(ResidentRole.OWNER,),
            languages=(Language.EN,),
            tags=(HouseholdTag.PET, HouseholdTag.ELDER),
        ),
    ],
)
def test_an_audience_survives_the_database(audience: Audience) -> None:
    assert Audience.from_json(audience.to_json()) == audience


def test_what_a_notice_says_of_its_readers_is_an_audience_anywhere() -> None:
    assert Audience.of(None) == EVERYBODY
    readers = Readers(roles=(ResidentRole.OWNER,), tags=(HouseholdTag.GAS_HEATER,))
    meant = Audience(AudienceKind.ALL, roles=(ResidentRole.OWNER,), tags=(HouseholdTag.GAS_HEATER,))
    assert Audience.of(readers) == meant


Choice = TypeVar("Choice")


def some(random: Random, among: Sequence[Choice]) -> tuple[Choice, ...]:
    """None more often than not."""
    return tuple(random.sample(among, random.choice((0, 0, 0, 1, 2))))


def any_audience(random: Random, units: Sequence[Unit]) -> Audience:
    kind = random.choice(list(AudienceKind))
    buildings = some(random, (BLOCK_3, BLOCK_5, TOWER_A))
    ids = {
        AudienceKind.BUILDING: buildings,
        AudienceKind.UNIT: some(random, [unit.id for unit in units]),
    }
    floors = some(random, sorted({(unit.building_id, unit.floor) for unit in units}))
    return Audience(
        kind,
        ids.get(kind, ()),
        floors=floors if kind is AudienceKind.FLOOR else (),
        roles=some(random, list(ResidentRole)),
        languages=some(random, list(Language)),
        tags=some(random, list(HouseholdTag)),
    )


class Ledger:
    """The same question, asked of plain rows."""

    def __init__(
        self,
        units: Sequence[Unit],
        people: Sequence[Person],
        homes: Sequence[Residency],
        marks: Sequence[HouseholdMark],
        declined: Sequence[OptOut],
    ) -> None:
        self.units = {unit.id: unit for unit in units}
        self.people = {person.id: person for person in people}
        self.homes = [home for home in homes if home.until is None]
        lives = {(home.person_id, home.unit_id) for home in self.homes}
        self.tags = {
            (mark.unit_id, mark.tag) for mark in marks if (mark.person_id, mark.unit_id) in lives
        }
        self.declined = {(each.person_id, each.theme) for each in declined}

    def reached(self, audience: Audience, weight: Weight, themes: Collection[Theme]) -> list[int]:
        found = {home.person_id for home in self.homes if self._meets(home, audience)}
        if weight is Weight.REMINDER:
            found = {
                each
                for each in found
                if not self.people[each].quiet
                and not (themes and self.declined.issuperset((each, theme) for theme in themes))
            }
        return sorted(found)

    def _meets(self, home: Residency, audience: Audience) -> bool:
        unit = self.units[home.unit_id]
        place = {
            AudienceKind.ALL: True,
            AudienceKind.BUILDING: unit.building_id in audience.ids,
            AudienceKind.FLOOR: (unit.building_id, unit.floor) in audience.floors,
            AudienceKind.UNIT: unit.id in audience.ids,
        }[audience.kind]
        return (
            unit.building_id != TOWER_A
            and place
            and (not audience.roles or home.role in audience.roles)
            and (
                not audience.languages or self.people[home.person_id].language in audience.languages
            )
            and (not audience.tags or any((unit.id, tag) in self.tags for tag in audience.tags))
        )


async def a_street(neighbourhood: Neighbourhood, random: Random) -> None:
    """Sixty neighbours with homes, roles, languages, tags and wishes of every sort."""
    await neighbourhood.welcome(60)
    ids = range(101, 161)
    rows: list[Residency | HouseholdMark | OptOut] = []
    for id_ in ids:
        for unit in random.sample((1, 3, 4), random.choice((0, 1, 2))):
            gone = NOW if random.random() < 0.2 else None
            role = random.choice(list(ResidentRole))
            rows.append(Residency(person_id=id_, unit_id=unit, role=role, since=NOW, until=gone))
        for unit, tag in random.sample(
            [(unit, tag) for unit in (1, 2, 3, 4) for tag in HouseholdTag], 2
        ):
            rows.append(HouseholdMark(person_id=id_, unit_id=unit, tag=tag, since=NOW))
        rows += [
            OptOut(person_id=id_, theme=theme, since=NOW) for theme in some(random, list(Theme))
        ]
    await neighbourhood.add(*rows)
    for id_ in random.sample(ids, 10):
        await neighbourhood.change(Person, id_, quiet=True)


async def test_every_combination_reaches_whom_a_plain_look_at_the_rows_finds(
    housed: Neighbourhood,
) -> None:
    random = Random(20261126)
    await a_street(housed, random)
    units = await housed.all(Unit)
    ledger = Ledger(
        units,
        await housed.all(Person),
        await housed.all(Residency),
        await housed.all(HouseholdMark),
        await housed.all(OptOut),
    )
    sizes = set()
    async with housed.database.reading() as session:
        for _ in range(150):
            audience = any_audience(random, units)
            weight, themes = random.choice(list(Weight)), some(random, list(Theme))
            chosen = people_in(EMERALD, audience, weight=weight, themes=themes)
            found = sorted(await session.scalars(chosen))
            assert found == ledger.reached(audience, weight, themes), (audience, themes)
            assert await count(session, EMERALD, audience, weight=weight, themes=themes) == len(
                found
            )
            by_language = await count_by_language(
                session, EMERALD, audience, weight=weight, themes=themes
            )
            assert sum(by_language.values()) == len(found)
            sizes.add(len(found))
    assert len(sizes) > 15, "they are told apart"


async def test_a_household_counts_while_whoever_declared_it_lives_there(
    housed: Neighbourhood,
) -> None:
    heaters = Audience(AudienceKind.ALL, tags=(HouseholdTag.GAS_HEATER,))
    mark = HouseholdMark(person_id=BOB, unit_id=3, tag=HouseholdTag.GAS_HEATER, since=NOW)
    await housed.add(mark)
    assert await _reached(housed, EMERALD, heaters) == [ALICE, BOB], "one home, one heater"
    await housed.moves_out(BOB, unit=3)
    assert await _reached(housed, EMERALD, heaters) == []


ELDERS = "cold.elders:小寒@2027"


async def _told_in_the_harbour(
    housed: Neighbourhood,
    copy: DeliveryState,
    state: BroadcastState = BroadcastState.DONE,
    on: datetime = NOW,
) -> None:
    """Alice, who has a flat there, too."""
    await housed.moves_in(ALICE, unit=4)
    await housed.add(
        Broadcast(
            id=7,
            community_id=HARBOUR,
            occasion=ELDERS,
            audience={},
            texts={},
            silent=True,
            weight=Weight.REMINDER,
            theme=Theme.COLD,
            state=state,
            created_at=on,
            confirmed_at=on,
        ),
        Delivery(broadcast_id=7, person_id=ALICE, state=copy),
    )


@pytest.mark.parametrize(
    ("weight", "reached"), [(Weight.REMINDER, [BOB]), (Weight.NOTICE, [ALICE, BOB])]
)
async def test_with_two_homes_one_is_reminded_once(
    housed: Neighbourhood, weight: Weight, reached: list[int]
) -> None:
    await _told_in_the_harbour(housed, DeliveryState.SENT)
    told = {"audience": {}, "texts": {}, "silent": True, "created_at": NOW}
    await housed.add(Broadcast(id=8, community_id=EMERALD, occasion=ELDERS, **told))
    async with housed.database.reading() as session:
        chosen = people_in(EMERALD, EVERYBODY, weight=weight, occasion=ELDERS)
        assert sorted(await session.scalars(chosen)) == reached
        other = people_in(EMERALD, EVERYBODY, weight=weight, occasion="cold.elders:大寒@2027")
        assert sorted(await session.scalars(other)) == [ALICE, BOB]


@pytest.mark.parametrize(
    ("copy", "state", "reached"),
    [
        (DeliveryState.WAITING, BroadcastState.SENDING, [BOB]),
        (DeliveryState.WAITING, BroadcastState.CANCELLED, [ALICE, BOB]),
        (DeliveryState.SENT, BroadcastState.CANCELLED, [BOB]),
        (DeliveryState.IN_DOUBT, BroadcastState.DONE, [BOB]),
        (DeliveryState.FAILED, BroadcastState.DONE, [ALICE, BOB]),
        (DeliveryState.UNREACHABLE, BroadcastState.DONE, [ALICE, BOB]),
    ],
)
async def test_what_never_came_elsewhere_comes_here(
    housed: Neighbourhood, copy: DeliveryState, state: BroadcastState, reached: list[int]
) -> None:
    await _told_in_the_harbour(housed, copy, state)
    async with housed.database.reading() as session:
        chosen = people_in(EMERALD, EVERYBODY, weight=Weight.REMINDER, occasion=ELDERS)
        assert sorted(await session.scalars(chosen)) == reached


@pytest.mark.parametrize(("days", "reached"), [(0, [BOB]), (6, [BOB]), (7, [ALICE, BOB])])
async def test_with_two_homes_one_has_one_reminder_a_week(
    housed: Neighbourhood, days: int, reached: list[int]
) -> None:
    assert await _reminded_of(housed, Theme.THEFT, days) == reached


@pytest.mark.parametrize(("days", "reached"), [(13, [BOB]), (14, [ALICE, BOB])])
async def test_with_two_homes_one_has_one_reminder_of_a_theme_in_a_fortnight(
    housed: Neighbourhood, days: int, reached: list[int]
) -> None:
    assert await _reminded_of(housed, Theme.COLD, days) == reached


async def _reminded_of(housed: Neighbourhood, theme: Theme, days: int) -> list[int]:
    """Who would be, so many days after the harbour's of the cold."""
    await _told_in_the_harbour(housed, DeliveryState.SENT, on=NOW - timedelta(days=days))
    async with housed.database.reading() as session:
        community = await session.get_one(Community, EMERALD)
        chosen = people_in(
            EMERALD,
            EVERYBODY,
            weight=Weight.REMINDER,
            occasion="theft.fraud:planted",
            crowded=await crowded(session, community, [theme], NOW),
        )
        return sorted(await session.scalars(chosen))


@pytest.mark.parametrize(("days", "reached"), [(6, 1), (7, 2)])
async def test_what_is_to_come_counts_nobody_who_will_have_had_enough_on_its_day(
    housed: Neighbourhood, notices: Notices, days: int, reached: int
) -> None:
    await planned(housed, notices)
    row = (await housed.all(Occurrence, community_id=EMERALD, notice="theft.fraud"))[0]
    due_at = NOW + timedelta(days=days)
    await housed.change(Occurrence, row.id, due_at=due_at)
    await _told_in_the_harbour(housed, DeliveryState.SENT)
    async with housed.database.reading() as session:
        community = await session.get_one(Community, EMERALD)
        row = await session.get_one(Occurrence, row.id)
        notice = notices.by_id[row.notice]
        assert await count_of(session, row, notice, community, NOW) == reached
        late = due_at + timedelta(days=1)
        assert await count_of(session, row, notice, community, late) == 2
