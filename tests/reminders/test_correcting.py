"""Putting right what was said: to whoever has it, each in reply to their own copy."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Broadcast, Delivery, OutboxLetter, Person
from db.vocabulary import DeliveryState, Language, Weight
from reminders import broadcast
from reminders.audience import Audience
from reminders.correcting import draft_correction
from tests.reminders.neighbourhood import ALICE, BOB, EMERALD, MEI, NOW, SUE, Neighbourhood

LATER = NOW + timedelta(hours=1)


async def correct(session: AsyncSession, wrong: int, texts: Mapping[Language, str]) -> int | None:
    """To how many it goes, once it is approved."""
    correction = await draft_correction(session, wrong, texts, MEI, LATER)
    return await broadcast.confirm(session, correction, LATER)


async def first(here: Neighbourhood) -> int:
    """Alice has it, Bob may have it, Sue's failed."""
    await here.moves_in(BOB, unit=2)
    await here.moves_in(SUE, unit=3)
    async with here.database.transaction() as session:
        number = await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=None,
            audience=Audience.everybody(),
            texts={Language.HANT: "停水"},
            silent=True,
            now=NOW,
        )
        await broadcast.confirm(session, number, NOW)
        for who, state, message in (
            (ALICE, DeliveryState.SENT, 71),
            (BOB, DeliveryState.IN_DOUBT, None),
            (SUE, DeliveryState.FAILED, None),
        ):
            copy = await session.get_one(Delivery, (number, who))
            copy.state, copy.message_id = state, message
    return number


async def test_it_goes_to_whoever_may_have_the_first_in_reply_to_their_own(
    neighbourhood: Neighbourhood,
) -> None:
    wrong = await first(neighbourhood)
    await neighbourhood.change(Person, ALICE, quiet=True)
    async with neighbourhood.database.transaction() as session:
        assert await correct(session, wrong, {Language.HANT: "不停水"}) == 2
    (row,) = await neighbourhood.all(Broadcast, corrects_id=wrong)
    letters = await neighbourhood.all(OutboxLetter, broadcast_id=row.id)
    assert {each.person_id: each.body for each in letters} == {
        ALICE: {"reply_to": 71},
        BOB: {"reply_to": None},
    }
    assert (row.weight, row.silent) == (Weight.REMINDER, True)
    assert all(each.body_id for each in letters)


async def test_a_correction_can_be_corrected(neighbourhood: Neighbourhood) -> None:
    wrong = await first(neighbourhood)
    async with neighbourhood.database.transaction() as session:
        await correct(session, wrong, {Language.HANT: "不停水"})
    (row,) = await neighbourhood.all(Broadcast, corrects_id=wrong)
    async with neighbourhood.database.transaction() as session:
        copy = await session.get_one(Delivery, (row.id, ALICE))
        copy.state, copy.message_id = DeliveryState.SENT, 72
        assert await correct(session, row.id, {Language.HANT: "還是停水"}) == 1
