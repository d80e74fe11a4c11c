"""The plan of the coming year: made again and again, and harmless however often."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from db.models import Community, Occurrence, OwnWords
from db.vocabulary import Language, OccurrenceState
from reminders.notices import Notices
from reminders.planner import Changes
from tests.reminders.altered_notices import altered, on, said_differently, without
from tests.reminders.neighbourhood import EMERALD, HARBOUR, MEI, NOW, Neighbourhood
from tests.reminders.planning import approved, planned

HEATER = "fire.heater"


async def test_a_year_is_planned_for_every_community(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    changes = await planned(neighbourhood, notices)
    rows = await neighbourhood.all(Occurrence)
    assert changes == Changes(created=len(rows), merged=1)
    assert {row.community_id for row in rows} == {EMERALD, HARBOUR}
    assert {row.state for row in rows} == {OccurrenceState.PLANNED, OccurrenceState.MERGED}
    assert len(rows) >= 2 * 15, "of each a year's reminders"


async def test_due_times_are_local_and_kept_in_utc(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await neighbourhood.change(Community, HARBOUR, timezone="Europe/London")
    await planned(neighbourhood, notices)
    taiwan = await neighbourhood.occurrence("cold.carbon_monoxide", "小寒@2027")
    abroad = await neighbourhood.occurrence("cold.carbon_monoxide", "小寒@2027", HARBOUR)
    assert taiwan.due_at == datetime(2027, 1, 5, 2, 0, tzinfo=UTC)
    assert taiwan.expires_at == taiwan.due_at + timedelta(hours=72)
    assert abroad.due_at == datetime(2027, 1, 5, 10, 0, tzinfo=UTC)
    summer = await neighbourhood.occurrence("heat.neighbours", "大暑@2027", HARBOUR)
    assert summer.due_at == datetime(2027, 7, 23, 9, 0, tzinfo=UTC)


async def test_nothing_is_planned_into_the_past(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    assert all(row.due_at > NOW for row in await neighbourhood.all(Occurrence))


async def test_planning_twice_changes_nothing(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    assert await planned(neighbourhood, notices) == Changes()
    assert await planned(neighbourhood, notices, NOW + timedelta(minutes=1)) == Changes()


async def test_two_planners_at_once_plan_everything_once(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await asyncio.gather(planned(neighbourhood, notices), planned(neighbourhood, notices))
    rows = await neighbourhood.all(Occurrence)
    assert len({(row.rule_id, row.key, row.community_id) for row in rows}) == len(rows)


async def test_an_approval_outlives_the_next_planning(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert await approved(neighbourhood, row)
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert (row.state, row.approved_by, row.approved_at) == (OccurrenceState.APPROVED, MEI, NOW)


async def test_a_moved_date_keeps_its_approval(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await approved(neighbourhood, row)
    later = altered(notices, "cold.elders", at=time(17, 30))
    changes = await planned(neighbourhood, later)
    moved = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert changes.moved > 0
    assert changes.created == changes.withdrawn == 0
    assert moved.due_at == row.due_at + timedelta(hours=7, minutes=30)
    assert moved.expires_at == row.expires_at + timedelta(hours=7, minutes=30)
    assert moved.state is OccurrenceState.APPROVED


NEW_YEAR_BREAK = "break:lunar_new_year@2027"


async def test_a_break_that_was_moved_keeps_its_approval(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("theft.long_holiday", NEW_YEAR_BREAK)
    await approved(neighbourhood, row)
    await neighbourhood.change(Community, EMERALD, holidays={"2027-02-03": "off"})
    changes = await planned(neighbourhood, notices)
    moved = await neighbourhood.occurrence("theft.long_holiday", NEW_YEAR_BREAK)
    assert (changes.created, changes.withdrawn) == (0, 0)
    assert (moved.id, moved.state) == (row.id, OccurrenceState.APPROVED)
    assert row.due_at - moved.due_at == timedelta(days=1)


async def test_a_break_that_was_told_of_is_not_told_of_again_when_it_moves(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("theft.long_holiday", NEW_YEAR_BREAK)
    await neighbourhood.change(Occurrence, row.id, state=OccurrenceState.SENT)
    await neighbourhood.change(Community, EMERALD, holidays={"2027-02-04": "workday"})
    await planned(neighbourhood, notices, row.due_at - timedelta(hours=1))
    rows = await neighbourhood.all(Occurrence, rule_id="theft.long_holiday", community_id=EMERALD)
    in_february = [each for each in rows if (each.due_at.year, each.due_at.month) == (2027, 2)]
    assert [(each.id, each.state) for each in in_february] == [(row.id, OccurrenceState.SENT)]


async def test_a_break_planned_under_its_date_is_known_by_its_name_now(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("theft.long_holiday", NEW_YEAR_BREAK)
    due = row.due_at + timedelta(days=2)
    await neighbourhood.change(Occurrence, row.id, key="break@2027-02-06", due_at=due)
    await approved(neighbourhood, row)
    changes = await planned(neighbourhood, notices)
    named = await neighbourhood.occurrence("theft.long_holiday", NEW_YEAR_BREAK)
    assert changes == Changes(moved=1)
    assert (named.id, named.due_at, named.state) == (row.id, row.due_at, OccurrenceState.APPROVED)


async def test_other_words_void_the_approval(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await approved(neighbourhood, row)
    await planned(neighbourhood, said_differently(notices, "cold.elders"))
    voided = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert (voided.state, voided.approved_by) == (OccurrenceState.PLANNED, None)
    assert voided.text_hash != row.text_hash


@pytest.mark.parametrize("state", [OccurrenceState.SENT, OccurrenceState.SKIPPED])
async def test_what_is_over_stays_over(
    neighbourhood: Neighbourhood, notices: Notices, state: OccurrenceState
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await neighbourhood.change(Occurrence, row.id, state=state)
    await planned(neighbourhood, altered(notices, "cold.elders", at=time(17, 30)))
    after = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert (after.id, after.state, after.due_at) == (row.id, state, row.due_at)


async def test_what_the_rules_no_longer_want_goes(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await neighbourhood.add(
        OwnWords(
            occurrence_id=row.id, language=Language.EN, text="Hi", edited_by=MEI, edited_at=NOW
        )
    )
    before = await neighbourhood.all(Occurrence, rule_id="cold.elders")
    changes = await planned(neighbourhood, without(notices, "cold.elders"))
    assert changes == Changes(withdrawn=len(before))
    assert await neighbourhood.all(Occurrence, rule_id="cold.elders") == []


async def test_an_approved_one_that_is_wanted_no_more_is_withdrawn_and_told(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await approved(neighbourhood, row)
    changes = await planned(neighbourhood, without(notices, "cold.elders"))
    assert [each.id for each in changes.withdrawn_approved] == [row.id]
    kept = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert kept.state is OccurrenceState.WITHDRAWN
    assert await planned(neighbourhood, without(notices, "cold.elders")) == Changes(), "told once"

    await planned(neighbourhood, notices)
    again = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert (again.id, again.state) == (row.id, OccurrenceState.PLANNED)


async def test_what_waits_since_yesterday_is_left_to_the_dispatcher(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await planned(neighbourhood, without(notices, "cold.elders"), row.due_at + timedelta(days=1))
    after = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert after.state is OccurrenceState.PLANNED


async def test_a_date_moved_into_the_past_is_still_the_same_date(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, on(notices, HEATER, 12, 24))
    row = await neighbourhood.occurrence(HEATER, "12-24@2026")
    await neighbourhood.change(Occurrence, row.id, key="11-20@2026")
    await planned(neighbourhood, on(notices, HEATER, 11, 20))
    moved = await neighbourhood.occurrence(HEATER, "11-20@2026")
    assert moved.id == row.id
    assert moved.due_at == datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
