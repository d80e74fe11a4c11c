"""Stars for a ticket that is closed, and what was wrong where they are few."""

from bot.buttons import Action, Press, Rows, button, grid
from bot.conversation import complaint, pressed, relay
from bot.conversation.turn import Turn
from bot.tickets import cards, ending, follow_ups
from bot.tickets.standing import owns
from db import tickets
from db.models import Ticket
from db.vocabulary import Step

LOW = 2
"""Stars up to which a person gets in touch."""

REASONS = ("too_slow", "not_fixed", "manner", "badly_explained", "else")
"""What a low score can be about; each is a text `buttons.reason_…`."""


async def rate(turn: Turn, press: Press) -> None:
    ticket = await pressed.own_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    stars = press.number(1) or 0
    if not ending.rate(turn, ticket, turn.person, stars):
        turn.notify("owner.rated_already")
        return
    await cards.show(turn, ticket)
    if stars > LOW:
        turn.say("owner.rated", name=turn.name, stars=stars)
        return
    await turn.expect(Step.TELL_RATING_REASON, ticket=ticket.id)
    seen = await follow_ups.begin(turn, ticket, stars)
    turn.say("owner.low_rating", buttons=_reasons(ticket), name=turn.name, stars=stars, seen=seen)


def _reasons(ticket: Ticket) -> Rows:
    choices = [
        button(f"reason_{reason}", Action.RATE_REASON, ticket.id, reason, ticket.version)
        for reason in REASONS
    ]
    return grid(choices, 2)


async def choose_reason(turn: Turn, press: Press) -> None:
    """One or several of them; what none of them says is typed."""
    ticket = await pressed.own_ticket(turn, press, versioned=True)
    if ticket is None:
        return
    reason = press.word(1)
    if reason not in REASONS or ticket.rating is None:
        turn.notify("common.stale")
        return
    if reason == "else":
        await turn.expect(Step.TELL_RATING_REASON, ticket=ticket.id)
        turn.notify("rating.tell_reason", alert=True)
        return
    label = f"buttons.reason_{reason}"
    words = turn.voice.words(label, turn.community.language)
    if words in (ticket.rating_reason or "").splitlines():
        turn.notify("rating.reason_noted")
        return
    ending.explain_rating(turn, ticket, turn.person, words)
    await follow_ups.explain(turn, ticket, words)
    turn.notify("rating.reason_noted")
    if reason == "not_fixed":
        turn.say("rating.shall_we_reopen", buttons=_reopening(ticket), number=ticket.id)


def _reopening(ticket: Ticket) -> Rows:
    return ((button("not_fixed_after_all", Action.REOPEN_TICKET, ticket.id, ticket.version),),)


async def reason_told(turn: Turn, data: dict[str, object]) -> bool:
    number = data.get("ticket")
    words = turn.incoming.text.strip()
    if not words or not isinstance(number, int):
        return False
    ticket = await tickets.by_number(turn.session, number)
    if ticket is None or not owns(turn.standings(ticket)) or ticket.rating is None:
        return False
    reader = await tickets.follow_up_of(turn.session, ticket)
    if reader is not None and await complaint.goes_apart(turn, ticket, read_on=reader):
        return True
    await relay.bind(turn, ticket)
    ending.explain_rating(turn, ticket, turn.person, words)
    seen = await follow_ups.explain(turn, ticket, words)
    turn.say("owner.reason_thanks", seen=seen)
    return True
