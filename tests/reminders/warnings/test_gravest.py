"""The gravest warnings of wind and rain: one notice, at once, and nothing milder beside it."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from db.models import (
    Broadcast,
    Community,
    Delivery,
    LetterBody,
    Occurrence,
    OutboxLetter,
    Residency,
)
from db.vocabulary import (
    DeliveryState,
    FeedCode,
    Language,
    MailPriority,
    OccurrenceState,
    OutboxState,
    Prepared,
    ResidentRole,
    Weight,
)
from reminders import approving, broadcast
from reminders.correcting import draft_correction
from reminders.deciding import approve, skip, take_out
from reminders.dispatch import send_due
from reminders.notices import Notices
from reminders.warnings.bulletin import Bulletin, MessageType
from reminders.warnings.calling import Call, Turn
from tests.reminders.neighbourhood import BOB, HARBOUR, MEI, SUE, Neighbourhood
from tests.reminders.warnings.conftest import at, bulletins
from tests.reminders.warnings.weather import Weather, listening

INDOORS, TYPHOON, RAIN = "storm.stay_indoors", "storm.typhoon_warning", "storm.rainstorm"
APPROVED, SENT = OccurrenceState.APPROVED, OccurrenceState.SENT
DAY = "2026-09-22"


@pytest.fixture
async def weather(neighbourhood: Neighbourhood, notices: Notices) -> Weather:
    await neighbourhood.add(
        Residency(person_id=BOB, unit_id=4, role=ResidentRole.OWNER, since=at("00:00"))
    )
    return await listening(neighbourhood, notices)


def signal(level: str, event: str = "WTCSGNL") -> list[Bulletin]:
    (typhoon,) = (each for each in bulletins("hko_typhoon_8.json") if each.event == "WTCSGNL")
    return [replace(typhoon, event=event, identifier=f"{event}@1", level=level)]


async def hears(weather: Weather, said: list[Bulletin], now: datetime) -> list[tuple[str, Turn]]:
    return told(await called(weather, said, now))


async def called(weather: Weather, said: list[Bulletin], now: datetime) -> list[Call]:
    await weather.reads(FeedCode.HKO, said, now)
    return await weather.answers(now, HARBOUR)


def told(calls: list[Call]) -> list[tuple[str, Turn]]:
    return [(each.watch.notice.id, each.turn) for each in calls]


async def sends(weather: Weather, now: datetime) -> list[int]:
    async with weather.neighbourhood.database.transaction() as session:
        return (await send_due(session, weather.notices, now)).broadcast_ids


async def approve_all(weather: Weather, now: datetime) -> None:
    async with weather.neighbourhood.database.transaction() as session:
        for row in await weather.neighbourhood.all(Occurrence, state=OccurrenceState.PLANNED):
            assert await approve(session, row.id, MEI, now)


@pytest.mark.parametrize(("level", "event"), [("TC9", "WTCSGNL"), ("WRAINB", "WRAIN")])
async def test_it_goes_out_in_the_night_and_is_read_by_somebody_afterwards(
    weather: Weather, level: str, event: str
) -> None:
    night = at("03:00", DAY)
    said = [replace(each, expires_at=at("05:00", DAY)) for each in signal(level, event)]
    assert await hears(weather, said, night) == [(INDOORS, Turn.CALLED)]
    row = await weather.called()
    assert (row.state, row.due_at, row.approved_at) == (APPROVED, night, None)
    (number,) = await sends(weather, night)
    (letter,) = await weather.neighbourhood.all(OutboxLetter, broadcast_id=number)
    assert (letter.person_id, letter.silent) == (BOB, False)
    assert letter.priority == MailPriority.URGENT
    assert "opens" not in (await body_of(weather, letter))["timely"], "the sender lets it pass"
    (sent,) = await weather.neighbourhood.all(Broadcast)
    assert (sent.weight, sent.expires_at) == (Weight.URGENT, at("05:00", DAY))
    async with weather.neighbourhood.database.reading() as session:
        assert [each.id for each in await approving.unreviewed(session)] == [number]


async def body_of(weather: Weather, letter: OutboxLetter) -> dict[str, object]:
    (body,) = await weather.neighbourhood.all(LetterBody, id=letter.body_id)
    return body.body


async def test_the_milder_one_gives_way_and_does_not_come_back_when_it_eases(
    weather: Weather,
) -> None:
    assert await hears(weather, signal("TC8NE"), at("23:00", DAY)) == [(TYPHOON, Turn.CALLED)]
    night = at("03:00", "2026-09-23")
    calls = await called(weather, signal("TC9"), night)
    assert told(calls) == [(INDOORS, Turn.CALLED), (TYPHOON, Turn.WITHDRAWN)]
    assert calls[1].left
    assert len(await sends(weather, night)) == 1
    assert await hears(weather, signal("TC8SW"), at("09:00", "2026-09-23")) == []
    assert await hears(weather, signal("TC9"), at("09:50", "2026-09-23")) == []
    over = [(INDOORS, Turn.OVER)]
    assert await hears(weather, [], at("12:00", "2026-09-23")) == over


async def test_where_both_went_out_it_is_told_once_that_it_is_over(weather: Weather) -> None:
    for hour, level in (("10:00", "TC8NE"), ("11:00", "TC10")):
        await hears(weather, signal(level), at(hour, DAY))
        await approve_all(weather, at(hour, DAY))
        assert len(await sends(weather, at(hour, DAY))) == 1
    assert {each.state for each in await weather.neighbourhood.all(Occurrence)} == {SENT}
    assert await hears(weather, [], at("15:00", DAY)) == [(INDOORS, Turn.OVER)]


RED, BLACK = (signal(level, "WRAIN") for level in ("WRAINR", "WRAINB"))
LATER = [replace(each, identifier="WRAIN@2") for each in BLACK]


@pytest.mark.parametrize(
    ("between", "again"), [([], LATER), (RED, BLACK)], ids=["lifted", "only lowered"]
)
async def test_raised_again_the_same_evening_it_is_told_again(
    weather: Weather, between: list[Bulletin], again: list[Bulletin]
) -> None:
    assert await hears(weather, BLACK, at("14:00", DAY)) == [(INDOORS, Turn.CALLED)]
    assert len(await sends(weather, at("14:00", DAY))) == 1
    over = [] if between else [(INDOORS, Turn.OVER)]
    assert await hears(weather, between, at("20:00", DAY)) == over
    assert await hears(weather, again, at("22:00", DAY)) == [(INDOORS, Turn.CALLED)]
    (number,) = await sends(weather, at("22:00", DAY))
    assert len(await weather.neighbourhood.all(OutboxLetter, broadcast_id=number)) == 1
    assert await hears(weather, [], at("23:00", DAY)) == [(INDOORS, Turn.OVER)]


@pytest.mark.parametrize("again", [BLACK, LATER], ids=["the same", "under a new name"])
async def test_a_feed_that_flickers_warns_nobody_twice(
    weather: Weather, again: list[Bulletin]
) -> None:
    await hears(weather, BLACK, at("14:00", DAY))
    await sends(weather, at("14:00", DAY))
    await hears(weather, [], at("14:10", DAY))
    assert await hears(weather, again, at("14:20", DAY)) == []
    assert await hears(weather, [], at("16:00", DAY)) == [(INDOORS, Turn.OVER)]


async def comes(weather: Weather, broadcast_id: int, *people: int) -> None:
    """To these, or to everybody who is to have it."""
    came = update(Delivery).where(Delivery.broadcast_id == broadcast_id)
    if people:
        came = came.where(Delivery.person_id.in_(people))
    async with weather.neighbourhood.database.transaction() as session:
        await session.execute(came.values(state=DeliveryState.SENT))


async def say_over(weather: Weather, broadcast_id: int, now: datetime) -> int:
    async with weather.neighbourhood.database.transaction() as session:
        over = dict.fromkeys(Language, "It is over.")
        said = await draft_correction(session, broadcast_id, over, MEI, now, prepared=Prepared.OVER)
        await broadcast.confirm(session, said, now)
    return said


@pytest.mark.parametrize("reached", [True, False])
async def test_who_was_told_that_it_is_over_hears_at_once_that_it_is_not(
    weather: Weather, reached: bool
) -> None:
    """Whom it has not reached yet, because they sleep, it does not reach any more."""
    await hears(weather, BLACK, at("14:00", DAY))
    (number,) = await sends(weather, at("14:00", DAY))
    await comes(weather, number)
    await hears(weather, [], at("14:10", DAY))
    said = await say_over(weather, number, at("14:11", DAY))
    if reached:
        await comes(weather, said)
    heard = await hears(weather, BLACK, at("14:20", DAY))
    assert ((INDOORS, Turn.CALLED) in heard) is reached
    assert (INDOORS, Turn.BACK) in heard, "the managers, that nobody else gets it"
    assert len(await sends(weather, at("14:20", DAY))) == reached
    assert await hears(weather, BLACK, at("14:30", DAY)) == []
    (letter,) = await weather.neighbourhood.all(OutboxLetter, broadcast_id=said)
    assert letter.state is OutboxState.CANCELLED


async def test_whose_letter_was_stopped_because_it_was_over_gets_one_when_it_is_back(
    weather: Weather,
) -> None:
    await weather.neighbourhood.add(
        Residency(person_id=SUE, unit_id=4, role=ResidentRole.OWNER, since=at("00:00"))
    )
    await hears(weather, BLACK, at("14:00", DAY))
    (number,) = await sends(weather, at("14:00", DAY))
    await comes(weather, number, BOB)
    await hears(weather, [], at("14:10", DAY))
    await say_over(weather, number, at("14:11", DAY))
    await hears(weather, BLACK, at("14:20", DAY))
    (again,) = await sends(weather, at("14:20", DAY))
    letters = await weather.neighbourhood.all(OutboxLetter, broadcast_id=again)
    assert SUE in {each.person_id for each in letters}


async def test_a_milder_warning_is_told_again_to_who_was_told_that_it_is_over(
    weather: Weather,
) -> None:
    """One that comes back within the day is the same spell, unless we said that it is over."""
    await hears(weather, signal("TC8NE"), at("10:00", DAY))
    await approve_all(weather, at("10:00", DAY))
    (number,) = await sends(weather, at("10:00", DAY))
    await comes(weather, number)
    assert await hears(weather, [], at("12:00", DAY)) == [(TYPHOON, Turn.OVER)]
    await comes(weather, await say_over(weather, number, at("12:05", DAY)))
    back = [replace(each, identifier="WTCSGNL@2") for each in signal("TC8SW")]
    assert (TYPHOON, Turn.CALLED) in await hears(weather, back, at("12:30", DAY))


@pytest.mark.parametrize("first", ["rain", "wind"])
async def test_wind_is_news_while_rain_stands_and_over_is_what_both_are(
    weather: Weather, first: str
) -> None:
    wind = signal("TC9")
    assert await hears(weather, BLACK, at("14:00", DAY)) == [(INDOORS, Turn.CALLED)]
    await sends(weather, at("14:00", DAY))
    assert await hears(weather, [*BLACK, *wind], at("15:00", DAY)) == [(INDOORS, Turn.CALLED)]
    assert len(await sends(weather, at("15:00", DAY))) == 1
    stays = wind if first == "rain" else BLACK
    assert await hears(weather, stays, at("18:00", DAY)) == []
    assert await hears(weather, [], at("20:00", DAY)) == [(INDOORS, Turn.OVER)]


async def test_rain_that_comes_again_is_news_though_the_wind_stood_all_the_while(
    weather: Weather,
) -> None:
    wind, heard = signal("TC9"), []
    for hour, said in (("14:00", [*BLACK, *wind]), ("18:00", wind), ("20:00", [*LATER, *wind])):
        heard += [(hour, each) for each in await hears(weather, said, at(hour, DAY))]
        await sends(weather, at(hour, DAY))
    assert heard == [
        ("14:00", (INDOORS, Turn.CALLED)),
        ("20:00", (INDOORS, Turn.CALLED)),
    ], "one letter for both where they come together"


async def test_where_the_graver_one_was_skipped_the_milder_one_speaks(weather: Weather) -> None:
    await hears(weather, BLACK, at("14:00", DAY))
    row = await weather.called()
    async with weather.neighbourhood.database.transaction() as session:
        assert await skip(session, row.id, MEI, at("14:00", DAY))
    assert await hears(weather, BLACK, at("14:10", DAY)) == [(RAIN, Turn.CALLED)]


async def test_a_draft_that_gave_way_stays_away_while_another_of_the_gravest_stands(
    weather: Weather,
) -> None:
    await hears(weather, signal("TC8NE"), at("23:00", DAY))
    night = [(clock, at(clock, "2026-09-23")) for clock in ("03:00", "03:10", "03:20")]
    heard = []
    for (clock, now), said in zip(
        night, ([*BLACK, *signal("TC9")], BLACK, [*BLACK, *signal("TC8SW")]), strict=True
    ):
        heard += [(clock, each) for each in await hears(weather, said, now)]
        await sends(weather, now)
    assert heard == [("03:00", (INDOORS, Turn.CALLED)), ("03:00", (TYPHOON, Turn.WITHDRAWN))]


async def test_a_graver_warning_in_place_of_another_is_not_its_end(weather: Weather) -> None:
    """The agency cancels the orange one and issues a red one in the same minute."""
    (orange,) = (
        replace(each, event="降雨", level="orange", identifier="a", expires_at=at("23:00"))
        for each in bulletins("heat_1.cap")
    )
    red = replace(orange, level="red", identifier="b", issued_at=at("10:00"))
    gone, over = (
        replace(each, type=MessageType.CANCEL, identifier=f"no more {each.identifier}")
        for each in (orange, red)
    )
    heard = []
    for hour, said in (
        ("09:00", [orange]),
        ("10:01", [replace(gone, issued_at=at("09:59")), red]),
        ("10:11", []),
        ("14:00", [replace(over, issued_at=at("14:00"))]),
    ):
        await weather.reads(FeedCode.NCDR, said, at(hour))
        heard += [(hour, each) for each in told(await weather.answers(at(hour)))]
        await approve_all(weather, at(hour))
        await sends(weather, at(hour))
    assert heard == [
        ("09:00", (RAIN, Turn.CALLED)),
        ("10:01", (INDOORS, Turn.CALLED)),
        ("14:00", (INDOORS, Turn.OVER)),
    ]


async def test_what_began_at_its_gravest_is_no_news_when_it_eases(weather: Weather) -> None:
    assert await hears(weather, signal("TC9"), at("03:00", DAY)) == [(INDOORS, Turn.CALLED)]
    await sends(weather, at("03:00", DAY))
    assert await hears(weather, signal("TC8NE"), at("09:00", DAY)) == []


async def test_another_warning_of_its_kind_calls_for_the_milder_one(weather: Weather) -> None:
    said = [*signal("WRAINB", "WRAIN"), *signal("TC8NE")]
    assert await hears(weather, said, at("10:00", DAY)) == [
        (INDOORS, Turn.CALLED),
        (TYPHOON, Turn.CALLED),
    ]


async def test_taken_out_by_hand_it_waits_for_no_morning_either(weather: Weather) -> None:
    night = at("03:00", DAY)
    async with weather.neighbourhood.database.transaction() as session:
        harbour = await session.get_one(Community, HARBOUR)
        row = await take_out(session, weather.notices.by_id[INDOORS], harbour, night)
        assert row.due_at == night
        assert await approve(session, row.id, MEI, night)
    assert len(await sends(weather, night)) == 1
