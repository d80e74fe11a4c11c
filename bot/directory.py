"""Whom it names: staff and teams of the community's own, found in what somebody wrote."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter

from sqlalchemy.ext.asyncio import AsyncSession

from bot import naming
from db import people
from db.models import Person, Team
from db.vocabulary import TeamCode
from intents import Category, Understanding
from intents.gazetteer import Named
from intents.mentions import Link, NameFinder
from intents.names import (
    first_names_of,
    forms_of,
    is_civil,
    latin_surnames,
    may_be_no_title,
    team_forms_of,
)
from intents.normalise import HAN, fold
from intents.pinyin import spelt

_ABOUT_OTHERS = frozenset(
    {
        Category.NOISE,
        Category.NEIGHBOURS,
        Category.PETS,
        Category.RENOVATION,
        Category.PARKING_VEHICLE,
    }
)
"""Here a Mr Lam is the neighbour; 林師傅 would still be ours."""

_TEAM_OF_ROLE = {
    "guard": TeamCode.SECURITY,
    "parking_attendant": TeamCode.SECURITY,
    "repairer": TeamCode.REPAIRS,
    "plumber": TeamCode.REPAIRS,
    "electrician": TeamCode.REPAIRS,
    "cleaner": TeamCode.CLEANING,
    "gardener": TeamCode.GREENING,
    "front_desk": TeamCode.SERVICE,
}
"""By the names that `Slots.who` has for roles."""

_SHORT = re.compile(f"[{HAN}]{{2}}")
_FAMILIAR = "阿"

_DIRECTORIES_KEPT = 32

_Called = tuple[tuple[int, tuple[str, ...]], ...]
"""Rows by their ids, each with all its names."""


@dataclass(frozen=True)
class Mentioned:
    """Words that name staff or a team; several people where they may mean any of these.

    `sure` is False where the words only sound or look like a name: did you mean?
    """

    said: str
    """Folded; where only a role was named, its English name."""
    people: tuple[int, ...] = ()
    team_id: int | None = None
    sure: bool = True


async def mentioned(
    session: AsyncSession, text: str, heard: Understanding, community_id: int
) -> tuple[Mentioned, ...]:
    """In the order in which they are named; empty where nobody of the community's own is."""
    posts = await people.staff_of(session, community_id)
    teams = await people.teams_of(session, community_id)
    return mentioned_in(text, heard, [post.person for post in posts], teams)


async def surely_mentioned(
    session: AsyncSession, text: str, heard: Understanding, community_id: int
) -> list[Mentioned]:
    """Those of the mentioned who are named, and not only sound like it."""
    return [each for each in await mentioned(session, text, heard, community_id) if each.sure]


def about(named: Iterable[Mentioned]) -> tuple[int, ...]:
    """The ids of the people whom it may be about: a complaint is not for them to handle."""
    return tuple(dict.fromkeys(person for each in named for person in each.people))


def mentioned_in(
    text: str, heard: Understanding, staff: Iterable[Person], teams: Sequence[Team]
) -> tuple[Mentioned, ...]:
    directory = _directory(
        tuple(sorted({(each.id, _names_of(each)) for each in staff})),
        tuple((each.id, tuple(each.names.values())) for each in teams),
    )
    who = heard.slots.who or ""
    civil = heard.category not in _ABOUT_OTHERS
    found = directory.named_in(text, who, civil=civil)
    if not about(found):
        found += directory.sounding_like(who, fold(text), civil=civil)
    if not any(each.team_id for each in found):
        code = _TEAM_OF_ROLE.get(who)
        found += [Mentioned(who, team_id=each.id) for each in teams if each.code is code]
    return tuple(found)


def _names_of(person: Person) -> tuple[str, ...]:
    return tuple(dict.fromkeys([person.name, *(person.names or {}).values()]))


class _Directory:
    """Everybody who works in a community, and its teams, by all that they are called."""

    def __init__(self, staff: _Called, teams: _Called) -> None:
        self._staff = NameFinder(
            (
                Named(str(id_), _all(forms_of, names) + _all(first_names_of, names))
                for id_, names in staff
            ),
            latin_surnames(),
        )
        self._called = staff
        self._short = _short_names(chain.from_iterable(names for _, names in staff))
        self._teams = NameFinder(
            Named(str(id_), _all(team_forms_of, names)) for id_, names in teams
        )

    def named_in(self, text: str, who: str, *, civil: bool) -> list[Mentioned]:
        """`who` was read from it; `civil`: also those named as anybody is, by a Mr or a 先生."""
        folded = fold(text)
        found = [
            (link.start, Mentioned(link.said, people=_ids(link.named), sure=link.exact))
            for link in self._staff_in(folded)
            if _is_a_name(link, text, who)
            and _may_be_ours(folded, link.said, link.start, link.end, civil=civil)
        ]
        found += [
            (link.start, Mentioned(link.said, team_id=_ids(link.named)[0], sure=link.exact))
            for link in self._teams.found_in(folded)
        ]
        return [each for _, each in sorted(found, key=itemgetter(0))]

    def _staff_in(self, folded: str) -> list[Link]:
        """Also the short names that begin where no words do: 昨天李保罵我."""
        found = self._staff.found_in(folded)
        for short in self._short.finditer(folded):
            start, end = short.span(1)
            beside = [link for link in found if link.start < end and start < link.end]
            if not any(link.exact for link in beside) and naming.is_apart(folded, start, end):
                named = self._staff.found_in(short[1])
                found = [link for link in found if link not in beside]
                found += [replace(link, start=start, end=end) for link in named]
        return found

    def sounding_like(self, who: str, folded: str, *, civil: bool) -> list[Mentioned]:
        """Those who are meant by a name that nobody has, and that sounds like theirs: 黎師傅."""
        start = max(0, folded.find(who))
        named = () if who.isascii() else self._by_sound.get(spelt(who), ())
        if not named or not _may_be_ours(folded, who, start, start + len(who), civil=civil):
            return []
        return [Mentioned(who, people=tuple(named), sure=False)]

    @cached_property
    def _by_sound(self) -> Mapping[str, Iterable[int]]:
        """The ids of those who are written in Han, once each."""
        found: dict[str, dict[int, None]] = defaultdict(dict)
        for id_, names in self._called:
            for form in _all(forms_of, [each for each in names if not each.isascii()]):
                if not form.isascii():
                    found[spelt(form)][id_] = None
        return found


_directory = lru_cache(maxsize=_DIRECTORIES_KEPT)(_Directory)


def _all(forms: Callable[[str], frozenset[str]], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(forms, names))))


def _ids(named: Iterable[Named]) -> tuple[int, ...]:
    return tuple(int(each.code) for each in named)


def _short_names(names: Iterable[str]) -> re.Pattern[str]:
    """李保 and 阿保 may stand anywhere; 李生 and 小李 are made of what most words are made of."""
    forms = set(filter(_SHORT.fullmatch, map(fold, names)))
    forms |= {form for form in _all(forms_of, names) if form[0] == _FAMILIAR and len(form) == 2}
    either = "|".join(map(re.escape, sorted(forms)))
    return re.compile(f"(?=({either}))" if forms else "(?!)")


def _may_be_ours(folded: str, said: str, start: int, end: int, *, civil: bool) -> bool:
    """A neighbour is a 先生 or a Mr as well, and nobody else is where it says so."""
    if not is_civil(said):
        return True
    return civil and not naming.is_of_a_neighbour(folded, start, end)


def _is_a_name(link: Link, text: str, who: str) -> bool:
    """A Latin first name alone may be a word: Bill is somebody, a bill is not."""
    if link.said.isascii():
        return " " in link.said or naming.is_first_name(link.said, text)
    return link.said == who or not may_be_no_title(link.said)
