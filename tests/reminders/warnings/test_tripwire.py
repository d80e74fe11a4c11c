"""How often one kind of warning is news, whatever levels it goes through and for how long."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models import Tripwire
from reminders.warnings.tripwire import CALM, LIFTED, armed, risen, trip, watch
from tests.reminders.warnings.conftest import at

_PAUSES = pytest.mark.parametrize(
    ("cooldown", "calm"), [(timedelta(days=3), CALM), (timedelta(), LIFTED)], ids=["day", "at once"]
)
_HOURS = st.lists(st.sampled_from([None, 0, 2, 3, 4]), max_size=200)
"""Hour by hour: no warning, one without a level, one that grave."""


def news(
    levels: list[int | None], cooldown: timedelta, calm: timedelta
) -> list[tuple[int, int | None, bool]]:
    """The hours in which it is news, how grave it then is, and whether it was so by a rise."""
    wire, found = Tripwire(), []
    for hour, level in enumerate(levels):
        now = at("00:00") + timedelta(hours=hour)
        is_armed = armed(wire, cooldown, now, calm)
        watch(wire, goes_on=level is not None, now=now)
        rises = risen(wire, level or None)
        if level is not None and (is_armed or rises):
            found.append((hour, level or None, not is_armed))
            trip(wire, level or None, now)
    return found


@_PAUSES
@given(levels=_HOURS)
def test_between_two_times_there_is_a_cooldown_of_calm_or_a_rise(
    levels: list[int | None], cooldown: timedelta, calm: timedelta
) -> None:
    told = news(levels, cooldown, calm)
    assert bool(told) is any(each is not None for each in levels)
    for (before, was, _), (hour, level, rose) in pairwise(told):
        if rose:
            assert was is not None
            assert level is not None
            assert level > was
        else:
            assert hour - before >= cooldown // timedelta(hours=1)
            quiet = levels[hour - calm // timedelta(hours=1) : hour]
            assert not any(each is not None for each in quiet)


@_PAUSES
@given(levels=_HOURS)
def test_no_rise_goes_unheard(
    levels: list[int | None], cooldown: timedelta, calm: timedelta
) -> None:
    told, heard = news(levels, cooldown, calm), 0
    by_hour = {hour: (level, rose) for hour, level, rose in told}
    for hour, level in enumerate(levels):
        if hour in by_hour:
            found, rose = by_hour[hour]
            heard = max(heard, found or 0) if rose else found or 0
        elif level and heard:
            assert level <= heard, "graver than what was told, and nobody was told"
