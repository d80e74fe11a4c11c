"""What was announced becomes otherwise once, and only the last word about it counts."""

from datetime import UTC, datetime, timedelta

import pytest

from db.models import Amendment, Broadcast, Community, Meeting, Membership
from db.vocabulary import Becomes, BroadcastState, Language, MeetingKind, MeetingState, StaffRole
from reminders import amending, approving, broadcast
from reminders.audience import Audience
from reminders.haste import Haste, haste_of
from tests.reminders.neighbourhood import EMERALD, MEI, NOW, SUE, Neighbourhood

BEGINS = datetime(2026, 12, 20, 11, tzinfo=UTC)


@pytest.fixture
async def announced(neighbourhood: Neighbourhood) -> Neighbourhood:
    """A meeting everybody knows of; Mei manages, Sue supervises."""
    meeting = Meeting(
        id=1,
        community_id=EMERALD,
        kind=MeetingKind.BRIEFING,
        state=MeetingState.ANNOUNCED,
        titles={"en": "The lifts"},
        places={"en": "Lobby"},
        agendas={"en": ""},
        starts_at=BEGINS,
        ends_at=BEGINS + timedelta(hours=2),
        audience=Audience.everybody().to_json(),
        made_by=MEI,
        made_at=NOW,
    )
    posts = ((MEI, StaffRole.MANAGER), (SUE, StaffRole.SUPERVISOR))
    await neighbourhood.add(
        meeting,
        *(Membership(person_id=who, community_id=EMERALD, role=role) for who, role in posts),
    )
    return neighbourhood


async def drafted(here: Neighbourhood, becomes: Becomes = Becomes.CALLED_OFF) -> tuple[int, str]:
    async with here.database.transaction() as session:
        number = await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=MEI,
            audience=Audience.everybody(),
            texts={Language.EN: "The lifts: otherwise."},
            silent=False,
            now=NOW,
            expires_at=BEGINS,
            meeting_id=1,
            framed=True,
        )
        session.add(Amendment(broadcast_id=number, meeting_id=1, becomes=becomes))
        return number, broadcast.seal(await session.get_one(Broadcast, number))


async def states(here: Neighbourhood) -> list[BroadcastState]:
    return [row.state for row in await here.all(Broadcast)]


async def test_what_is_handed_in_last_takes_the_place_of_what_still_waits(
    announced: Neighbourhood,
) -> None:
    first, second = await drafted(announced), await drafted(announced)
    for number, shown in (first, second):
        async with announced.database.transaction() as session:
            assert await approving.submit(session, number, shown, NOW)
    assert await states(announced) == [BroadcastState.CANCELLED, BroadcastState.SUBMITTED]
    async with announced.database.transaction() as session:
        assert not await approving.approve(session, *first, SUE, NOW)
        assert await approving.approve(session, *second, SUE, NOW)


async def test_it_comes_true_once_it_is_out_and_drops_what_was_drafted_before(
    announced: Neighbourhood,
) -> None:
    number, shown = await drafted(announced)
    await drafted(announced, Becomes.MOVED)
    async with announced.database.transaction() as session:
        assert not await amending.gone_out(session)
        assert await approving.send_urgent(session, number, shown, NOW)
        (out,) = await amending.gone_out(session)
        await amending.comes_true(session, out, NOW)
        assert not await amending.gone_out(session)
    assert await states(announced) == [BroadcastState.SENDING, BroadcastState.CANCELLED]


async def test_what_cannot_wait_either_is_too_late_once_it_has_begun(
    announced: Neighbourhood,
) -> None:
    number, shown = await drafted(announced)
    async with announced.database.transaction() as session:
        assert await approving.send_urgent(session, number, shown, BEGINS) is None


@pytest.mark.parametrize(
    ("before", "waits"), [(timedelta(hours=24), True), (timedelta(hours=23), False)]
)
def test_what_begins_within_a_day_cannot_wait(before: timedelta, *, waits: bool) -> None:
    assert amending.cannot_wait(BEGINS, BEGINS - before) is not waits


@pytest.mark.parametrize(
    ("begins", "haste"),
    [
        ("2026-11-25T10:00", Haste.ASKED),
        ("2026-11-24T10:00", Haste.UNASKED),
        ("2026-11-24T08:00", Haste.URGENT),
    ],
)
async def test_only_what_begins_before_the_morning_wakes_people_at_night(
    announced: Neighbourhood, begins: str, haste: Haste
) -> None:
    night = datetime(2026, 11, 23, 18, tzinfo=UTC)  # 02:00 in Taipei
    starts_at = datetime.fromisoformat(f"{begins}+08:00").astimezone(UTC)
    number, _ = await drafted(announced)
    await announced.change(Meeting, 1, starts_at=starts_at)
    await announced.change(Broadcast, number, expires_at=starts_at)
    async with announced.database.reading() as session:
        row = await session.get_one(Broadcast, number)
        community = await session.get_one(Community, EMERALD)
        assert await haste_of(session, row, community, night) is haste
