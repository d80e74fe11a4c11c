"""What became of the copies: why they did not arrive, and a line for everybody."""

import pytest
from sqlalchemy import update

from db.models import Broadcast, Delivery, Person
from db.vocabulary import Acknowledgement, DeliveryState, Language
from reminders import broadcast
from reminders.audience import Audience
from reminders.broadcast import Copy, Trouble
from reminders.broadcast.trouble import trouble_of
from tests.reminders.neighbourhood import ALICE, BOB, EMERALD, MEI, NOW, SUE, Neighbourhood

UNREACHABLE, FAILED = DeliveryState.UNREACHABLE, DeliveryState.FAILED


@pytest.mark.parametrize(
    ("state", "reason", "trouble"),
    [
        (UNREACHABLE, "Forbidden: bot was blocked by the user", Trouble.BLOCKED),
        (UNREACHABLE, "Forbidden: user is deactivated", Trouble.GONE),
        (UNREACHABLE, "Forbidden: bot can't initiate conversation", Trouble.NEVER_STARTED),
        (UNREACHABLE, "Chat not found", Trouble.NEVER_STARTED),
        (UNREACHABLE, "Forbidden: something new", Trouble.ELSE),
        (UNREACHABLE, None, Trouble.BEFORE),
        (FAILED, "given up after 5 attempts: bad gateway", Trouble.GAVE_UP),
        (FAILED, "Message is too long", Trouble.REFUSED),
        (DeliveryState.IN_DOUBT, "the sender stopped", Trouble.UNCERTAIN),
        (DeliveryState.SENT, None, None),
        (DeliveryState.WAITING, broadcast.CANCELLED, None),
    ],
)
def test_the_messengers_reasons_fall_into_few_kinds(
    state: DeliveryState, reason: str | None, trouble: Trouble | None
) -> None:
    assert trouble_of(state, reason) is trouble


async def sent_to_all(here: Neighbourhood) -> int:
    """To Alice, Bob, Sue and seven others."""
    await here.moves_in(ALICE, unit=3)
    await here.moves_in(BOB, unit=2)
    await here.moves_in(SUE, unit=3)
    await here.welcome(7)
    async with here.database.transaction() as session:
        sent = await broadcast.draft(
            session,
            community_id=EMERALD,
            author_id=MEI,
            audience=Audience.everybody(),
            texts={Language.HANT: "明天停水。"},
            silent=False,
            now=NOW,
            asks=True,
        )
        assert await broadcast.confirm(session, sent, NOW) == 10
    return sent


async def settled(here: Neighbourhood, who: int, **values: object) -> None:
    async with here.database.transaction() as session:
        await session.execute(
            update(Delivery).where(Delivery.person_id == who).values(settled_at=NOW, **values)
        )


async def test_reasons_are_counted_by_kind_and_answers_too(neighbourhood: Neighbourhood) -> None:
    await neighbourhood.change(Person, MEI, unreachable_since=NOW)
    sent = await sent_to_all(neighbourhood)
    for who, said in ((101, "bot was blocked by the user"), (102, "Bot was blocked by the user")):
        await settled(neighbourhood, who, state=UNREACHABLE, reason=said)
    await settled(neighbourhood, 103, state=FAILED, reason="Message is too long")
    answers = {ALICE: Acknowledgement.UNDERSTOOD, BOB: Acknowledgement.NEEDS_HELP}
    for who, answer in answers.items():
        await settled(neighbourhood, who, state=DeliveryState.SENT, answer=answer)
    async with neighbourhood.database.reading() as session:
        assert await broadcast.troubles(session, sent) == {
            UNREACHABLE: {Trouble.BLOCKED: 2},
            FAILED: {Trouble.REFUSED: 1},
        }
        report = await broadcast.report(session, sent)
    assert (report.understood, report.needs_help, report.sent) == (1, 1, 2)


@pytest.mark.parametrize("part", [1, 3, 10, 5000])
async def test_the_roll_has_everybody_once_whatever_its_parts(
    neighbourhood: Neighbourhood, part: int
) -> None:
    sent = await sent_to_all(neighbourhood)
    await settled(neighbourhood, BOB, state=UNREACHABLE, reason="blocked")
    await neighbourhood.moves_out(SUE, unit=3)
    async with neighbourhood.database.reading() as session:
        row = await session.get_one(Broadcast, sent)
        parts = [each async for each in broadcast.roll(session, row, Language.EN, part)]
    assert max(map(len, parts)) <= part
    copies: list[Copy] = [copy for each in parts for copy in each]
    assert len(copies) == 10
    alice, bob, sue = copies[:3]
    assert (alice.units, alice.name) == (("3-12F", "5-2B"), "Alice Chan")
    assert (bob.trouble, bob.settled_at) == (Trouble.BLOCKED, NOW)
    assert (sue.units, sue.state) == ((), DeliveryState.WAITING)
