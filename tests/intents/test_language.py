"""The language is told from the characters, and left open where they leave it open."""

import pytest

from intents import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("電梯壞了", "zh-Hant"),
        ("电梯坏了", "zh-Hans"),
        ("唔該睇下", "zh-Hant"),
        ("冇水", "zh-Hant"),
        ("the lift is broken", "en"),
        ("ok", "en"),
        ("漏水", None),
        ("你好", None),
        ("gym 的 treadmill down 了", None),
        ("wifi连不上", "zh-Hans"),
        ("里面后台", None),
        ("", None),
        ("12", None),
        ("🔥🔥", None),
        ("น้ำรั่ว", None),
        ("관리비", None),
        ("лифт сломан", None),
        ("電梯坏了壞", "zh-Hant"),
    ],
)
def test_language_of(text: str, language: str | None) -> None:
    assert detect_language(text) == language
