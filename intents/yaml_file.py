"""A YAML file whose values remember their lines, so that a mistake can be pointed at."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from intents.mistakes import Flaw, Mistake, Wrong, WrongError, wrong

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where PyYAML was built with libyaml, as its wheels are."""

_LONGEST_SHOWN = 60

_Shape = TypeVar("_Shape", bound=BaseModel)


class YamlFile:
    """What is in one file, and what is wrong with it.

    `content` is None where nothing is in it, and where `mistakes` say that it could not be read.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        """`name` is what the file is called in its mistakes."""
        self.path = path
        self.name = name or path.name
        self.mistakes: list[Mistake] = []
        self._lines: dict[str, int] = {}
        self.content = self._read()

    def wrong(self, field: str, flaw: Flaw, /, **about: object) -> None:
        self.mistakes.append(self.at(wrong(field, flaw, **about)))

    def at(self, what: Wrong, within: str = "") -> Mistake:
        """A mistake in this file; `within` is what the field is part of, and is not named."""
        return Mistake(self.name, self.line(_joined(within, what.field)), what)

    def line(self, field: str) -> int:
        """The line of the field, or of the nearest thing around it that is in the file."""
        while field and field not in self._lines:
            field = field.rpartition(".")[0]
        return self._lines.get(field, 1)

    def shaped(self, shape: type[_Shape]) -> _Shape | None:
        """The content as this shape has it; None, and what is wrong, where it does not fit."""
        if self.mistakes and self.content is None:
            return None
        try:
            return shape.model_validate(self.content)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.mistakes += map(self.at, _explained(detail, shape))
            return None

    def _read(self) -> object:
        try:
            loader = _Loader(self.path.read_text(encoding="utf-8"))
            node = loader.get_single_node()  # the nodes carry the lines
            self._remember_lines(node, "")
            return loader.construct_document(node) if node else None
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            what = wrong("", Flaw.NOT_YAML, problem=error.problem)
            self.mistakes.append(Mistake(self.name, line, what))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            # No UTF-8, a date that is none, brackets in a thousand brackets.
            self.wrong("", Flaw.NOT_YAML, problem=str(error))
        except OSError as error:
            self.wrong("", Flaw.NOT_READ, problem=error.strerror)
        return None

    def _remember_lines(self, node: yaml.Node | None, field: str) -> None:
        if node is None:
            return
        self._lines.setdefault(field, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = _joined(field, str(key.value))
                line = key.start_mark.line + 1
                if inner in self._lines:
                    what = wrong(inner, Flaw.TWICE, name=repr(key.value))
                    self.mistakes.append(Mistake(self.name, line, what))
                self._lines[inner] = line
                self._remember_lines(value, inner)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._remember_lines(value, _joined(field, str(index)))


def _joined(field: str, inner: str) -> str:
    return f"{field}.{inner}" if field and inner else field or inner


def shown(given: object) -> str:
    """A value as a mistake quotes it."""
    words = repr(given)
    return words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…"


def _explained(detail: ErrorDetails, shape: type[BaseModel]) -> list[Wrong]:
    """What pydantic found, in our words; it ends the path to a wrong key with the word [key]."""
    path = [str(part) for part in detail["loc"] if part != "[key]"]
    field = ".".join(path)
    context = detail.get("ctx", {})
    if isinstance(cause := context.get("error"), WrongError):
        return [Wrong(_joined(field, each.field), each.flaw, each.about) for each in cause.found]
    given = shown(detail["input"])
    sort = detail["type"]
    if sort == "extra_forbidden":
        return [unknown(field, shape.model_fields)]
    if sort in ("enum", "literal_error"):
        allowed = _allowed(context)
        if detail["loc"][-1] == "[key]":
            return [unknown(field, allowed)]
        return [wrong(field, Flaw.NOT_ONE_OF, given=given, allowed=", ".join(allowed))]
    if (flaw := _BY_SORT.get(sort)) is not None:
        return [wrong(field, flaw, given=given)]
    message = detail["msg"]
    return [wrong(field, Flaw.OTHER, problem=f"{message[:1].lower()}{message[1:]}")]


_BY_SORT = {
    "missing": Flaw.MISSING,
    "bool_parsing": Flaw.NOT_TRUE_OR_FALSE,
    "bool_type": Flaw.NOT_TRUE_OR_FALSE,
    "string_type": Flaw.NOT_TEXT,
    "int_type": Flaw.NOT_A_NUMBER,
    "string_too_short": Flaw.EMPTY,
    "too_short": Flaw.EMPTY,
    "string_pattern_mismatch": Flaw.ODD_CHARACTERS,
    "list_type": Flaw.NOT_A_LIST,
    "tuple_type": Flaw.NOT_A_LIST,
    "mapping_type": Flaw.NOT_A_MAPPING,
    "dict_type": Flaw.NOT_A_MAPPING,
    "model_type": Flaw.NOT_A_MAPPING,
}


def _allowed(context: dict[str, Any]) -> list[str]:
    """Pydantic's "'a', 'b' or 'c'" as words."""
    return [each.strip(" '") for each in context["expected"].replace(" or ", ", ").split(",")]


def unknown(field: str, known: Iterable[str]) -> Wrong:
    """The last part of the field is none of these; perhaps it is only misspelt."""
    near = get_close_matches(field.rpartition(".")[2], list(known), n=1)
    return wrong(field, Flaw.MISSPELT, near=near[0]) if near else wrong(field, Flaw.UNKNOWN)
