"""Calendars read back as another program reads them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from reminders.printing.ics import Appointment, Day, Source, meeting_ics, plan_ics

MADE = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SOURCE = Source("greenlake", "翠湖花園　溫馨提示", ZoneInfo("Asia/Taipei"), MADE)

ELDERS = Day(
    "cold.elders:大雪@2026",
    date(2026, 12, 7),
    "冷天早晨，慢慢來；先暖手腳，再起身，別急著出門，等太陽出來再去公園走一走",
    "親愛的鄰居：\n1. 起床前，先在被窩裡暖暖手腳；\n2. 備好外套, 圍巾\\帽子。",
    True,
)
EVENING = Appointment(
    key="meeting:3",
    version=2,
    starts=datetime(2026, 12, 20, 11, 0, tzinfo=UTC),
    ends=datetime(2026, 12, 20, 13, 0, tzinfo=UTC),
    title="業主懇談會：電梯更新",
    place="一樓大廳, 3棟；電梯旁",
    words="1. 報價說明\n2. 提問",
    contact="翠湖花園管理中心 02-2345-6789",
    called_off=False,
)


def events(written: bytes) -> list[Event]:
    return list(Calendar.from_ical(written).walk("VEVENT"))


def test_a_plan_comes_back_as_it_was_written() -> None:
    (event,) = events(plan_ics([ELDERS], SOURCE))
    assert event["uid"] == "cold.elders:大雪@2026@greenlake.guanjia"
    assert (event.start, event.end) == (date(2026, 12, 7), date(2026, 12, 8))
    assert event["summary"] == ELDERS.title
    assert event["description"] == ELDERS.words
    assert event["transp"] == "TRANSPARENT", "it takes nobody's time"
    assert event["dtstamp"].dt == MADE


def test_no_line_is_longer_than_75_octets_whatever_the_script() -> None:
    written = plan_ics([ELDERS, replace(ELDERS, key="2", title="a" * 300)], SOURCE)
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # no sign is cut in two
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_what_waits_for_approval_is_tentative() -> None:
    open_, settled = events(plan_ics([replace(ELDERS, settled=False), ELDERS], SOURCE))
    assert (open_["status"], settled["status"]) == ("TENTATIVE", "CONFIRMED")


def test_a_plan_of_nothing_is_still_a_calendar() -> None:
    calendar = Calendar.from_ical(plan_ics([], SOURCE))
    assert calendar["method"] == "PUBLISH"
    assert calendar["x-wr-calname"] == SOURCE.name
    assert events(plan_ics([], SOURCE)) == []


def test_a_meeting_comes_back_as_it_was_written() -> None:
    written = meeting_ics(EVENING, SOURCE)
    (event,) = events(written)
    assert event["uid"] == "meeting:3@greenlake.guanjia"
    assert event["sequence"] == 2
    assert event.start == EVENING.starts
    assert event.end == EVENING.ends
    assert event.start.tzinfo is not None
    assert b"DTSTART;TZID=Asia/Taipei:20261220T190000" in written
    assert b"BEGIN:VTIMEZONE" in written
    assert event["summary"] == EVENING.title
    assert event["location"] == EVENING.place
    assert event["description"] == EVENING.words
    assert event["contact"] == EVENING.contact
    assert event["status"] == "CONFIRMED"


def test_a_meeting_that_moved_is_the_same_entry_with_a_higher_sequence() -> None:
    before, after = EVENING, replace(EVENING, version=3, starts=EVENING.starts.replace(day=27))
    (first,), (second,) = events(meeting_ics(before, SOURCE)), events(meeting_ics(after, SOURCE))
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]


def test_a_meeting_called_off_is_struck_out() -> None:
    (event,) = events(meeting_ics(replace(EVENING, version=3, called_off=True), SOURCE))
    assert event["status"] == "CANCELLED"


@pytest.mark.parametrize("hostile", ["BEGIN:VEVENT\r\nSUMMARY:x", "a\nATTENDEE:mailto:x@y"])
def test_words_cannot_add_lines_of_their_own(hostile: str) -> None:
    (event,) = events(meeting_ics(replace(EVENING, title=hostile, place=hostile), SOURCE))
    assert "ATTENDEE" not in event
    assert event["summary"].replace("\r", "") == hostile.replace("\r", "")
