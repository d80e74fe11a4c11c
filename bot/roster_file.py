"""Who is on duty when, as it is written: a CSV file, or lines typed into a chat."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.tickets.duty import overlapping
from db.models import Membership, Person, Shift, Team
from db.vocabulary import ShiftKind

COLUMNS = ("person", "team", "date", "from", "to")
"""All of them, in any order; `kind` may come beside them and is duty where it is left out."""

_HEADINGS = {
    **{each: each for each in (*COLUMNS, "kind")},
    **{"人員": "person", "人员": "person", "姓名": "person", "name": "person"},
    **{"組": "team", "组": "team", "組別": "team", "组别": "team"},
    **{"日期": "date", "day": "date", "類別": "kind", "类别": "kind"},
    **{"從": "from", "从": "from", "開始": "from", "开始": "from", "start": "from"},
    **{"到": "to", "至": "to", "結束": "to", "结束": "to", "end": "to"},
}

_KINDS: dict[str, ShiftKind | None] = {
    **dict.fromkeys(("", "duty", "值班", "上班"), ShiftKind.DUTY),
    **dict.fromkeys(("leave", "off", "請假", "请假", "休假", "休"), ShiftKind.LEAVE),
    **dict.fromkeys(("none", "clear", "取消", "刪除", "删除"), None),
}
"""None: what was entered for that day is taken back."""

_LONGEST = timedelta(days=366)
_OVER_NEW_YEAR = timedelta(days=92)
"""`12/30-1/2` is meant so; `12/7-12/5` is a slip, and not eleven months."""
_OLDEST = timedelta(days=31)
"""A day without its year that lies further back than this is next year's."""

_DAY = r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?"
_DAYS = re.compile(rf"{_DAY}(?:(?:-|–|~|\.\.|至|到)(?:{_DAY}|(\d{{1,2}})日?))?")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})")
_SPAN = re.compile(r"(\d{1,2}[:：]\d{2})\s*(?:-|–|~|至|到)\s*(\d{1,2}[:：]\d{2})")


class Wrong(StrEnum):
    """What can be the matter with a line; each is worded by the text `duty.wrong_<value>`."""

    COLUMNS = "columns"
    FORM = "form"
    NOBODY = "nobody"
    SEVERAL = "several"
    TEAM = "team"
    KIND = "kind"
    DATE = "date"
    TIME = "time"
    OVERLAP = "overlap"
    TAKEN = "taken"
    """The same, with what was entered before."""


@dataclass(frozen=True)
class Mistake:
    line: int
    wrong: Wrong
    said: str = ""
    hint: str = ""
    """What would be right (the nearest name, the columns), or what stands in the way."""


class RosterError(Exception):
    """Nothing of it was entered."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.wrong.value}" for each in mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True)
class ShiftLine:
    """One line, understood; `kind` None takes back what begins within the span."""

    line: int
    person_id: int
    team_id: int | None
    kind: ShiftKind | None
    starts_at: datetime
    ends_at: datetime

    def shift(self) -> Shift:
        if self.kind is None:
            raise ValueError(f"line {self.line} takes shifts back and is none")
        return Shift(
            person_id=self.person_id,
            team_id=self.team_id,
            kind=self.kind,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


@dataclass(frozen=True)
class _Row:
    """One line, taken apart."""

    line: int
    person: str
    team: str
    kind: str
    date: str
    begin: str
    end: str


def read(
    text: str, posts: Sequence[Membership], teams: Sequence[Team], zone: ZoneInfo, today: date
) -> list[ShiftLine]:
    """Every line, or RosterError with every mistake: all or nothing.

    With a separator in the first line it is a table under its headings; else each line reads
    `李保 [team] [leave|none] 12/1[-12/7] [08:00-17:00]`.
    """
    mistakes: list[Mistake] = []
    lines: list[ShiftLine] = []
    for row in _rows(text.removeprefix("\ufeff")):
        if isinstance(row, Mistake):
            mistakes.append(row)
            continue
        try:
            lines += _Reader(row, posts, teams, zone, today).read()
        except RosterError as error:
            mistakes += error.mistakes
    mistakes += _clashes(lines)
    if mistakes:
        raise RosterError(sorted(mistakes, key=lambda each: each.line))
    return lines


def _rows(text: str) -> Iterator[_Row | Mistake]:
    written = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not written:
        yield Mistake(1, Wrong.FORM)
        return
    first = unicodedata.normalize("NFKC", written[0][1])
    separator = next((each for each in "\t;," if each in first), None)
    if separator is None:
        yield from (_typed_row(number, line) for number, line in written)
    else:
        yield from _table_rows(written, separator)


def _table_rows(written: Sequence[tuple[int, str]], separator: str) -> Iterator[_Row | Mistake]:
    (top, first), *rest = written
    headings = [_HEADINGS.get(plainly(each), plainly(each)) for each in _cells(first, separator)]
    missing = [each for each in COLUMNS if each not in headings]
    wrong = missing or [each for each in headings if each not in (*COLUMNS, "kind")]
    wrong = wrong or [each for each in headings if headings.count(each) > 1]
    if wrong:
        yield Mistake(top, Wrong.COLUMNS, ", ".join(wrong), ", ".join(COLUMNS))
        return
    for number, line in rest:
        cells = _cells(line, separator)
        if len(cells) != len(headings):
            yield Mistake(number, Wrong.FORM, line.strip(), ", ".join(headings))
            continue
        cell = {"kind": ""} | dict(zip(headings, cells, strict=True))
        yield _Row(
            number,
            cell["person"],
            cell["team"],
            cell["kind"],
            cell["date"],
            cell["from"],
            cell["to"],
        )


def _cells(line: str, separator: str) -> list[str]:
    """Without a spreadsheet's quotation marks, and with plain signs for full-width ones."""
    row = next(csv.reader([unicodedata.normalize("NFKC", line)], delimiter=separator))
    return [each.strip() for each in row]


def _typed_row(number: int, line: str) -> _Row | Mistake:
    words = unicodedata.normalize("NFKC", line).split()
    days = next((at for at, word in enumerate(words) if _DAYS.fullmatch(word)), None)
    if not days:
        return Mistake(number, Wrong.FORM, line.strip())
    before, after = words[:days], " ".join(words[days + 1 :])
    kind = before.pop() if len(before) > 1 and plainly(before[-1]) in _KINDS else ""
    span = _SPAN.fullmatch(after)
    if after and span is None:
        return Mistake(number, Wrong.TIME, after)
    begin, end = span.groups() if span else ("", "")
    return _Row(number, " ".join(before), "", kind, words[days], begin, end)


class _Reader:
    """Reads one line against who works here."""

    def __init__(
        self,
        row: _Row,
        posts: Sequence[Membership],
        teams: Sequence[Team],
        zone: ZoneInfo,
        today: date,
    ) -> None:
        self._row = row
        self._posts = posts
        self._teams = teams
        self._zone = zone
        self._today = today

    def read(self) -> Iterator[ShiftLine]:
        row = self._row
        kind = _KINDS.get(plainly(row.kind), Wrong.KIND)
        if isinstance(kind, Wrong):
            raise self._mistake(kind, row.kind, "duty, leave, none")
        name, team = self._split_team()
        person_id = self._person(name)
        team_id = self._team(person_id, team) if kind is ShiftKind.DUTY else None
        first, last = self._days()
        timed = row.begin or row.end or kind is ShiftKind.DUTY
        begin, end = self._hours() if timed else (time(0), time(0))
        if kind is ShiftKind.DUTY:
            for number in range((last - first).days + 1):
                day = first + timedelta(days=number)
                yield self._line(person_id, team_id, kind, day, begin, day, end)
        else:
            yield self._line(person_id, team_id, kind, first, begin, last, end)

    def _line(
        self,
        person_id: int,
        team_id: int | None,
        kind: ShiftKind | None,
        first: date,
        begin: time,
        last: date,
        end: time,
    ) -> ShiftLine:
        """An end that is not after the beginning is the next morning's."""
        over_midnight = end <= begin
        ends = datetime.combine(last + timedelta(days=over_midnight), end, self._zone)
        starts = datetime.combine(first, begin, self._zone)
        utc = ZoneInfo("UTC")
        return ShiftLine(
            self._row.line, person_id, team_id, kind, starts.astimezone(utc), ends.astimezone(utc)
        )

    def _split_team(self) -> tuple[str, str]:
        """In a line that was typed, the team may follow the name."""
        row = self._row
        if row.team or self._called(row.person):
            return row.person, row.team
        name, _, last = row.person.rpartition(" ")
        return (name, last) if name and self._teams_called(last) else (row.person, "")

    def _person(self, name: str) -> int:
        found = self._called(name)
        if len(found) > 1:
            raise self._mistake(Wrong.SEVERAL, name)
        if not found:
            names = [each for post in self._posts for each in names_of(post.person)]
            nearest = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=50)
            raise self._mistake(Wrong.NOBODY, name, nearest[0] if nearest else "")
        return found.pop()

    def _called(self, name: str) -> set[int]:
        return {
            post.person_id
            for post in self._posts
            if plainly(name) in {plainly(each) for each in names_of(post.person)}
        }

    def _teams_called(self, said: str) -> list[Team]:
        return [
            team
            for team in self._teams
            if plainly(said) in {team.code.value, *(plainly(each) for each in team.names.values())}
        ]

    def _team(self, person_id: int, said: str) -> int | None:
        """None for those who lead; whoever is in one team alone need not name it."""
        own = [post.team_id for post in self._posts if post.person_id == person_id]
        names = {team.id: team.code.value for team in self._teams}
        hint = ", ".join(names[each] for each in own if each is not None)
        if said:
            found = [team.id for team in self._teams_called(said) if team.id in own]
            if not found:
                raise self._mistake(Wrong.TEAM, said, hint)
            return found[0]
        if len(set(own)) > 1:
            raise self._mistake(Wrong.TEAM, said, hint)
        return own[0]

    def _days(self) -> tuple[date, date]:
        said = re.sub(r"\s*(-|–|~|\.\.|至|到)\s*", r"\1", self._row.date.strip())
        found = _DAYS.fullmatch(said)
        if found is None:
            raise self._mistake(Wrong.DATE, self._row.date)
        year, month, day, last_year, last_month, last_day, only_day = found.groups()
        first = self._day(year, month, day)
        if only_day:
            last = self._day(str(first.year), month, only_day)
        elif last_day:
            last = self._day(last_year or str(first.year), last_month, last_day)
            new_year = self._day(str(first.year + 1), last_month, last_day)
            if last < first and not last_year and new_year - first <= _OVER_NEW_YEAR:
                last = new_year
        else:
            last = first
        if not timedelta(0) <= last - first <= _LONGEST:
            raise self._mistake(Wrong.DATE, self._row.date)
        return first, last

    def _day(self, year: str | None, month: str, day: str) -> date:
        try:
            if year:
                return date(int(year), int(month), int(day))
            this_year = date(self._today.year, int(month), int(day))
            past = this_year < self._today - _OLDEST
            return date(self._today.year + past, int(month), int(day))
        except ValueError as error:
            raise self._mistake(Wrong.DATE, self._row.date) from error

    def _hours(self) -> tuple[time, time]:
        return self._time(self._row.begin), self._time(self._row.end)

    def _time(self, said: str) -> time:
        found = _TIME.fullmatch(said)
        hour, minute = map(int, found.groups()) if found else (-1, -1)
        if not (0 <= hour < 24 and minute < 60) and (hour, minute) != (24, 0):
            raise self._mistake(Wrong.TIME, said)
        return time(hour % 24, minute)

    def _mistake(self, wrong: Wrong, said: str, hint: str = "") -> RosterError:
        return RosterError([Mistake(self._row.line, wrong, said, hint)])


def _clashes(lines: Sequence[ShiftLine]) -> list[Mistake]:
    """Lines of which one person cannot keep both."""
    kept = [(each.shift(), each.line) for each in lines if each.kind is not None]
    number = {id(shift): line for shift, line in kept}
    return [
        Mistake(number[id(later)], Wrong.OVERLAP, hint=str(number[id(earlier)]))
        for earlier, later in overlapping([shift for shift, _ in kept])
    ]


def names_of(person: Person) -> tuple[str, ...]:
    return tuple(dict.fromkeys([person.name, *(person.names or {}).values()]))


def plainly(said: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", said).casefold().split())
