"""Four eyes on what somebody wrote: never the writer's own, once, and just what was shown."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.models import Broadcast, Membership, OutboxLetter
from db.vocabulary import BroadcastState, Language, StaffRole, Weight
from reminders import approving, broadcast
from reminders.audience import Audience
from tests.reminders.neighbourhood import (
    ALICE,
    BOB,
    CHARLIE,
    EMERALD,
    HARBOUR,
    MEI,
    NOW,
    SUE,
    Neighbourhood,
)


@pytest.fixture
async def staffed(neighbourhood: Neighbourhood) -> Neighbourhood:
    """Mei manages, Sue supervises, Bob repairs; Charlie manages another community."""
    posts = (
        (MEI, EMERALD, StaffRole.MANAGER),
        (SUE, EMERALD, StaffRole.SUPERVISOR),
        (BOB, EMERALD, StaffRole.STAFF),
        (CHARLIE, HARBOUR, StaffRole.MANAGER),
    )
    await neighbourhood.add(
        *(Membership(person_id=who, community_id=where, role=role) for who, where, role in posts)
    )
    return neighbourhood


async def drafted(here: Neighbourhood, **more: Any) -> int:
    async with here.database.transaction() as session:
        return await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=MEI,
            audience=Audience.everybody(),
            texts={Language.HANT: "明天停水。"},
            silent=False,
            now=NOW,
            **more,
        )


async def row_of(here: Neighbourhood, broadcast_id: int) -> Broadcast:
    (row,) = await here.all(Broadcast, id=broadcast_id)
    return row


async def sealed(here: Neighbourhood, broadcast_id: int) -> str:
    return broadcast.seal(await row_of(here, broadcast_id))


async def submitted(here: Neighbourhood, **more: Any) -> tuple[int, str]:
    broadcast_id = await drafted(here, **more)
    shown = await sealed(here, broadcast_id)
    async with here.database.transaction() as session:
        assert await approving.submit(session, broadcast_id, shown, NOW)
    return broadcast_id, shown


async def approved(here: Neighbourhood, broadcast_id: int, shown: str, who: int) -> bool:
    async with here.database.transaction() as session:
        return await approving.approve(session, broadcast_id, shown, who, NOW)


async def test_whoever_leads_there_and_did_not_write_it_is_the_second_person(
    staffed: Neighbourhood,
) -> None:
    async with staffed.database.reading() as session:
        found = await approving.second_people(session, EMERALD, MEI)
        assert [each.id for each in found] == [SUE]
        assert not await approving.second_people(session, EMERALD, MEI, SUE)


async def test_a_draft_goes_out_only_once_it_was_handed_in_and_approved(
    staffed: Neighbourhood,
) -> None:
    broadcast_id = await drafted(staffed)
    shown = await sealed(staffed, broadcast_id)
    assert not await approved(staffed, broadcast_id, shown, SUE), "it was not handed in"
    async with staffed.database.transaction() as session:
        assert not await approving.submit(session, broadcast_id, "00000000", NOW)
        assert await approving.submit(session, broadcast_id, shown, NOW)
        assert not await approving.submit(session, broadcast_id, shown, NOW)
        assert await broadcast.confirm(session, broadcast_id, NOW) is None, "it waits"
    for who in (MEI, BOB, ALICE, CHARLIE):
        assert not await approved(staffed, broadcast_id, shown, who)
    assert not await staffed.count(OutboxLetter)
    assert await approved(staffed, broadcast_id, shown, SUE)
    row = await row_of(staffed, broadcast_id)
    assert (row.state, row.approved_by, row.total) == (BroadcastState.SENDING, SUE, 1)
    assert set(await staffed.letters()) == {ALICE}


async def test_what_cannot_leave_in_time_is_not_approved(staffed: Neighbourhood) -> None:
    night = datetime(2026, 11, 23, 15, tzinfo=UTC)  # 23:00 in Taipei
    for begins, leaves in ((8, False), (10, True)):
        ends = datetime(2026, 11, 24, begins, tzinfo=UTC) - timedelta(hours=8)
        broadcast_id, shown = await submitted(staffed, expires_at=ends)
        async with staffed.database.transaction() as session:
            done = await approving.approve(session, broadcast_id, shown, SUE, night)
        assert done is leaves


async def test_of_two_who_approve_at_once_one_does(staffed: Neighbourhood) -> None:
    await staffed.add(Membership(person_id=BOB, community_id=EMERALD, role=StaffRole.DIRECTOR))
    broadcast_id, shown = await submitted(staffed)
    both = await asyncio.gather(
        *(approved(staffed, broadcast_id, shown, who) for who in (SUE, BOB))
    )
    assert sorted(both) == [False, True]
    assert len(await staffed.letters()) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"texts": {"zh-Hant": "後天停水。"}},
        {"audience": {"kind": "building", "ids": [3]}},
        {"media": {"photo": {"file_id": "another"}}},
        {"weight": Weight.URGENT},
        {"send_at": NOW + timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_any_change_of_what_readers_meet_voids_it(
    staffed: Neighbourhood, change: dict[str, Any]
) -> None:
    broadcast_id, shown = await submitted(staffed, media={"photo": {"file_id": "one"}})
    await staffed.change(Broadcast, broadcast_id, **change)
    assert not await approved(staffed, broadcast_id, shown, SUE)
    assert not await approved(staffed, broadcast_id, await sealed(staffed, broadcast_id), SUE)
    assert not await staffed.count(OutboxLetter)


async def test_its_writer_may_take_it_back_to_change_it(staffed: Neighbourhood) -> None:
    broadcast_id, shown = await submitted(staffed)
    async with staffed.database.transaction() as session:
        assert await approving.reopen(session, broadcast_id)
        assert await approving.reopen(session, broadcast_id)
    assert not await approved(staffed, broadcast_id, shown, SUE)
    async with staffed.database.transaction() as session:
        await broadcast.cancel(session, broadcast_id, NOW)
        assert not await approving.reopen(session, broadcast_id)


async def test_the_second_person_may_send_it_back(staffed: Neighbourhood) -> None:
    broadcast_id, shown = await submitted(staffed)
    async with staffed.database.transaction() as session:
        assert not await approving.send_back(session, broadcast_id, shown, MEI)
        assert not await approving.send_back(session, broadcast_id, "00000000", SUE)
        assert await approving.send_back(session, broadcast_id, shown, SUE)
        assert not await approving.send_back(session, broadcast_id, shown, SUE)
    assert (await row_of(staffed, broadcast_id)).state is BroadcastState.DRAFT


async def test_what_is_approved_for_later_waits_and_a_change_still_voids_it(
    staffed: Neighbourhood,
) -> None:
    broadcast_id = await drafted(staffed)
    await staffed.change(Broadcast, broadcast_id, send_at=NOW + timedelta(hours=3))
    shown = await sealed(staffed, broadcast_id)
    async with staffed.database.transaction() as session:
        assert await approving.submit(session, broadcast_id, shown, NOW)
    assert await approved(staffed, broadcast_id, shown, SUE)
    assert (await row_of(staffed, broadcast_id)).state is BroadcastState.SCHEDULED
    assert not await staffed.count(OutboxLetter)
    async with staffed.database.transaction() as session:
        assert await approving.reopen(session, broadcast_id)
    row = await row_of(staffed, broadcast_id)
    assert (row.state, row.approved_by) == (BroadcastState.DRAFT, None)


async def test_the_urgent_goes_at_once_and_somebody_else_reads_it_afterwards(
    staffed: Neighbourhood,
) -> None:
    broadcast_id = await drafted(staffed)
    shown = await sealed(staffed, broadcast_id)
    async with staffed.database.transaction() as session:
        assert await approving.send_urgent(session, broadcast_id, "00000000", NOW) is None
        assert await approving.send_urgent(session, broadcast_id, shown, NOW) == 1
        assert await approving.send_urgent(session, broadcast_id, shown, NOW) is None
    assert (await row_of(staffed, broadcast_id)).weight is Weight.URGENT
    async with staffed.database.transaction() as session:
        assert [each.id for each in await approving.unreviewed(session)] == [broadcast_id]
        assert not await approving.review(session, broadcast_id, MEI, NOW)
        assert not await approving.review(session, broadcast_id, ALICE, NOW)
        assert await approving.review(session, broadcast_id, SUE, NOW)
        assert not await approving.review(session, broadcast_id, SUE, NOW)
        assert not await approving.unreviewed(session)


async def test_what_waits_for_a_second_person_can_be_sent_as_urgent_instead(
    staffed: Neighbourhood,
) -> None:
    broadcast_id, shown = await submitted(staffed)
    async with staffed.database.transaction() as session:
        assert await approving.send_urgent(session, broadcast_id, shown, NOW) == 1
    assert not await approved(staffed, broadcast_id, shown, SUE)


async def test_what_was_approved_is_not_reviewed(staffed: Neighbourhood) -> None:
    broadcast_id, shown = await submitted(staffed, weight=Weight.URGENT)
    assert await approved(staffed, broadcast_id, shown, SUE)
    async with staffed.database.transaction() as session:
        assert not await approving.unreviewed(session)
        assert not await approving.review(session, broadcast_id, SUE, NOW)
