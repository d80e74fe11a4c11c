"""Journey: coming in. An invitation opens the door; without one, a manager vouches."""

import io

import segno
from sqlalchemy import select

from db.models import Person, Residency, VouchRequest
from db.vocabulary import Language
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import invitation_link
from tests.journeys.stage import Message, Stage

OWN_NAME = {Language.HANT: "繁體中文", Language.HANS: "简体中文", Language.EN: "English"}
FLAT = {
    Language.HANT: "3棟5樓A",
    Language.HANS: "3栋5楼A室",
    Language.EN: "Block 3, 5/F, Flat A",
}
AS_PEOPLE_WRITE_IT = {
    Language.HANT: "3棟5樓A",
    Language.HANS: "3栋5楼A室",
    Language.EN: "Block 3, 5A",
}
NO_SUCH_FLAT = {
    Language.HANT: "9棟5樓A",
    Language.HANS: "9栋5楼A室",
    Language.EN: "Block 9, 5A",
}
TAP_LEAKS = {
    Language.HANT: "廚房水管漏水",
    Language.HANS: "厨房水管漏水",
    Language.EN: "The kitchen pipe is leaking",
}
OFFICE_HOURS = {
    Language.HANT: "管理中心幾點開門？",
    Language.HANS: "物业几点上班？",
    Language.EN: "What are the office hours?",
}
MEI = {Language.HANT: "梅怡", Language.HANS: "梅怡", Language.EN: "Mei Mui"}
BOB = {Language.HANT: "李保", Language.HANS: "李保", Language.EN: "Bob Lee"}


@every_language
async def test_an_invitation_brings_an_owner_home_and_nobody_else(stage: Stage) -> None:
    language = stage.language
    invitation = (await stage.say("mei", "/invite 3-5A")).one_to("mei")
    assert FLAT[language] in invitation.text
    link = next(word for word in invitation.text.split() if "?start=" in word)
    assert link.startswith("https://t.me/")
    assert await _picture(stage, invitation) == _qr(link)
    opening = f"/start {link.partition('?start=')[2]}"

    welcome = (await stage.say("wendy", opening)).one_to("wendy")
    assert welcome.labels == tuple(OWN_NAME.values())
    chosen = await stage.tap("wendy", OWN_NAME[language])
    assert FLAT[language] in chosen.one_to("wendy").text
    leak = await stage.say("wendy", TAP_LEAKS[language])
    assert FLAT[language] in leak.one_to("wendy").text, "her home is known"
    assert BOB[language] in leak.one_to("wendy").text

    again = await stage.say("wendy", opening)
    assert FLAT[language] in again.one_to("wendy").text, "her own link does no harm twice"
    await stage.tap("charlie", OWN_NAME[language], message=await _met(stage, "charlie"))
    refused = await stage.say("charlie", opening)
    invented = await stage.say("charlie", "/start jK3n5Qm0pX8vTq2rW7yZ1bC4dF6gH9aL")
    assert refused.one_to("charlie").text == invented.one_to("charlie").text
    assert "02-2345-6789" in refused.one_to("charlie").text
    assert await _homes(stage) == {"Wendy": 1, "Charlie": 0}


@one_database
async def test_an_invitation_expires_after_a_week(hant_stage: Stage) -> None:
    stage = hant_stage
    opening = await invitation_link(stage, "3-5A")
    in_time = await invitation_link(stage, "3-5A")
    await stage.wait("6d")
    assert "🎉" in (await stage.say("wendy", in_time)).one_to("wendy").text
    await stage.wait("2d")
    await stage.tap("charlie", OWN_NAME[Language.HANT], message=await _met(stage, "charlie"))
    refused = (await stage.say("charlie", opening)).one_to("charlie")
    assert "不能用了" in refused.text
    assert await _homes(stage) == {"Wendy": 1, "Charlie": 0}


@every_language
async def test_somebody_unbound_asks_freely_and_is_vouched_for_when_they_want_more(
    stage: Stage,
) -> None:
    language = stage.language
    await stage.tap("charlie", OWN_NAME[language], message=await _met(stage, "charlie"))
    answer = (await stage.say("charlie", OFFICE_HOURS[language])).one_to("charlie")
    assert "08:30–21:00" in answer.text

    wanted = await stage.say("charlie", TAP_LEAKS[language])
    assert stage.find_label(wanted.one_to("charlie"), "not_resident")
    assert TAP_LEAKS[language] in wanted.one_to("mei").text
    assert not wanted.to("staff")
    unknown = await stage.say("charlie", NO_SUCH_FLAT[language])
    assert unknown.one_to("charlie").text == stage.words("owner.unit_unknown")
    named = await stage.say("charlie", AS_PEOPLE_WRITE_IT[language])
    asked = named.one_to("mei")
    assert "Charlie" in asked.text
    assert FLAT[language] in asked.text
    assert TAP_LEAKS[language] in asked.text

    vouched = await stage.tap("mei", "vouch", message=asked)
    told, receipt = vouched.to("charlie")
    assert MEI[language] in told.text
    assert FLAT[language] in told.text
    assert "#1" in receipt.text
    assert TAP_LEAKS[language] in vouched.one_to("staff").text, "no need to say it again"
    twice = await stage.tap("mei", "refuse_vouch", message=asked)
    assert twice.note == stage.words("manager.vouch_decided")
    assert not twice.sent


@one_database
async def test_a_manager_knows_the_flat_or_does_not_know_the_person(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("wendy", "廚房水管漏水")
    asked = await stage.tap("wendy", "not_resident")
    assert asked.one_to("wendy").text.startswith("Wendy")
    first = await stage.newest_with("vouch_unit", "mei")
    await stage.tap("mei", "vouch_unit", message=first)
    unknown = await stage.say("mei", "9棟9樓Z")
    assert "9棟9樓Z" in unknown.one_to("mei").text
    vouched = await stage.say("mei", "3棟 12F")
    assert "3棟12樓F" in vouched.to("wendy")[0].text
    assert "#1" in vouched.to("wendy")[1].text
    late = await stage.tap("mei", "vouch_unit", message=first)
    assert late.note == stage.words("manager.vouch_decided")

    request = (await stage.say("charlie", "廚房水管漏水")).one_to("mei")
    refused = await stage.tap("mei", "refuse_vouch", message=request)
    assert "02-2345-6789" in refused.one_to("charlie").text
    assert not refused.to("staff")
    async with stage.guanjia.database.reading() as session:
        kept = list(await session.scalars(select(VouchRequest.said)))
    assert kept == ["廚房水管漏水", "廚房水管漏水"]


@one_database
async def test_only_managers_invite_colleagues_and_staff_invite_nobody(hant_stage: Stage) -> None:
    stage = hant_stage
    for who, whom in (("bob", "3-5A"), ("alice", "3-5A"), ("sue", "repairs"), ("sue", "manager")):
        refused = (await stage.say(who, f"/invite {whom}")).one_to(who)
        assert "?start=" not in refused.text
        assert "/invite" in refused.text
    household = (await stage.say("sue", "/invite 3-5A")).one_to("sue")
    assert "?start=" in household.text
    assert "?start=" in (await stage.say("mei", "/invite 維修組")).one_to("mei").text


async def _met(stage: Stage, who: str) -> Message:
    """The greeting somebody gets who comes without an invitation."""
    return (await stage.say(who, "/start")).one_to(who)


async def _picture(stage: Stage, message: Message) -> bytes:
    (file,) = message.files
    assert file["kind"] == "photo"
    return (await stage.client.get(str(file["url"]))).content


def _qr(link: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="png", scale=10, border=4)
    return drawn.getvalue()


async def _homes(stage: Stage) -> dict[str, int]:
    """How many homes each newcomer has."""
    async with stage.guanjia.database.reading() as session:
        newcomers = await session.scalars(
            select(Person).where(Person.name.in_(["Wendy", "Charlie"]))
        )
        residents = list(await session.scalars(select(Residency.person_id)))
        return {person.name: residents.count(person.id) for person in newcomers}
