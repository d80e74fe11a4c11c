"""What is learned from what people correct and ask."""

from enum import StrEnum


class LessonSource(StrEnum):
    """How it came out that words had been taken for the wrong thing."""

    CORRECTED = "corrected"
    """The owner said what they meant."""
    NOT_HELPFUL = "not_helpful"
    REROUTED = "rerouted"
    """The desk put the ticket into another category."""
    ANSWERED = "answered"
    """Nobody had understood; a person did."""


class LessonState(StrEnum):
    """Proposed → accepted → learned or refused; or declined. Only the learned count."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    LEARNED = "learned"
    REFUSED = "refused"
    DECLINED = "declined"


class OpenQuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class OwnQuestionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
