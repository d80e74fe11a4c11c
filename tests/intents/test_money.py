"""Sums of money, and numbers that are none."""

from decimal import Decimal

import pytest

from intents.money import Money, money_in
from intents.normalise import fold

SUMS = [
    ("1,200元", Money(Decimal(1200))),
    ("賠1,200元太貴了", Money(Decimal(1200))),
    ("$350", Money(Decimal(350))),
    ("＄350太貴", Money(Decimal(350))),
    ("三百蚊", Money(Decimal(300), "HKD")),
    ("收咗我三百蚊", Money(Decimal(300), "HKD")),
    ("NT$500", Money(Decimal(500), "TWD")),
    ("HK$1.5k", Money(Decimal(1500), "HKD")),
    ("RMB 20", Money(Decimal(20), "CNY")),
    ("￥88.50", Money(Decimal("88.5"), "CNY")),
    ("20 dollars", Money(Decimal(20))),
    ("it costs 300 HKD", Money(Decimal(300), "HKD")),
    ("十塊錢", Money(Decimal(10))),
    ("20块，可以吗", Money(Decimal(20))),
    ("管理費兩千五百元", Money(Decimal(2500))),
    ("一千二百五十元", Money(Decimal(1250))),
    ("3萬元", Money(Decimal(30000))),
    ("1.5万元", Money(Decimal(15000))),
    ("五百元人民幣", Money(Decimal(500), "CNY")),
    ("停車費每小時30元", Money(Decimal(30))),
    ("修燈，50元，明天", Money(Decimal(50))),
]
NONE = [
    "三塊瓷磚壞了",
    "3块玻璃破了",
    "2單元",
    "3號樓2單元501",
    "2026元旦",
    "好多蚊",
    "3棟12樓F",
    "12/F",
    "0912345678",
    "ticket 1024",
    "room 350",
    "$",
    "元",
    "",
]


@pytest.mark.parametrize(("text", "money"), SUMS)
def test_sum_is_read(text: str, money: Money) -> None:
    assert money_in(fold(text)) == money


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_are_no_money(text: str) -> None:
    assert money_in(fold(text)) is None
