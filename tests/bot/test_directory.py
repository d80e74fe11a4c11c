"""Whoever of the staff is named in a message is found, and a neighbour of that name is not."""

import re
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.directory import Mentioned, about, mentioned, mentioned_in
from bot.texts import FOLDER
from db import people
from db.models import Community, Membership, Person, Team
from db.session import Database
from db.vocabulary import Language, StaffRole, TeamCode
from intents import Category, Evidence, Kind, Understanding, read_slots
from tests.bot.conftest import NOW

LAM, SECURITY, SERVICE = 7, 1, 2
STAFF = [
    Person(id=1, name="Bob", names={"zh-Hant": "李保", "en": "Bob Lee"}),
    Person(id=2, name="sue", names={"zh-Hant": "蘇敏", "en": "Sue So"}),
    Person(id=3, name="Chan Wing", names=None),
    Person(id=LAM, name="林志華", names=None),
]
TEAMS = [
    Team(id=SECURITY, code=TeamCode.SECURITY, names={"zh-Hant": "保全組", "en": "Security"}),
    Team(id=SERVICE, code=TeamCode.SERVICE, names={"zh-Hant": "客服部", "en": "Front desk"}),
]


def heard(text: str, category: Category = Category.STAFF_ATTITUDE) -> Understanding:
    """A complaint, with everything that is read from its words."""
    return Understanding(
        Kind.COMPLAINT, category, False, 0.9, True, Evidence("", "", 0.0), slots=read_slots(text)
    )


def named(text: str, category: Category = Category.STAFF_ATTITUDE) -> tuple[Mentioned, ...]:
    return mentioned_in(text, heard(text, category), STAFF, TEAMS)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("林師傅態度很差", LAM),
        ("林師父修了三次都沒好", LAM),
        ("林志華態度很差", LAM),
        ("小林很懶", LAM),
        ("阿華成日遲到", LAM),
        ("Mr Lam was rude to me", LAM),
        ("陳師傅態度差", 3),
        ("林生態度差", LAM),
        ("我要投訴李保", 1),
        ("不要派李保來", 1),
        ("我看到李保在抽菸", 1),
        ("昨天李保态度很差", 1),
        ("我要檢舉蘇敏收回扣", 2),
        ("關於蘇敏的態度，我要投訴", 2),
        ("Mr Lee never came", 1),
        ("Bob was rude to me", 1),
        ("help, bob attacked me", 1),
        ("Bob stabbed me", 1),
        ("Sue overcharged me", 2),
        ("昨天Sue罵我", 2),
        ("Auntie Sue shouted at me", 2),
        ("Sue So shouted at me", 2),
    ],
)
def test_staff_are_named_in_many_ways(text: str, who: int) -> None:
    (found,) = named(text)
    assert (found.people, found.team_id, found.sure) == ((who,), None, True)


def _titles(language: Language) -> set[str]:
    """How those who work here are called in what the bot says to them."""
    said = (FOLDER / language / "manager.j2").read_text(encoding="utf-8")
    return set(re.findall(r'"(?:supervisor|manager|director)": "([^"]+)"', said)) | (
        set(re.findall(r'get\(role, "([^"]+)"\)', said)) if language is not Language.EN else set()
    )


@pytest.mark.parametrize("language", Language)
def test_every_office_that_the_bot_speaks_of_is_a_title(language: Language) -> None:
    titles = _titles(language)
    assert len(titles) >= 3
    for title in titles:
        text = f"{title} So was rude" if language is Language.EN else f"蘇{title}態度惡劣"
        (found,) = named(text)
        assert (found.people, found.sure) == ((2,), True), title


@pytest.mark.parametrize("text", ["白班長期沒人", "the manager was rude", "主管態度差"])
def test_an_office_without_a_name_names_nobody(text: str) -> None:
    assert read_slots(text).who in (None, "manager", "supervisor")
    assert about(named(text)) == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [("林志樺態度很差", LAM), ("Chan Wign never came", 3), ("黎師傅沒有來", 1)],
)
def test_a_slip_is_a_guess(text: str, who: int) -> None:
    (found,) = named(text)
    assert (found.people, found.sure) == ((who,), False)


@pytest.mark.parametrize(
    "text",
    [
        "行李保管得很差",
        "樓下行李保險箱被撬",
        "I will sue you",
        "說林太多不好",
        "張師傅沒來",
        "Mr Tam never came",
        "Will you sue them?",
        "服務態度很差",
        "",
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert about(named(text)) == ()


def test_two_of_one_name_may_both_be_meant() -> None:
    staff = [*STAFF, Person(id=9, name="林小明", names=None)]
    (found,) = mentioned_in("林師傅很兇", heard("林師傅很兇"), staff, TEAMS)
    assert found.people == (LAM, 9)
    (found,) = mentioned_in("林小明很兇", heard("林小明很兇"), staff, TEAMS)
    assert found.people == (9,)


def test_two_may_be_named() -> None:
    assert about(named("林師傅和李保都沒來，林師傅還罵人")) == (LAM, 1)


def test_a_neighbour_of_the_same_name_is_not_ours() -> None:
    assert named("林先生半夜很吵", Category.NOISE) == ()
    assert about(named("林師傅半夜鑽牆很吵", Category.NOISE)) == (LAM,)
    assert about(named("林先生態度差")) == (LAM,)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("隔壁的林先生打我", False),
        ("鄰居黎小姐打我", False),
        ("林先生是我鄰居，他打我", False),
        ("my neighbour, Mr. Lam, hit me", False),
        ("Mr Lam next door is attacking me", False),
        ("Mr Lam, who lives upstairs, hit me", False),
        ("隔壁的林師傅打我", True),
        ("林先生，我鄰居很吵", True),
        ("林先生在樓下打我", True),
        ("Mr Lam hit my neighbour", True),
    ],
)
def test_a_neighbour_is_not_ours_where_it_says_so(text: str, ours: bool) -> None:
    assert about(named(text)) == ((LAM,) if ours else ())


@pytest.mark.parametrize(
    ("text", "said", "team", "sure"),
    [
        ("客服部不回電話", "客服部", SERVICE, True),
        ("客服步不回電話", "客服步", SERVICE, False),
        ("保全部都在睡覺", "保全部", SECURITY, True),
        ("the security team is asleep", "security team", SECURITY, True),
        ("the front desk was rude", "front desk", SERVICE, True),
        ("保安罵我", "guard", SECURITY, True),
    ],
)
def test_teams_are_named_and_meant_by_what_they_do(
    text: str, said: str, team: int, sure: bool
) -> None:
    assert named(text) == (Mentioned(said, team_id=team, sure=sure),)


def test_a_named_guard_and_the_team_are_told_apart() -> None:
    assert named("保全組的林師傅罵我") == (
        Mentioned("保全组", team_id=SECURITY),
        Mentioned("林师傅", people=(LAM,)),
    )


@pytest.fixture
async def session(greenlake: Database) -> AsyncIterator[AsyncSession]:
    async with greenlake.transaction() as session:
        yield session


async def test_the_communitys_own_staff_are_meant_and_no_other(session: AsyncSession) -> None:
    community = (await session.scalars(select(Community))).one()
    wing = Person(telegram_id=1010, name="陳永", language=Language.HANT, created_at=NOW)
    session.add(wing)
    await session.flush()
    repairs = await people.team(session, community.id, TeamCode.REPAIRS)
    session.add(
        Membership(
            person_id=wing.id,
            community_id=community.id,
            role=StaffRole.STAFF,
            team_id=repairs.id,
        )
    )
    await session.flush()
    text = "維修部的陳師父和李保都沒來，Alice Chan 也沒有"
    found = await mentioned(session, text, heard(text), community.id)
    bob = await people.by_telegram_id(session, 1002)
    assert bob is not None
    assert [each.team_id for each in found] == [repairs.id, None, None]
    assert about(found) == (wing.id, bob.id), "Alice lives there and is no staff"
    assert await mentioned(session, text, heard(text), community.id + 1) == ()
