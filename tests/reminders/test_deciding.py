"""What managers decide of the plan: once, in time, and only of what they have seen."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from db.models import Community, Occurrence, OwnWords
from db.vocabulary import Language, OccurrenceState
from reminders.deciding import (
    approve,
    needs_two,
    put_forward,
    reword,
    skip,
    take_out,
    upcoming,
    writers,
)
from reminders.notices import Notices
from reminders.planner import Changes
from reminders.wording import text_hash, wording
from tests.reminders.neighbourhood import EMERALD, MEI, NOW, SUE, Neighbourhood
from tests.reminders.planning import approved, planned


async def test_only_one_of_two_managers_approves(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    async with neighbourhood.database.transaction() as session:
        assert await approve(session, row.id, MEI, NOW)
    async with neighbourhood.database.transaction() as session:
        assert not await approve(session, row.id, SUE, NOW)
    after = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert after.approved_by == MEI


async def test_what_is_major_needs_two_people_and_other_words_begin_anew(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        row = await take_out(session, notices.by_id["major.lift_works"], community, NOW)
        id_, seen = row.id, row.text_hash
        assert await needs_two(session, row, notices)
        assert not await approve(session, id_, SUE, NOW, seen=seen, second=True), "nobody was first"
        assert not await put_forward(session, id_, MEI, NOW, seen="other words")
        assert await put_forward(session, id_, MEI, NOW, seen=seen)
        assert not await put_forward(session, id_, SUE, NOW, seen=seen), "Mei was"
        assert not await approve(session, id_, MEI, NOW, seen=seen, second=True)
        assert await approve(session, id_, SUE, NOW, seen=seen, second=True)
        assert await reword(session, notices, id_, Language.EN, "The lift is off.", SUE, NOW)
        again = await session.get_one(Occurrence, id_, populate_existing=True)
        assert (again.state, again.submitted_by) == (OccurrenceState.PLANNED, None)
        assert not await needs_two(session, again, notices), "who wrote it is the first"
        assert not await approve(session, id_, SUE, NOW)


async def test_nothing_is_approved_too_late_or_after_it_was_skipped(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    late = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    skipped = await neighbourhood.occurrence("theft.fraud", "12-14@2026")
    async with neighbourhood.database.transaction() as session:
        assert not await approve(session, late.id, MEI, late.expires_at)
        assert await skip(session, skipped.id, MEI, NOW)
        assert not await skip(session, skipped.id, MEI, NOW)
        assert not await approve(session, skipped.id, MEI, NOW)
        assert not await approve(session, 999_999, MEI, NOW)


async def test_an_approved_one_may_still_be_skipped(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await approved(neighbourhood, row)
    async with neighbourhood.database.transaction() as session:
        assert await skip(session, row.id, SUE, NOW)
    after = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert (after.state, after.approved_by) == (OccurrenceState.SKIPPED, SUE)


async def _reword(
    neighbourhood: Neighbourhood, notices: Notices, row: Occurrence, text: str
) -> bool:
    async with neighbourhood.database.transaction() as session:
        return await reword(session, notices, row.id, Language.EN, text, MEI, NOW)


async def _wording(
    neighbourhood: Neighbourhood, notices: Notices, row: Occurrence
) -> dict[Language, str]:
    async with neighbourhood.database.reading() as session:
        community = await session.get_one(Community, row.community_id)
        return await wording(session, row, notices, community)


async def test_a_managers_words_stand_between_title_and_signature(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    shipped = await _wording(neighbourhood, notices, row)
    assert await _reword(neighbourhood, notices, row, "  Tea & cake <here> at four. \n")
    words = await _wording(neighbourhood, notices, row)
    assert words[Language.EN] == (
        "<b>Cold mornings are best taken slowly</b>\n\n"
        "Tea &amp; cake &lt;here&gt; at four.\n\n"
        "With best wishes,\nEmerald Lake management office (2345 6789)"
    )
    assert words[Language.HANT] == shipped[Language.HANT]
    assert words[Language.HANS] == shipped[Language.HANS]


async def test_own_words_void_the_approval_until_it_is_given_again(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await approved(neighbourhood, row)
    assert await _reword(neighbourhood, notices, row, "Tea at four.")
    voided = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert (voided.state, voided.approved_by) == (OccurrenceState.PLANNED, None)
    assert voided.text_hash == text_hash(await _wording(neighbourhood, notices, row))

    assert not await approved(neighbourhood, row), "by who wrote them"
    assert await approved(neighbourhood, row, SUE)
    assert await planned(neighbourhood, notices) == Changes()
    kept = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert kept.state is OccurrenceState.APPROVED


async def test_words_changed_since_they_were_read_are_not_approved(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    read = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    assert await _reword(neighbourhood, notices, read, "Tea at four.")
    async with neighbourhood.database.transaction() as session:
        assert not await approve(session, read.id, SUE, NOW, seen=read.text_hash)
    now = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    async with neighbourhood.database.transaction() as session:
        assert await approve(session, now.id, SUE, NOW, seen=now.text_hash)


async def test_a_letter_of_several_is_not_approved_by_who_wrote_a_part_of_it(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    lead = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    part = await neighbourhood.occurrence("theft.fraud", "12-14@2026")
    assert await _reword(neighbourhood, notices, part, "Tea at four.")
    merged = {"state": OccurrenceState.MERGED, "merged_into_id": lead.id}
    await neighbourhood.change(Occurrence, part.id, **merged)
    async with neighbourhood.database.reading() as session:
        assert await writers(session, lead.id) == {MEI}
    assert not await approved(neighbourhood, lead, MEI)
    assert await approved(neighbourhood, lead, SUE)


async def test_words_may_be_written_anew(neighbourhood: Neighbourhood, notices: Notices) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await _reword(neighbourhood, notices, row, "First try.")
    await _reword(neighbourhood, notices, row, "Second try.")
    (own,) = await neighbourhood.all(OwnWords)
    assert (own.text, own.edited_by) == ("Second try.", MEI)


@pytest.mark.parametrize(
    "state", [OccurrenceState.SENT, OccurrenceState.SKIPPED, OccurrenceState.EXPIRED]
)
async def test_words_of_what_is_over_are_not_touched(
    neighbourhood: Neighbourhood, notices: Notices, state: OccurrenceState
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence("cold.elders", "大雪@2026")
    await neighbourhood.change(Occurrence, row.id, state=state)
    assert not await _reword(neighbourhood, notices, row, "Too late.")
    assert await neighbourhood.all(OwnWords) == []


async def test_what_is_coming_up(neighbourhood: Neighbourhood, notices: Notices) -> None:
    await planned(neighbourhood, notices)
    skipped = await neighbourhood.occurrence("theft.fraud", "12-14@2026")
    async with neighbourhood.database.transaction() as session:
        await skip(session, skipped.id, MEI, NOW)
    async with neighbourhood.database.reading() as session:
        coming = await upcoming(session, EMERALD, NOW, days=45)
        later = await upcoming(session, EMERALD, datetime(2026, 12, 8, tzinfo=UTC), days=1)
    assert [row.rule_id for row in coming] == ["cold.elders", "cold.carbon_monoxide"]
    assert [row.rule_id for row in later] == ["cold.elders"], "late, and may still go"


async def _take_out(
    neighbourhood: Neighbourhood, notices: Notices, now: datetime = NOW
) -> Occurrence:
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        return await take_out(session, notices.by_id["heat.advisory"], community, now)


async def test_a_notice_at_hand_is_taken_out_once_a_day(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await asyncio.gather(*(_take_out(neighbourhood, notices) for _ in range(3)))
    (row,) = await neighbourhood.all(Occurrence)
    assert (row.key, row.state) == ("taken-out@2026-11-24", OccurrenceState.PLANNED)
    assert (row.due_at, row.expires_at) == (NOW, NOW + timedelta(hours=10))
    await _take_out(neighbourhood, notices, NOW + timedelta(days=1))
    assert len(await neighbourhood.all(Occurrence)) == 2


async def test_what_is_taken_out_at_night_lasts_from_the_morning(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    at_night = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    row = await _take_out(neighbourhood, notices, at_night)
    assert row.due_at == datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    assert row.expires_at == row.due_at + timedelta(hours=10)
    await planned(neighbourhood, notices, at_night)
    assert await neighbourhood.occurrence("heat.advisory", "taken-out@2026-11-24"), "it stays"
