"""Journey: the danger comes from one of the staff: whoever is called, it is not that one."""

import pytest
from sqlalchemy import delete

from db.models import Membership
from intents import Hazard, Kind
from tests.journeys.matrix import one_database
from tests.journeys.stage import Stage
from tests.journeys.test_concerned import person, reaches
from tests.journeys.understood import Understood


async def only(stage: Stage, *who: str) -> None:
    """Nobody else works here any more."""
    async with stage.guanjia.database.transaction() as session:
        left = [await person(stage, each) for each in who]
        await session.execute(delete(Membership).where(Membership.person_id.not_in(left)))


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
