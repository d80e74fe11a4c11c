"""Words with places for what changes, as managers write them: nothing in them is carried out.

Only `{{ name }}` is understood, and `{% if name %}` … `{% endif %}` around what may be left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

_DEEPEST = 4
"""Conditions within each other."""
_LONGEST_NAME = 30

_NOT_PLAIN = frozenset({"self", "super", "loop", "caller", "varargs", "kwargs"})
"""They mean something to Jinja2."""

_ALONE_IN_A_LINE = re.compile(r"^[ \t]*(\{%[^%\n]*%\})[ \t]*\n", re.MULTILINE)

_environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
_environment.globals.clear()


class WordingError(Exception):
    """What is wrong with somebody's words, and in which line; `name` is what was not understood."""

    def __init__(self, what: str, line: int, name: str = "") -> None:
        super().__init__(f"line {line}: {what} {name}".strip())
        self.what = what
        self.line = line
        self.name = name


@dataclass(frozen=True)
class Place:
    """A name in somebody's words that is to be filled in."""

    name: str
    line: int
    """Where it stands first."""
    under: tuple[frozenset[str], ...]
    """Wherever it stands: which names must be known, so that it is come to there."""
    optional: bool
    """It is said only where the words ask first whether there is one."""

    def is_come_to(self, known: Mapping[str, object]) -> bool:
        return any(all(known.get(each) for each in names - {self.name}) for names in self.under)


@dataclass(frozen=True)
class _Part:
    """What is to be filled in or asked for; plain words are not among it."""

    node: nodes.Node
    under: tuple[str, ...]
    depth: int
    is_question: bool


def places(source: str, longest: int) -> list[Place]:
    """In the order in which they are come to. Raises WordingError with the first thing that could
    not be said."""
    if len(source) > longest:
        raise WordingError("long", source.count("\n", 0, longest) + 1)
    try:
        tree = _environment.parse(source)
    except TemplateSyntaxError as error:
        raise WordingError("syntax", error.lineno) from error
    except RecursionError as error:
        raise WordingError("forbidden", 1) from error
    found: dict[str, list[_Part]] = {}
    for part in _parts(tree.body):
        if not isinstance(part.node, nodes.Name) or not _is_plain(part.node.name):
            raise WordingError("forbidden", part.node.lineno)
        if part.depth > _DEEPEST:
            raise WordingError("forbidden", part.node.lineno)
        found.setdefault(part.node.name, []).append(part)
    return [_place(name, parts) for name, parts in found.items()]


def _parts(
    body: Sequence[nodes.Node], under: tuple[str, ...] = (), depth: int = 0
) -> Iterator[_Part]:
    for node in body:
        if isinstance(node, nodes.Output):
            for each in node.nodes:
                if not isinstance(each, nodes.TemplateData):
                    yield _Part(each, under, depth, is_question=False)
        elif isinstance(node, nodes.If):
            yield _Part(node.test, under, depth, is_question=True)
            asked = node.test.name if isinstance(node.test, nodes.Name) else ""
            yield from _parts(node.body, (*under, asked), depth + 1)
            # What is said otherwise hangs on nothing that is known.
            yield from _parts([*node.elif_, *node.else_], under, depth + 1)
        else:
            yield _Part(node, under, depth, is_question=False)


def _is_plain(name: str) -> bool:
    return name not in _NOT_PLAIN and not name.startswith("_") and len(name) <= _LONGEST_NAME


def _place(name: str, parts: Sequence[_Part]) -> Place:
    said = [part for part in parts if not part.is_question]
    return Place(
        name,
        parts[0].node.lineno,
        tuple(frozenset(part.under) for part in parts),
        optional=len(said) < len(parts) and all(name in part.under for part in said),
    )


def filled_in(source: str, values: Mapping[str, object], longest: int) -> str:
    """As plain words. Raises WordingError where they were never checked."""
    places(source, longest)
    in_one_line = _ALONE_IN_A_LINE.sub(r"\1", source)
    return _environment.from_string(in_one_line).render(values).strip()
