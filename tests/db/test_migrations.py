"""The migrations make exactly the models' tables, there and back, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Inspector, func, inspect, select, text

from db.clocks import rungs_told
from db.migrate import _config, differences, is_current, migrate
from db.models import (
    Base,
    Broadcast,
    Card,
    Community,
    Delivery,
    Lesson,
    Membership,
    Occurrence,
    Ticket,
    TicketEvent,
)
from db.session import Database
from db.vocabulary import (
    ClockKind,
    DeliveryState,
    Impact,
    LessonState,
    TicketState,
    Urgency,
    Weight,
)
from tests.db.estate import add, community


@pytest.fixture
def sound(bare: Database, request: pytest.FixtureRequest) -> Database:
    """The tables that the migrations made, in a database of the same kind."""
    database: Database = request.getfixturevalue("sqlite" if bare.is_sqlite else "postgres")
    return database


async def downgrade(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), "base"))


async def described(database: Database) -> dict[str, Any]:
    """Every table as the database itself knows it."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_described)


def _described(connection: Connection) -> dict[str, Any]:
    known = inspect(connection)
    return {
        table: _table(known, table)
        for table in known.get_table_names()
        if table != "alembic_version"
    }


def _table(known: Inspector, table: str) -> dict[str, Any]:
    return {
        "columns": sorted(
            (each["name"], str(each["type"]), each["nullable"], str(each["default"]))
            for each in known.get_columns(table)
        ),
        "key": known.get_pk_constraint(table)["constrained_columns"],
        "unique": sorted(
            (str(each["name"]), *each["column_names"])
            for each in known.get_unique_constraints(table)
        ),
        "indexes": sorted(_index(each) for each in known.get_indexes(table)),
        "points at": sorted(
            (*each["constrained_columns"], each["referred_table"])
            for each in known.get_foreign_keys(table)
        ),
    }


def _index(index: Any) -> tuple[str, ...]:
    """With the condition of a partial one, which tells the databases' dialects apart."""
    where = [str(value) for key, value in index["dialect_options"].items() if "where" in key]
    return (str(index["name"]), str(index["unique"]), *index["column_names"], *where)


async def test_nothing_becomes_the_tables_of_today_and_again_changes_nothing(
    bare: Database,
) -> None:
    assert not await is_current(bare)
    await migrate(bare)
    assert await is_current(bare)
    assert await differences(bare) == []

    before = await described(bare)
    await add(bare, community("greenlake"))
    await migrate(bare)
    assert await described(bare) == before
    async with bare.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Community)) == 1


async def test_the_way_back_leaves_nothing_and_the_way_there_can_be_gone_again(
    bare: Database,
) -> None:
    await migrate(bare)
    await downgrade(bare)
    assert await described(bare) == {}
    assert not await is_current(bare)
    await migrate(bare)
    assert await is_current(bare)
    assert await differences(bare) == []


async def test_the_migrations_and_the_models_make_the_same(bare: Database, sound: Database) -> None:
    async with bare.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    by_migrations = await described(sound)
    assert await described(bare) == by_migrations
    assert set(by_migrations) == set(Base.metadata.tables)


LIVED_IN = (
    "INSERT INTO communities (id, code, names, region, language, timezone, office_phone,"
    " office_opens, office_closes, facts) VALUES"
    " (1, 'g', '{}', 'TW', 'zh-Hant', 'Asia/Taipei', '1', '08:30', '21:00', '{}')",
    "INSERT INTO teams (id, community_id, code, names) VALUES (1, 1, 'repairs', '{}')",
    "INSERT INTO people (id, telegram_id, name, language, language_chosen, quiet, created_at)"
    " VALUES (1, 1001, 'alice', 'zh-Hant', false, false, '2026-11-23 02:00:00')",
    "INSERT INTO memberships (id, person_id, community_id, role, team_id, on_duty)"
    " VALUES (1, 1, 1, 'staff', 1, true)",
    "INSERT INTO tickets (id, community_id, kind, category, urgent, private, priority, state,"
    " version, said, place_known, reporter_id, accountable_id, team_id, opened_at, due_from,"
    " first_response_due, resolution_due, escalation_level, reopened_count) VALUES"
    " (1, 1, 'request', 'water', false, false, 'P2', 'new', 1, 'x', true, 1, 1, 1,"
    " '2026-11-23 02:00:00', '2026-11-23 02:00:00', '2026-11-23 02:15:00',"
    " '2026-11-23 06:00:00', 0, 0)",
    "INSERT INTO tickets (id, community_id, kind, category, urgent, private, priority, state,"
    " version, said, place_known, reporter_id, accountable_id, team_id, opened_at, due_from,"
    " first_response_due, resolution_due, escalation_level, reopened_count) SELECT"
    " 2, community_id, kind, category, urgent, private, priority, state, version, said,"
    " place_known, reporter_id, accountable_id, team_id, opened_at, due_from,"
    " first_response_due, '2020-11-23 06:00:00', 150, 0 FROM tickets WHERE id = 1",
    "INSERT INTO tickets (id, community_id, kind, category, urgent, private, priority, state,"
    " version, said, place_known, reporter_id, accountable_id, team_id, opened_at, due_from,"
    " first_response_due, first_response_at, resolution_due, escalation_level, reopened_count)"
    " SELECT 3, community_id, kind, category, urgent, private, priority, 'in_progress', 2, said,"
    " place_known, reporter_id, accountable_id, team_id, opened_at, due_from,"
    " first_response_due, '2026-11-23 02:05:00', '2999-11-23 06:00:00', 50, 0"
    " FROM tickets WHERE id = 1",
    "INSERT INTO tickets (id, community_id, kind, category, urgent, private, priority, state,"
    " version, said, place_known, reporter_id, accountable_id, team_id, opened_at, due_from,"
    " first_response_due, resolution_due, escalation_level, reopened_count) SELECT"
    " 4, community_id, kind, category, urgent, private, priority, state, version, said,"
    " place_known, reporter_id, accountable_id, team_id, opened_at, due_from,"
    " first_response_due, '2999-11-23 06:00:00', 100, 0 FROM tickets WHERE id = 1",
    "INSERT INTO ticket_events (id, ticket_id, type, at, data)"
    " VALUES (1, 1, 'opened', '2026-11-23 02:00:00', '{}')",
    "INSERT INTO ticket_events (id, ticket_id, type, actor_id, at, data)"
    " VALUES (2, 1, 'accepted', 1, '2026-11-23 02:05:00', '{}')",
    "INSERT INTO cards (id, audience, ticket_id, chat_id) VALUES (1, 'owner', 1, 1001)",
    "INSERT INTO lessons (id, community_id, text, folded, topic, source, state, ticket_id,"
    " proposed_at) VALUES (1, 1, 'x', 'x', 'lift_out_of_order', 'corrected', 'learned', 1,"
    " '2026-11-23 02:00:00')",
)
"""Rows of version 0002, at which other rows point: SQLite lets nobody make such tables anew."""


async def test_a_house_that_is_lived_in_is_upgraded_with_everybody_in_it(bare: Database) -> None:
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), "0002"))
        for statement in LIVED_IN:
            await connection.execute(text(statement))
    await migrate(bare)
    assert await differences(bare) == []
    async with bare.reading() as session:
        ticket = await session.get_one(Ticket, 1)
        post = await session.get_one(Membership, 1)
        lesson = await session.get_one(Lesson, 1)
        told = {number: await rungs_told(session, number) for number in (1, 2, 3, 4)}
        assert await session.scalar(select(func.count()).select_from(TicketEvent)) == 2
    assert ticket.first_accepted_id == 1
    assert ticket.next_due_at == ticket.resolution_due
    assert (ticket.urgency, ticket.impact, ticket.breached_response) == (
        Urgency.HIGH,
        Impact.UNIT,
        False,
    )
    assert (lesson.text, lesson.state, lesson.ticket_id) == ("x", LessonState.LEARNED, 1)
    assert (post.skills, post.building_ids) == ([], [])
    begun = ticket.due_from
    assert told == {
        1: {},
        2: {(ClockKind.RESPONSE, begun): 150, (ClockKind.RESOLUTION, begun): 150},
        3: {(ClockKind.RESOLUTION, begun): 50},
        4: {(ClockKind.RESPONSE, begun): 100},
    }, "nobody hears again what they have heard"


REMINDED = (
    "INSERT INTO communities (id, code, names, region, language, timezone, office_phone,"
    " office_opens, office_closes, facts) VALUES"
    " (1, 'g', '{}', 'TW', 'zh-Hant', 'Asia/Taipei', '1', '08:30', '21:00', '{}')",
    "INSERT INTO people (id, telegram_id, name, language, language_chosen, quiet, created_at)"
    " VALUES (1, 1001, 'alice', 'zh-Hant', false, false, '2026-11-23 02:00:00')",
    "INSERT INTO broadcasts (id, community_id, audience, texts, state, silent, total, created_at)"
    " VALUES (1, 1, '{}', '{}', 'done', true, 1, '2027-01-05 02:00:00')",
    "INSERT INTO broadcasts (id, community_id, author_id, audience, texts, state, silent, total,"
    " created_at) VALUES (2, 1, 1, '{}', '{}', 'draft', false, 0, '2027-01-05 02:00:00')",
    "INSERT INTO deliveries (broadcast_id, person_id, state) VALUES (1, 1, 'sent')",
    "INSERT INTO occurrences (id, community_id, rule_id, key, notice, due_at, expires_at, state,"
    " text_hash, broadcast_id) VALUES (1, 1, 'cold.elders', '小寒@2027', 'cold.elders',"
    " '2027-01-05 02:00:00', '2027-01-08 02:00:00', 'sent', 'x', 1)",
    "INSERT INTO notices (id, occurrence_id, language, text, edited_by, edited_at)"
    " VALUES (1, 1, 'en', 'x', 1, '2027-01-04 02:00:00')",
    "INSERT INTO cards (id, audience, broadcast_id, chat_id) VALUES (1, 'progress', 1, 1001)",
)
"""Rows of version 0003, at which other rows point."""


async def test_what_was_sent_is_known_after_the_upgrade_and_after_the_way_back(
    bare: Database,
) -> None:
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), "0003"))
        for statement in REMINDED:
            await connection.execute(text(statement))
    before = await described(bare)
    await migrate(bare)
    assert await differences(bare) == []
    async with bare.reading() as session:
        occurrence = await session.get_one(Occurrence, 1)
        seasonal, drafted = [await session.get_one(Broadcast, row) for row in (1, 2)]
        copy = await session.get_one(Delivery, (1, 1))
        assert (await session.get_one(Card, 1)).meeting_id is None
        assert (await session.get_one(Community, 1)).area == {}
    assert (occurrence.wanted_at, occurrence.provisional) == (occurrence.due_at, False)
    assert (seasonal.weight, seasonal.occasion) == (Weight.REMINDER, "cold.elders:小寒@2027")
    assert (drafted.weight, drafted.occasion, drafted.asks) == (Weight.NOTICE, None, False)
    assert (copy.state, copy.answer) == (DeliveryState.SENT, None)

    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), "0003"))
        kept = await connection.execute(text("SELECT count(*) FROM notices"))
        assert kept.scalar_one() == 1
    assert await described(bare) == before


_TICKET_OF_0004 = (
    "INSERT INTO tickets (id, community_id, kind, category, urgent, private, priority, drill,"
    " state, version, said, evidence, place_known, reporter_id, accountable_id, concerns_id,"
    " team_id, opened_at, due_from, first_response_due, resolution_due, escalation_level,"
    " reopened_count) VALUES ({id}, 1, '{kind}', 'water', false, {private}, 'P2', {drill},"
    " 'new', 1, 'x', {evidence}, true, 1, 1, {concerns}, 1, '2026-11-2{id} 02:00:00',"
    " '2026-11-23 02:00:00', '2026-11-23 02:15:00', '2026-11-23 06:00:00', 0, 0)"
)


def _ticket_of_0004(
    number: int, evidence: str = "", concerns: int | None = None, *, drill: bool = False
) -> str:
    """Private, unless it is a drill; of two staff whom it may name the columns know one."""
    return _TICKET_OF_0004.format(
        id=number,
        kind="emergency" if drill else "complaint",
        private="false" if drill else "true",
        drill="true" if drill else "false",
        evidence=f"'{evidence}'" if evidence else "NULL",
        concerns=concerns or "NULL",
    )


COMPLAINED_OF = (
    *LIVED_IN[:3],
    "INSERT INTO people (id, telegram_id, name, language, language_chosen, quiet, created_at)"
    " SELECT 2, 1002, 'bob', language, false, false, created_at FROM people WHERE id = 1",
    _ticket_of_0004(1, '{"by": "phrase", "staff": [2, 1, 99]}', concerns=2),
    _ticket_of_0004(2, '{"staff": [1]}'),
    _ticket_of_0004(3, "phrase", concerns=1),
    _ticket_of_0004(4, "not {json", None),
    _ticket_of_0004(5, drill=True),
    _ticket_of_0004(6, drill=True),
)
"""Rows of version 0004: complaints about one, about several, and two drills at the same time."""


async def test_whom_complaints_are_about_is_known_after_the_upgrade_and_after_the_way_back(
    bare: Database,
) -> None:
    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), "0004"))
        for statement in COMPLAINED_OF:
            await connection.execute(text(statement))
    before = await described(bare)
    await migrate(bare)
    assert await differences(bare) == []
    async with bare.reading() as session:
        rows = {row.id: row for row in await session.scalars(select(Ticket))}
        ended = (await session.scalars(select(TicketEvent))).one()
    assert {number: set(row.concerned) for number, row in rows.items()} == {
        1: {1, 2},
        2: {1},
        3: {1},
        4: set(),
        5: set(),
        6: set(),
    }
    assert (rows[5].state, rows[5].closed_at) == (TicketState.CANCELLED, rows[5].opened_at)
    assert (rows[6].state, rows[6].closed_at) == (TicketState.NEW, None)
    assert (ended.ticket_id, ended.data["set"]["state"]) == (5, "cancelled")

    async with bare.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), "0004"))
        found = await connection.execute(
            text("SELECT id, concerns_id, evidence FROM tickets WHERE id < 5 ORDER BY id")
        )
        kept = {row.id: (row.concerns_id, row.evidence) for row in found}
    assert await described(bare) == before
    assert kept == {
        1: (1, '{"by": "phrase", "staff": [1, 2]}'),
        2: (1, '{"staff": [1]}'),
        3: (1, '{"said": "phrase", "staff": [1]}'),
        4: (None, "not {json"),
    }


DAMAGE = (
    "DROP INDEX ix_tickets_due",
    "DROP TABLE dialogues",
    "ALTER TABLE people DROP COLUMN unreachable_since",
    "ALTER TABLE people ADD COLUMN nickname VARCHAR",
)


async def test_every_difference_is_noticed(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'damaged.db'}")
    await migrate(database)
    noticed = [len(await differences(database))]
    for damage in DAMAGE:
        async with database.engine.begin() as connection:
            await connection.execute(text(damage))
        noticed.append(len(await differences(database)))
    await database.close()
    assert noticed == [0, 1, 2, 3, 4]


async def test_there_is_one_newest_version(sqlite: Database) -> None:
    async with sqlite.engine.connect() as connection:
        heads = await connection.run_sync(
            lambda sync: ScriptDirectory.from_config(_config(sync)).get_heads()
        )
    assert len(heads) == 1
