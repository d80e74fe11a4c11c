"""The teams' forum group: a topic is a ticket, and what is written there goes to its owner."""

from collections.abc import Awaitable, Callable

from bot.conversation import (
    diverting,
    duty,
    finding,
    incident,
    outgoing,
    promising,
    queue,
    relay,
    staff,
    waiting,
)
from bot.conversation.turn import Turn
from bot.tickets.standing import works_on
from db import incidents, people, tickets
from db.models import ForumTopic, Team, Ticket
from db.vocabulary import Step, TeamCode

_WRITTEN_HERE: dict[Step, Callable[[Turn, dict[str, object]], Awaitable[bool]]] = {
    Step.WRITE_NOTE: staff.note_written,
    Step.WRITE_QUESTION: waiting.question_written,
    Step.TELL_APPOINTMENT: waiting.appointment_told,
    Step.WRITE_CONTACT: diverting.contact_written,
    Step.NAME_MAIN_TICKET: diverting.main_ticket_named,
    Step.MOVE_PROMISE: promising.time_told,
    Step.WRITE_UPDATE: incident.update_written,
}
"""What may be asked for in a ticket's topic; False: the words were no answer after all."""


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
    awaited = await people.dialogue(turn.session, incoming.chat_id, turn.person.id)
    if incoming.edited and not (awaited and outgoing.is_better_answer(turn, awaited.data)):
        if not await incident.update_corrected(turn, ticket):
            await relay.edited_at_desk(turn, ticket)
        return
    if awaited is not None and awaited.data.get("ticket") in (ticket.id, topic.ticket_id):
        answer = _WRITTEN_HERE.get(awaited.step)
        if answer is not None:
            await turn.session.delete(awaited)
            await turn.session.flush()
            if await answer(turn, awaited.data):
                return
    await relay.from_desk(turn, ticket)


async def _spoken_to(turn: Turn, topic: ForumTopic) -> Ticket | None:
    """Of several whose room it is, the one whose message is replied to; else the topic's own."""
    incoming, number = turn.incoming, topic.ticket_id
    if incoming.reply_to is not None:
        link = await tickets.linked(turn.session, incoming.chat_id, incoming.reply_to)
        if link is not None and link.ticket_id != number:
            room = await _room_for(turn, link.ticket_id)
            number = link.ticket_id if room is not None and room.id == topic.id else number
    return await tickets.by_number(turn.session, number)


async def _room_for(turn: Turn, number: int) -> ForumTopic | None:
    """Where what its owner writes is read."""
    ticket = await turn.session.get(Ticket, number)
    lead = await tickets.lead_of(turn.session, ticket) if ticket is not None else None
    return await incidents.room_of(turn.session, lead.id) if lead is not None else None


async def _command(turn: Turn, name: str) -> None:
    if name == "link":
        await _link(turn)
    elif name == "queue" and turn.works_here:
        await queue.show(turn)
    elif name == "find" and turn.works_here:
        await finding.find(turn)
    elif name == "duty" and turn.works_here:
        await duty.show_or_enter(turn)
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
