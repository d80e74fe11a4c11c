"""What stands behind the desk's card: the entries that fit, and no button where none does."""

import pytest

from bot.conversation.buttons import Action, Press
from bot.tickets import desk_card, menu
from bot.tickets.lifecycle import UNACCEPTED
from bot.tickets.menu import Entry
from db.models import Ticket
from db.vocabulary import TicketState

MORE = Press(Action.MORE, ("17",))

TWO_ENTRIES = (
    Entry("resolve", Action.RESOLVE, lambda ticket: ticket.state is TicketState.NEW),
    Entry("note", Action.NOTE, lambda ticket: ticket.state in UNACCEPTED, versioned=False),
)


def ticket(state: TicketState) -> Ticket:
    return Ticket(id=17, version=3, state=state, evidence=None)


def presses(state: TicketState) -> list[Press | None]:
    return [each.press for row in desk_card.buttons(ticket(state)) for each in row]


@pytest.fixture
def two_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "ENTRIES", TWO_ENTRIES)


@pytest.mark.usefixtures("two_entries")
@pytest.mark.parametrize(
    ("state", "opened"),
    [
        (TicketState.NEW, ["res:17:3", "note:17"]),
        (TicketState.ASSIGNED, ["note:17"]),
        (TicketState.CLOSED, []),
    ],
)
def test_the_menu_holds_what_fits_the_ticket(state: TicketState, opened: list[str]) -> None:
    rows = menu.rows(ticket(state))
    assert [each.press.data for row in rows for each in row if each.press] == opened
    assert (MORE in presses(state)) is bool(opened)


@pytest.mark.usefixtures("two_entries")
def test_the_menu_stands_below_everything_else() -> None:
    assert presses(TicketState.NEW)[-1] == MORE
    assert len(presses(TicketState.NEW)) > 1
