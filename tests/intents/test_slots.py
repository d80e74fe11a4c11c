"""Where, what and who are read however owners write them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import Slots, read_slots
from intents.normalise import fold
from intents.slots import slots_in

PLACES = [
    ("3棟12樓F", Slots("3", "12", "F")),
    ("3-12F", Slots("3", "12", "F")),
    ("3-12-F", Slots("3", "12", "F")),
    ("3-12-501", Slots("3", "12", "501")),
    ("3-501", Slots("3", "5", "501")),
    ("３棟１２樓Ｆ", Slots("3", "12", "F")),
    ("三棟十二樓F室", Slots("3", "12", "F")),
    ("B座 12/F F室", Slots("B", "12", "F")),
    ("12/F F室", Slots(None, "12", "F")),
    ("tower 3 unit 12F", Slots("3", "12", "F")),
    ("Flat F, 12/F, Block 3", Slots("3", "12", "F")),
    ("3棟12樓之2", Slots("3", "12", "2")),
    ("12樓", Slots(floor="12")),
    ("十二樓", Slots(floor="12")),
    ("二十三樓", Slots(floor="23")),
    ("我住在20楼", Slots(floor="20")),
    ("3rd floor", Slots(floor="3")),
    ("level 5", Slots(floor="5")),
    ("The lift on floor 12", Slots(floor="12", room="lift")),
    ("三號樓2單元501", Slots("3", "5", "501")),
    ("6栋三单元1203室", Slots("6", "12", "1203")),
    ("501室", Slots(floor="5", unit="501")),
    ("room 319D", Slots(floor="3", unit="319D")),
    ("flat 5A", Slots(floor="5", unit="A")),
    ("I'm in 7c", Slots(floor="7", unit="C")),
    ("我住7C", Slots(floor="7", unit="C")),
    ("Bldg 3", Slots("3")),
    ("第8座", Slots("8")),
    ("A棟", Slots("A")),
    ("tower B", Slots("B")),
    ("地下", Slots(floor="G")),
    ("G樓", Slots(floor="G")),
    ("ground floor lobby", Slots(floor="G", room="lobby")),
    ("B1 停車場", Slots(floor="B1", room="car_park")),
    ("地下一樓", Slots(floor="B1")),
    ("负二层", Slots(floor="B2")),
    ("地下車庫", Slots(room="car_park")),
    ("廚房", Slots(room="kitchen")),
    ("主人房天花", Slots(room="bedroom")),
    ("部𨋢", Slots(room="lift")),
    ("water in the stairwell", Slots(room="stairwell")),
    ("swimming pool", Slots(room="pool")),
    ("垃圾房", Slots(room="refuse_room")),
    ("the blocks are dirty", Slots()),
    ("12月5號停水", Slots()),
    ("今天12點", Slots()),
    ("等了30分鐘", Slots()),
    ("a poolside chat", Slots()),
    ("2-4pm", Slots()),
    ("9:00-18:00", Slots()),
    ("02-2345-6789", Slots()),
    ("2026-12-03", Slots()),
    ("", Slots()),
]

THINGS = [
    ("廚房水龍頭漏水", "tap"),
    ("厨房水龙头漏水", "tap"),
    ("個水龍頭滴水", "tap"),
    ("my tap is dripping", "tap"),
    ("the taps drip", "tap"),
    ("a drum kit tapped all night", None),
    ("電梯按鈕壞了", "lift_button"),
    ("電梯又壞了", "lift"),
    ("部𨋢壞咗", "lift"),
    ("elevator stuck", "lift"),
    ("走廊燈不亮", "lamp"),
    ("the lamp in the lobby", "lamp"),
    ("大門門鎖壞了", "door"),
    ("the fire door does not close", "door"),
    ("部門", None),
    ("馬桶塞住了", "toilet"),
    ("冷氣唔凍", "air_conditioner"),
    ("垃圾桶滿了", "bin"),
    ("管理費怎麼繳", "fee"),
    ("謝謝", None),
]

PEOPLE = [
    ("王師傅來過了", "王师傅"),
    ("張經理在嗎", "张经理"),
    ("歐陽先生", "欧阳先生"),
    ("謝師傅來過了", "谢师傅"),
    ("多謝謝師傅", "谢师傅"),
    ("多謝師傅", "repairer"),
    ("謝謝師傅", "repairer"),
    ("感謝師傅", "repairer"),
    ("多謝經理", "manager"),
    ("陳生話會嚟", "陈生"),
    ("林師父沒有來", "林师父"),
    ("sifu Lam never came", "sifu lam"),
    ("I miss my parcel", None),
    ("Mr Wong said so", "mr wong"),
    ("ask Mrs. Chan", "mrs chan"),
    ("保安唔喺度", "guard"),
    ("警衛很兇", "guard"),
    ("師傅幾時嚟", "repairer"),
    ("清潔阿姨今天沒來", "cleaner"),
    ("the cleaner never came", "cleaner"),
    ("send a plumber", "plumber"),
    ("停車場管理員", "parking_attendant"),
    ("找管委會", "committee"),
    ("發生什麼事", None),
    ("毛太多", None),
    ("樓上施工作業", None),
    ("the smartphone", None),
]


@pytest.mark.parametrize(("text", "slots"), PLACES)
def test_place_is_read(text: str, slots: Slots) -> None:
    read = read_slots(text)
    where = (read.building, read.floor, read.unit, read.room)
    assert where == (slots.building, slots.floor, slots.unit, slots.room)


@pytest.mark.parametrize(("text", "what"), THINGS)
def test_thing_is_read(text: str, what: str | None) -> None:
    assert read_slots(text).what == what


@pytest.mark.parametrize(("text", "who"), PEOPLE)
def test_person_is_read(text: str, who: str | None) -> None:
    assert read_slots(text).who == who


def test_one_message_names_everything() -> None:
    text = "我家3棟12樓F室，王師傅明天下午三點來修廚房水龍頭，1200元，電話0912345678"
    read = read_slots(text)
    assert (read.building, read.floor, read.unit, read.room) == ("3", "12", "F", "kitchen")
    assert (read.what, read.who, read.phone) == ("tap", "王师傅", "+886912345678")
    assert read.when is not None
    assert read.when.said == "明天下午三点"
    assert read.money is not None
    assert read.money.amount == 1200


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    read_slots(text)


_PIECES = [
    "3",
    "12",
    "棟",
    "樓",
    "F",
    "-",
    "/",
    "三",
    "點",
    "半",
    "下午",
    "聽日",
    "到",
    " to ",
    "pm",
]
_PIECES += [
    "next ",
    "monday",
    "since ",
    "$",
    "元",
    "塊",
    "王",
    "師傅",
    ":",
    "號",
    "月",
    "before ",
    "前",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_any_order_of_its_pieces_is_read(text: str) -> None:
    slots = read_slots(text)
    assert slots.building != ""
    assert slots.floor != ""


@pytest.mark.parametrize(
    "piece", [*_PIECES, "3-", "明天", "12/f ", "3點到", "百", "地下", "+8", "unit "]
)
def test_ten_thousand_characters_take_no_time(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    slots_in(text)
    # The best of several, in processor time: others share the machine with the tests.
    assert min(_seconds(text) for _ in range(7)) < 0.01


@pytest.mark.parametrize(("text", "most"), [("廚房水龍頭漏水", 0.000_5), ("樓上好嘈" * 25, 0.001)])
def test_plain_messages_cost_next_to_nothing(text: str, most: float) -> None:
    folded = fold(text)
    slots_in(folded)
    assert min(_seconds(folded) for _ in range(20)) < most


def _seconds(folded: str) -> float:
    began = time.process_time()
    slots_in(folded)
    return time.process_time() - began
