"""The teams' forum group: a topic is a ticket, and what is written there goes to its owner."""

from bot.conversation import incident, relay, staff
from bot.conversation.messages import Incoming
from bot.conversation.turn import Turn
from bot.tickets import news
from bot.tickets.standing import works_on
from db import incidents, people, tickets
from db.models import ForumTopic, Team, Ticket
from db.vocabulary import Step, TeamCode


async def said(turn: Turn) -> None:
    """Words in a ticket's topic; anything else in a group is the team's own talk."""
    incoming = turn.incoming
    if incoming.command is not None and incoming.media is None and not relay.is_note(incoming):
        await _command(turn, incoming.command)
        return
    topic = (
        await tickets.topic_at(turn.session, incoming.chat_id, incoming.thread_id)
        if incoming.thread_id is not None
        else None
    )
    ticket = await _spoken_to(turn, topic) if topic else None
    if topic is None or ticket is None or not works_on(turn.standings(ticket)):
        return
    if incoming.edited:
        await _edited(turn, incoming)
        return
    waiting = await people.dialogue(turn.session, incoming.chat_id, turn.person.id)
    asked = (ticket.id, topic.ticket_id)
    if waiting is not None and waiting.step in _WRITTEN and waiting.data.get("ticket") in asked:
        await turn.session.delete(waiting)
        await turn.session.flush()
        if await _WRITTEN[waiting.step](turn, waiting.data):
            return
    await relay.from_desk(turn, ticket)


_WRITTEN = {Step.WRITE_NOTE: staff.note_written, Step.WRITE_UPDATE: incident.update_written}
"""What the next words in a topic may be an answer to."""


async def _spoken_to(turn: Turn, topic: ForumTopic) -> Ticket | None:
    """Of several whose room it is, the one whose message is replied to; else the topic's own."""
    incoming, number = turn.incoming, topic.ticket_id
    if incoming.reply_to is not None:
        link = await tickets.linked(turn.session, incoming.chat_id, incoming.reply_to)
        if link is not None and link.ticket_id != number:
            room = await incidents.room_of(turn.session, link.ticket_id)
            number = link.ticket_id if room is not None and room.id == topic.id else number
    return await tickets.by_number(turn.session, number)


async def _edited(turn: Turn, incoming: Incoming) -> None:
    """Staff corrected what they wrote: the owner sees the correction, marked."""
    if incoming.message_id is None or relay.as_note(incoming.text) is not None:
        return
    link = await tickets.linked(turn.session, incoming.chat_id, incoming.message_id)
    ticket = await tickets.by_number(turn.session, link.ticket_id) if link else None
    if ticket is not None:
        news.tell_owner(
            turn,
            ticket,
            "owner.staff_edited",
            words=incoming.text,
            by=turn.person.called(ticket.reporter.language),
        )


async def _command(turn: Turn, name: str) -> None:
    if name == "link":
        await _link(turn)
    elif name == "queue" and turn.works_here:
        await staff.queue(turn)
    elif name in ("start", "help"):
        _answer(turn, "staff.group_help")


async def _link(turn: Turn) -> None:
    """`/link`: this group serves every team; `/link repairs`: that one only. Managers only."""
    if not turn.manages_here:
        _answer(turn, "common.not_for_you", command="link")
        return
    wanted = turn.incoming.argument.casefold()
    codes = [code for code in TeamCode if wanted in ("", code.value)]
    if not codes:
        _answer(turn, "staff.no_such_team", said=wanted, teams=", ".join(TeamCode))
        return
    linked: list[Team] = []
    for code in codes:
        team = await people.team(turn.session, turn.community.id, code)
        team.forum_chat_id = turn.incoming.chat_id
        linked.append(team)
    language = turn.community.language
    _answer(turn, "staff.linked", teams=", ".join(team.name(language) for team in linked))


def _answer(turn: Turn, text: str, **values: object) -> None:
    turn.bag.answer_in(
        turn.incoming.chat_id,
        text,
        turn.community.language,
        reply_to=turn.incoming.message_id,
        **values,
    )
