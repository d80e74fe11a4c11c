"""Promises (不輕易承諾): a time that a person named to an owner, kept, moved or broken."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import Desk
from bot.tickets import lifecycle, short_dates
from bot.tickets.log import change
from db import promises
from db.models import Person, Promise, Ticket
from db.vocabulary import EventType, PromiseState
from intents.times import Bound, When, read_times
from intents.times.when import DAY
from intents.times.words import time_words

FARTHEST = timedelta(days=60)
"""Nobody promises an hour that is farther off."""

_SENTENCES = re.compile(r"(?<=[。！!？?\n])")
_ASKED = re.compile(r"[?？]\s*$|[嗎吗呢咩]\W*$")


def promised_in(
    text: str, now: datetime, zone: ZoneInfo, *, month_first: bool = False
) -> datetime | None:
    """The hour by which something will be, where a text names one to come; None: it does not.

    The end of a span; a time that is only asked about promises nothing. `month_first`: as for
    `short_dates.written_out`.
    """
    here = now.astimezone(zone)
    for spoken in _SENTENCES.split(text):
        if _ASKED.search(spoken):
            continue
        sentence = short_dates.written_out(spoken, here.date(), month_first=month_first)
        unclear = short_dates.are_left(sentence)
        for when in read_times(sentence):
            names_one = _names_an_hour(when) and (when.has_day or not unclear)
            found = when.resolve(here) if names_one else None
            if found is not None:
                due = found[1].astimezone(now.tzinfo).replace(second=0, microsecond=0)
                if now < due <= now + FARTHEST:
                    return due
    return None


def _names_an_hour(when: When) -> bool:
    """A clock time or so many minutes from now.

    "Tomorrow", "in the afternoon" and "after three" name none.
    """
    if when.is_past or when.either_half or when.bound in (Bound.SINCE, Bound.AFTER):
        return False
    if when.shift is not None:
        return True
    if when.start is None or when.end is None:
        return False
    hours = (when.start // 60, when.end // 60)
    is_open_ended = when.start < when.end and when.end % DAY == 0
    return not is_open_ended and hours not in time_words().hours.values()


async def make(desk: Desk, ticket: Ticket, person: Person, due: datetime, said: str) -> bool:
    """False where that time was promised already, is over, or nothing is left to do."""
    if ticket.state not in lifecycle.UNDONE or not desk.now < due <= desk.now + FARTHEST:
        return False
    return await _put_down(desk, ticket, person, due, said, anew=_GIVEN_UP)


async def appoint(desk: Desk, ticket: Ticket, person: Person, when: datetime, said: str) -> None:
    """An appointment is a promise, whatever became of that hour when it was promised before."""
    await _put_down(desk, ticket, person, when, said, anew=_GIVEN_UP | {PromiseState.KEPT})


_GIVEN_UP = frozenset({PromiseState.MOVED})


async def _put_down(
    desk: Desk,
    ticket: Ticket,
    person: Person,
    due: datetime,
    said: str,
    *,
    anew: frozenset[PromiseState],
) -> bool:
    """A time that was promised before is promised again only from these states."""
    if not await promises.write(desk.session, ticket.id, person.id, said, desk.now, due):
        before = await promises.at(desk.session, ticket.id, due)
        if before is None or before.state not in anew:
            return False
        before.state, before.settled_at = PromiseState.OPEN, None
        before.made_by, before.made_at, before.said = person.id, desk.now, said
    await _log(desk, ticket, EventType.PROMISED, person, {"due": due.isoformat(), "said": said})
    return True


async def keep(
    desk: Desk,
    ticket: Ticket,
    promise: Promise,
    person: Person | None,
    *,
    grace: timedelta = timedelta(),
) -> bool:
    if promise.state is not PromiseState.OPEN or promise.due_at + grace < desk.now:
        return False
    _settle(desk, promise, PromiseState.KEPT)
    await _log_settled(desk, ticket, promise, person, promise_kept_at=desk.now)
    return True


async def keep_all(desk: Desk, ticket: Ticket, person: Person | None) -> None:
    """What was promised is done: every time that is still to come was kept."""
    for promise in await promises.open_of(desk.session, ticket.id):
        await keep(desk, ticket, promise, person)


async def give_up(desk: Desk, ticket: Ticket, promise: Promise, person: Person | None) -> bool:
    """Another time takes its place. One that was broken meanwhile stays broken."""
    if promise.state is not PromiseState.OPEN:
        return False
    _settle(desk, promise, PromiseState.MOVED)
    await _log_settled(desk, ticket, promise, person)
    return True


async def move(
    desk: Desk, ticket: Ticket, promise: Promise, to: datetime, owner: Person, maker: Person
) -> bool:
    """The owner agrees to another time."""
    if not await make(desk, ticket, maker, to, promise.said):
        return False
    await give_up(desk, ticket, promise, owner)
    return True


async def settle_due(
    desk: Desk, ticket: Ticket, *, spared: datetime | None = None
) -> list[Promise]:
    """Settle what has fallen due; those that were broken, for their owner to hear of.

    `spared`: an appointment whose hour has come, and which may still be kept.
    """
    broken = []
    for promise in await promises.open_of(desk.session, ticket.id):
        if promise.due_at > desk.now:
            break
        if promise.due_at == spared:
            continue
        if ticket.resolved_at is not None and ticket.resolved_at <= promise.due_at:
            _settle(desk, promise, PromiseState.KEPT)
            await _log_settled(desk, ticket, promise, None, promise_kept_at=ticket.resolved_at)
        else:
            _settle(desk, promise, PromiseState.BROKEN)
            await _log_settled(desk, ticket, promise, None, breached_promise=True)
            broken.append(promise)
    return broken


def _settle(desk: Desk, promise: Promise, state: PromiseState) -> None:
    promise.state = state
    promise.settled_at = desk.now


async def _log_settled(
    desk: Desk, ticket: Ticket, promise: Promise, actor: Person | None, **fields: object
) -> None:
    note: dict[str, object] = {"promise": promise.id, "outcome": promise.state.value}
    await _log(desk, ticket, EventType.PROMISE_SETTLED, actor, note, **fields)


async def _log(
    desk: Desk,
    ticket: Ticket,
    event: EventType,
    actor: Person | None,
    note: dict[str, object],
    **fields: object,
) -> None:
    """The ticket's clock runs to the nearest promise that is open."""
    await desk.session.flush()
    due = await nearest(desk, ticket)
    change(desk, ticket, event, actor, note=note, promise_due=due, **fields)


async def nearest(desk: Desk, ticket: Ticket) -> datetime | None:
    """When the first of the open promises falls due."""
    open_ones = await promises.open_of(desk.session, ticket.id)
    return open_ones[0].due_at if open_ones else None
