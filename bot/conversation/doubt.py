"""A danger that the words may or may not mean: one question, and a ticket that waits for no answer.

The ticket is there at once; the desk sees it after two minutes of silence, or as an emergency.
"""

import logging
from dataclasses import replace

from bot.buttons import Action, Press, button
from bot.conversation import (
    blame,
    complaint,
    emergency,
    owner_words,
    relay,
    spoken,
    whereabouts,
    wishes,
)
from bot.conversation.messages import Incoming
from bot.conversation.turn import Turn
from bot.tickets import (
    cards,
    endangering,
    ending,
    incident_news,
    lifecycle,
    news,
    opening,
    pressing,
    sorting,
)
from bot.tickets.grounds import Grounds
from bot.tickets.routing import NobodyAtAllError
from db import people, tickets
from db.models import Ticket
from db.vocabulary import EventType, MailPriority, Priority, Step, TicketKind
from intents import Hazard, Kind, Topic, Understanding

_log = logging.getLogger(__name__)

_STAYS = {Kind.REQUEST: TicketKind.REQUEST, Kind.COMPLAINT: TicketKind.COMPLAINT}
"""What can wait as the ticket that it is without the danger."""


async def ask(turn: Turn, text: str, heard: Understanding, *, pictured: bool) -> Ticket | None:
    """`pictured`: pictures go to the desk at once, and the ticket with them.

    None where the community has nobody at all who could look into it, or it is about all of them.
    """
    turn.say(
        "owner.is_it_now",
        buttons=(
            (button("happening", Action.HAPPENING, turn.incoming.inbox_id),),
            (button("not_happening", Action.NOT_HAPPENING, turn.incoming.inbox_id),),
        ),
        priority=MailPriority.EMERGENCY,
        name=turn.name,
        hazard=heard.doubtful.value if heard.doubtful else None,
    )
    await turn.expect(Step.IS_IT_NOW, said=turn.incoming.inbox_id)
    wish = await _wish(turn, text, heard)
    try:
        ticket = await opening.open_ticket(turn, turn.person, wish, turn.home)
    except NobodyAtAllError:
        if wish.concerns:
            wishes.say_whom_to_ring(turn, danger=True)
            return None
        _log.error("a danger may have been reported, and %s has no staff", turn.community.code)
        return None
    if pictured:
        await news.opened(turn, ticket, receipt=False)
    return ticket


async def _wish(turn: Turn, text: str, heard: Understanding) -> opening.Wish:
    """What it is without the danger, where that is a ticket; else somebody has to look."""
    danger = danger_of(turn, heard.doubtful)
    plain = heard.sure and turn.is_bound and not heard.wishes and not heard.refers_back
    if plain and heard.kind in _STAYS:
        topic = turn.catalogue.topics.get(heard.topic or "")
        wish = await wishes.wish_for(turn, text, heard, topic)
    else:
        wish = replace(
            await wishes.wish_for(turn, text, heard, danger),
            kind=TicketKind.OTHER,
            priority=Priority.P2,
        )
    grounds = Grounds.read(wish.evidence)
    hazard = heard.doubtful.value if heard.doubtful else None
    before = sorted(await endangering.dangers_to(turn, turn.person))
    evidence = grounds.but(doubt=hazard).written()
    return replace(wish.also_kept_from(before), evidence=evidence)


def danger_of(turn: Turn, hazard: Hazard | None) -> Topic | None:
    return next(
        (each for each in turn.catalogue if hazard is not None and each.hazard is hazard), None
    )


async def happening(turn: Turn, press: Press) -> None:
    said = await spoken.said_then(turn, press)
    if said is not None:
        await _stop_asking(turn)
        await _it_is_now(turn, said)


async def _it_is_now(
    turn: Turn, said: Incoming, worse: Understanding | None = None, since: str = ""
) -> None:
    """The emergency, in the original words; `worse`: `since`, what was said since, plainly a
    danger."""
    ticket = await _ticket_from(turn, said)
    if ticket is not None and _is_an_emergency(ticket) and ticket.state not in lifecycle.OVER:
        turn.notify("common.already_answered")
        return
    heard = turn.understand(said.text)
    topic = danger_of(turn, heard.doubtful)
    besides: tuple[int, ...] = ()
    if worse is not None:
        topic = turn.catalogue.topics.get(worse.topic or "") or topic
        besides = await blame.complained_of(turn, since, worse)
    heard = replace(heard, hazard=worse.hazard if worse else heard.doubtful)
    if ticket is not None and sorting.may_raise(ticket):
        await emergency.raise_ticket(turn, ticket, heard, topic, besides=besides)
        return
    pictures = await spoken.waiting_pictures(turn)
    ticket = await emergency.open_emergency(turn, said.text, heard, topic, besides=besides)
    if ticket is not None:
        await spoken.free(turn, said)
        await relay.keep(turn, ticket, *pictures)


async def not_happening(turn: Turn, press: Press) -> Incoming | None:
    """The words to be heard as what they are without the danger; None where they are settled."""
    said = await spoken.said_then(turn, press)
    if said is None:
        return None
    await _stop_asking(turn)
    return said if await _it_is_not(turn, said) else None


async def _it_is_not(turn: Turn, said: Incoming) -> bool:
    """True where the words are free to be heard again."""
    ticket = await _ticket_from(turn, said)
    if ticket is None or Grounds.read(ticket.evidence).doubt is None or _is_an_emergency(ticket):
        turn.notify("common.already_answered")
        return False
    told = bool(await tickets.cards_of(turn.session, ticket.id))
    sorting.settle_doubt(turn, ticket, turn.person)
    if ticket.kind is TicketKind.OTHER:
        if ending.cancel(turn, ticket, turn.person, EventType.FALSE_ALARM) and told:
            await news.cancelled(turn, ticket, "staff.no_danger")
        await spoken.free(turn, said)
        return True
    await _tell_at_last(turn, ticket, told=told)
    return False


async def _tell_at_last(turn: Turn, ticket: Ticket, *, told: bool) -> None:
    """The ticket is what it would have been from the start."""
    heard_out = ticket.kind is TicketKind.COMPLAINT
    if heard_out:
        await complaint.say_heard(turn, ticket, None)
    if not told:
        await incident_news.arrived(turn, ticket, receipt=not heard_out)
        pressing.tell(turn, ticket)
        await whereabouts.expect(turn, ticket)
        return
    await cards.show(turn, ticket)
    await news.post(turn, ticket, "staff.no_danger")
    if not heard_out:
        await cards.show_owner(turn, ticket)


async def answered(turn: Turn, data: dict[str, object]) -> Incoming | bool:
    """A typed yes or no, or words that leave no doubt.

    The words to be heard again after a no; False where they were no answer.
    """
    inbox_id, text = data.get("said"), turn.incoming.text
    now = turn.incoming
    said = await turn.recall(inbox_id) if isinstance(inbox_id, int) else None
    if said is None or not text:
        return False
    answer = owner_words.says_it_is_now(text)
    worse = turn.understand(text)
    if worse.kind is Kind.EMERGENCY:
        turn.incoming = said
        await _it_is_now(turn, said, worse, text)
        turn.incoming = now
        await _add_words(turn, said)
        return True
    if answer is True:
        turn.incoming = said
        await _it_is_now(turn, said)
        return True
    if answer is False:
        turn.incoming = said
        return said if await _it_is_not(turn, said) else True
    return False


async def _add_words(turn: Turn, said: Incoming) -> None:
    ticket = await _ticket_from(turn, said)
    if ticket is not None and not await complaint.goes_apart(turn, ticket):
        await relay.to_desk(turn, ticket)


async def _ticket_from(turn: Turn, said: Incoming) -> Ticket | None:
    """The ticket that was opened with these words, not one they were only added to."""
    ticket = await spoken.ticket_of(turn, said)
    return ticket if ticket is not None and ticket.said.startswith(said.text) else None


def _is_an_emergency(ticket: Ticket) -> bool:
    return ticket.kind is TicketKind.EMERGENCY


async def _stop_asking(turn: Turn) -> None:
    waiting = await people.dialogue(turn.session, turn.incoming.chat_id, turn.person.id)
    if waiting is not None and waiting.step is Step.IS_IT_NOW:
        await turn.expect_nothing()
