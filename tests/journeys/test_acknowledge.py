"""Journey: a letter that asks to be acknowledged, from the buttons to the printed list."""

from sqlalchemy import select

from db.models import Delivery, Ticket
from db.vocabulary import Acknowledgement, Language
from reminders.letterhead import label
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage

WATER = {
    Language.HANT: "明天 10 點起停水，請先儲水。",
    Language.HANS: "明天 10 点起停水，请先储水。",
    Language.EN: "No water tomorrow from 10. Please fill a bucket.",
}


def understood(stage: Stage) -> str:
    return label(Acknowledgement.UNDERSTOOD, stage.language)


def needs_help(stage: Stage) -> str:
    return label(Acknowledgement.NEEDS_HELP, stage.language)


async def ask(stage: Stage) -> Heard:
    """Mei writes to everybody and asks them to acknowledge."""
    await stage.say("mei", f"/broadcast {WATER[stage.language]}")
    await stage.tap("mei", "audience_all")
    await stage.tap("mei", "asks")
    return await stage.tap("mei", "send_broadcast")


async def copies(stage: Stage) -> list[Delivery]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Delivery).order_by(Delivery.person_id)))


async def tickets(stage: Stage) -> list[Ticket]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Ticket)))


async def letter(stage: Stage, who: str) -> Message:
    return next(each for each in await stage.messages(who) if WATER[stage.language] in each.text)


@every_language
async def test_the_answer_takes_the_place_of_the_buttons(stage: Stage) -> None:
    await stage.say("alice", "/help")
    sent = await ask(stage)
    assert sent.one_to("alice").labels == (understood(stage), needs_help(stage))

    pressed = await stage.tap("alice", understood(stage))
    assert pressed.note == stage.words("answer.noted")
    assert not pressed.sent
    stands = await letter(stage, "alice")
    assert stands.labels == (stage.words("buttons.answered"), needs_help(stage))
    assert not stands.edited, "the words are the same"

    again = await stage.tap("alice", "answered")
    assert again.note == stage.words("answer.noted_before")
    assert [copy.answer for copy in await copies(stage)] == [Acknowledgement.UNDERSTOOD]
    assert not await tickets(stage)


@every_language
async def test_who_needs_help_gets_one_ticket_however_often_they_press(stage: Stage) -> None:
    await stage.say("alice", "/help")
    asked = (await ask(stage)).one_to("alice")
    await stage.tap("alice", understood(stage))
    helped = await stage.tap("alice", needs_help(stage))
    assert "#1" in helped.one_to("alice").text
    assert WATER[stage.language][:6] in " ".join(each.text for each in helped.to("staff"))
    stands = await letter(stage, "alice")
    assert stands.labels == (stage.words("buttons.help_wanted", number=1),)

    for action in ("hlp", "ack"):
        stale = f"{action}:{asked.data[0].split(':')[1]}"
        late = await stage.tap("alice", stale, message=asked, stale=True)
        assert not late.sent
    (ticket,) = await tickets(stage)
    (copy,) = await copies(stage)
    assert (copy.answer, copy.ticket_id) == (Acknowledgement.NEEDS_HELP, ticket.id)
    assert "#1" in (await stage.tap("alice", "help_wanted")).one_to("alice").text


@one_database
async def test_only_who_got_the_letter_can_answer_it(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    asked = (await ask(stage)).one_to("alice")
    await move_in(stage, "dora", "1-5A", Language.HANT)
    own = (await stage.say("dora", "/help")).last_to("dora")
    for data in asked.data:
        refused = await stage.tap("dora", data, message=own, stale=True)
        assert refused.note == stage.words("common.not_yours")
        assert not refused.sent
    assert [copy.answer for copy in await copies(stage)] == [None]


@one_database
async def test_a_letter_that_does_not_ask_has_no_buttons(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await stage.say("mei", f"/broadcast {WATER[Language.HANT]}")
    await stage.tap("mei", "audience_all")
    await stage.tap("mei", "asks")
    await stage.tap("mei", "asks_not")
    assert not (await stage.tap("mei", "send_broadcast")).one_to("alice").labels
