"""What in an owner's words goes to a person at once: that they want redress, or are furious.

How either is said is in temper.yaml.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from intents.cues import CueBook, Hit
from intents.money import money_in
from intents.normalise import fold

_RULES = Path(__file__).with_name("temper.yaml")


class Temper(StrEnum):
    HOSTILE = "hostile"
    REDRESS = "redress"


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    said: tuple[str, ...]
    with_a_sum: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()


def temper_of(text: str) -> Temper | None:
    """Where it is both, hostility goes first: then nobody writes back before they have rung."""
    if is_hostile(text):
        return Temper.HOSTILE
    return Temper.REDRESS if demands_redress(text) else None


def demands_redress(text: str) -> bool:
    """Money, or the law."""
    folded = fold(text)
    groups = ["said"] if money_in(folded) is None else ["said", "with_a_sum"]
    return _is_said(Temper.REDRESS, folded, groups)


def is_hostile(text: str) -> bool:
    return _is_said(Temper.HOSTILE, fold(text), ["said"])


def _is_said(temper: Temper, folded: str, groups: Iterable[str]) -> bool:
    hits = _book(temper).find(folded)
    harmless = list(_of(hits, ["not_in"]))
    return any(
        not any(each.start < hit.end and hit.start < each.end for each in harmless)
        for hit in _of(hits, groups)
    )


def _of(hits: Iterable[Hit], groups: Iterable[str]) -> Iterator[Hit]:
    wanted = set(groups)
    return (hit for hit in hits if hit.cue.group in wanted)


@cache
def _book(temper: Temper) -> CueBook:
    read = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    return CueBook(_Rule.model_validate(read[temper.value]).model_dump())
