"""The manager's voice: written, addressed, previewed with the number of people, followed."""

from collections.abc import Container, Mapping

from markupsafe import Markup, escape

from bot.buttons import Action, Button, Press, Rows, button, grid, plain
from bot.conversation import proof, scheduled
from bot.conversation.flats import flat_named
from bot.conversation.messages import Media
from bot.conversation.turn import Turn
from db import people
from db.models import Broadcast, Building
from db.vocabulary import (
    AudienceKind,
    BroadcastState,
    Language,
    Step,
)
from intents import detect_language
from reminders import approving, broadcast
from reminders.approving import UNSENT
from reminders.audience import Audience

LONGEST = 3500
"""Characters a manager may write: the message also bears a heading."""

_BUILDINGS = 30
"""On one page: each has a button."""


async def begin(turn: Turn) -> None:
    """`/broadcast`, or `/broadcast the words`."""
    await scheduled.show_scheduled(turn)
    if turn.incoming.argument:
        await _draft(turn, turn.incoming.argument)
        return
    await turn.expect(Step.WRITE_BROADCAST)
    turn.say("broadcast.write", buttons=((button("templates", Action.TEMPLATE, 0),),))


async def written(turn: Turn, data: dict[str, object]) -> bool:
    text = turn.incoming.text.strip()
    if turn.incoming.command or not turn.manages_here:
        return False
    if not text:
        await turn.expect(Step.WRITE_BROADCAST, **data)
        turn.say("broadcast.needs_words")
        return True
    code = data.get("language")
    if isinstance(code, str):
        return await _add_words(turn, data, Language(code), text)
    await _draft(turn, text)
    return True


async def _draft(turn: Turn, text: str) -> None:
    if len(text) > LONGEST:
        await turn.expect(Step.WRITE_BROADCAST)
        turn.say("broadcast.too_long", limit=LONGEST, length=len(text))
        return
    language, letter = framed(turn, text)
    await offer_audience(turn, {language: letter}, _media(turn))


async def offer_audience(
    turn: Turn, texts: Mapping[Language, str], media: dict[str, dict[str, str]] | None = None
) -> None:
    """A draft of these letters; whom it is for is chosen next."""
    draft_id = await broadcast.draft(
        turn.session,
        community_id=turn.community.id,
        author_id=turn.person.id,
        audience=Audience.everybody(),
        texts=texts,
        media=media,
        silent=False,
        now=turn.now,
    )
    await _ask_whom(turn, draft_id)


async def _ask_whom(turn: Turn, draft_id: int, page: int = 0) -> None:
    """Buildings beyond a page's are leafed to: none is out of reach."""
    buildings = await people.buildings_of(turn.session, turn.community.id)
    here = buildings[page * _BUILDINGS : (page + 1) * _BUILDINGS]
    choices = [
        plain(each.name(turn.language), Action.AUDIENCE, draft_id, "b", each.id) for each in here
    ]
    leaves = [
        plain(sign, Action.AUDIENCE, draft_id, "p", there)
        for sign, there in (("◀", page - 1), ("▶", page + 1))
        if 0 <= there * _BUILDINGS < len(buildings)
    ]
    rows: Rows = (
        (button("audience_all", Action.AUDIENCE, draft_id, "a"),),
        *grid(choices, 3),
        *((tuple(leaves),) if leaves else ()),
        (button("audience_unit", Action.AUDIENCE, draft_id, "u"),),
    )
    turn.say("broadcast.whom_to_tell", buttons=rows)


def _media(turn: Turn) -> dict[str, dict[str, str]] | None:
    """A picture or a document to go with the words."""
    incoming = turn.incoming
    if incoming.media not in (Media.PHOTO, Media.DOCUMENT) or incoming.file_id is None:
        return None
    return {incoming.media.value: {"file_id": incoming.file_id}}


def framed(turn: Turn, text: str, *, corrects: bool = False) -> tuple[Language, str]:
    """A manager's plain words under a heading, and the language that they are in."""
    known = detect_language(text)
    language = Language(known) if known else turn.language
    return language, framed_in(turn, text, language, corrects=corrects)


def framed_in(turn: Turn, text: str, language: Language, *, corrects: bool = False) -> str:
    """Escaped, under the community's heading; a correction says that it is one."""
    return turn.voice.html(
        "broadcast.correction_frame" if corrects else "broadcast.frame",
        language,
        words=Markup(escape(text)),
    )


async def of_here(turn: Turn, press: Press) -> Broadcast | None:
    """One of the speaker's community, locked; told why where it is none."""
    row = press.number(0)
    found = await turn.session.get(Broadcast, row, with_for_update=True) if row else None
    if found is None or not turn.manages_here or found.community_id != turn.community.id:
        turn.notify("common.not_yours", alert=True)
        return None
    return found


async def own_draft(turn: Turn, press: Press) -> Broadcast | None:
    """The speaker's own, which has not gone out; told why where it is not."""
    found = await of_here(turn, press)
    if found is None:
        return None
    if found.author_id != turn.person.id:
        turn.notify("common.not_yours", alert=True)
        return None
    if found.state not in UNSENT:
        turn.notify("broadcast.gone_out")
        return None
    return found


async def draft_as_read(turn: Turn, press: Press) -> Broadcast | None:
    """The speaker's own, as it stood above the button; one that has changed is shown again."""
    draft = await own_draft(turn, press)
    if draft is not None and press.word(1) != broadcast.seal(draft):
        turn.notify("common.stale")
        await preview(turn, draft)
        return None
    return draft


async def own_words(turn: Turn, data: dict[str, object]) -> Broadcast | None:
    """The speaker's own that a step was about."""
    row = data.get("broadcast")
    found = await turn.session.get(Broadcast, row) if isinstance(row, int) else None
    own = found is not None and found.author_id == turn.person.id and turn.manages_here
    return found if own else None


async def choose_audience(turn: Turn, press: Press) -> None:
    draft = await own_draft(turn, press)
    if draft is None:
        return
    kind, row = press.word(1), press.number(2)
    if kind == "u":
        await turn.expect(Step.NAME_AUDIENCE, broadcast=draft.id)
        turn.say("manager.which_unit")
        return
    if kind == "p" and row is not None:
        await _ask_whom(turn, draft.id, row)
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
    await _address(turn, draft, chosen)


async def _address(turn: Turn, draft: Broadcast, whom: Audience) -> None:
    if not await approving.reopen(turn.session, draft.id):
        turn.notify("broadcast.gone_out")
        return
    draft.audience = whom.to_json()
    await preview(turn, draft)


async def unit_named(turn: Turn, data: dict[str, object]) -> bool:
    text, draft = turn.incoming.text.strip(), await own_words(turn, data)
    if not text or turn.incoming.command or draft is None or draft.state not in UNSENT:
        return False
    unit = await flat_named(turn, text)
    if unit is None:
        await turn.expect(Step.NAME_AUDIENCE, broadcast=draft.id)
        turn.say("manager.no_such_unit", said=text)
        return True
    await _address(turn, draft, Audience(AudienceKind.UNIT, (unit.id,)))
    return True


async def preview(turn: Turn, draft: Broadcast) -> None:
    """What will be sent, to how many, for example to whom, and what to mend before."""
    await turn.session.flush()
    told = await proof.readers(turn, draft, turn.language)
    must, could = proof.faults(turn, draft, turn.language)
    missing = [language for language in Language if language.value not in draft.texts]
    turn.say(
        "broadcast.preview",
        buttons=_preview_rows(draft, told["people"], mended=not must),
        versions=[Markup(words) for words in draft.texts.values()],
        whom=told["whom"],
        people=told["people"],
        names=told["names"],
        stops=told["stops"],
        missing=[
            turn.voice.words(f"buttons.add_{each.name.lower()}", turn.language) for each in missing
        ],
        must=must,
        could=could,
        **scheduled.timing(turn, draft, turn.language),
    )


def _preview_rows(draft: Broadcast, people: int, *, mended: bool) -> Rows:
    shown = broadcast.seal(draft)
    submit = button("submit", Action.SUBMIT, draft.id, shown, people=people)
    urgent = button("urgent", Action.URGENT, draft.id, shown)
    words = tuple(
        version_button(Action.ADD_LANGUAGE, draft.id, each, draft.texts) for each in Language
    )
    return (
        *(((submit,),) if people and mended else ()),
        words,
        (button("test", Action.TEST_SEND, draft.id, shown),),
        (*_narrowing(draft), button("when", Action.WHEN, draft.id)),
        (_asks_or_not(draft), *_repeating(draft)),
        *(((urgent,),) if people and mended and not draft.repeat else ()),
        (button("drop_broadcast", Action.DROP_BROADCAST, draft.id),),
    )


def _narrowing(draft: Broadcast) -> tuple[Button, ...]:
    """A correction goes to whoever has what it corrects."""
    return () if draft.corrects_id else (button("narrow", Action.AIM, draft.id),)


def _repeating(draft: Broadcast) -> tuple[Button, ...]:
    """What was wrong is put right once."""
    return () if draft.corrects_id else (button("repeat", Action.REPEAT, draft.id),)


def version_button(action: Action, row: int, language: Language, written: Container[str]) -> Button:
    """To write it in that language, or anew."""
    name = language.name.lower()
    if language.value in written:
        return button(f"rewrite_{name}", action, row, language.value)
    return button(f"add_{name}", action, row, language.value)


async def ask_language(turn: Turn, press: Press) -> None:
    draft = await own_draft(turn, press)
    code = press.word(1)
    if draft is None or code not in {language.value for language in Language}:
        return
    await turn.expect(Step.WRITE_BROADCAST, broadcast=draft.id, language=code)
    turn.say("broadcast.write_version", reading=code)


async def _add_words(turn: Turn, data: dict[str, object], language: Language, text: str) -> bool:
    draft = await own_words(turn, data)
    if draft is None:
        return False
    if len(text) > LONGEST:
        await turn.expect(Step.WRITE_BROADCAST, **data)
        turn.say("broadcast.too_long", limit=LONGEST, length=len(text))
        return True
    if not await approving.reopen(turn.session, draft.id):
        turn.say("broadcast.gone_out")
        return True
    letter = framed_in(turn, text, language, corrects=draft.corrects_id is not None)
    draft.texts = {**draft.texts, language.value: letter}
    await preview(turn, draft)
    return True


def _asks_or_not(draft: Broadcast) -> Button:
    if draft.asks:
        return button("asks_not", Action.ASKS, draft.id)
    return button("asks", Action.ASKS, draft.id)


async def ask_or_not(turn: Turn, press: Press) -> None:
    """Whether its readers are asked to say that they have understood it."""
    draft = await own_draft(turn, press)
    if draft is None:
        return
    if not await approving.reopen(turn.session, draft.id):
        turn.notify("broadcast.gone_out")
        return
    draft.asks = not draft.asks
    turn.notify("answer.will_ask" if draft.asks else "answer.will_not_ask")
    await preview(turn, draft)


async def drop(turn: Turn, press: Press) -> None:
    draft = await own_draft(turn, press)
    if draft is None:
        return
    draft.state = BroadcastState.CANCELLED
    turn.say("broadcast.dropped")
