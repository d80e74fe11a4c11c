"""The cast in their homes and at their posts, as rows; and two people who act at the same time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Base,
    Building,
    Community,
    Invitation,
    Membership,
    Person,
    Residency,
    Team,
    Ticket,
    Unit,
    VouchRequest,
)
from db.session import Database
from db.vocabulary import (
    Language,
    Priority,
    Region,
    ResidentRole,
    StaffRole,
    TeamCode,
    TicketKind,
    TicketState,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""10:00 in Taipei."""

ALICES_NAMES = {"zh-Hant": "陳雅麗", "zh-Hans": "陈雅丽", "en": "Alice Chan"}

_TEAM = {"zh-Hant": "小組", "zh-Hans": "小组", "en": "Team"}

Returned = TypeVar("Returned")


@dataclass
class Estate:
    """Everybody and everything there is, with the numbers the database gave them."""

    database: Database
    community: Community
    elsewhere: Community
    repairs: Team
    security: Team
    home: Unit
    next_door: Unit
    alice: Person
    bob: Person
    sue: Person
    mei: Person
    charlie: Person

    async def add(self, *rows: Base) -> None:
        await add(self.database, *rows)

    def ticket(self, **fields: Any) -> Ticket:
        """Alice's leak, for which Bob answers, unless said otherwise."""
        given: dict[str, Any] = {
            "community_id": self.community.id,
            "kind": TicketKind.REQUEST,
            "category": "water",
            "urgent": False,
            "private": False,
            "priority": Priority.P3,
            "state": TicketState.NEW,
            "said": "廚房漏水",
            "place_known": True,
            "reporter_id": self.alice.id,
            "accountable_id": self.bob.id,
            "team_id": self.repairs.id,
            "opened_at": NOW,
            "due_from": NOW,
            "first_response_due": NOW + timedelta(hours=4),
            "resolution_due": NOW + timedelta(days=3),
        }
        return Ticket(**given | fields)

    def invitation(self, **fields: Any) -> Invitation:
        """To Alice's home, for a week."""
        given: dict[str, Any] = {
            "token_hash": "0" * 64,
            "community_id": self.community.id,
            "unit_id": self.home.id,
            "resident_role": ResidentRole.FAMILY,
            "created_at": NOW,
            "expires_at": NOW + timedelta(days=7),
        }
        return Invitation(**given | fields)

    def vouch_request(self, **fields: Any) -> VouchRequest:
        """Charlie says that they live here."""
        given: dict[str, Any] = {
            "community_id": self.community.id,
            "person_id": self.charlie.id,
            "unit_id": self.next_door.id,
            "said": "我住 3 棟 1 樓 A",
            "asked_at": NOW,
        }
        return VouchRequest(**given | fields)


async def add(database: Database, *rows: Base) -> None:
    """All in one go; rows of one table are numbered in this order."""
    async with database.transaction() as session:
        session.add_all(rows)


def community(code: str) -> Community:
    return Community(
        code=code,
        names={"zh-Hant": "翠湖花園", "zh-Hans": "翠湖花园", "en": "Greenlake Gardens"},
        region=Region.TW,
        language=Language.HANT,
        timezone="Asia/Taipei",
        office_phone="02-2345-6789",
        office_opens="08:30",
        office_closes="21:00",
        facts={},
    )


def person(telegram_id: int, name: str, names: dict[str, str] | None = None) -> Person:
    return Person(
        telegram_id=telegram_id, name=name, names=names, language=Language.HANT, created_at=NOW
    )


async def settle(database: Database) -> Estate:
    """Everybody moves in."""
    here, elsewhere = community("greenlake"), community("harbour")
    alice = person(1001, "alice", ALICES_NAMES)
    bob, sue, mei = person(1002, "bob"), person(1003, "sue"), person(1004, "mei")
    charlie = person(1005, "charlie")
    async with database.transaction() as session:
        session.add_all([here, elsewhere, alice, bob, sue, mei, charlie])
        await session.flush()
        block = Building(community_id=here.id, code="3", names={"en": "Block 3"}, aliases=["三棟"])
        home = Unit(building=block, floor="12", door="F")
        next_door = Unit(building=block, floor="1", door="A")
        repairs = Team(community_id=here.id, code=TeamCode.REPAIRS, names=_TEAM)
        security = Team(community_id=here.id, code=TeamCode.SECURITY, names=_TEAM)
        session.add_all([home, next_door, repairs, security])
        await session.flush()
        session.add(
            Residency(person_id=alice.id, unit_id=home.id, role=ResidentRole.OWNER, since=NOW)
        )
        session.add_all(
            Membership(person_id=who.id, community_id=here.id, role=role, team_id=team)
            for who, role, team in (
                (bob, StaffRole.STAFF, repairs.id),
                (sue, StaffRole.SUPERVISOR, None),
                (mei, StaffRole.MANAGER, None),
            )
        )
    return Estate(
        database,
        here,
        elsewhere,
        repairs,
        security,
        home,
        next_door,
        alice,
        bob,
        sue,
        mei,
        charlie,
    )


async def at_once(
    database: Database,
    first: Callable[[AsyncSession], Awaitable[Returned]],
    second: Callable[[AsyncSession], Awaitable[Returned]],
) -> tuple[Returned, Returned]:
    """The second begins before the first has finished, and has to wait for it."""

    async def later() -> Returned:
        async with database.transaction() as session:
            return await second(session)

    async with database.transaction() as session:
        firsts = await first(session)
        waiting = asyncio.create_task(later())
        await asyncio.sleep(0.05)
        assert not waiting.done(), "the second did not wait"
    return firsts, await asyncio.wait_for(waiting, 10)
