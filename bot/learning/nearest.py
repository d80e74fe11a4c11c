"""Which topic of a category somebody's words are most like: a proposal for a manager to judge."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.learning.own_questions import compared
from intents import Topic


def nearest(topics: Iterable[Topic], text: str) -> Topic | None:
    """None where there is no topic at all."""
    words = compared(text)
    return max(topics, key=lambda topic: _likeness(topic, words), default=None)


def _likeness(topic: Topic, words: str) -> float:
    return max(
        (
            fuzz.token_set_ratio(words, compared(phrase))
            if " " in words
            else fuzz.ratio(words, compared(phrase))
            for phrases in topic.phrases.values()
            for phrase in phrases
        ),
        default=0.0,
    )
