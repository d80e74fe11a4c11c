"""How times, places and quotations are worded in each language: the filters of the texts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from db.vocabulary import Language

QUOTED = 500
"""Characters of somebody's words that a card shows."""

_WEEKDAYS = {
    Language.HANT: "一二三四五六日",
    Language.HANS: "一二三四五六日",
}
_NEAR = {
    Language.HANT: {-1: "昨天", 0: "今天", 1: "明天"},
    Language.HANS: {-1: "昨天", 0: "今天", 1: "明天"},
    Language.EN: {-1: "yesterday", 0: "today", 1: "tomorrow"},
}


def worded_day(day: date, language: Language) -> str:
    """11月24日（週二） / 11月24日（周二） / Tue 24 Nov."""
    if language is Language.EN:
        return f"{day:%a} {day.day} {day:%b}"
    week = "週" if language is Language.HANT else "周"
    return f"{day.month}月{day.day}日（{week}{_WEEKDAYS[language][day.weekday()]}）"


def worded_time(moment: datetime, now: datetime, zone: ZoneInfo, language: Language) -> str:
    """今天 14:30 / tomorrow 09:00 / 11月24日（週二）14:30, in the community's zone."""
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    near = _NEAR[language].get((local.date() - today) // timedelta(days=1))
    day = near or worded_day(local.date(), language)
    joint = "" if day.endswith("）") else " " if language is not Language.EN else ", "
    return f"{day}{joint}{local:%H:%M}" if near is None else f"{near} {local:%H:%M}"


@pass_context
def _time(context: Context, moment: datetime) -> str:
    return worded_time(moment, context["now"], context["zone"], context["language"])


@pass_context
def _day(context: Context, moment: datetime) -> str:
    return worded_day(moment.astimezone(context["zone"]).date(), context["language"])


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, ending in … where something was left out."""
    text = text.strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


@pass_context
def _clock(context: Context, moment: datetime) -> str:
    """The time of day alone, for a text that is read on another day than it is written."""
    return f"{moment.astimezone(context['zone']):%H:%M}"


@pass_context
def _quote(context: Context, said: str, limit: int = QUOTED) -> Markup:
    """The person's own words, visibly theirs, short enough for a card."""
    return Markup("<blockquote>{}</blockquote>").format(escape(shorten(said, limit)))


FILTERS = {"time": _time, "day": _day, "clock": _clock, "quote": _quote, "shorten": shorten}
