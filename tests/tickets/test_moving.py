"""What may become of a ticket, and which ticket may be put to which other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.tickets.lifecycle import path
from bot.tickets.moving import Refusal, may, may_merge
from db.models import Ticket
from db.vocabulary import TicketKind
from db.vocabulary import TicketState as S

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def ticket(**fields: Any) -> Ticket:
    given: dict[str, Any] = {
        "id": 1,
        "community_id": 1,
        "reporter_id": 1,
        "kind": TicketKind.REQUEST,
        "private": False,
        "drill": False,
        "state": S.NEW,
    }
    return Ticket(**given | fields)


@pytest.mark.parametrize("state", [state for state in S if state is not S.CLOSED])
@pytest.mark.parametrize("wanted", list(S))
def test_where_a_way_leads_a_ticket_may_go_at_any_time(state: S, wanted: S) -> None:
    expected = Refusal.MOVED_ON if path(state, wanted) is None else None
    assert may(ticket(state=state), wanted, NOW + 1000 * DAY) is expected


@pytest.mark.parametrize(
    ("passed", "refused"),
    [
        (timedelta(0), None),
        (14 * DAY, None),
        (14 * DAY + timedelta(microseconds=1), Refusal.TOO_LATE),
        (1000 * DAY, Refusal.TOO_LATE),
    ],
)
def test_what_is_closed_opens_again_for_fourteen_days(
    passed: timedelta, refused: Refusal | None
) -> None:
    closed = ticket(state=S.CLOSED, closed_at=NOW)
    assert may(closed, S.IN_PROGRESS, NOW + passed) is refused


@pytest.mark.parametrize("state", [S.NEW, S.ASSIGNED, S.IN_PROGRESS, S.PENDING_CUSTOMER])
def test_what_is_new_is_put_to_what_is_open(state: S) -> None:
    into = ticket(id=2, reporter_id=2, state=state)
    assert may_merge(ticket(), into, NOW, leads=False) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "leads", "refused"),
    [
        ({"state": S.IN_PROGRESS}, {}, False, Refusal.MOVED_ON),
        ({"state": S.DUPLICATE}, {}, False, Refusal.MOVED_ON),
        ({}, {"id": 1}, False, Refusal.ITSELF),
        ({}, {"community_id": 2}, False, Refusal.ELSEWHERE),
        ({}, {"state": S.RESOLVED}, False, Refusal.OVER),
        ({}, {"state": S.DUPLICATE}, False, Refusal.OVER),
        ({}, {"state": S.CANCELLED}, False, Refusal.OVER),
        ({"private": True}, {}, False, Refusal.PRIVATE),
        ({}, {"private": True}, False, Refusal.PRIVATE),
        ({"private": True}, {"private": True}, False, Refusal.PRIVATE),
        ({"kind": TicketKind.EMERGENCY}, {}, False, Refusal.DANGER),
        ({"drill": True}, {}, False, Refusal.DANGER),
        ({}, {"drill": True}, False, Refusal.DANGER),
        ({}, {}, True, Refusal.LEADS),
    ],
)
def test_what_may_not_be_put_together(
    mine: dict[str, Any], theirs: dict[str, Any], leads: bool, refused: Refusal
) -> None:
    into = ticket(**{"id": 2, "reporter_id": 2, "state": S.IN_PROGRESS} | theirs)
    assert may_merge(ticket(**mine), into, NOW, leads=leads) is refused


def test_one_persons_two_complaints_may_be_one() -> None:
    into = ticket(id=2, private=True, state=S.IN_PROGRESS)
    assert may_merge(ticket(private=True), into, NOW, leads=False) is None


def test_two_calls_for_help_may_be_one() -> None:
    into = ticket(id=2, reporter_id=2, kind=TicketKind.EMERGENCY)
    assert may_merge(ticket(kind=TicketKind.EMERGENCY), into, NOW, leads=False) is None
