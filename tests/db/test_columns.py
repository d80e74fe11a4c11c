"""What comes back is what was put in: times in UTC, enums as enums, words as words."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from db.models import InboxUpdate, Person, Residency, Team, Ticket, TicketEvent
from db.vocabulary import (
    EventType,
    InboxState,
    Language,
    Priority,
    Region,
    ResidentRole,
    TeamCode,
    TicketKind,
    TicketState,
)
from tests.db.estate import NOW, Estate, community, person

NAIVE = datetime(2026, 11, 23, 10, 0)  # noqa: DTZ001 - that is what is refused


async def test_a_time_without_a_zone_is_refused(estate: Estate) -> None:
    with pytest.raises(StatementError, match="a time without a zone may not be stored"):
        await estate.add(estate.ticket(opened_at=NAIVE))


async def test_nor_may_one_be_asked_for(estate: Estate) -> None:
    with pytest.raises(StatementError, match="a time without a zone may not be stored"):
        async with estate.database.reading() as session:
            await session.scalars(select(Person).where(Person.created_at == NAIVE))


@pytest.mark.parametrize(
    "moment",
    [
        NOW,
        datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Taipei")),
        datetime(2026, 7, 1, 9, 30, tzinfo=ZoneInfo("Europe/London")),
        datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1),
        datetime(2026, 11, 22, 16, 0, tzinfo=timezone(timedelta(hours=-10))),
        datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC),
    ],
)
async def test_a_time_comes_back_as_the_same_moment_in_utc(
    estate: Estate, moment: datetime
) -> None:
    alice = estate.alice.id
    async with estate.database.transaction() as session:
        (await session.get_one(Person, alice)).unreachable_since = moment
    async with estate.database.reading() as session:
        back = (await session.get_one(Person, alice)).unreachable_since
        found = await session.scalar(select(Person.id).where(Person.unreachable_since == moment))
    assert back == moment.astimezone(UTC)
    assert back is not None
    assert back.utcoffset() == timedelta(0)
    assert found == alice


async def test_times_are_compared_as_moments_whatever_zone_they_were_said_in(
    estate: Estate,
) -> None:
    await estate.add(estate.ticket(next_check_at=NOW))
    taipei = NOW.astimezone(ZoneInfo("Asia/Taipei"))
    async with estate.database.reading() as session:
        late = select(Person.id).where(Person.created_at <= taipei - timedelta(seconds=1))
        in_time = select(Person.id).where(Person.created_at <= taipei)
        assert (await session.scalars(late)).all() == []
        assert len((await session.scalars(in_time)).all()) == 5


async def test_a_missing_time_stays_missing(estate: Estate) -> None:
    async with estate.database.reading() as session:
        home = await session.scalar(select(Residency))
    assert home is not None
    assert home.until is None


async def test_enums_come_back_as_enums(estate: Estate) -> None:
    """A plain string would make `role is Role.OWNER` silently false."""
    fire = estate.ticket(
        kind=TicketKind.EMERGENCY, priority=Priority.P1, state=TicketState.PENDING_CUSTOMER
    )
    await estate.add(fire)
    await estate.add(TicketEvent(ticket_id=fire.id, type=EventType.FALSE_ALARM, at=NOW, data={}))
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, fire.id)
        event = (await session.scalars(select(TicketEvent))).one()
        home = (await session.scalars(select(Residency))).one()
    assert ticket.kind is TicketKind.EMERGENCY
    assert ticket.priority is Priority.P1
    assert ticket.state is TicketState.PENDING_CUSTOMER
    assert ticket.reporter.language is Language.HANT
    assert ticket.community.region is Region.TW
    assert ticket.team.code is TeamCode.REPAIRS
    assert event.type is EventType.FALSE_ALARM
    assert home.role is ResidentRole.OWNER


async def test_enums_are_kept_by_value(estate: Estate) -> None:
    """So that a renamed member of ours changes no row, and a person can read the table."""
    async with estate.database.reading() as session:
        language = await session.scalar(text("SELECT language FROM people WHERE name = 'alice'"))
        role = await session.scalar(text("SELECT role FROM residencies"))
    assert (language, role) == ("zh-Hant", "owner")


async def test_defaults_are_enums_too(estate: Estate) -> None:
    update = InboxUpdate(update_id=1, chat_id=1001, payload={}, received_at=NOW)
    await estate.add(update)
    async with estate.database.reading() as session:
        back = await session.get_one(InboxUpdate, update.id)
    assert back.state is InboxState.PENDING
    assert back.attempts == 0


async def test_words_of_any_script_come_back_as_they_were(estate: Estate) -> None:
    odd = "漏水💧 & <b>3棟</b> 'x' \"y\" \\ \u200b ١٢ ﷽"
    named = person(2001, odd, {"zh-Hant": odd, "en": odd})
    await estate.add(named, estate.ticket(said=odd))
    async with estate.database.reading() as session:
        back = await session.get_one(Person, named.id)
    assert back.name == odd
    assert back.names == {"zh-Hant": odd, "en": odd}


async def test_telegrams_long_numbers_fit(estate: Estate) -> None:
    """User ids passed 32 bits long ago; Telegram promises no more than 52."""
    longest = person(2**52 - 1, "somebody new")
    await estate.add(longest)
    async with estate.database.transaction() as session:
        (await session.get_one(Team, estate.repairs.id)).forum_chat_id = -1_002_000_000_001
    async with estate.database.reading() as session:
        assert (await session.get_one(Person, longest.id)).telegram_id == 2**52 - 1
        assert (await session.get_one(Team, estate.repairs.id)).forum_chat_id == -1_002_000_000_001


async def test_a_person_is_called_by_the_name_of_the_readers_language(estate: Estate) -> None:
    assert [estate.alice.called(each) for each in Language] == ["陳雅麗", "陈雅丽", "Alice Chan"]
    assert estate.charlie.called(Language.HANT) == "charlie"
    half = person(2002, "bob", {"zh-Hant": "李保"})
    assert [half.called(each) for each in Language] == ["李保", "bob", "bob"]


def test_a_community_is_named_in_three_languages() -> None:
    assert {community("greenlake").name(each) for each in Language} == {
        "翠湖花園",
        "翠湖花园",
        "Greenlake Gardens",
    }
