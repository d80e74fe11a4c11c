"""Why a feed could not be read: our words for it, and nothing of what it sent."""

from enum import StrEnum


class Problem(StrEnum):
    UNREACHABLE = "unreachable"
    """No connection, or one that broke off."""
    SLOW = "slow"
    REFUSED = "refused"
    """An answer other than 200."""
    TOO_BIG = "too_big"
    ELSEWHERE = "elsewhere"
    """It points to a host that is none of the source's own."""
    MALFORMED = "malformed"
    HOSTILE = "hostile"
    """It carries a document type or entities, which no warning needs."""


class UnreadableError(Exception):
    """The message holds nothing that the source sent, so that it may be logged and told."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
