"""Telephone numbers, and digits that are none."""

import pytest

from intents.normalise import fold
from intents.phones import phone_in

NUMBERS = [
    ("0912345678", "+886912345678"),
    ("電話0912345678", "+886912345678"),
    ("0912-345-678", "+886912345678"),
    ("0912 345 678，謝謝", "+886912345678"),
    ("+886 912 345 678", "+886912345678"),
    ("(02)2345-6789", "+886223456789"),
    ("02-2345-6789", "+886223456789"),
    ("04-2345678", "+88642345678"),
    ("91234567", "+85291234567"),
    ("打9123-4567搵我", "+85291234567"),
    ("tel: 2345 6789", "+85223456789"),
    ("+852 2345 6789", "+85223456789"),
    ("13800138000", "+8613800138000"),
    ("手机138 0013 8000", "+8613800138000"),
    ("+86 138 0013 8000", "+8613800138000"),
    ("010-12345678", "+861012345678"),
    ("0755-12345678", "+8675512345678"),
    ("３棟１２樓Ｆ，電話９１２３４５６７", "+85291234567"),
    ("call 0912345678 or 0987654321", "+886912345678"),
]
NONE = [
    "3-12-501",
    "3棟12樓F",
    "ticket 20231234",
    "單號20231234",
    "#12345678",
    "20261203",
    "2026-12-03",
    "9:00-18:00",
    "費用23456789元",
    "$23456789",
    "12345678",
    "1234567890123456789",
    "",
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_number_is_read(text: str, number: str) -> None:
    found = phone_in(fold(text))
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize("text", NONE)
def test_other_digits_are_no_number(text: str) -> None:
    assert phone_in(fold(text)) is None
