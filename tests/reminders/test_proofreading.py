"""The proof-reader finds what it is there for: each fault put into a sound notice."""

from typing import Any

import pytest

from db.vocabulary import Language
from reminders.notices import Notice, Notices
from reminders.proofreading import lint


def _altered(notices: Notices, language: Language, **words: Any) -> list[str]:
    sound = notices.by_id["fire.heater"]
    assert lint(sound) == []
    written = sound.model_dump(mode="json")
    written["at"] = "10:00"
    written["rule"] = {"solar_term": "小雪"}
    written["regions"] = {}
    written["texts"]["default"][language] |= words
    return lint(Notice.model_validate(written))


@pytest.mark.parametrize(
    ("language", "words", "fault"),
    [
        (Language.HANT, {"why": "天冷要小心，" * 40}, "characters are more than 180"),
        (Language.EN, {"why": "It is cold and dry. " * 20}, "characters are more than 360"),
        (Language.EN, {"actions": ["The heater!", "Ring 119."]}, "action 1 does not begin"),
        (Language.HANS, {"actions": ["关好。", "电暖器要远离窗帘。"]}, "action 2 does not begin"),
        (Language.HANT, {"why": "有事撥 117。"}, "117 is not a number to ring in TW"),
        (Language.HANT, {"actions": ["關好。", "擺好。"]}, "no emergency number is named"),
        (Language.HANT, {"title": "小心！小心！"}, "it exclaims more than once"),
        (Language.HANT, {"title": "电暖器"}, "not of this language: 电"),
        (Language.HANS, {"title": "電暖器"}, "not of this language: 電"),
        (Language.EN, {"title": "Heater 電暖器"}, "not of this language"),
        (Language.EN, {"why": "Wait 15 minutes."}, "en and zh-Hant differ in 15"),
    ],
)
def test_a_fault_is_found(
    notices: Notices, language: Language, words: dict[str, Any], fault: str
) -> None:
    faults = _altered(notices, language, **words)
    assert any(fault in found for found in faults), faults


def test_traditional_characters_that_look_simplified_are_left_in_peace(notices: Notices) -> None:
    assert _altered(notices, Language.HANT, title="台上有床，十里之外只剩一杯") == []
