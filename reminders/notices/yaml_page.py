"""A YAML file whose values remember their lines, so that a mistake can be pointed at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]
"""The names and places that lead to a value: ("texts", "default", "en", "actions", 0)."""


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml, as its wheels are."""


class PageError(Exception):
    """The file is no YAML, or says one thing twice."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"{line}: {sentence}")
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True)
class Page:
    data: Any
    lines: dict[Path, int]

    def has(self, path: Path) -> bool:
        return path in self.lines

    def line(self, path: Path) -> int:
        """The line of the value, or of the nearest thing around it that is written."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_page(text: str) -> Page:
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise PageError(1, "the file is empty")
        lines = dict(_lines(root, ()))
        return Page(loader.construct_document(root), lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PageError(mark.line + 1 if mark else 1, f"not YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        # A value that only looks like a date or a number.
        raise PageError(1, f"not YAML: {error}") from error
    finally:
        loader.dispose()


def _lines(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    yield path, node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _lines(item, (*path, number))
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                raise PageError(key.start_mark.line + 1, f"{key.value} is said twice")
            seen.add(key.value)
            for below, line in _lines(value, (*path, key.value)):
                own = len(below) == len(path) + 1
                yield below, key.start_mark.line + 1 if own else line
