"""Journey: the desk sees why a ticket was sorted so, and a mistyped place is asked about."""

import pytest

from bot.conversation import wishes
from bot.places import Place
from db.vocabulary import Language
from intents import Category, Evidence, Kind
from tests.journeys.matrix import every_language, one_database
from tests.journeys.neighbours import move_in
from tests.journeys.stage import Stage
from tests.journeys.understood import Understood

LIFT = {
    Language.HANT: "12樓電梯壞了",
    Language.HANS: "12楼电梯坏了",
    Language.EN: "The lift on the 12th floor is broken",
}
TAP = {
    Language.HANT: "3棟12樓E的水龍頭漏水",
    Language.HANS: "3栋12楼E的水龙头漏水",
    Language.EN: "the tap in block 3 12E is dripping",
}
QUOTE = {
    Language.HANT: (
        "3棟12樓F水龍頭壞了，王師傅說明天下午三點來換，1200元",
        "水龍頭又漏了，水喉師傅沒來",
        ("👥 提到的人：王師傅", "💰 提到金額：1,200 元"),
    ),
    Language.HANS: (
        "3栋12楼F水龙头坏了，王师傅说明天下午三点来换，1200块钱",
        "水龙头又漏了，水管工没来",
        ("👥 提到的人：王师傅", "💰 提到金额：1,200 元"),
    ),
    Language.EN: (
        "the tap in block 3 12F is broken, Mrs. Chan says NT$1,200",
        "the tap drips again, the plumber never came",
        ("👥 Names: Mrs. Chan", "💰 Names a sum: NT$1,200"),
    ),
}
"""With a name and a sum; with a role; and what the card says of the first."""
NEIGHBOURS = {
    Language.HANT: "3棟12樓E",
    Language.HANS: "3栋12楼E室",
    Language.EN: "Block 3, 12/F, Flat E",
}


@every_language
async def test_the_card_says_why_and_a_button_tells_whoever_asks(stage: Stage) -> None:
    card = (await stage.say("alice", LIFT[stage.language])).one_to("staff")
    assert any(line.startswith("🔎") for line in card.text.splitlines())
    asked = await stage.tap("bob", "why", message=card)
    assert 0 < len(asked.note) <= 200
    assert not asked.sent
    assert not asked.edited


@every_language
async def test_the_card_says_whom_and_what_sum_and_time_the_words_name(
    stage: Stage, understood: Understood
) -> None:
    """In the writer's own script; a role in the reader's words."""
    named, words, lines = QUOTE[stage.language]
    for text in (named, words):
        understood(text, kind=Kind.REQUEST, category=Category.WATER, topic="tap_fault", sure=True)
    card = (await stage.say("alice", named)).one_to("staff").text.splitlines()
    assert set(lines) <= set(card)
    if stage.language is Language.HANT:
        assert any("明天下午三點" in line for line in card if line.startswith("🕒"))
    plumber = stage.guanjia.library.texts.words("roles.plumber", stage.language, {"terms": {}})
    card = (await stage.say("alice", words)).one_to("staff").text.splitlines()
    (line,) = [each for each in card if each.startswith("👥")]
    assert line.endswith(plumber)


@one_database
@pytest.mark.parametrize(
    ("text", "by", "said", "shown"),
    [
        ("水管爆咗", "rule", "爆左", "提到「爆咗」"),
        ("電梯還是沒修好", "words", "电梯 是没 没修", "關鍵字「電梯 沒修」"),
        ("B2停車場的水管", "words", "b2 车场 的水", "關鍵字「B2 車場」"),
        ("那個水的", "words", "个水 水的", None),
    ],
)
async def test_the_words_that_decided_are_the_owners_own(
    hant_stage: Stage, understood: Understood, text: str, by: str, said: str, shown: str | None
) -> None:
    evidence = Evidence(by, said, 0.5)
    known = {"kind": Kind.REQUEST, "category": Category.WATER, "topic": "tap_fault"}
    understood(text, **known, sure=True, evidence=evidence)
    card = (await hant_stage.say("alice", text)).one_to("staff").text.splitlines()
    reasons = [line for line in card if line.startswith("🔎")]
    assert [line.partition("・")[0] for line in reasons] == ([f"🔎 {shown}"] if shown else [])


@one_database
async def test_who_somebody_is_themselves_is_not_named_as_another(
    hant_stage: Stage, understood: Understood
) -> None:
    text = "我是業主，水龍頭漏水"
    understood(text, kind=Kind.REQUEST, category=Category.WATER, topic="tap_fault", sure=True)
    assert "👥" not in (await hant_stage.say("alice", text)).one_to("staff").text


@one_database
async def test_a_category_that_somebody_chose_is_no_longer_explained_by_words(
    hant_stage: Stage,
) -> None:
    stage = hant_stage
    await stage.say("alice", LIFT[Language.HANT])
    offered = (await stage.tap("alice", "wrong_category")).one_to("alice")
    corrected = await stage.tap("alice", stage.words("categories.water"), message=offered)
    assert "🔎 類別是業主選的" in corrected.edits_in("staff")[-1].text


@one_database
async def test_whoever_may_not_see_a_ticket_hears_no_reasons(hant_stage: Stage) -> None:
    stage = hant_stage
    await stage.say("alice", LIFT[Language.HANT])
    await stage.say("charlie", "/start")
    own = (await stage.tap("charlie", "繁體中文")).one_to("charlie")
    pressed = await stage.tap("charlie", "why:1", message=own, stale=True)
    assert pressed.note == stage.words("common.not_yours")


@pytest.fixture
def mistyped(monkeypatch: pytest.MonkeyPatch, understood: Understood) -> None:
    """Every place was mistyped, and may mean this."""
    for text in TAP.values():
        understood(text, kind=Kind.REQUEST, category=Category.WATER, topic="tap_fault", sure=True)

    async def locate(*_: object) -> Place:
        return Place(said="3-12Ee", known=False, guesses=("3-12E", "5", "9-99Z"))

    monkeypatch.setattr(wishes, "locate", locate)


@every_language
async def test_a_mistyped_place_is_asked_about_with_a_button_per_guess(
    stage: Stage, mistyped: None
) -> None:
    language = stage.language
    receipt = (await stage.say("alice", TAP[language])).one_to("alice")
    assert NEIGHBOURS[language] in receipt.text
    assert NEIGHBOURS[language] in receipt.labels
    assert len(receipt.labels) == 5, "two that exist, somewhere else, wrong category, withdraw"
    chosen = await stage.tap("alice", NEIGHBOURS[language], message=receipt)
    assert NEIGHBOURS[language] in chosen.one_to("staff").text
    (drawn,) = chosen.edits_in("alice")
    assert NEIGHBOURS[language] not in drawn.labels


@one_database
async def test_somewhere_else_goes_on_asking_in_words(hant_stage: Stage, mistyped: None) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", TAP[Language.HANT])).one_to("alice")
    await stage.tap("alice", "elsewhere", message=receipt)
    told = await stage.say("alice", "停車場出口那一段")
    assert "停車場出口那一段" in told.one_to("staff").text


@one_database
async def test_only_what_was_guessed_can_be_chosen_and_only_by_the_owner(
    hant_stage: Stage, mistyped: None
) -> None:
    stage = hant_stage
    receipt = (await stage.say("alice", TAP[Language.HANT])).one_to("alice")
    guess = receipt.data[receipt.labels.index(NEIGHBOURS[Language.HANT])]
    forged = guess.rsplit(":", 1)[0] + ":1"
    if forged != guess:
        pressed = await stage.tap("alice", forged, message=receipt, stale=True)
        assert pressed.note == stage.words("common.stale")
    await move_in(stage, "dora", "3-15A", Language.HANT)
    hers = (await stage.say("dora", "您好")).one_to("dora")
    assert (await stage.tap("dora", guess, message=hers, stale=True)).note == stage.words(
        "common.not_yours"
    )


NAMES_BOB = {
    Language.HANT: ("廚房水龍頭漏水，李師父上次來看過", "李師父"),
    Language.HANS: ("厨房水龙头漏水，李师父上次来看过", "李师父"),
    Language.EN: ("The kitchen tap leaks, Bob Lee looked at it last time", "Bob Lee"),
}


@every_language
async def test_the_card_says_which_colleague_an_owner_names(
    stage: Stage, understood: Understood
) -> None:
    text, said = NAMES_BOB[stage.language]
    request = {"kind": Kind.REQUEST, "kinds": (Kind.REQUEST,), "sure": True}
    understood(text, **request, category=Category.WATER, topic="tap_fault")
    card = next(each for each in (await stage.say("alice", text)).to("staff") if "👥" in each.text)
    (line,) = (each for each in card.text.splitlines() if each.startswith("👥"))
    assert said in line
    assert "李保" in line or "Bob Lee" in line
