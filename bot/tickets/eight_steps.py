"""What is left of a complaint's eight steps (一謝二謙三聽四辦五幫助六解釋七理智八匯報)."""

from collections.abc import Collection

from db.models import Ticket
from db.vocabulary import ComplaintStep, TicketKind

ORDER = tuple(ComplaintStep)

LAST = ComplaintStep.REPORT
"""It is filed by itself, once all the others are done."""

TOLD = frozenset(
    {
        ComplaintStep.ACT,
        ComplaintStep.HELP,
        ComplaintStep.EXPLAIN,
        ComplaintStep.STAY_RATIONAL,
    }
)
"""Those of which the owner may be told, in words that are drafted for it."""


def goes_through(ticket: Ticket) -> bool:
    return ticket.kind is TicketKind.COMPLAINT


def left(taken: Collection[ComplaintStep]) -> tuple[ComplaintStep, ...]:
    """What somebody still has to do, in order; the report is not theirs to make."""
    return tuple(step for step in ORDER if step not in taken and step is not LAST)


def is_to_be_reported(taken: Collection[ComplaintStep]) -> bool:
    return not left(taken) and LAST not in taken
