"""The words that a button is about: found again, taken once, with the pictures before them."""

from collections.abc import Sequence

from bot.buttons import Press
from bot.conversation.messages import Incoming
from bot.conversation.turn import Turn
from db import people, tickets
from db.models import Ticket
from db.vocabulary import Step


async def said_then(turn: Turn, press: Press) -> Incoming | None:
    """The turn goes on with those words.

    None, and a polite note, where they are not the speaker's or have been cleared away.
    """
    inbox_id = press.wide_number(0)
    said = await turn.recall(inbox_id) if inbox_id is not None else None
    if said is None or said.speaker.telegram_id != turn.person.telegram_id:
        turn.notify("common.stale")
        return None
    turn.incoming = said
    return said


async def ticket_of(turn: Turn, said: Incoming) -> Ticket | None:
    """What the words have become, or were added to."""
    if said.message_id is None:
        return None
    link = await tickets.linked(turn.session, said.chat_id, said.message_id)
    return await tickets.by_number(turn.session, link.ticket_id) if link else None


async def handled_before(turn: Turn, said: Incoming) -> bool:
    """A second tap, or another choice for the same words: they have a ticket already."""
    ticket = await ticket_of(turn, said)
    if ticket is None:
        return False
    turn.notify("owner.already_has_ticket", number=ticket.id)
    return True


async def free(turn: Turn, said: Incoming) -> None:
    """The words belong to no ticket any more, and may become another."""
    if said.message_id is None:
        return
    link = await tickets.linked(turn.session, said.chat_id, said.message_id)
    if link is not None:
        await turn.session.delete(link)
        await turn.session.flush()


async def waiting_pictures(turn: Turn) -> list[Incoming]:
    """Pictures sent without words that no ticket has taken yet; they wait no longer."""
    waiting = await people.dialogue(turn.session, turn.incoming.chat_id, turn.person.id)
    if waiting is None or waiting.step is not Step.DESCRIBE_MEDIA:
        return []
    await turn.expect_nothing()
    return await recalled(turn, waiting.data["pictures"])


async def recalled(turn: Turn, pictures: Sequence[int]) -> list[Incoming]:
    found = [await turn.recall(inbox_id) for inbox_id in pictures]
    return [picture for picture in found if picture is not None]
