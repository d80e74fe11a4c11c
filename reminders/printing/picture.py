"""The coming weeks as a picture: month sheets with days off, solar terms and what is to be sent.

Drawn for a phone: 1,080 pixels wide, few words, nothing that colour alone tells.
"""

from calendar import Calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.vocabulary import Language, Region, Theme
from reminders.almanac import names_of
from reminders.calendar import is_day_off, is_make_up_workday, is_public_holiday
from reminders.printing.font import Face, face
from reminders.printing.pen import Pen, fitted, width_of, wrapped

WIDTH = 1080
_MARGIN = 36
_CELL = (WIDTH - 2 * _MARGIN) / 7
_PAD = 8

_PAPER, _SHEET, _INK, _MUTED, _RULE = "#FBF7EF", "#FFFFFF", "#2B2622", "#857B70", "#E7DFD3"
_RED, _OFF, _WEEKEND = "#BE3A2B", "#FBE3DC", "#F8F3EA"
_TERM = "#8A6A2F"

COLOURS: Mapping[Theme, str] = {
    Theme.FIRE: "#C4472B",
    Theme.THEFT: "#4A4E9B",
    Theme.COLD: "#1F78A8",
    Theme.HEAT: "#B87400",
    Theme.FESTIVAL: "#AD2F6B",
    Theme.STORM: "#35707A",
    Theme.QUAKE: "#7A5A3A",
    Theme.HEALTH: "#3E7F3F",
    Theme.MAJOR: "#6A3F93",
}
"""Dark enough for white letters on them."""


@dataclass(frozen=True)
class Entry:
    """Something to be sent, or to be held, on a day."""

    day: date
    theme: Theme
    sign: str
    """On the day itself, a few signs: `3 防寒`."""
    when: str
    line: str
    """In the list below the sheets."""
    settled: bool
    """False: it waits for somebody's approval, and is drawn hollow."""


@dataclass(frozen=True)
class SheetWords:
    """Every word on the picture that is not of a day or an entry."""

    title: str
    span: str
    """From which day to which."""
    weekdays: tuple[str, ...]
    """From Monday."""
    months: Mapping[tuple[int, int], str]
    """(year, month) → its heading."""
    settled: str
    open: str
    day_off: str
    workday: str
    """What the sign of a working weekend day means."""
    workday_sign: str
    nothing: str
    """Where there is no entry at all."""


@dataclass(frozen=True)
class Span:
    first: date
    last: date
    region: Region
    language: Language

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def months(self) -> list[tuple[int, int]]:
        days = (self.last - self.first).days + 1
        found = (self.first + timedelta(days=count) for count in range(days))
        return list(dict.fromkeys((day.year, day.month) for day in found))

    def weeks(self, year: int, month: int) -> list[list[date]]:
        """Those of a month that have a day in the span."""
        every = Calendar().monthdatescalendar(year, month)
        return [week for week in every if any(day in self and day.month == month for day in week)]


def draw(span: Span, entries: Sequence[Entry], words: SheetWords) -> bytes:
    """A PNG."""
    return _Picture(span, entries, words).png()


@dataclass(frozen=True)
class _Name:
    """What a day is called: beside its number where there is room, else below it."""

    lines: tuple[str, ...] = ()
    beside: bool = False
    size: float = 22


class _Picture:
    _TOP, _MONTH, _WEEKDAYS, _FOOT, _GAP = 172, 78, 44, 12, 20
    _AROUND = _MONTH + _WEEKDAYS + _FOOT + _GAP
    _NUMBER, _NAME_LINE, _SIGN = 50, 26, 40
    _LINE, _LEGEND = 56, 110

    def __init__(self, span: Span, entries: Sequence[Entry], words: SheetWords) -> None:
        self._span = span
        self._words = words
        self._face: Face = face(span.language, span.region)
        self._entries = [entry for entry in entries if entry.day in span]
        self._by_day: dict[date, list[Entry]] = {}
        for entry in self._entries:
            self._by_day.setdefault(entry.day, []).append(entry)
        self._sheets = [(month, span.weeks(*month)) for month in span.months()]
        self._pen = Pen(self._face, WIDTH, self._height(), _PAPER)

    def png(self) -> bytes:
        top = self._heading()
        for (year, month), weeks in self._sheets:
            top = self._sheet(top, year, month, weeks)
        self._list(self._legend(top))
        return self._pen.png()

    # --- how high everything is ---------------------------------------------------------------

    def _height(self) -> int:
        sheets = sum(
            sum(self._week_height(month, week) for week in weeks) + self._AROUND
            for (_, month), weeks in self._sheets
        )
        lines = max(1, len(self._entries))
        return round(self._TOP + sheets + self._LEGEND + lines * self._LINE + 2 * _MARGIN)

    def _week_height(self, month: int, week: Sequence[date]) -> float:
        shown = [day for day in week if day.month == month and day in self._span]
        return max((self._day_height(day) for day in shown), default=0.0)

    def _day_height(self, day: date) -> float:
        name = self._name(day)
        below = 0 if name.beside else len(name.lines) * self._NAME_LINE
        signs = len(self._by_day.get(day, ())) * self._SIGN
        return max(96.0, _PAD + self._NUMBER + below + signs + _PAD)

    def _name(self, day: date) -> _Name:
        names = names_of(day, self._span.region, self._span.language)
        if not names:
            return _Name()
        number = width_of(self._face, str(day.day), 36)
        room = _CELL - 2 * _PAD - number - 10
        if len(names) == 1 and width_of(self._face, names[0], 24) <= room:
            return _Name((names[0],), beside=True, size=24)
        room = _CELL - 2 * _PAD
        lines = (line for name in names for line in wrapped(self._face, name, 22, room))
        return _Name(tuple(lines))

    # --- the parts, from the top down ---------------------------------------------------------

    def _heading(self) -> float:
        words = self._words
        room = WIDTH - 2 * _MARGIN
        title = fitted(self._face, words.title, 50, room)
        self._pen.write((_MARGIN, 70), title, 50, _INK, bold=True)
        self._pen.write((_MARGIN, 128), words.span, 30, _MUTED)
        return self._TOP

    def _sheet(self, top: float, year: int, month: int, weeks: Sequence[Sequence[date]]) -> float:
        pen = self._pen
        heights = [self._week_height(month, week) for week in weeks]
        bottom = top + sum(heights) + self._AROUND - self._GAP
        pen.box((_MARGIN - 12, top, WIDTH - _MARGIN + 12, bottom), _SHEET, radius=18)
        pen.write((_MARGIN + 8, top + 42), self._words.months[year, month], 38, _INK, bold=True)
        top += self._MONTH
        for place, weekday in enumerate(self._words.weekdays):
            middle = _MARGIN + (place + 0.5) * _CELL
            colour = _RED if place >= 5 else _MUTED
            pen.write((middle, top + self._WEEKDAYS / 2 - 4), weekday, 26, colour, anchor="mm")
        top += self._WEEKDAYS
        for week, height in zip(weeks, heights, strict=True):
            for place, day in enumerate(week):
                if day.month == month and day in self._span:
                    self._day(_MARGIN + place * _CELL, top, height, day)
            pen.line((_MARGIN, top), (WIDTH - _MARGIN, top), _RULE)
            top += height
        return bottom + self._GAP

    def _day(self, left: float, top: float, height: float, day: date) -> None:
        pen, region = self._pen, self._span.region
        festive, off = is_public_holiday(region, day), is_day_off(region, day)
        if off:
            shade = _OFF if festive else _WEEKEND
            pen.box((left, top, left + _CELL, top + height), shade)
        if day == self._span.first:
            pen.box(
                (left + 2, top + 2, left + _CELL - 2, top + height - 2),
                outline=_INK,
                thick=3,
                radius=12,
            )
        line = top + _PAD + 24
        pen.write(
            (left + _PAD, line), str(day.day), 36, _RED if off else _INK, bold=festive or not off
        )
        if is_make_up_workday(region, day):
            pen.write(
                (left + _CELL - _PAD, line), self._words.workday_sign, 22, _MUTED, anchor="rm"
            )
        below = self._write_name(left, line, day)
        for entry in self._by_day.get(day, ()):
            self._sign(left, below, entry)
            below += self._SIGN

    def _write_name(self, left: float, line: float, day: date) -> float:
        """Where what comes below it begins."""
        name = self._name(day)
        colour = _RED if is_public_holiday(self._span.region, day) else _TERM
        if name.beside:
            at = (left + _CELL - _PAD, line)
            self._pen.write(at, name.lines[0], name.size, colour, anchor="rm")
        below = line + 26
        for words in () if name.beside else name.lines:
            self._pen.write((left + _PAD, below + 8), words, name.size, colour)
            below += self._NAME_LINE
        return below

    def _sign(self, left: float, top: float, entry: Entry) -> None:
        box = (left + 5, top, left + _CELL - 5, top + self._SIGN - 6)
        words = fitted(self._face, entry.sign, 24, _CELL - 22)
        self._badge(box, words, entry, 24)

    def _badge(
        self, box: tuple[float, float, float, float], words: str, entry: Entry, size: float
    ) -> None:
        """Filled where it will go out, hollow where somebody has yet to approve it."""
        colour = COLOURS[entry.theme]
        fill, ink = (colour, "#FFFFFF") if entry.settled else ("#FFFFFF", colour)
        self._pen.box(box, fill, outline=colour, thick=3, radius=10)
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        self._pen.write(middle, words, size, ink, anchor="mm")

    def _legend(self, top: float) -> float:
        """What a filled and a hollow sign mean, and the shades."""
        pen, words, left = self._pen, self._words, float(_MARGIN)
        middle = top + 36
        for settled, said in ((True, words.settled), (False, words.open)):
            box = (left, middle - 16, left + 48, middle + 16)
            self._badge(box, "", Entry(self._span.first, Theme.COLD, "", "", "", settled), 24)
            pen.write((left + 60, middle), said, 26, _INK)
            left += 60 + width_of(self._face, said, 26) + 36
        pen.box((left, middle - 16, left + 48, middle + 16), _OFF, radius=6)
        pen.write((left + 60, middle), words.day_off, 26, _INK)
        left += 60 + width_of(self._face, words.day_off, 26) + 36
        if any(is_make_up_workday(self._span.region, day) for day in self._days()):
            pen.write((left, middle), words.workday_sign, 24, _MUTED)
            left += width_of(self._face, words.workday_sign, 24) + 10
            pen.write((left, middle), words.workday, 26, _INK)
        return top + self._LEGEND

    def _days(self) -> Iterator[date]:
        for (_, month), weeks in self._sheets:
            yield from (d for week in weeks for d in week if d.month == month and d in self._span)

    def _list(self, top: float) -> None:
        pen, right = self._pen, WIDTH - _MARGIN
        if not self._entries:
            pen.write((_MARGIN, top + 4), self._words.nothing, 30, _MUTED)
        for entry in self._entries:
            middle = top + 4
            self._badge((_MARGIN, middle - 20, _MARGIN + 132, middle + 20), entry.sign, entry, 25)
            pen.write((_MARGIN + 152, middle), entry.when, 28, _MUTED)
            left = _MARGIN + 172 + max(width_of(self._face, e.when, 28) for e in self._entries)
            fits = width_of(self._face, entry.line, 31) <= right - left
            size = 31 if fits else 27
            pen.write(
                (left, middle), fitted(self._face, entry.line, size, right - left), size, _INK
            )
            top += self._LINE
