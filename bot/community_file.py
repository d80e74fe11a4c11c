"""A community in a YAML file: read with every mistake named, and loaded as often as one likes."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import working_time
from bot.tickets.calendars import Calendar
from bot.working_time import CalendarEntry, TargetEntry
from db.clocks import OFFICE
from db.models import Building, Community, Membership, Person, Residency, Team, Unit
from db.models import Calendar as CalendarRow
from db.vocabulary import (
    DispatchMode,
    FeedCode,
    Language,
    Priority,
    Region,
    RejectReason,
    ResidentRole,
    StaffRole,
    TeamCode,
)
from reminders.calendar import OwnDay
from reminders.notices.yaml_page import Page, PageError, read_page
from reminders.warnings import places

DEMO = Path(__file__).parent / "demo" / "community.yaml"

_MOST_UNITS = 20_000


class CommunityFileError(Exception):
    """The file cannot be used; each mistake is one sentence."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def _floors(value: object) -> object:
    """`1-18`, or a list of floors as they are called: [G, 1, 2, 3]."""
    if isinstance(value, str) and "-" in value:
        first, last = value.split("-", 1)
        if not (first.strip().isdigit() and last.strip().isdigit()):
            raise ValueError(f"floors {value!r}: write 1-18, or a list like [G, 1, 2]")
        if int(first) > int(last):
            raise ValueError(f"floors {value!r}: the lower floor comes first")
        return [str(floor) for floor in range(int(first), int(last) + 1)]
    return [str(floor) for floor in value] if isinstance(value, list) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class Names(_Strict):
    hant: str = Field(alias="zh-Hant")
    hans: str = Field(alias="zh-Hans")
    en: str

    def by_language(self) -> dict[str, str]:
        return {Language.HANT: self.hant, Language.HANS: self.hans, Language.EN: self.en}


def _dispatch(value: object) -> object:
    if value not in [mode.value for mode in DispatchMode]:
        raise ValueError(
            f"nobody knows how to give tickets out by {value!r}: write claim (搶單: whoever is"
            " first), assign (指派: the supervisor names somebody) or round_robin (輪訓: in turn)"
        )
    return value


class TeamEntry(Names):
    calendar: str | None = None
    """The code of one of `calendars`; None: the office's."""
    dispatch: Annotated[DispatchMode, BeforeValidator(_dispatch)] | None = None
    """How its tickets are given out; None: as it was set in the messenger."""


def _hour(value: object) -> object:
    if not (isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value)):
        raise ValueError('write the time as "08:30", with the quotes')
    return value


class Office(_Strict):
    phone: str
    opens: Annotated[str, BeforeValidator(_hour)]
    closes: Annotated[str, BeforeValidator(_hour)]


class BuildingEntry(_Strict):
    code: str
    names: Names
    aliases: list[str] = []
    floors: Annotated[list[str], BeforeValidator(_floors), Field(min_length=1)]
    doors: Annotated[list[str], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_each_once(self) -> "BuildingEntry":
        for kind, named in (("floor", self.floors), ("door", self.doors)):
            if len(set(named)) != len(named):
                raise ValueError(f"building {self.code} names a {kind} twice")
        return self


class CastEntry(_Strict):
    account: int
    names: Names
    home: str | None = None
    role: StaffRole | None = None
    team: TeamCode | None = None


def _own_day(written: object) -> object:
    """`off` without quotes is the YAML word for false."""
    if written is False:
        return OwnDay.OFF
    if written not in list(OwnDay):
        raise ValueError("a day that differs is off, or a workday")
    return written


class CommunityFile(_Strict):
    code: str
    names: Names
    region: Region
    language: Language
    timezone: str
    office: Office
    facts: dict[str, Names]
    contacts: dict[RejectReason, Names] = {}
    """Who sees to what this office does not."""
    area: dict[FeedCode, str] = {}
    """Whose official warnings are heard, and for which place; without any, nobody is asked."""
    buildings: list[BuildingEntry]
    teams: dict[TeamCode, TeamEntry]
    calendars: dict[str, CalendarEntry] = {}
    """`office` goes before the office hours above, which every day has."""
    policy: dict[Priority, TargetEntry] = {}
    holidays: dict[date, Annotated[OwnDay, BeforeValidator(_own_day)]] = {}
    """Days that differ from the region's."""
    cast: list[CastEntry] = []
    cast_group: int | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> "CommunityFile":
        wrong = []
        if self.timezone not in available_timezones():
            wrong.append(f"timezone {self.timezone!r} is not a name like Asia/Taipei")
        else:
            try:
                Calendar.office(self.office.opens, self.office.closes, self.timezone)
            except ValueError as error:
                wrong.append(f"office: {error}")
        missing = [code.value for code in TeamCode if code not in self.teams]
        if missing:
            wrong.append(f"teams: {', '.join(missing)} missing")
        wrong.extend(
            f"teams: {code.value} works by {team.calendar!r}, which is none of the calendars"
            for code, team in self.teams.items()
            if team.calendar not in (None, OFFICE, *self.calendars)
        )
        wrong.extend(working_time.policy_mistakes(self.policy))
        wrong.extend(
            f"area: {feed.value}: {mistake}"
            for feed, place in self.area.items()
            if (mistake := places.wrong_with(feed, place, self.region)) is not None
        )
        codes = [building.code for building in self.buildings]
        doubled = sorted({code for code in codes if codes.count(code) > 1})
        if doubled:
            wrong.append(f"buildings: {', '.join(doubled)} named twice")
        homes = {
            f"{each.code}-{floor}{door}"
            for each in self.buildings
            for floor in each.floors
            for door in each.doors
        }
        lost = [entry.home for entry in self.cast if entry.home and entry.home not in homes]
        if lost:
            wrong.append(f"cast: there is no home {', '.join(lost)}")
        if sum(len(each.floors) * len(each.doors) for each in self.buildings) > _MOST_UNITS:
            wrong.append(f"buildings: more than {_MOST_UNITS} units")
        if wrong:
            raise ValueError("; ".join(wrong))
        return self


def read(path: Path) -> CommunityFile:
    """Raises CommunityFileError with every mistake at once."""
    try:
        page = read_page(path.read_text(encoding="utf-8"))
    except PageError as error:
        sentence = f"{path.name}: line {error.line}: {error.sentence}"
        raise CommunityFileError([sentence]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommunityFileError([f"{path.name}: {error}"]) from error
    content = page.data
    if not isinstance(content, dict):
        raise CommunityFileError([f"{path.name}: not a community (a mapping is expected)"])
    if isinstance(content.get("facts"), str):
        content["facts"] = _facts(path.parent / content["facts"])
    try:
        return CommunityFile.model_validate(content)
    except ValidationError as error:
        raise CommunityFileError(
            [
                f"{path.name}: {'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}"
                f"{_line(page, each['loc'])}"
                for each in error.errors()
            ]
        ) from error


def _line(page: Page, where: tuple[int | str, ...]) -> str:
    """Where a mistake stands; nothing for what is missing, or concerns the file as a whole."""
    return f" (line {page.line(where)})" if where and page.has(where) else ""


def _facts(path: Path) -> Any:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CommunityFileError([f"{path.name}: {error}"]) from error
    return content.get("facts", {}) if isinstance(content, dict) else content


async def load(session: AsyncSession, file: CommunityFile, now: datetime) -> Community:
    """Make the database say what the file says; nothing that is there already is doubled.

    Buildings and units that the file no longer names stay: tickets may speak of them.
    """
    community = await _community(session, file)
    calendars = await working_time.keep_calendars(session, community, file.calendars)
    await working_time.keep_policy(session, community, file.policy, now)
    await _teams(session, community, file, calendars)
    for entry in file.buildings:
        building = await _building(session, community, entry)
        await _units(session, building, entry)
    await session.flush()
    return community


async def _community(session: AsyncSession, file: CommunityFile) -> Community:
    found = (
        await session.scalars(select(Community).where(Community.code == file.code))
    ).one_or_none()
    community = found or Community(code=file.code)
    community.names = file.names.by_language()
    community.region = file.region
    community.language = file.language
    community.timezone = str(ZoneInfo(file.timezone))
    community.office_phone = file.office.phone
    community.office_opens = file.office.opens
    community.office_closes = file.office.closes
    community.holidays = {day.isoformat(): kind.value for day, kind in file.holidays.items()}
    community.area = {feed.value: places.folded(place) for feed, place in file.area.items()}
    community.facts = {name: words.by_language() for name, words in file.facts.items()}
    community.contacts = {why.value: who.by_language() for why, who in file.contacts.items()}
    session.add(community)
    await session.flush()
    return community


async def _teams(
    session: AsyncSession,
    community: Community,
    file: CommunityFile,
    calendars: dict[str, CalendarRow],
) -> None:
    there = {
        team.code: team
        for team in await session.scalars(select(Team).where(Team.community_id == community.id))
    }
    for code, entry in file.teams.items():
        team = there.get(code) or Team(community_id=community.id, code=code)
        team.names = entry.by_language()
        team.calendar_id = calendars[entry.calendar].id if entry.calendar else None
        if entry.dispatch is not None:
            team.dispatch = entry.dispatch
        session.add(team)
    await session.flush()


async def _building(session: AsyncSession, community: Community, entry: BuildingEntry) -> Building:
    found = (
        await session.scalars(
            select(Building).where(
                Building.community_id == community.id, Building.code == entry.code
            )
        )
    ).one_or_none()
    building = found or Building(community_id=community.id, code=entry.code)
    building.names = entry.names.by_language()
    building.aliases = entry.aliases
    session.add(building)
    await session.flush()
    return building


async def _units(session: AsyncSession, building: Building, entry: BuildingEntry) -> None:
    rows = await session.execute(
        select(Unit.floor, Unit.door).where(Unit.building_id == building.id)
    )
    there = {(floor, door) for floor, door in rows}
    session.add_all(
        Unit(building_id=building.id, floor=floor, door=door)
        for floor in entry.floors
        for door in entry.doors
        if (floor, door) not in there
    )
    await session.flush()


async def seat_cast(
    session: AsyncSession, community: Community, file: CommunityFile, now: datetime
) -> None:
    """The sandbox's people in their homes and posts. Never on the real messenger: there, these
    account numbers belong to strangers."""
    teams = {
        team.code: team
        for team in await session.scalars(select(Team).where(Team.community_id == community.id))
    }
    for team in teams.values():
        team.forum_chat_id = file.cast_group
    for entry in file.cast:
        person = Person(
            telegram_id=entry.account,
            name=entry.names.by_language()[community.language],
            names=entry.names.by_language(),
            language=community.language,
            community_id=community.id,
            created_at=now,
        )
        session.add(person)
        await session.flush()
        if entry.home:
            unit = await _unit(session, community, entry.home)
            session.add(
                Residency(person_id=person.id, unit_id=unit.id, role=ResidentRole.OWNER, since=now)
            )
        if entry.role:
            session.add(
                Membership(
                    person_id=person.id,
                    community_id=community.id,
                    role=entry.role,
                    team_id=teams[entry.team].id if entry.team else None,
                )
            )
    await session.flush()


async def _unit(session: AsyncSession, community: Community, code: str) -> Unit:
    building_code, rest = code.split("-", 1)
    return (
        await session.scalars(
            select(Unit)
            .join(Building)
            .where(
                Building.community_id == community.id,
                Building.code == building_code,
                Unit.floor == rest[:-1],
                Unit.door == rest[-1],
            )
        )
    ).one()
