"""At the last moment too the budgets hold: what is too much waits, joins another, or is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import Alert, Broadcast, Community, Meeting, Occurrence, OptOut
from db.vocabulary import (
    FeedCode,
    Language,
    MeetingKind,
    MeetingState,
    OccurrenceState,
    Theme,
    Weight,
)
from reminders import approving, broadcast
from reminders.audience import Audience
from reminders.deciding import approve, take_out
from reminders.dispatch import Dispatched, Unsent, next_moments, send_due
from reminders.history import letters_sent
from reminders.notices import ApprovalMode, Late, Notices
from reminders.wording import shipped_hash, text_hash, wording
from tests.reminders.altered_notices import altered
from tests.reminders.neighbourhood import ALICE, BOB, EMERALD, MEI, NOW, SUE, Neighbourhood
from tests.reminders.planning import planned

ELDERS, FRAUD, HEATER = "cold.elders", "theft.fraud", "fire.heater"
TYPHOON = "storm.typhoon_warning"
DAY = timedelta(days=1)


async def plant(
    neighbourhood: Neighbourhood,
    notices: Notices,
    notice_id: str,
    due: datetime,
    *,
    lasts: timedelta = timedelta(hours=72),
    key: str = "planted",
    **values: Any,
) -> Occurrence:
    """An approved occurrence, as if its rule had it so."""
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        row = Occurrence(
            community_id=EMERALD,
            rule_id=notice_id,
            key=key,
            notice=notice_id,
            due_at=due,
            wanted_at=due,
            expires_at=due + lasts,
            state=OccurrenceState.APPROVED,
            text_hash=shipped_hash(notices.by_id[notice_id], community),
            approved_by=MEI,
            **values,
        )
        session.add(row)
        await session.flush()
        return row


async def dispatched(neighbourhood: Neighbourhood, notices: Notices, now: datetime) -> Dispatched:
    async with neighbourhood.database.transaction() as session:
        return await send_due(session, notices, now)


async def next_time(
    neighbourhood: Neighbourhood, notices: Notices, now: datetime
) -> datetime | None:
    async with neighbourhood.database.reading() as session:
        return min((await next_moments(session, notices, now)).values(), default=None)


async def at(neighbourhood: Neighbourhood, row: Occurrence) -> Occurrence:
    (found,) = await neighbourhood.all(Occurrence, id=row.id)
    return found


async def test_a_broadcast_knows_what_it_is(neighbourhood: Neighbourhood, notices: Notices) -> None:
    row = await plant(neighbourhood, notices, ELDERS, NOW)
    await dispatched(neighbourhood, notices, NOW)
    (sent,) = await neighbourhood.all(Broadcast)
    assert (sent.weight, sent.theme, sent.silent) == (Weight.REMINDER, Theme.COLD, True)
    assert sent.occasion == "cold.elders:planted"
    assert (sent.expires_at, sent.asks) == (row.expires_at, False)


async def test_a_second_one_in_a_week_waits_for_its_day(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await plant(neighbourhood, notices, ELDERS, NOW)
    second = await plant(neighbourhood, notices, FRAUD, NOW + 5 * DAY)
    await dispatched(neighbourhood, notices, NOW)
    done = await dispatched(neighbourhood, notices, NOW + 5 * DAY)
    assert done == Dispatched()
    assert (await at(neighbourhood, second)).due_at == NOW + 7 * DAY
    assert len((await dispatched(neighbourhood, notices, NOW + 7 * DAY)).broadcast_ids) == 1


async def test_one_that_finds_no_day_is_told_of(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await plant(neighbourhood, notices, ELDERS, NOW)
    second = await plant(neighbourhood, notices, FRAUD, NOW + 2 * DAY)
    await dispatched(neighbourhood, notices, NOW)
    done = await dispatched(neighbourhood, notices, NOW + 2 * DAY)
    assert [(each.occurrence.id, each.why) for each in done.expired] == [
        (second.id, Unsent.CROWDED)
    ]


async def test_two_that_are_due_at_once_do_not_both_leave(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await plant(neighbourhood, notices, ELDERS, NOW)
    await plant(neighbourhood, notices, FRAUD, NOW)
    done = await dispatched(neighbourhood, notices, NOW)
    assert (len(done.broadcast_ids), len(done.expired)) == (1, 1)


async def test_what_a_manager_took_out_goes_at_their_word(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await plant(neighbourhood, notices, ELDERS, NOW)
    await dispatched(neighbourhood, notices, NOW)
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        row = await take_out(session, notices.by_id["cold.living_alone"], community, NOW)
        assert await approve(session, row.id, MEI, NOW)
    assert len((await dispatched(neighbourhood, notices, NOW)).broadcast_ids) == 1


async def test_what_is_skipped_when_late_is_not_sent_an_hour_later(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    punctual = altered(notices, ELDERS, late=Late.SKIP)
    row = await plant(neighbourhood, punctual, ELDERS, NOW)
    assert await next_time(neighbourhood, punctual, NOW - DAY) == NOW
    done = await dispatched(neighbourhood, punctual, NOW + timedelta(hours=1))
    assert [(each.occurrence.id, each.why) for each in done.expired] == [(row.id, Unsent.LATE)]


async def test_what_is_urgent_goes_in_the_night_and_to_everybody(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    urgent = altered(notices, ELDERS, weight=Weight.URGENT)
    night = NOW + timedelta(hours=15)
    await plant(neighbourhood, urgent, ELDERS, night)
    assert await next_time(neighbourhood, urgent, NOW) == night
    assert len((await dispatched(neighbourhood, urgent, night)).broadcast_ids) == 1
    assert not (await neighbourhood.letters())[ALICE].silent


async def test_what_nobody_had_to_approve_is_reviewed_once_it_is_out(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    unasked = altered(notices, ELDERS, weight=Weight.URGENT, approval=ApprovalMode.AFTERWARDS)
    await planned(neighbourhood, unasked)
    row = await neighbourhood.occurrence(ELDERS, "大雪@2026")
    assert (row.state, row.approved_at) == (OccurrenceState.APPROVED, None)
    done = await dispatched(neighbourhood, unasked, row.due_at)
    async with neighbourhood.database.reading() as session:
        waiting = await approving.unreviewed(session)
    assert {each.id for each in waiting} >= set(done.broadcast_ids) != set()


@pytest.fixture
def ringing(notices: Notices) -> Notices:
    """Four that ring."""
    for notice_id in (ELDERS, FRAUD, HEATER, "storm.typhoon"):
        notices = altered(notices, notice_id, weight=Weight.NOTICE)
    return notices


async def test_a_third_notice_of_a_day_is_put_into_the_second(
    neighbourhood: Neighbourhood, ringing: Notices
) -> None:
    first = await plant(neighbourhood, ringing, ELDERS, NOW)
    second = await plant(neighbourhood, ringing, FRAUD, NOW)
    third = await plant(neighbourhood, ringing, HEATER, NOW)
    done = await dispatched(neighbourhood, ringing, NOW)
    assert len(done.broadcast_ids) == 2
    assert (await at(neighbourhood, first)).state is OccurrenceState.SENT
    assert (await at(neighbourhood, second)).state is OccurrenceState.SENT
    joined = await at(neighbourhood, third)
    assert (joined.state, joined.merged_into_id) == (OccurrenceState.MERGED, second.id)
    (letter,) = [
        sent for sent in await neighbourhood.all(Broadcast) if sent.occasion == f"{FRAUD}:planted"
    ]
    assert "Give the heater" in letter.texts["en"]


async def test_a_notice_after_two_waits_for_the_next_day(
    neighbourhood: Neighbourhood, ringing: Notices
) -> None:
    await plant(neighbourhood, ringing, ELDERS, NOW)
    await plant(neighbourhood, ringing, FRAUD, NOW + timedelta(hours=1))
    third = await plant(neighbourhood, ringing, HEATER, NOW + timedelta(hours=2))
    for hour in range(3):
        await dispatched(neighbourhood, ringing, NOW + timedelta(hours=hour))
    assert (await at(neighbourhood, third)).state is OccurrenceState.APPROVED
    waits = NOW + timedelta(hours=2)
    assert await next_time(neighbourhood, ringing, waits) == NOW + DAY
    assert len((await dispatched(neighbourhood, ringing, NOW + DAY)).broadcast_ids) == 1


async def test_what_a_warning_called_for_waits_for_none_and_takes_no_place(
    neighbourhood: Neighbourhood, ringing: Notices
) -> None:
    warning = Alert(
        feed=FeedCode.NCDR,
        event="颱風",
        level="severe",
        area="",
        first_identifier="1",
        issued_at=NOW,
        updated_at=NOW,
        headline={},
        known_before=False,
    )
    await neighbourhood.add(warning)
    for hour, notice in enumerate((TYPHOON, ELDERS, FRAUD)):
        cause = {"alert_id": warning.id} if notice == TYPHOON else {}
        await plant(neighbourhood, ringing, notice, NOW + timedelta(hours=hour), **cause)
        done = await dispatched(neighbourhood, ringing, NOW + timedelta(hours=hour))
        assert len(done.broadcast_ids) == 1, "it has taken no place"
    late = NOW + timedelta(hours=3)
    await plant(neighbourhood, ringing, TYPHOON, late, key="again", alert_id=warning.id)
    await plant(neighbourhood, ringing, HEATER, late)
    assert await next_time(neighbourhood, ringing, NOW + timedelta(hours=2.5)) == late
    (number,) = (await dispatched(neighbourhood, ringing, late)).broadcast_ids
    (sent,) = await neighbourhood.all(Broadcast, id=number)
    assert sent.occasion == f"{TYPHOON}:again"


async def test_a_notice_that_cannot_wait_for_the_next_day_is_told_of(
    neighbourhood: Neighbourhood, ringing: Notices
) -> None:
    await plant(neighbourhood, ringing, ELDERS, NOW)
    await plant(neighbourhood, ringing, FRAUD, NOW + timedelta(hours=1))
    soon = await plant(
        neighbourhood, ringing, HEATER, NOW + timedelta(hours=2), lasts=timedelta(hours=4)
    )
    for hour in range(7):
        done = await dispatched(neighbourhood, ringing, NOW + timedelta(hours=hour))
    assert [(each.occurrence.id, each.why) for each in done.expired] == [(soon.id, Unsent.LATE)]


async def test_notices_for_different_people_are_not_put_together(
    neighbourhood: Neighbourhood, ringing: Notices
) -> None:
    some = {"kind": "unit", "ids": [1]}
    await plant(neighbourhood, ringing, ELDERS, NOW)
    await plant(neighbourhood, ringing, FRAUD, NOW)
    apart = await plant(neighbourhood, ringing, HEATER, NOW, audience=some)
    await dispatched(neighbourhood, ringing, NOW)
    assert (await at(neighbourhood, apart)).state is OccurrenceState.APPROVED


async def test_what_recalls_a_meeting_goes_by_itself(
    neighbourhood: Neighbourhood, ringing: Notices
) -> None:
    begins = NOW + DAY
    async with neighbourhood.database.transaction() as session:
        meeting = Meeting(
            community_id=EMERALD,
            kind=MeetingKind.BRIEFING,
            state=MeetingState.ANNOUNCED,
            titles={},
            places={},
            agendas={},
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            audience={"kind": "all", "ids": []},
            made_by=MEI,
            made_at=NOW,
        )
        session.add(meeting)
        await session.flush()
        number = meeting.id
    await plant(neighbourhood, ringing, ELDERS, NOW)
    await plant(neighbourhood, ringing, FRAUD, NOW)
    recall = await plant(neighbourhood, ringing, HEATER, NOW, meeting_id=number)
    await dispatched(neighbourhood, ringing, NOW)
    assert (await at(neighbourhood, recall)).state is OccurrenceState.APPROVED


async def test_news_of_works_takes_no_reminders_place(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    async with neighbourhood.database.transaction() as session:
        for _ in range(25):
            news = await broadcast.draft(
                session,
                community_id=EMERALD,
                author_id=None,
                audience=Audience.everybody(),
                texts={Language.EN: "The works have begun."},
                silent=True,
                now=NOW - DAY,
            )
            await broadcast.confirm(session, news, NOW - DAY)
    await plant(neighbourhood, notices, ELDERS, NOW)
    assert len((await dispatched(neighbourhood, notices, NOW)).broadcast_ids) == 1


async def test_a_letter_of_two_themes_spares_who_declined_both_and_counts_for_both(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await neighbourhood.moves_in(BOB, unit=2)
    await neighbourhood.moves_in(SUE, unit=2)
    declined = ((ALICE, Theme.COLD), (BOB, Theme.COLD), (BOB, Theme.THEFT), (SUE, Theme.THEFT))
    await neighbourhood.add(
        *(OptOut(person_id=who, theme=theme, since=NOW) for who, theme in declined)
    )
    lead = await plant(neighbourhood, notices, ELDERS, NOW)
    async with neighbourhood.database.transaction() as session:
        community = await session.get_one(Community, EMERALD)
        part = await plant_into(session, lead)
        words = await wording(session, lead, notices, community)
        row = await session.get_one(Occurrence, lead.id)
        row.text_hash = text_hash(words)
        assert part.merged_into_id == lead.id
    await dispatched(neighbourhood, notices, NOW)
    (sent,) = await neighbourhood.all(Broadcast)
    assert sent.theme is Theme.COLD
    assert set(await neighbourhood.letters()) == {ALICE, SUE}
    async with neighbourhood.database.reading() as session:
        community = await session.get_one(Community, EMERALD)
        (past,) = await letters_sent(session, community, NOW)
    assert past.themes == {Theme.COLD, Theme.THEFT}


async def plant_into(session: AsyncSession, lead: Occurrence) -> Occurrence:
    part = Occurrence(
        community_id=EMERALD,
        rule_id=FRAUD,
        key="planted",
        notice=FRAUD,
        due_at=lead.due_at,
        wanted_at=lead.due_at,
        expires_at=lead.expires_at,
        state=OccurrenceState.MERGED,
        text_hash="",
        merged_into_id=lead.id,
    )
    session.add(part)
    await session.flush()
    return part


async def test_what_is_for_some_goes_to_them_alone(
    neighbourhood: Neighbourhood, notices: Notices
) -> None:
    await plant(neighbourhood, notices, ELDERS, NOW, audience={"kind": "unit", "ids": [3]})
    await dispatched(neighbourhood, notices, NOW)
    (sent,) = await neighbourhood.all(Broadcast)
    assert (sent.audience, sent.total) == ({"kind": "unit", "ids": [3]}, 0)
