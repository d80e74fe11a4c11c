"""Journey: the words are unclear. A guess or two, a person at the end, and nothing is dropped."""

from sqlalchemy import select

from db.models import Ticket
from db.vocabulary import Language
from intents import Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.stage import Message, Stage

VAGUE = {
    Language.HANT: "那個東西又怪怪的",
    Language.HANS: "那个东西又怪怪的",
    Language.EN: "the thing by the door again",
}
LIFT_BROKEN = {
    Language.HANT: "12樓電梯壞了",
    Language.HANS: "12楼电梯坏了",
    Language.EN: "The lift on the 12th floor is broken",
}
AT_HOME = {
    Language.HANT: "我下午三點以後都在家",
    Language.HANS: "我下午三点以后都在家",
    Language.EN: "I am at home after three",
}


@every_language
async def test_a_guess_that_is_right_becomes_what_it_is_and_only_once(stage: Stage) -> None:
    said = VAGUE[stage.language]
    offer = (await stage.say("alice", said)).one_to("alice")
    *guesses, person = offer.labels
    assert 1 <= len(guesses) <= 3
    assert person == stage.words("buttons.none_of_these")

    wish = _first_wish(stage, offer)
    taken = await stage.tap("alice", wish, message=offer)
    assert "#1" in taken.one_to("alice").text
    assert wish in taken.one_to("alice").text
    assert said in taken.one_to("staff").text, "their own words go along"

    twice = await stage.tap("alice", person, message=offer)
    assert "#1" in twice.note
    assert not twice.sent


@every_language
async def test_none_of_these_sends_the_words_to_a_person(stage: Stage) -> None:
    said = VAGUE[stage.language]
    await stage.say("alice", said)
    handed = await stage.tap("alice", "none_of_these")
    assert "#1" in handed.one_to("alice").text
    assert said in handed.one_to("alice").text
    assert said in handed.one_to("staff").text
    assert await _said_on_tickets(stage) == [said]


@every_language
async def test_words_beside_an_open_ticket_join_it_unless_they_are_something_else(
    stage: Stage,
) -> None:
    language = stage.language
    card = (await stage.say("alice", LIFT_BROKEN[language])).one_to("staff")
    added = await stage.say("alice", AT_HOME[language])
    assert "#1" in added.one_to("alice").text
    assert AT_HOME[language] in added.one_to("staff").text
    assert added.one_to("staff").topic == card.topic

    offer = (await stage.tap("alice", "something_else")).one_to("alice")
    handed = await stage.tap("alice", "none_of_these", message=offer)
    assert "#2" in handed.one_to("alice").text
    assert AT_HOME[language] in handed.one_to("staff").text
    assert handed.one_to("staff").topic != card.topic
    twice = await stage.tap("alice", "none_of_these", message=offer)
    assert "#2" in twice.note


@one_database
async def test_beside_several_open_tickets_the_owner_says_which(hant_stage: Stage) -> None:
    stage = hant_stage
    lift = (await stage.say("alice", "12樓電梯壞了")).one_to("staff")
    await stage.say("alice", "廚房水管漏水")
    offer = (await stage.say("alice", VAGUE[Language.HANT])).one_to("alice")
    assert {"➕ #1 電梯故障", "➕ #2 漏水"} <= set(offer.labels)
    added = await stage.tap("alice", "➕ #1 電梯故障", message=offer)
    assert VAGUE[Language.HANT] in added.one_to("staff").text
    assert added.one_to("staff").topic == lift.topic
    other = await stage.tap("alice", "➕ #2 漏水", message=offer)
    assert "#1" in other.note
    assert not other.to("staff")


@one_database
async def test_nothing_an_owner_writes_is_dropped(hant_stage: Stage) -> None:
    stage = hant_stage
    all_said = ["阿", "？？？", "👍", "asdf qwer", "1234567", "你覺得呢" * 200, "明天會下雨嗎"]
    answers = [(await stage.say("alice", said)).one_to("alice") for said in all_said]
    for said, answer in zip(all_said, answers, strict=True):
        handed = await stage.tap("alice", "none_of_these", message=answer)
        assert any(said in message.text for message in handed.to("staff")), "in full"
    assert await _said_on_tickets(stage) == all_said


def _first_wish(stage: Stage, offer: Message) -> str:
    """The label of the first guess that somebody would have to do something about."""
    topics = stage.guanjia.library.catalogue.topics
    for label, data in zip(offer.labels, offer.data, strict=True):
        topic = topics.get(data.split(":")[-1])
        if topic and topic.kind is Kind.REQUEST:
            return label
    raise AssertionError(f"no guess is a request: {offer.labels}")


async def _said_on_tickets(stage: Stage) -> list[str]:
    async with stage.guanjia.database.reading() as session:
        return list(await session.scalars(select(Ticket.said).order_by(Ticket.id)))
