"""Calendars that a phone can take in (RFC 5545): the plan of the coming weeks, and one meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

_PRODUCT = "-//Guanjia//Warm reminders//"
_HOST = "guanjia"


@dataclass(frozen=True)
class Day:
    """Something planned for a day: it takes nobody's time."""

    key: str
    """Names it within its community, and stays when the day moves."""
    day: date
    title: str
    words: str
    settled: bool
    """False: it waits for somebody's approval."""


@dataclass(frozen=True)
class Appointment:
    """A meeting, as one of its readers enters it."""

    key: str
    version: int
    """Grows with every change: a calendar takes in the highest."""
    starts: datetime
    ends: datetime
    title: str
    place: str
    words: str
    contact: str
    called_off: bool


@dataclass(frozen=True)
class Source:
    """Whose calendar it is."""

    code: str
    """Of the community."""
    name: str
    zone: ZoneInfo
    made_at: datetime


def plan_ics(days: Iterable[Day], source: Source) -> bytes:
    """All-day entries at the civil date in the community's zone."""
    calendar = _calendar(source)
    for each in days:
        event = _event(each.key, source)
        event.add("dtstart", each.day)
        event.add("dtend", each.day + timedelta(days=1))
        event.add("summary", each.title)
        event.add("description", each.words)
        event.add("transp", "TRANSPARENT")
        event.add("status", "CONFIRMED" if each.settled else "TENTATIVE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def meeting_ics(meeting: Appointment, source: Source) -> bytes:
    """The same entry again with every version, so that a calendar moves it or strikes it out."""
    calendar = _calendar(source)
    event = _event(meeting.key, source)
    event.add("sequence", meeting.version)
    event.add("dtstart", meeting.starts.astimezone(source.zone))
    event.add("dtend", meeting.ends.astimezone(source.zone))
    event.add("summary", meeting.title)
    event.add("location", meeting.place)
    event.add("description", meeting.words)
    event.add("contact", meeting.contact)
    event.add("status", "CANCELLED" if meeting.called_off else "CONFIRMED")
    calendar.add_component(event)
    around = meeting.starts.date()
    calendar.add_missing_timezones(
        first_date=around - timedelta(days=1), last_date=around + timedelta(days=366)
    )
    return bytes(calendar.to_ical())


def _calendar(source: Source) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("method", "PUBLISH")
    calendar.add("name", source.name)
    calendar.add("x-wr-calname", source.name)
    calendar.add("x-wr-timezone", source.zone.key)
    return calendar


def _event(key: str, source: Source) -> Event:
    event = Event()
    event.add("uid", f"{key}@{source.code}.{_HOST}")
    event.add("dtstamp", source.made_at)
    return event
