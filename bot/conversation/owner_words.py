"""What owners say in so many words: yes and no, that something is not done, that they blame.

The words are in owner_words.yaml; nobody has to teach them.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml
from pydantic import BaseModel, ConfigDict

from intents.cues import CueBook
from intents.cues import Hit as CueHit
from intents.normalise import bare, fold

_FILE = Path(__file__).with_name("owner_words.yaml")

_GROUPS = frozenset({"not_done", "blame", "scorn", "refusal", "late", "another"})
"""Found anywhere in a text."""

_BESIDE_A_NAME = frozenset(
    {"attack", "overstay", "done", "by", "harmless", "others", "villain", "is_a", "along"}
    | {"called", "so_named", "of_that_name", "hurt", "comes", "stop", "culprit", "role"}
    | {"denied", "without", "other_than", "besides", "nobody"}
    | {
        "force",
        "rescue",
        "rescued",
        "strike",
        "breaks",
        "door",
        "thing",
        "person",
        "taken",
        "done_to",
        "pursued",
        "him",
    }
    | {"stranger", "near", "comes_last", "stay_away", "goes_away", "kept"}
    | {"leaves", "hurry", "rang", "he", "careful", "warned", "suffered", "fled", "driven"}
)
"""The same, and weighed by where a name stands; what is in neither is the whole of a text."""

_NEAR = 6
"""Characters that … stands for, at most, in what is not done."""


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    yes: tuple[tuple[str, ...], ...]
    no: tuple[tuple[str, ...], ...]
    now: tuple[tuple[str, ...], ...]
    not_now: tuple[tuple[str, ...], ...]
    same: tuple[tuple[str, ...], ...]
    not_same: tuple[tuple[str, ...], ...]
    not_done: tuple[str, ...]
    blame: tuple[str, ...]
    scorn: tuple[str, ...]
    refusal: tuple[str, ...]
    late: tuple[str, ...]
    another: tuple[str, ...]
    attack: tuple[str, ...]
    overstay: tuple[str, ...]
    done: tuple[str, ...]
    by: tuple[str, ...]
    harmless: tuple[str, ...]
    others: tuple[str, ...]
    villain: tuple[str, ...]
    is_a: tuple[str, ...]
    along: tuple[str, ...]
    called: tuple[str, ...]
    so_named: tuple[str, ...]
    of_that_name: tuple[str, ...]
    hurt: tuple[str, ...]
    comes: tuple[str, ...]
    stop: tuple[str, ...]
    culprit: tuple[str, ...]
    denied: tuple[str, ...]
    without: tuple[str, ...]
    other_than: tuple[str, ...]
    besides: tuple[str, ...]
    nobody: tuple[str, ...]
    role: tuple[str, ...]
    force: tuple[str, ...]
    rescue: tuple[str, ...]
    rescued: tuple[str, ...]
    strike: tuple[str, ...]
    breaks: tuple[str, ...]
    door: tuple[str, ...]
    thing: tuple[str, ...]
    person: tuple[str, ...]
    taken: tuple[str, ...]
    done_to: tuple[str, ...]
    pursued: tuple[str, ...]
    him: tuple[str, ...]
    stranger: tuple[str, ...]
    near: tuple[str, ...]
    comes_last: tuple[str, ...]
    stay_away: tuple[str, ...]
    goes_away: tuple[str, ...]
    leaves: tuple[str, ...]
    hurry: tuple[str, ...]
    rang: tuple[str, ...]
    he: tuple[str, ...]
    kept: tuple[str, ...]
    careful: tuple[str, ...]
    warned: tuple[str, ...]
    suffered: tuple[str, ...]
    fled: tuple[str, ...]
    driven: tuple[str, ...]


def says_it_is_now(text: str) -> bool | None:
    """Whether a danger is there, as the answer to that question; None: it answers nothing."""
    return _answer(text, "now", "not_now")


def says_it_is_the_same(text: str) -> bool | None:
    """Whether theirs is what others report, as the answer to that; None: it answers nothing."""
    return _answer(text, "same", "not_same")


def _answer(text: str, for_yes: str, for_no: str) -> bool | None:
    said, answers = bare(fold(text)), _answers()
    if said in answers["yes"] | answers[for_yes]:
        return True
    return False if said in answers["no"] | answers[for_no] else None


def is_said_not_done(text: str) -> bool:
    return any(
        hit.cue.group == "not_done" and _gap(hit) <= _NEAR for hit in _cues().find(fold(text))
    )


def blames(text: str) -> bool:
    return any(hit.cue.group == "blame" for hit in _cues().find(fold(text)))


def scorns(text: str) -> bool:
    """Of somebody who is named, nothing that anybody would thank them with."""
    found = found_in(fold(text))
    return any(not found.is_harmless(hit) for hit in found["scorn"])


def refuses(text: str) -> bool:
    """To have whoever is named come again."""
    return bool(found_in(fold(text))["refusal"])


def says_late(text: str) -> bool:
    """That whoever was called has not come yet, or is slow to."""
    return bool(found_in(fold(text))["late"])


def speaks_of_another(text: str) -> bool:
    """Of one more besides what was reported."""
    return any(hit.cue.group == "another" for hit in _cues().find(fold(text)))


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


class Found(defaultdict[str, list[CueHit]]):
    """What was found in a text, by groups."""

    def is_harmless(self, hit: _Placed) -> bool:
        """It begins in words that mean something else: 搶修, get in touch."""
        return any(each.start <= hit.start < each.end for each in self["harmless"])


def found_in(folded: str) -> Found:
    found = Found(list)
    for hit in _cues().find(folded):
        found[hit.cue.group].append(hit)
    return found


def _gap(hit: CueHit) -> int:
    """Characters between the halves of a cue."""
    return hit.end - hit.start - sum(len(part.words) for part in hit.cue.parts)


@cache
def _words() -> _Words:
    return _Words.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


@cache
def _answers() -> dict[str, frozenset[str]]:
    answers = _words().model_dump(exclude=set(_GROUPS | _BESIDE_A_NAME))
    return {
        name: frozenset(bare(fold(each)) for line in lines for each in line)
        for name, lines in answers.items()
    }


@cache
def _cues() -> CueBook:
    return CueBook(_words().model_dump(include=set(_GROUPS | _BESIDE_A_NAME)))
