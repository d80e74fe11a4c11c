"""Journey: an owner complains. They are heard first; then the supervisor answers, in private."""

from db import tickets
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Heard, Message, Stage

RUDE = {
    Language.HANT: "昨天櫃台的人態度很差，還兇我",
    Language.HANS: "昨天前台的人态度特别差，还凶我",
    Language.EN: "The woman at the front desk was very rude to me yesterday",
}
PUT_BETTER = {
    Language.HANT: "是前天晚上，穿藍外套的那位",
    Language.HANS: "是前天晚上，穿蓝外套的那位",
    Language.EN: "It was the evening before, the one in the blue jacket",
}
THANKS_AND_SORRY = {
    Language.HANT: ("謝謝", "抱歉"),
    Language.HANS: ("谢谢", "抱歉"),
    Language.EN: ("thank you", "sorry"),
}
AN_APOLOGY_WILL_DO = {
    Language.HANT: "跟我道個歉就好",
    Language.HANS: "跟我道个歉就行",
    Language.EN: "An apology will do",
}
WE_ARE_SORRY = {
    Language.HANT: "陳小姐，真的對不起，我已經和那位同仁談過",
    Language.HANS: "陈女士，实在对不起，我已经跟那位同事谈过",
    Language.EN: "I am so sorry. I have spoken to her myself",
}
DONE = {
    Language.HANT: "已和櫃台同仁談過，也看了錄影",
    Language.HANS: "已跟前台同事谈过，也看了录像",
    Language.EN: "Spoke to the desk and watched the recording",
}
SUE = {Language.HANT: "蘇敏", Language.HANS: "苏敏", Language.EN: "Sue So"}
ALICE = {Language.HANT: "陳雅麗", Language.HANS: "陈雅丽", Language.EN: "Alice Chan"}


async def take_every_step(stage: Stage) -> Heard:
    """Sue puts down what is left of the eight; what came of the last of them."""
    for step in ("act", "help", "explain", "stay_rational"):
        await stage.tap("sue", "steps")
        await stage.tap("sue", f"step:1:{step}")
        noted = await stage.say("sue", DONE[stage.language])
    return noted


@every_language
async def test_a_complaint_is_heard_out_and_stays_between_the_owner_and_the_supervisor(
    stage: Stage,
) -> None:
    language = stage.language
    heard = await stage.say("alice", RUDE[language])
    mirror = heard.one_to("alice")
    thanks, sorry = THANKS_AND_SORRY[language]
    assert mirror.text.index(thanks) < mirror.text.index(sorry) < mirror.text.index(RUDE[language])
    assert "#" not in mirror.text, "no number, no form: first they are listened to"
    card = heard.one_to("sue")
    assert RUDE[language] in card.text
    assert "🔒" in card.text

    asked = await stage.tap("alice", "right")
    assert stage.find_label(asked.one_to("alice"), "wish_call_me")
    wished = await stage.say("alice", AN_APOLOGY_WILL_DO[language])
    receipt = wished.one_to("alice")
    assert "#1" in receipt.text
    assert SUE[language] in receipt.text
    assert AN_APOLOGY_WILL_DO[language] in receipt.text
    assert AN_APOLOGY_WILL_DO[language] in _edited(wished, card).text

    accepted = await stage.tap("sue", "accept")
    assert SUE[language] in accepted.one_to("alice").text
    answered = await stage.say("sue", WE_ARE_SORRY[language], reply_to=card.id)
    assert WE_ARE_SORRY[language] in answered.one_to("alice").text
    assert SUE[language] in answered.one_to("alice").text
    replied = await stage.say("alice", PUT_BETTER[language], reply_to=answered.one_to("alice").id)
    assert PUT_BETTER[language] in replied.one_to("sue").text

    await take_every_step(stage)
    resolved = await stage.tap("sue", "resolve")
    assert stage.find_label(resolved.one_to("alice"), "fixed_yes")
    confirmed = await stage.tap("alice", "fixed_yes")
    assert ALICE[language] in confirmed.one_to("sue").text
    assert stage.words("states.closed") in _edited(confirmed, receipt).text
    assert not await stage.messages("staff"), "the teams' group has seen nothing of it"
    assert not await stage.messages("bob")


@every_language
async def test_a_complaint_not_understood_is_told_again_and_both_wordings_are_kept(
    stage: Stage,
) -> None:
    language = stage.language
    card = (await stage.say("alice", RUDE[language])).one_to("sue")
    await stage.tap("alice", "not_right")
    corrected = await stage.say("alice", PUT_BETTER[language])
    assert RUDE[language] in _edited(corrected, card).text
    assert PUT_BETTER[language] in _edited(corrected, card).text
    wished = await stage.tap("alice", "wish_explain")
    assert stage.words("buttons.wish_explain") in wished.one_to("alice").text
    async with stage.guanjia.database.reading() as session:
        ticket = await tickets.by_number(session, 1)
    assert ticket is not None
    assert ticket.said == f"{RUDE[language]}\n{PUT_BETTER[language]}"
    assert ticket.wish == stage.words("buttons.wish_explain")


@one_database
async def test_the_team_complained_about_neither_sees_nor_touches_it(hant_stage: Stage) -> None:
    stage = hant_stage
    card = (await stage.say("alice", "維修組那個師傅態度很差，還兇我")).one_to("sue")
    await stage.say("alice", "12樓電梯壞了")
    queue = await stage.say("bob", "/queue")
    assert "#2" in queue.one_to("bob").text
    assert "#1" not in queue.one_to("bob").text
    assert "#1" in (await stage.say("sue", "/queue")).one_to("sue").text
    asked = await stage.say("bob", "#1")
    assert asked.one_to("bob").text == stage.words("owner.no_such_ticket", number=1)

    offered = await stage.tap("sue", "hand_off")
    assert offered.one_to("sue").labels == ("梅怡",), "only somebody higher up may take over"
    room = (await stage.messages("staff"))[0]
    press = await stage.tap("bob", card.data[0], message=room, stale=True)
    assert press.note == stage.words("common.not_yours")
    assert not press.sent


@one_database
async def test_an_answer_to_a_complaint_is_pressed_once(hant_stage: Stage) -> None:
    stage = hant_stage
    mirror = (await stage.say("alice", RUDE[Language.HANT])).one_to("alice")
    wishes = (await stage.tap("alice", "right")).one_to("alice")
    again = await stage.tap("alice", "not_right", message=mirror)
    assert again.note == stage.words("common.already_answered")
    await stage.tap("alice", "wish_improve", message=wishes)
    twice = await stage.tap("alice", "wish_compensate", message=wishes)
    assert twice.note == stage.words("common.already_answered")
    assert not twice.sent
    assert not twice.edited


def _edited(heard: Heard, message: Message) -> Message:
    """The same message as it stands now; it must have changed in its place."""
    found = [each for each in heard.edits_in(message.chat) if each.id == message.id]
    assert len(found) == 1, f"not edited in place: {message.text}"
    return found[0]
