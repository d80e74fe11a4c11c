"""One row that cannot be seen to: the clock goes on with the others, and comes back to it."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.desk import Desk
from bot.post import Mailbag, Voice
from bot.texts import Texts
from bot.ticking import letters as matters
from bot.ticking import tickets as clock
from bot.ticking.hands import Sign
from bot.ticking.letters import PutWords, Undelivered
from bot.ticking.setbacks import FIRST, LONGEST, Setbacks
from bot.ticking.tickets import Incidents, Tickets
from db.models import Incident, OutboxLetter, Ticket
from db.vocabulary import IncidentKind, IncidentState, LetterKind, OutboxState
from tests.db.estate import NOW, Estate

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class Hands:
    """A clock that the test moves; of everything else only what these matters take in hand."""

    def __init__(self, estate: Estate, texts: Texts) -> None:
        self.database = estate.database
        self.now = NOW
        self._texts = texts

    def desk(self, session: Any, community: Any, cause: str) -> Desk:
        voice = Voice(self._texts, community, self.now)
        catalogue = cast("Any", SimpleNamespace(topics={}))
        return Desk(session, self.now, Mailbag(cause, voice, self.now), catalogue)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


@pytest.fixture
def hands(estate: Estate, texts: Texts) -> Any:
    return Hands(estate, texts)


async def next_check(estate: Estate, number: int) -> datetime | None:
    async with estate.database.reading() as session:
        return (await session.get_one(Ticket, number)).next_check_at


async def test_a_ticket_that_fails_is_put_off_and_the_others_are_looked_at(
    estate: Estate, hands: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = estate.ticket(next_check_at=NOW - DAY), estate.ticket(next_check_at=NOW)
    await estate.add(bad, good)
    looked: list[int] = []

    async def look(_: Desk, ticket: Ticket) -> None:
        looked.append(ticket.id)
        if ticket.id == bad.id:
            ticket.said = "half done"
            raise RuntimeError("broken")
        ticket.next_check_at = None

    monkeypatch.setattr(clock.sweep, "look", look)
    matter = Tickets()
    await matter.look(hands)
    assert looked == [bad.id, good.id]
    assert await next_check(estate, bad.id) == NOW + FIRST
    assert f"ticket {bad.id} could not be seen to" in caplog.text
    async with estate.database.reading() as session:
        assert (await session.get_one(Ticket, bad.id)).said == "廚房漏水"

    hands.now = NOW + FIRST - SECOND / 2
    await matter.look(hands)
    assert looked == [bad.id, good.id]
    hands.now = NOW + FIRST
    await matter.look(hands)
    assert looked == [bad.id, good.id, bad.id]
    assert await next_check(estate, bad.id) == NOW + 3 * FIRST


async def test_a_ticket_that_fails_is_tried_once_in_a_tick_however_long_the_others_take(
    estate: Estate, hands: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = estate.ticket(next_check_at=NOW - DAY)
    others = [estate.ticket(next_check_at=NOW) for _ in range(3)]
    await estate.add(bad, *others)
    looked: list[int] = []

    async def look(_: Desk, ticket: Ticket) -> None:
        looked.append(ticket.id)
        hands.now += 2 * FIRST
        if ticket.id == bad.id:
            raise RuntimeError("broken")
        ticket.next_check_at = None

    monkeypatch.setattr(clock.sweep, "look", look)
    await Tickets().look(hands)
    assert looked[0] == bad.id
    assert sorted(looked) == sorted([bad.id, *(each.id for each in others)])


def test_the_waits_grow_and_begin_anew_once_it_went_well() -> None:
    setbacks, now, waits = Setbacks("row"), NOW, []
    for _ in range(14):
        with setbacks.attempt(1, now):
            raise RuntimeError
        again = setbacks.rests_until(1)
        assert again is not None
        assert setbacks.rests(1, again - SECOND / 2)
        assert setbacks.due(again) == {1}
        waits.append(again - now)
        now = again
    assert waits[0] == FIRST
    assert waits[1] == 2 * FIRST
    assert waits[-2:] == [LONGEST, LONGEST]
    with setbacks.attempt(1, now):
        pass
    assert setbacks.rests_until(1) is None
    assert not setbacks.due(now + DAY)


async def test_an_incident_that_fails_keeps_no_other_open(
    estate: Estate, hands: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (
        Incident(
            community_id=estate.community.id,
            kind=IncidentKind.OUTAGE,
            state=IncidentState.OPEN,
            version=1,
            category="water",
            topic="water_none",
            building_id=building,
            accountable_id=estate.bob.id,
            urgent=False,
            made_at=NOW,
        )
        for building in (estate.home.building_id, None)
    )
    await estate.add(first, second)

    async def show(_: Desk, incident: Incident) -> None:
        if incident.id == first.id:
            raise RuntimeError("broken")

    monkeypatch.setattr(clock.incident_card, "show", show)
    await Incidents().look(hands)
    async with estate.database.reading() as session:
        assert (await session.get_one(Incident, first.id)).state is IncidentState.OPEN
        assert (await session.get_one(Incident, second.id)).state is IncidentState.CLOSED


def letter(ticket: Ticket, key: str, settled_at: datetime, state: OutboxState) -> OutboxLetter:
    return OutboxLetter(
        key=key,
        priority=2,
        kind=LetterKind.TEXT,
        chat_id=1,
        ticket_id=ticket.id,
        body={"text": key},
        state=state,
        created_at=settled_at,
        settled_at=settled_at,
    )


async def shows(estate: Estate, sign: Sign, now: datetime) -> bool:
    async with estate.database.reading() as session:
        return bool(await session.scalar(select(sign.condition), {"now": now, **sign.given(now)}))


@pytest.mark.parametrize(
    ("matter", "module", "does", "state"),
    [
        (Undelivered, matters.undelivered, "report", OutboxState.UNREACHABLE),
        (PutWords, matters.put_words, "count", OutboxState.SENT),
    ],
)
async def test_what_was_settled_before_a_long_stop_is_seen_to_once(
    estate: Estate,
    hands: Any,
    monkeypatch: pytest.MonkeyPatch,
    matter: type[Undelivered | PutWords],
    module: Any,
    does: str,
    state: OutboxState,
) -> None:
    """Not what was settled long before it; and what was withdrawn since hides nothing."""
    ticket = estate.ticket()
    await estate.add(ticket)
    stopped = NOW - 3 * DAY
    await estate.add(
        letter(ticket, "whose:1:1:desk", stopped - DAY, state),
        letter(ticket, "whose:1:2:desk", stopped - SECOND, state),
        letter(ticket, "whose:1:3:desk", stopped - SECOND, state),
        letter(ticket, "other", stopped, OutboxState.SENT),
        letter(ticket, "whose:1:4:desk", NOW, OutboxState.SUPERSEDED),
    )
    seen: list[str] = []

    async def see(_: Desk, __: Ticket, settled: OutboxLetter) -> None:
        seen.append(settled.key)
        if settled.key == "whose:1:2:desk":
            raise RuntimeError("broken")

    monkeypatch.setattr(module, does, see)
    looking = matter()
    assert await shows(estate, looking.sign, NOW)
    await looking.look(hands)
    await looking.look(hands)
    assert seen == ["whose:1:2:desk", "whose:1:3:desk"]
    hands.now = NOW + FIRST - SECOND / 2
    await looking.look(hands)
    hands.now = NOW + FIRST
    assert await shows(estate, looking.sign, hands.now)
    await looking.look(hands)
    assert seen == ["whose:1:2:desk", "whose:1:3:desk", "whose:1:2:desk"]
    hands.now = NOW + LONGEST  # long after the last of them was settled, and seen to in vain
    await looking.look(hands)
    assert len(seen) == 4
    assert not await shows(estate, looking.sign, hands.now)
