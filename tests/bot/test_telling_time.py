"""One clock for the whole program: it tells UTC, runs on, and can be moved in the sandbox."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock, SandboxClock, SystemClock

A_MOMENT = timedelta(seconds=5)
NEW_YEAR = datetime(2027, 1, 1, 10, 0, tzinfo=ZoneInfo("Asia/Taipei"))


@pytest.mark.parametrize("clock", [SystemClock(), SandboxClock()], ids=["system", "sandbox"])
def test_a_clock_tells_the_machines_time_in_utc(clock: Clock) -> None:
    now = clock.now()
    assert now.tzinfo is UTC
    assert abs(datetime.now(UTC) - now) < A_MOMENT


@pytest.mark.parametrize("moment", [NEW_YEAR, datetime(1999, 12, 31, tzinfo=UTC)])
def test_the_sandboxs_clock_is_moved_either_way_and_runs_on(moment: datetime) -> None:
    clock = SandboxClock()
    clock.move_to(moment)
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert moment <= first <= second < moment + A_MOMENT


def test_a_clock_moved_again_counts_from_the_machines_time_and_not_from_its_own() -> None:
    clock = SandboxClock()
    clock.move_to(NEW_YEAR)
    clock.move_to(NEW_YEAR + timedelta(hours=2))
    assert timedelta(0) <= clock.now() - (NEW_YEAR + timedelta(hours=2)) < A_MOMENT


def test_a_clock_can_begin_elsewhere() -> None:
    ahead = SandboxClock(timedelta(days=1)).now() - SystemClock().now()
    assert abs(ahead - timedelta(days=1)) < A_MOMENT


def test_two_clocks_do_not_disturb_each_other() -> None:
    moved, still = SandboxClock(), SandboxClock()
    moved.move_to(NEW_YEAR)
    assert still.offset == timedelta(0)
