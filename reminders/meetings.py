"""A meeting as a manager writes it.

業主懇談會：電梯更新
12-20 19:00-21:00
一樓大廳
1. 報價說明
2. 提問

Title, when, where, and as many lines of agenda as it needs; all that is wrong is said at once.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from db.vocabulary import MeetingKind

_WHEN = re.compile(
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"\s*(?:[(（]?\s*(?P<weekday>(?:星期|週|周|禮拜|礼拜)?[一二三四五六日天]|mon|tue|wed|thu|fri|sat|sun)"
    r"[a-z]*\s*[)）]?)?"
    r"\s*(?P<hour>\d{1,2})[:：](?P<minute>\d{2})"
    r"(?:\s*(?:[-–—~～至到]|to)\s*(?P<until>\d{1,2})[:：](?P<past>\d{2}))?",
    re.IGNORECASE,
)
_WEEK = ("一mon", "二tue", "三wed", "四thu", "五fri", "六sat", "日天sun")
_ASSEMBLY = re.compile(
    r"大會|大会|區分所有權人|区分所有权人|general meeting|owners['’]? meeting|\b[ae]gm\b", re.I
)
_BRIEFING = re.compile(
    r"懇談|恳谈|座談|座谈|說明會|说明会|聽證|听证|briefing|consultation|open house|hearing", re.I
)

LASTS = timedelta(hours=2)
"""Where the manager does not say until when."""
LONGEST = timedelta(hours=12)
FARTHEST = timedelta(days=365)
TITLE, PLACE, AGENDA = 80, 120, 1500
"""Characters at most."""

_MORNING = time(10)


class Mistake(StrEnum):
    """What is wrong with a meeting as written."""

    FORM = "form"
    """Title, when and where are not all there."""
    WHEN = "when"
    NO_SUCH_DAY = "no_such_day"
    WEEKDAY = "weekday"
    """The date is another day of the week."""
    ENDS = "ends"
    """It ends before it begins, or lasts half a day."""
    PAST = "past"
    TOO_FAR = "too_far"
    LONG_TITLE = "long_title"
    LONG_PLACE = "long_place"
    LONG_AGENDA = "long_agenda"


@dataclass(frozen=True)
class Times:
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Words:
    """What a meeting is called, where it is, and what it is about, in one language."""

    title: str
    place: str
    agenda: str


@dataclass(frozen=True)
class MeetingPlan:
    words: Words
    times: Times


def read_meeting(text: str, now: datetime, zone: ZoneInfo) -> MeetingPlan | tuple[Mistake, ...]:
    lines = _lines(text)
    if len(lines) < 3:
        return (Mistake.FORM,)
    title, when, place, *agenda = lines
    times = read_times(when, now, zone)
    words = read_words("\n".join((title, place, *agenda)))
    mistakes = [found for found in (times, words) if isinstance(found, tuple)]
    if isinstance(times, tuple) or isinstance(words, tuple):
        return tuple(mistake for found in mistakes for mistake in found)
    return MeetingPlan(words, times)


def read_words(text: str) -> Words | tuple[Mistake, ...]:
    """Title, where, agenda: as a further language is written, which needs no date."""
    lines = _lines(text)
    if len(lines) < 2:
        return (Mistake.FORM,)
    words = Words(lines[0], lines[1], "\n".join(lines[2:]))
    too_long = {
        Mistake.LONG_TITLE: len(words.title) > TITLE,
        Mistake.LONG_PLACE: len(words.place) > PLACE,
        Mistake.LONG_AGENDA: len(words.agenda) > AGENDA,
    }
    return tuple(mistake for mistake, holds in too_long.items() if holds) or words


def read_times(said: str, now: datetime, zone: ZoneInfo) -> Times | tuple[Mistake, ...]:
    """A date without a year is the next one; without an end it lasts two hours."""
    found = _WHEN.fullmatch(said.strip())
    if found is None:
        return (Mistake.WHEN,)
    local = now.astimezone(zone)
    try:
        day = _day(found, local.date())
        starts = _at(day, found["hour"], found["minute"], zone)
        ends = _at(day, found["until"], found["past"], zone) if found["until"] else starts + LASTS
    except ValueError:
        return (Mistake.NO_SUCH_DAY,)
    checks = {
        Mistake.WEEKDAY: found["weekday"] and not _is(day, found["weekday"]),
        Mistake.ENDS: not timedelta() < ends - starts <= LONGEST,
        Mistake.PAST: starts <= local,
        Mistake.TOO_FAR: starts - local > FARTHEST,
    }
    mistakes = tuple(mistake for mistake, holds in checks.items() if holds)
    return mistakes or Times(starts.astimezone(UTC), ends.astimezone(UTC))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


def _day(found: re.Match[str], today: date) -> date:
    month, number = int(found["month"]), int(found["day"])
    if found["year"]:
        return date(int(found["year"]), month, number)
    # The next one there is: 29 February may be years away, and is then too far.
    for year in range(today.year, today.year + 9):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= today:
            return day
    raise ValueError("no year has that day")


def _at(day: date, hour: str, minute: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(int(hour), int(minute)), zone)


def _is(day: date, said: str) -> bool:
    named = said.casefold()[-1] if said[-1] in "一二三四五六日天" else said.casefold()[:3]
    return named in _WEEK[day.weekday()]


def kind_of(title: str) -> MeetingKind:
    """A guess, which the manager can put right."""
    if _ASSEMBLY.search(title):
        return MeetingKind.OWNERS_MEETING
    return MeetingKind.BRIEFING if _BRIEFING.search(title) else MeetingKind.ACTIVITY


def minutes_at(ends: datetime, zone: ZoneInfo) -> datetime:
    """When the minutes are asked for: in the morning after."""
    day = ends.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, _MORNING, zone).astimezone(UTC)
