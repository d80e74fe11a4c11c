"""Journey: one outage, many owners: one incident, one word to all, and nobody is lost."""

from itertools import cycle

from sqlalchemy import func, select, update

from db.models import ForumTopic, Incident, Subscriber, Ticket
from db.vocabulary import IncidentState, Language, Subscription, TicketState
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Heard, Message, Stage

NO_WATER = (
    "整棟都沒水了",
    "没水了",
    "No water in block 3",
    "冇水呀",
    "停水了嗎？水龍頭打開沒有水",
    "家里没有水",
    "There is no water at all",
    "水壓很小，幾乎沒水",
    "水龙头没水出来",
    "Water has been cut off",
    "我家沒水",
    "3栋没水，怎么回事",
    "low water pressure",
    "家裡 water 沒有了",
    "水龍頭出來的水是黃的",
    "停水了",
    "no water in my flat",
    "沒水啦！！",
    "水压好小",
    "廚房廁所都沒有水",
    "3棟停水了",
    "the water is off",
    "冇水沖涼",
    "自來水沒了",
    "水流很小",
    "熱水也沒有 冷水也沒有",
    "水管完全沒水",
    "一滴水都沒有",
    "全家都沒水用",
    "打開水龍頭一滴都沒有",
)
"""The catalogue reads these as four topics (none, little, brown, no hot water): one family."""

WATER_OFF = {Language.HANT: "停水了", Language.HANS: "停水了", Language.EN: "There is no water"}
PUMP = {
    Language.HANT: "水泵跳脫，正在更換零件",
    Language.HANS: "水泵跳闸，正在更换零件",
    Language.EN: "The pump has tripped; we are changing the part",
}
NO_POWER = ("停電了", "没电了", "整棟停電", "家裡突然沒電")

_LANGUAGES = (Language.HANT, Language.HANS, Language.EN)


async def residents(stage: Stage, building: int, count: int, *languages: Language) -> list[str]:
    """People of as many homes of one building, who speak the languages in turn."""
    names = [f"b{building}_{number:02}" for number in range(count)]
    spoken = cycle(languages or (stage.language,))
    for number, (name, language) in enumerate(zip(names, spoken, strict=False)):
        floor, door = 2 + number // 6, "ABCDEF"[number % 6]
        await move_in(stage, name, f"{building}-{floor}{door}", language)
    return names


async def report(stage: Stage, people: list[str], words: str) -> list[Heard]:
    return [await stage.say(who, words) for who in people]


async def count(stage: Stage, column: object, *where: object) -> int:
    async with stage.guanjia.database.reading() as session:
        asked = select(func.count(column)).where(*where)  # type: ignore[arg-type]
        return await session.scalar(asked) or 0


async def only_incident(stage: Stage) -> Incident:
    async with stage.guanjia.database.reading() as session:
        return (await session.scalars(select(Incident))).one()


async def subscriptions(stage: Stage) -> dict[int, Subscription]:
    async with stage.guanjia.database.reading() as session:
        rows = await session.scalars(select(Subscriber).order_by(Subscriber.ticket_id))
        return {each.ticket_id: each.state for each in rows}


async def states(stage: Stage) -> list[TicketState]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Ticket.state).order_by(Ticket.id)))


async def put_to(stage: Stage, number: int, *, into: int) -> None:
    """As when somebody at the desk merges the one with the other."""
    merged = {"state": TicketState.DUPLICATE, "merged_into_id": into, "closed_at": stage.now}
    async with stage.guanjia.database.transaction() as session:
        await session.execute(update(Ticket).where(Ticket.id == number).values(**merged))


async def incident_card(stage: Stage, button: str) -> Message:
    return await stage.newest_with(button, "staff")


async def test_thirty_reports_of_one_outage_are_one_incident(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 30, *_LANGUAGES)
    for number, (who, words) in enumerate(zip(people, NO_WATER, strict=True)):
        heard = await stage.say(who, words)
        assert f"#{number + 1}" in heard.to(who)[0].text, words
        if number >= 3:
            assert stage.find_label(heard.to(who)[-1], "same_problem"), words
            assert not heard.to("staff"), "its place is on the incident's card"
        if number == 9:
            await stage.tap("bob", "open_incident", chat="staff")
        await stage.wait("20s")

    incident = await only_incident(stage)
    assert incident.state is IncidentState.OPEN
    assert await count(stage, Ticket.id) == 30
    assert await count(stage, Subscriber.ticket_id) == 30
    assert await count(stage, ForumTopic.id) <= 5
    assert set(await states(stage)) == {TicketState.IN_PROGRESS}
    card = await incident_card(stage, "update_all")
    assert "30 張單" in card.text
    assert "等 30 戶" in card.text

    await stage.tap("bob", "update_all", message=card)
    told = await stage.say("bob", PUMP[Language.HANT], chat="staff", topic=card.topic)
    for who in people:
        assert PUMP[Language.HANT] in told.one_to(who).text
    assert "30" in told.last_to("staff").text

    done = await stage.tap("bob", "resolve_incident", chat="staff")
    for who in people:
        assert stage.find_label(done.one_to(who), "fixed_yes")

    await stage.tap(people[29], "fixed_no")
    for who in people[:29]:
        await stage.tap(who, "fixed_yes")
    await stage.wait("1m")
    answers = await subscriptions(stage)
    assert answers.pop(30) is Subscription.NOT_FIXED
    assert set(answers.values()) == {Subscription.FIXED}
    assert (await only_incident(stage)).state is IncidentState.CLOSED
    assert (await states(stage))[29] is TicketState.IN_PROGRESS
    assert await count(stage, ForumTopic.id) <= 5, "whoever says no has a topic of their own now"


@one_database
async def test_two_buildings_at_once_are_not_mixed(hant_stage: Stage) -> None:
    stage = hant_stage
    third, fifth = await residents(stage, 3, 8), await residents(stage, 5, 4)
    first = await residents(stage, 1, 2)
    without_water, without_power = third[:4], third[4:]
    for number in range(4):
        await stage.say(without_water[number], NO_WATER[number])
        await stage.say(fifth[number], WATER_OFF[Language.HANT])
        await stage.say(without_power[number], NO_POWER[number])
    await report(stage, first, WATER_OFF[Language.HANT])

    async with stage.guanjia.database.reading() as session:
        rows = await session.execute(
            select(Incident.building_id, Incident.category, Ticket.category, Ticket.home_id)
            .join(Subscriber, Subscriber.incident_id == Incident.id)
            .join(Ticket, Ticket.id == Subscriber.ticket_id)
        )
        joined = rows.all()
    kept: dict[tuple[int | None, str], set[int | None]] = {}
    for building, family, category, home in joined:
        assert family == category
        kept.setdefault((building, family), set()).add(home)
    assert sorted((building, family, len(homes)) for (building, family), homes in kept.items()) == [
        (3, "electricity", 4),
        (3, "water", 4),
        (5, "water", 4),
    ]
    assert not set.intersection(*kept.values())


@every_language
async def test_whoever_means_something_else_goes_on_alone(stage: Stage) -> None:
    said = WATER_OFF[stage.language]
    people = await residents(stage, 3, 4)
    await report(stage, people[:3], said)
    await stage.tap("bob", "open_incident", chat="staff")
    asked = await stage.say(people[3], said)
    receipt, question = asked.to(people[3])
    assert "#4" in receipt.text
    assert stage.find_label(question, "same_problem")
    assert not stage.find_label(receipt, "elsewhere"), "the place is supposed to be the others'"
    topics = await count(stage, ForumTopic.id)

    apart = await stage.tap(people[3], "other_problem", message=question)
    assert "#4" in apart.to(people[3])[-2].text
    assert stage.find_label(apart.last_to(people[3]), "elsewhere"), "now it has to be asked"
    assert await count(stage, ForumTopic.id) == topics + 1
    cards = [each for each in apart.to("staff") if stage.find_label(each, "resolve")]
    assert said in cards[-1].text
    late = await stage.tap(people[3], "same_problem", message=question)
    assert late.note == stage.words("common.stale")
    assert 4 not in await subscriptions(stage)

    again = await stage.tap("bob", "resolve_incident", chat="staff")
    assert not again.to(people[3])
    assert again.one_to(people[0])


SAID_YES = {Language.HANT: "係", Language.HANS: "是的", Language.EN: "Yes."}
SAID_NO = {Language.HANT: "不是", Language.HANS: "不一样", Language.EN: "no"}


@every_language
async def test_a_typed_yes_or_no_counts_like_the_button(stage: Stage) -> None:
    language = stage.language
    people = await residents(stage, 3, 6, language)
    await report(stage, people, WATER_OFF[language])
    yes = await stage.say(people[3], SAID_YES[language])
    assert yes.one_to(people[3]).text == stage.words("incident.joined")
    assert (await subscriptions(stage))[4] is Subscription.JOINED
    no = await stage.say(people[4], SAID_NO[language])
    assert "#5" in no.to(people[4])[0].text
    assert 5 not in await subscriptions(stage)
    assert await count(stage, Ticket.id) == 6, "an answer is no report"

    await stage.tap(people[5], "same_problem")
    late = await stage.say(people[5], SAID_NO[language])
    assert (await subscriptions(stage))[6] is Subscription.JOINED, "it was answered already"
    assert late.to(people[5])


@one_database
async def test_the_same_is_said_once_and_counted(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await report(stage, people, WATER_OFF[Language.HANT])
    for _ in range(2):
        pressed = await stage.tap(people[3], "same_problem")
        assert pressed.note == stage.words("incident.joined")
        assert not pressed.to(people[3])
    assert (await subscriptions(stage))[4] is Subscription.JOINED
    card = await incident_card(stage, "open_incident")
    assert "同一件事：1" in card.text


@one_database
async def test_silence_gets_the_news_and_the_last_question_as_well(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await report(stage, people, WATER_OFF[Language.HANT])
    opened = await stage.tap("bob", "open_incident", chat="staff")
    for who in people:
        assert "李保" in opened.one_to(who).text
        assert stage.find_label(opened.one_to(who), "other_problem")
    done = await stage.tap("bob", "resolve_incident", chat="staff")
    assert stage.find_label(done.one_to(people[3]), "fixed_yes")
    await stage.wait("8d")
    assert set(await states(stage)) == {TicketState.CLOSED}
    assert (await only_incident(stage)).state is IncidentState.CLOSED


@one_database
async def test_what_is_no_one_matter_is_taken_apart(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 6)
    await report(stage, people[:4], WATER_OFF[Language.HANT])
    assert await count(stage, ForumTopic.id) == 3
    await stage.tap("bob", "dismiss_incident", chat="staff")
    assert await count(stage, ForumTopic.id) == 4
    assert not await subscriptions(stage)

    heard = await stage.say(people[4], WATER_OFF[Language.HANT])
    assert not stage.find_label(heard.last_to(people[4]), "same_problem")
    assert not await subscriptions(stage), "the same reports are not proposed again"
    await stage.tap("bob", "accept", message=heard.to("staff")[-1])
    assert (await states(stage))[4] is TicketState.IN_PROGRESS


@one_database
async def test_a_reply_picks_the_owner_and_words_alone_go_to_the_first(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await report(stage, people, WATER_OFF[Language.HANT])
    await stage.tap("bob", "open_incident", chat="staff")
    receipt = next(each for each in await stage.messages(people[3]) if "#4" in each.text)
    room = (await incident_card(stage, "update_all")).topic

    wrote = await stage.say(people[3], "家裡有嬰兒", reply_to=receipt.id)
    in_room = wrote.one_to("staff")
    assert in_room.topic == room
    assert "#4" in in_room.text

    there = {"chat": "staff", "topic": room}
    answered = await stage.say("bob", "先送桶裝水給您", **there, reply_to=in_room.id)
    assert "先送桶裝水給您" in answered.one_to(people[3]).text
    assert not answered.to(people[0])
    alone = await stage.say("bob", "請問水錶有動嗎", **there)
    assert "請問水錶有動嗎" in alone.one_to(people[0]).text
    assert not alone.to(people[3])
    note = await stage.tap("bob", "update_all", chat="staff")
    assert "4 位" in note.last_to("staff").text
    kept = await stage.say("bob", "// 零件缺貨", **there)
    assert not [each for each in kept.sent if each.chat != "staff"], "a note stays in the house"


@every_language
async def test_a_correction_of_what_everybody_was_told_goes_to_everybody(stage: Stage) -> None:
    language = stage.language
    people = await residents(stage, 3, 4, *_LANGUAGES)
    await report(stage, people, WATER_OFF[language])
    await stage.tap("bob", "open_incident", chat="staff")
    card = await incident_card(stage, "update_all")
    there = {"chat": "staff", "topic": card.topic}
    await stage.tap("bob", "update_all", message=card)
    told = await stage.say("bob", PUMP[language], **there)
    await stage.tap(people[3], "other_problem")
    apart = people.pop()

    assert told.said is not None
    edited = await stage.say("bob", f"{PUMP[language]} (17:00)", edit=told.said.id, **there)
    for who in people:
        correction = edited.one_to(who)
        assert "17:00" in correction.text
        assert correction.text != told.one_to(who).text.replace(
            PUMP[language], f"{PUMP[language]} (17:00)"
        ), "marked"
        assert correction.reply_to == told.one_to(who).id
    assert not edited.to(apart)
    assert "3" in edited.one_to("staff").text

    unkind = await stage.say("bob", "這是公司規定", edit=told.said.id, **there)
    assert [each.chat for each in unkind.sent] == ["staff"]


@one_database
async def test_of_two_who_decide_the_second_hears_how_it_stands(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 3)
    await report(stage, people, WATER_OFF[Language.HANT])
    card = await incident_card(stage, "open_incident")
    number = next(data for data in card.data if data.startswith("iopen:"))
    await stage.tap("bob", "open_incident", message=card)
    for who, data in (("sue", number), ("bob", number), ("sue", number.replace("iopen", "idis"))):
        late = await stage.tap(who, data, message=card, stale=True)
        assert "已經有人確認" in late.note
        assert not late.sent


@one_database
async def test_when_the_first_report_was_something_else_the_next_ones_room_is_it(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await report(stage, people, WATER_OFF[Language.HANT])
    await stage.tap("bob", "open_incident", chat="staff")
    before = await incident_card(stage, "update_all")
    await stage.tap(people[0], "other_problem")
    after = await incident_card(stage, "update_all")
    assert after.topic != before.topic
    assert (await only_incident(stage)).lead_ticket_id == 2
    await move_in(stage, "dora", "3-12E", Language.HANT)
    await stage.say("dora", "3棟12樓電梯壞了")
    await put_to(stage, 5, into=2)
    done = await stage.tap("bob", "resolve_incident", message=after)
    assert not done.to(people[0])
    assert done.one_to(people[3])
    assert "#5" in done.one_to("dora").text, "whoever was put to one of them hears it as well"


@one_database
async def test_the_first_report_withdrawn_leaves_nobody_unheard(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await report(stage, people, WATER_OFF[Language.HANT])
    before = await incident_card(stage, "open_incident")
    await stage.tap(people[0], "withdraw")
    await stage.tap(people[0], "withdraw_yes")
    after = await incident_card(stage, "open_incident")
    assert after.topic not in (None, before.topic)
    heard = await stage.wait("8m")
    nudges = [each.text for each in heard.to("bob") if "50%" in each.text]
    assert len(nudges) == 1
    assert "#2" in nudges[0]


@one_database
async def test_the_room_stays_open_while_anybody_is_spoken_of_there(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await report(stage, people, WATER_OFF[Language.HANT])
    await stage.tap("bob", "open_incident", chat="staff")
    room = (await incident_card(stage, "update_all")).topic
    await stage.tap("bob", "resolve_incident", chat="staff")
    await stage.tap(people[0], "fixed_yes")
    assert not await _is_shut(stage, room)
    await stage.tap(people[3], "fixed_yes")
    assert await _is_shut(stage, room)


async def _is_shut(stage: Stage, room: int | None) -> bool:
    chats = (await stage.client.get("/sandbox/chats")).json()["chats"]
    staff = next(chat for chat in chats if chat["chat"] == "staff")
    return bool(next(each for each in staff["topics"] if each["topic"] == room)["closed"])


@one_database
async def test_whoever_corrects_the_category_leaves_it(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await report(stage, people, WATER_OFF[Language.HANT])
    await stage.tap(people[3], "wrong_category")
    corrected = await stage.tap(people[3], "let_person_decide")
    assert 4 not in await subscriptions(stage)
    assert [each for each in corrected.to("staff") if stage.find_label(each, "accept")]


@one_database
async def test_some_things_are_no_spike(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 4)
    await move_in(stage, "cousin", "3-2A", Language.HANT)
    await report(stage, people[:1], WATER_OFF[Language.HANT])
    await stage.say("cousin", WATER_OFF[Language.HANT])  # of the same home
    await stage.say(people[1], WATER_OFF[Language.HANT])
    for who in people[:3]:
        await stage.say(who, "廚房水龍頭轉不動")
    await stage.wait("31m")
    await stage.say(people[2], WATER_OFF[Language.HANT])
    assert await count(stage, Incident.id) == 0


@one_database
async def test_of_one_outage_the_desk_hears_once_that_time_runs_out(hant_stage: Stage) -> None:
    stage = hant_stage
    people = await residents(stage, 3, 5)
    await report(stage, people, WATER_OFF[Language.HANT])
    heard = await stage.wait("8m")
    nudges = [each for each in heard.to("bob") if "50%" in each.text]
    assert len(nudges) == 1
    assert "#1" in nudges[0].text
