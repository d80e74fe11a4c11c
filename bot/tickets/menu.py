"""What the desk does less often: behind one button of its card, in place of many."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.buttons import Action, Button, Press, Rows, column
from bot.tickets.priority import may_prioritise
from db.models import Ticket


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


ENTRIES: tuple[Entry, ...] = (Entry("priority", Action.PRIORITY, may_prioritise),)


def rows(ticket: Ticket) -> Rows:
    """The entries that fit the ticket as it stands; none: it needs no menu."""
    return column(*(entry.button_for(ticket) for entry in ENTRIES if entry.shown(ticket)))
