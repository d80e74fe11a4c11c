"""No topic takes the phrases of another: each wins its own, alone and in company."""

from intents import Catalogue, Engine, Kind
from intents.matcher import Example, Matcher


def phrases(catalogue: Catalogue) -> list[Example]:
    return [
        Example(topic.id, phrase)
        for topic in catalogue
        for some in topic.phrases.values()
        for phrase in some
    ]


def test_every_phrase_wins_its_own_topic(engine: Engine, catalogue: Catalogue) -> None:
    stolen = [
        (example.text, example.label, thief)
        for example in phrases(catalogue)[::7]
        if (thief := engine.understand(example.text).topic) != example.label
    ]
    assert stolen == []


def test_the_matcher_alone_gives_every_phrase_to_its_topic(catalogue: Catalogue) -> None:
    examples = phrases(catalogue)
    matcher = Matcher(examples)
    asked = examples[::7]
    stolen = [each for each in asked if matcher.match(each.text)[0].label != each.label]
    assert len(stolen) / len(asked) < 0.01, stolen


def test_politeness_around_a_phrase_leaves_its_kind(engine: Engine, catalogue: Catalogue) -> None:
    examples = [
        example
        for example in phrases(catalogue)[::9]
        if catalogue[example.label].kind in (Kind.REQUEST, Kind.COMPLAINT, Kind.EMERGENCY)
    ]
    changed = [
        (example.text, kind)
        for example in examples
        if (kind := engine.understand(_politely(example.text)).kind)
        is not catalogue[example.label].kind
    ]
    assert len(changed) / len(examples) < 0.08, changed


def _politely(phrase: str) -> str:
    return f"Hi, {phrase}, thanks" if phrase.isascii() else f"你好，{phrase}，謝謝"


def test_a_phrase_left_out_is_still_understood(catalogue: Catalogue) -> None:
    """Every twelfth phrase is taken away: what is left must recognise most of them."""
    examples = [each for each in phrases(catalogue) if not each.label.startswith("q_")]
    rest = Matcher(each for index, each in enumerate(examples) if index % 12)
    asked = examples[::12]
    kinds = [
        catalogue[matches[0].label].kind is catalogue[each.label].kind
        for each in asked
        if (matches := rest.match(each.text))
    ]
    assert sum(kinds) / len(asked) > 0.75
