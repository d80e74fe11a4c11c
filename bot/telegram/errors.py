"""What Telegram's errors mean for a letter: each becomes an outcome, here and nowhere else."""

import re
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from reminders.outcomes import (
    CardGone,
    Doubtful,
    Migrated,
    Offline,
    Outcome,
    Rejected,
    Sent,
    TopicGone,
    TryLater,
    Unreachable,
)

_BEFORE_SENDING = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)

_ANSWERS: tuple[tuple[str, Outcome], ...] = (
    ("message is not modified", Sent()),
    ("topic_not_modified", Sent()),
    ("message thread not found", TopicGone()),
    ("topic_deleted", TopicGone()),
    ("topic_id_invalid", TopicGone()),
    ("message to edit not found", CardGone()),
    ("message can't be edited", CardGone()),
    ("message_id_invalid", CardGone()),
)
"""What a refusal means, by what it says; in small letters, for PTB changes the case of some."""

_NO_SUCH_READER = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
_SERVER_TROUBLE = re.compile(r"internal server error|bad gateway|service unavailable", re.I)


def outcome_of(error: TelegramError, *, private: bool) -> Outcome:
    """What an error of PTB means. NetworkError comes last: BadRequest is one, to PTB."""
    match error:
        case RetryAfter():
            return TryLater(seconds_of(error.retry_after), True, "flood control")
        case ChatMigrated():
            return Migrated(error.new_chat_id)
        case Forbidden():
            return Unreachable(error.message)
        case BadRequest():
            return _refusal(error.message, private)
        case InvalidToken():
            return Offline("the token is refused")
        case NetworkError():
            return _network_trouble(error)
    return Doubtful(error.message)


def _refusal(message: str, private: bool) -> Outcome:
    said = message.lower()
    for words, outcome in _ANSWERS:
        if words in said:
            return outcome
    if private and any(words in said for words in _NO_SUCH_READER):
        return Unreachable(message)
    return Rejected(message, unparsable="can't parse entities" in said)


def _network_trouble(error: NetworkError) -> Outcome:
    if isinstance(error.__cause__, _BEFORE_SENDING):
        return Offline(f"{type(error.__cause__).__name__}")
    if _SERVER_TROUBLE.search(error.message):
        return TryLater(1.0, False, error.message)
    return Doubtful(error.message)


def harmless_if_repeated(outcome: Outcome) -> Outcome:
    """An edit, a topic's closing: done twice is done once, so that doubt is no matter."""
    if isinstance(outcome, Doubtful):
        return TryLater(1.0, False, outcome.reason)
    return outcome


def seconds_of(period: int | timedelta) -> float:
    """Telegram's waiting times come as a number or as a timedelta, by PTB's setting."""
    return period.total_seconds() if isinstance(period, timedelta) else float(period)
