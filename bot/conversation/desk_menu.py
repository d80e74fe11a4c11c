"""The menu behind the desk's card."""

from bot.buttons import Press
from bot.conversation import outgoing, pressed
from bot.conversation.turn import Turn
from bot.tickets import menu


async def more(turn: Turn, press: Press) -> None:
    """What else can be done with a ticket now."""
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is None:
        return
    rows = menu.rows(ticket)
    if not rows:
        turn.notify("common.stale")
        return
    await outgoing.answer_desk(turn, ticket, "desk.more", buttons=rows)
