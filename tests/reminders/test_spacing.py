"""The four budgets: a week, a fortnight for a theme, a year, and what one letter holds."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.vocabulary import HouseholdTag, Theme
from reminders.notices import Readers
from reminders.spacing import Budget, Name, Past, Placed, Wish, has_room, spaced

NEW_YEAR = date(2027, 1, 1)


def wish(
    name: str,
    day: int,
    theme: Theme = Theme.FIRE,
    *,
    lasts: int = 2,
    rank: int = 50,
    length: int = 900,
    readers: Readers | None = None,
) -> Wish:
    """One that is wanted on that day of the year 2027."""
    on = NEW_YEAR + timedelta(days=day)
    last = on + timedelta(days=lasts)
    return Wish((name, "2027"), on, last, theme, rank, length, readers)


def past(day: int, *themes: Theme) -> Past:
    return Past(NEW_YEAR + timedelta(days=day), frozenset(themes))


def told(placed: Iterable[Placed]) -> dict[str, str]:
    """Wish → the day of the year, with the one that it is merged into; or that it has no room."""

    def where(each: Placed) -> str:
        if each.day is None:
            return "no room"
        day = (each.day - NEW_YEAR).days
        return f"{day} in {each.into[0]}" if each.into else str(day)

    return {each.name[0]: where(each) for each in placed}


def plan(*wishes: Wish, sent: Sequence[Past] = (), today: int = 0) -> dict[str, str]:
    return told(spaced(wishes, sent, NEW_YEAR + timedelta(days=today)))


def test_a_letter_has_the_same_readers_throughout() -> None:
    elders, pets = (Readers(tags=(tag,)) for tag in (HouseholdTag.ELDER, HouseholdTag.PET))
    alike = [wish("a", 0, readers=elders), wish("b", 1, Theme.COLD, readers=elders)]
    assert plan(*alike) == {"a": "0", "b": "0 in a"}
    others = [wish("c", 2, Theme.HEAT, lasts=9, readers=pets), wish("d", 3, Theme.THEFT)]
    assert plan(*alike, *others) == {"a": "0", "b": "0 in a", "c": "7", "d": "no room"}


def test_what_is_far_enough_apart_stays_where_it_is() -> None:
    assert plan(wish("a", 0), wish("b", 7, Theme.COLD), wish("c", 14)) == {
        "a": "0",
        "b": "7",
        "c": "14",
    }


def test_two_in_a_week_become_one_letter_on_the_earlier_day() -> None:
    assert plan(wish("a", 0), wish("b", 6, Theme.COLD)) == {"a": "0", "b": "0 in a"}


def test_of_two_on_one_day_the_weightier_leads() -> None:
    mild, grave = wish("mild", 3, Theme.COLD, rank=10), wish("grave", 3, rank=70)
    assert plan(mild, grave) == {"grave": "3", "mild": "3 in grave"}


def test_a_letter_holds_three() -> None:
    themes = (Theme.FIRE, Theme.COLD, Theme.HEAT, Theme.THEFT)
    wishes = [wish(name, n, themes[n], lasts=7) for n, name in enumerate("abcd")]
    assert plan(*wishes) == {"a": "0", "b": "0 in a", "c": "0 in a", "d": "7"}


def test_a_letter_holds_what_the_messenger_carries() -> None:
    long, longer = wish("a", 0, length=2000), wish("b", 2, Theme.COLD, lasts=6, length=1600)
    assert plan(long, longer) == {"a": "0", "b": "7"}


def test_the_same_theme_waits_a_fortnight_where_it_may() -> None:
    assert plan(wish("a", 0), wish("b", 10, lasts=4)) == {"a": "0", "b": "14"}


def test_the_same_theme_joins_the_other_where_it_may_not_wait() -> None:
    assert plan(wish("a", 0), wish("b", 10, lasts=3)) == {"a": "0", "b": "0 in a"}


def test_nothing_is_added_to_what_was_sent() -> None:
    sent = [past(0, Theme.COLD)]
    assert plan(wish("a", 3, lasts=5), sent=sent, today=1) == {"a": "7"}
    assert plan(wish("a", 3, lasts=3), sent=sent, today=1) == {"a": "no room"}


def test_what_was_merged_into_a_sent_letter_counts_for_its_theme() -> None:
    sent = [past(0, Theme.COLD, Theme.FIRE)]
    assert plan(wish("a", 9, lasts=5), sent=sent, today=1) == {"a": "14"}


def test_a_day_that_has_passed_is_made_up_for_today() -> None:
    assert plan(wish("a", 3, lasts=5), today=6) == {"a": "6"}
    assert plan(wish("a", 3, lasts=2), today=6) == {"a": "no room"}


def test_the_least_of_a_full_year_is_merged_into_its_neighbour() -> None:
    themes = (Theme.FIRE, Theme.COLD, Theme.HEAT)
    wishes = [wish(f"{n:02}", 7 * n, themes[n % 3], rank=50 - (n == 9)) for n in range(21)]
    placed = plan(*wishes)
    assert placed.pop("09") == "56 in 08"
    assert placed == {f"{n:02}": str(7 * n) for n in range(21) if n != 9}


def test_years_are_counted_apart() -> None:
    themes = (Theme.FIRE, Theme.COLD, Theme.HEAT)
    wishes = [wish(f"{n:02}", 365 - 7 * 15 + 7 * n, themes[n % 3]) for n in range(30)]
    assert all(" in " not in where for where in plan(*wishes).values())


def test_a_letter_finds_room_after_those_that_left() -> None:
    left = [past(0, Theme.FIRE)]
    assert not has_room(frozenset({Theme.COLD}), NEW_YEAR + timedelta(days=6), left)
    assert has_room(frozenset({Theme.COLD}), NEW_YEAR + timedelta(days=7), left)
    assert not has_room(frozenset({Theme.FIRE}), NEW_YEAR + timedelta(days=13), left)
    assert has_room(frozenset({Theme.FIRE}), NEW_YEAR + timedelta(days=14), left)
    full = [past(7 * n) for n in range(20)]
    assert not has_room(frozenset({Theme.FIRE}), NEW_YEAR + timedelta(days=300), full)
    assert has_room(frozenset({Theme.FIRE}), NEW_YEAR + timedelta(days=370), full)


ROUTINE = [theme for theme in Theme if theme is not Theme.MAJOR]
TIGHT = Budget(a_year=6)

some_wishes = st.lists(
    st.builds(
        lambda day, lasts, theme, rank, length: (day, lasts, theme, rank, length),
        st.integers(0, 420),
        st.integers(0, 20),
        st.sampled_from(ROUTINE),
        st.integers(0, 3),
        st.integers(300, 2000),
    ),
    max_size=30,
).map(
    lambda drawn: [
        wish(f"{n:02}", day, theme, lasts=lasts, rank=rank, length=length)
        for n, (day, lasts, theme, rank, length) in enumerate(drawn)
    ]
)

budgets = st.sampled_from([Budget(), TIGHT])


def letters(
    wishes: Sequence[Wish], placed: Sequence[Placed]
) -> list[tuple[date, list[Wish], set[Theme]]]:
    """The plan as those who get it see it: a day, what is said, and of which themes."""
    by_name = {each.name: each for each in wishes}
    seen = sorted(
        (each.day, each.into or each.name, each.name) for each in placed if each.day is not None
    )
    found = []
    for (day, _), group in groupby(seen, key=lambda each: each[:2]):
        said = [by_name[name] for _, _, name in group]
        found.append((day, said, {each.theme for each in said}))
    return found


@settings(max_examples=60)
@given(some_wishes, budgets, st.integers(0, 60))
def test_whatever_is_wanted_the_budgets_are_kept(
    wishes: list[Wish], budget: Budget, today: int
) -> None:
    from_day = NEW_YEAR + timedelta(days=today)
    read = letters(wishes, spaced(wishes, (), from_day, budget))
    for (day, _, _), (later, _, _) in pairwise(read):
        assert (later - day).days >= budget.days_between
    for theme in ROUTINE:
        days = [day for day, _, themes in read if theme in themes]
        assert all(
            (later - day).days >= budget.days_between_same_theme for day, later in pairwise(days)
        )
    assert all(count <= budget.a_year for count in Counter(day.year for day, _, _ in read).values())
    for day, said, _ in read:
        assert len(said) <= budget.parts
        assert len(said) == 1 or sum(each.length for each in said) <= budget.characters
        assert all(each.day - timedelta(days=14) < day <= each.last for each in said)
        assert day >= from_day


@settings(max_examples=60)
@given(some_wishes, budgets)
def test_nothing_is_lost_without_a_word(wishes: list[Wish], budget: Budget) -> None:
    placed = spaced(wishes, (), NEW_YEAR, budget)
    assert sorted(each.name for each in placed) == sorted(each.name for each in wishes)
    leads = {each.name for each in placed if each.day is not None and each.into is None}
    days = {each.name: each.day for each in placed}
    for each in placed:
        assert each.into is None or (each.into in leads and each.day == days[each.into])


@settings(max_examples=60)
@given(some_wishes, budgets, st.randoms())
def test_the_order_of_the_wishes_does_not_matter(
    wishes: list[Wish], budget: Budget, chance: random.Random
) -> None:
    shuffled = list(wishes)
    chance.shuffle(shuffled)
    assert spaced(shuffled, (), NEW_YEAR, budget) == spaced(wishes, (), NEW_YEAR, budget)


@settings(max_examples=60)
@given(some_wishes, budgets, st.integers(0, 5))
def test_what_is_sent_as_planned_changes_nothing_for_the_rest(
    wishes: list[Wish], budget: Budget, count: int
) -> None:
    before = spaced(wishes, (), NEW_YEAR, budget)
    gone = letters(wishes, before)[:count]
    if not gone:
        return
    names = {each.name for _, said, _ in gone for each in said}
    rest = [each for each in wishes if each.name not in names]
    sent = [Past(day, frozenset(themes)) for day, _, themes in gone]
    after = spaced(rest, sent, gone[-1][0] + timedelta(days=1), budget)

    def as_told(placed: Sequence[Placed]) -> dict[Name, Placed]:
        return {each.name: each for each in placed if each.name not in names and each.day}

    assert as_told(after) == as_told(before)


@pytest.mark.parametrize(("count", "said_at_all"), [(40, 39), (80, 51)])
def test_a_year_crammed_full_says_what_twenty_letters_hold(count: int, said_at_all: int) -> None:
    chance = random.Random(count)
    wishes = [
        wish(f"{n:03}", chance.randrange(365), chance.choice(ROUTINE), lasts=chance.randrange(7))
        for n in range(count)
    ]
    read = letters(wishes, spaced(wishes, (), NEW_YEAR))
    assert len(read) == 20
    assert sum(len(said) for _, said, _ in read) == said_at_all
