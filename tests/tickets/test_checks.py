"""When the clock looks at a ticket again: something can fall due, or nothing ever will."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.tickets.checks import when_to_look
from bot.tickets.lifecycle import ACTIVE, OVER, PAUSED, UNACCEPTED, UNDONE
from bot.tickets.paging import next_page
from db.models import Ticket
from db.vocabulary import Priority, TicketState

OPENED = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def days(number: float) -> timedelta:
    return timedelta(days=number)


def ticket(state: TicketState = TicketState.NEW, **fields: object) -> Ticket:
    """An answer is owed within 100 minutes, the remedy within 1000.

    Whoever has taken it has answered.
    """
    given = {
        "priority": Priority.P3,
        "opened_at": OPENED,
        "due_from": OPENED,
        "first_response_due": OPENED + minutes(100),
        "resolution_due": OPENED + minutes(1000),
        "first_response_at": None if state in UNACCEPTED else OPENED,
    }
    return Ticket(state=state, **given | fields)


@pytest.mark.parametrize("state", sorted(OVER))
def test_nothing_falls_due_once_it_is_over(state: TicketState) -> None:
    long_ago = OPENED - days(30)
    over = ticket(
        state, priority=Priority.P1, resolved_at=OPENED, offered_to_id=2, offered_at=long_ago
    )
    assert when_to_look(over, OPENED) is None


RUNNING = sorted(ACTIVE - PAUSED - {TicketState.RESOLVED})


@pytest.mark.parametrize("state", RUNNING)
def test_the_clock_comes_back_to_everything_whose_time_runs(state: TicketState) -> None:
    allowed = minutes(100) if state in UNACCEPTED else minutes(1000)
    assert when_to_look(ticket(state), OPENED) == OPENED + allowed / 2


@pytest.mark.parametrize("state", sorted(PAUSED))
def test_nothing_falls_due_while_the_owner_is_waited_for(state: TicketState) -> None:
    assert when_to_look(ticket(state), OPENED) is None


@pytest.mark.parametrize(("passed", "following"), [(0.5, 0.8), (0.8, 1.0), (1.0, 1.5), (1.5, 2.0)])
def test_then_at_the_next_rung(passed: float, following: float) -> None:
    taken = ticket(TicketState.IN_PROGRESS)
    assert when_to_look(taken, OPENED + minutes(1000) * passed) == OPENED + minutes(
        1000 * following
    )


def test_both_clocks_of_a_ticket_that_nobody_took_are_watched() -> None:
    """The last rung of its response is at 200 minutes; half the time to resolve it, at 500."""
    assert when_to_look(ticket(), OPENED + minutes(150)) == OPENED + minutes(200)
    assert when_to_look(ticket(), OPENED + minutes(200)) == OPENED + minutes(500)


def test_nothing_falls_due_after_the_last_rung() -> None:
    assert when_to_look(ticket(), OPENED + minutes(2000)) is None


@pytest.mark.parametrize("state", sorted(ACTIVE - {TicketState.RESOLVED}))
def test_an_offer_waits_ten_minutes(state: TicketState) -> None:
    offered = ticket(state, offered_to_id=2, offered_at=OPENED)
    assert when_to_look(offered, OPENED) == OPENED + minutes(10)


def test_an_offer_that_waits_longer_than_the_ladder_does_not_delay_it() -> None:
    offered = ticket(offered_to_id=2, offered_at=OPENED + minutes(45))
    assert when_to_look(offered, OPENED + minutes(45)) == OPENED + minutes(50)


def test_an_offer_is_looked_after_when_the_ladder_is_climbed() -> None:
    late = OPENED + days(9)
    offered = ticket(offered_to_id=2, offered_at=late)
    assert when_to_look(offered, late) == late + minutes(10)


@pytest.mark.parametrize(
    ("waited", "look"),
    [
        (days(0), days(6)),
        (days(5.99), days(6)),
        (days(6), days(7)),
        (days(6.5), days(7)),
        (days(7), days(7)),
        (days(99), days(7)),
    ],
)
def test_a_resolved_ticket_is_asked_about_on_day_six_and_closed_on_day_seven(
    waited: timedelta, look: timedelta
) -> None:
    resolved = ticket(TicketState.RESOLVED, resolved_at=OPENED)
    assert when_to_look(resolved, OPENED + waited) == OPENED + look


def test_a_resolved_ticket_climbs_no_ladder() -> None:
    late = OPENED + days(3)
    resolved = ticket(TicketState.RESOLVED, resolved_at=late)
    assert when_to_look(resolved, late) == late + days(6)


# --- emergencies ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "page"),
    [
        (minutes(0), minutes(5)),
        (minutes(4.9), minutes(5)),
        (minutes(5), minutes(10)),
        (minutes(59), minutes(60)),
        (minutes(60), minutes(90)),
        (minutes(89), minutes(90)),
        (hours(23.9), hours(24)),
        (hours(24), hours(48)),
        (hours(47), hours(48)),
        (days(400), days(401)),
    ],
)
def test_an_emergency_that_nobody_took_is_paged_again_and_again(
    passed: timedelta, page: timedelta
) -> None:
    assert next_page(OPENED, OPENED + passed) == OPENED + page
    long_overdue = OPENED - days(1)
    fire = ticket(
        priority=Priority.P1, first_response_due=long_overdue, resolution_due=long_overdue
    )
    assert when_to_look(fire, OPENED + passed) == OPENED + page


def test_the_owner_hears_before_the_first_page_is_due_again() -> None:
    fire = ticket(priority=Priority.P1, first_response_due=OPENED + minutes(5))
    assert when_to_look(fire, OPENED + minutes(2.5)) == OPENED + minutes(4)


def test_what_becomes_an_emergency_is_paged_from_then_on() -> None:
    """Reported three days ago: the next page is five minutes after it was raised, not a day."""
    raised = ticket(
        priority=Priority.P1,
        due_from=OPENED + days(3),
        first_response_due=OPENED,
        resolution_due=OPENED,
    )
    now = OPENED + days(3) + minutes(1)
    assert when_to_look(raised, now) == OPENED + days(3) + minutes(5)


def test_where_who_goes_counts_no_more_it_is_paged_as_if_it_were_new() -> None:
    afresh = OPENED + hours(26)
    named = ticket(TicketState.IN_PROGRESS, priority=Priority.P1, called_afresh_at=afresh)
    assert when_to_look(named, afresh) == afresh + minutes(5)
    raised = ticket(priority=Priority.P1, due_from=afresh + hours(1), called_afresh_at=afresh)
    assert when_to_look(raised, afresh + hours(1)) == afresh + hours(1) + minutes(5)


@pytest.mark.parametrize("state", sorted(UNDONE - UNACCEPTED))
def test_what_was_accepted_before_it_became_an_emergency_is_paged_too(state: TicketState) -> None:
    raised = ticket(state, priority=Priority.P1)
    assert when_to_look(raised, OPENED + minutes(6)) == OPENED + minutes(10)


def test_an_emergency_to_which_somebody_goes_climbs_the_ladder_like_any_other() -> None:
    taken = ticket(TicketState.IN_PROGRESS, priority=Priority.P1, acknowledged_at=OPENED)
    assert when_to_look(taken, OPENED + minutes(5)) == OPENED + minutes(500)
