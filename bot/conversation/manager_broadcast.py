"""The manager's voice: written, addressed, previewed with the number of people, confirmed."""

from dataclasses import asdict
from typing import Any

from markupsafe import Markup, escape
from sqlalchemy import select

from bot.buttons import Action, Button, Press, Rows, button, grid, plain
from bot.conversation.flats import flat_named
from bot.conversation.messages import Media
from bot.conversation.turn import Turn
from bot.desk import Desk
from bot.tickets import description
from db import people
from db.models import Broadcast, Building, Card, Person, Unit
from db.vocabulary import (
    AudienceKind,
    BroadcastState,
    CardAudience,
    DeliveryState,
    Language,
    MailPriority,
    Step,
)
from reminders import audience, broadcast
from reminders.audience import Audience

LONGEST = 3500
"""Characters a manager may write: the message also bears a heading."""

_MOST_NAMES = 60


async def begin(turn: Turn) -> None:
    """`/broadcast`, or `/broadcast the words`."""
    if turn.incoming.argument:
        await _draft(turn, turn.incoming.argument)
        return
    await turn.expect(Step.WRITE_BROADCAST)
    turn.say("broadcast.write")


async def written(turn: Turn, data: dict[str, object]) -> bool:
    text = turn.incoming.text.strip()
    if turn.incoming.command or not turn.manages_here:
        return False
    if not text:
        await turn.expect(Step.WRITE_BROADCAST, **data)
        turn.say("broadcast.needs_words")
        return True
    row, code = data.get("broadcast"), data.get("language")
    if isinstance(row, int) and isinstance(code, str):
        return await _add_words(turn, row, Language(code), text)
    await _draft(turn, text)
    return True


async def _draft(turn: Turn, text: str) -> None:
    if len(text) > LONGEST:
        await turn.expect(Step.WRITE_BROADCAST)
        turn.say("broadcast.too_long", limit=LONGEST, length=len(text))
        return
    draft_id = await broadcast.draft(
        turn.session,
        community_id=turn.community.id,
        author_id=turn.person.id,
        audience=Audience.everybody(),
        texts={turn.language: _framed(turn, text, turn.language)},
        media=_media(turn),
        silent=False,
        now=turn.now,
    )
    buildings = await people.buildings_of(turn.session, turn.community.id)
    choices = [
        plain(each.name(turn.language), Action.AUDIENCE, draft_id, "b", each.id)
        for each in buildings[:30]
    ]
    rows: Rows = (
        (button("audience_all", Action.AUDIENCE, draft_id, "a"),),
        *grid(choices, 3),
        (button("audience_unit", Action.AUDIENCE, draft_id, "u"),),
    )
    turn.say("broadcast.whom_to_tell", buttons=rows)


def _media(turn: Turn) -> dict[str, dict[str, str]] | None:
    """A picture or a document to go with the words."""
    incoming = turn.incoming
    if incoming.media not in (Media.PHOTO, Media.DOCUMENT) or incoming.file_id is None:
        return None
    return {incoming.media.value: {"file_id": incoming.file_id}}


def _framed(turn: Turn, text: str, language: Language) -> str:
    """The manager's plain words under the community's heading, escaped."""
    return turn.voice.html("broadcast.frame", language, words=Markup(escape(text)))


async def _own_draft(turn: Turn, press: Press) -> Broadcast | None:
    row = press.number(0)
    found = await turn.session.get(Broadcast, row, with_for_update=True) if row else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def choose_audience(turn: Turn, press: Press) -> None:
    draft = await _own_draft(turn, press)
    if draft is None:
        return
    if draft.state is not BroadcastState.DRAFT:
        turn.notify("broadcast.gone_out")
        return
    kind, row = press.word(1), press.number(2)
    if kind == "u":
        await turn.expect(Step.NAME_AUDIENCE, broadcast=draft.id)
        turn.say("manager.which_unit")
        return
    if kind == "b" and row is not None:
        building = await turn.session.get(Building, row)
        if building is None or building.community_id != turn.community.id:
            turn.notify("common.stale")
            return
        chosen = Audience(AudienceKind.BUILDING, (row,))
    elif kind == "a":
        chosen = Audience.everybody()
    else:
        turn.notify("common.stale")
        return
    draft.audience = chosen.to_json()
    await preview(turn, draft)


async def unit_named(turn: Turn, data: dict[str, object]) -> bool:
    text, row = turn.incoming.text.strip(), data.get("broadcast")
    if not text or turn.incoming.command or not isinstance(row, int) or not turn.manages_here:
        return False
    draft = await turn.session.get(Broadcast, row)
    if draft is None or draft.community_id != turn.community.id:
        return False
    if draft.state is not BroadcastState.DRAFT:
        return False
    unit = await flat_named(turn, text)
    if unit is None:
        await turn.expect(Step.NAME_AUDIENCE, broadcast=row)
        turn.say("manager.no_such_unit", said=text)
        return True
    draft.audience = Audience(AudienceKind.UNIT, (unit.id,)).to_json()
    await preview(turn, draft)
    return True


async def preview(turn: Turn, draft: Broadcast) -> None:
    """What will be sent, to how many, for example to whom, and in which languages."""
    chosen = Audience.from_json(draft.audience)
    await turn.session.flush()
    count = await audience.count(turn.session, turn.community.id, chosen)
    names = await audience.sample_names(
        turn.session, turn.community.id, chosen, turn.language, limit=3
    )
    missing = [language for language in Language if language.value not in draft.texts]
    add = tuple(
        button(f"add_{language.name.lower()}", Action.ADD_LANGUAGE, draft.id, language.value)
        for language in missing
    )
    shown = broadcast.seal(draft)
    send = button("send_broadcast", Action.CONFIRM_BROADCAST, draft.id, shown, people=count)
    rows: Rows = (((send,),) if count else ()) + (
        add,
        (_asks_or_not(draft),),
        (button("drop_broadcast", Action.DROP_BROADCAST, draft.id),),
    )
    turn.say(
        "broadcast.preview",
        buttons=rows,
        versions=[Markup(words) for words in draft.texts.values()],
        whom=await _audience_words(turn, chosen),
        people=count,
        names=names,
        missing=[
            turn.voice.words(f"buttons.add_{each.name.lower()}", turn.language) for each in missing
        ],
    )


async def _audience_words(turn: Turn, chosen: Audience) -> str:
    if chosen.kind is AudienceKind.BUILDING:
        building = await turn.session.get(Building, chosen.ids[0])
        return building.name(turn.language) if building else ""
    if chosen.kind is AudienceKind.UNIT:
        unit = await turn.session.get(Unit, chosen.ids[0])
        return description.unit_words(turn, unit, turn.language) if unit else ""
    return turn.community.name(turn.language)


async def ask_language(turn: Turn, press: Press) -> None:
    draft = await _own_draft(turn, press)
    code = press.word(1)
    if draft is None or code not in {language.value for language in Language}:
        return
    await turn.expect(Step.WRITE_BROADCAST, broadcast=draft.id, language=code)
    turn.say("broadcast.write_version", reading=code)


async def _add_words(turn: Turn, row: int, language: Language, text: str) -> bool:
    draft = await turn.session.get(Broadcast, row)
    if draft is None or draft.community_id != turn.community.id:
        return False
    if draft.state is not BroadcastState.DRAFT:
        turn.say("broadcast.gone_out")
        return True
    if len(text) > LONGEST:
        await turn.expect(Step.WRITE_BROADCAST, broadcast=row, language=language.value)
        turn.say("broadcast.too_long", limit=LONGEST, length=len(text))
        return True
    draft.texts = {**draft.texts, language.value: _framed(turn, text, language)}
    await preview(turn, draft)
    return True


def _asks_or_not(draft: Broadcast) -> Button:
    if draft.asks:
        return button("asks_not", Action.ASKS, draft.id)
    return button("asks", Action.ASKS, draft.id)


async def ask_or_not(turn: Turn, press: Press) -> None:
    """Whether its readers are asked to say that they have understood it."""
    draft = await _own_draft(turn, press)
    if draft is None:
        return
    if draft.state is not BroadcastState.DRAFT:
        turn.notify("broadcast.gone_out")
        return
    draft.asks = not draft.asks
    turn.notify("answer.will_ask" if draft.asks else "answer.will_not_ask")
    await preview(turn, draft)


async def confirm(turn: Turn, press: Press) -> None:
    """Once: a second tap finds the broadcast on its way."""
    draft = await _own_draft(turn, press)
    if draft is None:
        return
    if draft.state is BroadcastState.DRAFT and press.word(1) != broadcast.seal(draft):
        turn.notify("common.stale")
        await preview(turn, draft)
        return
    total = await broadcast.confirm(turn.session, draft.id, turn.now)
    if total is None:
        turn.notify("broadcast.gone_out")
        return
    await show_progress(turn, draft.id, total)


async def show_progress(turn: Turn, broadcast_id: int, total: int) -> None:
    """The card that follows a broadcast just confirmed."""
    card = Card(
        audience=CardAudience.PROGRESS,
        broadcast_id=broadcast_id,
        person_id=turn.person.id,
        chat_id=turn.person.telegram_id,
    )
    turn.session.add(card)
    await turn.session.flush()
    turn.bag.show(
        card,
        turn.language,
        "broadcast.progress",
        buttons=((button("stop_broadcast", Action.STOP_BROADCAST, broadcast_id),),),
        priority=MailPriority.REPLY,
        total=total,
        sent=0,
        unreachable=0,
        failed=0,
        waiting=total,
    )


async def drop(turn: Turn, press: Press) -> None:
    draft = await _own_draft(turn, press)
    if draft is None:
        return
    if draft.state is not BroadcastState.DRAFT:
        turn.notify("broadcast.gone_out")
        return
    draft.state = BroadcastState.CANCELLED
    turn.say("broadcast.dropped")


async def stop(turn: Turn, press: Press) -> None:
    """Whoever has it has it; nobody else gets it."""
    draft = await _own_draft(turn, press)
    if draft is None:
        return
    if not await broadcast.cancel(turn.session, draft.id, turn.now):
        turn.notify("broadcast.over")
        return
    turn.notify("broadcast.stopped")
    await turn.session.refresh(draft)
    await draw_progress(turn, draft)


async def draw_progress(desk: Desk, sending: Broadcast) -> None:
    """Bring the author's progress card up to date; the seasonal plan has none.

    Once it was stopped there is no progress any more: the card becomes the report.
    """
    card = (
        await desk.session.scalars(
            select(Card).where(
                Card.broadcast_id == sending.id, Card.audience == CardAudience.PROGRESS
            )
        )
    ).first()
    if card is None or card.person_id is None or card.message_id is None:
        return
    manager = await desk.session.get_one(Person, card.person_id)
    if sending.state is BroadcastState.CANCELLED:
        figures = await report_figures(desk, sending, manager.language)
        desk.bag.show(card, manager.language, "broadcast.report", title=None, **figures)
        return
    report = await broadcast.report(desk.session, sending.id)
    going = sending.state is BroadcastState.SENDING and report.waiting > 0
    desk.bag.show(
        card,
        manager.language,
        "broadcast.progress",
        buttons=((button("stop_broadcast", Action.STOP_BROADCAST, sending.id),),) if going else (),
        total=report.total,
        sent=report.sent,
        unreachable=report.unreachable,
        failed=report.failed + report.in_doubt,
        waiting=report.waiting,
    )


async def report_figures(desk: Desk, done: Broadcast, language: Language) -> dict[str, Any]:
    """How many got it, how many did not, and whom to tell in another way."""
    report = await broadcast.report(desk.session, done.id)
    names: list[str] = []
    for state in (DeliveryState.UNREACHABLE, DeliveryState.FAILED, DeliveryState.IN_DOUBT):
        names += await broadcast.unreachable_names(desk.session, done.id, language, state)
    return {**asdict(report), "names": names[:_MOST_NAMES]}
