"""Which words promise an hour, and by when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.tickets.promises import promised_in

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=TAIPEI)
"""A Monday morning."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("明天下午三點到", at(24, 15)),
        ("聽日下晝三點上嚟", at(24, 15)),
        ("明天下午三点到", at(24, 15)),
        ("I'll be there tomorrow at 3pm", at(24, 15)),
        ("我十分鐘內到", at(23, 10, 10)),
        ("兩小時後再跟您說", at(23, 12)),
        ("I will be there in five minutes", at(23, 10, 5)),
        ("師傅星期三下午兩點到四點會過去", at(25, 16)),
        ("今天下午五點前給您答覆", at(23, 17)),
        ("We will call you by 5pm today", at(23, 17)),
        ("您好！水管看過了。明天上午九點帶零件來。", at(24, 9)),
        ("今天上午九點您不在家，我明天上午九點再來", at(24, 9)),
    ],
)
def test_an_hour_to_come_is_a_promise(said: str, due: datetime) -> None:
    assert promised_in(said, NOW, TAIPEI) == due


@pytest.mark.parametrize(
    "said",
    [
        "已經到樓下了",
        "明天會再來看",
        "明天下午過去",
        "明天三點到",
        "明天下午三點方便嗎？",
        "Is tomorrow at 3pm all right?",
        "昨天下午三點來過，您不在家",
        "下午三點以後打給我",
        "we were there at 9am today",
        "since Monday 3pm it has been off",
        "管理處每天開放",
        "2030年3月1日下午三點",
        "",
    ],
)
def test_a_day_a_question_or_what_was_is_none(said: str) -> None:
    """ "At three" alone is one neither: nobody said whether by day or by night."""
    assert promised_in(said, NOW, TAIPEI) is None


def test_the_hour_is_the_communitys() -> None:
    """Told in UTC, as the clock tells it."""
    due = promised_in("tomorrow at 3pm", NOW.astimezone(ZoneInfo("UTC")), TAIPEI)
    assert due == at(24, 15)


def test_a_promise_lies_ahead_and_not_in_another_year() -> None:
    for said in ("in 10 minutes", "明天下午三點", "下個月5號上午十點"):
        due = promised_in(said, NOW, TAIPEI)
        assert due is not None
        assert NOW < due <= NOW + timedelta(days=60)
