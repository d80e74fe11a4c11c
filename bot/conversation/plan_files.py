"""The plan to take along: the coming days as a picture, the year as a file for calendars."""

import asyncio
import html
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.buttons import Press
from bot.conversation.plan_list import DAYS_AHEAD, may_plan, title_of, titles_merged
from bot.conversation.turn import Turn
from bot.texts.wording import worded_day
from db.models import Occurrence
from db.vocabulary import OccurrenceState, Theme
from reminders import deciding, enclosures
from reminders.calendar import DaysOff
from reminders.printing import ics, picture
from reminders.printing.picture import Planned, SheetWords, Span
from reminders.wording import wording

_TAGS = re.compile(r"<[^>]+>")

_YEAR = 365
"""Days of the file for calendars: the plan reaches farther, so that no week of it is missing."""


async def draw(turn: Turn, press: Press) -> None:
    """A photo of the month sheets, numbered like the list."""
    del press
    if not may_plan(turn):
        return
    today = turn.now.astimezone(_zone(turn)).date()
    last = today + timedelta(days=DAYS_AHEAD - 1)
    kept = DaysOff.of(turn.community.region, turn.community.holidays)
    span = Span(today, last, kept, turn.language)
    planned = enumerate(await _coming(turn, DAYS_AHEAD), 1)
    coming = [await _planned(turn, n, each) for n, each in planned]
    # Drawing takes some tenths of a second of a core: other chats need not wait for it.
    drawn = await asyncio.to_thread(picture.draw, span, coming, _words(turn, span))
    name = f"reminders-{today.isoformat()}.png"
    number = await enclosures.keep(turn.session, name, drawn, turn.now)
    turn.say("plan.picture", extra={"photo": {"enclosure": number}}, days=DAYS_AHEAD)


async def calendar(turn: Turn, press: Press) -> None:
    """An .ics of the whole year's plan, with a day for each: taken in again, it brings the entries
    up to date."""
    del press
    if not may_plan(turn):
        return
    source = ics.Source(
        turn.community.code,
        turn.voice.words("plan.sheet_title", turn.language),
        _zone(turn),
        turn.now,
    )
    days = [await _day(turn, each) for each in await _coming(turn, _YEAR)]
    name = f"reminders-{turn.now.astimezone(_zone(turn)).date().isoformat()}.ics"
    kept = await enclosures.keep(turn.session, name, ics.plan_ics(days, source), turn.now)
    turn.say("plan.calendar", extra={"document": {"enclosure": kept}}, count=len(days))


async def _coming(turn: Turn, days: int) -> list[Occurrence]:
    return await deciding.upcoming(turn.session, turn.community.id, turn.now, days=days)


def _zone(turn: Turn) -> ZoneInfo:
    return ZoneInfo(turn.community.timezone)


def _settled(occurrence: Occurrence) -> bool:
    return occurrence.state is OccurrenceState.APPROVED


async def _planned(turn: Turn, number: int, occurrence: Occurrence) -> Planned:
    notice = turn.notices.get(occurrence.notice)
    theme = notice.theme if notice else Theme.MAJOR
    day = occurrence.due_at.astimezone(_zone(turn)).date()
    titles = [
        title_of(turn.notices, occurrence, turn.community, turn.language),
        *await titles_merged(turn, occurrence),
    ]
    return Planned(
        day=day,
        theme=theme,
        sign=f"{number} {turn.voice.words('plan.theme', turn.language, theme=theme.value)}",
        when=worded_day(day, turn.language),
        line=html.unescape(" ＋ ".join(titles)),
        settled=_settled(occurrence),
    )


def _words(turn: Turn, span: Span) -> SheetWords:
    def say(name: str, **values: object) -> str:
        return turn.voice.words(name, turn.language, **values)

    return SheetWords(
        title=say("plan.sheet_title"),
        span=say("plan.sheet_span", first=span.first, last=span.last),
        weekdays=tuple(say("plan.weekdays").split()),
        months={
            (year, month): say("plan.month", year=year, month=month)
            for year, month in span.months()
        },
        settled=say("states.approved"),
        open=say("states.planned"),
        day_off=say("plan.public_holiday"),
        workday=say("plan.make_up_workday"),
        workday_sign=say("plan.make_up_sign"),
        nothing=say("plan.nothing"),
    )


async def _day(turn: Turn, occurrence: Occurrence) -> ics.Day:
    title = html.unescape(title_of(turn.notices, occurrence, turn.community, turn.language))
    words = ""
    if turn.notices.get(occurrence.notice):
        worded = await wording(turn.session, occurrence, turn.notices, turn.community)
        _, _, words = html.unescape(_TAGS.sub("", worded[turn.language])).partition("\n\n")
    local = occurrence.due_at.astimezone(_zone(turn))
    state = turn.voice.words(f"states.{occurrence.state.value}", turn.language)
    return ics.Day(
        key=f"{occurrence.rule_id}:{occurrence.key}",
        day=local.date(),
        title=title,
        words=f"{local:%H:%M} {state}\n\n{words}".strip(),
        settled=_settled(occurrence),
    )
