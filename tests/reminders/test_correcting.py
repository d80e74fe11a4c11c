"""Putting right what was said: to whoever has it, each in reply to their own copy."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from db.models import (
    Broadcast,
    Community,
    Delivery,
    LetterBody,
    Membership,
    Occurrence,
    OutboxLetter,
    Person,
)
from db.vocabulary import (
    BroadcastState,
    DeliveryState,
    Language,
    OccurrenceState,
    OutboxState,
    Prepared,
    StaffRole,
    Weight,
)
from reminders import approving, broadcast, correcting
from reminders.audience import Audience
from reminders.correcting import draft_correction
from reminders.haste import Haste, haste_of
from reminders.notices import Notices
from reminders.timely import Timely
from tests.reminders.neighbourhood import ALICE, BOB, EMERALD, MEI, NOW, SUE, Neighbourhood
from tests.reminders.planning import planned

LATER = NOW + timedelta(hours=1)
NIGHT = NOW + timedelta(hours=13)
"""Eleven in the evening in Taipei."""


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


async def test_it_stops_the_first_where_that_is_still_on_its_way(
    neighbourhood: Neighbourhood,
) -> None:
    wrong = await first(neighbourhood)
    (bobs,) = await neighbourhood.all(OutboxLetter, broadcast_id=wrong, person_id=BOB)
    await neighbourhood.change(OutboxLetter, bobs.id, state=OutboxState.SENDING)
    async with neighbourhood.database.transaction() as session:
        for who in (BOB, SUE):
            (await session.get_one(Delivery, (wrong, who))).state = DeliveryState.WAITING
        assert await correcting.would_stop(session, wrong) == 1, "of Sue it has not left"
        assert await correct(session, wrong, {Language.HANT: "不停水"}) == 2
    (row,) = await neighbourhood.all(Broadcast, corrects_id=wrong)
    letters = await neighbourhood.all(OutboxLetter, broadcast_id=row.id)
    assert {each.person_id for each in letters} == {ALICE, BOB}
    (sues,) = await neighbourhood.all(OutboxLetter, broadcast_id=wrong, person_id=SUE)
    assert sues.state is OutboxState.CANCELLED
    (stopped,) = await neighbourhood.all(Broadcast, id=wrong)
    assert stopped.state is BroadcastState.CANCELLED


async def test_in_own_words_approved_at_night_it_stops_what_sleeps_and_waits_for_the_morning(
    neighbourhood: Neighbourhood,
) -> None:
    wrong = await first(neighbourhood)
    await neighbourhood.add(
        Membership(person_id=MEI, community_id=EMERALD, role=StaffRole.SUPERVISOR)
    )
    (sues,) = await neighbourhood.all(OutboxLetter, broadcast_id=wrong, person_id=SUE)
    await neighbourhood.change(OutboxLetter, sues.id, state=OutboxState.ASLEEP)
    async with neighbourhood.database.transaction() as session:
        (await session.get_one(Delivery, (wrong, SUE))).state = DeliveryState.WAITING
        words = {Language.HANT: "不停水"}
        number = await draft_correction(session, wrong, words, BOB, NIGHT)
        shown = broadcast.seal(await session.get_one(Broadcast, number))
        assert await approving.submit(session, number, shown, NIGHT)
        assert await approving.approve(session, number, shown, MEI, NIGHT)
    (sues,) = await neighbourhood.all(OutboxLetter, id=sues.id)
    assert sues.state is OutboxState.CANCELLED
    letters = await neighbourhood.all(OutboxLetter, broadcast_id=number)
    assert [each.person_id for each in letters] == [ALICE, BOB]
    (body,) = await neighbourhood.all(LetterBody, id=letters[0].body_id)
    morning = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    assert Timely.from_json(body.body["timely"]).moment(NIGHT) == morning


async def test_what_is_prepared_asks_for_no_answer_and_is_said_once(
    neighbourhood: Neighbourhood,
) -> None:
    wrong = await first(neighbourhood)
    await neighbourhood.change(Broadcast, wrong, asks=True)
    words = {Language.HANT: "發錯了", Language.EN: "By mistake"}
    async with neighbourhood.database.transaction() as session:
        assert await correcting.said_already(session, wrong, words) is None
        number = await correcting.draft_correction(
            session, wrong, words, MEI, NOW, prepared=Prepared.ERROR
        )
        said = await correcting.said_already(session, wrong, words)
        assert said is not None
        assert (said.id, said.asks, said.framed) == (number, False, True)
        assert await correcting.said_already(session, wrong, {Language.HANT: "停水"}) is None


async def test_a_break_that_was_told_of_begins_on_the_day_that_it_has_by_now(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("theft.long_holiday", "break:lunar_new_year@2027")
    wrong = await first(neighbourhood)
    await neighbourhood.change(Occurrence, row.id, state=OccurrenceState.SENT, broadcast_id=wrong)
    await neighbourhood.change(Community, EMERALD, holidays={"2027-02-04": "workday"})
    changes = await planned(neighbourhood, notices, row.due_at - timedelta(hours=1))
    assert [each.id for each in changes.to_correct] == [row.id]
    async with neighbourhood.database.reading() as session:
        told = await correcting.break_told(session, wrong)
        assert told is not None
        assert await correcting.letter_of(session, told) == wrong
        community = await session.get_one(Community, EMERALD)
        begins = correcting.first_day(told, notices, community)
    assert begins == datetime(2027, 2, 4, 16, tzinfo=UTC), "5 February in Taipei"


async def test_a_correction_can_be_corrected(neighbourhood: Neighbourhood) -> None:
    """By whoever has it, and by who still waits for it: they have what it was to put right."""
    wrong = await first(neighbourhood)
    async with neighbourhood.database.transaction() as session:
        await correct(session, wrong, {Language.HANT: "不停水"})
    (row,) = await neighbourhood.all(Broadcast, corrects_id=wrong)
    async with neighbourhood.database.transaction() as session:
        copy = await session.get_one(Delivery, (row.id, ALICE))
        copy.state, copy.message_id = DeliveryState.SENT, 72
        assert await correct(session, row.id, {Language.HANT: "還是停水"}) == 2


async def test_words_that_are_ready_go_unasked_and_wake_nobody_to_say_that_it_is_over(
    neighbourhood: Neighbourhood,
) -> None:
    wrong = await first(neighbourhood)
    await neighbourhood.change(Broadcast, wrong, weight=Weight.URGENT)
    await neighbourhood.add(
        Membership(person_id=SUE, community_id=EMERALD, role=StaffRole.SUPERVISOR)
    )
    hastes = {}
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        for kind in (Prepared.ERROR, Prepared.OVER):
            said = {Language.HANT: kind.value}
            number = await draft_correction(session, wrong, said, MEI, NOW, prepared=kind)
            row = await session.get_one(Broadcast, number)
            hastes[kind] = await haste_of(session, row, community, NOW)
        assert hastes == {Prepared.ERROR: Haste.URGENT, Prepared.OVER: Haste.UNASKED}
        assert await approving.send_unasked(session, number, NOW) == 2
        assert await approving.send_unasked(session, number, NOW) is None
        assert [each.id for each in await approving.unreviewed(session)] == [wrong, number]
        assert await approving.review(session, number, SUE, NOW)
