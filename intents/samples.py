"""Whole messages as owners write them, each with everything that is right about it.

A topic's phrases teach what one wish sounds like; samples teach what real messages are: a
complaint that asks for something, a question that is none, two wishes at once, calm words about
danger. One entry a line, in `samples/<language>.yaml`:

    - {kind: complaint, also: [request], category: noise, urgent: true, text: "…"}

`kind` is what is wanted first, `also` what is right, too. `hard: true` marks a sample that was
composed to mislead (sarcasm, a denial, alarm words without danger): it teaches as any other, but
how sure the engine may be is learned from the rest, which are like what really comes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intents.mistakes import CatalogueError, Flaw, Mistake, Wrong, wrong
from intents.normalise import bare, fold
from intents.vocabulary import Category, Kind
from intents.yaml_file import YamlFile, shown, unknown

SAMPLES = Path(__file__).parent / "samples"
_FIELDS = ("kind", "also", "category", "urgent", "hard", "text")


@dataclass(frozen=True)
class Sample:
    """One message and its right answers; an emergency is always urgent."""

    text: str
    kind: Kind
    category: Category
    also: tuple[Kind, ...] = ()
    urgent: bool = False
    hard: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return (self.kind, *self.also)


def load(folder: Path | None = None) -> tuple[Sample, ...]:
    """Every sample of the folder (the shipped ones); raises CatalogueError with all mistakes."""
    samples: list[tuple[YamlFile, str, Sample]] = []
    mistakes: list[Mistake] = []
    for path in sorted((folder or SAMPLES).glob("*.yaml")):
        file = YamlFile(path, f"samples/{path.name}")
        samples += [(file, place, sample) for place, sample in _samples(file)]
        mistakes += file.mistakes
    mistakes += _said_twice(samples)
    if mistakes:
        raise CatalogueError(mistakes)
    return tuple(sample for _, _, sample in samples)


def _samples(file: YamlFile) -> Iterator[tuple[str, Sample]]:
    """Each with its place in the file."""
    if not isinstance(file.content, list):
        if not file.mistakes:
            file.wrong("", Flaw.NOT_A_LIST)
        return
    for index, entry in enumerate(file.content):
        found = list(_mistakes(entry))
        file.mistakes += [file.at(each, within=str(index)) for each in found]
        if not found:
            yield str(index), _sample(entry)


def _mistakes(entry: Any) -> Iterator[Wrong]:
    if not isinstance(entry, dict):
        yield wrong("", Flaw.NO_SAMPLE)
        return
    for field in sorted(set(map(str, entry)) - set(_FIELDS)):
        yield unknown(field, _FIELDS)
    for field, words in (("kind", Kind), ("category", Category)):
        if entry.get(field) not in list(words):  # what has no hash is no word of ours either
            given, allowed = shown(entry.get(field)), ", ".join(words)
            yield wrong(field, Flaw.NOT_ONE_OF, given=given, allowed=allowed)
    also = entry.get("also", [])
    if not isinstance(also, list) or any(each not in list(Kind) for each in also):
        yield wrong("also", Flaw.ALSO_NO_KINDS, given=shown(also))
    elif entry.get("kind") in also:
        yield wrong("also", Flaw.ALSO_THE_KIND, given=shown(entry["kind"]))
    for field in ("urgent", "hard"):
        if not isinstance(entry.get(field, False), bool):
            yield wrong(field, Flaw.NOT_TRUE_OR_FALSE, given=shown(entry[field]))
    text = entry.get("text")
    if not isinstance(text, str) or not fold(text):
        yield wrong("text", Flaw.NO_WORDS, given=shown(text))


def _sample(entry: dict[str, Any]) -> Sample:
    kind = Kind(entry["kind"])
    return Sample(
        text=entry["text"],
        kind=kind,
        category=Category(entry["category"]),
        also=tuple(map(Kind, entry.get("also", []))),
        urgent=entry.get("urgent", False) or kind is Kind.EMERGENCY,
        hard=entry.get("hard", False),
    )


def _said_twice(samples: Iterable[tuple[YamlFile, str, Sample]]) -> Iterator[Mistake]:
    """The same words with two meanings teach nothing."""
    first: dict[str, tuple[YamlFile, str, Sample]] = {}
    for file, place, sample in samples:
        said = bare(fold(sample.text)) or sample.text  # "?" has no words to be the same
        before, where, other = first.setdefault(said, (file, place, sample))
        if (other.kind, other.category) != (sample.kind, sample.category):
            yield file.at(
                wrong(
                    "text",
                    Flaw.TWO_MEANINGS,
                    given=repr(sample.text),
                    kind=sample.kind.value,
                    category=sample.category.value,
                    where=f"{before.name}:{before.line(where)}",
                    other_kind=other.kind.value,
                    other_category=other.category.value,
                ),
                within=place,
            )
