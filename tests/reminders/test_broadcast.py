"""One text to many: confirmed once, a copy for each, in their language and by their name."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from db.models import Broadcast, Delivery, LetterBody, OutboxLetter, Person
from db.vocabulary import (
    AudienceKind,
    BroadcastState,
    DeliveryState,
    Language,
    LetterKind,
    MailPriority,
    OutboxState,
    Theme,
    Weight,
)
from reminders import broadcast
from reminders.audience import Audience
from reminders.broadcast import Report
from reminders.outbox import ADDRESSEE
from tests.reminders.neighbourhood import (
    ALICE,
    BOB,
    EMERALD,
    MEI,
    NOW,
    SUE,
    Neighbourhood,
    StatementCount,
)

TEXTS = {
    Language.HANT: "明天上午停水。",
    Language.HANS: "明天上午停水。",
    Language.EN: "No water tomorrow morning.",
}


async def drafted(
    neighbourhood: Neighbourhood,
    audience: Audience | None = None,
    texts: Mapping[Language, str] = TEXTS,
    media: dict[str, Any] | None = None,
) -> int:
    async with neighbourhood.database.transaction() as session:
        return await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=MEI,
            audience=audience or Audience.everybody(),
            texts=texts,
            silent=False,
            media=media,
            now=NOW,
        )


async def confirmed(neighbourhood: Neighbourhood, broadcast_id: int) -> int | None:
    async with neighbourhood.database.transaction() as session:
        return await broadcast.confirm(session, broadcast_id, NOW)


async def sent(neighbourhood: Neighbourhood, **how: Any) -> int:
    broadcast_id = await drafted(neighbourhood, **how)
    assert await confirmed(neighbourhood, broadcast_id) is not None
    return broadcast_id


async def reported(neighbourhood: Neighbourhood, broadcast_id: int) -> Report:
    async with neighbourhood.database.reading() as session:
        return await broadcast.report(session, broadcast_id)


async def cancelled(neighbourhood: Neighbourhood, broadcast_id: int) -> bool:
    async with neighbourhood.database.transaction() as session:
        return await broadcast.cancel(session, broadcast_id, NOW)


async def finished(neighbourhood: Neighbourhood) -> list[int]:
    async with neighbourhood.database.transaction() as session:
        return [
            each
            for each in await broadcast.settled(session)
            if await broadcast.finish(session, each, NOW)
        ]


async def settle(neighbourhood: Neighbourhood, broadcast_id: int, **states: DeliveryState) -> None:
    who = {"alice": ALICE, "bob": BOB, "sue": SUE}
    async with neighbourhood.database.transaction() as session:
        for name, state in states.items():
            copy = await session.get_one(Delivery, (broadcast_id, who[name]))
            copy.state, copy.settled_at = state, NOW


@pytest.fixture
async def housed(neighbourhood: Neighbourhood) -> Neighbourhood:
    """Alice, Bob and Sue live here; Alice twice."""
    await neighbourhood.moves_in(ALICE, unit=3)
    await neighbourhood.moves_in(BOB, unit=2)
    await neighbourhood.moves_in(SUE, unit=3)
    return neighbourhood


async def test_a_draft_remembers_what_it_weighs_and_what_it_is_about(housed: Neighbourhood) -> None:
    plain = await drafted(housed)
    async with housed.database.transaction() as session:
        draft = partial(
            broadcast.draft,
            session,
            community_id=EMERALD,
            author_id=None,
            audience=Audience.everybody(),
            texts=TEXTS,
            now=NOW,
        )
        await draft(silent=True, theme=Theme.COLD, occasion="cold.elders:小寒@2027")
        later = NOW + timedelta(days=1)
        await draft(
            silent=False, weight=Weight.URGENT, asks=True, expires_at=later, corrects_id=plain
        )
    notice, routine, urgent = await housed.all(Broadcast)
    assert notice.weight is Weight.NOTICE
    assert (notice.theme, notice.occasion, notice.asks) == (None, None, False)
    assert (notice.expires_at, notice.corrects_id, notice.meeting_id) == (None, None, None)
    assert routine.weight is Weight.REMINDER
    assert (routine.theme, routine.occasion) == (Theme.COLD, "cold.elders:小寒@2027")
    assert urgent.weight is Weight.URGENT
    assert (urgent.asks, urgent.expires_at, urgent.corrects_id) == (True, later, plain)


async def test_a_draft_is_owed_to_nobody(housed: Neighbourhood) -> None:
    await drafted(housed)
    assert await housed.all(OutboxLetter) == []
    assert await housed.all(Delivery) == []
    assert await finished(housed) == []


async def test_a_draft_says_something(housed: Neighbourhood) -> None:
    with pytest.raises(ValueError, match="in one language at least"):
        await drafted(housed, texts={})


async def test_everyone_is_owed_one_copy(housed: Neighbourhood) -> None:
    broadcast_id = await drafted(housed)
    assert await confirmed(housed, broadcast_id) == 3
    letters = await housed.letters()
    assert set(letters) == {ALICE, BOB, SUE}
    alices = letters[ALICE]
    assert alices.key == f"broadcast:{broadcast_id}:{ALICE}"
    assert alices.chat_id == 1000 + ALICE
    assert (alices.priority, alices.kind) == (MailPriority.REMINDER, LetterKind.TEXT)
    assert (alices.state, alices.attempts, alices.created_at) == (OutboxState.PENDING, 0, NOW)
    assert (alices.silent, alices.repeatable) == (False, False)
    assert (alices.body, alices.broadcast_id) == (None, broadcast_id)


async def test_the_total_is_kept(housed: Neighbourhood) -> None:
    broadcast_id = await sent(housed)
    (row,) = await housed.all(Broadcast)
    assert (row.total, row.state, row.confirmed_at) == (3, BroadcastState.SENDING, NOW)
    assert await reported(housed, broadcast_id) == Report(3, 0, 0, 3, 0, 0)


async def test_each_reads_their_own_language_and_is_called_by_name(housed: Neighbourhood) -> None:
    await housed.change(Person, BOB, language=Language.EN)
    await housed.change(Person, SUE, language=Language.EN)
    await sent(housed)
    letters = await housed.letters()
    assert letters[ALICE].addressee == "陳雅麗"
    assert letters[BOB].addressee == "Bob Lee"
    assert letters[SUE].addressee == "Sue So"
    assert await housed.said_to(ALICE) == f"{ADDRESSEE}，您好：\n\n明天上午停水。"
    assert await housed.said_to(BOB) == f"Dear {ADDRESSEE},\n\nNo water tomorrow morning."
    assert len(await housed.all(LetterBody)) == 3


@pytest.mark.parametrize("names", [None, {}, {"en": "Alice Chan"}, {"zh-Hant": ""}])
async def test_who_has_no_name_in_the_language_is_called_as_they_call_themselves(
    housed: Neighbourhood, names: dict[str, str] | None
) -> None:
    await housed.change(Person, ALICE, names=names)
    await sent(housed)
    assert (await housed.letters())[ALICE].addressee == "alice"


async def test_who_reads_no_language_it_was_written_in_gets_the_communitys(
    housed: Neighbourhood,
) -> None:
    await housed.change(Person, ALICE, language=Language.HANS)
    await sent(housed, texts={Language.EN: "Hello.", Language.HANT: "你好。"})
    assert "你好。" in await housed.said_to(ALICE)
    assert (await housed.letters())[ALICE].addressee == "陳雅麗", "as the letter is written"


async def test_the_only_language_there_is_serves_everybody(housed: Neighbourhood) -> None:
    await sent(housed, texts={Language.EN: "Hello."})
    assert await housed.said_to(ALICE) == f"Dear {ADDRESSEE},\n\nHello."
    assert (await housed.letters())[ALICE].addressee == "Alice Chan"


async def test_words_that_greet_by_name_are_not_greeted_again(housed: Neighbourhood) -> None:
    await sent(housed, texts={Language.HANT: f"{ADDRESSEE}，早安。"})
    assert await housed.said_to(ALICE) == f"{ADDRESSEE}，早安。"


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        ({"photo": {"file_id": "p1"}}, LetterKind.PHOTO),
        ({"document": {"file_id": "d1"}}, LetterKind.DOCUMENT),
    ],
)
async def test_a_picture_goes_with_the_words(
    housed: Neighbourhood, media: dict[str, Any], kind: LetterKind
) -> None:
    await sent(housed, media=media, texts={Language.HANT: "新的垃圾分類表。"})
    assert {letter.kind for letter in await housed.all(OutboxLetter)} == {kind}
    (body,) = await housed.all(LetterBody)
    assert (
        body.body.items() >= {"text": f"{ADDRESSEE}，您好：\n\n新的垃圾分類表。", **media}.items()
    )


async def test_only_the_chosen_units_are_written_to(housed: Neighbourhood) -> None:
    await sent(housed, audience=Audience(AudienceKind.UNIT, (2,)))
    assert set(await housed.letters()) == {BOB}


async def test_who_cannot_be_reached_is_listed_and_not_written_to(housed: Neighbourhood) -> None:
    await housed.change(Person, ALICE, unreachable_since=NOW)
    broadcast_id = await sent(housed)
    assert set(await housed.letters()) == {BOB, SUE}
    assert await reported(housed, broadcast_id) == Report(3, 0, 1, 2, 0, 0)
    (copy,) = await housed.all(Delivery, person_id=ALICE)
    assert (copy.state, copy.settled_at) == (DeliveryState.UNREACHABLE, NOW)
    async with housed.database.reading() as session:
        names = await broadcast.unreachable_names(session, broadcast_id, Language.EN)
        in_doubt = await broadcast.unreachable_names(
            session, broadcast_id, Language.EN, DeliveryState.IN_DOUBT
        )
    assert names == ["3-12F 5-2B Alice Chan"]
    assert in_doubt == []


async def test_who_has_moved_out_meanwhile_is_listed_without_a_unit(housed: Neighbourhood) -> None:
    broadcast_id = await sent(housed)
    await housed.moves_out(BOB, unit=2)
    await settle(housed, broadcast_id, bob=DeliveryState.FAILED)
    async with housed.database.reading() as session:
        names = await broadcast.unreachable_names(
            session, broadcast_id, Language.HANT, DeliveryState.FAILED
        )
    assert names == ["李保"]


async def test_a_second_tap_on_confirm_does_nothing(housed: Neighbourhood) -> None:
    broadcast_id = await sent(housed)
    assert await confirmed(housed, broadcast_id) is None
    assert len(await housed.all(OutboxLetter)) == 3


async def test_of_two_taps_at_once_one_confirms(housed: Neighbourhood) -> None:
    broadcast_id = await drafted(housed)
    taps = (confirmed(housed, broadcast_id) for _ in range(2))
    assert sorted(await asyncio.gather(*taps), key=str) == [3, None]
    assert len(await housed.all(OutboxLetter)) == 3


async def test_a_crash_after_confirming_leaves_the_draft_as_it_was(housed: Neighbourhood) -> None:
    broadcast_id = await drafted(housed)

    async def confirm_and_crash() -> None:
        async with housed.database.transaction() as session:
            await broadcast.confirm(session, broadcast_id, NOW)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await confirm_and_crash()
    assert await housed.count(OutboxLetter) == await housed.count(Delivery) == 0
    assert await confirmed(housed, broadcast_id) == 3


async def test_the_audience_is_fixed_when_it_is_confirmed(housed: Neighbourhood) -> None:
    broadcast_id = await sent(housed)
    await housed.moves_out(BOB, unit=2)
    await housed.welcome(2)
    assert (await reported(housed, broadcast_id)).total == 3


async def test_a_broadcast_to_nobody_is_done_at_once(housed: Neighbourhood) -> None:
    broadcast_id = await drafted(housed, audience=Audience(AudienceKind.UNIT, (4,)))
    assert await confirmed(housed, broadcast_id) == 0
    assert await finished(housed) == [broadcast_id]


async def test_it_is_done_when_every_copy_is_settled_and_said_once(housed: Neighbourhood) -> None:
    broadcast_id = await sent(housed)
    await settle(housed, broadcast_id, alice=DeliveryState.SENT, bob=DeliveryState.UNREACHABLE)
    assert await finished(housed) == []
    await settle(housed, broadcast_id, sue=DeliveryState.IN_DOUBT)
    assert await finished(housed) == [broadcast_id]
    assert await finished(housed) == []
    (row,) = await housed.all(Broadcast)
    assert (row.state, row.finished_at) == (BroadcastState.DONE, NOW)
    assert await reported(housed, broadcast_id) == Report(3, 1, 1, 0, 0, 1)


async def test_cancelling_stops_what_has_not_left(housed: Neighbourhood) -> None:
    broadcast_id = await sent(housed)
    letters = await housed.letters()
    await housed.change(OutboxLetter, letters[ALICE].id, state=OutboxState.SENT)
    await housed.change(OutboxLetter, letters[BOB].id, state=OutboxState.SENDING)
    await settle(housed, broadcast_id, alice=DeliveryState.SENT)
    assert await cancelled(housed, broadcast_id)
    after = await housed.letters()
    assert after[ALICE].state is OutboxState.SENT
    assert after[BOB].state is OutboxState.SENDING
    assert (after[SUE].state, after[SUE].settled_at) == (OutboxState.CANCELLED, NOW)
    assert (await reported(housed, broadcast_id)).sent == 1
    assert not await cancelled(housed, broadcast_id)
    assert await finished(housed) == []


async def test_a_cancelled_draft_cannot_be_confirmed(housed: Neighbourhood) -> None:
    broadcast_id = await drafted(housed)
    assert await cancelled(housed, broadcast_id)
    assert await confirmed(housed, broadcast_id) is None
    assert await housed.all(OutboxLetter) == []


async def test_what_is_done_cannot_be_cancelled(housed: Neighbourhood) -> None:
    broadcast_id = await sent(housed)
    done = DeliveryState.SENT
    await settle(housed, broadcast_id, alice=done, bob=done, sue=done)
    await finished(housed)
    assert not await cancelled(housed, broadcast_id)


async def test_the_number_of_people_does_not_change_the_number_of_statements(
    housed: Neighbourhood,
) -> None:
    few, many = await drafted(housed), await drafted(housed)
    with StatementCount(housed.database) as for_few:
        await confirmed(housed, few)
    await housed.welcome(3000)
    with StatementCount(housed.database) as for_many:
        assert await confirmed(housed, many) == 3003
    assert for_many.number == for_few.number < 15
    letters = await housed.all(OutboxLetter, broadcast_id=many)
    people = [letter.person_id or 0 for letter in letters]
    assert people == sorted(people)
    assert letters[-1].addressee == "neighbour 3100"
    assert letters[-1].not_before is None
    assert NOW - letters[-1].created_at == timedelta()
