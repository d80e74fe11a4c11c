"""The texts and the code that says them fit: every name, every value, nothing left over."""

from pathlib import Path

import pytest
from jinja2 import Environment, meta
from jinja2 import nodes as ast

from bot.conversation.owner_ticket import CATEGORIES
from bot.telegram.setup import MANAGERS
from bot.texts import FOLDER, Texts
from bot.texts.wording import FILTERS
from db.vocabulary import Impact, Language, OccurrenceState, TicketKind, TicketState
from intents.mistakes import Flaw
from intents.vocabulary import Hazard
from reminders.warnings.places import REGIONS
from reminders.warnings.unreadable import Problem
from tests.texts.call_sites import call_sites
from tests.texts.mistakes import EXAMPLES, text_of, told_with

SITES = call_sites()

_ALWAYS_THERE = {
    "language", "zone", "now", "terms", "numbers", "office_phone", "office_hours", "estate",
}  # fmt: skip

_NOT_SAID_BY_CODE: dict[str, str] = {}
"""Text → why nothing says it."""


def _needs() -> dict[str, set[str]]:
    """Each text, and the values without which it cannot be said."""
    environment = Environment(autoescape=True)
    environment.filters.update(FILTERS)
    needs = {}
    for path in sorted(Path(FOLDER / Language.HANT.value).glob("*.j2")):
        for block in environment.parse(path.read_text(encoding="utf-8")).find_all(ast.Block):
            alone = ast.Template(block.body).set_environment(environment)
            free = meta.find_undeclared_variables(alone)  # type: ignore[arg-type]
            needs[f"{path.stem}.{block.name}"] = free - _ALWAYS_THERE
    return needs


NEEDS = _needs()


def test_the_code_names_texts_that_exist() -> None:
    unknown = [site for site in SITES if not any(site.names(text) for text in NEEDS)]
    assert unknown == []


def test_the_code_gives_every_value_that_its_text_needs() -> None:
    """A name filled in while running stands for no text that is named in full elsewhere."""
    in_full = {site.name for site in SITES}
    lacking = [
        f"{site.where}: {text} lacks {', '.join(sorted(needed - site.values))}"
        for site in SITES
        for text, needed in NEEDS.items()
        if site.names(text) and needed - site.values
        if text == site.name or text not in in_full
    ]
    assert lacking == []


def test_reading_the_code_found_what_is_said() -> None:
    assert len(SITES) > 200


def test_no_text_is_left_over() -> None:
    unsaid = {text for text in NEEDS if not any(site.names(text) for site in SITES)}
    assert unsaid == set(_NOT_SAID_BY_CODE)


@pytest.mark.parametrize(
    "text",
    [
        *(f"states.{state.value}" for state in (*TicketState, *OccurrenceState)),
        *(f"kinds.{kind.value}" for kind in TicketKind),
        *(f"emergency.{hazard.value}" for hazard in Hazard),
        "emergency.other",
        *(f"buttons.urgency_{urgency}" for urgency in ("high", "normal", "low")),
        *(f"buttons.impact_{impact.value}" for impact in Impact),
        *(f"categories.{category}" for category in CATEGORIES),
        *(f"commands.{command}" for command in MANAGERS),
        *(f"buttons.read_{language.name.lower()}" for language in Language),
        *(f"buttons.add_{language.name.lower()}" for language in Language),
        *map(text_of, Flaw),
        *(f"warning.source_{feed.value}" for feed in REGIONS),
        *(f"warning.problem_{problem.value}" for problem in Problem),
    ],
)
def test_there_are_words_for_everything_that_is_filled_in(texts: Texts, text: str) -> None:
    assert text in texts


@pytest.mark.parametrize("flaw", Flaw)
def test_a_mistake_brings_the_values_that_its_text_needs(flaw: Flaw) -> None:
    assert NEEDS[text_of(flaw)] <= told_with(flaw)


@pytest.mark.parametrize("flaw", Flaw)
def test_there_is_an_example_of_every_flaw_and_it_has_a_sentence(flaw: Flaw) -> None:
    examples = [each for each in EXAMPLES if each.flaw is flaw]
    assert examples
    assert all(str(each) and "{field}" not in str(each) for each in examples)
