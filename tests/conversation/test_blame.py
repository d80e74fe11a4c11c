"""Words that name some of the staff: which of them the words complain of, or may."""

import pytest

from bot.conversation.blame import blamed, may_be_the_danger
from bot.directory import Mentioned
from intents import Category, Evidence, Hazard, Kind, Understanding, Wish
from intents.normalise import fold

BOB, SUE = 2, 3
NAMES = {
    "李保": BOB,
    "李師傅": BOB,
    "Bob Lee": BOB,
    "Bob": BOB,
    "蘇敏": SUE,
    "Sue So": SUE,
}


def heard(kind: Kind, *, sure: bool = True, **more: object) -> Understanding:
    said = Evidence("", "", 0.0)
    return Understanding(kind, Category.OTHER, False, 0.9, sure, said, **more)  # type: ignore[arg-type]


def blames(text: str, understood: Understanding) -> set[int]:
    names = [name for name in NAMES if name in text]
    whole = [name for name in names if not any(name in each for each in names if each != name)]
    named = [Mentioned(fold(name), people=(NAMES[name],)) for name in whole]
    assert named, "nobody to blame"
    return {who for each in blamed(text, understood, named) for who in each.people}


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.QUESTION, Kind.STATUS, Kind.PRAISE])
def test_only_what_is_surely_harmless_is(kind: Kind) -> None:
    assert not blames("李保", heard(kind))
    assert blames("李保", heard(kind, sure=False))
    assert blames("李保", heard(kind, kinds=(Kind.COMPLAINT,)))
    complaint = Wish("", Kind.COMPLAINT, Category.OTHER, False, 0.9)
    assert blames("李保", heard(kind, wishes=(complaint,)))


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.OTHER])
def test_what_is_said_besides_or_to_somebody_else_is_not(kind: Kind) -> None:
    assert blames("李保", heard(kind))


def test_who_may_be_meant_counts_in_a_complaint_alone() -> None:
    unsure = [Mentioned("黎師傅", people=(BOB,), sure=False)]
    assert blamed("黎師傅", heard(Kind.COMPLAINT), unsure) == unsure
    assert not blamed("黎師傅", heard(Kind.OTHER), unsure)


@pytest.mark.parametrize(
    ("text", "may_blame"),
    [
        ("叫李保下午三點打給我", False),
        ("叫李保打我電話", False),
        ("麻煩請李師傅回電", False),
        ("please ask Bob to call me at three", False),
        ("不要再派李師傅來，換別人", True),
        ("我要找真人，李師傅態度很差", True),
        ("I want somebody else, not Bob", True),
        ("不要派李保以外的人", False),
        ("please don't send anyone but Bob", False),
    ],
)
def test_whoever_is_asked_for_by_name_may_read_it(text: str, may_blame: bool) -> None:
    assert bool(blames(text, heard(Kind.HANDOFF))) is may_blame
    assert blames(text, heard(Kind.HANDOFF, sure=False))


@pytest.mark.parametrize(
    ("text", "scornful"),
    [
        ("李師傅 很爛", True),
        ("要小心李師傅", True),
        ("李師傅騙人", True),
        ("Bob is useless", True),
        ("李師傅很小心，謝謝", False),
        ("李師傅態度很好", False),
        ("謝謝李保幫我抓到偷東西的人", False),
        ("燈爛了李師傅馬上來修，謝謝", False),
        ("李師傅半夜來搶修，謝謝", False),
        ("李師傅不好意思麻煩您了，謝謝", False),
        ("thank you Bob, not bad at all", False),
    ],
)
def test_nobody_is_thanked_with_scorn(text: str, scornful: bool) -> None:
    assert bool(blames(text, heard(Kind.PRAISE))) is scornful


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("有小偷，叫保安李保快來", set()),
        ("叫李保快來抓小偷", set()),
        ("有人打我，叫李保來", set()),
        ("李保！有人撬門", set()),
        ("救命，李師傅被打傷了", set()),
        ("burglar in my flat, call Bob Lee now", set()),
        ("Bob Lee help my husband is beating me", set()),
        ("保全李保打我，救命", {BOB}),
        ("李保衝進來，一直打我，救命", {BOB}),
        ("李保打我，快叫蘇敏來", {BOB}),
        ("有人打我，是保安李保", {BOB}),
        ("小偷是李保，快來", {BOB}),
        ("叫李保不要再跟蹤我", {BOB}),
        ("叫李保來，別人打我", set()),
        ("help, the guard Bob Lee is hitting me, call Sue So", {BOB}),
        ("I was attacked by Bob Lee", {BOB}),
        ("Bob Lee has a knife", {BOB}),
        ("救命，我被李保打了", {BOB}),
        ("救命，俾李保打緊", {BOB}),
        ("我被保安李保用刀刺傷", {BOB}),
        ("help, I was stabbed by the guard Bob Lee", {BOB}),
        ("有個叫李保的保安打我", {BOB}),
        ("一個叫李保的保安拿刀追我，救命", {BOB}),
        ("a guard called Bob Lee is attacking me, help", {BOB}),
        ("李保這個壞人打我，救命", {BOB}),
        ("李保和鄰居一起打我，救命", {BOB}),
        ("李保是小偷，他在我家，救命", {BOB}),
        ("it is Bob Lee who is attacking me", {BOB}),
        ("Bob Lee, the guard who works here, is attacking me, help", {BOB}),
        ("the man attacking me is Bob Lee", {BOB}),
        ("Bob Lee stabbed me", {BOB}),
        ("Bob Lee shot me", {BOB}),
        ("Bob Lee is trying to kill me", {BOB}),
        ("李保鎖住我不讓我走，救命", {BOB}),
        ("李保把我推下樓", {BOB}),
        ("李保砸我家的門", {BOB}),
        ("李保強行進我家", {BOB}),
        ("有小偷，李保快來", set()),
        ("李保救我，有人打我", set()),
        ("有人打我，李保在哪裡", set()),
        ("李保被小偷打傷了，快叫救護車", set()),
        ("李保抓住了小偷，快報警", set()),
        ("somebody broke in, Bob Lee please come", set()),
        ("somebody broke in, where is Bob Lee", set()),
        ("Bob Lee, help! my husband is beating me", set()),
    ],
)
@pytest.mark.parametrize("hazard", [Hazard.INTRUDER, Hazard.MEDICAL])
def test_who_calls_for_help_wants_those_named_to_come_unless_they_are_the_danger(
    hazard: Hazard, text: str, danger: set[int]
) -> None:
    assert blames(text, heard(Kind.EMERGENCY, hazard=hazard)) == danger
    assert blames(text, heard(Kind.OTHER, sure=False, doubtful=hazard)) == danger


@pytest.mark.parametrize(
    "text",
    [
        "救命，李保在我家走來走去",
        "救命，李保拿著東西對我亂揮",
        "有人打我，就在李保旁邊",
        "別叫李保來，救命",
        "is Bob Lee allowed in my flat, I am scared, help",
        "a man named Bob Lee is in my flat",
    ],
)
def test_where_people_are_the_danger_only_who_is_called_for_comes(text: str) -> None:
    assert blames(text, heard(Kind.EMERGENCY, hazard=Hazard.INTRUDER)) == {BOB}
    assert blames(text, heard(Kind.REQUEST, sure=False, doubtful=Hazard.INTRUDER)) == {BOB}
    theft = Wish("", Kind.EMERGENCY, Category.SECURITY_ACCESS, True, 0.9)
    assert blames(text, heard(Kind.REQUEST, wishes=(theft,))) == {BOB}
    assert not blames(text, heard(Kind.EMERGENCY, hazard=Hazard.FIRE))


def test_a_call_for_help_that_complains_besides_wants_everybody_but_the_danger() -> None:
    late, hit = "被關在電梯，李保說十分鐘到但還沒來", "被關在電梯，李保打我"
    asked = {"kinds": (Kind.COMPLAINT,), "doubtful": Hazard.TRAPPED}
    for kind in (Kind.EMERGENCY, Kind.COMPLAINT, Kind.OTHER):
        assert blames(late, heard(kind, **asked)) == {BOB}
    now = asked | {"hazard": Hazard.TRAPPED}
    assert not blames(late, heard(Kind.EMERGENCY, **now))
    assert blames(late, heard(Kind.COMPLAINT, **now)) == {BOB}
    assert blames(hit, heard(Kind.EMERGENCY, **now)) == {BOB}
    complaint = Wish("", Kind.COMPLAINT, Category.OTHER, False, 0.9)
    assert blames(late, heard(Kind.EMERGENCY, wishes=(complaint,), **now)) == {BOB}


def test_a_complaint_besides_is_one_of_all_who_are_named() -> None:
    called = "有小偷，叫李保快來"
    assert blames(called, heard(Kind.COMPLAINT, sure=False, doubtful=Hazard.INTRUDER)) == {BOB}


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("修水龍頭，不要派李保來", {BOB}),
        ("廚房漏水，唔好再叫李保嚟", {BOB}),
        ("廚房漏水，除了李保誰都可以", {BOB}),
        ("李保修得很爛，水龍頭還在漏", {BOB}),
        ("水龍頭漏水，請李師傅來，不要派蘇敏", {SUE}),
        ("李保以外的人都可以", {BOB}),
        ("除了李保以外誰都可以", {BOB}),
        ("別派李保，除了李保誰都可以", {BOB}),
        ("I don't want him again, send anyone but Bob Lee", {BOB}),
        ("漏水，不要派李保以外的人", set()),
        ("漏水，除了李保，不要派別人", set()),
        ("不要派除了李保以外的人", set()),
        ("唔好派李保以外嘅人", set()),
        ("please don't send anyone but Bob Lee", set()),
        ("don't send others than Bob Lee", set()),
        ("no one other than Bob Lee please", set()),
        ("tap leaks, please send someone other than Bob Lee", {BOB}),
        ("tap leaks, please send Sue So instead of Bob Lee", {BOB}),
        ("Bob Lee broke into my flat", {BOB}),
        ("水壓很差，請李師傅來看", set()),
        ("上次水壓很差，來修的是李保", set()),
        ("可以請李保星期五來嗎，另外有人說是李保負責的", set()),
        ("can Bob Lee come on Friday instead of Thursday", set()),
        ("nobody but Bob Lee can repair it", set()),
        ("someone else reported it, Bob Lee knows", set()),
        ("請李師傅來看廚房水壓很差", set()),
        ("請不要太晚叫李師傅來", set()),
        ("水龍頭漏水，請李師傅打我電話", set()),
        ("垃圾滿了，李保可以來清垃圾嗎", set()),
        ("the rubbish room is full, Bob Lee please collect the rubbish", set()),
        ("李保可以來抓我家的老鼠嗎", set()),
        ("李保可以推我媽的輪椅嗎", set()),
        ("李保，我家的門推不動，推我家的門都推不開", set()),
        ("李保把我的車鎖好了", set()),
        ("李保把我家的水关掉了，什么时候开", set()),
        ("李保裝的鎖把我鎖在裡面", set()),
        ("李保，門禁不讓我出去", set()),
        ("李保，推銷員在我家不肯走", set()),
        ("電梯壞了，李保不肯走樓梯", set()),
        ("can Bob Lee get in touch with me", set()),
        ("could Bob Lee follow up with me", set()),
        ("Bob Lee please grab my parcel", set()),
        ("Bob Lee, please help me push my mum's wheelchair", set()),
        ("Bob Lee locked the gate", set()),
        ("the lock Bob Lee fitted has locked me in", set()),
        ("Bob Lee, the door won't let me out", set()),
        ("Bob Lee said he won't leave until it is fixed", set()),
        ("call Bob Lee, a man is in my flat and won't leave", set()),
        ("Bob Lee won't leave my parcel at the door", set()),
        ("Bob Lee won't leave my flat", {BOB}),
        ("李保推我媽", {BOB}),
        ("李保推我家的門要闖進來", {BOB}),
        ("李保抓我", {BOB}),
        ("李保抓住我，他偷東西", {BOB}),
        ("Bob Lee grabbed me", {BOB}),
        ("Bob Lee followed me home", {BOB}),
        ("Bob Lee followed up the stairs behind me", {BOB}),
        ("Bob Lee pushed my wheelchair down the stairs", {BOB}),
        ("Bob Lee got in touch with me and hit me", {BOB}),
    ],
)
def test_who_wants_something_done_may_want_it_of_anybody_else(
    text: str, unwanted: set[int]
) -> None:
    assert blames(text, heard(Kind.REQUEST)) == unwanted


@pytest.mark.parametrize(
    "text",
    [
        "李保把我鎖在房間裡",
        "李保把我反锁在厕所",
        "李保鎖咗我喺房",
        "李保唔放我走",
        "李保堵住門不讓我出去",
        "李保唔肯走",
        "李保赖在我家不走",
        "李保坐喺我屋企唔走",
        "李保在我家，他不肯走",
        "李保强行把我拉进房间",
        "我被李保鎖在房間",
        "help Bob Lee has locked me in the room",
        "Bob Lee is in my flat and won't leave, help",
        "Bob Lee at the gate won't let me leave",
        "Bob Lee at the door has locked me in",
        "Bob Lee is holding us hostage",
        "Bob Lee has my daughter locked in the room",
        "李保扣住我不放",
        "Bob Lee dragged me into the car",
        "I was locked in by Bob Lee",
    ],
)
def test_who_holds_somebody_or_stays_where_nobody_wants_them_attacks(text: str) -> None:
    assert blames(text, heard(Kind.REQUEST)) == {BOB}
    assert blames(text, heard(Kind.EMERGENCY, hazard=Hazard.MEDICAL)) == {BOB}
    assert dangerous(text, Hazard.MEDICAL)


@pytest.mark.parametrize("hazard", [Hazard.INTRUDER, None])
@pytest.mark.parametrize(
    ("text", "is_the_danger"),
    [
        ("是李保", True),
        ("就是保安李保！", True),
        ("係李保呀", True),
        ("it's Bob Lee!", True),
        ("that is the guard Bob Lee", True),
        ("李保一直威脅我", True),
        ("李保喝醉了", True),
        ("李保來了，謝謝", False),
        ("李保還沒到", False),
        ("李保在哪裡", False),
        ("是李保來幫我嗎", False),
        ("不是李保，是小偷", False),
        ("唔係李保，係賊", False),
        ("不是李保打我，是我先生", False),
        ("打我的不是李保", False),
        ("it's not Bob Lee, it is a burglar", False),
        ("not Bob Lee, a burglar", False),
        ("不是李保嗎，他打我", True),
        ("是不是李保打我的", True),
        ("不是李保打我嗎", True),
        ("不是李保一個人打我", True),
        ("不是蘇敏，是李保打我", True),
        ("不是李保，是小偷，現在李保也打我", True),
        ("保安李保已經抓住他了", False),
        ("李保受傷了", False),
        ("李保被小偷打傷了", False),
        ("it is Bob Lee at the door, thank you", False),
    ],
)
def test_to_a_call_for_help_against_people_who_comes_is_not_the_danger_for_being_named(
    hazard: Hazard | None, text: str, is_the_danger: bool
) -> None:
    assert dangerous(text, hazard) is is_the_danger


@pytest.mark.parametrize(
    ("text", "is_the_danger"),
    [
        ("李保到了", False),
        ("是李保", False),
        ("李保態度很差，敷衍我", False),
        ("是李保推我的", True),
        ("李保拿刀追我", True),
    ],
)
def test_where_no_person_is_the_danger_who_is_named_has_to_attack(
    text: str, is_the_danger: bool
) -> None:
    assert dangerous(text, Hazard.MEDICAL) is is_the_danger


def test_words_that_may_tell_of_an_intruder_make_people_the_danger_in_any_call() -> None:
    for hazard in (Hazard.FIRE, Hazard.MEDICAL):
        assert not dangerous("是李保", hazard)
        assert dangerous("是李保", hazard, doubtful=Hazard.INTRUDER)


def dangerous(text: str, hazard: Hazard | None, **more: object) -> bool:
    name = max((each for each in NAMES if each in text), key=len)
    return may_be_the_danger(text, fold(name), heard(Kind.OTHER, sure=False, **more), hazard)
