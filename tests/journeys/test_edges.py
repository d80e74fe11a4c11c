"""Where one conversation could spill into another: notes, complaints, steps, old previews."""

from datetime import timedelta

from sqlalchemy import delete, select

from db.models import Broadcast, Membership, Ticket
from db.vocabulary import BroadcastState
from tests.journeys.matrix import one_database
from tests.journeys.stage import Stage

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@one_database
async def test_a_picture_sent_as_a_note_stays_in_the_house(hant_stage: Stage) -> None:
    stage = hant_stage
    card = (await stage.say("alice", "12樓電梯壞了")).one_to("staff")
    await stage.tap("bob", "note", chat="staff")
    noted = await stage.say("bob", chat="staff", topic=card.topic, photo=PICTURE)
    assert not noted.to("alice")


@one_database
async def test_a_note_begun_in_one_topic_takes_nothing_from_another(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "12樓電梯壞了")
    await stage.tap("bob", "note", chat="staff")
    second = (await stage.say("alice", "廚房水龍頭漏水")).last_to("staff")
    relayed = await stage.say("bob", "我三點過去換墊片", chat="staff", topic=second.topic)
    assert "我三點過去換墊片" in relayed.one_to("alice").text


@one_database
async def test_a_complaint_said_as_a_reply_does_not_reach_the_team(hant_stage: Stage) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", "12樓電梯壞了")).one_to("alice")
    words = "我要投訴，那個維修師傅態度很差"
    heard = await stage.say("alice", words, reply_to=receipt.id)
    assert not heard.to("staff")
    assert words in heard.last_to("sue").text


@one_database
async def test_the_talk_so_far_leaves_complaints_out(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "停車費怎麼繳")
    await stage.say("alice", "我要投訴，保全態度很差")
    handed = await stage.say("alice", "我要找真人")
    talk = "\n".join(message.text for message in handed.to("staff"))
    assert "停車費怎麼繳" in talk
    assert "投訴" not in talk


@one_database
async def test_the_talk_so_far_leaves_out_what_is_kept_from_somebody(hant_stage: Stage) -> None:
    stage = hant_stage
    kept = (await stage.say("alice", "廚房水龍頭漏水，不要派李保來")).one_to("alice")
    await stage.say("alice", "鑰匙在櫃檯", reply_to=kept.id)
    handed = await stage.say("alice", "我要找真人")
    assert handed.to("staff")
    assert not any("鑰匙" in message.text for message in handed.to("staff"))


@one_database
async def test_a_new_wish_is_no_answer_to_what_was_asked(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "我要投訴樓上半夜吵")
    await stage.tap("alice", "right")
    heard = await stage.say("alice", "走廊的燈不亮了")
    assert "#2" in heard.last_to("alice").text


@one_database
async def test_a_manager_who_writes_about_a_fire_calls_nobody(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("mei", "/broadcast")
    drafted = await stage.say("mei", "3棟5樓起火，濃煙很大，請走樓梯離開")
    assert not drafted.to("bob")
    assert stage.find_label(drafted.one_to("mei"), "audience_all")


@one_database
async def test_an_old_previews_button_sends_nothing(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("mei", "/broadcast 今晚十點停水")
    narrow = (await stage.tap("mei", "3棟")).one_to("mei")
    await stage.tap("mei", "audience_all")
    pressed = await stage.tap("mei", "submit", message=narrow)
    assert not pressed.to("sue")
    assert not pressed.to("alice")
    async with stage.guanjia.database.reading() as session:
        assert (await session.scalars(select(Broadcast.state))).all() == [BroadcastState.DRAFT]


@one_database
async def test_a_reopened_ticket_gets_its_time_anew(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "12樓電梯壞了")
    await stage.tap("bob", "accept", chat="staff")
    await stage.tap("bob", "resolve", chat="staff")
    await stage.wait("30h")
    reopened = await stage.tap("alice", "fixed_no")
    assert not reopened.to("mei"), "nothing is overdue yet"
    async with stage.guanjia.database.reading() as session:
        ticket = (await session.scalars(select(Ticket))).one()
    assert ticket.resolution_due - stage.now > timedelta(hours=3)


@one_database
async def test_how_to_stay_alive_is_said_even_where_nobody_works(hant_stage: Stage) -> None:
    stage = hant_stage
    async with stage.guanjia.database.transaction() as session:
        await session.execute(delete(Membership))
    heard = await stage.say("alice", "樓下失火了，好多煙")
    assert "119" in heard.one_to("alice").text


@one_database
async def test_a_card_that_the_group_refuses_goes_to_the_person_who_answers(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    for method in ("createForumTopic", "sendMessage"):
        await stage.post("fault", method=method, chat="staff", code=403, times=5)
    heard = await stage.say("alice", "12樓電梯壞了")
    later = await stage.wait("2m")
    cards = [*heard.to("bob"), *later.to("bob")]
    assert any(stage.find_label(card, "accept") for card in cards)
