"""What is said of the staff in a danger: who is the danger, and who comes or is to come."""

import pytest

from bot.conversation.blame import may_be_the_danger, only_waits_for
from intents import Hazard, Kind
from intents.normalise import fold
from tests.conversation.test_blame import BOB, SUE, blames, dangerous, heard

INTRUDER = Hazard.INTRUDER

IT_IS_THEY = [
    "他是李保",
    "他就是李保！",
    "那個人是李保",
    "那人就是李保",
    "他是你們的保安李保",
    "他叫李保",
    "那个男的叫李保",
    "打我的人是李保",
    "是李保幹的",
    "是李保做的",
    "李保做的",
    "原來是李保",
    "应该是李保",
    "他好像是李保",
    "我認得他，是李保",
    "我认得他就是李保，救命",
    "係李保嚟㗎",
    "係李保打㗎",
    "就係李保呢個人",
    "佢係李保",
    "嗰個人係李保",
    "他是李保，他有刀",
    "佢係李保，佢揸住把刀",
    "是李保，快來",
    "he is Bob Lee",
    "He's Bob Lee, help!",
    "It was Bob Lee",
    "it's Bob Lee from repairs",
    "it is Bob Lee from the repairs team",
    "it is Bob Lee of the repair team",
    "the man is Bob Lee",
    "that man was the guard Bob Lee",
    "his name is Bob Lee",
    "I think it is Bob Lee",
    "I know him, it's Bob Lee",
    "I recognise him: Bob Lee",
    "turns out it's your plumber Bob Lee",
    "actually he is called Bob Lee",
    "it's him, Bob Lee",
    "Bob Lee did it",
    "Bob Lee did this",
    # in a clause of its own, among others
    "是李保，他在門外",
    "是李保，他在我房間裡",
    "那個人是李保，他喝醉了",
    "是你們的李保，快叫警察",
    "我認出來了，是李保",
    "我看到他了，是李保",
    "看清楚了，是李保",
    "是維修的李保",
    "是維修組的李保",
    "李保！就是他！",
    "是李保 他要進來了",
    "門口那個人是李保",
    "門外是李保",
    "他是保安李保，他在門外",
    "it is Bob, he is in my room",
    "it's Bob, he is outside",
    "I can see him, it's Bob Lee",
    "It's Bob Lee, he's at my door.",
    "it's Bob Lee and he is in my room",
    "我看到他了是李保",
    "警察來了，那個人是李保",
    "是李保，我沒事",
    "有人闖進來了，是李保",
    "他又來了，是李保",
    "外面的人係李保，佢想入嚟",
    "是李保，你們知道嗎",
    "Bob Lee! that's him!",
    "I can see it's Bob Lee",
    "是李保，他不讓我求救",
    "救命是李保",
    "看到了，是李保",
    "認出來了，是李保",
    "someone help me, it's Bob Lee",
    "he won't let me out, it's Bob Lee",
    "有人能救我嗎，是李保",
    "somebody is here in my flat, it's Bob Lee",
    "Bob Lee's stabbed me",
    "Bob Lee's hit me",
    "Bob Lee pushed him down the stairs",
    "救我 是李保",
    "help it's Bob Lee",
    "it's Bob Lee help me",
    "是李保在門外",
    "是李保他要進來了",
    "是李保 不要讓他進來",
    "我房間裡的人是李保",
    "it's Bob Lee at my door",
    "it's Bob Lee he is in my room",
    "李保有刀",
    "小心，李保有刀",
    "小心李保，他有刀",
    "careful, Bob Lee has a knife",
    "watch out for Bob Lee, he has a knife",
    "李保小心眼，他打我",
    "Bob Lee was stabbing me",
    "Bob Lee got a knife and stabbed me",
    "李保打他",
    "Bob Lee hit him",
    "Bob Lee hit him and ran away",
    "李保打了我一下，他跑了",
    "李保打我媽，他跑了",
    "Bob Lee hit me and he ran away",
]

UNWANTED = [
    "別讓李保進來",
    "不要让李保上来",
    "不要派李保",
    "唔好畀李保入嚟",
    "李保別過來",
    "李保唔好嚟",
    "叫李保走開",
    "叫李保離開我家",
    "don't send Bob Lee",
    "don't let Bob Lee in",
    "keep Bob Lee away from me",
    "ask Bob Lee to leave",
    "請李保離開",
    "tell Bob Lee to go away",
    "Bob Lee must not come",
]

OTHERWISE = [
    "他叫李保來",
    "我叫李保來了",
    "是李保嗎？他來了嗎",
    "是李保救了我",
    "係李保救咗我",
    "是李保來幫我",
    "他是李保的朋友",
    "應該叫李保來",
    "李保離開了",
    "李保追過去了",
    "是李保嗎",
    "來的是李保嗎",
    "是李保來救我",
    "不是李保，是別人",
    "失火了，是李保先發現的",
    "the plumber was Bob Lee",
    "有人來了，是李保",
    "來的是李保",
    "樓下保安是李保嗎",
    "是李保？",
    "是不是李保，他在門外",
    "is it Bob Lee, he is outside",
    "someone came, it's Bob Lee",
    "help is here, it's Bob Lee",
    "沒事了，是李保",
    "是李保，他來救我了",
    "it's Bob Lee, he came to help",
    "it's Bob Lee and he saved me",
    "是李保 救了我",
    "是李保救我",
    "是李保他在救我",
    "it's Bob Lee he is trying to help",
    "李保在門外",
    "Bob Lee is at the door",
    "it was Bob Lee who saved me",
    "is it Bob Lee who comes",
    "he called Bob Lee",
    "I think Bob Lee is coming",
    "I recognise Bob Lee's voice on the phone",
    "keep Bob Lee here",
    "Bob Lee left",
    "李保快點",
    "李保快來，他有刀",
    "Bob Lee please come, he has a knife",
    "ask Bob Lee to leave the key with the guard",
    "get Bob Lee out of the lift",
    # who fights off whoever it is
    "李保跟他打起來了",
    "李保在追他",
    "李保抓住那個人了",
    "李保制伏他了",
    "李保正在打小偷",
    "李保把小偷打傷了",
    "李保捉住咗個賊",
    "Bob Lee is chasing him",
    "Bob Lee is chasing the thief",
    "Bob Lee is fighting with him",
    "Bob Lee grabbed him",
    "Bob Lee has grabbed the man",
    "Bob Lee hit the thief with a torch",
    # and who is warned, or suffers it
    "李保小心，他有刀",
    "李保小心，那個人有刀",
    "李保小心，那個男的有刀",
    "李保要小心，他有刀",
    "李保小心他有刀",
    "李保注意，他有刀",
    "小心啊李保，他有刀",
    "Bob Lee be careful he has a knife",
    "Bob Lee be careful! he has a knife",
    "watch out Bob Lee, he has a knife",
    "Bob Lee got stabbed",
    "Bob Lee was stabbed",
    "Bob Lee has been stabbed",
    "Bob Lee is being stabbed",
    "Bob Lee got hit, help me",
    # and who drives him off
    "李保打了他一下，他跑了",
    "李保踢了那個人，那個人就逃走了",
    "Bob Lee hit him and he ran away",
    "Bob Lee pushed him away",
    "Bob Lee knocked him down",
    # and who breaks in to save somebody
    "李保破門進來救我們了",
    "李保踹門進來救我了",
    "李保在撬門救我",
    "李保破门而入，把我救出来了",
    "李保踢開我的門救咗我",
    "Bob Lee kicked the door in and got me out",
    "Bob Lee broke the door to save us",
    "Bob Lee broke into my flat to help",
    "Bob Lee kicked my door in, pulled me out",
]


@pytest.mark.parametrize("hazard", [Hazard.INTRUDER, None])
@pytest.mark.parametrize(
    ("text", "is_the_danger"),
    [(text, True) for text in (*IT_IS_THEY, *UNWANTED)]
    + [(text, False) for text in OTHERWISE]
    + [
        ("李保在踹門", True),
        ("李保踹門，救我", True),
        ("李保踹門 救我", True),
        ("李保撬門快救我", True),
        ("Bob Lee broke into my flat, help me", True),
        ("Bob Lee kicked my door in and hit me", True),
        ("是李保打他", True),
        ("有人闖進我家，是保安李保", True),
        ("不是李保闖進來", False),
        ("李保打傷我媽，他有刀", True),
    ],
)
def test_to_a_call_for_help_against_people(
    hazard: Hazard | None, text: str, is_the_danger: bool
) -> None:
    assert dangerous(text, hazard) is is_the_danger


VIOLENT = [
    "李保佢揸住把刀追住我",
    "李保追住個女仔",
    "李保打隔壁的老人",
    "李保用熱水潑我媽",
    "李保在大廳跟住戶打架",
    "李保把我先生打昏了，快叫救護車",
    "李保撞倒我媽媽，她昏倒了",
    "李保打冧咗我老公，佢暈咗",
    "李保打昏一個老人，快來",
    "李保打死人了",
    "李保推倒我奶奶，她不能動",
    "李保捅了我老公，流好多血",
    "李保斬咗我老公",
    "李保喺樓下斬人",
    "李保用刀割我",
    "李保踢一个住户的肚子",
    "李保給我女兒下藥，她昏倒了",
    "李保喺度落藥迷暈我個女",
    "李保拿酒瓶砸我老公的頭，流血了",
    "李保把一个老人推下楼",
    "李保对我妈动手",
    "李保關住我不讓我出來",
    "李保有刀",
    "Bob Lee is beating up Sue So in the lobby, help",
    "Bob Lee is kicking an old man, he is unconscious",
    "Bob Lee stabbed a resident, call an ambulance",
    "Bob Lee drugged my daughter, she is unconscious",
    "Bob Lee pushed grandma, she can't move",
    "Bob Lee slashed my arm, I'm bleeding",
    "Bob Lee bit me and I'm bleeding",
    "Bob Lee knocked my father out",
    "Bob Lee is going to kill my family",
    "Bob Lee threw a bottle at me",
    "Bob Lee beat up my brother, he's unconscious",
    "Bob Lee hit one of the residents",
]

HARMLESS = [
    "李保打電話給我媽",
    "李保打119了",
    "李保在打掃",
    "李保幫我媽打針",
    "李保打開門了",
    "李保打了我老公的手機",
    "李保推我媽的輪椅",
    "李保推我媽去醫院",
    "李保在推車",
    "李保正在割草",
    "李保按住傷口",
    "李保把我的傷口按住",
    "李保把我媽抱出來了",
    "李保把我拖出火場",
    "李保砸窗救人",
    "李保撞到頭，流血了",
    "李保打緊急救電話",
    "李保追他去了",
    "Bob Lee beat the traffic",
    "Bob Lee hit the button for us",
    "Bob Lee kicked the ball to my son",
    "Bob Lee kicked the door open to get us out",
    "Bob Lee cut the power for us",
    "Bob Lee is pushing a resident in a wheelchair",
    "Bob Lee hurt his back",
    "Bob Lee has a stabbing pain in the chest",
    "Bob Lee dragged me out of the fire",
    "Bob Lee knocked on the door",
]


@pytest.mark.parametrize(
    ("text", "attacks"),
    [(text, True) for text in VIOLENT] + [(text, False) for text in HARMLESS],
)
def test_where_no_person_is_the_danger_who_does_violence_is(text: str, attacks: bool) -> None:
    for hazard in (Hazard.MEDICAL, Hazard.FIRE):
        assert dangerous(text, hazard) is attacks
        assert (BOB in blames(text, heard(Kind.EMERGENCY, hazard=hazard))) is attacks
        assert (BOB in blames(text, heard(Kind.OTHER, sure=False, doubtful=hazard))) is attacks


@pytest.mark.parametrize(
    "text", ["李保在撬門", "李保破門進來了", "Bob Lee is breaking the door", "李保踹門進來"]
)
def test_a_door_is_broken_open_to_help_where_no_person_is_the_danger(text: str) -> None:
    name = fold("李保" if "李保" in text else "Bob Lee")
    for hazard in (Hazard.FIRE, Hazard.TRAPPED):
        assert not dangerous(text, hazard)
        assert not dangerous(text, hazard, doubtful=INTRUDER)
        assert may_be_the_danger(text, name, heard(Kind.EMERGENCY, hazard=INTRUDER), hazard)
        assert not blames(text, heard(Kind.EMERGENCY, hazard=hazard))


@pytest.mark.parametrize(
    "text",
    [
        "有人撬門，李保可以來嗎",
        "有人撬门，李保能来吗",
        "有人撬門，李保快",
        "有人撬門，李保快點",
        "有人撬門，李保快啲",
        "有人撬門，李保可唔可以即刻嚟",
        "有小偷，李保已經去追了",
        "有小偷，李保在追",
        "有人闖進我家，李保沒接電話",
        "有人闖進我家，打給李保他沒接",
        "有人闖進嚟，李保仲未到",
        "有人闖進來，李保還沒來",
        "有人闖進來，李保不在",
        "有小偷，李保說他馬上到",
        "李保你快來，有人打我",
        "李保正在打小偷",
        "有人要打我，李保保護我",
        "有人闖進來，李保跟他打起來了",
        "有人闯进来，李保抓住他了",
        "有人打我，李保來了",
        "有人打我，李保破門進來救我",
        "失火了，李保破門進去救人",
        "有人打李保，快來",
        "有人拿刀砍李保",
        "小偷打傷李保，快叫救護車",
        "歹徒挾持保安李保",
        "有人持刀挾持保安李保",
        "someone is attacking Bob Lee in the lobby",
        "a man is beating up Bob Lee",
        "Bob Lee is being held at knifepoint by a burglar",
        "someone broke in, I called Bob Lee but no answer",
        "someone is breaking in, Bob Lee knows the way",
        "someone broke in, Bob Lee is here",
        "burglar, Bob Lee is on his way",
        "somebody broke in, Bob Lee hasn't come",
        "somebody broke in, Bob Lee didn't answer",
        "there is a burglar, Bob Lee is chasing him",
        "有人闖進來，李保快來，他有刀",
        "有人闖進來，李保小心，他有刀",
        "somebody broke in, Bob Lee be careful he has a knife",
        "somebody broke in, watch out Bob Lee, he has a knife",
        "someone broke in, Bob Lee got stabbed",
        "有人打我，李保打了他一下，他跑了",
        "someone broke in, Bob Lee hit him and he ran away",
    ],
)
def test_who_is_awaited_or_suffers_it_is_called(text: str) -> None:
    for hazard in (Hazard.INTRUDER, Hazard.MEDICAL):
        assert not blames(text, heard(Kind.EMERGENCY, hazard=hazard))
        assert not blames(text, heard(Kind.OTHER, sure=False, doubtful=hazard))


@pytest.mark.parametrize(
    "text",
    [
        "李保來了，救命",
        "李保又來了，他在撞門",
        "李保在追我",
        "李保追我，救命",
        "李保快打死我了",
        "有人打我 李保",
        "李保知道我住哪裡，救命",
        "李保把小偷放進來了",
        "Bob Lee is coming, help",
        "I called Bob Lee to fix the tap and he attacked me",
        "李保來幫我修水管，他打我",
        "Bob Lee is here, help",
        "李保在打蘇敏，快來人",
        "Bob Lee is chasing me",
    ],
)
def test_who_is_no_more_than_near_is_not(text: str) -> None:
    assert BOB in blames(text, heard(Kind.EMERGENCY, hazard=Hazard.INTRUDER))


def test_whom_somebody_of_the_staff_attacks_is_called() -> None:
    against = heard(Kind.EMERGENCY, hazard=Hazard.INTRUDER)
    assert blames("李保在打蘇敏，快來人", against) == {BOB}
    assert blames("李保打蘇敏，救命", against) == {BOB}
    assert SUE not in blames("Bob Lee is beating up Sue So, help", against)


SLOW = [
    "李保還沒到",
    "李保還沒來",
    "李保說十分鐘到但還沒來",
    "李保怎麼這麼慢",
    "李保到底來不來",
    "李保幾時先嚟",
    "Bob Lee is still not here",
    "Bob Lee hasn't come",
]


@pytest.mark.parametrize(
    ("text", "waits"),
    [(text, True) for text in SLOW]
    + [
        ("李保還沒來，態度差", False),
        ("李保還沒來，換人", False),
        ("Bob Lee is still not here, he is useless", False),
        ("李保一直在門外", False),
        ("Bob Lee stares at me", False),
    ],
)
def test_who_is_slow_to_come_is_only_waited_for(text: str, waits: bool) -> None:
    assert only_waits_for(text, heard(Kind.COMPLAINT)) is waits


@pytest.mark.parametrize("topic", ["slow_repair", "parcels_complaint"])
def test_what_is_not_there_yet_is_only_waited_for(topic: str) -> None:
    assert only_waits_for("李保呢", heard(Kind.COMPLAINT, topic=topic))
    assert not only_waits_for("李保態度差", heard(Kind.COMPLAINT, topic=topic))
    assert not only_waits_for("李保呢", heard(Kind.COMPLAINT, topic="rude_staff"))
