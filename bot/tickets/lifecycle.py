"""Which state follows which: the whole life of a ticket as one map."""

from db.vocabulary import OVER as OVER  # its place in the map is here, for whoever reads it
from db.vocabulary import TicketState as S

NEXT: dict[S, frozenset[S]] = {
    S.NEW: frozenset({S.ASSIGNED, S.DUPLICATE, S.REJECTED, S.CANCELLED}),
    S.ASSIGNED: frozenset({S.IN_PROGRESS, S.ASSIGNED, S.CANCELLED}),
    S.IN_PROGRESS: frozenset(
        {S.PENDING_CUSTOMER, S.PENDING_THIRD_PARTY, S.SCHEDULED, S.RESOLVED, S.CANCELLED}
    ),
    S.PENDING_CUSTOMER: frozenset({S.IN_PROGRESS, S.CLOSED, S.CANCELLED}),
    S.PENDING_THIRD_PARTY: frozenset({S.IN_PROGRESS, S.SCHEDULED}),
    S.SCHEDULED: frozenset({S.IN_PROGRESS}),
    S.RESOLVED: frozenset({S.CLOSED, S.IN_PROGRESS}),
    S.CLOSED: frozenset({S.IN_PROGRESS}),
    S.DUPLICATE: frozenset({S.NEW}),  # un-merged; `closed` has fourteen days, see `ending`
    S.REJECTED: frozenset(),
    S.CANCELLED: frozenset(),
}

ACTIVE = frozenset(S) - OVER
"""Somebody is accountable."""

UNDONE = ACTIVE - {S.RESOLVED}
"""Something is left to do: accept it, work on it, or wait for somebody."""

UNACCEPTED = frozenset({S.NEW, S.ASSIGNED})
"""Nobody has said "mine" yet; somebody may have been named."""

PAUSED = frozenset({S.PENDING_CUSTOMER, S.SCHEDULED})
"""The time to resolve it stands still; a contractor's does not stop the owner's clock."""


def may_become(state: S, wanted: S) -> bool:
    return wanted in NEXT[state]


def path(state: S, wanted: S) -> tuple[S, ...] | None:
    """The states to pass through to get from one to another, `wanted` last.

    Accepting a new ticket assigns it and starts it; resolving an assigned one starts it first.
    None where no way of at most two steps leads there. Out of a resolved or closed ticket there
    is only the one step: whoever withdraws it or resolves it again has to reopen it first.
    """
    if may_become(state, wanted):
        return (wanted,)
    if state is S.RESOLVED or state in OVER:
        return None
    between = next((each for each in S if each in NEXT[state] and wanted in NEXT[each]), None)
    return (between, wanted) if between and between not in OVER else None
