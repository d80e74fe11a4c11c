"""Writes what was learned into one file and reads it back: arrays and JSON, nothing that runs.

The format is NumPy's `.npz`. Lists of words are one text each, a word a line: no piece of a
message has a line break in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.blend import Blend
from intents.catalogue import Catalogue
from intents.features import FeatureSpace
from intents.model import Groups, Model, Question, Table
from intents.neighbours import Neighbours
from intents.topic import Topic

Arrays = dict[str, NDArray[Any]]
_QUESTIONS = ("kind", "category", "urgent", "topic")


class StoreError(Exception):
    """The file holds no model that this program wrote."""


def save(path: Path, catalogue: Catalogue, model: Model) -> None:
    arrays: Arrays = {
        "rarity": model.space.rarity,
        "steps": model.table.steps,
        "sizes": model.table.sizes,
        "offsets": model.table.offsets,
        "topic_starts": model.groups.starts,
        "topic_kinds": model.groups.kinds,
        "topic_categories": model.groups.categories,
        "topic_group_of": model.groups.group_of,
        "also_scale": model.also_scale,
        **{f"near_{name}": array for name, array in model.neighbours.arrays().items()},
        **{f"label_of_{name}": getattr(model, name).label_of for name in _QUESTIONS},
        "topics": _text([json.dumps([each.model_dump(mode="json") for each in catalogue])]),
        "texts": _text([json.dumps(list(model.texts))]),
        "plain": _text(model.neighbours.texts),
        "sounds": _text(model.neighbours.sounds),
        "words": _text(model.space.words),
        "word_counts": np.asarray(list(model.space.words.values()), np.int32),
        **{f"pieces_{sort}": _text(some) for sort, some in enumerate(model.space.numbers)},
    }
    about = {
        "sorts": len(model.space.numbers),
        "also": _ends(model.also),
        "within": asdict(model.within),
        "questions": {name: _described(getattr(model, name)) for name in _QUESTIONS},
    }
    arrays["about"] = _text([json.dumps(about)])
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def load(path: Path) -> tuple[Catalogue, Model]:
    """Raises FileNotFoundError, and StoreError for whatever else is wrong with the file."""
    try:
        # Opened here: of a broken archive, NumPy would leave the file open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _catalogue(arrays), _model(arrays)
    except FileNotFoundError:
        raise
    except Exception as error:  # half a file, another program's, an older one's
        raise StoreError(f"{path} cannot be read: {error}") from error


def _catalogue(arrays: Mapping[str, NDArray[Any]]) -> Catalogue:
    topics = [Topic.restored(each) for each in json.loads(_lines(arrays["topics"])[0])]
    return Catalogue({topic.id: topic for topic in topics})


def _model(arrays: Mapping[str, NDArray[Any]]) -> Model:
    about = json.loads(_lines(arrays["about"])[0])
    first, numbers = 0, []
    for sort in range(about["sorts"]):
        some = _lines(arrays[f"pieces_{sort}"])
        numbers.append(dict(zip(some, range(first, first + len(some)), strict=True)))
        first += len(some)
    words = zip(_lines(arrays["words"]), arrays["word_counts"].tolist(), strict=True)
    near = {name[5:]: arrays[name] for name in arrays if name.startswith("near_")}
    questions = {
        name: _question(about["questions"][name], arrays[f"label_of_{name}"]) for name in _QUESTIONS
    }
    return Model(
        space=FeatureSpace(numbers, arrays["rarity"], dict(words)),
        neighbours=Neighbours.of(near, _lines(arrays["plain"]), _lines(arrays["sounds"])),
        texts=json.loads(_lines(arrays["texts"])[0]),
        table=Table(arrays["steps"], arrays["sizes"], arrays["offsets"]),
        within=Blend(**about["within"]),
        groups=Groups(
            arrays["topic_starts"],
            arrays["topic_kinds"],
            arrays["topic_categories"],
            arrays["topic_group_of"],
        ),
        also=slice(*about["also"]),
        also_scale=arrays["also_scale"],
        **questions,
    )


def _described(question: Question) -> dict[str, Any]:
    return {
        "labels": question.labels,
        "columns": _ends(question.columns),
        "besides": question.besides and _ends(question.besides),
        "mix": asdict(question.mix),
    }


def _question(about: dict[str, Any], label_of: NDArray[np.intp]) -> Question:
    return Question(
        labels=tuple(about["labels"]),
        columns=slice(*about["columns"]),
        label_of=label_of,
        mix=Blend(**about["mix"]),
        besides=slice(*about["besides"]) if about["besides"] else None,
    )


def _ends(columns: slice) -> Sequence[int]:
    return columns.start, columns.stop


def _text(lines: Any) -> NDArray[np.uint8]:
    return np.frombuffer("".join(f"{line}\n" for line in lines).encode(), np.uint8)


def _lines(text: NDArray[np.uint8]) -> list[str]:
    return text.tobytes().decode().split("\n")[:-1]
