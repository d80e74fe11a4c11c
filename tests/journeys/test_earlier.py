"""Journey: "still not fixed". The words find their ticket; nobody opens it a second time."""

from sqlalchemy import select

from db import tickets
from db.models import Ticket
from db.vocabulary import EventType, Language, TicketState
from intents import Category, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood

LIFT_BROKEN = {
    Language.HANT: "12樓電梯壞了",
    Language.HANS: "12楼电梯坏了",
    Language.EN: "The lift on the 12th floor is broken",
}
STILL = {
    Language.HANT: "電梯還是沒修好",
    Language.HANS: "电梯还是没修好",
    Language.EN: "the lift is still not fixed",
}
THIRD_TIME = {
    Language.HANT: "電梯報了三次還是沒修好",
    Language.HANS: "电梯报了三次还是没修好",
    Language.EN: "the lift is still not fixed, I have told you three times",
}
BOB = {Language.HANT: "李保", Language.HANS: "李保", Language.EN: "Bob Lee"}
TAP, LAMP = "廚房水龍頭漏水", "走廊的燈不亮了"


def still(understood: Understood, language: Language = Language.HANT) -> str:
    understood(
        STILL[language],
        kind=Kind.REQUEST,
        category=Category.ELEVATOR,
        topic="lift_out_of_order",
        sure=True,
        refers_back=True,
    )
    return STILL[language]


def that_again(understood: Understood, text: str = "上次說的那個還沒弄好") -> str:
    understood(
        text, kind=Kind.REQUEST, category=Category.OTHER, topic=None, sure=False, refers_back=True
    )
    return text


async def states(stage: Stage) -> list[TicketState]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Ticket.state).order_by(Ticket.id)))


async def resolve(stage: Stage) -> None:
    await stage.tap("bob", "accept", chat="staff")
    await stage.tap("bob", "resolve", chat="staff")


@every_language
async def test_the_words_join_the_open_ticket_and_whoever_answers_for_it_is_told(
    stage: Stage, understood: Understood
) -> None:
    language = stage.language
    card = (await stage.say("alice", LIFT_BROKEN[language])).one_to("staff")
    again = await stage.say("alice", still(understood, language))
    told = again.one_to("alice")
    assert "#1" in told.text
    assert BOB[language] in told.text
    assert stage.find_label(told, "something_else")
    assert again.one_to("staff").text.startswith("🔁")
    assert STILL[language] in again.one_to("staff").text
    assert again.one_to("staff").topic == card.topic
    assert STILL[language] in again.one_to("bob").text, "in person, too"
    assert await states(stage) == [TicketState.NEW]
    async with stage.guanjia.database.reading() as session:
        (event,) = await tickets.events_of(session, 1, EventType.FOLLOWED_UP)
    assert event.data["again"] is True

    other = await stage.tap("alice", "something_else", message=told)
    assert "#2" in other.one_to("alice").text, "plain enough for a ticket of its own"
    assert any(message.topic == card.topic for message in other.to("staff")), "the desk knows"
    twice = await stage.tap("alice", "something_else", message=told)
    assert "#2" in twice.note
    assert len(await states(stage)) == 2


@one_database
async def test_one_open_ticket_and_nothing_that_contradicts_is_enough(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    card = (await stage.say("alice", TAP)).one_to("staff")
    again = await stage.say("alice", that_again(understood))
    assert again.one_to("staff").topic == card.topic
    assert len(await states(stage)) == 1


@one_database
async def test_another_matter_is_a_new_ticket(hant_stage: Stage, understood: Understood) -> None:
    stage = hant_stage
    await stage.say("alice", TAP)
    heard = await stage.say("alice", still(understood))
    assert "#2" in heard.one_to("alice").text


@one_database
async def test_of_several_the_same_matter_is_meant(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", TAP)
    lift = (await stage.say("alice", LIFT_BROKEN[Language.HANT])).one_to("staff")
    again = await stage.say("alice", still(understood))
    assert again.one_to("staff").topic == lift.topic


@every_language
async def test_where_several_fit_the_owner_says_which(stage: Stage, understood: Understood) -> None:
    language = stage.language
    first = (await stage.say("alice", LIFT_BROKEN[language])).one_to("staff")
    await stage.say("alice", f"/new {LIFT_BROKEN[language]}")
    text = still(understood, language)
    asked = (await stage.say("alice", text)).one_to("alice")
    assert len(asked.labels) == 3
    one = next(label for label in asked.labels if "#1" in label)
    added = await stage.tap("alice", one, message=asked)
    assert text in added.one_to("staff").text
    assert added.one_to("staff").topic == first.topic
    for label in asked.labels:
        pressed = await stage.tap("alice", label, message=asked)
        assert "#1" in pressed.note
        assert not pressed.sent


@one_database
async def test_none_of_them_is_a_new_ticket(hant_stage: Stage, understood: Understood) -> None:
    stage = hant_stage
    await stage.say("alice", TAP)
    await stage.say("alice", LAMP)
    text = that_again(understood)
    asked = (await stage.say("alice", text)).one_to("alice")
    opened = await stage.tap("alice", "new_ticket", message=asked)
    assert "#3" in opened.one_to("alice").text
    assert text in opened.one_to("staff").text
    assert "#3" in (await stage.tap("alice", "new_ticket", message=asked)).note
    assert len(await states(stage)) == 3


@every_language
async def test_what_was_called_done_is_offered_to_be_opened_again(
    stage: Stage, understood: Understood
) -> None:
    language = stage.language
    await stage.say("alice", LIFT_BROKEN[language])
    await resolve(stage)
    text = still(understood, language)
    asked = (await stage.say("alice", text)).one_to("alice")
    assert "#1" in asked.text
    reopened = await stage.tap("alice", "open_again_yes", message=asked)
    assert BOB[language] in reopened.one_to("alice").text
    assert text in reopened.last_to("staff").text
    assert await states(stage) == [TicketState.IN_PROGRESS]
    twice = await stage.tap("alice", "open_again_yes", message=asked)
    assert "#1" in twice.note
    assert not twice.sent


@one_database
async def test_closed_not_long_ago_is_opened_again_and_long_ago_is_not(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", LIFT_BROKEN[Language.HANT])
    await resolve(stage)
    await stage.tap("alice", "fixed_yes")
    text = still(understood)
    await stage.wait("13d")
    asked = (await stage.say("alice", text)).one_to("alice")
    assert stage.find_label(asked, "open_again_yes")
    await stage.wait("2d")
    late = await stage.tap("alice", "open_again_yes", message=asked)
    assert late.note == stage.words("common.ticket_over")
    assert await states(stage) == [TicketState.CLOSED]
    heard = await stage.say("alice", text)
    assert "#2" in heard.one_to("alice").text


@one_database
async def test_a_reply_to_what_is_done_offers_to_open_it_again(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", LIFT_BROKEN[Language.HANT])).one_to("alice")
    await resolve(stage)
    asked = await stage.say("alice", still(understood), reply_to=receipt.id)
    assert stage.find_label(asked.one_to("alice"), "open_again_yes")


@one_database
async def test_a_reply_may_be_something_else(hant_stage: Stage) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", LIFT_BROKEN[Language.HANT])).one_to("alice")
    added = (await stage.say("alice", LAMP, reply_to=receipt.id)).one_to("alice")
    assert "#1" in added.text
    other = await stage.tap("alice", "something_else", message=added)
    assert "#2" in other.one_to("alice").text


@every_language
async def test_a_complaint_about_a_ticket_stays_private_and_names_it(
    stage: Stage, understood: Understood
) -> None:
    language = stage.language
    await stage.say("alice", LIFT_BROKEN[language])
    text = THIRD_TIME[language]
    understood(
        text,
        kind=Kind.COMPLAINT,
        category=Category.ELEVATOR,
        topic="lift_complaint",
        sure=True,
        refers_back=True,
    )
    heard = await stage.say("alice", text)
    assert not heard.to("staff")
    assert not heard.to("bob")
    assert "#1" in heard.one_to("alice").text
    assert "#1" in heard.one_to("sue").text
    assert text in heard.one_to("sue").text

    more = await stage.say("alice", text)
    assert text in more.one_to("sue").text, "the same complaint, not a third matter"
    assert len(await states(stage)) == 2


@one_database
async def test_nobody_else_adds_to_a_ticket_or_opens_it_again(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await stage.say("alice", LIFT_BROKEN[Language.HANT])
    await resolve(stage)
    asked = (await stage.say("alice", still(understood))).one_to("alice")
    await move_in(stage, "dora", "3-12E", Language.HANT)
    hers = (await stage.say("dora", still(understood))).one_to("dora")
    assert "#2" in hers.text, "what alice reported is not hers"
    for data in asked.data:
        pressed = await stage.tap("dora", data, message=hers, stale=True)
        assert pressed.note in {stage.words("common.stale"), stage.words("common.not_yours")}
        assert not pressed.sent
    forged = asked.data[0].rsplit(":", 1)[0] + ":2"
    pressed = await stage.tap("alice", forged, message=asked, stale=True)
    assert pressed.note == stage.words("common.not_yours")


# --- in the words of an owner, understood as they are -----------------------------------------

NOT_YET = {
    Language.HANT: (LIFT_BROKEN[Language.HANT], ("電梯還是沒修好", "還沒修好", "還沒人來")),
    Language.HANS: ("12楼电梯坏了", ("电梯还是没修好", "还没修好", "部𨋢仲未整好", "仲未整好")),
    Language.EN: (LIFT_BROKEN[Language.EN], ("still not fixed", "the lift is still not fixed")),
}


@every_language
async def test_whoever_only_says_it_is_not_done_means_the_open_ticket(stage: Stage) -> None:
    reported, said = NOT_YET[stage.language]
    card = (await stage.say("alice", reported)).one_to("staff")
    for words in said:
        again = await stage.say("alice", words)
        assert "#1" in again.to("alice")[0].text, words
        assert again.one_to("staff").topic == card.topic, words
        assert words in again.one_to("bob").text
        assert not again.to("sue"), words
    assert len(await states(stage)) == 1


@every_language
async def test_it_may_become_a_complaint_at_a_tap(stage: Stage) -> None:
    reported, said = NOT_YET[stage.language]
    await stage.say("alice", reported)
    added = (await stage.say("alice", said[0])).one_to("alice")
    heard = await stage.tap("alice", "make_complaint", message=added)
    assert not heard.to("staff"), "nobody of the team hears of it"
    assert not heard.to("bob")
    assert stage.find_label(heard.one_to("alice"), "right")
    assert "#1" in heard.one_to("sue").text, "the ticket it is about"
    assert said[0] in heard.one_to("sue").text
    for button in ("make_complaint", "something_else"):
        twice = await stage.tap("alice", button, message=added)
        assert "#2" in twice.note
        assert not twice.sent
    assert len(await states(stage)) == 2


STILL_WAITING = {
    Language.HANT: ("廚房水龍頭漏水", ("上次說的", "上次報修的水龍頭還沒修好")),
    Language.HANS: ("厨房水龙头漏水", ("嗰日報嘅水龍頭仲未整好", "上次报修的水龙头还没修好")),
    Language.EN: ("the kitchen tap is leaking", ("still waiting for the tap I reported",)),
}


@every_language
async def test_whoever_asks_how_it_stands_and_says_it_is_not_done_sees_the_ticket_besides(
    stage: Stage,
) -> None:
    reported, said = STILL_WAITING[stage.language]
    await stage.say("alice", reported)
    for words in said:
        again = await stage.say("alice", words)
        assert words in again.one_to("staff").text
        told, card = again.to("alice")
        assert "#1" in told.text
        assert "#1" in card.text
        assert stage.find_label(card, "withdraw"), words
    assert len(await states(stage)) == 1


@one_database
async def test_who_names_somebody_or_says_it_for_the_third_time_complains(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", LIFT_BROKEN[Language.HANT])
    for words in (
        "師傅態度很差，電梯還是沒修好",
        "你們態度差，電梯還是沒修好",
        "電梯報了三次還沒修好",
    ):
        heard = await stage.say("alice", words)
        assert not heard.to("staff"), words
        assert not heard.to("bob"), words
        assert heard.to("sue"), words


@one_database
async def test_a_reply_that_only_says_it_again_joins_its_ticket(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", TAP)
    lamp = (await stage.say("alice", LAMP)).one_to("alice")
    again = await stage.say("alice", "還沒修好", reply_to=lamp.id)
    assert "#2" in again.one_to("alice").text
    assert again.one_to("staff").text.startswith("🔁")
    assert not again.to("sue")
