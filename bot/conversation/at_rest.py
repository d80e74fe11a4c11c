"""What an owner says about a ticket that is over: nobody waits for words there any more."""

from bot.buttons import Rows
from bot.conversation import choices, relay
from bot.conversation.thanks import needs_no_answer
from bot.conversation.turn import Turn
from bot.tickets import description, leading, lifecycle, news, owner_card
from db import tickets
from db.models import Ticket


async def add(turn: Turn, ticket: Ticket) -> None:
    """Whoever answered for it hears of it in person, and the owner how it can go on.

    What was merged goes on in the ticket it was put to.
    """
    await relay.to_desk(turn, ticket)
    if _needs_no_answer(turn):
        turn.say("owner.added", ticket=ticket, number=ticket.id)
        return
    await _tell(turn, ticket, await tickets.lead_of(turn.session, ticket))


async def correct(turn: Turn, ticket: Ticket) -> None:
    """The same of what is put another way; that somebody goes on walking is no news.

    Of what was merged, whoever works on the other one reads it there.
    """
    await relay.edit_to_desk(turn, ticket)
    if relay.is_where_somebody_goes(turn.incoming) or _needs_no_answer(turn):
        return
    lead = await tickets.lead_of(turn.session, ticket)
    if lead.state in lifecycle.OVER:
        await _tell(turn, ticket, lead)


def _needs_no_answer(turn: Turn) -> bool:
    incoming = turn.incoming
    return incoming.media is None and needs_no_answer(turn.understand(incoming.text))


async def _tell(turn: Turn, ticket: Ticket, lead: Ticket) -> None:
    incoming = turn.incoming
    if lead.state in lifecycle.OVER:
        said = incoming.text or (f"📎 {incoming.media.value}" if incoming.media else "")
        await news.said_at_rest(turn, ticket, said)
    turn.say(
        "owner.added_at_rest",
        buttons=_ways_on(turn, ticket),
        ticket=ticket,
        keeper=lead.accountable.called(turn.language),
        merged=lead.id != ticket.id,
        again=bool(owner_card.not_done_after_all(turn, ticket)),
        **description.values(turn, ticket, turn.language),
    )


def _ways_on(turn: Turn, ticket: Ticket) -> Rows:
    if ticket.merged_into_id is not None:
        return leading.apart_rows(ticket)
    return (
        *owner_card.not_done_after_all(turn, ticket),
        *choices.something_else(turn, ticket),
    )
