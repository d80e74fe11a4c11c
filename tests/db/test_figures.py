"""Figures against rows that were counted by hand, on both databases."""

from datetime import timedelta
from typing import Any

from db import figures
from db.figures import Figure, Share, Span
from db.models import Promise, Ticket
from db.queue import PAGE, Reader
from db.vocabulary import PromiseState, TicketKind, TicketState
from tests.db.estate import NOW, Estate

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST_MONTH = Span(NOW - 30 * DAY, NOW)
NOTHING = Share(0, 0)


def meis(estate: Estate) -> Reader:
    return Reader(estate.mei.id, estate.community.id, leads=True, team_ids=())


async def shares(estate: Estate) -> dict[Figure, Share]:
    async with estate.database.reading() as session:
        return await figures.shares(session, meis(estate), LAST_MONTH)


async def behind(estate: Estate, figure: Figure, offset: int = 0) -> list[tuple[int, bool]]:
    async with estate.database.reading() as session:
        found = await figures.behind(session, meis(estate), figure, LAST_MONTH, offset)
    return [(each.ticket.id, each.met) for each in found]


def far(estate: Estate, **fields: Any) -> Ticket:
    """A ticket of which nothing falls into the month."""
    given: dict[str, Any] = {"first_response_due": NOW + DAY, "resolution_due": NOW + DAY}
    return estate.ticket(**given | fields)


async def counted(estate: Estate, figure: Figure, *rows: tuple[bool | None, Ticket]) -> None:
    """Each with what it is: met, missed, or (None) not of this figure."""
    await estate.add(*(row for _, row in rows))
    of = [(row.id, met) for met, row in rows if met is not None]
    assert (await shares(estate))[figure] == Share(sum(met for _, met in of), len(of))
    assert sorted(await behind(estate, figure)) == sorted(of)


async def test_nothing_is_none_of_none(estate: Estate) -> None:
    assert await shares(estate) == dict.fromkeys(Figure, NOTHING)


async def test_retention(estate: Estate) -> None:
    closed: dict[str, Any] = {"state": TicketState.CLOSED, "closed_at": NOW - DAY}
    bob, sue = estate.bob.id, estate.sue.id
    await counted(
        estate,
        Figure.RETENTION,
        (True, far(estate, first_accepted_id=bob, **closed)),
        (False, far(estate, first_accepted_id=sue, **closed)),
        (None, far(estate, first_accepted_id=bob)),
        (None, far(estate, first_accepted_id=bob, **closed | {"closed_at": NOW - 31 * DAY})),
        (None, far(estate, first_accepted_id=bob, **closed | {"state": TicketState.REJECTED})),
    )


async def test_first_responses(estate: Estate) -> None:
    due: dict[str, Any] = {"first_response_due": NOW - DAY}
    await counted(
        estate,
        Figure.RESPONSE,
        (True, far(estate, first_response_at=NOW - DAY, **due)),
        (False, far(estate, first_response_at=NOW - DAY + HOUR, **due)),
        (False, far(estate, **due)),
        (None, far(estate, first_response_at=NOW - HOUR)),
        (None, far(estate, state=TicketState.CANCELLED, closed_at=NOW - DAY, **due)),
    )


async def test_on_time(estate: Estate) -> None:
    due: dict[str, Any] = {"resolution_due": NOW - DAY}
    unanswered = {"state": TicketState.CLOSED, "closed_at": NOW - HOUR}
    await counted(
        estate,
        Figure.ON_TIME,
        (True, far(estate, resolved_at=NOW - 2 * DAY, **due)),
        (False, far(estate, resolved_at=NOW - HOUR, **due)),
        (False, far(estate, **due)),
        (None, far(estate, resolved_at=NOW - HOUR)),
        (None, far(estate, paused_at=NOW - 2 * DAY, **due)),  # the time stands still
        (False, far(estate, paused_at=NOW - HOUR, **due)),  # it stood too late
        (None, far(estate, **due | unanswered)),  # the owner owed the answer
    )


async def test_reopened(estate: Estate) -> None:
    await counted(
        estate,
        Figure.REOPENED,
        (False, far(estate, resolved_at=NOW - DAY)),
        (True, far(estate, resolved_at=NOW - DAY, reopened_count=2)),
        (True, far(estate, due_from=NOW - DAY, reopened_count=1)),
        (None, far(estate, due_from=NOW - DAY)),
        (None, far(estate, resolved_at=NOW - 31 * DAY)),
    )
    assert [met for _, met in await behind(estate, Figure.REOPENED)] == [True, True, False]


async def test_promises(estate: Estate) -> None:
    at_work, withdrawn = far(estate), far(estate, state=TicketState.CANCELLED, closed_at=NOW)
    await estate.add(at_work, withdrawn)

    def promise(ticket: Ticket, state: PromiseState, due: timedelta) -> Promise:
        return Promise(
            ticket_id=ticket.id,
            made_by=estate.bob.id,
            said="明天下午三點到",
            made_at=NOW - 3 * DAY,
            due_at=NOW - due,
            state=state,
        )

    await estate.add(
        promise(at_work, PromiseState.KEPT, HOUR),
        promise(at_work, PromiseState.KEPT, -HOUR),  # not due yet
        promise(at_work, PromiseState.BROKEN, 2 * HOUR),
        promise(at_work, PromiseState.MOVED, 3 * HOUR),
        promise(at_work, PromiseState.OPEN, 4 * HOUR),
        promise(at_work, PromiseState.KEPT, 31 * DAY),
        promise(withdrawn, PromiseState.OPEN, HOUR),
        promise(withdrawn, PromiseState.KEPT, 2 * HOUR),
    )
    assert (await shares(estate))[Figure.PROMISES] == Share(2, 5)
    assert sorted(await behind(estate, Figure.PROMISES)) == sorted(
        [(at_work.id, False)] * 3 + [(at_work.id, True), (withdrawn.id, True)]
    )


async def test_what_counts_nowhere(estate: Estate) -> None:
    past: dict[str, Any] = {
        "first_response_due": NOW - DAY,
        "resolution_due": NOW - DAY,
        "resolved_at": NOW - HOUR,
    }
    await estate.add(
        estate.ticket(**past | {"drill": True}),
        estate.ticket(**past | {"kind": TicketKind.FOLLOW_UP}),
        estate.ticket(**past | {"state": TicketState.DUPLICATE}),
        estate.ticket(**past | {"community_id": estate.elsewhere.id}),
        estate.ticket(**past | {"concerned": {estate.sue.id, estate.mei.id}}),
    )
    assert await shares(estate) == dict.fromkeys(Figure, NOTHING)


async def test_misses_come_first_page_by_page(estate: Estate) -> None:
    due: dict[str, Any] = {"first_response_due": NOW - DAY}
    rows = [far(estate, first_response_at=NOW - DAY, **due) for _ in range(PAGE)]
    missed = far(estate, **due)
    await estate.add(missed, *rows)
    first = await behind(estate, Figure.RESPONSE)
    assert len(first) == PAGE + 1
    assert first[0] == (missed.id, False)
    assert await behind(estate, Figure.RESPONSE, PAGE) == first[PAGE:]
