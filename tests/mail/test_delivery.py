"""Letters get there: in order, at once where they may, mended where they must be."""

import asyncio
import random
from collections import defaultdict
from itertools import pairwise

import pytest

from db.models import Card, Dialogue, ForumTopic, MessageLink, OutboxLetter, Person, Team
from db.vocabulary import LetterKind, MailPriority, OutboxState
from reminders.outcomes import (
    CardGone,
    Doubtful,
    Migrated,
    Offline,
    Rejected,
    Sent,
    TopicGone,
    TryLater,
    Unreachable,
)
from tests.mail.mailroom import ALICE, BOB, STAFF_GROUP, MailRoom, person


async def test_a_letter_is_sent_and_its_message_remembered(room: MailRoom) -> None:
    await room.owe(room.letter(ALICE, "收到", ticket_id=1))
    await room.drain()
    (row,) = await room.rows()
    assert room.transport.sent == [(ALICE, "收到")]
    assert (row.state, row.message_id, row.settled_at) == (OutboxState.SENT, 1, room.clock.now())


async def test_the_more_urgent_goes_first_and_equals_go_in_order(room: MailRoom) -> None:
    await room.owe(
        room.letter(ALICE, "r", priority=MailPriority.REMINDER),
        room.letter(ALICE, "u", priority=MailPriority.URGENT),
        room.letter(ALICE, "t1", priority=MailPriority.TICKET),
        room.letter(ALICE, "t2", priority=MailPriority.TICKET),
        room.letter(ALICE, "e", priority=MailPriority.EMERGENCY),
    )
    await room.drain()
    assert room.transport.words(ALICE) == ["e", "t1", "t2", "u", "r"]


async def test_fifty_chats_are_served_at_once_and_none_out_of_order(room: MailRoom) -> None:
    dice = random.Random(7)
    room.transport.latency = lambda: dice.random() / 200
    chats = range(5000, 5050)
    letters = [room.letter(chat, f"{number:02}") for number in range(8) for chat in chats]
    dice.shuffle(letters)
    await room.owe(*letters)
    owed = defaultdict(list)
    for letter in letters:
        owed[letter.chat_id].append(letter.body["text"])
    await room.drain()
    assert {chat: room.transport.words(chat) for chat in chats} == owed


async def test_a_letter_waits_for_its_time(room: MailRoom) -> None:
    later = room.clock.now().replace(hour=9)
    await room.owe(room.letter(ALICE, "later", not_before=later), room.letter(ALICE, "now"))
    async with room.sending() as sender:
        await sender.settled()
        assert room.transport.words(ALICE) == ["now"]
        assert await sender.next_due() == later
        room.clock.advance(hours=8)
        await sender.settled()
    assert room.transport.words(ALICE) == ["now", "later"]


async def test_a_long_queue_for_one_chat_does_not_keep_the_others_waiting(room: MailRoom) -> None:
    await room.owe(*(room.letter(ALICE, f"{number}") for number in range(20)))
    await room.owe(room.letter(BOB, "one for bob"))
    await room.drain()
    place = room.transport.sent.index((BOB, "one for bob"))
    assert place < 3


async def test_flood_control_pauses_the_chat_and_only_the_chat(room: MailRoom) -> None:
    room.transport.answer("urgent", TryLater(0.3, True, "429"))
    await room.owe(
        room.letter(STAFF_GROUP, "first"),
        room.letter(STAFF_GROUP, "urgent", priority=MailPriority.EMERGENCY),
        room.letter(ALICE, "hello"),
        room.letter(STAFF_GROUP, "second"),
    )
    async with room.sending() as sender:
        await sender.settled()
        assert room.transport.sent == [(ALICE, "hello")]
        room.clock.advance(seconds=1)
        await sender.settled()
    assert room.transport.words(STAFF_GROUP) == ["urgent", "first", "second"]


async def test_a_letter_to_be_tried_again_is_not_overtaken(room: MailRoom) -> None:
    room.transport.answer("first", TryLater(0.0, False, "502"), TryLater(0.0, False, "502"))
    await room.owe(room.letter(ALICE, "first"), room.letter(ALICE, "second"))
    await room.drain()
    assert room.transport.sent == []
    room.clock.advance(seconds=3)
    await room.drain()  # a new sender: what holds the chat back is read from the database
    assert room.transport.sent == []
    await room.owe(room.letter(ALICE, "urgent", priority=MailPriority.EMERGENCY))
    await room.drain()
    assert room.transport.words(ALICE) == ["urgent"]
    room.clock.advance(seconds=10)
    await room.drain()
    assert room.transport.words(ALICE) == ["urgent", "first", "second"]


async def test_a_letter_is_given_up_after_ten_attempts(room: MailRoom) -> None:
    room.transport.answer("x", *[TryLater(0.0, False, "500")] * 20)
    await room.owe(room.letter(ALICE, "x"))
    async with room.sending() as sender:
        for _ in range(12):
            await sender.settled()
            room.clock.advance(hours=1)
    (row,) = await room.rows()
    assert (row.state, len(room.transport.errands)) == (OutboxState.REJECTED, 10)
    assert row.error == "given up after 10 attempts: 500"


async def test_an_outage_costs_no_attempt(room: MailRoom) -> None:
    room.transport.answer("x", Offline("no route"))
    await room.owe(room.letter(ALICE, "x"))
    async with room.sending() as sender:
        await asyncio.wait_for(sender.settled(), 3)
    (row,) = await room.rows()
    assert (row.state, row.attempts, len(room.transport.errands)) == (OutboxState.SENT, 0, 2)


async def test_who_blocked_the_bot_gets_nothing_more(room: MailRoom) -> None:
    room.transport.answer("one", Unreachable("blocked"))
    await room.owe(*(room.letter(ALICE, word, person_id=1) for word in ("one", "two", "three")))
    await room.drain()
    assert await room.states() == [OutboxState.UNREACHABLE] * 3
    assert room.transport.sent == []
    assert (await room.get(Person, 1)).unreachable_since == room.clock.now()


async def test_a_lost_group_takes_no_person_with_it(room: MailRoom) -> None:
    room.transport.answer("one", Unreachable("kicked"))
    await room.owe(room.letter(STAFF_GROUP, "one"), room.letter(STAFF_GROUP, "two"))
    await room.drain()
    assert await room.states() == [OutboxState.UNREACHABLE, OutboxState.SENT]


async def test_markup_that_cannot_be_read_is_sent_as_plain_words(room: MailRoom) -> None:
    room.transport.answer("<b>x", Rejected("can't parse entities", unparsable=True))
    await room.owe(room.letter(ALICE, "<b>x"))
    await room.drain()
    assert [errand.plain for errand in room.transport.errands] == [True, True]
    assert await room.states() == [OutboxState.SENT]


async def test_a_rejected_letter_ends_and_is_reported_once(
    room: MailRoom, caplog: pytest.LogCaptureFixture
) -> None:
    room.transport.answer("x", Rejected("button data invalid"))
    await room.owe(room.letter(ALICE, "x"))
    await room.drain()
    assert await room.states() == [OutboxState.REJECTED]
    assert [record.message for record in caplog.records] == [
        "Letter 1 (text) was rejected: button data invalid"
    ]


async def test_a_bug_with_one_letter_does_not_stop_the_others(room: MailRoom) -> None:
    await room.owe(
        room.letter(ALICE, "x", body={"text": ["not", "words"]}), room.letter(BOB, "hello")
    )
    await room.drain()  # a list is no key of the fake's answers: TypeError
    assert await room.states() == [OutboxState.REJECTED, OutboxState.SENT]


# --- in doubt --------------------------------------------------------------------------------


async def test_a_doubtful_ticket_message_is_repeated_and_marked(room: MailRoom) -> None:
    room.transport.answer("x", Doubtful("read timeout"))
    await room.owe(room.letter(ALICE, "x"))
    await room.drain()
    room.clock.advance(seconds=10)
    await room.drain()
    assert [errand.letter.repeated for errand in room.transport.errands] == [False, True]
    assert await room.states() == [OutboxState.SENT]


async def test_a_doubtful_reminder_is_parked(room: MailRoom) -> None:
    room.transport.answer("x", Doubtful("read timeout"))
    await room.owe(room.letter(ALICE, "x", repeatable=False))
    await room.drain()
    room.clock.advance(hours=1)
    await room.drain()
    assert await room.states() == [OutboxState.IN_DOUBT]
    assert len(room.transport.errands) == 1


# --- topics and cards ------------------------------------------------------------------------


async def test_a_topic_is_made_when_its_first_letter_goes(room: MailRoom) -> None:
    await room.owe(*(room.letter(STAFF_GROUP, word, topic_id=1) for word in ("one", "two")))
    await room.drain()
    assert room.transport.topics == ["#1 電梯"]
    assert [errand.letter.thread_id for errand in room.transport.errands] == [101, 101]
    assert (await room.get(ForumTopic, 1)).thread_id == 101


async def test_a_deleted_topic_is_made_again(room: MailRoom) -> None:
    room.transport.answer("one", TopicGone())
    await room.owe(*(room.letter(STAFF_GROUP, word, topic_id=1) for word in ("one", "two")))
    await room.drain()
    assert [errand.letter.thread_id for errand in room.transport.errands] == [102, 102, 102]
    assert (await room.get(ForumTopic, 1)).thread_id == 102
    assert await room.states() == [OutboxState.SENT] * 2


async def test_a_topic_made_again_has_its_card_again(room: MailRoom) -> None:
    await room.add(Card(id=7, audience="staff", chat_id=STAFF_GROUP, topic_id=1, ticket_id=1))
    as_card = {"kind": LetterKind.CARD, "topic_id": 1, "card_id": 7, "ticket_id": 1}
    for words in ("new", "assigned"):
        body = {"text": words, "pin": True}
        await room.owe(room.letter(STAFF_GROUP, words, body=body, **as_card))
        await room.drain()
    room.transport.answer("one", TopicGone())
    room.transport.answer("two", TopicGone())
    await room.owe(*(room.letter(STAFF_GROUP, word, topic_id=1) for word in ("one", "two")))
    await room.drain()
    again = [each for each in room.transport.errands if each.letter.thread_id != 101]
    cards = [each.letter for each in again if each.letter.card_id == 7]
    assert [letter.body["text"] for letter in cards] == ["assigned"], "once, as it stood last"
    assert cards[0].card_message_id is None
    assert await room.states() == [OutboxState.SENT] * 5


async def test_without_topics_the_group_itself_is_told(room: MailRoom) -> None:
    room.transport.answer("#1 電梯", Rejected("the chat is not a forum"))
    await room.owe(room.letter(STAFF_GROUP, "one", topic_id=1))
    await room.drain()
    assert room.transport.words(STAFF_GROUP) == ["one"]


async def test_a_topic_that_was_never_made_need_not_be_closed(room: MailRoom) -> None:
    await room.owe(room.letter(STAFF_GROUP, "", topic_id=1, kind=LetterKind.CLOSE_TOPIC))
    await room.drain()
    assert (room.transport.topics, await room.states()) == ([], [OutboxState.SENT])


def card_letter(room: MailRoom, words: str, **body: object) -> object:
    return room.letter(
        ALICE, words, kind=LetterKind.CARD, card_id=1, ticket_id=1, body={"text": words} | body
    )


async def test_a_card_is_sent_once_and_edited_from_then_on(room: MailRoom) -> None:
    for words in ("new", "assigned"):
        await room.owe(card_letter(room, words))
        await room.drain()
    assert [errand.letter.card_message_id for errand in room.transport.errands] == [None, 1]
    assert (await room.get(Card, 1)).message_id == 1


async def test_edits_that_wait_become_one(room: MailRoom) -> None:
    first = room.letter(
        ALICE,
        "new",
        kind=LetterKind.CARD,
        card_id=1,
        priority=MailPriority.EMERGENCY,
        body={"text": "new", "pin": True},
    )
    await room.owe(first)
    await room.owe(card_letter(room, "assigned"))
    await room.owe(card_letter(room, "done"), room.letter(ALICE, "and a word"))
    await room.owe(first)  # owed already: it replaces nothing
    rows = await room.rows()
    assert [row.state.value for row in rows] == ["superseded", "superseded", "pending", "pending"]
    assert (rows[2].priority, rows[2].body) == (0, {"text": "done", "pin": True})
    await room.drain()
    assert room.transport.words(ALICE) == ["done", "and a word"]


async def test_a_card_somebody_deleted_is_sent_anew(room: MailRoom) -> None:
    await room.owe(card_letter(room, "new"))
    await room.drain()
    room.transport.answer("assigned", CardGone())
    await room.owe(card_letter(room, "assigned"))
    await room.drain()
    assert (await room.get(Card, 1)).message_id == 2
    assert room.transport.words(ALICE) == ["new", "assigned"]


async def test_a_message_about_a_ticket_is_linked_to_it(room: MailRoom) -> None:
    await room.owe(room.letter(ALICE, "x", ticket_id=2), room.letter(BOB, "y"))
    await room.drain()
    link = await room.get(MessageLink, (ALICE, 1))
    assert (link.ticket_id, link.origin_message_id) == (2, None)
    assert await room.get(MessageLink, (BOB, 2)) is None


# --- a group moves ---------------------------------------------------------------------------


async def test_a_group_that_moved_is_followed_everywhere(room: MailRoom) -> None:
    moved = -2002
    await room.add(
        MessageLink(chat_id=STAFF_GROUP, message_id=5, ticket_id=1),
        MessageLink(
            chat_id=ALICE,
            message_id=9,
            ticket_id=1,
            origin_chat_id=STAFF_GROUP,
            origin_message_id=5,
        ),
    )
    room.transport.answer("one", Migrated(moved), Sent(7))
    room.transport.answer("two", Migrated(moved), Sent(8))
    await room.owe(room.letter(STAFF_GROUP, "one"))
    await room.drain()
    await room.owe(room.letter(STAFF_GROUP, "two"))  # written by somebody who had the old id
    await room.drain()
    assert await room.states() == [OutboxState.SENT] * 2
    assert [errand.letter.chat_id for errand in room.transport.errands] == [moved] * 4
    assert {row.chat_id for row in await room.rows()} == {moved}
    assert (await room.get(Team, 1)).forum_chat_id == moved
    assert (await room.get(ForumTopic, 1)).chat_id == moved
    assert (await room.get(Card, 2)).chat_id == moved
    assert (await room.get(Dialogue, (moved, 2))).person_id == 2
    assert (await room.get(MessageLink, (moved, 5))).ticket_id == 1
    assert (await room.get(MessageLink, (ALICE, 9))).origin_chat_id == moved


# --- pace ------------------------------------------------------------------------------------


async def test_only_who_is_in_charge_sends(room: MailRoom) -> None:
    charge = False
    await room.owe(room.letter(ALICE, "x"))
    async with room.sending(in_charge=lambda: charge, glance=0.02) as sender:
        await asyncio.sleep(0.1)
        assert room.transport.sent == []
        charge = True
        await sender.settled()
    assert room.transport.sent == [(ALICE, "x")]


async def test_what_was_not_started_is_given_back_when_we_stop(room: MailRoom) -> None:
    room.transport.latency = lambda: 0.05
    await room.owe(*(room.letter(chat, "x") for chat in range(5000, 5020)))
    sender = room.sender(at_once=5)
    run = asyncio.create_task(sender.run())
    await asyncio.sleep(0.06)
    await sender.stop(1)
    await run
    states = await room.states()
    assert OutboxState.SENDING not in states
    assert states.count(OutboxState.SENT) == len(room.transport.sent) < 20


async def test_a_new_person_is_no_obstacle(room: MailRoom) -> None:
    await room.add(person(9, "charlie"))
    await room.owe(room.letter(1009, "hello", person_id=9))
    await room.drain()
    times = [row.settled_at for row in await room.rows()]
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert isinstance((await room.rows())[0], OutboxLetter)
