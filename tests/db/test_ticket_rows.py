"""Questions about tickets, asked of both databases: whose, which are due, what belongs to them."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from db import tickets
from db.models import Card, ForumTopic, MessageLink, Ticket, TicketEvent
from db.vocabulary import CardAudience, EventType, TicketKind, TicketState
from tests.db.estate import NOW, Estate

GROUP = -1_002_000_000_001
HOUR = timedelta(hours=1)

OVER = {
    TicketState.CLOSED,
    TicketState.DUPLICATE,
    TicketState.REJECTED,
    TicketState.CANCELLED,
}


async def opened(estate: Estate, *rows: Ticket) -> list[int]:
    await estate.add(*rows)
    return [row.id for row in rows]


async def test_a_ticket_is_known_by_its_number_with_all_who_matter(estate: Estate) -> None:
    (number,) = await opened(estate, estate.ticket(unit_id=estate.home.id, home_id=estate.home.id))
    async with estate.database.transaction() as session:
        ticket = await tickets.by_number(session, number)
        assert await tickets.by_number(session, number + 1) is None
    assert ticket is not None
    assert ticket.reporter.name == "alice"
    assert ticket.accountable.name == "bob"
    assert ticket.assignee is None
    assert ticket.unit is not None
    assert ticket.unit.code == "3-12F"
    assert ticket.home is ticket.unit


async def test_a_ticket_begins_new_and_at_its_first_version(estate: Estate) -> None:
    (number,) = await opened(estate, estate.ticket())
    async with estate.database.reading() as session:
        ticket = await session.get_one(Ticket, number)
    assert ticket.state is TicketState.NEW
    assert (ticket.version, ticket.escalation_level, ticket.reopened_count) == (1, 0, 0)


async def test_numbers_go_up_and_are_never_used_again(estate: Estate) -> None:
    first, second = await opened(estate, estate.ticket(), estate.ticket())
    assert second > first


async def test_active_is_all_that_is_not_over_newest_first(estate: Estate) -> None:
    rows = [estate.ticket(state=state) for state in TicketState]
    await opened(estate, *rows, estate.ticket(reporter_id=estate.charlie.id))
    async with estate.database.reading() as session:
        found = await tickets.active_of(session, estate.alice.id)
        assert await tickets.active_of(session, estate.bob.id) == []
    assert [each.id for each in found] == [
        row.id for row in reversed(rows) if row.state not in OVER
    ]


async def test_whoever_called_for_help_calls_also_where_theirs_was_put_to_another(
    estate: Estate,
) -> None:
    danger = {"kind": TicketKind.EMERGENCY, "reporter_id": estate.charlie.id}
    lead, over = await opened(
        estate, estate.ticket(**danger), estate.ticket(**danger, state=TicketState.CANCELLED)
    )
    put = {"state": TicketState.DUPLICATE}
    own, merged, *_ = await opened(
        estate,
        estate.ticket(kind=TicketKind.EMERGENCY),
        estate.ticket(kind=TicketKind.EMERGENCY, merged_into_id=lead, **put),
        estate.ticket(kind=TicketKind.EMERGENCY, merged_into_id=over, **put),
        estate.ticket(kind=TicketKind.EMERGENCY, drill=True),
        estate.ticket(),
    )
    async with estate.database.reading() as session:
        found = await tickets.calls_of(session, estate.alice.id)
    assert [each.id for each in found] == [merged, own]


async def test_what_somebody_reported_is_paged_newest_first(estate: Estate) -> None:
    numbers = await opened(estate, *(estate.ticket() for _ in range(5)))
    await opened(estate, estate.ticket(reporter_id=estate.charlie.id))
    numbers.reverse()
    async with estate.database.reading() as session:
        first = await tickets.recent_of(session, estate.alice.id, 2)
        second = await tickets.recent_of(session, estate.alice.id, 2, 2)
        last = await tickets.recent_of(session, estate.alice.id, 2, 4)
    assert [each.id for each in (*first, *second, *last)] == numbers


# --- what the clock asks ----------------------------------------------------------------------


async def test_the_longest_overdue_is_looked_at_first(estate: Estate) -> None:
    now_due, long_due, *_ = await opened(
        estate,
        estate.ticket(next_check_at=NOW),
        estate.ticket(next_check_at=NOW - HOUR),
        estate.ticket(next_check_at=NOW + timedelta(microseconds=1)),
        estate.ticket(next_check_at=None),
    )
    async with estate.database.transaction() as session:
        assert await tickets.longest_due(session, NOW) == long_due
        (await session.get_one(Ticket, long_due)).next_check_at = NOW + HOUR
        assert await tickets.longest_due(session, NOW) == now_due
        (await session.get_one(Ticket, now_due)).next_check_at = None
        assert await tickets.longest_due(session, NOW) is None


async def test_the_clock_knows_when_it_is_wanted_next(estate: Estate) -> None:
    async with estate.database.reading() as session:
        assert await tickets.next_check(session) is None
    await opened(
        estate,
        estate.ticket(next_check_at=None),
        estate.ticket(next_check_at=NOW + HOUR),
        estate.ticket(next_check_at=NOW),
    )
    async with estate.database.reading() as session:
        assert await tickets.next_check(session) == NOW


# --- what belongs to a ticket -----------------------------------------------------------------


async def test_the_log_is_read_in_the_order_things_happened(estate: Estate) -> None:
    number, other = await opened(estate, estate.ticket(), estate.ticket())
    happened = [EventType.OPENED, EventType.NOTED, EventType.ACCEPTED, EventType.NOTED]
    await estate.add(
        *(TicketEvent(ticket_id=number, type=each, at=NOW, data={}) for each in happened),
        TicketEvent(ticket_id=other, type=EventType.OPENED, at=NOW, data={}),
    )
    async with estate.database.reading() as session:
        everything = await tickets.events_of(session, number)
        notes = await tickets.events_of(session, number, EventType.NOTED)
        two = await tickets.events_of(session, number, EventType.NOTED, EventType.OPENED)
        none = await tickets.events_of(session, number, EventType.CLOSED)
    assert [each.type for each in everything] == happened
    assert [each.type for each in notes] == [EventType.NOTED] * 2
    assert [each.type for each in two] == [EventType.OPENED, EventType.NOTED, EventType.NOTED]
    assert none == []


async def test_the_newest_room_is_the_tickets_room(estate: Estate) -> None:
    number, private = await opened(estate, estate.ticket(), estate.ticket(private=True))
    old = ForumTopic(ticket_id=number, chat_id=GROUP, thread_id=7, title="#1")
    new = ForumTopic(ticket_id=number, chat_id=GROUP - 1, thread_id=8, title="#1")
    await estate.add(old, new)
    async with estate.database.reading() as session:
        room = await tickets.topic_of(session, number)
        assert room is not None
        assert room.id == new.id
        assert await tickets.topic_of(session, private) is None
        at_the_old = await tickets.topic_at(session, GROUP, 7)
        assert at_the_old is not None
        assert at_the_old.id == old.id
        assert await tickets.topic_at(session, GROUP, 8) is None


async def test_two_at_once_never_make_two_rooms(estate: Estate) -> None:
    (number,) = await opened(estate, estate.ticket())
    await estate.add(ForumTopic(ticket_id=number, chat_id=GROUP, title="#1"))
    with pytest.raises(IntegrityError):
        await estate.add(ForumTopic(ticket_id=number, chat_id=GROUP, title="#1"))


async def test_a_second_drill_of_one_community_is_refused(estate: Estate) -> None:
    over = estate.ticket(drill=True, state=TicketState.CANCELLED, closed_at=NOW)
    await estate.add(over, estate.ticket(drill=True), estate.ticket())
    with pytest.raises(IntegrityError):
        await estate.add(estate.ticket(drill=True))


async def test_the_owners_card_is_not_the_desks(estate: Estate) -> None:
    number, other = await opened(estate, estate.ticket(), estate.ticket())
    desk = Card(audience=CardAudience.STAFF, ticket_id=number, chat_id=GROUP)
    owners = Card(audience=CardAudience.OWNER, ticket_id=number, chat_id=1001)
    await estate.add(desk, owners)
    async with estate.database.reading() as session:
        shown = await tickets.owner_card(session, number)
        assert shown is not None
        assert shown.id == owners.id
        assert {card.id for card in await tickets.cards_of(session, number)} == {desk.id, owners.id}
        assert await tickets.owner_card(session, other) is None


async def test_a_reply_finds_the_ticket_and_what_says_the_same_on_the_other_side(
    estate: Estate,
) -> None:
    (number,) = await opened(estate, estate.ticket())
    await estate.add(
        MessageLink(chat_id=1001, message_id=5, ticket_id=number),
        MessageLink(
            chat_id=GROUP,
            message_id=50,
            ticket_id=number,
            origin_chat_id=1001,
            origin_message_id=5,
        ),
        MessageLink(
            chat_id=GROUP,
            message_id=52,
            ticket_id=number,
            origin_chat_id=1001,
            origin_message_id=5,
        ),
        MessageLink(
            chat_id=GROUP,
            message_id=51,
            ticket_id=number,
            origin_chat_id=1001,
            origin_message_id=6,
        ),
    )
    async with estate.database.reading() as session:
        said = await tickets.linked(session, 1001, 5)
        assert said is not None
        assert said.ticket_id == number
        assert await tickets.counterpart(session, 1001, 5, GROUP) == 50, "the first copy"
        assert await tickets.counterpart(session, GROUP, 52, 1001) == 5
        assert await tickets.counterpart(session, GROUP, 52, 1002) is None, "somebody else's chat"
        assert await tickets.linked(session, 1002, 5) is None
        assert await tickets.linked(session, GROUP, 5) is None
        assert await tickets.counterpart(session, GROUP, 5, 1001) is None
