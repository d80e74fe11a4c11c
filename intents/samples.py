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

import yaml

from intents.catalogue import CatalogueError
from intents.normalise import bare, fold
from intents.vocabulary import Category, Kind

SAMPLES = Path(__file__).parent / "samples"
_FIELDS = {"kind", "also", "category", "urgent", "hard", "text"}

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def load(folder: Path = SAMPLES) -> tuple[Sample, ...]:
    """Every sample; raises CatalogueError with all mistakes, "file.yaml:line: sentence"."""
    samples: list[Sample] = []
    places: list[str] = []
    mistakes: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        for line, entry in _entries(path, mistakes):
            found = list(_mistakes(entry))
            mistakes += [f"samples/{path.name}:{line}: {sentence}" for sentence in found]
            if not found:
                samples.append(_sample(entry))
                places.append(f"samples/{path.name}:{line}")
    mistakes += _said_twice(zip(places, samples, strict=True))
    if mistakes:
        raise CatalogueError(sorted(mistakes))
    return tuple(samples)


def _entries(path: Path, mistakes: list[str]) -> Iterator[tuple[int, Any]]:
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if not isinstance(node, yaml.SequenceNode):
            mistakes.append(f"samples/{path.name}:1: a file of samples is a list")
            return
        for each in node.value:
            yield each.start_mark.line + 1, loader.construct_document(each)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        mistakes.append(f"samples/{path.name}:{line}: this is not YAML: {error.problem}")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mistakes.append(f"samples/{path.name}:1: this is not YAML: {error}")


def _mistakes(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "a sample is {kind, category, text}"
        return
    for field in sorted(set(map(str, entry)) - _FIELDS):
        yield f"{field} is no field of a sample"
    for field, words in (("kind", Kind), ("category", Category)):
        if entry.get(field) not in list(words):  # what has no hash is no word of ours either
            yield f"{field} {entry.get(field)!r} is not one of {', '.join(words)}"
    also = entry.get("also", [])
    if not isinstance(also, list) or any(each not in list(Kind) for each in also):
        yield f"also {also!r} is not a list of kinds"
    elif entry.get("kind") in also:
        yield f"also repeats the kind {entry['kind']!r}"
    for field in ("urgent", "hard"):
        if not isinstance(entry.get(field, False), bool):
            yield f"{field} {entry[field]!r} is neither true nor false"
    text = entry.get("text")
    if not isinstance(text, str) or not fold(text):
        yield f"text {text!r} has no words in it"


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


def _said_twice(samples: Iterable[tuple[str, Sample]]) -> Iterator[str]:
    """The same words with two meanings teach nothing."""
    first: dict[str, tuple[str, Sample]] = {}
    for place, sample in samples:
        said = bare(fold(sample.text)) or sample.text  # "?" has no words to be the same
        where, other = first.setdefault(said, (place, sample))
        if (other.kind, other.category) != (sample.kind, sample.category):
            yield (
                f"{place}: {sample.text!r} is a {sample.kind} about {sample.category}, "
                f"and at {where} a {other.kind} about {other.category}"
            )
