"""How reminders share a year: never two in a week, a theme not twice in a fortnight, twenty a year.

What is too close is merged into its neighbour, or moved while it is still worth sending. A pure
function, run anew at every planning: as long as nothing changed it gives the same plan, however
much of that was sent meanwhile.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from db.vocabulary import Theme

Name: TypeAlias = tuple[str, str]
"""Of an occurrence in its community: its rule, and its key."""


@dataclass(frozen=True)
class Budget:
    """What one person is asked to read, at the most."""

    days_between: int = 7
    days_between_same_theme: int = 14
    a_year: int = 20
    parts: int = 3
    """In one letter."""
    characters: int = 3500
    """In one letter, which the messenger cuts at 4,096."""


BUDGET = Budget()


@dataclass(frozen=True)
class Wish:
    """A reminder, and the days on which it is worth sending."""

    name: Name
    day: date
    last: date
    theme: Theme
    rank: int
    """Which of two matters more, when there are too many."""
    length: int
    """Of its letter, in the language in which it is longest."""
    readers: Hashable = None
    """Whom it concerns: one letter has the same readers throughout. None: everybody."""


@dataclass(frozen=True)
class Past:
    """A letter that was sent, or is about to leave: its day is what it is."""

    day: date
    themes: frozenset[Theme]


@dataclass(frozen=True)
class Placed:
    """Where a wish came to stand."""

    name: Name
    day: date | None
    """None: there is no room for it while it is worth sending."""
    into: Name | None = None
    """The one whose letter says both."""


@dataclass
class _Letter:
    day: date
    wishes: list[Wish] = field(default_factory=list)
    """The first leads: its title is the letter's. None at all: it was sent already."""
    past: frozenset[Theme] = frozenset()

    @property
    def themes(self) -> frozenset[Theme]:
        return self.past | {wish.theme for wish in self.wishes}

    @property
    def rank(self) -> int:
        return max(wish.rank for wish in self.wishes)

    @property
    def length(self) -> int:
        return sum(wish.length for wish in self.wishes)


def spaced(
    wanted: Iterable[Wish], past: Iterable[Past], today: date, budget: Budget = BUDGET
) -> tuple[Placed, ...]:
    """Where each of the wishes comes to stand, from `today` on, in the order of their days."""
    wishes = sorted(wanted, key=lambda wish: (wish.day, -wish.rank, wish.name))
    plan = _Plan([_Letter(each.day, past=each.themes) for each in past], budget)
    for wish in wishes:
        plan.place(wish, today)
    for year in sorted({letter.day.year for letter in plan.letters}):
        plan.save(year)
    where = {placed.name: placed for placed in plan.placed()}
    return tuple(where.get(wish.name, Placed(wish.name, None)) for wish in wishes)


def has_room(
    themes: frozenset[Theme], day: date, past: Iterable[Past], budget: Budget = BUDGET
) -> bool:
    """Whether a letter may leave on that day, after those that have left."""
    letters = [_Letter(each.day, past=each.themes) for each in past]
    this_year = [letter for letter in letters if letter.day.year == day.year]
    return _Plan(letters, budget).bears(themes, day) and len(this_year) < budget.a_year


class _Plan:
    """The letters so far; every change to it keeps the budget."""

    def __init__(self, letters: list[_Letter], budget: Budget) -> None:
        self.letters = letters
        self._budget = budget

    def placed(self) -> Iterator[Placed]:
        for letter in self.letters:
            for number, wish in enumerate(letter.wishes):
                lead = letter.wishes[0].name
                yield Placed(wish.name, letter.day, into=lead if number else None)

    def place(self, wish: Wish, today: date) -> None:
        """On its own day; else with the letter just before it, later, or with any other."""
        # What it tries, and in which order, hangs on its own day and not on today: the plan
        # must come out the same when a part of it was sent.
        first = max(wish.day, today)
        if first > wish.last:
            return
        if self.bears(frozenset({wish.theme}), first):
            self.letters.append(_Letter(first, [wish]))
            return
        week = timedelta(days=self._budget.days_between)
        before = [each for each in self.letters if wish.day - week < each.day <= wish.day]
        if self._merged([wish], before):
            return
        if not self._moved(wish, first):
            self._merged([wish], self.letters)

    def _moved(self, wish: Wish, first: date) -> bool:
        for day in _days(first, wish.last):
            if self.bears(frozenset({wish.theme}), day):
                self.letters.append(_Letter(day, [wish]))
                return True
        return False

    def _merged(
        self, wishes: Sequence[Wish], into: Iterable[_Letter], without: _Letter | None = None
    ) -> bool:
        """Put them into the nearest of the letters that may hold them; of two, the earlier."""
        around = wishes[0].day
        for letter in sorted(into, key=lambda each: (_apart(each.day, around), each.day)):
            if letter is not without and self._holds(letter, wishes, without):
                letter.wishes.extend(wishes)
                return True
        return False

    def _holds(self, letter: _Letter, wishes: Sequence[Wish], without: _Letter | None) -> bool:
        budget = self._budget
        early = timedelta(days=budget.days_between_same_theme)
        return (
            bool(letter.wishes)
            and all(wish.readers == letter.wishes[0].readers for wish in wishes)
            and len(letter.wishes) + len(wishes) <= budget.parts
            and letter.length + sum(wish.length for wish in wishes) <= budget.characters
            and all(wish.day - early < letter.day <= wish.last for wish in wishes)
            and not any(
                self._same_theme_nearby(wish.theme, letter.day, (letter, without))
                for wish in wishes
            )
        )

    def bears(self, themes: frozenset[Theme], day: date) -> bool:
        """Whether a letter of its own may stand on that day."""
        return not self._weekly_trouble(day) and not any(
            self._same_theme_nearby(theme, day) for theme in themes
        )

    def _weekly_trouble(self, day: date) -> bool:
        return any(_apart(letter.day, day) < self._budget.days_between for letter in self.letters)

    def _same_theme_nearby(
        self, theme: Theme, day: date, but: Sequence[_Letter | None] = ()
    ) -> bool:
        return any(
            theme in letter.themes
            and _apart(letter.day, day) < self._budget.days_between_same_theme
            for letter in self.letters
            if not any(letter is each for each in but)
        )

    def save(self, year: int) -> None:
        """Merge the least of the letters of a year that has too many, or else give them up."""
        while len(there := [each for each in self.letters if each.day.year == year]) > (
            self._budget.a_year
        ):
            open_ = sorted(
                (letter for letter in there if letter.wishes),
                key=lambda letter: (letter.rank, letter.day),
            )
            if not open_:
                return
            spared = next(
                (each for each in open_ if self._merged(each.wishes, self.letters, each)), open_[0]
            )
            self.letters.remove(spared)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=count) for count in range((last - first).days + 1))


def _apart(one: date, other: date) -> int:
    return abs((one - other).days)
