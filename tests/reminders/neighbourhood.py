"""A community with people in it, for the tests of reminders: the cast, and as many neighbours."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import event, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Base,
    Building,
    Community,
    LetterBody,
    Occurrence,
    OutboxLetter,
    Person,
    Residency,
    Unit,
)
from db.once import table_of
from db.session import Database
from db.vocabulary import Language, Region, ResidentRole

Row = TypeVar("Row", bound=Base)

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""Ten in the morning in Taipei."""

EMERALD, HARBOUR = 1, 2
"""Two communities: one in Taiwan, one in Hong Kong."""
BLOCK_3, BLOCK_5, TOWER_A = 3, 5, 7
ALICE, BOB, SUE, MEI, CHARLIE = 1, 2, 3, 4, 5

_NAMES = {
    ALICE: ("alice", {"zh-Hant": "陳雅麗", "zh-Hans": "陈雅丽", "en": "Alice Chan"}),
    BOB: ("bob", {"zh-Hant": "李保", "en": "Bob Lee"}),
    SUE: ("sue", {"zh-Hant": "蘇敏", "en": "Sue So"}),
    MEI: ("mei", None),
    CHARLIE: ("charlie", None),
}


def community(id_: int, region: Region, timezone: str) -> Community:
    return Community(
        id=id_,
        code=f"community-{id_}",
        names={"zh-Hant": "翠湖", "zh-Hans": "翠湖", "en": "Emerald Lake"},
        region=region,
        timezone=timezone,
        office_phone="2345 6789",
        office_opens="09:00",
        office_closes="18:00",
        facts={},
    )


class Neighbourhood:
    """What the tests ask of the database, in the tests' own words."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def settle(self) -> None:
        async with self.database.transaction() as session:
            await self._add(
                session,
                community(EMERALD, Region.TW, "Asia/Taipei"),
                community(HARBOUR, Region.HK, "Asia/Hong_Kong"),
            )
            blocks = ((BLOCK_3, EMERALD), (BLOCK_5, EMERALD), (TOWER_A, HARBOUR))
            await self._add(
                session,
                *(
                    Building(
                        id=id_,
                        community_id=where,
                        code=str(id_),
                        names={language.value: f"Block {id_}" for language in Language},
                        aliases=[],
                    )
                    for id_, where in blocks
                ),
            )
            await self._add(
                session,
                Unit(id=1, building_id=BLOCK_3, floor="12", door="F"),
                Unit(id=2, building_id=BLOCK_3, floor="1", door="A"),
                Unit(id=3, building_id=BLOCK_5, floor="2", door="B"),
                Unit(id=4, building_id=TOWER_A, floor="9", door="C"),
            )
            await self._add(
                session, *(self._person(id_, *called) for id_, called in _NAMES.items())
            )
        await self.moves_in(ALICE, unit=1)

    def _person(self, id_: int, name: str, names: dict[str, str] | None) -> Person:
        return Person(
            id=id_,
            telegram_id=1000 + id_,
            name=name,
            names=names,
            language=Language.HANT,
            created_at=NOW,
        )

    async def moves_in(self, person_id: int, unit: int) -> None:
        await self.add(
            Residency(person_id=person_id, unit_id=unit, role=ResidentRole.OWNER, since=NOW)
        )

    async def moves_out(self, person_id: int, unit: int) -> None:
        async with self.database.transaction() as session:
            home = await session.scalars(
                select(Residency).filter_by(person_id=person_id, unit_id=unit)
            )
            home.one().until = NOW

    async def change(self, model: type[Base], id_: int, **values: Any) -> None:
        async with self.database.transaction() as session:
            row = await session.get_one(model, id_)
            for name, value in values.items():
                setattr(row, name, value)

    async def welcome(self, how_many: int) -> None:
        """That many new neighbours, a third for each language, every second name known."""
        ids = range(101, 101 + how_many)
        languages = list(Language)
        people = [
            {
                "id": id_,
                "telegram_id": 1000 + id_,
                "name": f"neighbour {id_}",
                "names": {"en": f"Neighbour {id_}"} if id_ % 2 else None,
                "language": languages[id_ % 3],
                "language_chosen": True,
                "created_at": NOW,
            }
            for id_ in ids
        ]
        homes = [
            {"person_id": id_, "unit_id": 2, "role": ResidentRole.FAMILY, "since": NOW}
            for id_ in ids
        ]
        async with self.database.transaction() as session:
            await session.execute(insert(table_of(Person)), people)
            await session.execute(insert(table_of(Residency)), homes)

    async def add(self, *rows: Base) -> None:
        async with self.database.transaction() as session:
            await self._add(session, *rows)

    @staticmethod
    async def _add(session: AsyncSession, *rows: Base) -> None:
        session.add_all(rows)
        await session.flush()

    async def all(self, model: type[Row], **conditions: Any) -> Sequence[Row]:
        async with self.database.reading() as session:
            found = await session.scalars(
                select(model).filter_by(**conditions).order_by(*model.__mapper__.primary_key)
            )
            return found.all()

    async def count(self, model: type[Base]) -> int:
        async with self.database.reading() as session:
            return (await session.execute(select(func.count()).select_from(model))).scalar_one()

    async def occurrence(self, rule_id: str, key: str, community_id: int = EMERALD) -> Occurrence:
        found = await self.all(Occurrence, rule_id=rule_id, key=key, community_id=community_id)
        assert len(found) == 1, f"{rule_id} {key} is there {len(found)} times"
        return found[0]

    async def letters(self) -> dict[int, OutboxLetter]:
        """Person → what they are owed; nobody is owed two."""
        letters = await self.all(OutboxLetter)
        by_person = {letter.person_id: letter for letter in letters if letter.person_id}
        assert len(by_person) == len(letters)
        return by_person

    async def said_to(self, person_id: int) -> str:
        letter = (await self.letters())[person_id]
        (body,) = await self.all(LetterBody, id=letter.body_id)
        return str(body.body["text"])


class StatementCount:
    """How many statements a block sends to the database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.sync_engine
        self.number = 0

    def _count(self, *_: object) -> None:
        self.number += 1

    def __enter__(self) -> "StatementCount":
        event.listen(self._engine, "before_cursor_execute", self._count)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._count)
