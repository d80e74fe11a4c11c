"""Reads every topic file and says everything that is wrong with them at once, line by line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from intents.language import detect_language
from intents.lesson import LeftOut, Lesson
from intents.mistakes import CatalogueError, Flaw, Mistake, wrong
from intents.normalise import bare, fold
from intents.topic import Topic
from intents.yaml_file import YamlFile

TOPICS = Path(__file__).parent / "topics"


@dataclass(frozen=True)
class Catalogue:
    """All topics by their id, known to be consistent."""

    topics: Mapping[str, Topic]
    left_out: tuple[LeftOut, ...] = ()
    """Lessons, and words of own questions, that mean another topic already."""

    @classmethod
    def load(cls, folder: Path | None = None) -> "Catalogue":
        files = [TopicFile(path) for path in sorted((folder or TOPICS).glob("*.yaml"))]
        read = [(file, topic) for file in files if (topic := file.topic()) is not None]
        mistakes = [mistake for file in files for mistake in file.mistakes]
        mistakes += [*_taken_ids(read), *_shared_phrases(read)]
        if not files:
            mistakes.append(Mistake((folder or TOPICS).name, 1, wrong("", Flaw.NO_TOPIC_AT_ALL)))
        if mistakes:
            raise CatalogueError(mistakes)
        return cls({topic.id: topic for _, topic in read})

    def with_lessons(
        self, lessons: Iterable[Lesson], questions: Iterable[Topic] = ()
    ) -> "Catalogue":
        """A catalogue that knows these too; whoever had words first keeps them.

        A question all of whose words were taken stays, without any: it is answered word for
        word all the same. Own questions of two communities may share their words.
        """
        topics = dict(self.topics)
        owners = self._owners()
        left_out: list[LeftOut] = []

        def is_free(text: str, topic_id: str) -> bool:
            owner = owners.get(bare(fold(text)), topic_id)
            if owner != topic_id:
                left_out.append(LeftOut(text, topic_id, owner))
            return owner == topic_id

        for question in questions:
            kept = {
                language: tuple(each for each in phrases if is_free(each, question.id))
                for language, phrases in question.phrases.items()
            }
            phrases = {language: some for language, some in kept.items() if some}
            topics[question.id] = question.model_copy(update={"phrases": phrases})
        for lesson in lessons:
            if lesson.topic not in topics:
                left_out.append(LeftOut(lesson.text, lesson.topic, None))
            elif is_free(lesson.text, lesson.topic) and bare(fold(lesson.text)) not in owners:
                owners[bare(fold(lesson.text))] = lesson.topic
                topics[lesson.topic] = _with_phrase(topics[lesson.topic], lesson.text)
        return Catalogue(topics, (*self.left_out, *left_out))

    def owner_of(self, text: str) -> str | None:
        """The topic whose own phrase this is, word for word."""
        return self._owners().get(bare(fold(text)))

    def _owners(self) -> dict[str, str]:
        return {
            bare(fold(phrase)): topic.id
            for topic in self
            for phrases in topic.phrases.values()
            for phrase in phrases
        }

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics.values())

    def __getitem__(self, topic_id: str) -> Topic:
        return self.topics[topic_id]

    def __len__(self) -> int:
        return len(self.topics)


def _with_phrase(topic: Topic, text: str) -> Topic:
    language = detect_language(text) or "zh-Hant"
    phrases = {**topic.phrases, language: (*topic.phrases.get(language, ()), text)}
    return topic.model_copy(update={"phrases": phrases})


class TopicFile(YamlFile):
    """One file: the topic in it, or its mistakes with their lines."""

    def topic(self) -> Topic | None:
        """None when the file has mistakes that leave no topic to speak of."""
        topic = self.shaped(Topic)
        if topic is not None and topic.id != self.path.stem:
            self.wrong(
                "id", Flaw.NOT_THE_FILES_NAME, given=repr(topic.id), name=repr(self.path.stem)
            )
        return topic


def _taken_ids(read: Iterable[tuple[TopicFile, Topic]]) -> Iterator[Mistake]:
    first: dict[str, TopicFile] = {}
    for file, topic in read:
        if topic.id in first:
            other = first[topic.id].name
            yield file.at(wrong("id", Flaw.ID_TAKEN, given=repr(topic.id), other=other))
        first.setdefault(topic.id, file)


def _shared_phrases(read: Iterable[tuple[TopicFile, Topic]]) -> Iterator[Mistake]:
    """A phrase in two topics means two things, and nobody can tell which."""
    owner: dict[str, tuple[TopicFile, str]] = {}
    for file, topic in read:
        for language, phrases in topic.phrases.items():
            for index, phrase in enumerate(phrases):
                other, said = owner.setdefault(bare(fold(phrase)), (file, phrase))
                if other is not file:
                    yield file.at(
                        wrong(
                            f"phrases.{language}.{index}",
                            Flaw.PHRASE_TAKEN,
                            given=repr(phrase),
                            other=other.name,
                            theirs=repr(said),
                        )
                    )
