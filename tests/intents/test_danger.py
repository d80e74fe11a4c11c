"""Danger is heard in any wording, and not where there is none: a missed fire costs lives."""

import pytest

from intents import Engine, Hazard, Kind

DANGER = {
    Hazard.FIRE: [
        "樓下好像失火了，好多煙",
        "5樓那邊一直冒濃煙出來",
        "垃圾房着火啦",
        "隔離屋好大陣煙湧出嚟，快啲嚟人",
        "地库有辆电动车烧起来了",
        "厨房油锅起火，火很大",
        "THERE IS SMOKE COMING FROM 8B",
        "our neighbour's balcony is on fire",
        "corridor filled with smoke help",
    ],
    Hazard.GAS: [
        "走廊瓦斯味好重",
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
    ],
    Hazard.MEDICAL: [
        "有個伯伯在中庭昏倒了",
        "阿婆暈低咗喺大堂",
        "有人不省人事躺在电梯口",
        "我先生心臟很痛喘不過氣",
        "an old lady collapsed by the letterboxes",
        "he is not breathing",
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


@pytest.mark.parametrize(
    "text",
    [
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
