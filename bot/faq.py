"""Answers to questions: the shipped ones, or the community's own instead."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.desk import Desk
from db import questions
from db.models import Community, FaqAnswer, Person
from db.vocabulary import Language
from intents import Topic
from reminders.region import numbers, terms

_log = logging.getLogger(__name__)

_ENVIRONMENT = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
"""Managers write answers too: sandboxed, and every value escaped."""


def facts(community: Community, language: Language) -> dict[str, str]:
    """The community's own numbers and rules, in one language."""
    return {name: words[language] for name, words in community.facts.items()}


def render(answer: str, given: dict[str, Any]) -> str:
    """Telegram HTML. Raises jinja2.TemplateError where the answer names an unknown value."""
    return _ENVIRONMENT.from_string(answer).render(given).strip()


def given(community: Community, language: Language) -> dict[str, Any]:
    """What an answer can quote, without a conversation."""
    return {
        "community": community.name(language),
        "office_phone": community.office_phone,
        "office_hours": f"{community.office_opens}–{community.office_closes}",
        "terms": terms(community.region, language),
        "numbers": numbers(community.region),
        "facts": facts(community, language),
    }


@dataclass(frozen=True)
class Unsayable:
    """An answer that cannot be given in a community, and why: mostly a figure that it lacks."""

    topic: Topic
    language: Language
    community: Community
    problem: str


def unsayable(topics: Iterable[Topic], communities: Iterable[Community]) -> Iterator[Unsayable]:
    """Every answer in every language, with each community's own facts."""
    answered = [topic for topic in topics if topic.answer]
    for community, topic, language in product(communities, answered, Language):
        try:
            render(topic.answer[language], given(community, language))
        except Exception as error:  # an answer may divide by nothing, too
            yield Unsayable(topic, language, community, str(error))


def values(desk: Desk, language: Language) -> dict[str, Any]:
    """What an answer can quote."""
    given = desk.voice.given(language)
    return given | {
        "community": desk.community.name(language),
        "facts": facts(desk.community, language),
    }


async def answer(desk: Desk, person: Person, topic: Topic, asked: str) -> tuple[FaqAnswer, str]:
    """The answer in the person's language, remembered with the question that it was given to."""
    own = await questions.override(desk.session, desk.community.id, topic.id, person.language)
    words = _worded(own, topic, values(desk, person.language), person.language)
    given = FaqAnswer(
        community_id=desk.community.id,
        person_id=person.id,
        topic=topic.id,
        asked=asked,
        answered_at=desk.now,
    )
    desk.session.add(given)
    await desk.session.flush()
    return given, words


def _worded(own: str | None, topic: Topic, given: dict[str, Any], language: Language) -> str:
    """The community's own answer; the shipped one where that has a mistake in it."""
    if own is not None:
        try:
            return render(own, given)
        except TemplateError as error:
            _log.error("a community's own answer to %s cannot be said: %s", topic.id, error)
    return render(topic.answer[language], given)
