"""What new lessons would do to everything that is known: better or worse, and what they steal.

Both the catalogue as it is and the catalogue with the lessons are examined on the same part of
all examples, by models that have not seen it. A theft is a phrase that was understood before and
afterwards goes to the topic that was taught.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from intents import samples, training
from intents.catalogue import Catalogue
from intents.lesson import Lessons
from intents.rules import Rules
from intents.sources import HOME
from intents.training import Examined
from intents.vocabulary import LANGUAGES

ENOUGH = 25
"""Phrases a topic should have in each language."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Theft:
    """A phrase of `topic` that would be taken for `thief`."""

    phrase: str
    topic: str
    thief: str

    def __str__(self) -> str:
        return f"{self.topic}.yaml: phrase {self.phrase!r} is taken for {self.thief}"


@dataclass(frozen=True)
class Trial:
    """Shares from 0 to 1 of the examined phrases that find their topic."""

    accuracy_before: float
    accuracy_after: float
    thefts: tuple[Theft, ...]


def try_out(
    catalogue: Catalogue,
    lessons: Lessons,
    tell: Progress = lambda _: None,
    home: Path | None = None,
) -> Trial:
    """One part of the examples, twice: half a minute. `home` has samples and cues of its own."""
    taught = catalogue.with_lessons(lessons.learned, lessons.questions)
    on_trial = taught.with_lessons(lessons.tried)
    known, rules = samples.load(home / "samples" if home else None), Rules(home or HOME)
    before = _topics(training.examine(taught, known, rules, (0,), tell))
    after = _topics(training.examine(on_trial, known, rules, (0,), tell))
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
    )


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
