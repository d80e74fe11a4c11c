"""A feed that fails is asked less and less often, and told of once."""

from datetime import timedelta

from db.models import Feed
from db.vocabulary import FeedCode
from reminders.warnings.health import EVERY, TOLD_AFTER, failed, is_due, succeeded
from reminders.warnings.unreadable import Problem
from tests.reminders.warnings.conftest import at


def test_it_is_told_once_after_an_hour_and_once_when_it_is_well() -> None:
    feed = Feed(code=FeedCode.HKO, failures=0, next_poll_at=at("09:00"))
    for _ in range(2):
        assert succeeded(feed, None, feed.next_poll_at) is False
        began, told = feed.next_poll_at, []
        for number in range(1, 30):
            if failed(feed, Problem.SLOW, feed.next_poll_at):
                told.append(number)
                assert feed.polled_at - began > timedelta(hours=1)
        assert told == [TOLD_AFTER]
        assert feed.next_poll_at - feed.polled_at == timedelta(hours=2)
        assert succeeded(feed, "x", feed.next_poll_at) is True
        assert (feed.failures, feed.problem, feed.told_at) == (0, None, None)
        assert feed.next_poll_at - feed.good_at == EVERY


def test_a_short_failure_is_nobodys_business() -> None:
    feed = Feed(code=FeedCode.HKO, failures=0, next_poll_at=at("09:00"))
    for _ in range(TOLD_AFTER - 1):
        assert failed(feed, Problem.UNREACHABLE, at("09:00")) is False
    assert succeeded(feed, None, at("10:00")) is False


def test_it_is_due_when_its_time_has_come_or_the_clock_was_set_back() -> None:
    feed = Feed(code=FeedCode.HKO, failures=0, next_poll_at=at("09:00"))
    assert is_due(feed, at("09:00"))
    succeeded(feed, None, at("09:00"))
    assert not is_due(feed, at("09:09"))
    assert is_due(feed, at("09:10"))
    assert is_due(feed, at("08:59"))
