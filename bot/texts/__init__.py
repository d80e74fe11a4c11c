"""Every word the bot says: Jinja2 blocks, one file per subject, one folder per language.

`texts/zh-Hant/owner.j2` holds `{% block receipt %}`, which is the text `owner.receipt`.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    meta,
)
from jinja2 import nodes as ast
from markupsafe import Markup

from bot.texts.wording import FILTERS
from db.vocabulary import Language

FOLDER = Path(__file__).parent

_BLANK_LINES = re.compile(r"\n{3,}")


class TextError(Exception):
    """The texts are not whole; each mistake is one sentence."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


class Texts:
    """Renders a text by name, in a language, with values. Unknown names and values raise."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._shelves = {language: self._open(folder / language.value) for language in Language}

    @staticmethod
    def _open(folder: Path) -> dict[str, Template]:
        environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        environment.filters.update(FILTERS)
        environment.globals["language"] = Language(folder.name)
        return {
            path.stem: environment.get_template(path.name) for path in sorted(folder.glob("*.j2"))
        }

    def render(self, name: str, language: Language, values: Mapping[str, Any]) -> str:
        """Telegram HTML; every value is escaped unless it is `Markup` already."""
        shelf, _, block = name.partition(".")
        template = self._shelves[language][shelf]
        context = template.new_context(dict(values))
        text = "".join(template.blocks[block](context))
        return _BLANK_LINES.sub("\n\n", text).strip()

    def words(self, name: str, language: Language, values: Mapping[str, Any]) -> str:
        """The same without markup or escapes: button labels, topic titles, toasts."""
        return str(Markup(self.render(name, language, values)).striptags())

    def __contains__(self, name: str) -> bool:
        return name in self.names

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._names(Language.HANT))

    def _names(self, language: Language) -> Iterator[str]:
        for shelf, template in self._shelves[language].items():
            yield from (f"{shelf}.{block}" for block in template.blocks)

    def mistakes(self) -> list[str]:
        """What one language says and another does not, and values only one of them uses."""
        found = []
        values = {language: self._values(language) for language in Language}
        for name in sorted(set().union(*values.values())):
            missing = [language.value for language in Language if name not in values[language]]
            if missing:
                found.append(f"text {name} is missing in {', '.join(missing)}")
                continue
            used = {language.value: values[language][name] for language in Language}
            everywhere = set().union(*used.values())
            for code, own in used.items():
                if everywhere - own:
                    left_out = ", ".join(sorted(everywhere - own))
                    found.append(f"text {name} in {code} does not use {left_out}")
        return found

    def _values(self, language: Language) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for shelf in self._shelves[language]:
            source = (self._folder / language.value / f"{shelf}.j2").read_text(encoding="utf-8")
            environment = Environment(autoescape=True)
            environment.filters.update(FILTERS)
            tree = environment.parse(source)
            for block in tree.find_all(ast.Block):
                lone = ast.Template(block.body)
                lone.set_environment(environment)
                free = meta.find_undeclared_variables(lone)
                found[f"{shelf}.{block.name}"] = free - _GIVEN
        return found


_GIVEN = {"language", "zone", "now", "terms", "numbers", "office_phone", "office_hours", "estate"}
"""What every text may use and no text has to."""


def load_texts(folder: Path = FOLDER, *, compare: bool = True) -> Texts:
    """Raises TextError with every mistake at once.

    `compare` False leaves out the comparison of the languages, which takes a second and which
    `python -m bot check` and the tests make: a start need not wait for it.
    """
    try:
        texts = Texts(folder)
    except TemplateSyntaxError as error:
        raise TextError([f"{error.filename}:{error.lineno}: {error.message}"]) from error
    if compare and (mistakes := texts.mistakes()):
        raise TextError(mistakes)
    return texts
