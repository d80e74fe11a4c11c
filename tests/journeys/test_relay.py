"""Journey: an owner and the desk talk through the bot, and each sees what the other meant."""

import base64
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import OutboxLetter
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Message, Stage

LIFT = "3棟12樓電梯壞了"


def _file(content: str) -> str:
    return base64.b64encode(content.encode()).decode()


MEDIA: list[dict[str, Any]] = [
    {"photo": _file("a picture")},
    {"video": _file("a film")},
    {"voice": _file("a voice")},
    {"audio": _file("a song")},
    {"document": _file("a bill"), "file_name": "bill.pdf"},
    {"sticker": _file("a sticker")},
    {"location": {"latitude": 25.03, "longitude": 121.56}},
    {"contact": {"phone_number": "0912345678", "first_name": "Lin"}},
]

every_medium = pytest.mark.parametrize("sent", MEDIA, ids=lambda sent: next(iter(sent)))


async def taken_lift(stage: Stage) -> Message:
    """Alice's ticket, taken by Bob; the desk's card."""
    card = (await stage.say("alice", LIFT)).to("staff")[-1]
    await stage.tap("bob", "accept", chat="staff")
    return card


async def desk_says(stage: Stage, card: Message, text: str = "", **more: Any) -> Heard:
    return await stage.say("bob", text, chat="staff", topic=card.topic, **more)


def said_by(heard: Heard) -> int:
    assert heard.said is not None
    return heard.said.id


@one_database
@every_medium
async def test_every_medium_passes_both_ways(hant_stage: Stage, sent: dict[str, Any]) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    kind = next(iter(sent))
    shown = (await stage.say("alice", **sent)).to("staff")
    back = (await desk_says(stage, card, **sent)).to("alice")
    for header, copied in (shown, back):
        assert "📎" in header.text
        assert "📎" not in copied.text
        assert copied.id > header.id
        if kind not in ("location", "contact"):
            assert [each["kind"] for each in copied.files] == [kind]
    assert {each.topic for each in shown} == {card.topic}
    assert "李保" in back[0].text


@one_database
async def test_an_album_passes_both_ways_with_its_words_in_one_header(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    album = [_file("one"), _file("two"), _file("three")]
    shown = (await stage.say("alice", "是左邊那一部", album=album, reply_to=2)).to("staff")
    back = (await desk_says(stage, card, "換好的門板", album=album)).to("alice")
    for messages, words in ((shown, "是左邊那一部"), (back, "換好的門板")):
        header, *copied = (each for each in messages if each.files or "📎" in each.text)
        assert words in header.text
        assert [each["kind"] for one in copied for each in one.files] == ["photo"] * 3
        assert all(not each.text for each in copied)


@one_database
async def test_words_beneath_a_picture_bring_no_account_along(hant_stage: Stage) -> None:
    """A caption is not copied: it may name somebody whom only the messenger knows."""
    stage = hant_stage
    card = await taken_lift(stage)
    header, copied = (
        await desk_says(stage, card, "門板 <b>歪</b> & 換新", photo=_file("door"))
    ).to("alice")
    assert "門板 <b>歪</b> & 換新" in header.text
    assert copied.text == ""


@every_language
async def test_a_reply_stays_a_reply_on_the_other_side(stage: Stage) -> None:
    heard = await stage.say("alice", _LIFT_BROKEN[stage.language])
    card = heard.last_to("staff")
    await stage.tap("bob", "accept", chat="staff")

    question = await desk_says(stage, card, "12-3?")
    answer = await stage.say("alice", "12-5", reply_to=question.one_to("alice").id)
    there = answer.one_to("staff")
    assert there.reply_to == said_by(question)

    thanks = await desk_says(stage, card, "OK 12-5", reply_to=there.id)
    assert thanks.one_to("alice").reply_to == said_by(answer)
    again = await desk_says(stage, card, "!", reply_to=said_by(question))
    assert again.one_to("alice").reply_to == question.one_to("alice").id, "one's own words too"
    plain = await desk_says(stage, card, "…")
    assert plain.one_to("alice").reply_to is None


_LIFT_BROKEN = {
    Language.HANT: LIFT,
    Language.HANS: "3栋12楼电梯坏了",
    Language.EN: "The lift on the 12th floor of block 3 is broken",
}


@one_database
async def test_a_reply_to_one_picture_of_an_album_is_about_that_one(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    sent = await stage.say("alice", album=[_file("one"), _file("two")])
    pictures = [each for each in sent.to("staff") if each.files]
    which = await desk_says(stage, card, "這一張是哪裡？", reply_to=pictures[1].id)
    own = [each.id for each in await stage.messages("alice") if each.sender == "alice"]
    assert which.one_to("alice").reply_to == own[-1]

    photo = await stage.say("alice", photo=_file("three"), reply_to=which.one_to("alice").id)
    header, _ = photo.to("staff")
    assert header.reply_to == said_by(which)


@one_database
async def test_a_correction_answers_what_it_corrects(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    wrote = await desk_says(stage, card, "門在三樓")
    mended = await stage.say("bob", "門在五樓", chat="staff", edit=said_by(wrote))
    assert mended.one_to("alice").reply_to == wrote.one_to("alice").id

    said = await stage.say("alice", "電梯裡有水", reply_to=wrote.one_to("alice").id)
    better = await stage.say("alice", "電梯外面有水", edit=said_by(said))
    assert better.one_to("staff").reply_to == said.one_to("staff").id
    assert "電梯外面有水" in better.one_to("staff").text


@one_database
async def test_a_picture_whose_words_are_corrected_is_shown_again(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    shown = await stage.say("alice", "左邊的門", photo=_file("door"), reply_to=2)
    first = next(each for each in shown.to("staff") if each.files)
    header, copied = (await stage.say("alice", "右邊的門", edit=said_by(shown))).to("staff")
    assert header.text.startswith("✏️")
    assert "右邊的門" in header.text
    assert header.reply_to == first.id
    assert copied.files

    sent = await desk_says(stage, card, "換左邊", photo=_file("door"))
    header, copied = (await stage.say("bob", "換右邊", chat="staff", edit=said_by(sent))).to(
        "alice"
    )
    assert header.text.startswith("✏️")
    assert header.reply_to == sent.to("alice")[1].id
    assert copied.files


@one_database
async def test_the_desk_sees_which_language_the_owner_reads(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    heard = (await stage.say("alice", "是左邊那一部", reply_to=2)).one_to("staff")
    assert "繁" in heard.text
    assert heard.topic == card.topic
    await stage.say("alice", "/language")
    await stage.tap("alice", "English")
    assert (
        "EN" in (await stage.say("alice", "the one on the left", reply_to=2)).one_to("staff").text
    )
    assert "EN" in (await stage.say("alice", photo=_file("x"), reply_to=2)).to("staff")[0].text


@one_database
async def test_an_album_whose_words_open_a_ticket_goes_there_whole(hant_stage: Stage) -> None:
    """Though every part of it replies to another ticket, which a possible danger does not join."""
    stage = hant_stage
    receipt = (await stage.say("alice", LIFT)).to("alice")[0]
    album = [_file("one"), _file("two")]
    heard = await stage.say("alice", "廚房有瓦斯味", album=album, reply_to=receipt.id)
    pictures = [each for each in heard.to("staff") if each.files]
    assert len({each.topic for each in pictures}) == 1
    assert len(pictures) == 2
    header = next(each for each in heard.to("staff") if "📎" in each.text)
    assert "#2" in header.text


# --- what does not arrive ---------------------------------------------------------------------


@one_database
async def test_words_that_the_group_refuses_go_in_person_and_the_owner_hears_so(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await taken_lift(stage)
    await stage.post("fault", method="sendMessage", chat="staff", code=403, times=50)
    heard = [await stage.say("alice", "是左邊那一部", reply_to=2)]
    heard.append(await stage.say("alice", photo=_file("door"), reply_to=2))
    heard.append(await stage.wait("2m"))
    to_alice = [each.text for one in heard for each in one.to("alice")]
    warned = [text for text in to_alice if text.startswith("⚠️")]
    assert len(warned) == 1, "one trouble, said once"
    assert "李保" in warned[0]
    assert "02-" in warned[0], "and whom to ring"
    to_bob = [each for one in heard for each in one.to("bob")]
    assert any(stage.find_label(each, "resolve") for each in to_bob), "the card"
    assert any("是左邊那一部" in each.text for each in to_bob)
    assert any(each.files for each in to_bob)

    await stage.wait("2h")
    later = [await stage.say("alice", "還有右邊那一部", reply_to=2), await stage.wait("2m")]
    texts = [each.text for one in later for each in one.to("alice")]
    assert [text for text in texts if text.startswith("⚠️")], "an hour later it is news again"


@one_database
async def test_a_supervisor_out_of_reach_is_known_to_the_owner_and_the_manager(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", "我要投訴樓上半夜吵")).one_to("alice")
    await stage.post("block", **{"as": "sue"})
    heard = [await stage.say("alice", "昨天也是", reply_to=receipt.id), await stage.wait("2m")]
    to_alice = [each.text for one in heard for each in one.to("alice")]
    assert any(text.startswith("⚠️") and "02-" in text for text in to_alice)
    to_mei = [each.text for one in heard for each in one.to("mei")]
    assert any("蘇敏" in text for text in to_mei)
    assert not any(one.to("staff") for one in heard), "a complaint stays private"


@one_database
async def test_a_colleague_out_of_reach_is_known_in_the_topic(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    await stage.post("block", **{"as": "sue"})
    who = (await stage.tap("bob", "hand_off", chat="staff")).one_to("staff")
    heard = [await stage.tap("bob", "蘇敏", message=who), await stage.wait("1m")]
    warned = [each for one in heard for each in one.to("staff") if each.text.startswith("⚠️")]
    assert len(warned) == 1
    assert "蘇敏" in warned[0].text
    assert warned[0].topic == card.topic


@one_database
async def test_with_nobody_within_reach_the_trouble_is_told_once(hant_stage: Stage) -> None:
    """The group refuses and Bob has blocked the bot: no letter begets another for ever."""
    stage = hant_stage
    await taken_lift(stage)
    await stage.post("fault", method="sendMessage", chat="staff", code=403, times=500)
    await stage.post("block", **{"as": "bob"})
    await stage.say("alice", "是左邊那一部", reply_to=2)
    await stage.wait("10m")
    async with stage.guanjia.database.reading() as session:
        before = await session.scalar(select(func.count(OutboxLetter.id)))
    await stage.wait("10m")
    async with stage.guanjia.database.reading() as session:
        assert await session.scalar(select(func.count(OutboxLetter.id))) == before


@one_database
async def test_a_topic_made_again_has_its_card(hant_stage: Stage) -> None:
    stage = hant_stage
    card = await taken_lift(stage)
    await stage.post("delete_topic", topic=card.topic)
    heard = await stage.say("alice", "是左邊那一部", reply_to=2)
    again = next(each for each in heard.to("staff") if stage.find_label(each, "resolve"))
    assert again.topic != card.topic
    done = await stage.tap("bob", "resolve", message=again)
    assert stage.find_label(done.one_to("alice"), "fixed_yes")
    assert [each.id for each in done.edits_in("staff")] == [again.id], "edited in place again"
