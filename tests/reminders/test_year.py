"""A year in a community, simulated: nobody is woken, nobody gets too much, nothing is lost."""

import shutil
from pathlib import Path

import pytest

from db.session import Database
from db.vocabulary import OccurrenceState, Region, Weight
from reminders.notices import Notices
from tests.reminders.simulation import Year


@pytest.fixture
def tables(laid_sqlite: Path, tmp_path: Path) -> Database:
    path = shutil.copy(laid_sqlite, tmp_path / "year.db")
    return Database(f"sqlite+aiosqlite:///{path}")


async def test_a_year_keeps_all_its_promises(tables: Database, notices: Notices) -> None:
    year = Year(tables, notices, owners=60, regions=[Region.CN, Region.TW], seed=5)
    await year.run()
    got = await year.got()
    await tables.close()
    assert got.woken() == []
    assert got.over_budget() == []
    assert got.twice() == []
    assert got.against_their_wish() == []
    assert got.lost() == []
    assert got.overnight(), "the messenger is slow enough to try the nights"
    sent = {weight: len(got.of_weight(weight)) for weight in Weight}
    assert sent[Weight.REMINDER] > 10
    assert sent[Weight.NOTICE] > 3
    assert sent[Weight.URGENT] > 0
    states = {row.state for row in got.rows}
    assert {OccurrenceState.SENT, OccurrenceState.SKIPPED, OccurrenceState.EXPIRED} <= states
