"""A place that was said is linked to the community's own, or asked about with what is near."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.places import NOWHERE, Place, building_named, buildings_meant, find_unit, locate
from db import people
from db.models import Building, Community, Unit
from db.session import Database
from intents import read_slots


@pytest.fixture
async def session(greenlake: Database) -> AsyncIterator[AsyncSession]:
    async with greenlake.transaction() as session:
        yield session


@pytest.fixture
async def community(session: AsyncSession) -> Community:
    return (await session.scalars(select(Community))).one()


@pytest.fixture
async def home(session: AsyncSession, community: Community) -> Unit:
    """Alice's, 3-12F."""
    return await unit(session, community, "3棟12樓F")


async def unit(session: AsyncSession, community: Community, said: str) -> Unit:
    found = await find_unit(session, read_slots(said), community.id)
    assert found is not None
    return found


async def located(
    session: AsyncSession, said: str, community_id: int, homes: list[Unit], needs: str
) -> Place:
    return await locate(session, said, read_slots(said), community_id, homes, needs)


def buildings(*codes: str) -> list[Building]:
    return [
        Building(code=code, aliases=[], names={"en": f"Block {code}", "zh-Hant": f"{code}棟"})
        for code in codes
    ]


@pytest.mark.parametrize(
    "said",
    ["3棟12樓F", "3-12F", "三棟十二樓F室", "tower 3 unit 12F", "Flat F, 12/F, Block 3", "03-12F"],
)
async def test_a_unit_is_linked_however_it_is_written(
    session: AsyncSession, community: Community, home: Unit, said: str
) -> None:
    place = await located(session, said, community.id, [], "unit")
    assert place == Place.of_unit(home)
    assert await find_unit(session, read_slots(said), community.id) == home


async def test_a_floor_is_in_the_speakers_own_building(
    session: AsyncSession, community: Community, home: Unit
) -> None:
    place = await located(session, "5樓電梯壞了", community.id, [home], "building")
    assert place == Place(building_id=home.building_id, floor="5", room="lift")


WRONG = [
    # a door that is not on its floor: the nearest doors
    ("3棟12樓G", "5-1A", ("3-12F", "3-12E", "3-12D")),
    # the speaker's own before all others
    ("3棟12樓G", "3-12A", ("3-12A", "3-12F", "3-12E")),
    # a floor that is not there: the same signs the other way round, one too many
    ("3棟21樓F", "5-1A", ("3-12F",)),
    ("3棟112樓F", "5-1A", ("3-12F",)),
    ("3棟99樓F", "5-1A", ("3-9F",)),
    ("3棟87樓F", "5-1A", ()),
    # a floor alone
    ("3棟99樓", "3-12F", ("3-12F",)),
    # a building that is not there
    ("33棟12樓F", "5-1A", ("3",)),
    ("33棟12樓F", "3-12F", ("3-12F", "3")),
    ("8棟12樓F", "5-1A", ()),
    ("8棟12樓F", "3-12F", ("3-12F",)),
]


@pytest.mark.parametrize(("said", "home_said", "guesses"), WRONG)
async def test_what_is_not_there_is_asked_about(
    session: AsyncSession,
    community: Community,
    said: str,
    home_said: str,
    guesses: tuple[str, ...],
) -> None:
    own = await unit(session, community, home_said)
    place = await located(session, said, community.id, [own], "building")
    assert not place.known
    assert place.unit_id is None
    assert place.guesses == guesses
    assert place.said == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("您好，7棟5樓B的水龍頭漏水，麻煩快一點", "7棟5樓B"),
        ("七棟五樓B室漏水", "七棟五樓B"),
        ("the tap in Block 33, 12/F, Flat F is dripping", "Block 33, 12/F, Flat F"),
        ("12樓F漏水，是33棟", "12樓F漏水，是33棟"),
        ("３３棟停電", "３３棟"),
    ],
)
async def test_what_is_not_there_is_told_in_the_owners_words(
    session: AsyncSession, community: Community, text: str, said: str
) -> None:
    assert (await located(session, text, community.id, [], "building")).said == said


@pytest.mark.parametrize("said", ["3棟12樓", "3棟", "3棟地下", "3棟B1", "電梯壞了"])
async def test_what_may_be_there_is_not_asked_about(
    session: AsyncSession, community: Community, said: str
) -> None:
    place = await located(session, said, community.id, [], "anywhere")
    assert place.known
    assert place.guesses == ()


async def test_a_matter_without_place_has_none(
    session: AsyncSession, community: Community, home: Unit
) -> None:
    assert await located(session, "9棟9樓Z", community.id, [home], "none") == NOWHERE


async def test_guesses_are_no_column(session: AsyncSession, community: Community) -> None:
    place = await located(session, "33棟", community.id, [], "building")
    assert place.guesses == ("3",)
    assert "guesses" not in place.fields()


async def test_nobody_is_led_into_another_community(
    session: AsyncSession, community: Community
) -> None:
    place = await located(session, "33棟", community.id + 1, [], "building")
    assert place.guesses == ()
    assert await people.buildings_of(session, community.id + 1) == []


@pytest.mark.parametrize(
    ("said", "codes", "named", "meant"),
    [
        ("3", ("3", "8"), "3", ("3",)),
        ("8", ("3", "5"), None, ()),
        ("03", ("3", "5"), "3", ("3",)),
        ("33", ("3", "5"), None, ("3",)),
        ("21", ("2", "12"), None, ("12",)),
        ("A", ("A1", "A2", "B1"), None, ("A1", "A2")),
        ("1", ("10", "11", "12"), None, ()),
        ("B", ("A", "C"), None, ()),
    ],
)
def test_codes_of_buildings(
    said: str, codes: tuple[str, ...], named: str | None, meant: tuple[str, ...]
) -> None:
    there = buildings(*codes)
    found = building_named(said, there)
    assert (found.code if found else None) == named
    assert buildings_meant(said, there) == meant


@pytest.mark.parametrize(
    "said", ["家裡沒水了", "我家没电", "屋企冇水", "no water at home", "my flat has no power"]
)
async def test_at_home_is_where_the_speaker_lives(
    session: AsyncSession, community: Community, home: Unit, said: str
) -> None:
    place = await located(session, said, community.id, [home], "building")
    assert place == Place.of_unit(home)
    assert not (await located(session, said, community.id, [], "building")).known


@pytest.mark.parametrize(
    "said",
    [
        "我家樓下很吵",
        "家裡有老人，電梯壞了",
        "我家門口的燈壞了",
        "the hall of my home block is dark",
    ],
)
async def test_near_home_is_not_at_home(
    session: AsyncSession, community: Community, home: Unit, said: str
) -> None:
    assert (await located(session, said, community.id, [home], "building")).unit_id is None
