"""Planned works: read as a manager writes them, and kept out of everybody's hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.disturbance import USAGE, disturbed
from bot.tickets.spikes import FAMILIES
from bot.tickets.works_plan import Hours, WorksPlan, read_end, read_works

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, month: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TAIPEI)


def test_three_lines_are_a_plan() -> None:
    read = read_works("3棟停水\n12-02 10:00-12:00\n清洗水塔\n請先儲水。", NOW, TAIPEI)
    assert read == WorksPlan("3棟停水", Hours(at(2, 10), at(2, 12), None), "清洗水塔\n請先儲水。")


@pytest.mark.parametrize(
    ("when", "starts", "ends", "urgent"),
    [
        ("2026-12-02 10:00-12:00", at(2, 10), at(2, 12), None),
        ("12/2 9:30～11:00", at(2, 9, 30), at(2, 11), None),
        ("12-02 22:00 至 02:00", at(2, 22), at(3, 2), None),
        ("01-05 10:00-11:00", at(5, 10, 0, 1, 2027), at(5, 11, 0, 1, 2027), None),
        ("12-02 18:00-20:00 緊急：幹管破裂", at(2, 18), at(2, 20), "幹管破裂"),
        ("12-02 18:00-20:00 urgent main burst", at(2, 18), at(2, 20), "main burst"),
    ],
)
def test_times_as_people_write_them(
    when: str, starts: datetime, ends: datetime, urgent: str | None
) -> None:
    read = read_works(f"3棟停水\n{when}\n清洗水塔", NOW, TAIPEI)
    assert isinstance(read, WorksPlan)
    assert read.hours == Hours(starts, ends, urgent)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "form"),
        ("3棟停水\n12-02 10:00-12:00", "form"),
        ("3棟停水\n明天\n清洗水塔", "time"),
        ("3棟停水\n13-02 10:00-12:00\n清洗水塔", "time"),
        ("3棟停水\n12-02 25:00-26:00\n清洗水塔", "time"),
        ("3棟停水\n12-02 10:00-12:00 也許\n清洗水塔", "time"),
        ("3棟停水\n2026-11-22 10:00-12:00\n清洗水塔", "past"),
        ("3棟停水\n2027-11-22 10:00-12:00\n清洗水塔", "past"),
        ("3棟停水\n12-02 18:00-20:00 緊急\n清洗水塔", "reason"),
    ],
)
def test_what_is_wrong_with_it(text: str, mistake: str) -> None:
    assert read_works(text, NOW, TAIPEI) == mistake


@given(st.text(max_size=80))
def test_no_words_whatever_do_harm(text: str) -> None:
    read = read_works(text, NOW, TAIPEI)
    assert isinstance(read, str) or read.starts < read.ends


@pytest.mark.parametrize(
    ("family", "starts", "ends", "expected"),
    [
        ("water", at(2, 10), at(2, 12), []),
        ("water", at(2, 9), at(2, 17, 30), []),
        ("water", at(2, 8), at(2, 10), ["06:30–09:00"]),
        ("water", at(2, 8), at(2, 18), ["06:30–09:00", "17:30–22:30"]),
        ("water", at(2, 23), at(3, 6, 30), []),
        ("water", at(2, 23), at(3, 7), ["06:30–09:00"]),
        ("elevator", at(2, 16), at(2, 18), ["17:00–20:00"]),
        ("smell", at(2, 0), at(3, 0), []),
    ],
)
def test_works_keep_out_of_the_hours_of_use(
    family: str, starts: datetime, ends: datetime, expected: list[str]
) -> None:
    assert [str(span) for span in disturbed(family, starts, ends, TAIPEI)] == expected


def test_the_hours_are_of_families_that_there_are() -> None:
    assert set(USAGE) <= set(FAMILIES)
    assert all(span.begins < span.ends for spans in USAGE.values() for span in spans)


UNDER_WAY = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)
"""Eleven in the morning; the works began at ten."""


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("14:00", Hours(at(2, 10), at(2, 14), None)),
        ("01:30", Hours(at(2, 10), at(3, 1, 30), None)),
        ("12-03 09:00", Hours(at(2, 10), at(3, 9), None)),
        ("19：00 緊急 幹管破裂", Hours(at(2, 10), at(2, 19), "幹管破裂")),
        ("19:00 urgent", "reason"),
        ("12-02 10:30", "past"),
        ("2027-12-02 10:30", "past"),
        ("12-02 10:00-14:00", Hours(at(2, 10), at(2, 14), None)),
        ("14:00 也許", "time"),
        ("25:00", "time"),
        ("今晚", "time"),
    ],
)
def test_works_under_way_end_at_another_hour(said: str, read: Hours | str) -> None:
    assert read_end(said, at(2, 10), UNDER_WAY, TAIPEI) == read
