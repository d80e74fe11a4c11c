"""Journey: an exercise. Everything about it says so, it wakes nobody, and real calls are real."""

import random

import pytest
from sqlalchemy import select, update

from bot.buttons import Action
from db import tickets
from db.models import Membership, OutboxLetter, Ticket
from db.vocabulary import Language, LetterKind, MailPriority, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Message, Stage
from tests.journeys.test_emergency import ALICE, BOB, FIRE
from tests.journeys.test_paging import paged

HEADING = {Language.HANT: "演習", Language.HANS: "演习", Language.EN: "DRILL"}
FORGOTTEN = {
    Language.HANT: "四小時沒有人按結束",
    Language.HANS: "四小时没有人点结束",
    Language.EN: "for four hours",
}
PLACE = {Language.HANT: "3棟", Language.HANS: "3栋", Language.EN: "Block 3"}
ORDER = {
    Language.HANT: "/drill 火災 3棟",
    Language.HANS: "/drill 火灾 3栋",
    Language.EN: "/drill fire 3",
}


async def begin(stage: Stage) -> Heard:
    return await stage.say("mei", ORDER[stage.language])


async def drill(stage: Stage) -> Ticket:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Ticket).where(Ticket.drill.is_(True)))).one()


@every_language
async def test_an_exercise_shows_in_its_topic_and_to_whoever_began_it(stage: Stage) -> None:
    begun = await begin(stage)
    assert {each.chat for each in begun.sent} == {"mei", "staff"}
    assert PLACE[stage.language] in begun.one_to("mei").text
    assert (await drill(stage)).place_known

    await stage.wait("40s")
    gone = await stage.tap("bob", "on_my_way", chat="staff")
    assert {each.chat for each in gone.sent} == {"mei", "staff"}
    talk = await stage.say("bob", "到了三樓", chat="staff", topic=gone.one_to("staff").topic)
    assert talk.one_to("mei").text.splitlines()[0].startswith("🟦")
    assert not (await stage.wait("3h")).sent, "no page, no ladder, no deadline"

    over = await stage.tap("mei", "end_drill")
    report = over.one_to("mei").text
    assert BOB[stage.language] in report
    assert "0:4" in report, "after forty seconds"
    card = over.edits_in("staff")[0]
    assert stage.words("drill.ended") in card.text
    assert not card.labels
    everything = [*await stage.messages("mei"), *await stage.messages("staff")]
    about = [each for each in everything if "#1" in each.text and each.sender == "guanjia"]
    assert about
    assert all(_is_headed(each, stage.language) for each in about)


@every_language
async def test_an_exercise_that_was_forgotten_ends_by_itself(stage: Stage) -> None:
    await begin(stage)
    await stage.wait("40s")
    await stage.tap("bob", "on_my_way", chat="staff")
    assert not (await stage.wait("3h59m")).sent
    over = await stage.wait("1m")
    assert {each.chat for each in over.sent} == {"mei", "staff"}
    report = over.one_to("mei").text
    assert BOB[stage.language] in report
    assert FORGOTTEN[stage.language] in report
    assert not over.edits_in("staff")[0].labels
    ended = await drill(stage)
    assert ended.state is TicketState.CANCELLED
    async with stage.guanjia.database.reading() as session:
        last = (await tickets.events_of(session, ended.id))[-1]
    assert last.actor_id is None
    assert not (await stage.wait("5h")).sent


@one_database
async def test_the_report_is_of_those_who_were_there_when_it_began(hant_stage: Stage) -> None:
    stage = hant_stage
    await begin(stage)
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Membership).values(on_duty=False))
    over = await stage.tap("mei", "end_drill")
    assert BOB[stage.language] in over.one_to("mei").text


def _is_headed(message: Message, language: Language) -> bool:
    return HEADING[language] in message.text.splitlines()[0]


@every_language
async def test_a_real_call_in_an_exercise_pages(stage: Stage) -> None:
    await begin(stage)
    for who in ("alice", "mei"):
        called = await stage.say(who, FIRE[stage.language])
        assert "119" in called.to(who)[0].text
        assert {"bob", "sue"} <= paged(called)
        assert not [each for each in called.sent if HEADING[stage.language] in each.text]
    assert ALICE[stage.language] in (await stage.messages("bob"))[0].text
    assert "mei" in paged(await stage.wait("6m"))
    assert (await drill(stage)).state is TicketState.NEW


@one_database
async def test_one_exercise_at_a_time_and_it_ends_once(hant_stage: Stage) -> None:
    stage = hant_stage
    begun = await begin(stage)
    twice = (await stage.say("mei", "/drill gas 2")).one_to("mei")
    assert "還在進行" in twice.text
    await stage.tap("mei", "end_drill", message=twice)
    again = await stage.tap("mei", "end_drill", message=begun.one_to("mei"))
    assert not again.sent
    assert not (await stage.say("mei", "/mytickets")).one_to("mei").labels
    assert "#2" in (await stage.say("mei", "/drill gas 2")).one_to("mei").text


@one_database
@pytest.mark.parametrize("words", ["", "fire", "3", "fire 99", "晚餐 3棟"])
async def test_an_order_that_says_too_little_is_answered_with_how(
    hant_stage: Stage, words: str
) -> None:
    heard = await hant_stage.say("mei", f"/drill {words}".strip())
    assert "/drill fire 3" in heard.one_to("mei").text
    assert not heard.to("staff")


@one_database
async def test_staff_neither_begin_nor_end_an_exercise(hant_stage: Stage) -> None:
    stage = hant_stage
    refused = await stage.say("bob", "/drill fire 3")
    assert "沒有這項權限" in refused.one_to("bob").text
    await begin(stage)
    pressed = await stage.tap("bob", "end_drill", chat="staff")
    assert pressed.note == stage.words("common.not_yours")
    assert (await drill(stage)).state is TicketState.NEW


@one_database
async def test_without_a_group_there_is_nowhere_to_exercise(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.post("fault", method="createForumTopic", chat="staff", code=403, times=9)
    await begin(stage)
    told = [*await stage.messages("mei"), *(await stage.wait("2m")).to("mei")]
    assert [each for each in told if "進不了同仁群組" in each.text]
    for who in ("bob", "sue"):
        assert not await stage.messages(who)


CALLS_FOR_HELP = {Action.HAPPENING}
"""The one button that is a real call."""


@one_database
@pytest.mark.parametrize("seed", range(2))
async def test_no_sequence_of_presses_in_an_exercise_wakes_anybody(
    hant_stage: Stage, seed: int
) -> None:
    """Whatever anybody presses, as often as they like, and however long it goes on."""
    stage, chance = hant_stage, random.Random(seed)
    card = (await begin(stage)).to("staff")[-1]
    await stage.post("join", **{"as": "alice", "chat": "staff"})
    actions = [each for each in Action if each not in CALLS_FOR_HELP]
    for _ in range(50):
        who, action = chance.choice(("bob", "sue", "mei", "alice")), chance.choice(actions)
        version = (await drill(stage)).version
        middle = chance.choice(("", "", "2:", "utility:", "low:unit:", "water:", "5:"))
        data = f"{action}:1:{middle}{version}"
        if chance.random() < 0.3:
            shown = [each for each in await stage.messages("staff") if each.data]
            data = chance.choice(chance.choice(shown).data) if shown else data
        await stage.tap(who, data, message=card, stale=True)
        if chance.random() < 0.1:
            await stage.wait(chance.choice(("5m", "1h", "3d")))
    async with stage.guanjia.database.reading() as session:
        letters = (
            await session.scalars(select(OutboxLetter).where(OutboxLetter.ticket_id == 1))
        ).all()
    in_person = [each for each in letters if each.topic_id is None]
    assert letters
    assert not [each for each in in_person if each.priority == MailPriority.EMERGENCY]
    mei = (await drill(stage)).reporter_id
    assert {each.person_id for each in in_person} <= {mei}
    headed = [each for each in letters if each.kind in (LetterKind.TEXT, LetterKind.CARD)]
    assert all("演習" in (each.body or {}).get("text", "演習") for each in headed)
