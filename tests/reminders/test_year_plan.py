"""The plans of whole years as they come out, in every region: held against reviewed ones."""

import os
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.models import Community
from db.vocabulary import Region
from reminders.notices import Notices
from reminders.placing import Picture, Standing, standings
from reminders.spacing import Name
from reminders.wanted import Wanted, wanted_in
from reminders.wording import shipped
from tests.reminders.neighbourhood import community
from tests.reminders.simulation import ZONES

_GOLDEN = Path(__file__).parent / "golden"


def _plan(
    notices: Notices, region: Region, year: int, holidays: Mapping[str, str] | None = None
) -> tuple[Picture, dict[Name, Standing]]:
    """As it is made in the first minute of the year, in a community that had nothing yet."""
    here: Community = community(1, region, ZONES[region])
    here.holidays = dict(holidays or {})
    zone = ZoneInfo(here.timezone)
    now = datetime(year, 1, 1, 0, 1, tzinfo=zone).astimezone(UTC)
    wanted = {each.name: each for each in wanted_in(here, notices, now)}
    picture = Picture(wanted, {}, zone, now)

    def length(name: Name) -> int:
        return max(map(len, shipped(notices, name[0], here).values()))

    return picture, standings(picture, (), length)


def _day(picture: Picture, standing: Standing) -> date:
    return standing.due_at.astimezone(picture.zone).date()


def _told(picture: Picture, standing: Mapping[Name, Standing], year: int) -> str:
    """A letter a line: when, what it says, and which days of the rules it left."""
    letters = sorted((each.due_at, name) for name, each in standing.items() if each.into is None)
    lines = []
    for due_at, name in letters:
        local = due_at.astimezone(picture.zone)
        if local.year == year:
            said = [_said(picture, each, local.date()) for each in (name, *standing[name].parts)]
            lines.append(f"{local:%Y-%m-%d %a %H:%M}  {' ＋ '.join(said)}\n")
    return "".join(lines)


def _said(picture: Picture, name: Name, day: date) -> str:
    wanted: Wanted = picture.wanted[name]
    own = wanted.day(picture.zone)
    moved = "" if own == day else f" (own day {own:%m-%d})"
    return f"{name[0]} [{name[1]}]{moved}{' (not final)' if wanted.provisional else ''}"


@pytest.mark.parametrize("year", [2027, 2033])
@pytest.mark.parametrize("region", Region)
def test_the_plan_is_as_it_was_reviewed(notices: Notices, region: Region, year: int) -> None:
    """2033 has a leap eleventh month. After a change: `GUANJIA_GOLDEN=write pytest
    tests/reminders`, then read the diff."""
    reviewed = _GOLDEN / f"plan_{year}_{region}.txt"
    plan = _told(*_plan(notices, region, year), year)
    if os.environ.get("GUANJIA_GOLDEN") == "write":
        reviewed.write_text(plan, encoding="utf-8")
    assert plan == reviewed.read_text(encoding="utf-8")


@pytest.mark.parametrize("region", Region)
def test_ten_years_keep_their_budgets_and_nothing_is_left_out(
    notices: Notices, region: Region
) -> None:
    for year in range(2026, 2036):
        picture, standing = _plan(notices, region, year)
        assert standing.keys() == {n for n, w in picture.wanted.items() if w.due_at > picture.now}
        letters = sorted(_day(picture, each) for each in standing.values() if each.into is None)
        assert all((later - day).days >= 7 for day, later in pairwise(letters)), year
        assert max(Counter(day.year for day in letters).values()) <= 20


def test_the_weeks_around_the_new_year_of_2027_hold_one_letter_each(notices: Notices) -> None:
    """The New Year is on 6 February, after a break that begins on the 4th in Taiwan."""
    picture, standing = _plan(notices, Region.TW, 2027)
    weeks = (date(2027, 1, 16), date(2027, 2, 20))
    letters = sorted(
        (_day(picture, each), name[0])
        for name, each in standing.items()
        if each.into is None and weeks[0] <= _day(picture, each) <= weeks[1]
    )
    assert letters == [
        (date(2027, 1, 24), "fire.lunar_new_year"),
        (date(2027, 2, 2), "theft.long_holiday"),
    ]


def test_a_break_that_begins_sooner_joins_the_letter_before_it(notices: Notices) -> None:
    """Were the offices shut from 29 January, two letters would fall into one week."""
    shut = {f"2027-{day:%m-%d}": "off" for day in _days(date(2027, 1, 29), date(2027, 2, 3))}
    picture, standing = _plan(notices, Region.TW, 2027, shut)
    away = standing["theft.long_holiday", "break:lunar_new_year@2027"]
    fire = standing["fire.lunar_new_year", "lny-13@2027"]
    assert away.into == ("fire.lunar_new_year", "lny-13@2027")
    assert fire.parts == (("theft.long_holiday", "break:lunar_new_year@2027"),)
    assert _day(picture, away) == date(2027, 1, 24)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
