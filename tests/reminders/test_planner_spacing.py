"""The plan of a community keeps its budgets: what is too close is merged or moved, and told."""

from datetime import UTC, datetime, timedelta

import pytest

from db.models import Approval, Community, Occurrence, OwnWords
from db.vocabulary import Language, OccurrenceState
from reminders.deciding import approve, reword, skip
from reminders.dispatch import send_due
from reminders.notices import Notices
from reminders.planner import Changes
from reminders.wording import letters, text_hash, wording
from tests.reminders.altered_notices import altered, on, without
from tests.reminders.neighbourhood import ALICE, EMERALD, HARBOUR, MEI, NOW, Neighbourhood
from tests.reminders.planning import approved, planned

ELDERS, FRAUD = "cold.elders", "theft.fraud"
"""7 December by its term, for 96 hours; and 14 December, which the tests move nearer."""


@pytest.fixture
def close(notices: Notices) -> Notices:
    """Two notices, three days apart, and no other."""
    two = Notices({name: notices.by_id[name] for name in (ELDERS, FRAUD)})
    return on(altered(two, FRAUD, regions={}), FRAUD, 12, 10)


@pytest.fixture
async def merged(neighbourhood: Neighbourhood, close: Notices) -> Neighbourhood:
    await planned(neighbourhood, close)
    return neighbourhood


async def lead(neighbourhood: Neighbourhood) -> Occurrence:
    return await neighbourhood.occurrence(ELDERS, "大雪@2026")


async def part(neighbourhood: Neighbourhood) -> Occurrence:
    return await neighbourhood.occurrence(FRAUD, "12-10@2026")


async def said(neighbourhood: Neighbourhood, notices: Notices, row: Occurrence) -> str:
    async with neighbourhood.database.reading() as session:
        community = await session.get_one(Community, EMERALD)
        return (await wording(session, row, notices, community))[Language.EN]


async def test_two_in_a_week_are_one_letter(neighbourhood: Neighbourhood, close: Notices) -> None:
    changes = await planned(neighbourhood, close)
    assert (changes.created, changes.merged) == (8, 4), "of both communities, this year's and next"
    first, second = await lead(neighbourhood), await part(neighbourhood)
    assert first.state is OccurrenceState.PLANNED
    assert (second.state, second.merged_into_id) == (OccurrenceState.MERGED, first.id)
    assert second.due_at == first.due_at
    assert second.wanted_at == first.due_at + timedelta(days=3)
    words = await said(neighbourhood, close, first)
    assert words.startswith("<b>Cold mornings are best taken slowly</b>\n\n")
    assert words.count("With best wishes") == 1
    assert "\n\n<b>" in words[10:], "the other under its own title"
    assert await planned(neighbourhood, close) == Changes()


async def test_they_go_out_as_one_and_both_are_told(merged: Neighbourhood, close: Notices) -> None:
    first = await lead(merged)
    assert await approved(merged, first)
    async with merged.database.transaction() as session:
        done = await send_due(session, close, first.due_at)
        assert len(done.broadcast_ids) == 1
    assert "165" in await merged.said_to(ALICE), "what the other one says"
    later = first.due_at + timedelta(days=3)
    await planned(merged, close, later)
    async with merged.database.transaction() as session:
        assert (await send_due(session, close, later)).broadcast_ids == []
    assert (await part(merged)).state is OccurrenceState.MERGED


async def test_whoever_skips_the_letter_skips_all_of_it(
    merged: Neighbourhood, close: Notices
) -> None:
    async with merged.database.transaction() as session:
        assert await skip(session, (await lead(merged)).id, MEI, NOW)
    await planned(merged, close)
    assert (await part(merged)).state is OccurrenceState.SKIPPED


async def test_what_comes_into_a_letter_voids_its_approval(
    neighbourhood: Neighbourhood, close: Notices
) -> None:
    await planned(neighbourhood, without(close, FRAUD))
    alone = await lead(neighbourhood)
    assert await approved(neighbourhood, alone)
    await planned(neighbourhood, close)
    both = await lead(neighbourhood)
    assert (both.state, both.approved_by) == (OccurrenceState.PLANNED, None)
    assert both.text_hash != alone.text_hash


async def test_what_is_left_alone_is_planned_by_itself_again(
    merged: Neighbourhood, close: Notices
) -> None:
    second = await part(merged)
    changes = await planned(merged, without(close, ELDERS))
    assert changes.withdrawn == 4, "the lead, in two communities and two years"
    after = await part(merged)
    assert (after.id, after.state, after.merged_into_id) == (
        second.id,
        OccurrenceState.PLANNED,
        None,
    )
    assert after.due_at == second.wanted_at


async def test_what_was_in_a_letter_that_expired_gets_its_own_chance(
    merged: Neighbourhood, close: Notices
) -> None:
    first = await lead(merged)
    late = first.expires_at + timedelta(hours=1)
    async with merged.database.transaction() as session:
        expired = (await send_due(session, close, late)).expired
        assert first.id in {each.occurrence.id for each in expired}
    await planned(merged, close, late)
    second = await part(merged)
    assert second.state is OccurrenceState.PLANNED
    assert late < second.due_at + timedelta(days=1) < second.expires_at


async def test_a_managers_words_for_one_leave_the_other_as_it_is(
    merged: Neighbourhood, close: Notices
) -> None:
    first = await lead(merged)
    async with merged.database.transaction() as session:
        assert await reword(session, close, first.id, Language.EN, "Tea at four.", MEI, NOW)
    words = await said(merged, close, await lead(merged))
    assert "Tea at four." in words
    assert "<b>" in words.split("Tea at four.")[1]
    assert await planned(merged, close) == Changes(), "its hash is over all of it"
    assert len(await merged.all(OwnWords)) == 1


async def test_a_theme_waits_a_fortnight(neighbourhood: Neighbourhood, notices: Notices) -> None:
    two = Notices({name: notices.by_id[name] for name in (ELDERS, "cold.water_pipes")})
    soon = on(altered(two, "cold.water_pipes", regions={}), "cold.water_pipes", 12, 18)
    changes = await planned(neighbourhood, soon)
    assert changes.respaced > 0
    row = await neighbourhood.occurrence("cold.water_pipes", "12-18@2026")
    assert row.due_at == datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
    assert row.wanted_at == datetime(2026, 12, 18, 2, 0, tzinfo=UTC)
    assert await planned(neighbourhood, soon) == Changes()


async def test_what_went_out_late_moves_what_follows(
    neighbourhood: Neighbourhood, close: Notices
) -> None:
    apart = on(close, FRAUD, 12, 14)
    await planned(neighbourhood, apart)
    first = await lead(neighbourhood)
    await approved(neighbourhood, first)
    late = first.due_at + timedelta(days=2)
    async with neighbourhood.database.transaction() as session:
        await send_due(session, apart, late)
    await planned(neighbourhood, apart, late + timedelta(hours=1))
    second = await neighbourhood.occurrence(FRAUD, "12-14@2026")
    assert second.due_at == datetime(2026, 12, 16, 2, 0, tzinfo=UTC)


async def approve_for_the_year(neighbourhood: Neighbourhood, notices: Notices, *names: str) -> None:
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        for name in names:
            session.add(
                Approval(
                    community_id=EMERALD,
                    notice=name,
                    text_hash=text_hash(letters(notices.by_id[name], community, {})),
                    approved_by=MEI,
                    approved_at=NOW,
                    expires_at=NOW + timedelta(days=30),
                )
            )


async def test_words_approved_for_the_year_need_no_other_yes(
    neighbourhood: Neighbourhood, close: Notices
) -> None:
    await approve_for_the_year(neighbourhood, close, ELDERS, FRAUD)
    await planned(neighbourhood, close)
    first = await lead(neighbourhood)
    assert (first.state, first.approved_by) == (OccurrenceState.APPROVED, None)
    abroad = await neighbourhood.occurrence(ELDERS, "大雪@2026", HARBOUR)
    assert abroad.state is OccurrenceState.PLANNED, "not approved there"
    assert await planned(neighbourhood, close) == Changes()


async def test_a_letter_is_approved_for_the_year_only_with_all_its_parts(
    neighbourhood: Neighbourhood, close: Notices
) -> None:
    await approve_for_the_year(neighbourhood, close, ELDERS)
    await planned(neighbourhood, close)
    assert (await lead(neighbourhood)).state is OccurrenceState.PLANNED


async def test_a_yearly_approval_that_ended_holds_no_more(
    neighbourhood: Neighbourhood, close: Notices
) -> None:
    await approve_for_the_year(neighbourhood, close, ELDERS, FRAUD)
    await planned(neighbourhood, close)
    over = NOW + timedelta(days=31)
    next_year = await neighbourhood.occurrence(ELDERS, "大雪@2027")
    assert next_year.state is OccurrenceState.APPROVED
    await planned(neighbourhood, close, over)
    next_year = await neighbourhood.occurrence(ELDERS, "大雪@2027")
    assert next_year.state is OccurrenceState.PLANNED


async def test_a_managers_own_yes_outlasts_the_yearly_one(
    merged: Neighbourhood, close: Notices
) -> None:
    async with merged.database.transaction() as session:
        assert await approve(session, (await lead(merged)).id, MEI, NOW)
    await approve_for_the_year(merged, close, ELDERS, FRAUD)
    await planned(merged, close)
    assert (await lead(merged)).approved_by == MEI


async def test_a_break_that_moves_after_it_was_told_of_is_to_be_corrected_once(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    away = Notices({"theft.long_holiday": notices.by_id["theft.long_holiday"]})
    await planned(neighbourhood, away)
    key = "break:lunar_new_year@2027"
    row = await neighbourhood.occurrence("theft.long_holiday", key)
    await neighbourhood.change(Occurrence, row.id, state=OccurrenceState.SENT)
    moved_on = {"2027-02-04": "workday", "2027-02-05": "workday"}
    await neighbourhood.change(Community, EMERALD, holidays=moved_on)
    just_after = row.due_at + timedelta(hours=1)
    changes = await planned(neighbourhood, away, just_after)
    assert [each.id for each in changes.to_correct] == [row.id]
    assert (await planned(neighbourhood, away, just_after)).to_correct == ()


async def test_the_mainlands_next_year_is_provisional(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await neighbourhood.change(Community, HARBOUR, region="CN", timezone="Asia/Shanghai")
    await planned(neighbourhood, notices)
    rows = await neighbourhood.all(Occurrence, community_id=HARBOUR)
    assert {row.rule_id for row in rows if row.provisional} == {"theft.long_holiday"}
    assert not any(
        row.provisional for row in await neighbourhood.all(Occurrence, community_id=EMERALD)
    )
    told = {"2027-02-14": "workday"}
    await neighbourhood.change(Community, HARBOUR, holidays=told)
    await planned(neighbourhood, notices)
    assert not any(row.provisional for row in await neighbourhood.all(Occurrence))


async def test_a_notice_holds_only_for_its_time(
    neighbourhood: Neighbourhood, close: Notices
) -> None:
    one = without(close, FRAUD)
    until = altered(one, ELDERS, enabled_until=datetime(2026, 12, 31, tzinfo=UTC).date())
    await planned(neighbourhood, until)
    rows = await neighbourhood.all(Occurrence, community_id=EMERALD)
    assert [row.key for row in rows] == ["大雪@2026"]
