"""What new lessons would do to everything that is known: better or worse, and what they steal.

Both the catalogue as it is and the catalogue with the lessons are examined on the same part of
all examples, by models that have not seen it. A theft is a phrase that was understood before and
afterwards goes to the topic that was taught.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from intents import samples, training
from intents.catalogue import Catalogue
from intents.lesson import LeftOut, Lessons, Theft, Trial
from intents.rules import Rules
from intents.sources import HOME
from intents.training import Examined
from intents.vocabulary import LANGUAGES

ENOUGH = 25
"""Phrases a topic should have in each language."""

Progress = Callable[[str], None]


def try_out(
    catalogue: Catalogue,
    lessons: Lessons,
    tell: Progress = lambda _: None,
    home: Path | None = None,
) -> Trial:
    """One part of the examples, twice: half a minute. Once where nothing would be learned.

    `home` has samples and cues of its own.
    """
    taught = catalogue.with_lessons(lessons.learned, lessons.questions)
    on_trial = _on_trial(catalogue, lessons)
    known, rules = samples.load(home / "samples" if home else None), Rules(home or HOME)

    def topics_of(catalogue: Catalogue) -> dict[tuple[str, str], str]:
        return _topics(training.examine(catalogue, known, rules, (0,), tell))

    before = topics_of(taught)
    after = before if on_trial.topics == taught.topics else topics_of(on_trial)
    suspects = {lesson.topic for lesson in lessons.tried}
    thefts = [
        Theft(phrase, topic, found)
        for (phrase, topic), found in after.items()
        if found != topic and found in suspects and before.get((phrase, topic)) == topic
    ]
    same = before.keys() & after.keys()  # what the lessons say themselves is not asked
    return Trial(
        round(_right({key: before[key] for key in same}), 4),
        round(_right({key: after[key] for key in same}), 4),
        tuple(thefts),
        left_out(catalogue, lessons),
    )


def left_out(catalogue: Catalogue, lessons: Lessons) -> tuple[LeftOut, ...]:
    """Those on trial whose words mean another topic already, or whose topic is not there."""
    tried = {(each.text, each.topic) for each in lessons.tried}
    found = _on_trial(catalogue, lessons).left_out
    return tuple(each for each in found if (each.text, each.topic) in tried)


def _on_trial(catalogue: Catalogue, lessons: Lessons) -> Catalogue:
    """As it would be if they were learned."""
    return catalogue.with_lessons((*lessons.learned, *lessons.tried), lessons.questions)


def _topics(examined: Iterable[Examined]) -> dict[tuple[str, str], str]:
    """(phrase, its topic) → the topic it is taken for."""
    return {
        (each.example.text, each.example.topic): _found(each)
        for each in examined
        if each.example.topic is not None
    }


def _found(each: Examined) -> str:
    return next(iter(each.judgement.topics), "")


def _right(found: dict[tuple[str, str], str]) -> float:
    if not found:
        return 0.0
    return sum(topic == taken for (_, topic), taken in found.items()) / len(found)


def thefts(catalogue: Catalogue, tell: Progress = lambda _: None) -> Iterator[Theft]:
    """The worst of the theft matrix: topics that often win another's unseen phrases.

    Phrases of one topic that half and half are taken for another are hard to tell apart, for
    people, too; a tenth is worth a look. A minute or two.
    """
    lost: dict[tuple[str, str], list[str]] = {}
    asked: Counter[str] = Counter()
    for each in training.examine(catalogue, samples.load(), Rules(), tell=tell):
        topic = each.example.topic
        if topic is not None:
            asked[topic] += 1
            lost.setdefault((topic, _found(each)), []).append(each.example.text)
    for (topic, thief), phrases in sorted(lost.items(), key=lambda item: -len(item[1])):
        if topic != thief and len(phrases) >= _OFTEN * asked[topic]:
            yield Theft(phrases[0], topic, thief)


_OFTEN = 0.1


def thin(catalogue: Catalogue, languages: Sequence[str] = (*LANGUAGES, "yue")) -> Iterator[str]:
    """Topics with too few phrases in a language, a sentence each."""
    for topic in catalogue:
        for language in languages:
            count = len(topic.phrases.get(language, ()))
            if count < ENOUGH and not topic.is_own:
                yield f"{topic.id}.yaml: {count} phrases in {language}, {ENOUGH} are enough"
