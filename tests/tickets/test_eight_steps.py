"""The eight steps in any order: what is left shrinks by what is done, and the report is last."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tickets.eight_steps import LAST, ORDER, TOLD, goes_through, is_to_be_reported, left
from db.models import Ticket
from db.vocabulary import ComplaintStep, TicketKind

ANY_ORDER = st.lists(st.sampled_from(ORDER))


def test_they_are_the_eight_of_the_rule() -> None:
    assert [each.value for each in ORDER] == [
        "thank", "apologise", "listen", "act", "help", "explain", "stay_rational", "report",
    ]  # fmt: skip
    assert LAST is ComplaintStep.REPORT
    assert LAST not in TOLD


@given(ANY_ORDER)
def test_whatever_is_done_in_whichever_order_and_twice_the_rest_is_left_in_order(
    done: list[ComplaintStep],
) -> None:
    rest = left(done)
    assert set(rest) == set(ORDER) - set(done) - {LAST}
    assert list(rest) == sorted(rest, key=ORDER.index)


@given(ANY_ORDER)
def test_the_report_is_due_once_and_only_when_the_other_seven_are_done(
    done: list[ComplaintStep],
) -> None:
    assert is_to_be_reported(done) is (set(done) == set(ORDER) - {LAST})


@pytest.mark.parametrize("kind", TicketKind)
def test_only_a_complaint_goes_through_them(kind: TicketKind) -> None:
    assert goes_through(Ticket(kind=kind)) is (kind is TicketKind.COMPLAINT)
