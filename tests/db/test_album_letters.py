"""The parts of an album come one by one, and its ticket may be told elsewhere before the last."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation import relay
from bot.conversation.messages import Media
from db.models import ForumTopic, OutboxLetter, Ticket
from db.vocabulary import LetterKind, TicketKind
from tests.db.estate import Estate
from tests.db.test_two_presses import turn_of


async def passed_on(estate: Estate, number: int, part: int, words: str = "") -> None:
    """One part of Alice's album."""
    async with estate.database.transaction() as session:
        turn = await turn_of(estate, session, "alice")
        said = replace(
            turn.incoming,
            inbox_id=part,
            message_id=part,
            media=Media.PHOTO,
            album="a",
            text=words,
        )
        turn.incoming = said
        turn.bag.cause = f"part {part}"
        await relay.keep(turn, await session.get_one(Ticket, number))
        await turn.bag.drop(session)


async def copies(estate: Estate) -> list[dict[str, Any]]:
    async with estate.database.reading() as session:
        found = await session.scalars(
            select(OutboxLetter)
            .where(OutboxLetter.kind == LetterKind.COPY)
            .order_by(OutboxLetter.id)
        )
        return [
            {"topic": each.topic_id, "person": each.person_id, "parts": each.body["copy"]}
            for each in found
            if each.body
        ]


async def test_what_names_bob_does_not_follow_the_picture_that_waits_for_his_group(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def complains_of_nobody_else(*_: object) -> bool:
        return False

    monkeypatch.setattr(relay.blame, "would_be_read", complains_of_nobody_else)
    danger = estate.ticket(kind=TicketKind.EMERGENCY)
    await estate.add(danger)
    room = ForumTopic(ticket_id=danger.id, chat_id=-1001, thread_id=7, title="#1")
    await estate.add(room)
    await passed_on(estate, danger.id, 1)
    await passed_on(estate, danger.id, 2)
    async with estate.database.transaction() as session:
        kept = await session.get_one(Ticket, danger.id)
        kept.concerned, kept.accountable_id = {estate.bob.id}, estate.sue.id
    await passed_on(estate, danger.id, 3, "是 bob 打我")
    before, after = await copies(estate)
    assert (before["topic"], before["parts"]["message_ids"]) == (room.id, [1, 2])
    assert not before["parts"]["words"]
    assert (after["person"], after["parts"]["message_ids"]) == (estate.sue.id, [3])
    assert after["parts"]["words"] == "是 bob 打我"
