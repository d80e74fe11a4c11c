"""Journey: words for a ticket complain of somebody who reads it: they go another way."""

import pytest
from sqlalchemy import select

from db.models import Ticket
from db.vocabulary import Language, TicketKind
from intents import Category, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Stage
from tests.journeys.test_afterwards import LIFT, closed_lift
from tests.journeys.test_concerned import (
    ABOUT_BOB,
    ABOUT_MEI,
    ABOUT_SUE,
    person,
    reaches,
    ticket,
    who_is_it_about,
)
from tests.journeys.test_relay import _file, said_by
from tests.journeys.understood import Understood, wish

BOB = ABOUT_BOB[Language.HANT]


@pytest.fixture
def unsure(understood: Understood) -> None:
    """Nobody could say for sure that these complain."""
    for words in (*ABOUT_BOB.values(), *ABOUT_SUE.values()):
        understood(words, kind=Kind.COMPLAINT, topic=None, confidence=0.1, sure=False)


async def is_sues(stage: Stage, heard: Heard, number: int) -> None:
    """A complaint of its own about Bob, of which nobody else at the desk reads."""
    assert reaches(heard) == {"alice", "sue"}, heard.sent
    opened = await ticket(stage, number)
    assert opened.private
    assert await person(stage, "bob") in opened.concerned
    assert opened.accountable_id == await person(stage, "sue")


async def count(stage: Stage) -> int:
    async with stage.guanjia.database.reading() as session:
        return len((await session.scalars(select(Ticket.id))).all())


@every_language
async def test_what_may_complain_of_bob_is_not_added_to_the_ticket_that_his_team_reads(
    stage: Stage, unsure: None
) -> None:
    await stage.say("alice", LIFT[stage.language])
    words = ABOUT_BOB[stage.language]
    heard = await stage.say("alice", words)
    await is_sues(stage, heard, 2)
    told = heard.one_to("alice")
    sue = {Language.HANT: "蘇敏", Language.HANS: "苏敏", Language.EN: "Sue So"}[stage.language]
    assert sue in told.text
    assert "#1" in told.text
    assert stage.find_label(told, "right"), "and she is heard out like anybody who complains"
    assert words in heard.one_to("sue").text


@one_database
async def test_nor_as_a_reply_nor_by_a_button(hant_stage: Stage, unsure: None) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", LIFT[Language.HANT])).one_to("alice")
    await is_sues(stage, await stage.say("alice", BOB, reply_to=receipt.id), 2)
    await stage.say("alice", "廚房水管漏水")
    offer = (await stage.say("alice", BOB)).last_to("alice")
    added = next(label for label in offer.labels if "#3" in label)
    await is_sues(stage, await stage.tap("alice", added, message=offer), 4)


@one_database
async def test_nor_by_an_edit_and_a_further_edit_goes_where_the_first_went(
    hant_stage: Stage, unsure: None, understood: Understood
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", LIFT[Language.HANT])).one_to("alice")
    said = await stage.say("alice", "我下午都在家", reply_to=receipt.id)
    await is_sues(stage, await stage.say("alice", BOB, edit=said_by(said)), 2)
    understood(BOB + "。", kind=Kind.COMPLAINT, topic=None, confidence=0.1, sure=False)
    again = await stage.say("alice", BOB + "。", edit=said_by(said))
    assert reaches(again) == {"sue"}
    assert await count(stage) == 2


@one_database
async def test_nor_beneath_a_picture_of_several_wishes(
    hant_stage: Stage, understood: Understood
) -> None:
    """The picture goes with the first; what is written beneath it holds the complaint, too."""
    stage = hant_stage
    leak = wish("廚房水管漏水", Kind.REQUEST, Category.WATER, "leak")
    rude = wish(BOB, Kind.COMPLAINT, Category.STAFF_ATTITUDE, "staff_attitude")
    text = f"廚房水管漏水，還有{BOB}"
    understood(text, kind=Kind.REQUEST, sure=True, wishes=(leak, rude))
    await stage.say("alice", text, photo=_file("both"))
    taken = await stage.tap("alice", "take_both")
    at_desk = taken.to("staff")
    assert any(each.files for each in at_desk)
    assert not any("態度" in each.text for each in at_desk), at_desk
    assert BOB in "".join(each.text for each in taken.to("sue"))


@one_database
async def test_nor_as_the_reason_why_it_is_opened_again(
    hant_stage: Stage, understood: Understood
) -> None:
    stage = hant_stage
    await closed_lift(stage)
    words = "電梯還是壞的，李保根本在騙人"
    understood(words, kind=Kind.REQUEST, kinds=(Kind.COMPLAINT,), sure=True, refers_back=True)
    asked = (await stage.say("alice", words)).one_to("alice")
    await is_sues(stage, await stage.tap("alice", "open_again_yes", message=asked), 2)


@one_database
@pytest.mark.parametrize("way", ["reply", "correction", "wish"])
async def test_a_complaint_that_sue_reads_is_not_told_what_complains_of_her(
    hant_stage: Stage, unsure: None, way: str
) -> None:
    stage = hant_stage
    heard = await stage.say("alice", "樓上半夜很吵，我要投訴")
    if way == "correction":
        await stage.tap("alice", "not_right")
    elif way == "wish":
        await stage.tap("alice", "right")
    reply = {"reply_to": heard.one_to("alice").id} if way == "reply" else {}
    said = await stage.say("alice", ABOUT_SUE[Language.HANT], **reply)
    assert reaches(said) == {"alice", "mei"}
    assert (await ticket(stage, 2)).concerned == {await person(stage, "sue")}


@one_database
async def test_what_complains_of_bob_may_join_a_complaint_that_he_cannot_read(
    hant_stage: Stage, unsure: None
) -> None:
    stage = hant_stage
    heard = await stage.say("alice", ABOUT_MEI[Language.HANT])
    added = await stage.say("alice", BOB, reply_to=heard.one_to("alice").id)
    assert BOB in added.one_to("sue").text
    assert await count(stage) == 1


@one_database
@pytest.mark.parametrize(
    ("words", "reader"),
    [
        ("李保偷東西", "sue"),
        ("李師傅收我紅包", "sue"),
        ("我要找真人，李師傅態度很差", "sue"),
        ("李師傅 很爛", "sue"),
        ("蘇主管態度惡劣，我要投訴", "mei"),
    ],
)
async def test_an_accusation_that_nobody_was_taught_reaches_only_who_reads_it(
    hant_stage: Stage, words: str, reader: str
) -> None:
    stage = hant_stage
    await stage.say("alice", LIFT[Language.HANT])
    heard = await stage.say("alice", words)
    assert reaches(heard) == {"alice", reader}, heard.sent
    opened = await ticket(stage, 2)
    assert opened.private
    about = await person(stage, "sue" if reader == "mei" else "bob")
    assert about in opened.concerned
    assert opened.accountable_id == await person(stage, reader)


@one_database
@pytest.mark.parametrize("words", ["李保偷看我洗澡", "李保王八蛋"])
async def test_an_accusation_that_passes_for_small_talk_or_abuse_is_a_complaint(
    hant_stage: Stage, words: str
) -> None:
    await is_sues(hant_stage, await hant_stage.say("alice", words), 1)


@one_database
async def test_what_small_talk_says_of_bob_may_be_one(hant_stage: Stage) -> None:
    stage = hant_stage
    asked = (await stage.say("alice", "李保今天生日")).one_to("alice")
    assert len(asked.labels) == 2
    await is_sues(stage, await stage.tap("alice", asked.labels[0], message=asked), 1)


@one_database
async def test_a_repair_that_is_to_be_anybody_elses_is_not_put_to_bob(hant_stage: Stage) -> None:
    stage = hant_stage
    heard = await stage.say("alice", "李保上次沒修好，水龍頭還在漏，請派別人來")
    assert reaches(heard) == {"alice", "sue"}
    opened = await ticket(stage, 1)
    assert (opened.kind, opened.concerned) == (TicketKind.REQUEST, {await person(stage, "bob")})
    assert opened.accountable_id == await person(stage, "sue")


@one_database
async def test_an_accusation_is_no_answer_to_where_it_is(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "電梯壞了")
    heard = await stage.say("alice", "李師傅在我家偷拍")
    await is_sues(stage, heard, 2)
    assert (await ticket(stage, 1)).place_said is None


@one_database
async def test_whom_somebody_calls_for_help_against_is_not_woken(hant_stage: Stage) -> None:
    heard = await hant_stage.say("alice", "保全李保打我，救命")
    assert reaches(heard) == {"alice", "sue"}
    assert (await ticket(hant_stage, 1)).concerned == {await person(hant_stage, "bob")}
    late = await hant_stage.wait("1h")
    assert not {"bob", "staff"} & reaches(late)


@one_database
async def test_whom_somebody_calls_for_help_against_others_is_woken(hant_stage: Stage) -> None:
    heard = await hant_stage.say("alice", "有小偷，快叫李保來")
    assert "bob" in reaches(heard)
    assert not (await ticket(hant_stage, 1)).concerned


@one_database
async def test_to_name_one_of_two_gives_it_back_to_neither(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "李保和蘇敏的態度都很差，還兇我，我要投訴他們")
    await stage.tap("mei", "accept")
    asked = await who_is_it_about(stage, "mei")
    await stage.tap("mei", "李保", message=asked)
    both = {await person(stage, "bob"), await person(stage, "sue")}
    assert (await ticket(stage, 1)).concerned == both
