"""How people and teams are named: 林志華 is 林師傅, 小林 and Mr Lam to those who speak of him."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from intents.normalise import HAN, fold

_NAMES = Path(__file__).with_name("names.yaml")
_HAN_RUN = re.compile(f"[{HAN}]+")
_LATIN_WORD = re.compile("[a-z]+")
_LONGEST_NAME = 5
"""Han characters, with a title perhaps: 歐陽志華, 林總幹事."""
_SHORTEST_WORD = 2
_SHORTEST_FIRST_NAME = 3
_FAMILIAR = "阿小老"

# 毛太多 is about hair, 施工 about work, 白班长期没人 about months.
_NO_TITLE = (
    "(?:太[多大小高低吵贵脏热冷久慢快少重]|生[病气产活日命]|工[作程人地具资]|[班组课科]长[期久时])"
)

# 多謝師傅 thanks a fitter, who need not be called 謝; 多謝謝師傅 does name him.
_THANKS = "(?<=[多感答鸣])谢|(?<=(?<![多感答鸣谢])谢)谢"
_IS_THANKS = re.compile(_THANKS)

# Bob was rude: who does something is somebody, also at the beginning of a sentence.
_DOES = "was|is|has|had|did|does|said|told|came|never|keeps|kept|shouted|refused|ignored|from"


@dataclass(frozen=True)
class _Customs:
    """names.yaml, folded."""

    read: frozenset[str]
    """Han surnames that are read in any text."""
    spelt: Mapping[str, tuple[str, ...]]
    """Every Han surname with its Latin spellings."""
    titles: tuple[str, ...]
    civil: frozenset[str]
    """Titles of both scripts that a neighbour bears as well."""
    latin_read: tuple[str, ...]
    latin_titles: tuple[str, ...]
    not_names: frozenset[str]
    han_endings: tuple[str, ...]
    latin_endings: tuple[str, ...]


@cache
def _customs() -> _Customs:
    said: dict[str, Any] = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    han, latin, endings = said["titles"], said["latin_titles"], said["team_endings"]
    unread = said["surnames_that_are_words"]
    read = (*latin["work"], *latin["civil"])
    return _Customs(
        read=frozenset(map(fold, said["surnames"])),
        spelt={fold(name): tuple(some) for name, some in (said["surnames"] | unread).items()},
        titles=tuple(map(fold, [*han["work"], *han["civil"]])),
        civil=frozenset([*map(fold, han["civil"]), *latin["civil"], *latin["civil_of_the_known"]]),
        latin_read=read,
        latin_titles=(*read, *latin["civil_of_the_known"], *latin["work_of_the_known"]),
        not_names=frozenset(said["not_names"]),
        han_endings=tuple(map(fold, endings["han"])),
        latin_endings=tuple(endings["latin"]),
    )


@cache
def latin_surnames() -> frozenset[str]:
    return frozenset(chain.from_iterable(_customs().spelt.values()))


# ── In any text ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Titled:
    """How somebody is named by a title: 王師傅, Mr Wong."""

    han: re.Pattern[str]
    ends: frozenset[str]
    latin: re.Pattern[str]
    titles: frozenset[str]


@cache
def _titled() -> _Titled:
    known = _customs()
    surnames, titles = (
        "|".join(sorted(some, key=len, reverse=True)) for some in (known.read, known.titles)
    )
    latin = "|".join(sorted(known.latin_read, key=len, reverse=True))
    return _Titled(
        han=re.compile(f"(?!{_THANKS})(?:{surnames})(?!{_NO_TITLE})(?:{titles})"),
        ends=frozenset(title[-1] for title in known.titles),
        latin=re.compile(rf"(?<![a-z])(?:{latin})\.?\s[a-z]{{2,20}}(?![a-z])"),
        titles=frozenset(known.latin_read),
    )


def titled_in(folded: str, characters: frozenset[str], words: frozenset[str]) -> str | None:
    """The first who is named by a title, without knowing anybody: 王師傅, mr wong."""
    titled = _titled()
    if not characters.isdisjoint(titled.ends):
        named = titled.han.search(folded)
        if named:
            return named[0]
    if not words.isdisjoint(titled.titles):
        named = titled.latin.search(folded)
        if named:
            return named[0].replace(".", "")
    return None


def is_thanks(folded: str, at: int) -> bool:
    """The 謝 there is that of 多謝 or 謝謝, and nobody's name."""
    return bool(_IS_THANKS.match(folded, at))


def may_be_no_title(said: str) -> bool:
    """何工 of 任何工作, 陳太 of 陳太多話: only `titled_in` can tell."""
    titles = (title for title in _customs().titles if len(title) == 1)
    return any(said.removesuffix(title) in _customs().spelt for title in titles)


def is_civil(said: str) -> bool:
    """Named by a title that a neighbour has as well: 林先生, Mr Lam; not 林師傅."""
    known = _customs()
    if said.split(" ")[0] in known.civil:
        return True
    return any(said.removesuffix(title) in known.spelt for title in known.civil)


# ── Of somebody who is known ────────────────────────────────────────────────────────────────


def forms_of(name: str) -> frozenset[str]:
    """What a person may be called who goes by this name, folded: 林志華, 林師傅, mr lam.

    A Latin first name alone is none of them: see `first_names_of`.
    """
    folded = fold(name)
    words = _words(folded)
    runs = _HAN_RUN.findall(folded)
    found = set(chain.from_iterable(map(_han_forms, runs))) | set(_latin_forms(words))
    if not runs:
        found.update(_titled_han(_surnames_spelt(words)))
    return frozenset(found)


def first_names_of(name: str) -> frozenset[str]:
    """Latin words by which the person may be called alone: Bob of Bob Lee."""
    return frozenset(
        word
        for word in _words(fold(name))
        if len(word) >= _SHORTEST_FIRST_NAME and word not in latin_surnames()
    )


def is_written_as_a_name(word: str, text: str) -> bool:
    """With its capital, inside a sentence or before what somebody does: Will came; not Will you."""
    name = re.escape(word.capitalize())
    return bool(re.search(rf"(?<=[a-z,;:] ){name}\b|\b{name}(?='s\b| (?:{_DOES})\b)", text))


def _words(folded: str) -> list[str]:
    words = _LATIN_WORD.findall(folded)
    not_names = _customs().not_names
    return [word for word in words if len(word) >= _SHORTEST_WORD and word not in not_names]


def _han_forms(run: str) -> Iterator[str]:
    surname = _surname_of(run)
    if surname and 1 < len(run) <= _LONGEST_NAME:
        yield run
        yield from _named_by(surname)
        yield from _given(run, run.removeprefix(surname))
    elif run[0] in _FAMILIAR and len(run) == 2:  # 阿強, 小陳
        yield run
        yield from _named_by(run[1]) if _surname_of(run[1]) else ()
    elif titled := _titled().han.search(run):  # 維修林師傅
        yield from _han_forms(titled[0])


def _surname_of(run: str) -> str | None:
    return next((run[:size] for size in (2, 1) if run[:size] in _customs().spelt), None)


def _named_by(surname: str) -> Iterator[str]:
    yield from _titled_han([surname])
    if len(surname) == 1:
        yield from (f"{hello}{surname}" for hello in _FAMILIAR)
    for spelling in _customs().spelt[surname]:
        yield from (f"{title} {spelling}" for title in _customs().latin_titles)


def _given(run: str, given: str) -> Iterator[str]:
    titles = _customs().titles
    if given in titles:  # 林師傅 is all that is known of the name
        return
    yield f"阿{given[-1]}"
    yield from (f"{run}{title}" for title in titles)
    if len(given) > 1:
        yield given


def _titled_han(surnames: Iterable[str]) -> Iterator[str]:
    return (f"{surname}{title}" for surname in surnames for title in _customs().titles)


def _latin_forms(words: list[str]) -> Iterator[str]:
    """Bob Lee, Lee Bob, Mr Lee, Uncle Bob."""
    if len(words) > 1:
        yield " ".join(words)
        yield " ".join([*words[1:], words[0]])
        yield " ".join([words[-1], *words[:-1]])
    yield from (f"{title} {word}" for word in words for title in _customs().latin_titles)


def _surnames_spelt(words: list[str]) -> list[str]:
    """The Han surnames that a Latin name may be: the first word's, else the last word's."""
    for word in (words[0], words[-1]) if len(words) > 1 else ():
        found = [surname for surname, some in _customs().spelt.items() if word in some]
        if found:
            return found
    return []


def team_forms_of(name: str) -> frozenset[str]:
    """What a team may be called that goes by this name, folded: 維修組, 維修部, repairs team."""
    folded = fold(name)
    han = chain.from_iterable(map(_han_team_forms, _HAN_RUN.findall(folded)))
    return frozenset(chain(han, _latin_team_forms(_LATIN_WORD.findall(folded))))


def _han_team_forms(run: str) -> Iterator[str]:
    endings = sorted(_customs().han_endings, key=len, reverse=True)
    stem = run.removesuffix(next((each for each in endings if run.endswith(each)), ""))
    if len(stem) > 1:
        yield run
        yield from (f"{stem}{ending}" for ending in endings)


def _latin_team_forms(words: list[str]) -> Iterator[str]:
    endings = _customs().latin_endings
    stem = words[:-1] if len(words) > 1 and words[-1] in endings else words
    if len(words) > 1:
        yield " ".join(words)
    if stem:
        for last in {stem[-1], stem[-1].removesuffix("s")}:
            yield from (" ".join([*stem[:-1], last, ending]) for ending in endings)
