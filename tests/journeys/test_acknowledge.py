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
    """Mei writes to everybody and asks them to acknowledge; Sue lets it go out."""
    await stage.say("mei", f"/broadcast {WATER[stage.language]}")
    await stage.tap("mei", "audience_all")
    await stage.tap("mei", "asks")
    await stage.tap("mei", "submit")
    return await stage.approve_as("sue")


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
    await stage.tap("mei", "submit")
    assert not (await stage.approve_as("sue")).one_to("alice").labels


async def card(stage: Stage) -> Message:
    return [each for each in await stage.messages("mei") if each.text.startswith("📋")][-1]


@every_language
async def test_the_silent_are_reminded_once_and_the_manager_ticks_off_who_was_reached(
    stage: Stage,
) -> None:
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "1-5A", stage.language)
    await move_in(stage, "edwin", "2-6B", stage.language)
    asked = await ask(stage)
    assert stage.find_label(asked.last_to("mei"), "who_not")
    await stage.tap("edwin", understood(stage))

    next_day = await stage.wait("25h")
    assert not next_day.to("edwin")
    for who in ("alice", "dora"):
        reminder = next_day.one_to(who)
        assert reminder.reply_to == asked.one_to(who).id
        assert reminder.labels == (understood(stage), needs_help(stage))
    assert (await stage.tap("dora", understood(stage))).note == stage.words("answer.noted")
    bearing = [each for each in await stage.messages("dora") if each.labels]
    answered = [each for each in bearing if stage.find_label(each, "answered")]
    assert len(answered) == 2, "the letter and its reminder"

    told = next_day.last_to("mei")
    assert "🔔" in told.text
    await stage.tap("mei", "who_not", message=told)
    listed = await card(stage)
    assert "3-12F" in listed.text
    assert "1-5A" not in listed.text

    await stage.tap("mei", listed.data[0], message=listed)
    done = await stage.tap("mei", "by_phone")
    assert done.note
    after = await card(stage)
    assert after.id == listed.id, "in one message"
    assert "3-12F" not in after.text
    assert not after.labels
    assert not (await stage.wait("3d")).to("alice"), "nobody is asked a third time"


@one_database
async def test_the_list_is_the_managers_and_says_who_was_faster(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "/help")
    await move_in(stage, "dora", "1-5A", Language.HANT)
    await stage.post("fault", method="sendMessage", code=403, chat="dora")
    report = (await ask(stage)).last_to("mei")
    await stage.tap("mei", "who_not", message=report)
    listed = await card(stage)
    assert "訊息沒送到" in listed.text
    assert listed.text.index("1-5A") < listed.text.index("3-12F")
    paper = (await stage.tap("mei", "who_not_pdf", message=listed)).one_to("mei")
    (file,) = paper.files
    assert file["name"].endswith(".pdf"), file
    assert (await stage.client.get(file["url"])).content.startswith(b"%PDF")

    by_label = dict(zip(listed.labels, listed.data, strict=True))
    alices = next(data for label, data in by_label.items() if "3-12F" in label)
    await stage.tap("alice", understood(stage))
    late = await stage.tap("mei", alices, message=listed)
    assert late.note == stage.words("answer.has_answered")
    assert "3-12F" not in (await card(stage)).text

    own = (await stage.say("alice", "/help")).last_to("alice")
    for data in (f"whonot:{alices.split(':')[1]}", f"{alices}:phone"):
        refused = await stage.tap("alice", data, message=own, stale=True)
        assert refused.note == stage.words("common.not_yours")
