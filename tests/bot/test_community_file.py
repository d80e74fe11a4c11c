"""A community in a file: read with every mistake named, loaded as often as one likes."""

from collections.abc import AsyncIterator, Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from bot.community_file import CommunityFile, CommunityFileError, load, read
from db import people
from db.models import Base, Building, Community, Membership, Person, Residency, Team, Unit
from db.session import Database
from db.vocabulary import DispatchMode, Language, Region, StaffRole, TeamCode
from tests.bot.conftest import NOW

NAMES = {"zh-Hant": "三棟", "zh-Hans": "三栋", "en": "Block 3"}

SMALL: dict[str, Any] = {
    "code": "small",
    "names": NAMES,
    "region": "HK",
    "language": "zh-Hant",
    "timezone": "Asia/Hong_Kong",
    "office": {"phone": "2345 6789", "opens": "09:00", "closes": "18:00"},
    "facts": {"pool_hours": NAMES},
    "buildings": [{"code": "3", "names": NAMES, "floors": "1-2", "doors": ["A", "B"]}],
    "teams": {code.value: NAMES for code in TeamCode},
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """The small community with changes, `office__opens="…"` for one inside; as a file."""

    def written(*, without: str | None = None, **changes: Any) -> Path:
        content = deepcopy(SMALL)
        for where, value in changes.items():
            *into, last = where.split("__")
            place: Any = content
            for step in into:
                place = place[int(step) if step.isdigit() else step]
            place[last] = value
        if without:
            del content[without]
        path = tmp_path / "community.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return written


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    """Tables, and nobody in them."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


async def loaded(database: Database, file: CommunityFile) -> None:
    async with database.transaction() as session:
        await load(session, file, NOW)


async def counted(database: Database) -> dict[str, int]:
    async with database.reading() as session:
        return {
            model.__name__: (
                await session.execute(select(func.count()).select_from(model))
            ).scalar_one()
            for model in (Community, Team, Building, Unit)
        }


def mistakes(path: Path) -> list[str]:
    with pytest.raises(CommunityFileError) as caught:
        read(path)
    return caught.value.mistakes


# --- the demo ---------------------------------------------------------------------------------


async def test_the_demo_is_a_community_with_all_its_homes(
    greenlake: Database, demo: CommunityFile
) -> None:
    assert await counted(greenlake) == {"Community": 1, "Team": 5, "Building": 5, "Unit": 540}
    async with greenlake.reading() as session:
        (community,) = await people.communities(session)
        blocks = await people.buildings_of(session, community.id)
        home = await people.unit_at(session, blocks[2].id, "12", "F")
    assert home is not None
    assert home.code == "3-12F"
    assert community.region is Region.TW
    assert [community.name(each) for each in Language] == [
        "翠湖花園",
        "翠湖花园",
        "Greenlake Gardens",
    ]
    assert set(community.facts) == set(demo.facts)
    assert len(community.facts) > 10


async def test_the_cast_sit_in_their_homes_and_at_their_posts(greenlake: Database) -> None:
    async with greenlake.reading() as session:
        cast = {
            account: await people.by_telegram_id(session, account)
            for account in (1001, 1002, 1003, 1004)
        }
        homes = {key: [at.unit.code for at in who.residencies] for key, who in cast.items() if who}
        posts = {
            key: [(post.role, post.team.code if post.team else None) for post in who.memberships]
            for key, who in cast.items()
            if who
        }
    assert homes == {1001: ["3-12F"], 1002: [], 1003: [], 1004: []}
    assert posts == {
        1001: [],
        1002: [(StaffRole.STAFF, TeamCode.REPAIRS)],
        1003: [(StaffRole.SUPERVISOR, None)],
        1004: [(StaffRole.MANAGER, None)],
    }


async def test_the_cast_are_called_by_their_names_in_every_language(greenlake: Database) -> None:
    async with greenlake.reading() as session:
        alice = await people.by_telegram_id(session, 1001)
    assert alice is not None
    assert [alice.called(each) for each in Language] == ["陳雅麗", "陈雅丽", "Alice Chan"]


async def test_charlie_is_not_of_the_cast(greenlake: Database) -> None:
    async with greenlake.reading() as session:
        assert await people.by_telegram_id(session, 1005) is None
        assert (await session.execute(select(func.count()).select_from(Person))).scalar_one() == 4


async def test_loading_without_the_cast_seats_nobody(empty: Database, demo: CommunityFile) -> None:
    """On the real messenger these account numbers belong to strangers."""
    await loaded(empty, demo)
    async with empty.reading() as session:
        for model in (Person, Residency, Membership):
            assert (await session.scalars(select(model))).all() == []
        groups = (await session.scalars(select(Team.forum_chat_id))).all()
    assert set(groups) == {None}


# --- loading ----------------------------------------------------------------------------------


async def test_loading_twice_doubles_nothing(greenlake: Database, demo: CommunityFile) -> None:
    before = await counted(greenlake)
    await loaded(greenlake, demo)
    assert await counted(greenlake) == before


async def test_loading_twice_keeps_the_group_that_was_linked(
    greenlake: Database, demo: CommunityFile
) -> None:
    await loaded(greenlake, demo)
    async with greenlake.reading() as session:
        groups = (await session.scalars(select(Team.forum_chat_id))).all()
    assert set(groups) == {demo.cast_group}


async def test_what_the_file_says_now_is_what_holds(empty: Database, write: Write) -> None:
    await loaded(empty, read(write()))
    renamed = NAMES | {"en": "Tower Three"}
    await loaded(
        empty,
        read(
            write(
                office__phone="2999 0000",
                names=renamed,
                teams__repairs=renamed,
                buildings__0__names=renamed,
                buildings__0__aliases=["C"],
                facts={},
            )
        ),
    )
    async with empty.reading() as session:
        (community,) = await people.communities(session)
        (block,) = await people.buildings_of(session, community.id)
        repairs = await people.team(session, community.id, TeamCode.REPAIRS)
    assert community.office_phone == "2999 0000"
    assert community.facts == {}
    assert block.aliases == ["C"]
    assert {each.name(Language.EN) for each in (community, block, repairs)} == {"Tower Three"}


async def test_whom_to_turn_to_is_known_in_every_language(empty: Database, write: Write) -> None:
    await loaded(empty, read(write(contacts={"utility": NAMES})))
    async with empty.reading() as session:
        (community,) = await people.communities(session)
    assert community.contacts == {"utility": NAMES}


async def test_days_off_of_its_own(empty: Database, write: Write) -> None:
    own = {date(2027, 2, 11): False, date(2027, 2, 20): "workday", "2027-04-06": "off"}
    await loaded(empty, read(write(holidays=own)))
    async with empty.reading() as session:
        (community,) = await people.communities(session)
    assert community.holidays == {
        "2027-02-11": "off",
        "2027-02-20": "workday",
        "2027-04-06": "off",
    }
    await loaded(empty, read(write()))
    async with empty.reading() as session:
        (community,) = await people.communities(session)
    assert community.holidays == {}


async def test_new_homes_are_added_and_old_ones_stay(empty: Database, write: Write) -> None:
    """Tickets may speak of them."""
    await loaded(empty, read(write()))
    await loaded(empty, read(write(buildings__0__floors="2-3", buildings__0__doors=["B", "C"])))
    async with empty.reading() as session:
        units = {unit.code for unit in await session.scalars(select(Unit))}
    assert units == {"3-1A", "3-1B", "3-2A", "3-2B", "3-2C", "3-3B", "3-3C"}


async def test_two_communities_live_side_by_side(empty: Database, write: Write) -> None:
    await loaded(empty, read(write()))
    await loaded(empty, read(write(code="another")))
    assert await counted(empty) == {"Community": 2, "Team": 10, "Building": 2, "Unit": 8}


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "floors"),
    [
        ("1-3", ["1", "2", "3"]),
        ("7-7", ["7"]),
        (" 1 - 2 ", ["1", "2"]),
        (["G", 1, 2], ["G", "1", "2"]),
        (["B1", "1"], ["B1", "1"]),
    ],
)
def test_floors_are_a_span_or_a_list(write: Write, written: object, floors: list[str]) -> None:
    assert read(write(buildings__0__floors=written)).buildings[0].floors == floors


def test_numbers_may_be_written_without_quotes(write: Write) -> None:
    file = read(write(buildings__0__code=3, buildings__0__doors=[1, 2], office__phone=23456789))
    assert (file.buildings[0].code, file.buildings[0].doors) == ("3", ["1", "2"])
    assert file.office.phone == "23456789"


def test_facts_may_stand_in_a_file_of_their_own(write: Write, tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text(yaml.safe_dump({"facts": {"gym_hours": NAMES}}), encoding="utf-8")
    assert set(read(write(facts="facts.yaml")).facts) == {"gym_hours"}


@pytest.mark.parametrize(
    ("changes", "where", "what"),
    [
        ({"code": None}, "code", "string"),
        ({"names": {"zh-Hant": "三棟", "en": "Block 3"}}, "names.zh-Hans", "required"),
        ({"names": NAMES | {"fr": "Bloc 3"}}, "names.fr", "not permitted"),
        ({"region": "US"}, "region", "'TW', 'HK' or 'CN'"),
        ({"language": "fr"}, "language", "'zh-Hant', 'zh-Hans' or 'en'"),
        ({"timezone": "Asia/Atlantis"}, "file", "'Asia/Atlantis' is not a name like Asia/Taipei"),
        ({"timezone": "+08:00"}, "file", "is not a name like Asia/Taipei"),
        ({"office__opens": "18:00"}, "file", "opens at 18:00 and closes at 18:00 never works"),
        ({"holidays": {"2027-02-11": "on"}}, "holidays.2027-02-11", "is off, or a workday"),
        ({"holidays": {"2027-02-30": "off"}}, "holidays.2027-02-30", "date"),
        ({"office__opens": "nine"}, "office.opens", "with the quotes"),
        ({"office__closes": "25:00"}, "office.closes", "with the quotes"),
        ({"office": {"phone": "1", "opens": "09:00"}}, "office.closes", "required"),
        ({"facts__pool_hours": "06:00"}, "facts.pool_hours", "dictionary"),
        ({"contacts": {"weather": NAMES}}, "contacts.weather", "utility"),
        ({"buildings__0__floors": "one-two"}, "buildings.0.floors", "write 1-18, or a list"),
        ({"buildings__0__floors": "-2"}, "buildings.0.floors", "write 1-18, or a list"),
        ({"buildings__0__floors": 12}, "buildings.0.floors", "list"),
        ({"buildings__0__floors": "12"}, "buildings.0.floors", "list"),
        ({"buildings__0__doors": "A"}, "buildings.0.doors", "list"),
        ({"buildings": [SMALL["buildings"][0]] * 2}, "file", "buildings: 3 named twice"),
        ({"buildings__0__floors": "1-10001"}, "file", "more than 20000 units"),
        ({"teams": {"repairs": NAMES}}, "file", "security, cleaning, greening, service missing"),
        ({"teams__plumbers": NAMES}, "teams.plumbers", "'repairs', 'security'"),
        ({"cast": [{"account": "alice", "names": NAMES}]}, "cast.0.account", "integer"),
        ({"cast": [{"account": 1, "names": NAMES, "role": "king"}]}, "cast.0.role", "'staff'"),
        ({"cast_group": "ours"}, "cast_group", "integer"),
        ({"office__fax": "2345"}, "office.fax", "not permitted"),
        ({"swimming_pool": True}, "swimming_pool", "not permitted"),
    ],
    ids=str,
)
def test_a_mistake_is_a_sentence_that_says_where(
    write: Write, changes: dict[str, Any], where: str, what: str
) -> None:
    told = mistakes(write(**changes))
    assert len(told) == 1
    assert told[0].startswith(f"community.yaml: {where}")
    assert what in told[0]


@pytest.mark.parametrize("missing", sorted(SMALL))
def test_nothing_may_be_left_out(write: Write, missing: str) -> None:
    assert mistakes(write(without=missing)) == [f"community.yaml: {missing}: Field required"]


def test_all_mistakes_are_told_at_once(write: Write) -> None:
    told = mistakes(write(region="US", language="fr", office__fax="1", buildings__0__floors="x-y"))
    assert len(told) == 4


def test_what_does_not_fit_together_is_told_together(write: Write) -> None:
    (told,) = mistakes(write(timezone="Asia/Atlantis", teams={}, buildings__0__floors="1-20000"))
    assert "Asia/Atlantis" in told
    assert "repairs, security, cleaning, greening, service missing" in told
    assert "more than 20000 units" in told


@pytest.mark.parametrize(
    "content", [b"", b"- a\n- list\n", b"just words", b"names: [unclosed", b"code: \xff\xfe"]
)
def test_what_is_no_community_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "community.yaml"
    path.write_bytes(content)
    (told,) = mistakes(path)
    assert told.startswith("community.yaml: ")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    (told,) = mistakes(tmp_path / "nowhere.yaml")
    assert told.startswith("nowhere.yaml: ")


def test_facts_that_are_not_there_are_told(write: Write) -> None:
    (told,) = mistakes(write(facts="nowhere.yaml"))
    assert told.startswith("nowhere.yaml: ")


def test_a_file_may_not_run_anything(tmp_path: Path) -> None:
    path = tmp_path / "community.yaml"
    path.write_text("code: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    (told,) = mistakes(path)
    assert "could not determine a constructor" in told


# --- how tickets are given out ----------------------------------------------------------------


async def test_a_team_gives_its_tickets_out_as_the_file_says(empty: Database, write: Write) -> None:
    async def modes() -> dict[TeamCode, DispatchMode]:
        async with empty.reading() as session:
            return {team.code: team.dispatch for team in await session.scalars(select(Team))}

    await loaded(empty, read(write(teams__repairs=NAMES | {"dispatch": "round_robin"})))
    assert (await modes())[TeamCode.REPAIRS] is DispatchMode.ROUND_ROBIN
    assert (await modes())[TeamCode.SECURITY] is DispatchMode.CLAIM
    await loaded(empty, read(write()))
    assert (await modes())[TeamCode.REPAIRS] is DispatchMode.ROUND_ROBIN, "left out, it stays"
    await loaded(empty, read(write(teams__repairs=NAMES | {"dispatch": "assign"})))
    assert (await modes())[TeamCode.REPAIRS] is DispatchMode.ASSIGN


@pytest.mark.parametrize("mode", ["round robin", "搶單", "", 3])
def test_an_unknown_way_to_give_tickets_out_names_its_line_and_the_ways_there_are(
    write: Write, mode: object
) -> None:
    path = write(teams__repairs=NAMES | {"dispatch": mode})
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next(number for number, each in enumerate(lines, 1) if "dispatch:" in each)
    (told,) = mistakes(path)
    assert told.startswith("community.yaml: teams.repairs.dispatch: ")
    assert repr(mode) in told
    assert "write claim" in told
    assert told.endswith(f"(line {line})")


async def test_where_its_official_warnings_come_from_is_kept(write: Write, empty: Database) -> None:
    for area, kept in (({"hko": ""}, {"hko": ""}), ({}, {})):
        async with empty.transaction() as session:
            community = await load(session, read(write(area=area)), NOW)
            assert community.area == kept


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ({"hko": "九龍"}, "the Observatory warns for all of Hong Kong"),
        ({"ncdr": "臺北市"}, "it does not warn HK (hko does)"),
        ({"cma": "440300"}, "it does not warn HK (hko does)"),
        ({"bbc": "London"}, "area.bbc"),
    ],
)
def test_a_place_whose_warnings_nobody_could_hear_is_a_mistake(
    write: Write, area: dict[str, str], said: str
) -> None:
    with pytest.raises(CommunityFileError, match=said.replace("(", r"\(").replace(")", r"\)")):
        read(write(area=area))
