"""Building, floor, unit and room are read however owners write them."""

import pytest

from intents import Slots, read_slots

WRITTEN = [
    ("3棟12樓F", Slots("3", "12", "F")),
    ("3-12F", Slots("3", "12", "F")),
    ("3-12-F", Slots("3", "12", "F")),
    ("３棟１２樓Ｆ", Slots("3", "12", "F")),
    ("三棟十二樓F室", Slots("3", "12", "F")),
    ("B座 12/F F室", Slots("B", "12", "F")),
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
    ("Bldg 3", Slots("3")),
    ("第8座", Slots("8")),
    ("A棟", Slots("A")),
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
    ("12月5號停水", Slots()),
    ("今天12點", Slots()),
    ("等了30分鐘", Slots()),
    ("a poolside chat", Slots()),
    ("", Slots()),
]


@pytest.mark.parametrize(("text", "slots"), WRITTEN)
def test_place_is_read(text: str, slots: Slots) -> None:
    assert read_slots(text) == slots
