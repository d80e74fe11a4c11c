"""When single reports are one outage."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import intents
from bot.tickets.spikes import (
    FAMILIES,
    HOUSEHOLDS,
    WINDOW,
    Report,
    family_of,
    fresh,
    is_spike,
    matter_of,
)

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def report(
    number: int, household: int, minutes_ago: float = 1, topic: str = "water_none"
) -> Report:
    return Report(number, household, topic, NOW - timedelta(minutes=minutes_ago))


def homes(*households: int) -> list[Report]:
    return [report(number, home) for number, home in enumerate(households, 1)]


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], False),
        (homes(1, 2), False),
        (homes(1, 2, 3), True),
        (homes(1, 1, 1, 2, 2), False),
        (homes(-1, -2, 3), True),
        ([report(1, 1, 30), report(2, 2, 15), report(3, 3, 0)], True),
        ([report(1, 1, 30.1), report(2, 2, 15), report(3, 3, 0)], False),
        ([*homes(1, 2), report(3, 3, -5)], False),
    ],
)
def test_three_homes_within_half_an_hour_are_a_spike(
    reports: Sequence[Report], expected: bool
) -> None:
    assert is_spike(reports, NOW) is expected


one_report = st.builds(
    report, st.integers(1, 99), st.integers(1, 6), st.integers(0, 60), st.sampled_from(["a", "b"])
)


@given(st.lists(one_report), one_report)
def test_one_more_report_never_makes_it_less_of_a_spike(
    reports: list[Report], more: Report
) -> None:
    assert is_spike([*reports, more], NOW) >= is_spike(reports, NOW)


@given(st.lists(one_report))
def test_no_spike_is_made_of_fewer_homes_or_of_old_reports(reports: list[Report]) -> None:
    if is_spike(reports, NOW):
        recent = fresh(reports, NOW)
        assert all(NOW - each.at <= WINDOW for each in recent)
        assert len({each.household for each in recent}) >= HOUSEHOLDS


def test_it_is_called_what_most_of_them_say() -> None:
    said = [report(number, number, topic=topic) for number, topic in enumerate("abbac", 1)]
    assert matter_of(said) == "a", "of two that are as common, the one reported first"
    assert matter_of(said[1:3]) == "b"


def test_what_is_nobody_elses_matter_is_of_no_family() -> None:
    assert family_of("water_none") == "water"
    assert family_of("tap_fault") is None
    assert family_of(None) is None


def test_a_family_is_of_topics_that_one_team_sees_to() -> None:
    folder = Path(intents.__file__).parent / "topics"
    for family, topics in FAMILIES.items():
        read = [
            yaml.safe_load((folder / f"{topic}.yaml").read_text(encoding="utf-8"))
            for topic in sorted(topics)
        ]
        assert {each["kind"] for each in read} == {"request"}, family
        assert len({each["team"] for each in read}) == 1, family


def test_no_topic_is_of_two_families() -> None:
    listed = [topic for topics in FAMILIES.values() for topic in topics]
    assert len(listed) == len(set(listed))
