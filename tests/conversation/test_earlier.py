"""Which earlier tickets some words can mean: decided without asking anybody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.blame import tells_of_nobody
from bot.conversation.earlier import says_it_is_not_done, spoken_of
from db.models import Ticket
from db.vocabulary import TicketState
from intents import Category, Evidence, Kind, Slots, Understanding

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def heard(category: Category, topic: str | None = None, kind: Kind = Kind.REQUEST) -> Understanding:
    return Understanding(
        kind, category, False, 0.9, True, Evidence("rule", "", 0.0), topic=topic, refers_back=True
    )


def ticket(
    number: int,
    category: Category,
    state: TicketState = TicketState.NEW,
    *,
    topic: str | None = None,
    private: bool = False,
    closed_days_ago: int | None = None,
) -> Ticket:
    closed = None if closed_days_ago is None else NOW - timedelta(days=closed_days_ago)
    return Ticket(
        id=number,
        category=category.value,
        state=state,
        topic=topic,
        private=private,
        closed_at=closed,
    )


def meant(words: Understanding, *mine: Ticket) -> list[int]:
    private = words.kind is Kind.COMPLAINT
    return [each.id for each in spoken_of(words, mine, NOW, private=private)]


def test_the_same_matter_comes_before_what_merely_does_not_contradict() -> None:
    mine = (ticket(1, Category.WATER), ticket(2, Category.ELEVATOR), ticket(3, Category.OTHER))
    assert meant(heard(Category.WATER), *mine) == [1]
    assert meant(heard(Category.PEST), *mine) == [3]
    assert meant(heard(Category.OTHER), *mine) == [1, 2, 3]


def test_a_matter_that_contradicts_every_ticket_means_none() -> None:
    assert meant(heard(Category.PEST), ticket(1, Category.WATER)) == []
    assert meant(heard(Category.PEST)) == []


def test_one_topic_is_one_matter_whatever_the_category() -> None:
    mine = ticket(1, Category.STRUCTURE, topic="seepage")
    assert meant(heard(Category.WATER, "seepage"), mine) == [1]


def test_open_tickets_come_before_settled_ones_of_the_same_matter() -> None:
    done = ticket(1, Category.WATER, TicketState.RESOLVED)
    assert meant(heard(Category.WATER), done, ticket(2, Category.WATER)) == [2]
    assert meant(heard(Category.WATER), done, ticket(2, Category.OTHER)) == [1]


def test_only_what_could_be_opened_again_counts_among_the_settled() -> None:
    for days, found in ((13, [1]), (15, [])):
        closed = ticket(1, Category.WATER, TicketState.CLOSED, closed_days_ago=days)
        assert meant(heard(Category.WATER), closed) == found
    assert meant(heard(Category.WATER), ticket(1, Category.WATER, TicketState.CANCELLED)) == []


def test_a_complaint_continues_a_complaint_and_nothing_else_does() -> None:
    complaint = ticket(1, Category.NOISE, private=True)
    assert meant(heard(Category.NOISE), complaint) == []
    assert meant(heard(Category.NOISE, kind=Kind.COMPLAINT), complaint) == [1]
    request = ticket(2, Category.NOISE)
    assert meant(heard(Category.NOISE, kind=Kind.COMPLAINT), request) == []


def test_words_that_name_no_matter_mean_any_ticket_and_no_other_complaint() -> None:
    mine = (ticket(1, Category.WATER), ticket(2, Category.NOISE, private=True))
    slow = heard(Category.STAFF_ATTITUDE, "slow_repair", Kind.COMPLAINT)
    assert [each.id for each in spoken_of(slow, mine, NOW, private=False)] == [1]
    assert spoken_of(slow, mine, NOW, private=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "電梯還是沒修好",
        "still not fixed",
        "excuse me, still not fixed",
        "上次報的還沒弄好",
        "部𨋢仲未整好",
        "the tap I reported last time still drips",
    ],
)
def test_that_it_is_not_done_blames_nobody(text: str) -> None:
    assert tells_of_nobody(text, heard(Category.STAFF_ATTITUDE, "slow_repair", Kind.COMPLAINT))


@pytest.mark.parametrize(
    "text",
    [
        "電梯報了三次還沒修好",
        "第三次了，還沒修好",
        "講咗好多次都仲未整好",
        "我要投訴，還沒修好",
        "你們態度差，還沒修好",
        "third time I report it, still broken",
        "I have told you 3 times",
        "still not fixed, your staff are so rude",
    ],
)
def test_how_people_are_or_how_often_it_was_said_is_a_complaint(text: str) -> None:
    assert not tells_of_nobody(text, heard(Category.ELEVATOR, "lift_complaint", Kind.COMPLAINT))


def test_whom_the_words_name_or_what_they_are_about_is_blamed() -> None:
    rude = heard(Category.STAFF_ATTITUDE, "staff_attitude", Kind.COMPLAINT)
    assert not tells_of_nobody("還是一樣", rude)
    named = replace(heard(Category.ELEVATOR), slots=Slots(who="repairer"))
    assert not tells_of_nobody("還沒修好", named)


@pytest.mark.parametrize(
    ("text", "not_done"),
    [
        ("上次報修的水龍頭還沒修好", True),
        ("仲未整好", True),
        ("is it still leaking", True),
        ("nobody came", True),
        ("我上次報的電梯什麼時候來修", False),
        ("上次報的漏水有進度嗎", False),
        ("any news on my ticket", False),
    ],
)
def test_who_asks_how_it_stands_may_say_that_it_is_not_done(text: str, not_done: bool) -> None:
    assert says_it_is_not_done(text, heard(Category.OTHER, kind=Kind.STATUS)) is not_done
