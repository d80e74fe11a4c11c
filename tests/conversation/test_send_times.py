"""Which moment a manager's notice is to go out, as they write it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.conversation.when_to_send import send_time_in

ZONE = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("明天 9:00", (11, 25, 9, 0)),
        ("明天09:00", (11, 25, 9, 0)),
        ("明天 12:00", (11, 25, 12, 0)),
        ("后天 10:30", (11, 26, 10, 30)),
        ("下周一 08:30", (11, 30, 8, 30)),
        ("12/1 9:05", (12, 1, 9, 5)),
        ("12/1 18:30", (12, 1, 18, 30)),
        ("11:00", (11, 24, 11, 0)),
        ("tomorrow 9:00", (11, 25, 9, 0)),
        ("tomorrow at 9 pm", (11, 25, 21, 0)),
        ("Monday 08:30", (11, 30, 8, 30)),
        ("1 December 18:30", (12, 1, 18, 30)),
        ("2026-12-01 09:00", (12, 1, 9, 0)),
    ],
)
def test_a_day_and_an_hour(written: str, meant: tuple[int, int, int, int]) -> None:
    assert send_time_in(written, NOW, month_first=True) == datetime(2026, *meant, tzinfo=ZONE)


@pytest.mark.parametrize(
    "written", ["看情況", "昨天 9:00", "下午", "明天", "3/12 9:00 or 10:00", "25:00", "9:61", ""]
)
def test_what_is_no_one_moment_is_asked_for_again(written: str) -> None:
    assert send_time_in(written, NOW, month_first=False) is None
