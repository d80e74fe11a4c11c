"""Reads every topic file and says everything that is wrong with them at once, line by line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from intents.language import detect_language
from intents.lesson import LeftOut, Lesson
from intents.normalise import bare, fold
from intents.topic import DisagreementsError, Topic

TOPICS = Path(__file__).parent / "topics"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml, as its wheels are."""


class CatalogueError(Exception):
    """The topics cannot be used; `mistakes` has all that is wrong, "file.yaml:line: sentence"."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))


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
            mistakes.append(f"{folder or TOPICS}:1: there is no topic here")
        if mistakes:
            raise CatalogueError(sorted(mistakes))
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


class TopicFile:
    """One file: the topic in it, or its mistakes with their lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[str] = []
        self._lines: dict[str, int] = {}

    def topic(self) -> Topic | None:
        """None when the file has mistakes that leave no topic to speak of."""
        content = self._content()
        if content is None:
            return None
        try:
            topic = Topic.model_validate(content)
        except ValidationError as error:
            self._explain(error)
            return None
        if topic.id != self.path.stem:
            self.wrong("id", f"id {topic.id!r} is not the file's name {self.path.stem!r}")
        return topic

    def wrong(self, field: str, sentence: str) -> None:
        self.mistakes.append(self.at(field, sentence))

    def at(self, field: str, sentence: str) -> str:
        return f"{self.path.name}:{self._line(field)}: {sentence}"

    def _content(self) -> object:
        try:
            loader = _Loader(self.path.read_text(encoding="utf-8"))
            node = loader.get_single_node()  # the nodes carry the lines
            self._remember_lines(node, "")
            content = loader.construct_document(node) if node else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.mistakes.append(f"{self.path.name}:{line}: this is not YAML: {error.problem}")
            return None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self.mistakes.append(f"{self.path.name}:1: this is not YAML: {error}")
            return None
        if not isinstance(content, dict):
            self.mistakes.append(f"{self.path.name}:1: a topic is a mapping of fields to values")
            return None
        return content

    def _remember_lines(self, node: yaml.Node | None, field: str) -> None:
        if node is None:
            return
        self._lines.setdefault(field, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = f"{field}.{key.value}" if field else str(key.value)
                if inner in self._lines:
                    self.mistakes.append(
                        f"{self.path.name}:{key.start_mark.line + 1}: {key.value!r} is here twice"
                    )
                self._lines[inner] = key.start_mark.line + 1
                self._remember_lines(value, inner)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._remember_lines(value, f"{field}.{index}")

    def _line(self, field: str) -> int:
        """The line of the field, or of the nearest thing around it that is in the file."""
        while field and field not in self._lines:
            field = field.rpartition(".")[0]
        return self._lines.get(field, 1)

    def _explain(self, error: ValidationError) -> None:
        for detail in error.errors():
            cause = detail.get("ctx", {}).get("error")
            if isinstance(cause, DisagreementsError):
                for field, sentence in cause.mistakes:
                    self.wrong(field, sentence)
                continue
            # pydantic ends the path to a wrong key of a mapping with the word [key].
            path = [str(part) for part in detail["loc"] if part != "[key]"]
            self.wrong(".".join(path), _sentence(path, detail["type"], detail["msg"]))


def _sentence(path: list[str], sort: str, message: str) -> str:
    field = ".".join(path)
    if sort == "missing":
        return f"{field} is missing"
    if sort == "extra_forbidden":
        near = get_close_matches(path[-1], Topic.model_fields, n=1)
        return f"{field} is no field of a topic" + (f"; is {near[0]} meant?" if near else "")
    return f"{field}: {message[:1].lower()}{message[1:]}"


def _taken_ids(read: Iterable[tuple[TopicFile, Topic]]) -> Iterator[str]:
    first: dict[str, TopicFile] = {}
    for file, topic in read:
        if topic.id in first:
            yield file.at("id", f"id {topic.id!r} is also in {first[topic.id].path.name}")
        first.setdefault(topic.id, file)


def _shared_phrases(read: Iterable[tuple[TopicFile, Topic]]) -> Iterator[str]:
    """A phrase in two topics means two things, and nobody can tell which."""
    owner: dict[str, tuple[TopicFile, str]] = {}
    for file, topic in read:
        for language, phrases in topic.phrases.items():
            for index, phrase in enumerate(phrases):
                other, said = owner.setdefault(bare(fold(phrase)), (file, phrase))
                if other is not file:
                    yield file.at(
                        f"phrases.{language}.{index}",
                        f"phrase {phrase!r} is also in {other.path.name} as {said!r}",
                    )
