"""What a team's group should have read does not arrive there: somebody reads it in person."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.desk import Desk
from bot.post import Mailbag, Voice
from bot.texts import Texts
from bot.tickets import undelivered
from db import tickets
from db.models import ForumTopic, OutboxLetter, Person
from db.vocabulary import LetterKind, OutboxState
from tests.db.estate import NOW, Estate

GROUP = -100
SAID = "水又漏出來了"


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


async def letters_after(
    estate: Estate, texts: Texts, *out_of_reach: Person
) -> dict[int, list[OutboxLetter]]:
    """What is owed in each chat once Alice's words have failed to reach the group, twice."""
    ticket = estate.ticket()
    await estate.add(ticket)
    room = ForumTopic(ticket_id=ticket.id, chat_id=GROUP, thread_id=5, title="漏水")
    await estate.add(room)
    origin = {"chat_id": estate.alice.telegram_id}
    said = [
        OutboxLetter(
            key=f"said:{each}",
            priority=2,
            kind=LetterKind.TEXT,
            chat_id=GROUP,
            topic_id=room.id,
            ticket_id=ticket.id,
            body={"text": SAID, "origin": origin | {"message_id": each}},
            state=OutboxState.REJECTED,
            created_at=NOW,
            settled_at=NOW,
        )
        for each in (1, 2)
    ]
    await estate.add(*said)
    async with estate.database.transaction() as session:
        for who in out_of_reach:
            (await session.get_one(Person, who.id)).unreachable_since = NOW
    for letter in said:
        async with estate.database.transaction() as session:
            here = await tickets.by_number(session, ticket.id)
            assert here is not None
            voice = Voice(texts, here.community, NOW)
            bag = Mailbag(f"undelivered:{letter.id}", voice, NOW)
            desk = Desk(session, NOW, bag, cast("Any", SimpleNamespace(topics={})))
            await undelivered.report(desk, here, letter)
            await bag.drop(session)
    owed: dict[int, list[OutboxLetter]] = {}
    async with estate.database.reading() as session:
        found = await session.scalars(
            select(OutboxLetter)
            .where(OutboxLetter.state == OutboxState.PENDING)
            .order_by(OutboxLetter.id)
        )
        for each in found:
            owed.setdefault(each.chat_id, []).append(each)
    return owed


def words(letters: list[OutboxLetter]) -> list[str]:
    return [str((each.body or {}).get("text", "")) for each in letters if each.card_id is None]


async def test_whoever_answers_for_it_reads_it_in_person(estate: Estate, texts: Texts) -> None:
    owed = await letters_after(estate, texts)
    assert owed.keys() == {estate.alice.telegram_id, estate.bob.telegram_id}
    assert words(owed[estate.bob.telegram_id]) == [SAID, SAID]
    assert [each.card_id is None for each in owed[estate.bob.telegram_id]].count(False) == 1


@pytest.mark.parametrize("also", ["nobody", "sue"])
async def test_where_they_are_out_of_reach_too_a_leader_does(
    estate: Estate, texts: Texts, also: str
) -> None:
    """They hear once why it is theirs, and the owner who has it."""
    out_of_reach = [estate.bob] if also == "nobody" else [estate.bob, estate.sue]
    leader = estate.sue if also == "nobody" else estate.mei
    owed = await letters_after(estate, texts, *out_of_reach)
    assert owed.keys() == {estate.alice.telegram_id, leader.telegram_id}
    theirs = owed[leader.telegram_id]
    why, *passed_on = words(theirs)
    assert estate.bob.name in why
    assert passed_on == [SAID, SAID]
    assert [each.card_id is None for each in theirs].count(False) == 1
    (told,) = words(owed[estate.alice.telegram_id])
    assert leader.name in told


async def test_where_nobody_is_within_reach_the_owner_is_asked_to_ring(
    estate: Estate, texts: Texts
) -> None:
    owed = await letters_after(estate, texts, estate.bob, estate.sue, estate.mei)
    (told,) = words(owed.pop(estate.alice.telegram_id))
    assert estate.community.office_phone in told
    assert not owed
