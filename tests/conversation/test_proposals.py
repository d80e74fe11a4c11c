"""What somebody said becomes a lesson for everybody, without saying who or where they are."""

import pytest

from bot.conversation.proposals import anonymous
from db.models import Person

ALICE = Person(name="alice", names={"zh-Hant": "陳雅麗", "en": "Alice Chan"})


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我是陳雅麗，電梯壞了", "我是…，電梯壞了"),
        ("call me on 0912-345-678, lift broken", "call me on …, lift broken"),
        ("我的電話 +886 912 345 678", "我的電話 …"),
        ("我在88號5樓之2", "我在…"),
        ("八十八號五樓之二漏水", "…漏水"),
        ("5樓之2漏水", "…漏水"),
        ("3棟12樓F沒電", "……沒電"),
        ("12樓e的門", "…的門"),
        ("B座B室沒電", "……沒電"),
        ("12F flat B, no water", "… …, no water"),
        ("12/F, no water", "…, no water"),
        ("flat 12B has no water", "… has no water"),
        ("Flat 12B電梯壞了", "…電梯壞了"),
        ("我住flat B，沒水", "我住…，沒水"),
        ("I live in flat a.", "I live in …."),
        ("flat12B, no water", "…, no water"),
        ("Flat A has no water", "… has no water"),
        ("Unit 3-12F has no water", "… has no water"),
        ("no water in 3-12-F", "no water in …"),
        ("no water in 3-12-501", "no water in …"),
        ("no water in 3-501", "no water in …"),
        ("block 3 room #501: no water", "… …: no water"),
    ],
)
def test_names_telephone_numbers_and_homes_stay_out_of_lessons(said: str, kept: str) -> None:
    assert anonymous(said, ALICE) == kept


@pytest.mark.parametrize(
    "said",
    [
        "12樓電梯壞了",
        "the function room is too cold",
        "gym changing room light is broken",
        "apartment door is stuck",
        "flat tyre in the car park",
        "The room has no wifi",
        "the room I booked is cold",
        "room a bit cold",
        "the block's bins",
        "a block of flats",
        "the wifi room",
        "教室、浴室、辦公室",
        "2024-11-12 停電",
        "停電到 2024-11-12 18:00",
        "停電 12-11-2024",
        "14:00 - 16:00 停水",
        "9-12點停水",
        "open 9-12am",
        "11-12 停水",
    ],
)
def test_words_dates_and_hours_lead_to_nobody(said: str) -> None:
    assert anonymous(said, ALICE) == said
