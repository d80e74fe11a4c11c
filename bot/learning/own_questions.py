"""A community's own questions as topics, and how the community is understood because of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import escape

from bot.texts.wording import shorten
from db.models import OwnQuestion
from db.vocabulary import Language
from intents import Category, Engine, Evidence, Kind, Team, Topic, Understanding, detect_language
from intents.normalise import bare, fold
from intents.topic import LONGEST_ANSWER, LONGEST_NAME, OWN

_CERTAIN = 0.99

_PREFERRED = {
    Language.HANT: (Language.HANS, Language.EN),
    Language.HANS: (Language.HANT, Language.EN),
    Language.EN: (Language.HANT, Language.HANS),
}
"""What somebody reads instead where the manager did not write their language."""


def compared(text: str) -> str:
    """The words as they are compared: one script, one width, no punctuation."""
    return bare(fold(text))


def topic_id(own_id: int) -> str:
    return f"{OWN}{own_id}"


def as_answer(written: str) -> str:
    """Plain words as a topic's answer: nothing in them is markup, nothing is filled in."""
    return str(escape(written)).replace("{", "&#123;")


def length_of(written: str) -> int:
    """As an answer, in which a sign that is escaped counts for several."""
    return len(as_answer(written))


def is_too_long(written: str) -> bool:
    return length_of(written) > LONGEST_ANSWER


def as_topic(own: OwnQuestion) -> Topic:
    """Raises ValueError where the row makes no topic."""
    answers = {Language(code): as_answer(words) for code, words in own.answers.items()}
    phrases: dict[str, tuple[str, ...]] = {}
    for phrase in own.phrases:
        language = detect_language(phrase) or Language.HANT.value
        phrases[language] = (*phrases.get(language, ()), phrase)
    known = {each.value for each in Category}
    return Topic(
        id=topic_id(own.id),
        kind=Kind.QUESTION,
        category=Category(own.category if own.category in known else Category.OTHER),
        team=Team.SERVICE,
        name={language.value: shorten(own.name, LONGEST_NAME[language]) for language in Language},
        phrases=phrases,
        answer={language.value: _in(answers, language) for language in Language},
    )


def _in(answers: Mapping[Language, str], language: Language) -> str:
    """Raises ValueError where nothing was written at all."""
    for each in (language, *_PREFERRED[language]):
        if each in answers:
            return answers[each]
    raise ValueError("an own question without an answer")


@dataclass(frozen=True)
class Ear:
    """How one community is understood: the engine, and its own questions word for word."""

    engine: Engine
    own: Mapping[str, Topic]
    """Its own questions by their words as they are compared."""
    foreign: frozenset[str]
    """Own questions that the engine knows and that are not this community's."""

    def understand(self, text: str) -> Understanding:
        """A question of the community's own counts from the moment it is published.

        Danger goes first: no answer may stand in its way.
        """
        heard = self.engine.understand(text, without=self.foreign)
        topic = self.own.get(compared(text))
        if topic is None or heard.kind is Kind.EMERGENCY or heard.doubtful:
            return heard
        return replace(
            heard,
            kind=Kind.QUESTION,
            category=topic.category,
            topic=topic.id,
            urgent=False,
            hazard=None,
            confidence=_CERTAIN,
            sure=True,
            kinds=(),
            wishes=(),
            suggestions=(topic.id,),
            evidence=Evidence("phrase", compared(text), 1.0),
        )


def by_words(own: Iterable[tuple[OwnQuestion, Topic]]) -> dict[int, dict[str, Topic]]:
    """Community → words → topic; of two with the same words the newer counts."""
    found: dict[int, dict[str, Topic]] = {}
    for row, topic in own:
        words = found.setdefault(row.community_id, {})
        words.update({compared(phrase): topic for phrase in row.phrases})
    return found
