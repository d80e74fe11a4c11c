"""Warnings in the tables: taken in once, called for once, taken back when they are."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from db.models import Alert, AlertIdentifier, Approval, Community, Occurrence
from db.vocabulary import AlertState, FeedCode, Language, OccurrenceState, Region
from reminders import planner
from reminders.deciding import approve
from reminders.notices import Notices
from reminders.warnings.bulletin import Bulletin, MessageType
from reminders.warnings.calling import Turn
from reminders.wording import letters, text_hash, wording
from tests.reminders.neighbourhood import EMERALD, HARBOUR, MEI, Neighbourhood
from tests.reminders.warnings.conftest import at, bulletins
from tests.reminders.warnings.weather import Weather, listening, turns

PLANNED, APPROVED = OccurrenceState.PLANNED, OccurrenceState.APPROVED


@pytest.fixture
async def weather(neighbourhood: Neighbourhood, notices: Notices) -> Weather:
    return await listening(neighbourhood, notices)


async def test_a_heat_warning_plans_its_notice_for_now_until_it_ends(weather: Weather) -> None:
    (call,) = await weather.says("heat_1.cap", now=at("09:00"))
    row = await weather.called()
    assert call.turn is Turn.CALLED
    assert (row.rule_id, row.key) == ("heat.advisory", "alert:ncdr:高溫:臺北市:sample.heat_1")
    assert (row.state, row.due_at, row.expires_at) == (PLANNED, at("09:00"), at("17:03"))
    assert row.alert_id == call.alert.id


async def test_issued_again_graver_and_twice_in_the_list_it_is_one_notice_while_it_waits(
    weather: Weather,
) -> None:
    await weather.says("heat_1.cap", now=at("09:00"))
    assert await weather.says("heat_1.cap", "heat_2.cap", now=at("12:00")) == []
    assert await weather.says("heat_1.cap", "heat_2.cap", "heat_2b.cap", now=at("12:10")) == []
    (alert,) = await weather.neighbourhood.all(Alert)
    assert (alert.level, alert.first_identifier) == ("orange", "sample.heat_1")
    await weather.called()


async def test_words_approved_for_the_year_need_nobody(weather: Weather) -> None:
    async with weather.neighbourhood.database.transaction() as session:
        emerald = await session.get_one(Community, EMERALD)
        words = text_hash(letters(weather.notices.by_id["heat.advisory"], emerald, {}))
        session.add(
            Approval(
                community_id=EMERALD,
                notice="heat.advisory",
                text_hash=words,
                approved_by=MEI,
                approved_at=at("08:00", "2026-03-01"),
                expires_at=at("08:00", "2027-03-01"),
            )
        )
    await weather.says("heat_1.cap", now=at("09:00"))
    row = await weather.called()
    assert (row.state, row.approved_by) == (APPROVED, None), "by nobody in particular"


async def test_a_cancelled_warning_takes_the_draft_back(weather: Weather) -> None:
    await weather.says("heat_1.cap", "heat_2.cap", now=at("09:00"))
    calls = await weather.says("heat_cancel.cap", now=at("15:01"))
    assert turns(calls) == [Turn.WITHDRAWN]
    assert (await weather.called()).state is OccurrenceState.WITHDRAWN
    assert await weather.says("heat_cancel.cap", now=at("15:11")) == []


async def test_a_warning_that_ends_by_itself_takes_the_draft_back_too(weather: Weather) -> None:
    await weather.says("heat_1.cap", now=at("09:00"))
    assert turns(await weather.answers(at("17:04"))) == [Turn.WITHDRAWN]


async def test_what_was_sent_stays_and_it_is_told_that_it_is_over(weather: Weather) -> None:
    await weather.says("heat_1.cap", "heat_2.cap", now=at("09:00"))
    row = await weather.called()
    await weather.neighbourhood.change(Occurrence, row.id, state=OccurrenceState.SENT)
    assert turns(await weather.says("heat_cancel.cap", now=at("15:01"))) == [Turn.OVER]
    assert (await weather.called()).state is OccurrenceState.SENT
    assert await weather.answers(at("17:30")) == []


async def settle(weather: Weather, state: OccurrenceState) -> None:
    """Whatever waits has gone that way."""
    for row in await weather.neighbourhood.all(Occurrence, state=PLANNED):
        await weather.neighbourhood.change(Occurrence, row.id, state=state)


def graver(level: str, hour: str, day: str = "2026-07-07") -> list[Bulletin]:
    """The heat warning, issued again at that level."""
    return [
        replace(
            each,
            identifier=f"{level}@{day}{hour}",
            level=level,
            issued_at=at(hour, day),
            expires_at=at("17:03", day),
        )
        for each in bulletins("heat_1.cap")
    ]


@pytest.mark.parametrize("state", [OccurrenceState.SENT, OccurrenceState.SKIPPED])
async def test_each_rise_breaks_through_the_cooldown_once_and_no_fall_does(
    weather: Weather, state: OccurrenceState
) -> None:
    heard = []
    for hour, level in (
        ("09:00", "yellow"),
        ("10:00", "orange"),
        ("11:00", "orange"),
        ("12:00", "yellow"),
        ("13:00", "orange"),
        ("14:00", "red"),
        ("15:00", ""),
    ):
        await weather.reads(FeedCode.NCDR, graver(level, hour), at(hour))
        heard += [(hour, each.turn, each.risen) for each in await weather.answers(at(hour))]
        await settle(weather, state)
    assert heard == [
        ("09:00", Turn.CALLED, False),
        ("10:00", Turn.CALLED, True),
        ("14:00", Turn.CALLED, True),
    ]
    keys = [each.key for each in await weather.neighbourhood.all(Occurrence)]
    assert [each.rpartition("^")[2] for each in keys[1:]] == ["orange", "red"]
    assert {each.alert_id for each in await weather.neighbourhood.all(Occurrence)} == {1}


async def test_a_rise_at_night_waits_where_it_would_end_before_the_morning(
    weather: Weather,
) -> None:
    await weather.reads(FeedCode.NCDR, graver("yellow", "09:00"), at("09:00"))
    await weather.answers(at("09:00"))
    await settle(weather, OccurrenceState.SENT)
    night = [replace(each, expires_at=at("23:59")) for each in graver("red", "22:00")]
    await weather.reads(FeedCode.NCDR, night, at("22:00"))
    assert await weather.answers(at("22:00")) == []
    longer = [
        replace(each, identifier="longer", expires_at=at("17:00", "2026-07-08"))
        for each in graver("red", "22:30")
    ]
    await weather.reads(FeedCode.NCDR, longer, at("22:30"))
    assert [each.risen for each in await weather.answers(at("22:30"))] == [True]


async def test_a_rise_that_falls_back_before_it_was_sent_is_taken_back_and_comes_again(
    weather: Weather,
) -> None:
    await weather.reads(FeedCode.NCDR, graver("yellow", "09:00"), at("09:00"))
    await weather.answers(at("09:00"))
    await settle(weather, OccurrenceState.SENT)
    heard = []
    for hour, level in (("10:00", "red"), ("11:00", "yellow"), ("12:00", ""), ("13:00", "red")):
        await weather.reads(FeedCode.NCDR, graver(level, hour), at(hour))
        heard += [(hour, each.turn) for each in await weather.answers(at(hour))]
    assert heard == [
        ("10:00", Turn.CALLED),
        ("11:00", Turn.WITHDRAWN),
        ("13:00", Turn.CALLED),
    ]
    _, second = await weather.neighbourhood.all(Occurrence)
    assert second.state is PLANNED


async def test_what_was_told_twice_is_over_once_and_says_that_it_was_raised(
    weather: Weather,
) -> None:
    for hour, level in (("09:00", "yellow"), ("10:00", "red")):
        await weather.reads(FeedCode.NCDR, graver(level, hour), at(hour))
        await weather.answers(at(hour))
        await settle(weather, OccurrenceState.SENT)
    first, second = await weather.neighbourhood.all(Occurrence)
    async with weather.neighbourhood.database.reading() as session:
        emerald = await session.get_one(Community, EMERALD)
        said = [
            await wording(
                session, await session.get_one(Occurrence, each.id), weather.notices, emerald
            )
            for each in (first, second)
        ]
    assert ["has been raised" in each[Language.EN] for each in said] == [False, True]
    assert second.text_hash == text_hash(said[1])
    gone = [
        replace(each, type=MessageType.CANCEL, identifier="gone") for each in graver("red", "12:00")
    ]
    await weather.reads(FeedCode.NCDR, gone, at("12:00"))
    (call,) = await weather.answers(at("12:01"))
    assert (call.turn, call.occurrence.id) == (Turn.OVER, second.id)


async def test_the_first_reading_of_a_feed_warns_nobody(
    weather: Weather, neighbourhood: Neighbourhood
) -> None:
    await neighbourhood.change(Community, EMERALD, area={"ncdr": "新北市"})
    assert await weather.says("heat_1.cap", now=at("09:00")) == []
    later = [
        replace(each, identifier="u", issued_at=at("10:00")) for each in bulletins("heat_1.cap")
    ]
    await weather.reads(FeedCode.NCDR, later, at("10:01"))
    assert await weather.answers(at("10:01")) == []
    (alert,) = await neighbourhood.all(Alert)
    assert alert.known_before
    assert await neighbourhood.all(Occurrence) == []


async def test_what_was_slight_at_the_first_reading_and_is_grave_now_is_news(
    weather: Weather, neighbourhood: Neighbourhood
) -> None:
    async with neighbourhood.database.transaction() as session:
        await session.execute(delete(AlertIdentifier))
    assert await weather.says("hko_typhoon_1.json", now=at("09:10", "2026-09-21")) == []
    (alert,) = await neighbourhood.all(Alert)
    assert alert.known_before
    calls = await weather.says("hko_typhoon_8.json", now=at("09:10", "2026-09-22"))
    assert turns(calls) == [Turn.CALLED]


async def test_what_was_too_much_to_read_at_first_is_not_read_as_news_later(
    weather: Weather, neighbourhood: Neighbourhood
) -> None:
    await neighbourhood.change(Community, EMERALD, area={"ncdr": "新北市"})
    left = frozenset({"sample.heat_1"})
    await weather.reads(FeedCode.NCDR, [], at("09:00"), left_over=left)
    await weather.reads(FeedCode.NCDR, [], at("09:10"), left_over=frozenset({"later"}))
    rows = await neighbourhood.all(AlertIdentifier, area="新北市")
    assert {each.identifier for each in rows} == {"", "sample.heat_1"}


async def test_lifted_in_the_evening_and_issued_in_the_morning_it_is_one_spell(
    weather: Weather,
) -> None:
    calls = await weather.says("heat_1.cap", now=at("09:00"))
    assert turns(calls) == [Turn.CALLED]
    await weather.answers(at("17:04"))
    for day, expected in (("2026-07-08", []), ("2026-07-12", [Turn.CALLED])):
        again = [
            replace(
                each,
                identifier=f"sample.{day}",
                issued_at=at("07:33", day),
                expires_at=at("17:03", day),
            )
            for each in bulletins("heat_1.cap")
        ]
        await weather.reads(FeedCode.NCDR, again, at("09:00", day))
        assert turns(await weather.answers(at("09:00", day))) == expected
        await weather.answers(at("17:04", day))


@pytest.mark.parametrize(("calm", "again"), [(23, []), (25, [Turn.CALLED])])
async def test_a_day_of_calm_counts_and_not_only_the_cooldown(
    weather: Weather, calm: int, again: list[Turn]
) -> None:
    """The typhoon's cooldown of two days is long over: the signal stood for three."""
    named = bulletins("hko_typhoon_8.json")[:1]
    await weather.says("hko_typhoon_8.json", now=at("09:00", "2026-09-22"))
    over = at("09:00", "2026-09-25")
    assert turns(await weather.says("hko_none.json", now=over)) == [Turn.WITHDRAWN]
    back = over + timedelta(hours=calm)
    await weather.reads(
        FeedCode.HKO, [replace(each, identifier="next", issued_at=back) for each in named], back
    )
    assert turns(await weather.answers(back, HARBOUR)) == again


async def test_a_signal_that_is_too_low_calls_for_nothing_until_it_is_raised(
    weather: Weather,
) -> None:
    assert await weather.says("hko_typhoon_1.json", now=at("09:10", "2026-09-21")) == []
    calls = await weather.says("hko_typhoon_8.json", now=at("09:10", "2026-09-22"))
    assert [each.watch.notice.id for each in calls] == ["storm.typhoon_warning"], (
        "not the amber rain"
    )
    row = await weather.called()
    assert row.community_id == HARBOUR
    assert row.key == "alert:hko:WTCSGNL::WTCSGNL@20260921T010000Z"


async def test_at_night_it_waits_for_the_morning_or_is_not_planned(weather: Weather) -> None:
    night = [
        replace(each, expires_at=at("05:00", "2026-07-08")) for each in bulletins("heat_1.cap")
    ]
    await weather.reads(FeedCode.NCDR, night, at("23:00"))
    assert await weather.answers(at("23:00")) == [], "over before anybody is awake"
    longer = [
        replace(each, identifier="u", issued_at=at("23:30"), expires_at=at("17:00", "2026-07-08"))
        for each in night
    ]
    await weather.reads(FeedCode.NCDR, longer, at("23:31"))
    assert turns(await weather.answers(at("23:31"))) == [Turn.CALLED]
    row = await weather.called()
    assert (row.due_at, row.expires_at) == (
        at("08:30", "2026-07-08"),
        at("17:00", "2026-07-08"),
    )


async def test_a_warning_that_lasts_longer_keeps_its_notice_alive(weather: Weather) -> None:
    await weather.says("heat_1.cap", now=at("09:00"))
    longer = [
        replace(each, identifier="u", issued_at=at("16:00"), expires_at=at("18:30"))
        for each in bulletins("heat_1.cap")
    ]
    await weather.reads(FeedCode.NCDR, longer, at("16:01"))
    assert await weather.answers(at("16:01")) == []
    assert (await weather.called()).expires_at == at("18:30")


async def test_where_one_of_two_warnings_ends_the_notice_stays_with_the_other(
    weather: Weather,
) -> None:
    cold = replace(bulletins("hko_hot.json")[0], event="WCOLD", identifier="c")
    frost = replace(cold, event="WFROST", identifier="f", issued_at=at("07:00"))
    for said in ([cold, frost], [frost]):
        await weather.reads(FeedCode.HKO, said, at("09:00"))
        await weather.answers(at("09:00"), HARBOUR)
    row = await weather.called()
    (_, alert) = await weather.neighbourhood.all(Alert)
    assert (row.state, row.alert_id, alert.event) == (PLANNED, alert.id, "WFROST")


async def test_it_is_over_when_the_last_of_those_is_that_came_together(weather: Weather) -> None:
    cold = replace(bulletins("hko_hot.json")[0], event="WCOLD", identifier="c")
    frost = replace(cold, event="WFROST", identifier="f", issued_at=at("10:00"))
    heard = []
    for hour, said in (
        ("09:00", [cold]),
        ("10:00", [cold, frost]),
        ("12:00", [frost]),
        ("15:00", []),
        ("15:10", []),
    ):
        await weather.reads(FeedCode.HKO, said, at(hour))
        heard += [(hour, each.turn) for each in await weather.answers(at(hour), HARBOUR)]
        await settle(weather, OccurrenceState.SENT)
    assert heard == [("09:00", Turn.CALLED), ("15:00", Turn.OVER), ("15:10", Turn.OVER)]


async def test_a_letter_of_another_spell_is_not_what_is_over(weather: Weather) -> None:
    """In that night nobody was warned: it was over before the morning."""
    heard = []
    for hour, day, said in (
        ("09:00", "2026-07-07", graver("yellow", "08:00")),
        ("17:10", "2026-07-07", []),
        ("22:00", "2026-07-12", graver("yellow", "21:00", "2026-07-12")),
        ("23:00", "2026-07-12", graver("", "22:30", "2026-07-12")),
    ):
        now = at(hour, day)
        until = [replace(each, expires_at=now + timedelta(hours=3)) for each in said]
        gone = hour == "23:00"
        type_ = MessageType.CANCEL if gone else MessageType.ALERT
        news = [replace(each, type=type_) for each in until]
        await weather.reads(FeedCode.NCDR, news, now)
        heard += [each.turn for each in await weather.answers(now)]
        await settle(weather, OccurrenceState.SENT)
    assert heard == [Turn.CALLED]


async def test_what_is_over_is_taken_back_and_told_in_each_community(
    weather: Weather, neighbourhood: Neighbourhood
) -> None:
    await neighbourhood.change(Community, EMERALD, region=Region.HK, area={"hko": ""})
    for said, turn in ((bulletins("hko_hot.json"), Turn.CALLED), ([], Turn.WITHDRAWN)):
        await weather.reads(FeedCode.HKO, said, at("09:00"))
        for where in (EMERALD, HARBOUR):
            (call,) = await weather.answers(at("09:00"), where)
            assert (call.turn, call.occurrence.community_id) == (turn, where)


async def test_a_feed_that_was_empty_for_a_moment_brings_its_draft_back(weather: Weather) -> None:
    for name, turn in (
        ("hko_hot.json", Turn.CALLED),
        ("hko_none.json", Turn.WITHDRAWN),
        ("hko_hot_updated.json", Turn.CALLED),
    ):
        assert turns(await weather.says(name, now=at("14:01"))) == [turn]
    assert (await weather.called()).state is PLANNED


async def test_what_was_approved_comes_back_approved(weather: Weather) -> None:
    await weather.says("hko_hot.json", now=at("14:01"))
    row = await weather.called()
    async with weather.neighbourhood.database.transaction() as session:
        assert await approve(session, row.id, MEI, at("14:02"))
    await weather.says("hko_none.json", now=at("14:03"))
    assert (await weather.called()).state is OccurrenceState.WITHDRAWN
    await weather.says("hko_hot_updated.json", now=at("14:04"))
    after = await weather.called()
    assert (after.state, after.approved_by) == (APPROVED, MEI)


async def test_planning_the_year_leaves_it_alone(weather: Weather) -> None:
    await weather.reads(FeedCode.HKO, bulletins("hko_hot.json"), at("23:00"))
    await weather.answers(at("23:00"), HARBOUR)
    async with weather.neighbourhood.database.transaction() as session:
        await planner.plan(session, weather.notices, at("23:01"))
    rows = await weather.neighbourhood.all(Occurrence, rule_id="heat.advisory")
    assert [each.state for each in rows] == [PLANNED]


async def test_a_region_hears_nothing_of_what_is_not_for_it(
    weather: Weather, neighbourhood: Neighbourhood
) -> None:
    await neighbourhood.change(Community, HARBOUR, region=Region.HK, area={})
    await weather.reads(FeedCode.HKO, bulletins("hko_hot.json"), at("09:00"))
    assert await weather.answers(at("09:00"), HARBOUR) == []
    assert await neighbourhood.all(Alert) == []


async def test_old_identifiers_are_forgotten_and_the_mark_of_a_place_is_not(
    weather: Weather, neighbourhood: Neighbourhood
) -> None:
    await weather.says("heat_1.cap", now=at("09:00"))
    await weather.says("heat_expired.cap", now=at("09:00", "2026-08-20"))
    rows = await neighbourhood.all(AlertIdentifier, area="臺北市")
    assert {each.identifier for each in rows} == {"", "sample.heat_old"}
    (alert,) = await neighbourhood.all(Alert)
    assert alert.state is AlertState.EXPIRED


@pytest.mark.parametrize(
    "database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
async def test_what_is_being_sent_as_its_warning_ends_stays_sent(weather: Weather) -> None:
    await weather.says("heat_1.cap", now=at("09:00"))
    row = await weather.called()
    async with weather.neighbourhood.database.transaction() as sender:
        (await sender.get_one(Occurrence, row.id)).state = OccurrenceState.SENT
        await sender.flush()
        ended = asyncio.create_task(weather.answers(at("17:04")))
        await asyncio.sleep(0.2)
        assert not ended.done()
    assert turns(await ended) == []
    assert (await weather.called()).state is OccurrenceState.SENT
