"""Who a broadcast reaches."""

import pytest
from sqlalchemy import select

from db.models import Person
from db.vocabulary import AudienceKind, Language
from reminders.audience import Audience, count, people_in, sample_names
from tests.reminders.neighbourhood import (
    ALICE,
    BLOCK_3,
    BLOCK_5,
    BOB,
    EMERALD,
    HARBOUR,
    SUE,
    TOWER_A,
    Neighbourhood,
)

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


@pytest.mark.parametrize("audience", [EVERYBODY, Audience(AudienceKind.UNIT, (1, 2))])
def test_an_audience_survives_the_database(audience: Audience) -> None:
    assert Audience.from_json(audience.to_json()) == audience
