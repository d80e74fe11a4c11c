"""Words that complain of one of the staff: not for a ticket that they could read them on."""

from bot import directory
from bot.conversation.turn import Turn
from bot.tickets.concerned import concerned
from bot.tickets.standing import Matter, Post, standings, works_on
from db.models import Ticket


async def would_be_read(turn: Turn, ticket: Ticket, text: str) -> bool:
    """Whether somebody of whom the words complain, or may, would read them there.

    A team's topic is read by all who are in its group; what is private by whoever works on it.
    """
    heard = turn.understand(text)
    about = await directory.complained_of(turn.session, text, heard, turn.community.id)
    left = set(about) - concerned(ticket)
    if not left or not ticket.private:
        return bool(left)
    matter, posts = Matter.of(ticket), await turn.staff()
    return any(
        works_on(standings(who, [Post.of(post) for post in posts if post.person_id == who], matter))
        for who in left
    )
