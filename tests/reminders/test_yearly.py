"""Words approved for a year: all that say them may go, and nothing that says anything else."""

from datetime import timedelta

from db.models import Approval, Community, Occurrence
from db.vocabulary import HouseholdTag, Language, OccurrenceState
from reminders import yearly
from reminders.approvals import valid
from reminders.deciding import reword
from reminders.notices import Notices, Readers
from reminders.wording import shipped_hash
from tests.reminders.altered_notices import altered, said_differently
from tests.reminders.neighbourhood import EMERALD, HARBOUR, MEI, NOW, SUE, Neighbourhood
from tests.reminders.planning import planned

ELDERS = "cold.elders"
SNOW = "大雪@2026"


async def waiting(here: Neighbourhood, notices: Notices, where: int = EMERALD) -> set[str]:
    async with here.database.reading() as session:
        community = await session.get_one(Community, where)
        return {each.id for each in await yearly.waiting(session, community, notices, NOW)}


async def approved(
    here: Neighbourhood, notices: Notices, notice: str, who: int = MEI, seen: str | None = None
) -> int | None:
    async with here.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        shipped = notices.by_id[notice]
        known = seen or shipped_hash(shipped, community)
        return await yearly.approve_for_year(session, community, shipped, known, who, NOW)


async def holding(here: Neighbourhood, when: timedelta) -> int:
    async with here.database.reading() as session:
        return len(await valid(session, EMERALD, NOW + when))


async def test_all_that_is_planned_with_these_words_may_go(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    rows = await neighbourhood.all(Occurrence, rule_id=ELDERS, community_id=EMERALD)
    count = await approved(neighbourhood, notices, ELDERS)
    after = await neighbourhood.all(Occurrence, rule_id=ELDERS, community_id=EMERALD)
    covered = [row for row in after if row.due_at < NOW + yearly.HOLDS]
    assert count == len(covered) > 0
    assert all(row.state is OccurrenceState.APPROVED for row in covered)
    assert len(rows) == len(after)
    others = await neighbourhood.all(Occurrence, state=OccurrenceState.APPROVED)
    assert {row.rule_id for row in others} == {ELDERS}
    assert {row.community_id for row in others} == {EMERALD}
    assert (await holding(neighbourhood, timedelta(days=364))) == 1
    assert (await holding(neighbourhood, timedelta(days=365))) == 0


async def test_own_words_and_other_words_are_asked_about_still(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await planned(neighbourhood, notices)
    row = await neighbourhood.occurrence(ELDERS, "大雪@2026")
    async with neighbourhood.database.transaction() as session:
        await reword(session, notices, row.id, Language.EN, "Tea at four.", SUE, NOW)
    await approved(neighbourhood, notices, ELDERS)
    assert (await neighbourhood.occurrence(ELDERS, "大雪@2026")).state is OccurrenceState.PLANNED
    assert ELDERS not in await waiting(neighbourhood, notices)
    assert ELDERS in await waiting(neighbourhood, notices, HARBOUR)
    assert ELDERS in await waiting(neighbourhood, said_differently(notices, ELDERS))


async def test_it_is_void_for_other_readers_or_where_they_are_asked_for_an_answer(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await approved(neighbourhood, notices, ELDERS)
    await planned(neighbourhood, notices)
    for_some = Readers(tags=(HouseholdTag.ELDER,))
    for changed in (
        altered(notices, ELDERS, audience=for_some),
        altered(notices, ELDERS, asks=True),
    ):
        assert ELDERS in await waiting(neighbourhood, changed)
        await planned(neighbourhood, notices)
        assert (await neighbourhood.occurrence(ELDERS, SNOW)).state is OccurrenceState.APPROVED
        await planned(neighbourhood, changed)
        assert (await neighbourhood.occurrence(ELDERS, SNOW)).state is OccurrenceState.PLANNED


async def test_what_is_asked_about_each_time_is_not_approved_for_a_year(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    assert "major.water_outage" not in await waiting(neighbourhood, notices)
    assert await approved(neighbourhood, notices, "major.water_outage") is None
    assert await approved(neighbourhood, notices, ELDERS, seen="another") is None
    assert not await neighbourhood.count(Approval)


async def test_an_approval_is_renewed_not_doubled(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await approved(neighbourhood, notices, ELDERS)
    await approved(neighbourhood, notices, ELDERS, SUE)
    (row,) = await neighbourhood.all(Approval)
    assert row.approved_by == SUE
