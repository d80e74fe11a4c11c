"""Working hours and targets in the community's file, and what becomes of them in the tables."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import community_file
from bot.community_file import CommunityFileError, load, read
from bot.tickets import calendars, policy
from bot.tickets.calendars import Span
from db import clocks, people
from db.models import Base, Community, Team
from db.session import Database
from db.vocabulary import Priority, TeamCode
from tests.bot.conftest import NOW
from tests.bot.test_community_file import SMALL

WEEK = {"mon-fri": ["08:30-12:00", "13:30-18:00"], "sat": ["09:00-12:00"]}
NIGHTS = {"hours": {"mon-sun": ["22:00-24:00", "00:00-06:00"]}}


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "community.yaml"


def write(path: Path, **more: Any) -> Path:
    """The small community, and more of it."""
    path.write_text(yaml.safe_dump(SMALL | more, allow_unicode=True), encoding="utf-8")
    return path


def with_team(code: str, calendar: str) -> dict[str, Any]:
    teams: dict[str, Any] = SMALL["teams"]
    return teams | {code: teams[code] | {"calendar": calendar}}


async def loaded(database: Database, path: Path) -> None:
    async with database.transaction() as session:
        await load(session, read(path), NOW)


async def here(database: Database) -> tuple[Community, Team]:
    async with database.reading() as session:
        (community,) = await people.communities(session)
        return community, await people.team(session, community.id, TeamCode.SECURITY)


async def allowed(database: Database, priority: Priority) -> policy.Allowance:
    """Of security, from now on."""
    community, team = await here(database)
    async with database.transaction() as session:
        return await policy.allowance(session, community, team, priority, NOW)


# --- calendars --------------------------------------------------------------------------------


async def test_without_calendars_the_office_hours_are_worked_every_day(
    empty: Database, path: Path
) -> None:
    await loaded(empty, write(path))
    community, _ = await here(empty)
    given = await allowed(empty, Priority.P3)
    assert given.calendar is not None
    worked = calendars.of_row(given.calendar, community)
    assert worked.week == ((Span(9 * 60, 18 * 60),),) * 7
    assert worked.region is None


async def test_a_team_works_by_its_own_calendar_and_the_others_by_the_office_s(
    empty: Database, path: Path
) -> None:
    office = {
        "hours": WEEK,
        "keeps_holidays": True,
        "exceptions": {date(2026, 4, 4): ["10:00-11:00"], date(2026, 4, 9): []},
    }
    await loaded(
        empty,
        write(
            path,
            calendars={"office": office, "nights": NIGHTS},
            teams=with_team("security", "nights"),
        ),
    )
    community, _ = await here(empty)
    given = await allowed(empty, Priority.P3)
    assert given.calendar is not None
    assert given.calendar.code == "nights"
    async with empty.reading() as session:
        worked = calendars.of_row(await clocks.office_calendar(session, community), community)
    assert worked.spans(date(2026, 4, 2)) == (Span(510, 720), Span(810, 1080))
    assert worked.spans(date(2026, 4, 3)) == ()  # Good Friday
    assert worked.spans(date(2026, 4, 4)) == (Span(600, 660),)
    assert worked.spans(date(2026, 4, 9)) == ()
    assert worked.spans(date(2026, 4, 11)) == (Span(540, 720),)
    assert (await allowed(empty, Priority.P1)).calendar is None


async def test_a_calendar_that_is_written_again_is_changed_in_place(
    empty: Database, path: Path
) -> None:
    await loaded(empty, write(path, calendars={"office": {"hours": WEEK}}))
    first = (await allowed(empty, Priority.P3)).calendar
    await loaded(empty, write(path, calendars={"office": NIGHTS}))
    again = (await allowed(empty, Priority.P3)).calendar
    assert first
    assert again
    assert first.id == again.id
    assert again.hours["sun"] == [["22:00", "24:00"], ["00:00", "06:00"]]


async def test_a_community_older_than_calendars_counts_its_office_hours(empty: Database) -> None:
    community = Community(
        code="old", names={}, region="TW", timezone="Asia/Taipei", office_phone="1",
        office_opens="08:30", office_closes="21:00", facts={},
    )  # fmt: skip
    async with empty.transaction() as session:
        session.add(community)
        await session.flush()
        session.add(Team(community_id=community.id, code=TeamCode.SECURITY, names={}))
    first, again = await allowed(empty, Priority.P4), await allowed(empty, Priority.P4)
    assert first.calendar
    assert again.calendar
    assert first.calendar.id == again.calendar.id
    assert first.calendar.hours["sun"] == [["08:30", "21:00"]]


# --- the policy -------------------------------------------------------------------------------


async def test_without_a_policy_the_shipped_one_holds(empty: Database, path: Path) -> None:
    await loaded(empty, write(path))
    given = await allowed(empty, Priority.P2)
    assert given.target == policy.SHIPPED[Priority.P2]
    assert given.version == policy.SHIPPED_VERSION


async def test_a_policy_that_changes_is_a_new_version_and_the_old_one_stays(
    empty: Database, path: Path
) -> None:
    around = {"P2": {"round_the_clock": True, "respond": "10m"}}
    await loaded(empty, write(path, policy=around))
    first = await allowed(empty, Priority.P2)
    assert (first.version, first.calendar) == (2, None)
    assert first.due.response == NOW + timedelta(minutes=10)
    assert first.due.resolution == NOW + timedelta(hours=4)

    await loaded(empty, write(path, policy=around))
    assert (await allowed(empty, Priority.P2)).version == 2

    await loaded(empty, write(path, policy={"P3": {"resolve": "12h30m"}}))
    last = await allowed(empty, Priority.P2)
    assert last.version == 3
    assert last.target == policy.SHIPPED[Priority.P2]
    community, team = await here(empty)
    async with empty.transaction() as session:
        as_opened = await policy.allowance(session, community, team, Priority.P2, NOW, version=2)
    assert as_opened.due == first.due

    await loaded(empty, write(path))
    assert (await allowed(empty, Priority.P3)).target == policy.SHIPPED[Priority.P3]
    assert (await allowed(empty, Priority.P3)).version == 4


def test_what_the_demo_shows_in_its_comments_is_right(path: Path) -> None:
    """Whoever takes the signs of a comment away gets a calendar and a policy."""
    _, _, *lines = community_file.DEMO.read_text(encoding="utf-8").splitlines()
    shown = yaml.safe_load("\n".join(line[3:] for line in lines if line.startswith("#   ")))
    file = read(write(path, **{key: shown[key] for key in ("calendars", "policy")}))
    assert set(file.calendars) == {"office", "nights"}
    assert set(file.policy) == {Priority.P2}


# --- mistakes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"calendars": {"office": {"hours": {}}}}, "no day of the week has a working hour"),
        ({"calendars": {"office": {"hours": {"mon": []}}}}, "has a working hour"),
        ({"calendars": {"office": {}}}, "calendars.office.hours: Field required"),
        (
            {"calendars": {"office": {"hours": {"mon-fry": ["08:30-12:00"]}}}},
            "calendars.office.hours: Value error, 'fry' is no day of the week",
        ),
        (
            {"calendars": {"office": {"hours": {"fri-mon": ["08:30-12:00"]}}}},
            "fri-mon: the earlier day comes first",
        ),
        (
            {"calendars": {"office": {"hours": {"mon-fri": ["08:30-12:00"], "wed": []}}}},
            "wed is said twice",
        ),
        ({"calendars": {"office": {"hours": {"mon": "08:30-12:00"}}}}, "as a list"),
        ({"calendars": {"office": {"hours": {"mon": ["0830"]}}}}, "as a list"),
        (
            {"calendars": {"office": {"hours": {"mon": ["08:30-12:00", "11:00-13:00"]}}}},
            "mon: 08:30-12:00 and 11:00-13:00 overlap; make them one span",
        ),
        (
            {"calendars": {"office": {"hours": WEEK, "exceptions": {"5 Feb": []}}}},
            "'5 Feb' is no date; write it as 2027-02-05",
        ),
        ({"calendars": {"office": {"hours": WEEK, "holidays": True}}}, "not permitted"),
        (
            {"teams": with_team("security", "nights")},
            "teams: security works by 'nights', which is none of the calendars",
        ),
        ({"policy": {"P5": {}}}, "policy.P5"),
        ({"policy": {"P3": {"resolve": "3 days"}}}, "policy.P3.resolve: Value error, write"),
        ({"policy": {"P3": {"resolve": ""}}}, "write a length of time as 15m, 4h or 1h30m"),
        (
            {"policy": {"P3": {"respond": "5h", "resolve": "4h"}}},
            "policy P3: the answer is owed before the remedy",
        ),
        ({"policy": {"P3": {"respond_next": "0m"}}}, "policy.P3.respond_next: Value error, write"),
    ],
    ids=str,
)
def test_a_mistake_says_where_it_is_and_how_it_is_mended(
    path: Path, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(CommunityFileError) as caught:
        read(write(path, **more))
    assert len(caught.value.mistakes) == 1
    assert told in caught.value.mistakes[0]


def test_a_mistake_names_its_line(path: Path) -> None:
    text = yaml.safe_dump(SMALL, allow_unicode=True)
    path.write_text(
        f"{text}\ncalendars:\n  office:\n    hours:\n      mon: [12:00-08:30]\n", encoding="utf-8"
    )
    line = path.read_text(encoding="utf-8").splitlines().index("  office:") + 1
    with pytest.raises(CommunityFileError) as caught:
        read(path)
    (told,) = caught.value.mistakes
    assert told.startswith("community.yaml: calendars.office: ")
    assert "mon: 12:00-08:30 runs backwards" in told
    assert told.endswith(f"(line {line})")


def test_what_is_said_twice_is_told_with_its_line(path: Path) -> None:
    text = yaml.safe_dump(SMALL, allow_unicode=True)
    path.write_text(f"{text}code: other\n", encoding="utf-8")
    with pytest.raises(CommunityFileError, match=r"line \d+: code is said twice"):
        read(path)
