"""Which earlier tickets some words can mean: decided without asking anybody."""

from datetime import UTC, datetime, timedelta

from bot.conversation.earlier import spoken_of
from db.models import Ticket
from db.vocabulary import TicketState
from intents import Category, Evidence, Kind, Understanding

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
    return [each.id for each in spoken_of(words, mine, NOW)]


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
