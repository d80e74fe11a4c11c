"""How a feed is doing: asked less often while it fails, and its failing told once."""

from datetime import datetime, timedelta

from db.models import Feed
from reminders.warnings.places import FORECASTS
from reminders.warnings.unreadable import Problem

EVERY = timedelta(minutes=10)
_FORECASTS_EVERY = timedelta(hours=1)
_SLOWEST = timedelta(hours=2)
TOLD_AFTER = 4
"""Failures in a row: with the pauses between them, that is more than an hour."""


def is_due(feed: Feed, now: datetime) -> bool:
    """Also where it was polled later than now: the sandbox's clock goes either way."""
    return feed.next_poll_at <= now or (feed.polled_at is not None and feed.polled_at > now)


def succeeded(feed: Feed, etag: str | None, now: datetime) -> bool:
    """True where somebody was told that it failed, and should hear that it is well."""
    was_told = feed.told_at is not None
    feed.failures, feed.problem, feed.told_at = 0, None, None
    feed.polled_at = feed.good_at = now
    feed.next_poll_at = now + (_FORECASTS_EVERY if feed.code in FORECASTS else EVERY)
    feed.etag = etag
    return was_told


def failed(feed: Feed, problem: Problem, now: datetime) -> bool:
    """True where that should be told now."""
    feed.failures += 1
    feed.problem = problem.value
    feed.polled_at = now
    feed.next_poll_at = now + min(EVERY * 2 ** min(feed.failures - 1, 8), _SLOWEST)
    if feed.failures < TOLD_AFTER or feed.told_at is not None:
        return False
    feed.told_at = now
    return True
