"""No topic takes the phrases of another: each wins its own, alone, in company, and unseen."""

import pytest

from intents import Catalogue, Engine, Kind, samples, training
from intents.rules import Rules
from intents.training import Examined


def phrases(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [
        (topic.id, phrase)
        for topic in catalogue
        for some in topic.phrases.values()
        for phrase in some
    ]


@pytest.fixture(scope="module")
def unseen(catalogue: Catalogue) -> list[Examined]:
    """A fifth of all examples, each judged by models that have not seen it."""
    return list(training.examine(catalogue, samples.load(), Rules(), (0,)))


def test_every_phrase_wins_its_own_topic(engine: Engine, catalogue: Catalogue) -> None:
    stolen = [
        (phrase, topic, thief)
        for topic, phrase in phrases(catalogue)[::7]
        if (thief := engine.understand(phrase).topic) != topic
    ]
    assert stolen == []


def test_politeness_around_a_phrase_leaves_its_kind(engine: Engine, catalogue: Catalogue) -> None:
    asked = [
        (topic, phrase)
        for topic, phrase in phrases(catalogue)[::9]
        if catalogue[topic].kind in (Kind.REQUEST, Kind.COMPLAINT, Kind.EMERGENCY)
    ]
    changed = [
        (phrase, kind)
        for topic, phrase in asked
        if (kind := engine.understand(_politely(phrase)).kind) is not catalogue[topic].kind
    ]
    assert len(changed) / len(asked) < 0.05, changed


def _politely(phrase: str) -> str:
    return f"Hi, {phrase}, thanks" if phrase.isascii() else f"你好，{phrase}，謝謝"


def test_phrases_that_were_never_seen_find_their_topic(unseen: list[Examined]) -> None:
    asked = [each for each in unseen if each.example.topic]
    right = [next(iter(each.judgement.topics)) == each.example.topic for each in asked]
    among_three = [each.example.topic in list(each.judgement.topics)[:3] for each in asked]
    assert sum(right) / len(asked) > 0.6
    assert sum(among_three) / len(asked) > 0.78


def test_no_topic_takes_most_of_another(unseen: list[Examined], catalogue: Catalogue) -> None:
    taken: dict[str, list[str]] = {}
    for each in unseen:
        if each.example.topic:
            taken.setdefault(each.example.topic, []).append(next(iter(each.judgement.topics)))
    robbed = {
        topic: thief
        for topic, found in taken.items()
        for thief in set(found) - {topic}
        if found.count(thief) > len(found) / 2
    }
    assert robbed == {}


def test_samples_that_were_never_seen_are_understood(unseen: list[Examined]) -> None:
    asked = [each for each in unseen if not each.example.topic]
    kinds = [_best(each.judgement.kinds) in each.example.kinds for each in asked]
    subjects = [_best(each.judgement.categories) == each.example.category for each in asked]
    assert sum(kinds) / len(asked) > 0.8
    assert sum(subjects) / len(asked) > 0.65


def _best(answers: "dict[str, float] | object") -> str:
    assert isinstance(answers, dict)
    return max(answers, key=lambda each: answers[each])
