"""Journey: the danger comes from one of the staff: whoever is called, it is not that one."""

import pytest
from sqlalchemy import delete

from db.models import Membership
from db.vocabulary import Language, TicketKind
from intents import Hazard, Kind
from tests.journeys.matrix import one_database
from tests.journeys.stage import Heard, Stage
from tests.journeys.test_concerned import person, reaches, ticket
from tests.journeys.test_doubt import doubtful
from tests.journeys.test_paging import paged
from tests.journeys.understood import Understood

HELP = {
    Language.HANT: "有人打我，救命",
    Language.HANS: "有人打我，救命",
    Language.EN: "help, someone is attacking me",
}
BY_BOB = {
    Language.HANT: "是李保打我",
    Language.HANS: "是李保打我",
    Language.EN: "it is Bob Lee who hits me",
}
BOB = BY_BOB[Language.HANT]


async def only(stage: Stage, *who: str) -> None:
    """Nobody else works here any more."""
    async with stage.guanjia.database.transaction() as session:
        left = [await person(stage, each) for each in who]
        await session.execute(delete(Membership).where(Membership.person_id.not_in(left)))


async def is_kept_from_bob(stage: Stage, heard: Heard, number: int = 1) -> None:
    assert not [each for each in heard.sent if each.chat in ("bob", "staff")], heard.sent
    kept = await ticket(stage, number)
    assert kept.kind is TicketKind.EMERGENCY
    assert kept.concerned == {await person(stage, "bob")}
    assert await person(stage, "bob") not in (kept.accountable_id, kept.assignee_id)


@one_database
async def test_what_was_doubted_and_is_said_to_be_bobs_doing_is_not_his(
    hant_stage: Stage, understood: Understood
) -> None:
    """The desk has seen it by then, in the topic."""
    stage = hant_stage
    await stage.say("alice", doubtful(understood))
    await stage.wait("3m")
    await stage.tap("bob", "accept", chat="staff")
    words = "李保打我，救命"
    understood(words, kind=Kind.EMERGENCY, topic="break_in", hazard=Hazard.INTRUDER, sure=True)
    heard = await stage.say("alice", words)
    await is_kept_from_bob(stage, heard)
    assert "sue" in paged(heard)
    assert any(words in each.text for each in heard.to("sue"))
    assert "bob" not in paged(await stage.wait("6m"))


@one_database
@pytest.mark.parametrize("asked", [False, True])
async def test_where_it_is_about_everybody_the_owner_hears_whom_to_ring(
    hant_stage: Stage, understood: Understood, asked: bool
) -> None:
    await only(hant_stage, "bob")
    words = "李保打我，救命"
    as_danger = {"hazard": Hazard.INTRUDER, "kind": Kind.EMERGENCY, "topic": "break_in"}
    as_doubt = {"doubtful": Hazard.INTRUDER, "kind": Kind.COMPLAINT, "topic": "staff_attitude"}
    understood(words, sure=True, **(as_doubt if asked else as_danger))
    heard = await hant_stage.say("alice", words)
    assert reaches(heard) == {"alice"}
    assert "沒有轉給任何人" in heard.last_to("alice").text
    assert "110" in heard.last_to("alice").text
