"""Pictures, recordings and files that come without words: kept until it is said what they are."""

from collections.abc import Sequence

from bot.conversation import choices, owner, relay, spoken
from bot.conversation.messages import Media
from bot.conversation.turn import Turn
from bot.tickets import endangering
from db import people, tickets
from db.vocabulary import Step


async def received(turn: Turn) -> None:
    """A picture without words: for those who come to help, or for the one open ticket.

    Else it is asked what it shows.
    """
    incoming = turn.incoming
    if incoming.album and await relay.joins_album(turn):
        return
    open_tickets = await tickets.active_of(turn.session, turn.person.id)
    meant = await endangering.awaited_by(turn, turn.person)
    if meant is None and len(open_tickets) == 1:
        meant = open_tickets[0]
    if meant is not None:
        await relay.to_desk(turn, meant)
        turn.say("owner.added", ticket=meant, number=meant.id)
        return
    await _ask_what_it_is(turn, [])


async def _ask_what_it_is(turn: Turn, before: Sequence[int]) -> None:
    incoming = turn.incoming
    await turn.expect(
        Step.DESCRIBE_MEDIA, pictures=[*before, incoming.inbox_id], album=incoming.album
    )
    rows = choices.add_to(turn, (await tickets.active_of(turn.session, turn.person.id))[:4])
    turn.say("owner.describe_media", buttons=(*rows, *choices.to_a_person(turn)))


async def described(turn: Turn, data: dict[str, object]) -> bool:
    """The words that belong to pictures sent before them; without a ticket they go on waiting."""
    incoming, pictures = turn.incoming, data.get("pictures")
    if not isinstance(pictures, list) or incoming.command:
        return False
    if not incoming.text:
        return await _another_picture(turn, pictures, data.get("album"))
    ticket = await owner.hear(turn, incoming.text, *await spoken.recalled(turn, pictures))
    if ticket is None and not await _awaits_something(turn):
        await turn.expect(Step.DESCRIBE_MEDIA, **data)
    return True


async def _awaits_something(turn: Turn) -> bool:
    found = await people.dialogue(turn.session, turn.incoming.chat_id, turn.person.id)
    return found is not None


async def _another_picture(turn: Turn, before: Sequence[int], album: object) -> bool:
    """The parts of an album come one by one; what they show is asked once."""
    incoming = turn.incoming
    if incoming.media in (None, Media.UNKNOWN):
        return False
    if incoming.album is None or incoming.album != album:
        await _ask_what_it_is(turn, before)
        return True
    pictures = [*before, incoming.inbox_id]
    await turn.expect(Step.DESCRIBE_MEDIA, pictures=pictures, album=album)
    return True
