"""The small world that the texts speak of while they are tested, worded in three languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.post import Voice
from bot.texts import Texts
from db.models import Community
from db.vocabulary import Language, Region

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Taipei"))

Values = dict[str, Any]

Samples = dict[str, list[Values]]
"""A text by name, and what it is told: once for every way that it can be said."""


@dataclass(frozen=True)
class Worded:
    """A value that is different in each language."""

    hant: str
    hans: str
    en: str

    def read_in(self, language: Language) -> str:
        return {Language.HANT: self.hant, Language.HANS: self.hans, Language.EN: self.en}[language]


def worded(value: Any, language: Language) -> Any:
    """The value as a reader of the language meets it, however deep."""
    if isinstance(value, Worded):
        return value.read_in(language)
    if isinstance(value, dict):
        return {key: worded(each, language) for key, each in value.items()}
    if isinstance(value, list):
        return [worded(each, language) for each in value]
    return value


def voice(texts: Texts, region: Region = Region.TW, *, now: datetime = NOW) -> Voice:
    return Voice(
        texts,
        Community(
            code="greenlake",
            names={"zh-Hant": "翠湖花園", "zh-Hans": "翠湖花园", "en": "Greenlake Gardens"},
            region=region,
            language=Language.HANT,
            timezone="Asia/Taipei",
            office_phone="02-2345-6789",
            office_opens="08:30",
            office_closes="21:00",
            facts={},
        ),
        now,
    )


def rendered(
    texts: Texts, name: str, language: Language, values: Mapping[str, Any], *, now: datetime = NOW
) -> str:
    return voice(texts, now=now).html(name, language, **worded(values, language))


# --- the cast ---------------------------------------------------------------------------------

ALICE = Worded("陳雅麗", "陈雅丽", "Alice Chan")

BOB = Worded("李保", "李保", "Bob Lee")

SUE = Worded("蘇敏", "苏敏", "Sue So")

SLY = "<b>Bob</b> & co"
"""An account may call itself anything."""

HOME = Worded("3棟12樓F", "3栋12楼F室", "Block 3, 12/F, Flat F")

KITCHEN = Worded("3棟12樓F／廚房", "3栋12楼F室／厨房", "Block 3, 12/F, Flat F, kitchen")

REPAIRS = Worded("維修組", "维修组", "Repairs")

SERVICE = Worded("客服組", "客服组", "Front desk")

LEAK_SAID = Worded(
    "廚房水槽下面一直滴水，地板都濕了",
    "厨房水槽下面一直滴水，地板都湿了",
    "The pipe under the kitchen sink keeps dripping and the floor is wet",
)

LEAK: Values = {
    "number": 1024,
    "title": Worded("水管漏水", "水管漏水", "Leaking pipe"),
    "kind": "request",
    "state": Worded("已受理", "已受理", "Received"),
    "place": KITCHEN,
    "said": LEAK_SAID,
    "accountable": BOB,
    "assignee": None,
    "team": REPAIRS,
    "owner": ALICE,
    "speaks": "zh-Hans",
}
"""What `bot.tickets.description.values` gives: a leak nobody has taken yet."""

AT_WORK = LEAK | {"state": Worded("處理中", "处理中", "In progress"), "assignee": BOB}

COMPLAINT = LEAK | {
    "number": 1025,
    "title": Worded("噪音投訴", "噪音投诉", "Noise"),
    "kind": "complaint",
    "place": "",
    "said": Worded(
        "樓上裝修到晚上十一點，跟警衛說了也沒用",
        "楼上装修到晚上十一点，跟保安说了也没用",
        "Drilling upstairs until eleven at night, and the guard did nothing",
    ),
    "accountable": SUE,
    "team": SERVICE,
}

FIRE = LEAK | {
    "number": 1026,
    "title": Worded("火警", "火警", "Fire"),
    "kind": "emergency",
    "place": "",
    "said": Worded("樓梯間冒濃煙！", "楼梯间冒浓烟！", "Thick smoke on the stairs!"),
    "team": Worded("保全組", "保安组", "Security"),
}

HANDOFF = LEAK | {
    "number": 1027,
    "title": Worded("找真人", "转人工", "Speak to a person"),
    "kind": "handoff",
    "place": "",
    "said": Worded(
        "我想找人談談 <管理費>", "我想找人谈谈 <物业费>", "I want to talk about my <fees>"
    ),
    "team": SERVICE,
}

BLOCK_3 = Worded("3棟", "3栋", "Block 3")

ASKED = Worded("訪客的車可以停多久？", "访客的车可以停多久？", "How long may a visitor's car stay?")

ANSWER = Worded(
    "訪客車位最多停兩個小時，過夜請先登記。",
    "访客车位最多停两个小时，过夜请先登记。",
    "Visitors may park for two hours; please register a car that stays overnight.",
)

HEATER = Worded("天涼了，給電暖器留點空間", "天凉了，给电暖器留点空间", "Give the heater some room")
"""What a reminder is called."""

NOTICE = Worded(
    "明天 09:00 到 12:00 清洗水塔，屆時停水。",
    "明天 09:00 到 12:00 清洗水箱，届时停水。",
    "The water tanks are cleaned tomorrow from 09:00 to 12:00; there will be no water.",
)

LETTER = Worded(
    *(Markup("📢 <b>…</b>\n\n{}").format(each) for each in (NOTICE.hant, NOTICE.hans, NOTICE.en))
)
"""A notice in its frame, as the conversation hands it over: HTML already."""

WEEKLY = Worded("每週一次，共 4 次", "每周一次，共 4 次", "Once a week, 4 times in all")

EXCLAIMS: Values = {
    "said": Worded("用了 2 個驚嘆號。", "用了 2 个感叹号。", "It exclaims 2 times."),
    "mend": Worded("最多一個。", "最多一个。", "Once at most."),
}

A_LINK: Values = {
    "said": Worded(
        "「bit.ly/x」這個連結住戶無法辨認真假。",
        "“bit.ly/x”这个链接业主无法辨别真假。",
        "Readers cannot tell whether the link “bit.ly/x” is genuine.",
    ),
    "mend": Worded("改請住戶致電。", "改请业主致电。", "Ask them to ring the office."),
}
"""What the proof-reader finds, and the mend."""
