"""A forecast calls for its notice while no official warning decides, once for a spell."""

from datetime import date, datetime, timedelta

import pytest

from db.models import Alert, Community, Occurrence, Tripwire
from db.vocabulary import AlertState, FeedCode, Metric, OccurrenceState
from reminders.notices import Notices
from reminders.warnings import calling, taking_in
from reminders.warnings.calling import Turn
from reminders.warnings.expecting import Outlook, answer
from reminders.warnings.forecasts import Expected
from tests.reminders.neighbourhood import EMERALD, Neighbourhood
from tests.reminders.warnings.conftest import at

NOON = at("12:00", "2026-07-06")
PLANNED, WITHDRAWN = OccurrenceState.PLANNED, OccurrenceState.WITHDRAWN


class Outlooks:
    """What is expected in the neighbourhood, and what is made of it."""

    def __init__(self, neighbourhood: Neighbourhood, notices: Notices) -> None:
        self.neighbourhood = neighbourhood
        self.notices = notices

    async def expects(
        self,
        value: float,
        now: datetime,
        *,
        day: date | None = None,
        feed: FeedCode = FeedCode.CWA,
        said: datetime | None = None,
    ) -> list[Turn]:
        tomorrow = (now + timedelta(hours=8 + 24)).date()
        place = {FeedCode.CWA: "臺北市"}.get(feed, "25.0,121.5")
        told = Expected(place, day or tomorrow, Metric.TMAX, value, said or now)
        async with self.neighbourhood.database.transaction() as session:
            where = taking_in.Places(frozenset({place, "elsewhere"}))
            others = Expected("elsewhere", told.day, Metric.TMAX, 40, now)
            await taking_in.take_in_forecasts(session, feed, where, [told, told, others])
        return [each.turn for each in await self.answers(now)]

    async def answers(self, now: datetime) -> list[Outlook]:
        async with self.neighbourhood.database.transaction() as session:
            community = await session.get_one(Community, EMERALD)
            await calling.answer(session, community, self.notices, now)
            return await answer(session, community, self.notices, now)

    async def row(self) -> Occurrence:
        (row,) = await self.neighbourhood.all(Occurrence, rule_id="heat.forecast")
        return row

    async def warns(self, now: datetime, *, state: AlertState = AlertState.IN_FORCE) -> None:
        await self.neighbourhood.add(
            Alert(
                feed=FeedCode.NCDR,
                event="高溫",
                level="yellow",
                area="臺北市",
                first_identifier=f"{now}",
                state=state,
                issued_at=now,
                updated_at=now,
                expires_at=now + timedelta(hours=30),
                headline={},
                known_before=False,
            )
        )


@pytest.fixture
async def outlooks(neighbourhood: Neighbourhood, notices: Notices) -> Outlooks:
    area = {"ncdr": "臺北市", "open_meteo": "25.0,121.5"}
    await neighbourhood.change(Community, EMERALD, area=area)
    return Outlooks(neighbourhood, notices)


async def test_great_heat_that_is_expected_plans_its_notice_until_it_is_past(
    outlooks: Outlooks,
) -> None:
    assert await outlooks.expects(36, NOON) == [Turn.CALLED]
    row = await outlooks.row()
    assert row.key == "forecast:cwa:臺北市:tmax@2026-07-07"
    assert (row.state, row.due_at, row.expires_at) == (
        PLANNED,
        NOON,
        NOON + timedelta(hours=10),
    )
    assert await outlooks.expects(37, NOON + timedelta(hours=1)) == [], "told once"


@pytest.mark.parametrize(
    ("value", "hours_ago", "day"),
    [
        (35.9, 0, None),
        (40, 7, None),
        (40, 0, date(2026, 7, 9)),
        (40, 0, date(2026, 7, 5)),
    ],
    ids=["not so hot", "stale", "far ahead", "past"],
)
async def test_what_is_slight_stale_far_or_past_calls_for_nothing(
    outlooks: Outlooks, value: float, hours_ago: int, day: date | None
) -> None:
    said = NOON - timedelta(hours=hours_ago)
    assert await outlooks.expects(value, NOON, day=day, said=said) == []
    assert await outlooks.neighbourhood.all(Occurrence) == []


async def test_todays_heat_is_past_in_the_evening(outlooks: Outlooks) -> None:
    evening = at("16:00", "2026-07-06")
    assert await outlooks.expects(40, evening, day=date(2026, 7, 6)) == []


async def test_the_official_warning_decides_and_takes_the_draft_back(outlooks: Outlooks) -> None:
    assert await outlooks.expects(36, NOON) == [Turn.CALLED]
    await outlooks.warns(NOON + timedelta(minutes=20))
    (back,) = await outlooks.answers(NOON + timedelta(minutes=30))
    assert (back.turn, back.forecast) == (Turn.WITHDRAWN, None)
    assert (await outlooks.row()).state is WITHDRAWN
    (official,) = await outlooks.neighbourhood.all(Occurrence, rule_id="heat.advisory")
    assert official.state is PLANNED


async def test_what_was_warned_of_officially_is_not_forecast_while_that_is_news(
    outlooks: Outlooks,
) -> None:
    await outlooks.warns(NOON)
    assert await outlooks.expects(38, NOON) == []
    (alert,) = await outlooks.neighbourhood.all(Alert)
    await outlooks.neighbourhood.change(
        Alert, alert.id, state=AlertState.EXPIRED, ended_at=NOON + timedelta(hours=30)
    )
    assert await outlooks.expects(38, NOON + timedelta(hours=48)) == []
    assert await outlooks.neighbourhood.all(Occurrence, rule_id="heat.forecast") == []
    assert await outlooks.expects(38, NOON + timedelta(hours=73)) == [Turn.CALLED]


async def test_a_forecast_that_wavers_takes_nothing_back_and_one_that_turns_does(
    outlooks: Outlooks,
) -> None:
    assert await outlooks.expects(36, NOON) == [Turn.CALLED]
    assert await outlooks.expects(35, NOON + timedelta(hours=1)) == []
    assert await outlooks.expects(36.4, NOON + timedelta(hours=2)) == []
    assert await outlooks.expects(34, NOON + timedelta(hours=3)) == [Turn.WITHDRAWN]
    assert (await outlooks.row()).state is WITHDRAWN


async def test_one_spell_is_told_of_once_and_the_next_after_a_day_of_calm(
    outlooks: Outlooks,
) -> None:
    told = []
    for day, value in enumerate([37, 37, 37, 37, 37, 30, 37]):
        now = NOON + timedelta(days=day)
        told += [day] * (await outlooks.expects(value, now)).count(Turn.CALLED)
        for row in await outlooks.neighbourhood.all(Occurrence, state=PLANNED):
            await outlooks.neighbourhood.change(Occurrence, row.id, state=OccurrenceState.SENT)
    assert told == [0, 6]


async def test_a_feed_that_falls_silent_neither_calms_nor_alarms(outlooks: Outlooks) -> None:
    assert await outlooks.expects(37, NOON) == [Turn.CALLED]
    assert await outlooks.answers(NOON + timedelta(hours=30)) == []
    (wire,) = await outlooks.neighbourhood.all(Tripwire, rule_id="heat.forecast")
    assert wire.calm_since is None


async def test_of_one_day_the_official_service_is_heard_before_others(outlooks: Outlooks) -> None:
    assert await outlooks.expects(30, NOON) == []
    assert await outlooks.expects(40, NOON, feed=FeedCode.OPEN_METEO) == []
    assert await outlooks.expects(37, NOON + timedelta(minutes=5)) == [Turn.CALLED]


async def test_at_night_it_waits_for_the_morning(outlooks: Outlooks) -> None:
    night = at("23:00", "2026-07-06")
    assert await outlooks.expects(38, night, day=date(2026, 7, 7)) == [Turn.CALLED]
    row = await outlooks.row()
    assert (row.due_at, row.expires_at) == (at("08:30"), at("18:00"))
