"""Journey: something is broken. One named person answers for it until the owner says: fixed."""

import base64

from sqlalchemy import select

from db.models import Ticket
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage

LIFT_BROKEN = {
    Language.HANT: "12樓電梯壞了",
    Language.HANS: "12楼电梯坏了",
    Language.EN: "The lift on the 12th floor is broken",
}
OUT_OF_ORDER = {
    Language.HANT: "電梯故障",
    Language.HANS: "电梯故障",
    Language.EN: "Lift out of order",
}
TWELFTH_FLOOR = {
    Language.HANT: "3棟12樓",
    Language.HANS: "3栋12楼",
    Language.EN: "Block 3, 12/F",
}
QUARTER_PAST_TEN = {
    Language.HANT: "今天 10:15",
    Language.HANS: "今天 10:15",
    Language.EN: "today 10:15",
}
BOB_OF_REPAIRS = {
    Language.HANT: "李保（維修組）",
    Language.HANS: "李保（维修组）",
    Language.EN: "Bob Lee (Repairs)",
}
BOB = {Language.HANT: "李保", Language.HANS: "李保", Language.EN: "Bob Lee"}
ALICE = {Language.HANT: "陳雅麗", Language.HANS: "陈雅丽", Language.EN: "Alice Chan"}
SUE = {Language.HANT: "蘇敏", Language.HANS: "苏敏", Language.EN: "Sue So"}

ON_MY_WAY = {
    Language.HANT: "我十分鐘內到",
    Language.HANS: "我十分钟内到",
    Language.EN: "I will be there in ten minutes",
}
RING_ME = {
    Language.HANT: "到了請打電話給我",
    Language.HANS: "到了请打我电话",
    Language.EN: "Please call me when you arrive",
}
CORRIDOR_DARK = {
    Language.HANT: "走廊的燈不亮了",
    Language.HANS: "楼道灯不亮了",
    Language.EN: "The corridor light is out",
}
HOME_BUILDING = {Language.HANT: "3棟", Language.HANS: "3栋", Language.EN: "Block 3"}
BY_THE_GARAGE = {
    Language.HANT: "停車場出口那一段",
    Language.HANS: "车库出口那一段",
    Language.EN: "near the garage exit",
}
PART_ORDERED = {
    Language.HANT: "門板變形，已向廠商叫料",
    Language.HANS: "门板变形，已经跟厂家订货",
    Language.EN: "Door panel bent, part ordered",
}
PICTURE = base64.b64encode(b"a picture of the lift").decode()


@every_language
async def test_a_broken_lift_is_one_persons_until_the_owner_says_it_is_fixed(stage: Stage) -> None:
    language = stage.language
    heard = await stage.say("alice", LIFT_BROKEN[language])
    receipt = heard.one_to("alice")
    assert "#1" in receipt.text
    assert OUT_OF_ORDER[language] in receipt.text
    assert TWELFTH_FLOOR[language] in receipt.text
    assert BOB_OF_REPAIRS[language] in receipt.text
    assert QUARTER_PAST_TEN[language] in receipt.text
    assert stage.find_label(receipt, "wrong_category")
    card = heard.one_to("staff")
    assert LIFT_BROKEN[language] in card.text
    assert ALICE[language] in card.text
    assert "3-12F" in card.text
    assert "|" not in card.text, "why it was understood so is said in words, not as a pattern"
    (room,) = await _rooms(stage)
    assert room["topic"] == card.topic
    assert str(room["name"]).startswith("#1 ")
    assert OUT_OF_ORDER[language] in str(room["name"])

    accepted = await stage.tap("bob", "accept", chat="staff")
    assert "#1" in accepted.note
    assert BOB_OF_REPAIRS[language] in accepted.one_to("alice").text
    assert _edited(accepted, receipt).text != receipt.text
    assert stage.find_label(_edited(accepted, card), "resolve")

    await _talk(stage, card)

    await _resolve(stage, card)
    not_yet = await stage.tap("alice", "fixed_no")
    assert BOB_OF_REPAIRS[language] in not_yet.one_to("alice").text, "the same person again"
    assert not_yet.one_to("staff").topic == card.topic
    assert stage.find_label(_edited(not_yet, card), "resolve")
    assert BOB[language] in _edited(not_yet, card).text

    await _resolve(stage, card)
    yes = await stage.tap("alice", "fixed_yes")
    assert yes.one_to("alice").labels == ("⭐", "2⭐", "3⭐", "4⭐", "5⭐")
    assert ALICE[language] in yes.one_to("staff").text
    assert [each["closed"] for each in await _rooms(stage)] == [True]

    rated = await stage.tap("alice", "5⭐")
    assert rated.one_to("alice").text.startswith("⭐" * 5)
    assert "⭐" * 5 in _edited(rated, card).text
    over = _edited(rated, receipt)
    assert "⭐" * 5 in over.text
    assert BOB_OF_REPAIRS[language] in over.text, "from the first to the last"
    assert over.labels == (stage.words("buttons.not_fixed_after_all"),)

    found = (await stage.say("alice", "/mytickets")).one_to("alice")
    assert f"#1 {OUT_OF_ORDER[language]}" in found.text
    assert stage.words("states.closed") in found.text
    again = await stage.tap("alice", f"#1 {OUT_OF_ORDER[language]}", message=found)
    assert OUT_OF_ORDER[language] in again.one_to("alice").text


async def _talk(stage: Stage, card: Message) -> None:
    """Words and pictures, there and back, each under the other's name."""
    language = stage.language
    coming = await stage.say("bob", ON_MY_WAY[language], chat="staff", topic=card.topic)
    assert ON_MY_WAY[language] in coming.one_to("alice").text
    assert BOB[language] in coming.one_to("alice").text

    answered = await stage.say("alice", RING_ME[language])
    assert RING_ME[language] in answered.one_to("staff").text, "it is said to Bob"
    assert answered.one_to("staff").topic == card.topic
    replied = await stage.say("alice", LIFT_BROKEN[language], reply_to=coming.one_to("alice").id)
    assert LIFT_BROKEN[language] in replied.one_to("staff").text, "a reply is never a new ticket"

    shown = await stage.say("alice", photo=PICTURE)
    assert shown.to("staff")[-1].files[0]["kind"] == "photo"
    assert ALICE[language] in shown.to("staff")[0].text
    returned = await stage.say("bob", photo=PICTURE, chat="staff", topic=card.topic)
    assert returned.to("alice")[-1].files[0]["kind"] == "photo"
    assert BOB[language] in returned.to("alice")[0].text


async def _resolve(stage: Stage, card: Message) -> None:
    done = await stage.tap("bob", "resolve", chat="staff")
    question = done.one_to("alice")
    assert BOB[stage.language] in question.text
    assert stage.find_label(question, "fixed_yes")
    assert stage.find_label(question, "fixed_no")
    assert not _edited(done, card).labels, "nothing to do until the owner answers"


@every_language
async def test_a_missing_place_is_asked_for_with_buttons_or_told_in_words(stage: Stage) -> None:
    language = stage.language
    dark = (await stage.say("alice", CORRIDOR_DARK[language])).one_to("alice")
    assert dark.labels[0] == HOME_BUILDING[language], "their own building comes first"
    chosen = await stage.tap("alice", HOME_BUILDING[language], message=dark)
    assert HOME_BUILDING[language] in _edited(chosen, dark).text
    assert HOME_BUILDING[language] not in _edited(chosen, dark).labels, "asked once"
    assert HOME_BUILDING[language] in chosen.one_to("staff").text

    again = await stage.say("alice", f"/new {CORRIDOR_DARK[language]}")
    receipt = again.one_to("alice")
    await stage.tap("alice", "elsewhere", message=receipt)
    told = await stage.say("alice", BY_THE_GARAGE[language])
    assert BY_THE_GARAGE[language] in _edited(told, receipt).text
    assert BY_THE_GARAGE[language] in told.one_to("staff").text
    assert told.one_to("staff").topic == again.one_to("staff").topic


@every_language
async def test_the_owner_corrects_the_category_until_somebody_has_accepted(stage: Stage) -> None:
    heard = await stage.say("alice", LIFT_BROKEN[stage.language])
    offered = (await stage.tap("alice", "wrong_category")).one_to("alice")
    cleaning = stage.words("categories.cleaning_waste")
    corrected = await stage.tap("alice", cleaning, message=offered)
    assert cleaning in _edited(corrected, heard.one_to("alice")).text
    assert SUE[stage.language] in corrected.one_to("alice").text, "nobody cleans: the supervisor"
    assert cleaning in corrected.one_to("staff").text

    await stage.tap("sue", "accept", chat="staff")
    late = await stage.tap("alice", stage.words("categories.water"), message=offered)
    assert late.note == stage.words("owner.too_late_to_correct")
    assert not late.sent
    assert not late.edited


@every_language
async def test_a_hand_off_counts_only_once_the_colleague_has_accepted(stage: Stage) -> None:
    language = stage.language
    await move_in(stage, "dan", "repairs", language)
    card = (await stage.say("alice", LIFT_BROKEN[language])).one_to("staff")
    await stage.tap("bob", "accept", chat="staff")

    offered = await _offer_to_dan(stage)
    assert not offered.to("alice"), "nothing has changed for the owner yet"
    assert LIFT_BROKEN[language] in offered.one_to("dan").text
    declined = await stage.tap("dan", "decline")
    assert BOB[language] in declined.one_to("staff").text
    assert not declined.to("alice")

    await _offer_to_dan(stage)
    silence = await stage.wait("10m")
    assert BOB[language] in silence.one_to("staff").text, "nobody answered: it returns"
    assert (await stage.tap("dan", "take_over")).note == stage.words("staff.offer_gone")

    await _offer_to_dan(stage)
    taken = await stage.tap("dan", "take_over")
    assert "Dan" in taken.one_to("alice").text
    assert "Dan" in _edited(taken, card).text
    assert BOB[language] not in _edited(taken, card).text


async def _offer_to_dan(stage: Stage) -> Heard:
    who = (await stage.tap("bob", "hand_off", chat="staff")).one_to("staff")
    return await stage.tap("bob", "Dan", message=who)


@every_language
async def test_a_note_stays_in_the_house(stage: Stage) -> None:
    language = stage.language
    card = (await stage.say("alice", LIFT_BROKEN[language])).one_to("staff")
    await stage.tap("bob", "note", chat="staff")
    for words in (PART_ORDERED[language], f"// {PART_ORDERED[language]}"):
        noted = await stage.say("bob", words, chat="staff", topic=card.topic)
        assert PART_ORDERED[language] in noted.one_to("staff").text
        assert not noted.to("alice")
    said = await stage.say("bob", ON_MY_WAY[language], chat="staff", topic=card.topic)
    assert said.one_to("alice"), "after the note, words are for the owner again"


@one_database
async def test_a_low_rating_is_followed_up_by_the_supervisor(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", "12樓電梯壞了")
    await stage.tap("bob", "accept", chat="staff")
    await stage.tap("bob", "resolve", chat="staff")
    await stage.tap("alice", "fixed_yes")
    rated = await stage.tap("alice", "⭐")
    assert "陳雅麗" in rated.one_to("sue").text
    assert "李保" in rated.one_to("sue").text
    reason = await stage.say("alice", "等了三個小時才來")
    assert "等了三個小時才來" in reason.one_to("sue").text
    assert not reason.to("staff"), "it may be about whoever reads the topic"
    assert reason.one_to("alice").text == stage.words("owner.reason_thanks", seen=True)
    twice = await stage.tap("alice", "5⭐")
    assert twice.note == stage.words("owner.rated_already")


@one_database
async def test_an_owner_withdraws_a_ticket_and_nothing_said_afterwards_is_lost(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    heard = await stage.say("alice", "走廊的燈不亮了")
    await stage.tap("alice", "withdraw")
    withdrawn = await stage.tap("alice", "withdraw_yes")
    assert "#1" in withdrawn.one_to("alice").text
    assert "陳雅麗" in withdrawn.one_to("staff").text
    assert not _edited(withdrawn, heard.one_to("staff")).labels
    assert not _edited(withdrawn, heard.one_to("alice")).labels

    card = heard.one_to("staff")
    too_late = await stage.tap("bob", card.data[0], message=card, stale=True)
    assert stage.words("states.cancelled") in too_late.note
    assert not too_late.sent
    place_after_all = await stage.say("alice", "停車場出口那一段")
    assert stage.find_label(place_after_all.one_to("alice"), "none_of_these")


@one_database
async def test_a_call_for_help_is_heard_even_in_reply_to_a_ticket(hant_stage: Stage) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", "12樓電梯壞了")).one_to("alice")
    heard = await stage.say("alice", "樓下失火了，好多煙", reply_to=receipt.id)
    assert heard.sent[0].chat == "alice"
    assert "119" in heard.sent[0].text
    assert heard.one_to("sue")


@one_database
async def test_somebody_else_was_faster(hant_stage: Stage) -> None:
    stage = hant_stage
    await move_in(stage, "dan", "repairs", stage.language)
    await stage.post("join", **{"as": "dan"})
    card = (await stage.say("alice", "12樓電梯壞了")).one_to("staff")
    await stage.tap("bob", "accept", message=card)
    late = await stage.tap("dan", card.data[0], message=card, stale=True)
    assert "李保" in late.note
    assert not late.sent


def _edited(heard: Heard, message: Message) -> Message:
    """The same message as it stands now; it must have changed in its place."""
    found = [each for each in heard.edits_in(message.chat) if each.id == message.id]
    assert len(found) == 1, f"not edited in place: {message.text}"
    return found[0]


async def _rooms(stage: Stage) -> list[dict[str, object]]:
    chats = (await stage.client.get("/sandbox/chats")).json()["chats"]
    rooms: list[dict[str, object]] = next(each for each in chats if each["chat"] == "staff")[
        "topics"
    ]
    return rooms


@one_database
async def test_the_same_matter_said_twice_is_one_ticket_and_one_tap_makes_it_two(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    card = (await stage.say("alice", "廚房水龍頭一直漏水")).last_to("staff")
    await stage.wait("3m")
    again = await stage.say("alice", "廚房的水龍頭一直在漏水，麻煩了")
    assert "#1" in again.one_to("alice").text
    assert "麻煩了" in again.one_to("staff").text
    assert again.one_to("staff").topic == card.topic
    async with stage.guanjia.database.reading() as session:
        assert len((await session.scalars(select(Ticket))).all()) == 1

    apart = await stage.tap("alice", "something_else", message=again.one_to("alice"))
    assert "#2" in apart.last_to("alice").text
    other = await stage.say("alice", "浴室的排水孔堵住了")
    assert "#3" in other.last_to("alice").text
