"""The pace: smooth overall, gentle to each chat. Time is virtual."""

import random
from bisect import bisect_right
from itertools import pairwise

import pytest

from reminders.pace import Limits, Pace

ALICE, BOB, GROUP = 1, 2, -9


def send(pace: Pace, chat_id: int, now: float) -> float:
    slot = pace.next_slot(chat_id, now)
    pace.spend(chat_id, slot)
    return slot


def most_within(times: list[float], span: float) -> int:
    return max(bisect_right(times, start + span - 1e-9) - at for at, start in enumerate(times))


def test_two_thousand_messages_never_come_in_bursts() -> None:
    pace, dice, now = Pace(), random.Random(1), 0.0
    times = []
    for number in range(2000):
        if dice.random() < 0.02:
            now += dice.random() * 3  # a quiet while saves nothing up for later
        times.append(send(pace, 1000 + number, now))
        now = max(now, times[-1] - 0.2)
    assert most_within(times, 1.0) <= 26
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.04 - 1e-9


def test_at_full_load_the_whole_rate_is_used() -> None:
    pace = Pace()
    times = [send(pace, 1000 + number, 0.0) for number in range(2000)]
    assert times[-1] == pytest.approx(1999 / 25)


def test_a_person_gets_one_message_a_second() -> None:
    pace = Pace()
    assert [send(pace, ALICE, 10.0) for _ in range(3)] == [10.0, 11.0, 12.0]


def test_a_group_gets_twenty_in_any_minute_and_none_at_the_same_time() -> None:
    pace = Pace()
    times = [send(pace, GROUP, 0.0) for _ in range(65)]
    assert most_within(times, 60.0) == 20
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.2 - 1e-9
    assert times[20] == 60.0


def test_a_paused_chat_does_not_stop_the_others() -> None:
    pace = Pace()
    pace.pause(GROUP, 30.0)
    pace.pause(GROUP, 5.0)
    assert pace.next_slot(GROUP, 0.0) == 30.0
    assert pace.next_slot(ALICE, 0.0) == 0.0
    assert pace.resting(0.0) == {GROUP: 30.0}
    assert pace.resting(31.0) == {}


def test_only_who_has_to_wait_longer_than_all_is_resting() -> None:
    pace = Pace()
    send(pace, ALICE, 0.0)
    assert pace.resting(0.01) == {ALICE: 1.0}
    assert pace.resting(0.99) == {ALICE: 1.0}
    assert pace.resting(1.0) == {}


def test_slots_are_counted_ahead() -> None:
    pace = Pace()
    assert pace.slots_within(0.2, 0.0, at_most=64) == 6
    for _ in range(6):
        send(pace, random.randrange(10, 10**6), 0.0)
    assert pace.slots_within(0.2, 0.0, at_most=64) == 0
    assert Pace.unlimited().slots_within(0.2, 0.0, at_most=64) == 64


def test_without_limits_everything_goes_at_once_but_what_was_told_to_wait() -> None:
    pace = Pace.unlimited()
    assert {send(pace, chat, 3.0) for chat in (ALICE, ALICE, GROUP, GROUP)} == {3.0}
    pace.pause(ALICE, 9.0)
    assert pace.next_slot(ALICE, 3.0) == 9.0


def test_memory_does_not_grow_with_the_audience() -> None:
    pace = Pace(Limits(per_second=1000.0))
    for number in range(1, 20_000):
        send(pace, number if number % 2 else -number, 0.0)
    assert len(pace._private) <= 1001
    assert len(pace._groups) <= 10_000
