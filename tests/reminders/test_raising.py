"""What a warning or a meeting calls for: raised once, moved with it, withdrawn with it."""

from datetime import UTC, datetime, time, timedelta

import pytest

from db.models import Alert, Approval, Community, Meeting, Occurrence
from db.vocabulary import FeedCode, Language, MeetingKind, MeetingState, OccurrenceState
from reminders.deciding import approve, reword
from reminders.notices import ApprovalMode, Notices
from reminders.planner import Changes, plan
from reminders.raising import raise_alert, raise_meeting, withdraw_for
from reminders.triggered_rules import EventRule
from reminders.wording import letters, text_hash, wording
from tests.reminders.altered_notices import altered
from tests.reminders.neighbourhood import EMERALD, MEI, NOW, Neighbourhood

COLD = "cold.advisory"


@pytest.fixture
async def warned(neighbourhood: Neighbourhood) -> Neighbourhood:
    """A warning is in force at the first of our communities, until six in the evening."""
    await neighbourhood.add(
        Alert(
            id=1,
            feed=FeedCode.NCDR,
            event="低溫",
            level="yellow",
            area="臺北市",
            first_identifier="a1",
            issued_at=NOW,
            updated_at=NOW,
            expires_at=NOW + timedelta(hours=8),
            headline={},
            known_before=False,
        )
    )
    return neighbourhood


async def raised(neighbourhood: Neighbourhood, notices: Notices, now: datetime = NOW) -> Occurrence:
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        alert = await session.get_one(Alert, 1)
        return await raise_alert(session, community, notices.by_id[COLD], alert, now)


async def test_a_warning_asks_for_a_yes_until_it_ends(
    warned: Neighbourhood, notices: Notices
) -> None:
    row = await raised(warned, notices)
    assert (row.key, row.state) == ("alert:ncdr:低溫:臺北市:a1", OccurrenceState.PLANNED)
    assert (row.due_at, row.expires_at) == (NOW, NOW + timedelta(hours=8))
    assert row.alert_id == 1


async def test_what_is_approved_for_the_year_goes_at_once(
    warned: Neighbourhood, notices: Notices
) -> None:
    async with warned.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        words = text_hash(letters(notices.by_id[COLD], community, {}))
    await warned.add(
        Approval(
            community_id=EMERALD,
            notice=COLD,
            text_hash=words,
            approved_by=MEI,
            approved_at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
    )
    assert (await raised(warned, notices)).state is OccurrenceState.APPROVED


async def test_what_cannot_wait_asks_nobody(warned: Neighbourhood, notices: Notices) -> None:
    at_once = altered(notices, COLD, approval=ApprovalMode.AFTERWARDS)
    row = await raised(warned, at_once)
    assert (row.state, row.approved_by) == (OccurrenceState.APPROVED, None)
    assert row.approved_at is None, "nobody has read it"


async def test_one_that_is_issued_again_is_the_same_with_its_new_end(
    warned: Neighbourhood, notices: Notices
) -> None:
    row = await raised(warned, notices)
    await warned.change(Alert, 1, expires_at=NOW + timedelta(hours=10))
    later = NOW + timedelta(hours=3)
    again = await raised(warned, notices, later)
    assert (again.id, again.due_at) == (row.id, NOW)
    assert again.expires_at == NOW + timedelta(hours=10)


async def test_words_of_a_managers_own_are_kept_and_need_a_yes_of_their_own(
    warned: Neighbourhood, notices: Notices
) -> None:
    row = await raised(warned, notices)
    async with warned.database.transaction() as session:
        assert await reword(session, notices, row.id, Language.EN, "Tea at four.", MEI, NOW)
    known = altered(notices, COLD, approval=ApprovalMode.AFTERWARDS)
    again = await raised(warned, known, NOW + timedelta(hours=1))
    async with warned.database.reading() as session:
        community = await session.get_one(Community, EMERALD)
        words = await wording(session, again, known, community)
    assert "Tea at four." in words[Language.EN]
    assert (again.text_hash, again.state) == (text_hash(words), OccurrenceState.PLANNED)


async def test_a_warning_that_ended_takes_back_what_was_not_sent(
    warned: Neighbourhood, notices: Notices
) -> None:
    row = await raised(warned, notices)
    async with warned.database.transaction() as session:
        withdrawn = await withdraw_for(session, alert_id=1)
        assert [each.id for each in withdrawn] == [row.id]
        assert await withdraw_for(session, alert_id=1) == []
    (kept,) = await warned.all(Occurrence)
    assert kept.state is OccurrenceState.WITHDRAWN
    again = await raised(warned, notices)
    assert again.state is OccurrenceState.WITHDRAWN, "its end was told; it does not come back"


async def test_what_was_sent_is_not_taken_back(warned: Neighbourhood, notices: Notices) -> None:
    row = await raised(warned, notices)
    await warned.change(Occurrence, row.id, state=OccurrenceState.SENT)
    async with warned.database.transaction() as session:
        assert await withdraw_for(session, alert_id=1) == []


async def test_the_plan_of_the_year_leaves_it_alone(
    warned: Neighbourhood, notices: Notices
) -> None:
    row = await raised(warned, notices, NOW + timedelta(hours=1))
    async with warned.database.transaction() as session:
        assert (await plan(session, Notices({}), NOW)) == Changes()
    (kept,) = await warned.all(Occurrence)
    assert (kept.id, kept.state) == (row.id, OccurrenceState.PLANNED)


BEGINS = datetime(2026, 12, 12, 11, 30, tzinfo=UTC)
"""A Saturday, half past seven in the evening."""


@pytest.fixture
def recalling(notices: Notices) -> Notices:
    """A week before, the day before, and on the day."""
    meeting = notices.by_id["major.owners_meeting"]
    days = {"major.week": -7, "major.eve": -1, "major.today": 0}
    return Notices(
        {
            name: meeting.model_copy(
                update={
                    "id": name,
                    "at": time(10),
                    "rule": EventRule(event="meeting", offset_days=offset),
                }
            )
            for name, offset in days.items()
        }
    )


@pytest.fixture
async def convened(neighbourhood: Neighbourhood) -> Neighbourhood:
    await neighbourhood.add(
        Meeting(
            id=1,
            community_id=EMERALD,
            kind=MeetingKind.OWNERS_MEETING,
            state=MeetingState.ANNOUNCED,
            titles={"zh-Hant": "住戶大會"},
            places={"zh-Hant": "B1", "en": "B1"},
            agendas={},
            starts_at=BEGINS,
            ends_at=BEGINS + timedelta(hours=2),
            audience={"kind": "all", "ids": []},
            made_by=MEI,
            made_at=NOW,
        )
    )
    return neighbourhood


async def recalled(
    neighbourhood: Neighbourhood, notices: Notices, now: datetime = NOW
) -> dict[str, Occurrence]:
    async with neighbourhood.database.transaction() as session:
        meeting = await session.get_one(Meeting, 1)
        rows = await raise_meeting(session, meeting, notices, now)
    return {row.key: row for row in rows}


async def test_a_meeting_is_recalled_three_times(
    convened: Neighbourhood, recalling: Notices
) -> None:
    rows = await recalled(convened, recalling)
    at_ten = datetime(2026, 12, 12, 2, 0, tzinfo=UTC)
    assert {key: row.due_at for key, row in rows.items()} == {
        "meeting:1:-7d": at_ten - timedelta(days=7),
        "meeting:1:-1d": at_ten - timedelta(days=1),
        "meeting:1:0d": at_ten,
    }
    assert {row.state for row in rows.values()} == {OccurrenceState.APPROVED}
    assert {row.expires_at for row in rows.values()} <= {BEGINS} | {
        row.due_at + timedelta(hours=168) for row in rows.values()
    }


async def test_a_meeting_in_the_morning_is_recalled_two_hours_before(
    convened: Neighbourhood, recalling: Notices
) -> None:
    await convened.change(Meeting, 1, starts_at=datetime(2026, 12, 12, 3, 0, tzinfo=UTC))
    rows = await recalled(convened, recalling)
    assert rows["meeting:1:0d"].due_at == datetime(2026, 12, 12, 1, 0, tzinfo=UTC)


async def test_a_meeting_at_dawn_is_not_recalled_in_the_night(
    convened: Neighbourhood, recalling: Notices
) -> None:
    await convened.change(Meeting, 1, starts_at=datetime(2026, 12, 12, 0, 15, tzinfo=UTC))
    assert set(await recalled(convened, recalling)) == {"meeting:1:-7d", "meeting:1:-1d"}


async def test_what_is_past_when_it_is_announced_is_left_out(
    convened: Neighbourhood, recalling: Notices
) -> None:
    rows = await recalled(convened, recalling, BEGINS - timedelta(days=3))
    assert set(rows) == {"meeting:1:-1d", "meeting:1:0d"}


async def test_its_reminders_move_with_it(convened: Neighbourhood, recalling: Notices) -> None:
    before = await recalled(convened, recalling)
    await convened.change(Occurrence, before["meeting:1:-7d"].id, state=OccurrenceState.SENT)
    await convened.change(Meeting, 1, starts_at=BEGINS + timedelta(days=10), version=2)
    after = await recalled(convened, recalling, BEGINS - timedelta(days=2))
    assert after["meeting:1:-7d"].state is OccurrenceState.SENT, "not again"
    assert after["meeting:1:0d"].id == before["meeting:1:0d"].id
    moved = after["meeting:1:0d"].due_at - before["meeting:1:0d"].due_at
    assert moved == timedelta(days=10)


async def test_a_meeting_that_comes_nearer_drops_what_has_passed(
    convened: Neighbourhood, recalling: Notices
) -> None:
    await recalled(convened, recalling)
    await convened.change(Meeting, 1, starts_at=NOW + timedelta(days=3))
    await recalled(convened, recalling)
    week = await convened.occurrence("major.week", "meeting:1:-7d")
    assert week.state is OccurrenceState.WITHDRAWN


async def test_a_meeting_called_off_is_recalled_no_more(
    convened: Neighbourhood, recalling: Notices
) -> None:
    await recalled(convened, recalling)
    await convened.change(Meeting, 1, state=MeetingState.CALLED_OFF)
    assert await recalled(convened, recalling) == {}
    rows = await convened.all(Occurrence)
    assert {row.state for row in rows} == {OccurrenceState.WITHDRAWN}
    async with convened.database.transaction() as session:
        assert not await approve(session, rows[0].id, MEI, NOW)
