"""A tick asks the database once, and looks only at what shows that there may be something to do."""

from typing import Any, cast

import pytest
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.ticker import MATTERS, Ticker
from bot.ticking.hands import Hands
from bot.ticking.meetings import Meetings
from bot.ticking.plan import Planning
from bot.ticking.tickets import Tickets
from db.models import Meeting
from db.vocabulary import MeetingKind, MeetingState
from tests.db.estate import NOW, Estate

ALWAYS = ["Planning", "Progress", "Lessons", "Weather", "Waiting"]
"""These know by themselves when it is time."""


class Setting:
    """Matters that only note that they were looked at, and do what the test says."""

    def __init__(self, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looked: list[str] = []
        self.does: dict[type, Any] = {}

        async def look(matter: object, hands: Hands) -> None:
            self.looked.append(type(matter).__name__)
            if does := self.does.get(type(matter)):
                await does()

        for matter in MATTERS:
            monkeypatch.setattr(matter, "look", look)
        self.ticker = Ticker(cast("Any", _Hands(estate)))

    async def tick(self) -> list[str]:
        self.looked.clear()
        await self.ticker.tick()
        return self.looked


class _Hands:
    def __init__(self, estate: Estate) -> None:
        self.database = estate.database
        self.now = NOW


@pytest.fixture
def setting(estate: Estate, monkeypatch: pytest.MonkeyPatch) -> Setting:
    return Setting(estate, monkeypatch)


async def test_where_nothing_shows_nothing_is_looked_at(setting: Setting, estate: Estate) -> None:
    assert await setting.tick() == ALWAYS
    await estate.add(estate.ticket(next_check_at=NOW))
    assert Tickets.__name__ in await setting.tick()
    assert len(setting.looked) == len(ALWAYS) + 1


async def test_what_one_matter_did_another_sees_in_the_same_tick(
    setting: Setting, estate: Estate
) -> None:
    async def meet() -> None:
        async with estate.database.transaction() as session:
            session.add(
                Meeting(
                    community_id=estate.community.id,
                    kind=MeetingKind.BRIEFING,
                    state=MeetingState.ANNOUNCED,
                    titles={},
                    places={},
                    agendas={},
                    starts_at=NOW,
                    ends_at=NOW,
                    audience={},
                    made_by=estate.mei.id,
                    made_at=NOW,
                )
            )

    setting.does[Planning] = meet
    assert Meetings.__name__ in await setting.tick()
    assert len(setting.looked) == len(ALWAYS) + 1


async def test_where_nobody_can_say_what_shows_all_is_looked_at(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise SQLAlchemyError("too many subqueries")

    monkeypatch.setattr(AsyncSession, "execute", refuse)
    assert len(await setting.tick()) == len(MATTERS)
