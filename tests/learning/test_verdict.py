"""Whether a lesson may count: not one phrase stolen, and hardly an answer lost."""

import json

import pytest

from bot.learning.trials import apart, one_meaning_each
from bot.learning.verdict import Verdict
from db.models import Lesson
from intents import LeftOut, Theft

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


@pytest.mark.parametrize("owner", ["water_leak", None])
def test_what_cannot_be_taught_does_not_pass_and_the_others_may(owner: str | None) -> None:
    verdict = Verdict(0.9, 0.9, left_out=(LeftOut("水管滴水", "gone", owner),))
    assert not verdict.passes
    assert verdict.on_the_others.passes
    assert not Verdict.impossible(*verdict.left_out).passes


def test_the_reason_names_who_loses_most_first() -> None:
    other = Theft("沒水", "no_water", "drain_blocked")
    verdict = Verdict(0.931, 0.925, (other, THEFT, THEFT))
    assert verdict.robbed == [("water_leak", 2), ("no_water", 1)]
    assert verdict.points_lost == 0.6
    assert Verdict(0.9, 0.95).points_lost == 0.0


def test_what_is_written_down_is_read_again() -> None:
    verdict = Verdict(0.93, 0.92, (THEFT,), (LeftOut("水管滴水", "gone", None),))
    assert Verdict.read(json.loads(json.dumps(verdict.as_json()))) == verdict


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"accuracy_before": 1, "accuracy_after": 1},
        {"accuracy_before": 1, "accuracy_after": 1, "thefts": []},
    ],
)
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


def test_of_two_meanings_for_the_same_words_one_is_tried_at_a_time() -> None:
    first, second = Lesson(folded="滴水", topic="a"), Lesson(folded="滴水", topic="b")
    other = Lesson(folded="沒水", topic="a")
    assert one_meaning_each([first, other, second]) == [first, other]
