"""Labels learned from examples alone, however few they are."""

import pytest

from intents.classifier import Classifier, Example

WHEN = ("", " today", " again", " since monday")
SAID = {
    "lift": ("the lift is broken", "the lift has stopped", "電梯壞了", "電梯不動"),
    "tap": ("my tap is dripping", "the tap drips", "水龍頭漏水", "水龍頭滴水"),
    "noise": ("so loud upstairs", "my neighbour is loud", "樓上太吵", "隔壁好吵"),
    "pool": ("when does the pool open", "pool hours", "泳池幾點開", "泳池開放時間"),
}
EXAMPLES = [
    Example(label, text + when) for label, texts in SAID.items() for text in texts for when in WHEN
]
STRANGERS = [
    "book me a flight to oslo",
    "who won the cup in 1966",
    "play some jazz",
    "今天股票漲了",
]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.train(EXAMPLES, STRANGERS)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The lift is BROKEN!", "lift"),
        ("lift brokn", "lift"),
        ("电梯坏了", "lift"),
        ("電踢壞了", "lift"),
        ("the tap is dripping", "tap"),
        ("吵死了隔壁", "noise"),
        ("opening hours of the pool", "pool"),
    ],
)
def test_a_message_gets_the_label_it_means(classifier: Classifier, text: str, label: str) -> None:
    assert classifier.classify(text).labels[0] == label


def test_labels_come_by_falling_probability(classifier: Classifier) -> None:
    verdict = classifier.classify("the lift is broken", most=4)
    assert sorted(verdict.labels) == sorted(SAID)
    assert list(verdict.probabilities) == sorted(verdict.probabilities, reverse=True)
    assert sum(verdict.probabilities) == pytest.approx(1, abs=1e-4)
    assert len(classifier.classify("the lift is broken", most=2).labels) == 2


def test_strangers_are_less_friendly_than_what_was_taught(classifier: Classifier) -> None:
    friendly = min(classifier.classify(each.text).friendliness for each in EXAMPLES)
    strange = max(classifier.classify(text).friendliness for text in STRANGERS)
    assert strange < friendly
    assert not classifier.classify("flights to oslo").known


@pytest.mark.parametrize("text", ["", " ", "？？？", "😀", "a" * 10_000, "\ud800", "สวัสดี"])
def test_anything_is_answered(classifier: Classifier, text: str) -> None:
    verdict = classifier.classify(text)
    assert len(verdict.labels) == len(verdict.probabilities) == 3


def test_the_same_examples_teach_the_same(classifier: Classifier) -> None:
    again = Classifier.train(EXAMPLES, STRANGERS)
    for text in ("lift brokn", "泳池", "hello"):
        one, other = again.classify(text), classifier.classify(text)
        assert one.labels[0] == other.labels[0]
        assert one.probabilities[0] == pytest.approx(other.probabilities[0], abs=0.05)


def test_not_one_example_is_an_error() -> None:
    with pytest.raises(ValueError, match="not one example"):
        Classifier.train([], ["a stranger"])


def test_a_single_label_is_always_right() -> None:
    lonely = Classifier.train([Example("lift", "the lift is broken")], STRANGERS)
    verdict = lonely.classify("what is this")
    assert verdict.labels == ("lift",)
    assert verdict.probabilities == pytest.approx((1.0,))
    assert verdict.known


@pytest.mark.parametrize(("text", "label"), [("the lift", "lift"), ("水龍頭", "tap")])
def test_two_labels_are_told_apart(text: str, label: str) -> None:
    two = Classifier.train([each for each in EXAMPLES if each.label in ("lift", "tap")])
    assert two.classify(text).labels[0] == label


@pytest.mark.parametrize("count", [3, 4, 5, 9])
def test_one_example_a_label_is_enough(count: int) -> None:
    words = ("lift", "tap", "noise", "pool", "gate", "lamp", "dog", "fees", "parcel")[:count]
    few = Classifier.train([Example(word, f"about the {word}") for word in words])
    assert [few.classify(f"the {word}").labels[0] for word in words] == list(words)


def test_progress_is_told() -> None:
    told: list[str] = []
    Classifier.train(EXAMPLES, (), told.append)
    assert told[0] == "reading the examples"
    assert told[-1] == "learning from all of them"


def test_an_example_without_a_word_does_no_harm() -> None:
    taught = Classifier.train([*EXAMPLES, Example("lift", "!!!"), Example("tap", "")])
    assert taught.classify("the lift is broken").labels[0] == "lift"
