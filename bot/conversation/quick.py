"""Quick replies: two taps for what is said every day, and how managers write them."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot import quick_replies
from bot.buttons import Action, Press, button, grid, plain
from bot.conversation import outgoing, pressed, relay
from bot.conversation.turn import Turn
from bot.quick_replies import CODE, LONGEST_CODE, Reply
from bot.texts.wording import worded_time
from bot.tickets import lifecycle
from bot.tickets.description import place_words
from db import quick_replies as rows
from db.models import Ticket
from db.vocabulary import Language
from reminders.templating import WordingError

_DROP = "-"


async def choose(turn: Turn, press: Press) -> None:
    """All there are; or the one that was chosen, as the owner would read it."""
    ticket = await _ticket(turn, press)
    if ticket is None:
        return
    replies = await _replies(turn)
    code = press.word(1)
    if code is None:
        language = outgoing.desk_language(turn)
        offered = [
            plain(reply.title(language), Action.QUICK, ticket.id, reply.code)
            for reply in replies.values()
        ]
        await outgoing.answer_desk(turn, ticket, "queue.quick_which", buttons=grid(offered, 2))
        return
    if code not in replies:
        turn.notify("common.stale")
        return
    spoken, text = _filled_in(turn, ticket, replies[code])
    send = button("send_quick", Action.QUICK_SEND, ticket.id, code, turn.incoming.inbox_id)
    await outgoing.answer_desk(
        turn,
        ticket,
        "queue.quick_preview",
        buttons=((send,),),
        words=text,
        other=spoken is not ticket.reporter.language,
    )


async def send(turn: Turn, press: Press) -> None:
    """Under the name of whoever pressed; through the gate that all words for owners pass."""
    ticket = await _ticket(turn, press)
    if ticket is None:
        return
    reply = (await _replies(turn)).get(press.word(1) or "")
    shown = press.wide_number(2)
    cause = f"quick:{ticket.id}:{shown}"
    if reply is None or shown is None or await rows.was_sent(turn.session, cause):
        turn.notify("common.stale")
        return
    _, text = _filled_in(turn, ticket, reply)
    spoken = replace(turn.incoming, press=None, message_id=None, text=text)
    as_writer = replace(turn, incoming=spoken)
    if not await outgoing.passes(as_writer, ticket, text):
        return
    turn.bag.cause = cause
    await relay.to_owner(as_writer, ticket)
    turn.notify("queue.quick_sent", number=ticket.id)
    await outgoing.answer_desk(turn, ticket, "queue.quick_said", by=turn.person)
    await outgoing.offer_promise(as_writer, ticket, text, turn.incoming.inbox_id)


async def _ticket(turn: Turn, press: Press) -> Ticket | None:
    ticket = await pressed.desk_ticket(turn, press)
    if ticket is not None and not relay.reaches_owner(ticket):
        turn.notify("common.stale")
        return None
    return ticket


async def _replies(turn: Turn) -> dict[str, Reply]:
    return quick_replies.together(await rows.own(turn.session, turn.community.id))


def _filled_in(turn: Turn, ticket: Ticket, reply: Reply) -> tuple[Language, str]:
    """In the owner's language, or the next best that it is written in."""
    language = ticket.reporter.language
    spoken = reply.spoken((language, turn.community.language))
    zone = ZoneInfo(turn.community.timezone)
    due = ticket.resolution_due if _runs(ticket) else None
    values = {
        "owner": ticket.reporter.called(spoken),
        "place": place_words(turn, ticket, spoken),
        "number": ticket.id,
        "me": turn.person.called(spoken),
        "office_phone": turn.community.office_phone,
        "due": worded_time(due, turn.now, zone, spoken) if due and due > turn.now else "",
    }
    return spoken, quick_replies.filled_in(reply.texts[spoken], values)


def _runs(ticket: Ticket) -> bool:
    """The time to get it done does: of what waits for its owner nobody knows when it is done."""
    return ticket.state in lifecycle.UNDONE - lifecycle.PAUSED


async def replies(turn: Turn) -> None:
    """`/replies`: all there are. `/replies code en words`: one in one language; `-` drops it."""
    code, _, rest = turn.incoming.argument.partition(" ")
    if not code:
        await _list(turn)
        return
    if not CODE.fullmatch(code) or len(code.encode()) > LONGEST_CODE:
        turn.say("queue.reply_code", code=code)
        return
    first, _, text = rest.strip().partition(" ")
    if first == _DROP and not text:
        dropped = await rows.drop(turn.session, turn.community.id, code)
        turn.say("queue.reply_dropped" if dropped else "queue.no_such_reply", code=code)
        return
    language = next((each for each in Language if each.casefold() == first.casefold()), None)
    if language is None or not text.strip():
        await _show(turn, code)
        return
    try:
        quick_replies.check(text)
    except WordingError as wrong:
        known = ", ".join(f"{{{{ {name} }}}}" for name in quick_replies.VARIABLES)
        turn.say(
            "queue.reply_wrong", what=wrong.what, line=wrong.line, name=wrong.name, known=known
        )
        return
    written = await rows.write(
        turn.session,
        turn.community.id,
        code,
        language,
        text.strip(),
        turn.person.id,
        turn.now,
    )
    turn.say("queue.reply_saved", code=code, lacking=_lacking(written.texts))


async def _list(turn: Turn) -> None:
    own = {each.code for each in await rows.own(turn.session, turn.community.id)}
    turn.say(
        "queue.replies",
        replies=[
            {"code": code, "title": reply.title(turn.language), "own": code in own}
            for code, reply in (await _replies(turn)).items()
        ],
    )


async def _show(turn: Turn, code: str) -> None:
    reply = (await _replies(turn)).get(code)
    if reply is None:
        turn.say("queue.no_such_reply", code=code)
        return
    turn.say(
        "queue.reply",
        code=code,
        texts=[(each, reply.texts[each]) for each in Language if each in reply.texts],
    )


def _lacking(texts: dict[str, str]) -> str:
    return ", ".join(each.value for each in Language if each not in texts)
