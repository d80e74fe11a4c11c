"""Several reminders in one letter: one greeting, one signature, each under its own title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from reminders.spacing import BUDGET, Budget

_Each = TypeVar("_Each")


@dataclass(frozen=True)
class Section:
    """What one reminder says; HTML."""

    title: Markup
    body: Markup


def merged_body(sections: Sequence[Section]) -> tuple[Markup, Markup]:
    """The letter's title, and all that stands between it and the signature."""
    lead, *others = sections
    below = (Markup("<b>{}</b>\n\n{}").format(each.title, each.body) for each in others)
    return lead.title, Markup("\n\n").join((lead.body, *below))


def into_letters(
    waiting: Mapping[_Each, int], letters: int, budget: Budget = BUDGET
) -> list[list[_Each]]:
    """What waits, with its length, in as many letters as there may be; the rest goes on waiting.

    Each has a letter of its own as long as there are letters; the last one holds what it can.
    """
    found: list[list[_Each]] = []
    room = 0
    for each, length in waiting.items():
        if len(found) < letters:
            found.append([each])
            room = budget.characters - length
        elif found and length <= room and len(found[-1]) < budget.parts:
            found[-1].append(each)
            room -= length
    return found
