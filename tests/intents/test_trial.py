"""Lessons on trial: what they would steal is reported, and what does no harm is not."""

from typing import Any

import pytest

from intents import (
    Catalogue,
    Category,
    Kind,
    LeftOut,
    Lesson,
    Lessons,
    Theft,
    Topic,
    samples,
    training,
    trial,
)
from intents.trial import ENOUGH
from tests.intents.tiny import CATALOGUE, SAMPLES, WHEN, topic

PLACES = (
    *("hall", "garage", "attic", "lobby", "garden", "kitchen", "bathroom", "office", "cellar"),
    *("corridor", "stairwell", "yard", "gym", "pool", "library", "playroom", "roof", "basement"),
)


def asks(name: str, *english: str) -> Topic:
    return topic(name, english, kind=Kind.QUESTION, category=Category.FACILITIES)


@pytest.fixture(autouse=True)
def few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "load", lambda *_: SAMPLES)


@pytest.fixture(scope="module")
def two_topics() -> Catalogue:
    """Lamps are asked about in one, paint in another; both in the same places."""
    lamps = [f"which lamp in the {place}" for place in PLACES]
    paint = [f"which paint in the {place}" for place in PLACES]
    added = {"q_lamp": asks("q_lamp", *lamps), "q_paint": asks("q_paint", *paint)}
    return Catalogue({**CATALOGUE.topics, **added})


def every_other(said: list[str], first: int) -> list[str]:
    """Neither the place nor the time tells of which half a phrase is."""
    return [phrase for at, phrase in enumerate(said) if (at + at // len(WHEN)) % 2 == first]


def test_lessons_that_take_phrases_of_another_topic_are_reported(two_topics: Catalogue) -> None:
    """Half of what is asked about lamps is taught to mean paint."""
    said = [f"which lamp in the {place}{when}" for place in PLACES for when in WHEN]
    lamps = {"q_lamp": asks("q_lamp", *every_other(said, 0))}
    greedy = [Lesson(phrase, "q_paint") for phrase in every_other(said, 1)]
    tried = trial.try_out(Catalogue({**two_topics.topics, **lamps}), Lessons(tried=greedy))
    assert {(each.topic, each.thief) for each in tried.thefts} == {("q_lamp", "q_paint")}
    assert all(each.phrase in said for each in tried.thefts)
    assert tried.accuracy_after < tried.accuracy_before


def test_a_harmless_lesson_takes_nothing(two_topics: Catalogue) -> None:
    harmless = [Lesson("which colour is on the walls", "q_paint")]
    tried = trial.try_out(two_topics, Lessons(tried=harmless))
    assert tried.thefts == ()
    assert tried.accuracy_after >= tried.accuracy_before - 0.05


def test_shares_are_shares_and_progress_is_told(two_topics: Catalogue) -> None:
    told: list[str] = []
    tried = trial.try_out(two_topics, Lessons(), told.append)
    assert 0.5 < tried.accuracy_before <= 1
    assert tried.accuracy_before == pytest.approx(tried.accuracy_after, abs=0.05)
    assert tried.thefts == ()
    assert told


def test_what_counts_already_is_not_on_trial(two_topics: Catalogue) -> None:
    learned = Lessons(learned=[Lesson("which lamp is it", "q_paint")])
    assert trial.try_out(two_topics, learned).thefts == ()


def test_what_cannot_be_taught_is_named_and_the_others_are_tried(two_topics: Catalogue) -> None:
    """Another topic has the words, a lesson learned before has them, or the topic is gone."""
    learned = [Lesson("which varnish is it", "q_paint")]
    tried = [
        Lesson("Which lamp in the hall?", "q_paint"),
        Lesson("which varnish is it", "q_lamp"),
        Lesson("which hue is it", "q_gone"),
        Lesson("which colour is it", "q_paint"),
    ]
    found = trial.try_out(two_topics, Lessons(learned, tried))
    assert found.left_out == (
        LeftOut("Which lamp in the hall?", "q_paint", "q_lamp"),
        LeftOut("which varnish is it", "q_lamp", "q_paint"),
        LeftOut("which hue is it", "q_gone", None),
    )


def test_where_nothing_would_be_learned_nothing_changes(
    two_topics: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    examined: list[Catalogue] = []
    examine = training.examine

    def counted(catalogue: Catalogue, *rest: Any, **more: Any) -> Any:
        examined.append(catalogue)
        return examine(catalogue, *rest, **more)

    monkeypatch.setattr(training, "examine", counted)
    found = trial.try_out(two_topics, Lessons(tried=[Lesson("which hue is it", "q_gone")]))
    assert found.accuracy_before == found.accuracy_after
    assert len(examined) == 1


def test_topics_that_cannot_be_told_apart_are_thieves() -> None:
    """Every other phrase of the same sort belongs to the other topic."""
    said = [f"which lamp in the {place}{when}" for place in PLACES for when in WHEN]
    muddled = {
        "q_one": asks("q_one", *every_other(said, 0)),
        "q_two": asks("q_two", *every_other(said, 1)),
    }
    found = list(trial.thefts(Catalogue({**CATALOGUE.topics, **muddled})))
    between = {(each.topic, each.thief) for each in found}
    assert between & {("q_one", "q_two"), ("q_two", "q_one")}
    assert ("q_pool", "q_one") not in between


def test_topics_that_are_far_apart_take_nothing_much() -> None:
    assert not [each for each in trial.thefts(CATALOGUE) if each.topic == "lift_broken"]


def test_a_theft_is_a_line_for_an_editor() -> None:
    theft = Theft("which lamp", "q_lamp", "q_paint")
    assert str(theft) == "q_lamp.yaml: phrase 'which lamp' is taken for q_paint"


def test_topics_with_few_phrases_are_thin() -> None:
    many = asks("q_many", *(f"question {at}" for at in range(ENOUGH)))
    few = asks("q_few", *(f"request {at}" for at in range(ENOUGH - 1)))
    found = list(trial.thin(Catalogue({"q_many": many, "q_few": few}), ("en",)))
    assert found == [f"q_few.yaml: {ENOUGH - 1} phrases in en, {ENOUGH} are enough"]


def test_a_language_without_a_phrase_is_thin_and_own_questions_never_are() -> None:
    own = topic("own_1", kind=Kind.QUESTION)
    shipped = asks("q_many", *(f"question {at}" for at in range(ENOUGH)))
    found = list(trial.thin(Catalogue({"own_1": own, "q_many": shipped})))
    assert "q_many.yaml: 0 phrases in yue, 25 are enough" in found
    assert not [each for each in found if each.startswith("own_")]
