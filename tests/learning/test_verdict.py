"""Whether a lesson may count: not one phrase stolen, and hardly an answer lost."""

import pytest

from bot.learning.trials import apart
from bot.learning.verdict import Theft, Verdict
from db.models import Lesson

THEFT = Theft("水龍頭滴水", "water_leak", "drain_blocked")


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        (0.931, 0.931, True),
        (0.931, 0.950, True),
        (0.931, 0.929, True),
        (0.931, 0.9289, False),
        (0.931, 0.5, False),
    ],
)
def test_two_tenths_of_a_point_may_be_lost(before: float, after: float, passes: bool) -> None:
    assert Verdict(before, after).passes is passes


def test_a_theft_is_never_worth_it() -> None:
    assert not Verdict(0.9, 0.99, (THEFT,)).passes


def test_what_is_anothers_word_for_word_does_not_pass() -> None:
    assert not Verdict(0.0, 0.0, owner="water_leak").passes


def test_the_reason_names_who_loses_most_first() -> None:
    other = Theft("沒水", "no_water", "drain_blocked")
    verdict = Verdict(0.931, 0.925, (other, THEFT, THEFT))
    assert verdict.robbed == [("water_leak", 2), ("no_water", 1)]
    assert verdict.points_lost == 0.6
    assert Verdict(0.9, 0.95).points_lost == 0.0


def test_what_is_written_down_is_read_again() -> None:
    verdict = Verdict(0.93, 0.92, (THEFT,), owner=None)
    assert Verdict.read(verdict.as_json()) == verdict


@pytest.mark.parametrize("found", [{}, {"accuracy_before": 1, "accuracy_after": 1}])
def test_half_a_verdict_is_none(found: dict[str, object]) -> None:
    with pytest.raises(KeyError):
        Verdict.read(found)


def test_those_to_blame_are_tried_apart() -> None:
    lessons = [Lesson(topic=topic) for topic in ("a", "thief", "b")]
    theft = Theft("…", "a", "thief")
    assert apart(lessons, Verdict(0.9, 0.9, (theft,))) == [[lessons[0], lessons[2]], [lessons[1]]]


def test_where_nobody_is_to_blame_the_older_half_goes_first() -> None:
    lessons = [Lesson(topic=topic) for topic in ("a", "b", "c")]
    assert apart(lessons, Verdict(0.9, 0.8)) == [lessons[:1], lessons[1:]]
    all_steal = Verdict(0.9, 0.9, tuple(Theft("…", "x", each.topic) for each in lessons))
    assert apart(lessons, all_steal) == [lessons[:1], lessons[1:]]
