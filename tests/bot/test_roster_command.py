"""`python -m bot roster FILE`: every mistake by file and line, or all of it entered."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import community_file
from bot.__main__ import main
from bot.app import prepare
from bot.clock import SystemClock
from db.models import Shift
from db.session import Database

HEADINGS = "person,team,kind,date,from,to\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory in which the demo community lives."""

    async def settle() -> None:
        database = Database(_url(tmp_path))
        file = community_file.read(community_file.DEMO)
        await prepare(database, SystemClock(), file, with_cast=True)
        await database.close()

    asyncio.run(settle())
    return tmp_path


def _url(data: Path) -> str:
    return f"sqlite+aiosqlite:///{data / 'guanjia.db'}"


def shifts(data: Path) -> int:
    async def count() -> int:
        database = Database(_url(data))
        async with database.reading() as session:
            found = await session.scalar(select(func.count(Shift.id)))
        await database.close()
        return found or 0

    return asyncio.run(count())


def roster(data: Path, text: str, *more: str) -> int:
    file = data / "december.csv"
    file.write_text(text, encoding="utf-8")
    return main(["roster", str(file), "--data", str(data), *more])


def test_a_roster_is_entered(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"\ufeff{HEADINGS}李保,repairs,,12/1,08:00,17:00\nSue So,,leave,12/5-12/7,,\n"
    assert roster(data, text) == 0
    assert capsys.readouterr().out == "Entered 2, known already 0, taken back 0.\n"
    assert shifts(data) == 2
    assert roster(data, text, "--community", "greenlake") == 0
    assert "known already 2" in capsys.readouterr().out
    assert shifts(data) == 2


def test_nothing_is_half_done(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = (
        "李保,repairs,,12/1,08:00,17:00\n李寶,repairs,,12/2,08:00,17:00\n,,,\n"
        "李保,,,12/1,16:00,20:00\n"
    )
    assert roster(data, HEADINGS + lines) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert told[0] == "december.csv: Line 3: nobody here is called “李寶”; do you mean “李保”?"
    assert told[1].startswith("december.csv: Line 4")
    assert told[2] == "december.csv: Line 5 overlaps line 2"
    assert shifts(data) == 0


def test_a_community_that_is_not_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roster(data, HEADINGS, "--community", "elsewhere") == 1
    assert "--community: greenlake" in capsys.readouterr().err


def test_a_file_that_is_not_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["roster", str(data / "none.csv"), "--data", str(data)]) == 1
    assert "none.csv" in capsys.readouterr().err
