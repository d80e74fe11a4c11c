"""What the desk does less often: behind one button of its card, in place of many."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.buttons import Action, Button, Press, Rows, column
from bot.tickets import complaints, dispatching, diverting, lifecycle, roll_call, waiting
from bot.tickets.priority import may_prioritise
from db.models import Ticket
from db.vocabulary import TicketKind, TicketState


@dataclass(frozen=True)
class Entry:
    """A button of the menu; its label is the text `buttons.<label>`."""

    label: str
    action: Action
    shown: Callable[[Ticket], bool]
    versioned: bool = True
    """Pressed on an older version of the ticket, it is stale."""

    def button_for(self, ticket: Ticket) -> Button:
        version = (ticket.version,) if self.versioned else ()
        return Button(f"buttons.{self.label}", Press.of(self.action, ticket.id, *version))


def _is_merged(ticket: Ticket) -> bool:
    return ticket.state is TicketState.DUPLICATE


def _is_new(ticket: Ticket) -> bool:
    return ticket.state is TicketState.NEW


def _at_work(ticket: Ticket) -> bool:
    return ticket.state in waiting.AT_WORK


def _waits(ticket: Ticket) -> bool:
    return ticket.state in waiting.WAITING


def _waits_for_nobody_outside(ticket: Ticket) -> bool:
    return _at_work(ticket) and ticket.state is not TicketState.PENDING_THIRD_PARTY


def _is_open_complaint(ticket: Ticket) -> bool:
    return complaints.may_concern(ticket) and ticket.state in lifecycle.UNDONE


def _has_an_owner_to_answer(ticket: Ticket) -> bool:
    """Once it is called done, it is the owner's turn."""
    return ticket.state in lifecycle.UNDONE


ENTRIES: tuple[Entry, ...] = (
    Entry("roll_call", Action.ROLL_CALL, roll_call.may_call, versioned=False),
    Entry("quick", Action.QUICK, _has_an_owner_to_answer, versioned=False),
    Entry("ask_owner", Action.ASK_OWNER, _at_work),
    Entry("book", Action.BOOK, _at_work),
    Entry("await_others", Action.AWAIT_OTHERS, _waits_for_nobody_outside),
    Entry("resume", Action.RESUME, _waits),
    Entry("assign", Action.ASSIGN, dispatching.may_be_assigned),
    Entry("priority", Action.PRIORITY, may_prioritise),
    Entry("concerns", Action.CONCERNS, _is_open_complaint, versioned=False),
    Entry("merge", Action.MERGE, _is_new),
    Entry("reject", Action.REJECT, diverting.may_reject),
    Entry("unmerge", Action.UNMERGE, _is_merged),
)


def rows(ticket: Ticket) -> Rows:
    """The entries that fit the ticket as it stands; none: it needs no menu."""
    if ticket.kind is TicketKind.FOLLOW_UP or ticket.drill:
        return ()  # a note ends the one, a press the other, and nothing else is wanted
    return column(*(entry.button_for(ticket) for entry in ENTRIES if entry.shown(ticket)))
