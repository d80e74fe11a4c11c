"""When words open a second time what the same person reported minutes ago."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.conversation.repeated import WINDOW, reported_before
from bot.tickets.ending import TO_SAY_WHAT_IS_WRONG
from db.models import Ticket
from db.vocabulary import TicketKind, TicketState
from intents import Category, Evidence, Kind, Understanding

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TAP = "廚房水龍頭一直漏水"


def heard(
    topic: str | None = "tap_fault",
    kind: Kind = Kind.REQUEST,
    category: Category = Category.WATER,
) -> Understanding:
    return Understanding(kind, category, False, 0.9, True, Evidence("rule", "", 0.0), topic=topic)


def ticket(
    said: str = TAP,
    *,
    ago: timedelta = timedelta(minutes=5),
    kind: TicketKind = TicketKind.REQUEST,
    state: TicketState = TicketState.NEW,
    topic: str | None = "tap_fault",
    reopened: int = 0,
    due_from: timedelta = timedelta(0),
) -> Ticket:
    """`due_from`: how long ago its time began, or began anew."""
    return Ticket(
        id=1,
        said=said,
        opened_at=NOW - ago,
        kind=kind,
        state=state,
        category=Category.WATER.value,
        topic=topic,
        reopened_count=reopened,
        due_from=NOW - due_from,
    )


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (TAP, TAP),
        (TAP, "厨房水龙头一直漏水！"),
        (TAP, "廚房的水龍頭一直在漏水，麻煩了"),
        ("12樓電梯壞了", "12樓的電梯壞掉了"),
        ("3-12F 廚房水龍頭一直漏水", TAP),
        ("厨房水龙头漏水", "您好，厨房水龙头漏水"),
        ("The kitchen tap is leaking", "Hi, the kitchen tap is leaking!"),
        ("The kitchen tap keeps dripping", "kitchen tap keeps dripping"),
    ],
)
def test_much_the_same_words_are_the_same_matter(before: str, now: str) -> None:
    assert reported_before(now, heard(), [ticket(before)], NOW) is not None


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (TAP, "浴室水龍頭一直漏水"),
        (TAP, "浴室排水孔堵住了"),
        (TAP, "廚房另一個水龍頭也一直漏水"),
        ("左邊的電梯壞了", "右邊的電梯壞了"),
        ("2號電梯壞了", "3號電梯壞了"),
        ("12樓電梯壞了", "5樓電梯壞了"),
        ("A梯一直晃得很厲害", "B梯一直晃得很厲害"),
        ("厨房水龙头漏水", "厨房水龙头关不上了"),
        ("The kitchen tap is leaking", "The bathroom tap is leaking"),
        ("The left tap keeps dripping", "The right tap keeps dripping"),
        ("The kitchen tap is leaking", "The second kitchen tap is leaking"),
        ("漏水", "廚房水龍頭一直漏水很嚴重"),
    ],
)
def test_what_differs_in_what_matters_is_another_one(before: str, now: str) -> None:
    assert reported_before(now, heard(), [ticket(before)], NOW) is None


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (ticket("廚房水龍頭漏", ago=WINDOW + timedelta(seconds=1)), heard()),
        (ticket(state=TicketState.RESOLVED), heard()),
        (ticket(state=TicketState.CANCELLED), heard()),
        (ticket(kind=TicketKind.EMERGENCY), heard()),
        (ticket(topic="water_leak"), heard()),
        (ticket(), heard(category=Category.ELEVATOR)),
        (ticket(), heard(kind=Kind.COMPLAINT)),
        (ticket(), heard(kind=Kind.EMERGENCY)),
    ],
)
def test_only_an_open_request_of_the_same_is_added_to(
    earlier: Ticket, words: Understanding
) -> None:
    assert reported_before(TAP, words, [earlier], NOW) is None


def test_what_is_said_again_after_days_of_waiting_is_no_second_matter() -> None:
    waiting = ticket(ago=timedelta(days=4))
    assert reported_before(TAP, heard(), [waiting], NOW) is waiting


def test_work_that_has_begun_is_added_to_as_well() -> None:
    begun = ticket(state=TicketState.IN_PROGRESS, ago=WINDOW, topic=None)
    assert reported_before(TAP, heard(), [begun], NOW) is begun


LONG_AGO = timedelta(days=3)
STILL_DRIPS = "水龍頭還是滴水"


def reopened(ago: timedelta, **more: Any) -> Ticket:
    return ticket(ago=LONG_AGO, topic="water_leak", reopened=1, due_from=ago, **more)


@pytest.mark.parametrize("words", [STILL_DRIPS, "滴水更嚴重了", "The tap drips even more"])
def test_what_is_still_wrong_goes_with_what_was_just_opened_again(words: str) -> None:
    again = reopened(TO_SAY_WHAT_IS_WRONG)
    assert reported_before(words, heard(), [again], NOW) is again


@pytest.mark.parametrize(
    ("earlier", "words"),
    [
        (reopened(TO_SAY_WHAT_IS_WRONG + timedelta(seconds=1)), STILL_DRIPS),
        (ticket(ago=LONG_AGO), STILL_DRIPS),
        (reopened(timedelta(0), state=TicketState.RESOLVED), STILL_DRIPS),
        (reopened(timedelta(0)), "浴室水龍頭滴水"),
        (reopened(timedelta(0)), "廁所另一個水龍頭也滴水"),
    ],
)
def test_what_is_said_later_or_of_another_place_is_another_matter(
    earlier: Ticket, words: str
) -> None:
    assert reported_before(words, heard(), [earlier], NOW) is None
