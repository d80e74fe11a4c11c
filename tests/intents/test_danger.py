"""Danger is heard in any wording, and not where there is none: a missed fire costs lives."""

from itertools import product

import pytest

from intents import Category, Engine, Hazard, Kind

DANGER = {
    Hazard.FIRE: [
        "樓下好像失火了，好多煙",
        "5樓那邊一直冒濃煙出來",
        "垃圾房着火啦",
        "有燒焦味",
        "燶味",
        "火警鐘響緊",
        "沒有失火，只是燒焦味",
        "沒有火，但有很濃的煙",
        "冇火，不過好大煙",
        "No fire, but thick smoke",
        "小孩把門反鎖在裡面，爐子上還在煮東西",
        "隔離屋好大陣煙湧出嚟，快啲嚟人",
        "地库有辆电动车烧起来了",
        "厨房油锅起火，火很大",
        "THERE IS SMOKE COMING FROM 8B",
        "our neighbour's balcony is on fire",
        "corridor filled with smoke help",
    ],
    Hazard.GAS: [
        "走廊瓦斯味好重",
        "煤氣爐關不掉",
        "家里有煤气味，我不敢开灯",
        "成層樓都係煤氣味呀",
        "I smell gas on the 3rd floor",
        "think we have a gas leak",
    ],
    Hazard.TRAPPED: [
        "我被困在電梯裡面了！！",
        "老人家困喺部𨋢入面出唔到嚟",
        "电梯卡在7楼，里面有小孩出不来",
        "困𨋢",
        "my wife is stuck in the lift",
        "trapped in elevator B please hurry",
        "升降機急墜",
        "child locked in car park",
        "我被困在廁所",
    ],
    Hazard.WATER: [
        "水管爆了客廳全是水",
        "地下停車場淹水淹到輪胎了",
        "爆水喉，走廊水浸",
        "楼上爆管，水从天花板往下灌，被淹了",
        "a pipe burst and water is everywhere",
        "the basement is flooding",
    ],
    Hazard.ELECTRIC: [
        "摸水龍頭被電到，應該是漏電",
        "颱風把電線吹斷掉在路中間",
        "延長線一直冒火花",
        "有人触电倒在配电房",
        "live wires hanging over the playground",
        "I got an electric shock from the washing machine",
    ],
    Hazard.INTRUDER: [
        "有人正在撬我家門鎖",
        "有賊入咗我屋企",
        "小偷正在翻牆進來",
        "楼下有人拿刀砍人",
        "someone is breaking in next door",
        "man with a knife in the lobby",
        "老公打我",
    ],
    Hazard.MEDICAL: [
        "有個伯伯在中庭昏倒了",
        "阿婆暈低咗喺大堂",
        "有人不省人事躺在电梯口",
        "我先生心臟很痛喘不過氣",
        "an old lady collapsed by the letterboxes",
        "he is not breathing",
        "我不想活了",
        "我想死",
        "I want to kill myself",
        "i want to die",
        "i don't want to live anymore",
        "唔想做人",
        "有人受傷",
        "someone is hurt",
    ],
    Hazard.FALLING: [
        "外牆磁磚一直掉下來砸到車子",
        "招牌搖搖欲墜快要掉了",
        "石屎跌落街，差啲掟中人",
        "楼上窗户玻璃掉下来了",
        "the ceiling panel is about to fall",
        "a tree fell on a car",
    ],
}

NO_DANGER = [
    ("如果失火要打給誰", Kind.QUESTION),
    ("萬一電梯困人該怎麼辦", Kind.QUESTION),
    ("what should I do if there is a fire", Kind.QUESTION),
    ("in case of a gas leak who do I call?", Kind.QUESTION),
    ("颱風天停車場淹水的話要怎麼辦，如果淹水車子要移去哪", Kind.QUESTION),
    ("沒有漏水了，不用來", Kind.STATUS),
    ("樓下住戶一直抽菸，煙味飄上來", Kind.COMPLAINT),
    ("成日有人喺後樓梯食煙，好大陣煙味", Kind.COMPLAINT),
    ("my neighbour smokes and the smoke drifts into my bedroom every night", Kind.COMPLAINT),
    ("鄰居在陽台烤肉，煙很大", Kind.COMPLAINT),
    ("the fire door on level 3 won't close", Kind.REQUEST),
    ("fire extinguisher is missing on my floor", Kind.REQUEST),
    ("偵煙器沒電一直叫，請來換電池", Kind.REQUEST),
    ("灭火器过期了，请更换", Kind.REQUEST),
    ("there's no hot water in my flat", Kind.REQUEST),
    ("瓦斯費怎麼繳", Kind.QUESTION),
    ("gas bill seems too high, can someone check it", Kind.REQUEST),
    ("水龍頭滴水", Kind.REQUEST),
    ("電梯壞了", Kind.REQUEST),
    ("3棟12樓F漏水", Kind.REQUEST),
    ("電踢壞咗，阿sir快啲嚟", Kind.REQUEST),
    ("停車場閘門壞了 車困在裡面", Kind.REQUEST),
    ("如果電梯困人要打給誰", Kind.QUESTION),
    ("fire the guard!", Kind.COMPLAINT),
    ("吵到我想死", Kind.COMPLAINT),
    ("我不要投訴了", Kind.STATUS),
    ("瓦斯味沒有了", Kind.STATUS),
    ("沒有燒焦味了", Kind.STATUS),
    ("電梯有人被困但已經救出來了", Kind.STATUS),
    ("the gas smell is gone", Kind.STATUS),
]
BUILDINGS = ["", "Tower 2", "Block 7", "Bldg C", "3棟", "A座", "5号楼"]
FLOORS = ["", "15/F", "level 3", "8樓", "12层", "B2"]
UNITS = ["", "Flat C", "unit 12", "5b", "F室", "501室"]
ROOMS = ["", "kitchen", "in the car park", "停車場", "喺大堂", "在天台", "卫生间"]
TIMES = ["", "tomorrow 3pm", "Saturday morning", "聽日下晝三點", "明天下午", "今晚八點"]
PLACES = [
    *(" ".join(filter(None, parts)) for parts in product(BUILDINGS, FLOORS, UNITS)),
    *(", ".join(filter(None, parts)) for parts in product(BUILDINGS, ROOMS, TIMES)),
    *(
        "我住" + "".join(parts)
        for parts in product(["3棟", "A座"], ["8樓", "12楼"], ["F室", "之3"])
    ),
]


@pytest.mark.parametrize(
    ("hazard", "text"), [(hazard, text) for hazard, texts in DANGER.items() for text in texts]
)
def test_danger_is_an_emergency_and_urgent(engine: Engine, hazard: Hazard, text: str) -> None:
    understood = engine.understand(text)
    assert (understood.kind, understood.hazard) == (Kind.EMERGENCY, hazard)
    assert understood.urgent
    assert understood.sure


@pytest.mark.parametrize(("text", "kind"), NO_DANGER)
def test_what_only_sounds_like_danger_is_what_it_is(engine: Engine, text: str, kind: Kind) -> None:
    assert engine.understand(text).kind is kind


def test_places_and_times_neither_alarm_nor_ask(engine: Engine) -> None:
    said = {text: engine.understand(text) for text in PLACES if text}
    assert [text for text, heard in said.items() if heard.kind is Kind.EMERGENCY] == []
    assert [text for text, heard in said.items() if heard.doubtful] == []


@pytest.mark.parametrize("text", ["還在漏", "仲漏緊", "still leaking", "水龍頭還在漏"])
def test_what_still_leaks_belongs_to_what_was_reported(engine: Engine, text: str) -> None:
    heard = engine.understand(text)
    assert heard.kind is not Kind.EMERGENCY
    assert heard.refers_back


@pytest.mark.parametrize(
    "text", ["快啲嚟", "火警鐘響唔停", "fire alarm keeps ringing", "the fire alarm is going off"]
)
def test_what_may_be_danger_is_at_least_asked_about(engine: Engine, text: str) -> None:
    heard = engine.understand(text)
    assert heard.kind is Kind.EMERGENCY or heard.doubtful


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("我被困在廁所", "locked_in"),
        ("i'm locked in the bathroom", "locked_in"),
        ("我困咗喺廁所出唔到嚟", "locked_in"),
        ("我被困在電梯裡面了！！", "lift_trapped"),
        ("小孩把門反鎖在裡面，爐子上還在煮東西", "fire_now"),
        ("如果電梯困人要打給誰", "q_emergency_phone"),
    ],
)
def test_the_place_decides_which_emergency(engine: Engine, text: str, topic: str) -> None:
    assert engine.understand(text).topic == topic


def test_who_asks_for_a_fitter_speaks_of_no_bill(engine: Engine) -> None:
    assert engine.understand("請師傅來看看").category is not Category.FEES_BILLING


@pytest.mark.parametrize(
    "text",
    [
        "聽日火警演習，火警鐘會響",
        "明天消防演習警鐘會響嗎",
        "上次火災演習的照片可以給我嗎",
        "明天火警演習幾點開始",
        "the fire drill was very well organised",
        "fire alarm test again this morning?",
        "虛驚一場，不是火災",
        "沒有失火啦",
        "唔係火警",
        "no fire, just steam from cooking",
        "去年車庫淹水的理賠結果呢",
        "上禮拜失火那戶現在怎麼樣了",
        "我被管理費的問題困擾很久",
        "每次下雨車道就淹水",
        "瓦斯偵測器一直叫但沒有瓦斯味",
        "求救！！家裡有大蟑螂",
        "有隻貓困咗喺車底",
        "主委開會氣到冒火",
    ],
)
def test_drills_denials_habits_and_the_past_raise_no_alarm(engine: Engine, text: str) -> None:
    assert engine.understand(text).kind is not Kind.EMERGENCY
